"""How applications stand: the next thing of each, what is over, and in which order."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from followup_core import service, verbs
from followup_core.elements import to_html
from followup_core.errors import UnknownNameError
from followup_core.standing import standings
from followup_core.view import overview_view

TODAY = dt.date(2026, 11, 20)


def job(name: str, *log: str, on: str = "2026-11-19", more: str = "") -> str:
    listed = "".join(f"\n      - {{{entry}}}" for entry in log)
    return (
        f"  - id: {name}\n    employer: {name.title()}\n    role: analyst\n{more}"
        f"    interviews: [{{on: {on}}}]\n" + (f"    log:{listed}\n" if log else "")
    )


def search(*jobs: str) -> str:
    return "followup: 1\nme: {name: Dana}\napplications:\n" + "".join(jobs)


def states(text: str, today: dt.date = TODAY) -> list[tuple[str, str, str | None]]:
    plan, found = verbs.plan(text, today)
    return [(s.application.id, s.state, s.ending) for s in standings(plan, found)]


@pytest.mark.parametrize(
    ("entry", "state", "ending"),
    [
        ("received: rejection", "closed", "rejection"),
        ("received: silence-acknowledged", "closed", "silence-acknowledged"),
        ("sent: withdrew", "closed", "withdrew"),
        ("sent: accepted", "closed", "accepted"),
        ("received: offer", "open", None),
        ("received: reply", "open", None),
        ("received: new-promise, by: 2026-12-01", "open", None),
    ],
)
def test_only_an_answer_that_ends_closes(entry: str, state: str, ending: str | None) -> None:
    assert states(search(job("a", f"on: 2026-11-20, {entry}"))) == [("a", state, ending)]


def test_a_new_date_opens_again() -> None:
    log = ("on: 2026-11-19, received: rejection", "on: 2026-11-20, received: new-promise, by: 2026-12-01")
    assert states(search(job("a", *log))) == [("a", "open", None)]


def test_after_the_closing_note_it_rests() -> None:
    sent = [f"on: 2026-10-{day}, sent: {kind}" for day, kind in ((12, "check-in"), (26, "second-check-in"))]
    text = search(job("a", *sent, "on: 2026-11-16, sent: closing", on="2026-10-01"))
    assert states(text) == [("a", "rest", None)]


def test_what_can_be_done_now_comes_first_then_by_day_then_what_is_over() -> None:
    text = search(
        job("closed", "on: 2026-11-18, received: rejection"),
        job("waiting", "on: 2026-11-20, sent: thank-you"),
        job("ahead", on="2026-11-25"),
        job("now"),
        job("later", "on: 2026-11-19, received: rejection"),
    )
    assert [name for name, *_ in states(text)] == ["now", "ahead", "waiting", "later", "closed"]


def test_the_overview_says_the_next_thing_of_each_and_folds_what_is_over() -> None:
    text = search(job("now"), job("over", "on: 2026-11-20, received: rejection"))
    plan, found = verbs.plan(text, TODAY)
    tree = overview_view(standings(plan, found), plan)
    words = re.sub(r"<[^>]+>", "", to_html(tree))
    assert "Say thank you today." in words
    assert "Closed or at rest (1)" in words
    assert "They said no on Friday 20 November 2026" in words


def ask(verb: str, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(service.call(verb, json.dumps(params)))
    return answer


def test_only_a_plan_of_everything_brings_the_overview() -> None:
    params = {"text": search(job("now")), "today": "2026-11-20", "view": True}
    assert "overview" in ask("plan", **params)["result"]
    assert "overview" not in ask("plan", **params, application="now")["result"]


def test_one_step_can_be_exported() -> None:
    params = {"what": "plan", "text": search(job("now"), job("other")), "today": "2026-11-20"}
    step = ask("plan", text=params["text"], today="2026-11-20")["result"]["steps"][0]["id"]
    made = ask("export", **params, format="ics", step=step)["result"]["content"]
    assert made.count("BEGIN:VEVENT") == 1
    assert ask("export", **params, format="ics", step="nothing")["error"]["code"] == "NAME"


def test_a_step_that_is_not_in_the_plan_is_named() -> None:
    plan, _ = verbs.plan(search(job("now")), TODAY)
    assert verbs.only_step(plan, None) is plan
    with pytest.raises(UnknownNameError):
        verbs.only_step(plan, "gone")
