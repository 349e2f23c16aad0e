"""How far a sentence leans towards a fault, when no rule knows its words: a small linear model.

    Leaning(plain).of(keys, is_question) -> {"pushy": 3, "accusatory": 81, …}   percent, at most 100 together

Its weights are data (data/tone/<locale>.weights.json), learnt by `python -m tools.train` from the labelled
sentences in tests/corpus/ with multinomial logistic regression; nothing is learnt from what anybody types. A
feature is a word, two words in a row, or two words with one between; names and numbers are all alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

NAME, NUMBER = "<name>", "#"
EDGE, ASKS = "<edge>", "<?>"
SCALE = 32
"""Weights are whole numbers: 32 of them are one natural logarithm of the odds."""
FINE = "fine"


def features(keys: Sequence[str], is_question: bool) -> Iterator[str]:
    """What a sentence is made of. Keys are words in small letters, contractions apart."""
    framed = [EDGE, *(NUMBER if key[:1].isdigit() else key for key in keys), ASKS if is_question else EDGE]
    yield from framed[1:]
    for first, second in pairwise(framed):
        yield f"{first} {second}"
    for first, second in zip(framed, framed[2:], strict=False):
        yield f"{first} _ {second}"


class Leaning:
    """The model. `plain` holds `labels`, `bias` and `weights`, each weight a list as long as `labels`."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = plain
        self.labels: list[str] = plain["labels"]
        self._bias: list[int] = plain["bias"]
        self._weights: dict[str, list[int]] = plain["weights"]

    def of(self, keys: Sequence[str], is_question: bool) -> dict[str, float]:
        """The share of each label but `fine`, in percent."""
        sums = list(self._bias)
        weights = self._weights
        for feature in set(features(keys, is_question)):
            found = weights.get(feature)
            if found is not None:
                sums = [a + b for a, b in zip(sums, found, strict=True)]
        highest = max(sums)
        powers = [math.exp((each - highest) / SCALE) for each in sums]
        total = sum(powers)
        return {
            label: 100 * power / total
            for label, power in zip(self.labels, powers, strict=True)
            if label != FINE
        }
