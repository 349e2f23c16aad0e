"""The profiles that come with the package, and what a bad one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from followup_core.catalog import DATA, builtin
from followup_core.model import SECTORS, Application
from followup_core.profiles import NUMBERS, profile_from_plain, profile_to_plain, read_profile

PROFILES = sorted((DATA / "profiles").glob("*.yaml"))
EXPECTED = "default us gb de at ch fr es it nl se pl br mx jp in au ca public academic agency"
SLOW = {"de", "es", "jp", "public"}
DOCS = Path(__file__).parents[2] / "docs"


def test_there_is_a_profile_for_each_place_we_speak_of() -> None:
    assert {path.stem for path in PROFILES} == set(EXPECTED.split()) == builtin().profile_ids


@pytest.mark.parametrize("path", PROFILES, ids=lambda p: p.stem)
def test_every_profile_is_good_and_named_after_its_file(path: Path) -> None:
    profile, diagnostics = read_profile(path.read_bytes(), path.name)
    assert diagnostics == ()
    assert profile is not None
    assert profile.id == path.stem
    assert profile_from_plain(profile_to_plain(profile)) == profile
    assert profile.numbers or profile.customs or profile.unknown, (
        "a profile says something, or what it does not know"
    )


@pytest.mark.parametrize("path", PROFILES, ids=lambda p: p.stem)
def test_every_number_has_sources_a_range_and_a_page_that_exists(path: Path) -> None:
    profile = builtin().profile(path.stem)
    for number in profile.numbers.values():
        assert number.sources and number.range
        assert (DOCS / f"{number.page.rstrip('/')}.md").is_file()
    assert all(custom.source for custom in profile.customs)


def test_only_the_named_overrides_change_dates() -> None:
    changing = {
        path.stem: builtin().profile(path.stem).numbers for path in PROFILES if path.stem != "default"
    }
    assert {id for id, numbers in changing.items() if numbers} == SLOW
    assert all(
        set(changing[id]) == {"check-in"} and changing[id]["check-in"].days == (7, 10, 15) for id in SLOW
    )
    assert [path.stem for path in PROFILES if builtin().profile(path.stem).panel == "one"] == ["gb"]


def test_the_default_has_every_number() -> None:
    assert set(builtin().profile("default").numbers) == set(NUMBERS)


@pytest.mark.parametrize("sector", SECTORS)
def test_a_sector_beats_the_country(sector: str) -> None:
    application = Application("a", "Northwind", "role", country="US", sector=sector)  # type: ignore[arg-type]  # checked
    expected = (7, 10, 15) if sector == "public" else (5, 7, 10)
    assert builtin().rules_for(application).number("check-in").days == expected


BAD = {
    "days: [5, 7]": "PROFILE-DAYS",
    "days: [7, 5, 10]": "PROFILE-DAYS",
    "days: [a, b, c]": "NUMBER",
    "days: [5, 7, 99]": "NUMBER",
}


@pytest.mark.parametrize("line", BAD)
def test_bad_days_are_named(line: str) -> None:
    number = f"  check-in:\n    {line}\n    range: r\n    page: p\n    sources: [s]\n"
    text = f"profile: 1\nid: x\ntitle: X\nnumbers:\n{number}"
    profile, diagnostics = read_profile(text)
    assert profile is None
    assert BAD[line] in {d.code for d in diagnostics}


def test_an_unknown_number_is_named() -> None:
    _, diagnostics = read_profile("profile: 1\nid: x\ntitle: X\nnumbers:\n  chek-in: {days: [1, 2, 3]}\n")
    assert any("check-in" in d.message for d in diagnostics)
