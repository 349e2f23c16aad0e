"""The page about words to leave out has every rule of the tone check, as the rule says it."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path

import pytest

from followup_core.catalog import builtin
from followup_core.elements import to_html
from followup_core.tonerules import CATEGORIES, MEASURES, SEVERITIES, Rule
from tools import rulebook
from tools.site import SITE
from tools.steps import ROOT

SOURCE = ROOT / "docs/guide/what-not-to-write.md"
BUILT = SITE / "guide/what-not-to-write/index.html"
ENGLISH = rulebook.rules()
OTHERS = [locale for locale in builtin().tone_locales if locale != "en"]
MAX_BYTES = 60_000
"""What the page may weigh, packed."""


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def fences() -> list[str]:
    return re.findall(r"^```followup\nrules: (\S+)\n```$", SOURCE.read_text(encoding="utf-8"), re.M)


@pytest.fixture(scope="module")
def listed() -> str:
    """All that the fences of the page give."""
    return "\n".join(to_html(rulebook.shown(what, "../../")) for what in fences())


def test_the_page_asks_for_every_category_and_language() -> None:
    assert sorted(fences()) == sorted(["limits", *CATEGORIES, *OTHERS])


def test_every_rule_is_there_once_with_what_it_says(listed: str) -> None:
    items = dict(re.findall(r'<li id="([^"]+)" class="fu-rule">(.*?)</li>', listed, re.S))
    assert set(items) == set(ENGLISH)
    for id, rule in ENGLISH.items():
        assert missing(rule, words(items[id])) == [], id


def missing(rule: Rule, shown: str) -> list[str]:
    """What a rule says and the page does not."""
    found = rulebook.example(rule)
    wanted = [
        rule.title,
        rule.message.replace("{value}", "so many"),
        SEVERITIES[rulebook.grave(rule)],
        *rule.alternatives[: rulebook.SHOWN],
        *([found.text] if found else []),
    ]
    return [text for text in wanted if " ".join(text.split()) not in shown]


def test_nearly_every_rule_shows_what_it_finds(listed: str) -> None:
    """Rules about long messages have only long examples."""
    without = {id for id, rule in ENGLISH.items() if rulebook.example(rule) is None}
    assert all(ENGLISH[id].measure for id in without)
    finding = [rule for rule in ENGLISH.values() if rule.find]
    assert listed.count("<mark>") >= len(finding)


def test_every_limit_is_in_the_table() -> None:
    table = to_html(rulebook.limits())
    rows = dict(re.findall(r'<tr><td><a href="#([^"]+)">(.*?)</tr>', table))
    counting = {id: rule for id, rule in ENGLISH.items() if rule.measure}
    assert set(rows) == set(counting)
    for id, rule in counting.items():
        said = words(rows[id])
        for severity in SEVERITIES:
            number = {**rule.above, **rule.below}.get(severity)
            shown = rulebook.limit(rule, severity)
            assert bool(shown) == (number is not None), (id, severity)
            assert number in (None, 0, 1) or str(number) in shown, (id, severity)
            assert not shown or f"{severity} {shown}" in said, (id, severity)
    assert set(rulebook.COUNTED) == set(MEASURES)


@pytest.mark.parametrize("locale", OTHERS)
def test_other_languages_name_every_rule(locale: str, listed: str) -> None:
    found = rulebook.rules(locale)
    assert f": {len(found)} rules</summary>" in to_html(rulebook.language(locale))
    for id, rule in found.items():
        assert f'<li id="{locale}-{id}">' in listed
        assert rule.title in words(to_html(rulebook.language(locale)))


def test_no_place_has_two_names_and_links_know_the_way(listed: str) -> None:
    anchors = re.findall(r'\bid="([^"]+)"', listed)
    assert len(anchors) == len(set(anchors))
    headings = re.findall(r"^## (.+)$", SOURCE.read_text(encoding="utf-8"), re.M)
    assert not {heading.lower().replace(" ", "-") for heading in headings} & set(anchors)
    assert 'href="../../guide/check-in/"' in listed


def test_an_unknown_list_is_a_mistake_of_its_writer() -> None:
    with pytest.raises(ValueError, match="category"):
        rulebook.shown("rude", "")


def test_the_built_page_is_whole_and_light() -> None:
    assert BUILT.is_file(), "The site is not built yet: run `make build` first."
    html = BUILT.read_bytes()
    assert len(gzip.compress(html, mtime=0)) < MAX_BYTES
    anchors = set(re.findall(r'\bid="([^"]+)"', html.decode()))
    assert set(ENGLISH) <= anchors


def test_the_file_has_prose_and_no_rule() -> None:
    text = Path(SOURCE).read_text(encoding="utf-8")
    assert [rule.id for rule in ENGLISH.values() if rule.message in text] == []
