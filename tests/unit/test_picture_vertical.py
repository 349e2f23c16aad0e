"""The picture for a phone: every step beside its day, no words on others, nothing outside."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_core.catalog import builtin
from followup_core.drawing import subject, width, wrapped
from followup_core.elements import Element, to_html
from followup_core.horizontal import horizontal
from followup_core.model import Plan, Search
from followup_core.picture import plan_pictures
from followup_core.timeline import plan_search
from followup_core.verbs import plan
from followup_core.vertical import LINE, SMALL, WIDTH, vertical
from tests.samples import SEARCH
from tests.strategies import days, searches

TODAY = dt.date(2026, 11, 20)
NAMES = st.text("Waäi你 x-", min_size=1, max_size=70).map(lambda name: name.strip() or "A")


class Box(NamedTuple):
    """Where some words stand."""

    words: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Box) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def drawn(picture: Element) -> ET.Element:
    return ET.fromstring(to_html(picture))


def of(text: str = SEARCH, today: dt.date = TODAY) -> ET.Element:
    return drawn(vertical(subject(*plan(text, today))))


def boxes(root: ET.Element) -> list[Box]:
    """Every line of words: it reaches a line's height around its base line."""
    found = []
    for text in root.iter("text"):
        for part in (text, *text.iter("tspan")):
            x, y, said = float(part.get("x") or 0), float(part.get("y") or 0), part.text or ""
            small = part.get("class") == "fu-pic-when" or x == 0
            wide = width(said) * (SMALL if small else 1)
            found.append(Box(said, x, x + wide, y - LINE + 4, y + 4))
    return found


def rows(root: ET.Element) -> list[ET.Element]:
    return [g for g in root.iter("g") if (g.get("class") or "").startswith("fu-pic-row ")]


def height(root: ET.Element) -> float:
    return float((root.get("viewBox") or "").split()[3])


def assert_fair(root: ET.Element) -> None:
    """No words meet others, and everything is inside the frame."""
    found = boxes(root)
    for one, other in combinations(found, 2):
        assert not one.meets(other), (one, other)
    for each in found:
        assert each.left >= 0 and each.right <= WIDTH + 0.1, each
    for element in root.iter():
        for name, most in {"x": WIDTH, "x1": WIDTH, "x2": WIDTH, "cx": WIDTH, "y": height(root)}.items():
            assert 0 <= float(element.get(name) or 0) <= most, (element.tag, element.attrib)
        bottom = float(element.get("y") or 0) + float(element.get("height") or 0)
        assert element.tag == "svg" or bottom <= height(root)


def renamed(search: Search, name: str) -> Search:
    """The search with this name for everybody and every employer."""
    applications = (
        replace(a, employer=f"{name} {n}", contacts=tuple(replace(c, name=name) for c in a.contacts))
        for n, a in enumerate(search.applications)
    )
    return replace(search, applications=tuple(applications))


@settings(max_examples=80, deadline=None)
@given(searches(), days, NAMES)
def test_in_any_plan_no_words_meet_and_all_is_inside(search: Search, today: dt.date, name: str) -> None:
    search = renamed(search, name)
    shown = subject(plan_search(search, today, builtin().rules_for), search)
    root = drawn(vertical(shown))
    assert_fair(root)
    assert len(rows(root)) == len(shown.steps)
    lengths = [float(r.get("height") or 0) for r in root.iter("rect")]
    assert all(length > 0 for length in lengths)


@settings(max_examples=30, deadline=None)
@given(searches(), days)
def test_both_forms_show_the_same_steps_with_the_same_marks(search: Search, today: dt.date) -> None:
    shown = subject(plan_search(search, today, builtin().rules_for), search)
    wide, tall = drawn(horizontal(shown)), drawn(vertical(shown))
    assert [g.get("class") for g in rows(wide)] == [g.get("class") for g in rows(tall)]
    for one, other in zip(rows(wide), rows(tall), strict=True):
        marks = [[e.tag for e in g.iter() if e.get("class") == "fu-pic-dot"] for g in (one, other)]
        assert marks[0] == marks[1]
        assert one.findtext("text/tspan") == (other.findall("text/tspan")[-1].text or "").split(" · ")[0]
    assert wide.findtext("desc") == tall.findtext("desc")
    assert wide.get("aria-label") == tall.get("aria-label") == tall.findtext("title")


def test_days_run_down_and_a_dot_stands_in_its_window() -> None:
    root = of()
    dots = [float(c.get("cy") or 0) for c in root.iter("circle")]
    bars = [r for r in root.iter("rect") if r.get("class") == "fu-pic-bar"]
    assert dots == sorted(dots)
    assert len(dots) == len(bars) == 4
    for dot, bar in zip(dots, bars, strict=True):
        top = float(bar.get("y") or 0)
        assert top < dot < top + float(bar.get("height") or 0)
    wait = root.find(".//line[@class='fu-pic-wait']")
    assert wait is not None
    assert dots[0] < float(wait.get("y1") or 0) < float(wait.get("y2") or 0) < dots[1]


