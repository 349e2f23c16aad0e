"""The plan as a picture."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

from hypothesis import given, settings

from followup_core.catalog import builtin
from followup_core.drawing import MAX_ROWS, width
from followup_core.elements import to_html
from followup_core.horizontal import DATE, WIDTH
from followup_core.model import Search
from followup_core.picture import plan_picture, standalone
from followup_core.timeline import plan_search
from followup_core.verbs import plan
from tests.samples import SEARCH
from tests.strategies import days, searches

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str = SEARCH, today: dt.date = dt.date(2026, 11, 20)) -> ET.Element:
    return ET.fromstring(standalone(plan_picture(*plan(text, today))))


def test_it_has_a_title_and_says_everything_in_words() -> None:
    root = drawn()
    assert root.findtext(f"{SVG}title") == "Timeline of the plan on Friday 20 November 2026"
    said = root.findtext(f"{SVG}desc") or ""
    assert "Thursday 3 December 2026: Check in with Maria Lopez, Northwind Traders (wait)." in said


def test_rows_stand_in_the_order_of_the_plan_with_a_shape_for_each_status() -> None:
    rows = [g for g in drawn().iter(f"{SVG}g") if "fu-pic-row" in (g.get("class") or "")]
    kinds = [(g.get("class") or "").split("--")[1] for g in rows]
    assert kinds == ["due", "waiting", "upcoming", "upcoming", "stop"]
    assert rows[1].find(f"{SVG}line") is not None  # the stretch of waiting
    assert rows[4].find(f"{SVG}circle") is None  # rest is a square


def test_days_off_are_shaded_thanksgiving_too() -> None:
    shaded = [r for r in drawn().iter(f"{SVG}rect") if r.get("class") == "fu-pic-off"]
    alone = min(shaded, key=lambda r: float(r.get("width") or 0))
    assert len(shaded) >= 7
    assert float(alone.get("width") or 0) < float(shaded[0].get("width") or 0)


@settings(max_examples=50, deadline=None)
@given(searches(), days)
def test_any_plan_is_well_formed_and_inside_its_frame(search: Search, today: dt.date) -> None:
    result = plan_search(search, today, builtin().rules_for)
    root = ET.fromstring(standalone(plan_picture(result, search)))
    for name in ("x", "x1", "x2", "cx"):
        for element in root.iter():
            if element.get(name) is not None:
                assert -1 <= float(element.get(name) or 0) <= WIDTH + 1


def test_a_very_long_plan_shows_its_beginning() -> None:
    one = SEARCH[SEARCH.index("  - id") :]
    many = SEARCH + "".join(
        one.replace("northwind-it", f"job-{n}").replace("Northwind", f"N{n}") for n in range(30)
    )
    result, search = plan(many, dt.date(2026, 11, 20))
    assert to_html(plan_picture(result, search)).count("fu-pic-row ") == MAX_ROWS < len(result.steps)


def test_hostile_words_stay_words() -> None:
    root = drawn(SEARCH.replace("Maria Lopez", '"<script>alert(1)</script>"'))
    assert root.find(f".//{SVG}script") is None
    assert any("<script>" in (t.text or "") for t in root.iter(f"{SVG}text"))


def test_long_labels_stay_inside_or_are_cut_with_a_sign() -> None:
    long = SEARCH.replace(
        "Maria Lopez", "Maximiliane von und zu Hohenlohe-Schillingsfürst-Waldenburg " + "und weiter " * 6
    )
    rows = [g for g in drawn(long).iter(f"{SVG}g") if "fu-pic-row" in (g.get("class") or "")]
    for row in rows:
        text = row.find(f"{SVG}text")
        assert text is not None
        words, place = text.text or "", float(text.get("x") or 0)
        wide = width(words) + DATE
        start = place if text.get("text-anchor") == "start" else place - wide
        assert start >= -1 and start + wide <= WIDTH + 1
    assert any((row.findtext(f"{SVG}text") or "").endswith("…") for row in rows)
