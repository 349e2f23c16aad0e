"""What the tone check remembers while somebody types changes nothing in what it says."""

from __future__ import annotations

from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from followup_core.catalog import builtin
from followup_core.tone import Tone

PIECES = (
    *("Hi Maria,", "Hi ", "Best,", "Dana", "Ann Lee", "\n", "\n\n", "\r\n", "  ", " ", "> ", "- "),
    *(
        "I am still waiting for an answer. ",
        "thank you for the tour, Maria ",
        "Any news? ",
        "by Friday ",
        "please! ",
    ),
    *(
        "the the ",
        "the\nthe ",
        "“so be it” ",
        "[name] ",
        "HELLO ",
        "😀",
        "Dr. ",
        "see www.example.org ",
        "not ",
    ),
)


@cache
def remembering() -> Tone:
    return Tone(builtin().words("en"), builtin().tone("en").rules.values(), builtin().tone("en").reader.rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.integers(0, 14))
def test_a_text_that_grew_is_judged_like_a_new_one(pieces: list[str], at: int) -> None:
    tone = remembering()
    for count in range(len(pieces)):
        tone.lint("".join(pieces[:at] + pieces[at : at + count]))
    text = "".join(pieces)
    known = tone.lint(text)
    tone.reader.read_sentence.cache_clear()
    assert tone.lint(text) == known


@example(["\n", "> ", "[name] "], [])
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=8))
def test_signs_are_counted_in_each_paragraph(before: list[str], after: list[str]) -> None:
    tone = remembering()
    first, second = "x " + "".join(before) + "x", "x " + "".join(after) + "x"
    whole = tone.lint(f"{first}\n\n{second}").measures
    for name in ("capitals", "double-spaces", "doubled-words", "emoji", "hidden", "placeholders"):
        places = list(tone.lint(first).measures[name].spans)
        places += [
            (start + len(first) + 2, end + len(first) + 2)
            for start, end in tone.lint(second).measures[name].spans
        ]
        assert list(whole[name].spans) == places
