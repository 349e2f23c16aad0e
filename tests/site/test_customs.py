"""The page of a country or sector has all that its profile says, and is as plain and whole as any other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from followup_core import service
from followup_core.catalog import builtin
from followup_core.profiles import Profile
from tests.site import prose
from tests.site.prose import DOCS, ROOT
from tests.site.test_numbers import profiles
from tests.site.test_prose import made
from tools import customs
from tools.fence import SOME_DAY

PLACES = [profile for profile in profiles() if profile.id != "default"]
places = pytest.mark.parametrize("profile", PLACES, ids=lambda profile: profile.id)


def read(profile: Profile) -> prose.Page:
    return prose.read(customs.page(profile), DOCS / f"guide/customs/{profile.id}.md")


@places
def test_all_that_is_known_and_unknown_is_there(profile: Profile) -> None:
    text = " ".join(customs.page(profile).split())
    known = [part for custom in profile.customs for part in (custom.text, custom.source)]
    own = [part for number in profile.numbers.values() for part in (number.range, *number.sources)]
    unknown = [each[1:] for each in profile.unknown]
    assert [part for part in (*known, *own, *unknown) if " ".join(part.split()) not in text] == []


@places
def test_its_numbers_are_those_in_force(profile: Profile) -> None:
    text = customs.page(profile)
    rows = re.findall(r"^\| (.+?); .+? \| (.+?) \| (.+?) \|$", text, re.M)
    assert len(rows) == len(customs.MAIN)
    assert set(profile.numbers) <= set(customs.MAIN)
    for name, (step, shown, whose) in zip(customs.MAIN, rows, strict=True):
        days = tuple(int(re.sub(r"\D", "", cell) or 0) for cell in shown.split(","))
        assert days == customs.rules(profile).number(name).days, step
        assert whose == ("its own" if name in profile.numbers else "the general one")
    best = customs.rules(profile).number("check-in").days[1]
    assert f"about {best} working days" in read(profile).answer


@places
def test_it_is_plain_and_whole(profile: Profile) -> None:
    page = read(profile)
    said = page.section("Who says what") or ""
    assert set(prose.missing_parts(page)) <= {"who says what"}
    assert "Source: " in said or "own judgement" in said
    assert re.findall(r"^- .*\]\((.+)\)$", page.section("What to do next") or "", re.M) == page.meta["next"]
    assert prose.filler(page) == []
    assert prose.hard_to_read(page) == []
    assert prose.broken_links(page, made()) == []


@places
def test_its_message_is_whole_and_in_the_language_of_the_place(profile: Profile) -> None:
    template, locale = customs.message(profile)
    assert locale == customs.LANGUAGES.get(profile.id, "en")
    example = dict(builtin().template(template, locale).example)
    asked = {"template": template, "locale": locale, "values": example, "today": SOME_DAY}
    answer = json.loads(service.call("draft", json.dumps(asked)))
    assert answer["ok"], answer
    assert answer["result"]["missing"] == []
    assert answer["result"]["verdict"] in ("ready", "polish")


def test_every_place_has_a_page_in_the_menu(tmp_path: Path) -> None:
    customs.write(tmp_path)
    written = {path.stem for path in (tmp_path / customs.FOLDER).glob("*.md")}
    menu = re.findall(r" guide/customs/(\w+)\.md\n", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert written == {profile.id for profile in PLACES}
    assert sorted(menu) == sorted([*written, "index"])
