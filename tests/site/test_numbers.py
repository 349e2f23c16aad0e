"""The page about our numbers has every number of every profile, with its range and who says so."""

from __future__ import annotations

import re
from html import unescape

import pytest

from followup_core.catalog import builtin
from followup_core.elements import to_html
from followup_core.profiles import NUMBERS, Profile, read_profile
from tests.site.prose import DOCS, PROFILES
from tools import numbers
from tools.site import SITE

PAGE = DOCS / "guide/where-our-numbers-come-from.md"


def profiles() -> list[Profile]:
    """All profiles, from their files."""
    found = [read_profile(path.read_bytes(), path.name)[0] for path in sorted(PROFILES.glob("*.yaml"))]
    return [profile for profile in found if profile is not None]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_the_page_asks_for_both_lists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^numbers: (\w+)$", text, re.M) == ["steps", "sources"]


def test_every_profile_is_listed_once_and_every_number_has_words() -> None:
    assert sorted(p.id for p in numbers.in_order()) == sorted(p.id for p in profiles())
    assert set(numbers.LABELS) == set(NUMBERS)


def days_of(cell: str) -> tuple[int, ...]:
    """`same day, + 1, + 2` -> (0, 1, 2)"""
    parts = re.sub(r"[+ ]", "", cell).split(",")
    return tuple(0 if part == "sameday" else int(part) for part in parts)


def test_the_table_of_numbers_is_that_of_the_profiles() -> None:
    cells = [
        [words(cell) for cell in re.findall(r"<td>(.*?)</td>", row)]
        for row in re.findall(r"<tr>(<td>.*?)</tr>", to_html(numbers.steps()))
    ]
    shown = {step.partition(";")[0]: (days_of(days), found) for step, days, found in cells}
    expected = {
        numbers.label(profile, name): (number.days, " ".join(number.range.split()))
        for profile in profiles()
        for name, number in profile.numbers.items()
    }
    assert shown == expected
    assert len(cells) == len(shown)


def test_every_source_of_every_number_is_named() -> None:
    html = to_html(numbers.sources("../../"))
    parts = dict(re.findall(r'<dt id="([^"]+)">(.*?)(?=<dt|\Z)', html, re.S))
    expected = {numbers.anchor(p, name): number for p in profiles() for name, number in p.numbers.items()}
    assert set(parts) == set(expected)
    for id, number in expected.items():
        said = [words(item) for item in re.findall(r"<li>(.*?)</li>", parts[id])]
        assert said == [" ".join(source.split()) for source in number.sources], id
        assert number.page in parts[id] or number.page == "guide/where-our-numbers-come-from/", id


def test_every_place_is_in_the_list_of_places() -> None:
    html = to_html(numbers.places("../../../"))
    listed = re.findall(r'href="\.\./\.\./\.\./guide/customs/([a-z]+)/"', html)
    assert sorted(listed) == sorted(p.id for p in profiles() if p.id != "default")
    assert numbers.known(builtin().profile("br")) == "nothing reliable yet"
    assert numbers.known(builtin().profile("de")).startswith("its own waiting time and ")


def test_an_unknown_list_is_a_mistake_of_its_writer() -> None:
    with pytest.raises(ValueError, match="places"):
        numbers.shown("all", "")


def test_the_built_page_has_the_numbers() -> None:
    path = SITE / "guide/where-our-numbers-come-from/index.html"
    assert path.is_file(), "The site is not built yet: run `make build` first."
    anchors = set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8")))
    assert {numbers.anchor(p, name) for p in profiles() for name in p.numbers} <= anchors
