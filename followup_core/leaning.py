"""How far a sentence leans towards a fault, whether a rule knows its words or not: a small linear model.

    Leaning(plain).of(features(keys)) -> {"pushy": 3, "accusatory": 81, …}   percent, at most 100 together

Its weights are data (data/tone/<locale>.weights.json), learnt by `python -m tools.train` from the labelled
sentences in tests/corpus/ with multinomial logistic regression; nothing is learnt from what anybody types. A
feature is a word, two words in a row, two words with one between, or that a rule about one of the faults
speaks; names and numbers are all alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, repeat
from typing import Any

NAME, NUMBER = "<name>", "#"
EDGE, ASKS = "<edge>", "<?>"
RULED = "<rule>"
SCALE = 32
"""Weights are whole numbers: 32 of them are one natural logarithm of the odds."""
FINE = "fine"
FAULTS = ("pushy", "impatient", "accusatory", "desperate", "self-centred")
"""What the model knows about."""
LANE = 24
"""Bits for the sum of one label's weights, sign included: room for sentences of ten thousand words."""


def features(keys: Sequence[str], is_question: bool = False, is_ruled: bool = False) -> set[str]:
    """What a sentence is made of. Keys are words in small letters, contractions apart; `is_ruled` tells that
    a rule about one of FAULTS found its words there."""
    framed = [EDGE, *[NUMBER if key[:1].isdigit() else key for key in keys], ASKS if is_question else EDGE]
    return {
        *framed[1:],
        *map(" ".join, pairwise(framed)),
        *map(" _ ".join, zip(framed, framed[2:], strict=False)),
        *((RULED,) if is_ruled else ()),
    }


class Leaning:
    """The model. `plain` holds `labels`, `bias` and `weights`, each weight a list as long as `labels`."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = plain
        self.labels: list[str] = plain["labels"]
        self._bias = _packed(plain["bias"])
        self._weights = {feature: _packed(weights) for feature, weights in plain["weights"].items()}

    def of(self, found: Iterable[str]) -> dict[str, float]:
        """The share of each label but `fine`, in percent, for a sentence of these features."""
        weights = map(self._weights.get, found, repeat(0))
        sums = _unpacked(sum(weights, self._bias), len(self.labels))
        highest = max(sums)
        powers = [math.exp((each - highest) / SCALE) for each in sums]
        total = sum(powers)
        return {
            label: 100 * power / total
            for label, power in zip(self.labels, powers, strict=True)
            if label != FINE
        }


def _packed(weights: Sequence[int]) -> int:
    """The weights of all labels side by side in one number, so that one addition adds them all."""
    packed = 0
    for weight in reversed(weights):
        packed = (packed << LANE) + weight
    return packed


def _unpacked(packed: int, count: int) -> list[int]:
    """The sums that were packed; one below zero has borrowed from its neighbour."""
    sums = []
    for _ in range(count):
        low = packed & (1 << LANE) - 1
        low -= (low >> LANE - 1) << LANE
        sums.append(low)
        packed = (packed - low) >> LANE
    return sums
