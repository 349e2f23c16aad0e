"""Plans against what was worked out by hand, and against the calculator on whatever Hypothesis thinks of."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from followup_core import service
from followup_core.model import DECISIONS, RECEIVED, ROLES, SECTORS, STAGES, STATUSES, STEP_KINDS
from tests.oracle.plan_calculator import calculate

Json = dict[str, Any]

FOLDER = Path(__file__).parent.parent / "golden" / "plan"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
COLUMNS = ("kind", "to", "earliest", "date", "latest", "status", "application")
PROFILES = {
    "US",
    "GB",
    "DE",
    "AT",
    "CH",
    "FR",
    "ES",
    "IT",
    "NL",
    "SE",
    "PL",
    "BR",
    "MX",
    "JP",
    "IN",
    "AU",
    "CA",
}


# ── reading and comparing ────────────────────────────────────────────────────────────────────────────────


@lru_cache
def golden(name: str) -> Json:
    """A golden case, every value as text."""
    case: Json = YAML(typ="base", pure=True).load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return case


def core_plan(search: Json, today: str) -> list[Json]:
    """The steps that the core gives, asked as the page asks."""
    text = json.dumps({**search, "followup": 1}, ensure_ascii=False)  # JSON is YAML
    answer = json.loads(service.call("plan", json.dumps({"text": text, "today": today})))
    assert answer["ok"], f"{answer}\n{text}"
    steps: list[Json] = answer["result"]["steps"]
    return steps


def lines(steps: list[Json]) -> list[str]:
    """Steps as lines to compare and to show: everything the rules fix."""
    return [
        f"{step['date']}  {step['id']}  {step['earliest']} to {step['latest']}  {step['status']}"
        f"  ({step['application']}, {step['kind']}, {step['to']})"
        for step in steps
    ]


def difference(expected: list[str], found: list[str], *, found_by: str) -> str:
    return "\n".join(difflib.unified_diff(expected, found, "expected", found_by, lineterm="", n=20))


def assert_golden(case: Json, steps: list[Json], found_by: str) -> None:
    width = max((len(row) for row in case["steps"]), default=6)
    expected = ["  ".join(row) for row in case["steps"]]
    found = ["  ".join(str(step[column] or "null") for column in COLUMNS[:width]) for step in steps]
    assert found == expected, "\n" + difference(expected, found, found_by=found_by)
    if "ids" in case:
        assert [step["id"] for step in steps] == case["ids"]


# ── the goldens ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_calculator_gives_the_golden_plan(name: str) -> None:
    case = golden(name)
    assert_golden(case, calculate(case["search"], case["today"]), "the calculator")


@pytest.mark.parametrize("name", NAMES)
def test_core_gives_the_golden_plan(name: str) -> None:
    case = golden(name)
    assert_golden(case, core_plan(case["search"], case["today"]), "the core")


@pytest.mark.parametrize("name", NAMES)
def test_core_and_calculator_give_the_same_identities(name: str) -> None:
    case = golden(name)
    found = lines(core_plan(case["search"], case["today"]))
    expected = lines(calculate(case["search"], case["today"]))
    assert found == expected, "\n" + difference(expected, found, found_by="the core")


def test_goldens_leave_no_rule_kind_status_or_profile_out() -> None:
    cases = [golden(name) for name in NAMES]
    rows = [row for case in cases for row in case["steps"]]
    applications = [app for case in cases for app in case["search"]["applications"]]
    rules = [int(rule) for case in cases for rule in case["rules"]]
    assert len(cases) >= 120
    assert {rule for rule in range(1, 24) if rules.count(rule) >= 3} == set(range(1, 24))
    assert {row[0] for row in rows} == set(STEP_KINDS)
    assert {row[5] for row in rows} == set(STATUSES)
    assert {app.get("country") for app in applications} >= PROFILES
    assert {app.get("sector", "private") for app in applications} == set(SECTORS)
    assert {i["stage"] for app in applications for i in app.get("interviews", [])} == set(STAGES)


# ── any search at all ────────────────────────────────────────────────────────────────────────────────────

PLACES: tuple[tuple[str | None, str | None], ...] = (
    *(("US", None), ("US", None), ("US", "CA"), ("GB", None), ("GB", None), ("GB", "SCT")),
    *(("DE", None), ("DE", "BY"), ("AT", None), ("CH", "ZH"), ("FR", None), ("ES", "MD"), ("IT", None)),
    *(("NL", None), ("SE", None), ("PL", None), ("BR", None), ("MX", None), ("JP", None), ("IN", None)),
    *(("AU", "VIC"), ("CA", "QC"), ("IL", None), ("CN", None), (None, None)),
)
PEOPLE = ("ana", "ben", "eva", "kim")
ONE_EMPLOYER = ["Straße Works", " STRASSE   works "]
MOODS = {
    "anything": ((*("check-in",) * 3, *STEP_KINDS, *DECISIONS), (*("reply",) * 3, *RECEIVED)),
    "waiting": (("thank-you", "check-in", "add-value"), ("reply", "new-promise", "new-promise")),
    "chasing": (("check-in", "second-check-in", "closing"), ("reply",)),
    "deciding": (("thank-you", "offer-reply", "offer-deadline", "declined"), ("offer", "offer", "rejection")),
    "missing": (("thank-you", "no-show", "check-in"), ("no-show", "reply", "silence-acknowledged")),
}


def near(today: dt.date, first: int, last: int) -> st.SearchStrategy[dt.date]:
    """A day some days before or after today."""
    return st.integers(first, last).map(lambda days: today + dt.timedelta(days))


def optional(draw: Callable[..., Any], key: str, values: st.SearchStrategy[Any]) -> Json:
    value = draw(st.none() | values)
    return {} if value is None else {key: value if isinstance(value, (str, list)) else str(value)}


@st.composite
def log_entries(draw: Any, mood: str, today: dt.date, people: list[str]) -> Json:
    """Something sent or received, now and then in the future."""
    on = draw(near(today, -45, 2) | near(today, -4, 0))
    anybody = st.sampled_from(people) if people else st.nothing()
    said, heard = MOODS[mood]
    if draw(st.booleans()):
        return {"on": str(on), "sent": draw(st.sampled_from(said)), **optional(draw, "to", anybody)}
    entry = {"on": str(on), "received": draw(st.sampled_from(heard)), **optional(draw, "from", anybody)}
    if entry["received"] == "new-promise":
        return {**entry, "by": str(on + dt.timedelta(draw(st.integers(0, 30))))}
    return {**entry, **(optional(draw, "by", near(on, 0, 20)) if entry["received"] == "offer" else {})}


@st.composite
def interviews(draw: Any, today: dt.date, people: list[str]) -> Json:
    """An interview behind or ahead."""
    some = st.lists(st.sampled_from(people), unique=True, max_size=3) if people else st.just([])
    return {
        "on": str(draw(near(today, -45, 20))),
        "with": draw(some),
        **optional(draw, "at", st.sampled_from(["09:00", "11:59", "12:00", "16:30"])),
        **optional(draw, "stage", st.sampled_from(STAGES)),
    }


@st.composite
def applications(draw: Any, place: int, employers: list[str], today: dt.date) -> Json:
    """One application with whatever may have happened to it."""
    country, region = draw(st.sampled_from(PLACES))
    mood = draw(st.sampled_from(sorted(MOODS)))
    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4))
    contacts = [
        {"id": id, "name": id.title(), **optional(draw, "role", st.sampled_from(ROLES))} for id in people
    ]
    application: Json = {
        "id": "zab"[place],
        "employer": draw(st.sampled_from(employers)),
        "role": "Analyst",
        **optional(draw, "sector", st.sampled_from(SECTORS)),
        **({"country": country} if country else {}),
        **({"region": region} if region else {}),
        "contacts": contacts,
        "interviews": draw(st.lists(interviews(today, people), max_size=3)),
        "log": draw(st.lists(log_entries(mood, today, people), max_size=5)),
    }
    if draw(st.booleans()):
        said = draw(near(today, -45, 2))
        whom = optional(draw, "by_whom", st.sampled_from(people)) if people else {}
        when = {"said": str(said)} if draw(st.integers(0, 3)) else {}
        by = said + dt.timedelta(draw(st.integers(0, 40)))
        application["promise"] = {"by": str(by), **when, **whom}
    return application


@st.composite
def offers(draw: Any, today: dt.date) -> Json:
    """An application elsewhere with a fresh offer, perhaps already decided."""
    on = draw(near(today, -9, 0))
    offer = {"on": str(on), "received": "offer", "by": str(draw(near(on, 0, 20)))}
    more = draw(st.lists(log_entries("deciding", today, []), max_size=2))
    return {"id": "o", "employer": "Litware", "role": "Analyst", "country": "US", "log": [offer, *more]}


@st.composite
def searches(draw: Any) -> tuple[Json, str]:
    """A search file of up to three applications, and a day to look at it."""
    middle = draw(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
    today = middle + dt.timedelta(draw(st.sampled_from([0, 0, 0, 3, 30, 60])))
    count = draw(st.integers(1, 3))
    employers = ONE_EMPLOYER + draw(st.sampled_from([[], ["Contoso", "Fabrikam"]]))
    found = [draw(applications(place, employers, middle)) for place in range(count)]
    if draw(st.booleans()):
        found.append(draw(offers(today)))
    return {"followup": 1, "me": {"name": "Dana Whitfield"}, "applications": found}, str(today)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(searches())
def test_core_and_calculator_agree_on_any_search(case: tuple[Json, str]) -> None:
    search, today = case
    expected = lines(calculate(search, today))
    found = lines(core_plan(search, today))
    event(f"{min(len(expected), 20) // 5 * 5} steps or more")
    assert found == expected, (
        f"\non {today}:\n{json.dumps(search, indent=1, ensure_ascii=False)}\n"
        + difference(expected, found, found_by="the core")
    )