def test_the_words_of_one_application_stand_beside_their_dots() -> None:
    for row in rows(of())[:4]:
        dot, text = row.find("circle"), row.find("text")
        assert dot is not None and text is not None
        assert abs(float(dot.get("cy") or 0) - float(text.get("y") or 0)) < LINE / 2


def test_steps_of_one_day_stand_below_each_other_on_one_bar() -> None:
    panel = SEARCH.replace(
        "    interviews:", "      - {id: bo, name: Bo Li}\n      - {id: cy, name: Cy Ott}\n    interviews:"
    ).replace("with: [maria]", "with: [maria, bo, cy]")
    first = rows(of(panel))[:3]
    assert {row.findtext("text") for row in first} == {"Thank Maria Lopez", "Thank Bo Li", "Thank Cy Ott"}
    assert len([bar for row in first for bar in row.iter("rect")]) == 1
    assert len({circle.get("cx") for row in first for circle in row.iter("circle")}) == 1


def test_windows_that_overlap_stand_side_by_side() -> None:
    other = (
        SEARCH[SEARCH.index("  - id") :]
        .replace("northwind-it", "contoso")
        .replace("2026-11-19", "2026-11-18")
    )
    root = of(SEARCH + other.replace("Northwind Traders", "Contoso").replace("2026-12-01", "2026-12-02"))
    places: dict[float, list[tuple[float, float]]] = {}
    for bar in (r for r in root.iter("rect") if r.get("class") == "fu-pic-bar"):
        top = float(bar.get("y") or 0)
        places.setdefault(float(bar.get("x") or 0), []).append((top, top + float(bar.get("height") or 0)))
    assert len(places) > 1
    for stretches in places.values():
        for one, other_one in combinations(sorted(stretches), 2):
            assert one[1] <= other_one[0]


def test_a_gap_of_months_is_torn_out_and_says_so() -> None:
    later = SEARCH + (
        "  - id: contoso\n    employer: Contoso\n    role: x\n    country: US\n"
        "    interviews: [{on: 2027-11-15}]\n"
    )
    root = of(later)  # between 6 January and 15 November; five days on either side are drawn
    assert [t.text for t in root.iterfind(".//g[@class='fu-pic-torn']/text")] == ["302 days pass"]
    assert height(root) < 3 * height(of())
    assert_fair(root)
    assert of().find(".//g[@class='fu-pic-torn']") is None


def test_sixty_steps_of_one_day_fit() -> None:
    one = SEARCH[SEARCH.index("  - id") :]
    many = SEARCH + "".join(
        one.replace("northwind-it", f"job-{n}").replace("Northwind", f"N{n}") for n in range(70)
    )
    root = of(many)
    assert len(rows(root)) == 60
    assert_fair(root)


def test_days_off_are_bands_thanksgiving_too() -> None:
    bands = [float(r.get("height") or 0) for r in of().iter("rect") if r.get("class") == "fu-pic-off"]
    assert len(bands) >= 7
    assert bands[1] < bands[0] == bands[2]  # one day between two weekends


def test_a_step_on_today_leaves_the_line_of_today_free() -> None:
    root = of()
    line = root.find(".//g[@class='fu-pic-today']/line")
    assert line is not None
    y = float(line.get("y1") or 0)
    assert all(each.words == "today" or not each.top < y < each.bottom for each in boxes(root))


def test_names_stay_words() -> None:
    root = of(SEARCH.replace("Maria Lopez", '"<script>alert(1)</script>"'))
    assert root.find(".//script") is None
    assert any("<script>" in (t.text or "") for t in root.iter("text"))


def test_an_empty_plan_is_a_line_for_today() -> None:
    root = drawn(vertical(subject(Plan(TODAY, ()), Search(plan(SEARCH, TODAY)[1].me))))
    assert [each.words for each in boxes(root)] == ["today"]


def test_a_page_gets_one_of_each() -> None:
    shown = drawn(plan_pictures(*plan(SEARCH, TODAY)))
    assert [svg.get("class") for svg in shown] == ["fu-pic fu-pic--wide", "fu-pic fu-pic--tall"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three four", ["one two", "three four"]),
        ("one", ["one"]),
        ("onetwothreefourfivesix", ["onetwothre", "efourfivesix"]),
        ("one two three four five six", ["one two", "three four…"]),
    ],
)
def test_long_words_are_wrapped_between_words_and_cut_with_a_sign(text: str, lines: list[str]) -> None:
    assert wrapped(text, 80, 2) == lines
    assert all(width(each) <= 80 for each in lines)
