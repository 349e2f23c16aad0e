"""What the library promises, over all templates that come with the package."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup_core.catalog import builtin
from followup_core.drafts import draft
from followup_core.filling import GAP_CLOSE, GAP_OPEN, Place
from followup_core.model import STEP_KINDS, TONES
from followup_core.templates import CHANNEL_LIMITS, Template, render
from followup_core.timeline import NO_MESSAGE

LIBRARY = builtin().templates()
GOLDEN = Path(__file__).parents[1] / "golden" / "drafts"
AT_LEAST = {"en": 60, "es": 15, "de": 15, "fr": 15}
TODAY = dt.date(2026, 11, 20)

every_template = pytest.mark.parametrize("template", LIBRARY, ids=lambda each: f"{each.locale}-{each.id}")


def of(locale: str) -> list[Template]:
    return [template for template in LIBRARY if template.locale == locale]


# ── enough for every situation ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("locale", AT_LEAST)
def test_there_are_enough(locale: str) -> None:
    assert len(of(locale)) >= AT_LEAST[locale]


@pytest.mark.parametrize("locale", AT_LEAST)
def test_every_message_of_a_plan_has_one(locale: str) -> None:
    assert {kind for kind in STEP_KINDS if kind not in NO_MESSAGE} <= {each.kind for each in of(locale)}


def test_english_has_every_channel_and_enough_of_every_tone() -> None:
    assert {each.channel for each in of("en")} == {"email", "linkedin", "sms", "card", "phone"}
    tones: Counter[str] = Counter(each.tone for each in of("en"))
    assert all(tones[tone] >= 10 for tone in TONES), tones


def test_every_locale_has_every_tone() -> None:
    for locale in AT_LEAST:
        assert {each.tone for each in of(locale)} == set(TONES)


# ── every one is finished ────────────────────────────────────────────────────────────────────────────────


@every_template
def test_it_asks_for_something_only_the_sender_knows(template: Template) -> None:
    assert any(field.required for field in template.own)


@every_template
def test_its_example_is_complete_and_fits_its_channel(template: Template) -> None:
    shown = render(template, template.example)
    assert not shown.missing
    assert len(shown.body) <= CHANNEL_LIMITS.get(template.channel, 2_000)


@every_template
def test_its_golden_text_is_there(template: Template) -> None:
    assert (GOLDEN / template.locale / f"{template.id}.txt").is_file()


# ── no two read alike ────────────────────────────────────────────────────────────────────────────────────


def runs(template: Template) -> set[tuple[str, ...]]:
    """The runs of four words in the example."""
    words = re.findall(r"[\w'’-]+", render(template, template.example).body.casefold())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


@pytest.mark.parametrize("locale", AT_LEAST)
def test_examples_share_at_most_a_quarter_of_the_shorter_one(locale: str) -> None:
    known = {template.id: runs(template) for template in of(locale)}
    alike = [
        (one, other, sorted(known[one] & known[other]))
        for one, other in combinations(known, 2)
        if len(known[one] & known[other]) > 0.25 * min(len(known[one]), len(known[other]))
    ]
    assert alike == []


# ── words that are not used ──────────────────────────────────────────────────────────────────────────────

WORN_OUT = (
    "just checking in",
    "touch base",
    "circle back",
    "hope this finds you well",
    "hope this email finds",
    "don't hesitate",
    "do not hesitate",
    "reiterate",
    "perfect fit",
    "as soon as possible",
    "asap",
    "haven't heard",
    "have not heard",
)


def written(template: Template) -> str:
    """Everything of a template that can reach a recipient."""
    return "\n".join([template.subject, template.body, *template.example.values()]).replace("’", "'")


@pytest.mark.parametrize("template", of("en"), ids=lambda each: each.id)
def test_it_avoids_worn_out_phrases(template: Template) -> None:
    text = " ".join(written(template).casefold().split())
    assert [phrase for phrase in WORN_OUT if re.search(rf"\b{re.escape(phrase)}\b", text)] == []


GUESS = re.compile(
    r"""\b(?:mr|mrs|ms|miss|sir|madam|herrn?|frau|sr|sra|srta|señor|señora|señorita|don|doña|m|mme|mlle
        |monsieur|madame|mademoiselle|geehrter?|lieber?|estimad[oa]|querid[oa]|chère?|cher)\.?
        (?:\s|\{%[^%]*%\})*\{\{\s*contact""",
    re.VERBOSE | re.IGNORECASE,
)
"""A title or an ending that assumes a gender, right before a name."""


@every_template
def test_it_never_guesses_a_gender(template: Template) -> None:
    assert not GUESS.search(template.subject)
    assert not GUESS.search(template.body)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ms. {{ contact_name }}",
        "Frau {{contact_name",
        "Estimada{% if contact_name %} {{ contact_name }}",
    ],
)
def test_a_guess_would_be_found(text: str) -> None:
    assert GUESS.search(text)
    assert not GUESS.search("Dear {{ contact_name }}, from Gerhard M. and {{ my_name }}")


@every_template
def test_the_end_of_a_sentence_knows_abbreviations(template: Template) -> None:
    """`{{ when | trim_period }}.` would write “2 p.m..”; `full_stop` is made for that."""
    assert not re.search(r"trim_period\s*\}\}\.", template.subject + template.body)


# ── no hole leaves ───────────────────────────────────────────────────────────────────────────────────────

WORDS = st.text(
    st.characters(exclude_characters="{}%#‹›[]<>", exclude_categories=["C"]), min_size=1, max_size=30
)
SIGNS = ("{", "}", "[", "]", GAP_OPEN, GAP_CLOSE)
"""What no message has, unless the sender typed it."""


def without(text: str, gaps: tuple[Place, ...], template: Template) -> str:
    """The text around its gaps; each of them is the marked label of its field."""
    for start, end, field in reversed(gaps):
        assert text[start:end] == f"{GAP_OPEN}{template.by_name[field].label}{GAP_CLOSE}"
        text = text[:start] + text[end:]
    return text


@every_template
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_missing_is_marked_and_nothing_else_shows(template: Template, data: st.DataObject) -> None:
    answers = {
        field.name: st.sampled_from(["", " \n"])
        | (st.sampled_from(field.options) if field.options else WORDS)
        for field in template.fields
    }
    values = data.draw(st.fixed_dictionaries({}, optional=answers))
    shown = render(template, values)
    missing = {each.field for each in shown.missing}
    assert missing == {name for name in template.needed if not values.get(name, "").strip()}
    assert bool(missing) == bool(shown.subject_gaps + shown.body_gaps)

    rest = without(shown.subject, shown.subject_gaps, template)
    rest += "\n" + without(shown.body, shown.body_gaps, template)
    assert [sign for sign in SIGNS if sign in rest] == []
    assert "\n\n\n" not in shown.body
    assert shown.body == shown.body.strip("\n")

    message = draft(template, values=values, today=TODAY)
    missing_there = {each.field for each in message.missing}
    assert missing_there <= missing
    assert not (missing_there and message.mailto)
