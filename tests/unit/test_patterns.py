"""The pattern language: what each sign matches, where, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from followup_core.patterns import MAX_STATES, Lexicon, Pattern, PatternError, Scan, Sentence


@dataclass(frozen=True)
class Toy:
    """A language of a few words."""

    classes: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "day": ("Monday", "Friday", "the weekend"),
            "wait": ("wait*", "hang on"),
            "number": ("two", "three"),
        }
    )
    common_keys: frozenset[str] = frozenset({"the", "to", "i", "you"})

    def split(self, word: str) -> Sequence[str]:
        return (word.lower(),)


TOY = Toy()


def sentence(text: str, lexicon: Lexicon) -> Sentence:
    words = text.rstrip("?!.").split()
    end = {"$"} | ({text[-1]} if text[-1] in "?!" else set())
    symbols = [frozenset("^")]
    for index, word in enumerate(words):
        symbols += lexicon.look(word, name=index > 0 and word[0].isupper() and len(word) > 1)
    return Sentence([*symbols, frozenset(end)])


def found(pattern: str, text: str) -> list[str]:
    """The words that a pattern finds."""
    lexicon = Lexicon(TOY, [pattern])
    words = ["^", *text.rstrip("?!.").split(), "$"]
    return [" ".join(words[a:b]) for a, b in Pattern(pattern, TOY).find(sentence(text, lexicon))]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("just checking in", "I am just checking in.", ["just checking in"]),
        ("just checking in", "I am just now checking in.", []),
        ("check* in", "We checked in and check in.", ["checked in", "check in"]),
        ("(a b|c) d", "a b d and c d but a d.", ["a b d", "c d"]),
        ("[very] sorry", "sorry and very sorry.", ["sorry", "very sorry"]),
        ("i .. wait", "I think that we wait.", ["I think that we wait"]),
        ("i .. wait", "I think that we all wait.", []),
        ("i ..5 wait", "I think that we all wait.", ["I think that we all wait"]),
        ("i _ wait", "I wait and I do wait.", ["I do wait"]),
        ("i ... ?", "Well I do not know any of it?", ["I do not know any of it $"]),
        ("i ... ?", "Well I do not know any of it.", []),
        ("# days", "It took 12 days or two days or some days.", ["12 days", "two days"]),
        ("^ just", "just now it is just so.", ["^ just"]),
        ("now $", "now or now.", ["now $"]),
        ("now !", "come now!", ["now $"]),
        ("by {day}", "by Friday and by the weekend and by car.", ["by Friday", "by the weekend"]),
        ("{wait} for", "I was waiting for you to hang on for me.", ["waiting for", "hang on for"]),
        ("hope", "I hope that Hope is well.", ["hope"]),
        ("Hope", "I hope that Hope is well.", ["hope", "Hope"]),
        ("a|b", "a and b.", ["a", "b"]),
    ],
)
def test_what_a_pattern_finds(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("(a b", "not closed"),
        ("[a b)", "not closed"),
        ("a b)", "closes nothing"),
        ("a ( | b)", "empty choice"),
        ("a {nothing} b", "no class {nothing}"),
        (".. _", "no word that must occur"),
        ("[a] [b]", "no word that must occur"),
        ("a ... b ... c", "once in a pattern"),
        ("a ..13 b", "12 words at most"),
        ("a ..9 b ..9 c", "12 words at most"),
        ("a+", "has no meaning"),
        ("(=a)b", "has no meaning"),
        (" ".join(["a"] * 151), "more than 150 words"),
    ],
)
def test_what_a_pattern_must_not_say(pattern: str, word: str) -> None:
    with pytest.raises(PatternError) as error:
        _ = Pattern(pattern, TOY).tree
    assert word in error.value.message


def test_a_pattern_that_stands_for_too_much_is_refused() -> None:
    many = Toy(classes={"many": tuple(f"w{n} x y z" for n in range(MAX_STATES // 3))})
    with pytest.raises(PatternError):
        _ = Pattern("{many}", many).automaton


def test_a_scan_finds_what_its_patterns_find() -> None:
    texts = [
        "just checking in",
        "by {day} .. wait",
        "(a b|c) d",
        "# days",
        "^ just",
        "[very] sorry to {wait}",
    ]
    patterns = {text: Pattern(text, TOY) for text in texts}
    lexicon = Lexicon(TOY, texts)
    scan = Scan(patterns.items())
    for text in (
        "just checking in by Friday we wait.",
        "c d took two days.",
        "very sorry to hang on!",
        "no.",
    ):
        read = sentence(text, lexicon)
        alone = {(owner, span) for owner, pattern in patterns.items() for span in pattern.find(read)}
        assert set(scan.find(read, [scan.bits(word) for word in read.symbols])) == alone


def test_a_scan_passes_by_what_cannot_match() -> None:
    patterns = [(str(n), Pattern(f"word{n} other{n}", TOY)) for n in range(100)]
    lexicon = Lexicon(TOY, [pattern.text for _, pattern in patterns])
    scan = Scan(patterns)
    read = sentence("word7 other7 and word8 other9.", lexicon)
    assert [each.text for each in scan.able(scan.bits(word) for word in read.symbols)] == ["word7 other7"]
