"""How far a sentence leans towards a fault, whether a rule knows its words or not: a small linear model.

    Leaning(plain).of(features(keys)) -> {"pushy": 3, "accusatory": 81, …}   percent, at most 100 together

Its weights are data (data/tone/<locale>.weights.json), learnt by `python -m tools.train` from the labelled
sentences in tests/corpus/ with logistic regression: how likely a sentence has a fault, and of which kind it
is then. Nothing is learnt from what anybody types. A feature is a word, two or three words in a row, two
words with one between, or that a rule about one of the faults speaks, and which; names and numbers are alike.
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
FAULTS = ("pushy", "impatient", "accusatory", "desperate", "self-centred")
"""What the model knows about."""
LANE = 24
"""Bits for one sum of weights, sign included: room for sentences of ten thousand words."""

FAR = 700
"""Natural logarithms of odds that are still a number when they are turned into odds."""


def features(keys: Sequence[str], is_question: bool = False, ruled: Iterable[str] = ()) -> set[str]:
    """What a sentence is made of. Keys are words in small letters, contractions apart; `ruled` are the rules
    about one of FAULTS that found their words there."""
    framed = [EDGE, *[NUMBER if key[:1].isdigit() else key for key in keys], ASKS if is_question else EDGE]
    return {
        *framed[1:],
        *map(" ".join, pairwise(framed)),
        *map(" _ ".join, zip(framed, framed[2:], strict=False)),
        *map(" ".join, zip(framed, framed[1:], framed[2:], strict=False)),
        *[feature for rule in ruled for feature in (RULED, f"{RULED} {rule}")],
    }


class Leaning:
    """The model. `plain` holds `bias` and `weights`: of each feature first its weight for a fault of any
    kind, then, where it tells kinds apart, one for each, in the order of FAULTS."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = plain
        self._bias = _packed(plain["bias"])
        self._weights = {feature: _packed(weights) for feature, weights in plain["weights"].items()}

    def of(self, found: Iterable[str]) -> dict[str, float]:
        """The share of each kind of fault, in percent, for a sentence of these features."""
        weights = map(self._weights.get, found, repeat(0))
        fault, *kinds = _unpacked(sum(weights, self._bias), 1 + len(FAULTS))
        share = 100 / (1 + math.exp(min(-fault / SCALE, FAR)))
        highest = max(kinds)
        powers = [math.exp((each - highest) / SCALE) for each in kinds]
        total = sum(powers)
        return {kind: share * power / total for kind, power in zip(FAULTS, powers, strict=True)}


def _packed(weights: Sequence[int]) -> int:
    """Weights side by side in one number, so that one addition adds them all."""
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
