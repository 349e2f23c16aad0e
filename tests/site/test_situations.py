"""The situations of the draft studio: every template has one, and every one has a template to begin with."""

from __future__ import annotations

import pytest

from followup_core.catalog import builtin
from followup_core.templates import Template
from tools.situations import SITUATIONS, situations, wordings

KNOWN = [key for group in SITUATIONS.values() for key in group]
TEMPLATES = builtin().templates()


def of(situation: str, locale: str = "en") -> list[str]:
    options = wordings([each for each in TEMPLATES if each.locale == locale], "en")
    return [o.attributes["value"] for o in options if situation in o.attributes["data-situations"].split()]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: f"{each.locale}/{each.id}")
def test_every_template_has_a_situation(template: Template) -> None:
    found = situations(template)
    assert found
    assert set(found) <= set(KNOWN)


@pytest.mark.parametrize("situation", KNOWN)
def test_every_situation_begins_with_a_usual_mail(situation: str) -> None:
    known = {each.id: each for each in TEMPLATES if each.locale == "en"}
    first = known[of(situation)[0]]
    assert first.channel == "email"
    assert not first.sectors
    assert not first.countries


def test_the_plan_and_the_studio_begin_with_the_same_thank_you() -> None:
    for stage in ("phone-screen", "first", "second", "final", "informational"):
        assert of(f"thank-you/{stage}")[0] == builtin().template_for("thank-you", stage=stage)


def test_the_words_for_situations_are_all_different() -> None:
    words = [words for group in SITUATIONS.values() for words in group.values()]
    assert len(words) == len(set(words))
