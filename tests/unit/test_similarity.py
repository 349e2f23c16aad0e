"""How alike two messages read: the measure, and its threshold on the whole library."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_core.catalog import builtin
from followup_core.similarity import ALIKE, likeness
from followup_core.templates import Template, render

ONE = (
    "Hi Maria,\n\nThank you for showing me the workshop. I still think of the blue press.\n\nRegards,\nDana\n"
)
OTHER = "Hello Tom,\n\nYour question about night shifts stayed with me all evening long.\n\nBest,\nDana\n"

TEXTS = st.text(alphabet="abcdef ,.\n’é", max_size=200)


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert likeness(text, text) == 1


@given(TEXTS, TEXTS)
def test_the_order_does_not_matter_and_the_measure_is_a_share(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(st.text("abc ,\n", max_size=100), st.text("xyz .\n", max_size=100))
def test_texts_without_a_common_word_are_not_alike(one: str, other: str) -> None:
    # A line of seven words is no greeting and no signature, so that something is left to compare.
    assert likeness("abc " * 7 + one, "xyz " * 7 + other) == 0


def test_greeting_signature_and_names_do_not_count() -> None:
    greeted = ONE.replace("Hi Maria", "Dear Dr. Weber").replace("Regards,\nDana", "Yours sincerely,\nDana W.")
    assert likeness(ONE, greeted) == 1
    assert likeness(ONE, OTHER) == 0
    told = "It was good, {}, to hear how the night shift works."
    ann, bo = told.format("Ann"), told.format("Bo")
    assert likeness(ann, bo, names=("Ann Lee", "Bo")) == 1
    assert likeness(ann, bo) < 1


def test_case_and_punctuation_do_not_count() -> None:
    assert likeness("Thank you, for this talk!", "thank you for this talk") == 1


def test_the_more_is_changed_the_less_alike() -> None:
    words = [f"word{n}" for n in range(12)]
    changed = [" ".join(["x" * (n + 2)] * n + words[n:]) for n in range(13)]
    scores = [likeness(" ".join(words), each) for each in changed]
    assert scores == sorted(scores, reverse=True)
    assert (scores[0], scores[-1]) == (1, 0)


def test_short_texts_are_compared_whole() -> None:
    assert likeness("Thank you", "thank you") == 1
    assert likeness("Thank you", "Thank them") == 0
    assert likeness("", "") == 1
    assert likeness("", "Thank you") == 0


def names(template: Template) -> list[str]:
    return [value for name, value in template.example.items() if "name" in name]


@pytest.mark.parametrize("locale", builtin().locales)
def test_two_templates_never_read_alike(locale: str) -> None:
    shown = [(t, render(t, t.example).body) for t in builtin().templates(locale=locale)]
    for (one, text), (other, more) in combinations(shown, 2):
        score = likeness(text, more, names(one) + names(other))
        assert score < ALIKE, f"{one.id} and {other.id}: {score:.2f}"


@pytest.mark.parametrize("locale", builtin().locales)
def test_one_template_with_other_words_reads_alike(locale: str) -> None:
    for template in builtin().templates(locale=locale):
        text = " ".join(f"other{n}" for n in range(8))
        other = {field.name: text for field in template.own if field.kind in ("line", "paragraph")}
        values = {name: value for name, value in template.example.items() if template.needs(name)}
        first, second = render(template, values), render(template, {**values, **other})
        score = likeness(first.body, second.body, names(template))
        assert score >= ALIKE, f"{template.id}: {score:.2f}"
