"""Patterns find what Python's own regular expressions find, for random patterns over random sentences."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from followup_core.patterns import Lexicon, Pattern, PatternError
from tests.unit.test_patterns import TOY, sentence

WORDS = ["a", "b", "c", "wait", "waiting", "two", "7"]
ATOMS = {
    "a": "a", "b": "b", "wait": "wait", "wait*": r"wait\w*", "_": r"\w+", "#": r"(?:two|three|\d+)",
    "(a|b c)": "(?:a|b c)", "(a b|c)": "(?:a b|c)",
}  # fmt: skip
GAPS = {"[a]": "(?:a )?", "[b c|a]": "(?:b c |a )?", "..": r"(?:\w+ ){0,3}", "..2": r"(?:\w+ ){0,2}"}
PIECES = st.one_of(
    st.sampled_from(sorted(ATOMS)).map(lambda text: (text, ATOMS[text] + " ")),
    st.sampled_from(sorted(GAPS)).map(lambda text: (text, GAPS[text])),
)


@given(st.lists(PIECES, min_size=1, max_size=5), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
def test_a_pattern_occurs_where_the_regular_expression_does(
    pieces: list[tuple[str, str]], words: list[str]
) -> None:
    pattern = Pattern(" ".join(text for text, _ in pieces), TOY)
    try:
        _ = pattern.tree
    except PatternError:  # nothing in it must occur
        return
    oracle = re.compile(r"(?<!\w)" + "".join(part for _, part in pieces))
    read = sentence(" ".join(words) + ".", Lexicon(TOY, [pattern.text]))
    text = " ".join(words) + " "
    assert pattern.occurs(read) == bool(oracle.search(text))
    spans = pattern.find(read)
    assert bool(spans) == pattern.occurs(read)
    for begin, end in spans:
        assert oracle.fullmatch(" ".join(words[begin - 1 : end - 1]) + " ")
