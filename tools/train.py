"""Learns the weights of followup_core/leaning.py: from tests/corpus/ and the library's own examples.

    python -m tools.train            writes followup_core/data/tone/en.weights.json
    python -m tools.train --judge    learns from all files but one and scores that one, for each in turn

Multinomial logistic regression with an L2 penalty, by full-batch gradient steps from zero: no chance is
involved, so equal sentences give equal weights. The half of the corpus that is kept aside (kept.jsonl) is
never read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from followup_core.catalog import DATA, builtin
from followup_core.leaning import FINE, SCALE, Leaning, features
from followup_core.reading import Reader
from followup_core.templates import render
from followup_core.words import read_words
from tools.steps import ROOT

CORPUS = ROOT / "tests" / "corpus"
LABELS = (FINE, "pushy", "impatient", "accusatory", "desperate", "self-centred")
LEAST = 2
"""Sentences that must have a feature."""
PENALTY = 1.5
STEPS = 400
SMALLEST = 6
"""Weights nearer to zero than this are left out."""

Sample = tuple[tuple[str, ...], bool, str]
Array = NDArray[np.float64]


def reader() -> Reader:
    """Takes sentences apart with the words of the language alone, without rules."""
    words, found = read_words((DATA / "tone" / "en.yaml").read_bytes(), "en.yaml")
    if words is None:
        sys.exit(str(found[0]))
    return Reader(words, [])


def samples(path: Path, reading: Reader) -> list[Sample]:
    """The sentences of one file: of a list of sentences, or of a corpus of whole messages."""
    found: list[Sample] = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        if row.get("locale", "en") != "en":
            continue
        fault = row.get("fault")
        start = row["text"].find(fault) if fault else -1
        for each in reading.read(row["text"]).sentences:
            if each.zone in ("greeting", "signoff") or not each.words:
                continue
            touched = fault and each.start < start + len(fault) and each.end > start
            label = row["label"] if row["label"] in LABELS else "?" if touched else FINE
            found.append((tuple(each.read.features), each.is_question, label))
    return found


def library(reading: Reader) -> list[Sample]:
    """The sentences of the library's own examples, which are all fine."""
    drawn = [render(template, template.example) for template in builtin().templates(locale="en")]
    texts = [f"Subject: {each.subject}\n\n{each.body}" if each.subject else each.body for each in drawn]
    sentences = [each for text in texts for each in reading.read(text).sentences]
    return [
        (tuple(each.read.features), each.is_question, FINE)
        for each in sentences
        if each.zone not in ("greeting", "signoff") and each.words
    ]


def learn(rows: Sequence[Sample], labels: Sequence[str] = LABELS) -> dict[str, Any]:
    """The weights. The fault in a whole message is of unknown kind: it counts for the likeliest."""
    counts = Counter(feature for keys, asks, _ in rows for feature in set(features(keys, asks)))
    names = sorted(feature for feature, count in counts.items() if count >= LEAST)
    index = {name: number for number, name in enumerate(names)}
    places = [
        np.array([index[f] for f in set(features(k, a)) if f in index], dtype=np.int64) for k, a, _ in rows
    ]
    wanted = np.array([target(label, labels) for _, _, label in rows])
    weights, bias = np.zeros((len(names), len(labels))), np.zeros(len(labels))
    row_of = np.concatenate([np.full(len(place), number) for number, place in enumerate(places)])
    column = np.concatenate(places)
    steps = Adam(weights), Adam(bias)
    for _ in range(STEPS):
        sums = np.zeros((len(rows), len(labels)))
        np.add.at(sums, row_of, weights[column])
        guess = softmax(sums + bias)
        error = guess - spread(wanted, guess)
        slope = PENALTY * weights
        np.add.at(slope, column, error[row_of])
        steps[0].step(slope)
        steps[1].step(error.sum(axis=0))
    return plain(names, weights, bias, labels)


class Adam:
    """Steps of a size that suits each weight (Kingma and Ba 2015), made in place."""

    def __init__(self, value: Array, rate: float = 0.05) -> None:
        self.value, self.rate, self.count = value, rate, 0
        self.mean, self.square = np.zeros_like(value), np.zeros_like(value)

    def step(self, slope: Array) -> None:
        self.count += 1
        self.mean += 0.1 * (slope - self.mean)
        self.square += 0.001 * (slope**2 - self.square)
        mean = self.mean / (1 - 0.9**self.count)
        self.value -= self.rate * mean / (np.sqrt(self.square / (1 - 0.999**self.count)) + 1e-8)


def target(label: str, labels: Sequence[str]) -> list[float]:
    if label == "?":
        return [0.0] + [1.0] * (len(labels) - 1)
    return [float(each == label) for each in labels]


def spread(wanted: Array, guess: Array) -> Array:
    """Where several labels are allowed, the ones that the model finds likeliest get the most."""
    allowed = wanted * guess + 1e-9 * wanted
    return np.asarray(allowed / allowed.sum(axis=1, keepdims=True))


def softmax(sums: Array) -> Array:
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def plain(names: Sequence[str], weights: Array, bias: Array, labels: Sequence[str]) -> dict[str, Any]:
    centred = weights - weights.mean(axis=1, keepdims=True)
    whole = np.rint(SCALE * centred).astype(int)
    kept = {
        name: row.tolist() for name, row in zip(names, whole, strict=True) if np.abs(row).max() >= SMALLEST
    }
    return {"labels": list(labels), "bias": np.rint(SCALE * bias).astype(int).tolist(), "weights": kept}


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────


def judge(files: dict[str, list[Sample]]) -> None:
    """For each file: learnt from the others, how many faults are found at how many false alarms."""
    for name, rows in files.items():
        others = [row for other, found in files.items() if other != name for row in found]
        model = Leaning(learn(others))
        scores = [(sum(model.of(keys, asks).values()), label != FINE) for keys, asks, label in rows]
        print(name, len(rows), "sentences,", sum(bad for _, bad in scores), "with a fault")
        for limit in (50, 60, 70, 80, 90):
            bad, fine = share(scores, limit, True), share(scores, limit, False)
            print(f"   above {limit}: {bad:.0%} of the faults, {fine:.1%} of the others")


def share(scores: Iterable[tuple[float, bool]], limit: float, faulty: bool) -> float:
    found = [score > limit for score, bad in scores if bad == faulty]
    return sum(found) / max(1, len(found))


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--judge", action="store_true")
    args = parser.parse_args()
    reading = reader()
    paths = sorted(path for path in CORPUS.glob("*.jsonl") if path.stem != "kept")
    files = {path.stem: samples(path, reading) for path in paths} | {"library": library(reading)}
    if args.judge:
        judge(files)
        return 0
    made = learn([row for rows in files.values() for row in rows])
    target_path = DATA / "tone" / "en.weights.json"
    target_path.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{target_path.relative_to(ROOT)}: {len(made['weights'])} features")
    return 0


if __name__ == "__main__":
    sys.exit(main())
