"""How alike two messages read.

    likeness("Hi Ann, thank you for …", "Hi Bo, thank you for …", names=("Ann", "Bo")) -> 0.8

The measure is the share of three-word runs that both texts have (the Dice coefficient: twice the common ones,
divided by those of both). It knows nothing of meaning: colleagues who lay two notes side by side notice the
same sentence, not the same thought. Letters are compared without case; punctuation does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ALIKE = 0.35
"""From here on two messages read alike. Measured on the library: the examples of two templates share 0.30
at most (the formal and the familiar form of one message), one template with other words keeps 0.40 at least.
The tests measure it again."""

RUN = 3
"""Words in a row that are compared: two are shared by chance, more miss a sentence with one word changed."""
SHORT_LINE = 6
"""Most words of a line that may belong to a greeting or a signature."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")

Run = tuple[str, ...]


def likeness(one: str, other: str, names: Iterable[str] = ()) -> float:
    """From 0 (no three words in a row in common) to 1 (the same words), whichever text comes first.

    `names` are those of the people involved: they differ in any case, and say nothing about the text.
    """
    left = set(_WORD.findall(" ".join(names)))
    first, second = _runs(one, left), _runs(other, left)
    both = len(first) + len(second)
    return 2 * len(first & second) / both if both else 1.0


def _runs(text: str, names: set[str]) -> set[Run]:
    """The runs of words of a message; a text of fewer words is one run."""
    words = [word.casefold() for word in _WORD.findall(_core(text)) if word not in names]
    count = max(1, len(words) - RUN + 1) if words else 0
    return {tuple(words[start : start + RUN]) for start in range(count)}


def _core(text: str) -> str:
    """The message without its greeting and its signature, which all polite messages share.

    They are the first and last paragraph, when these have short lines only and there is something between.
    """
    parts = [part for part in _PARAGRAPH.split(text.strip()) if part.strip()]
    if len(parts) > 2 and _is_short(parts[0]):
        del parts[0]
    if len(parts) > 1 and _is_short(parts[-1]):
        del parts[-1]
    return "\n".join(parts)


def _is_short(paragraph: str) -> bool:
    return all(len(line.split()) <= SHORT_LINE for line in paragraph.splitlines())
