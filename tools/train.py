"""Learns the weights of followup_core/leaning.py: from tests/corpus/, and from rules and templates.

    python -m tools.train            writes followup_core/data/tone/<locale>.weights.json
    python -m tools.train --judge    learns from all files but one and scores that one, for each in turn

Multinomial logistic regression with an L2 penalty, by full-batch gradient steps from zero: no chance is
involved, so equal sentences give equal weights. What is kept aside (ASIDE) is never read.
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

from followup_core.catalog import DATA, FALLBACK_LOCALE, builtin
from followup_core.leaning import FAULTS, FINE, SCALE, Leaning
from followup_core.reading import Sentence
from followup_core.templates import render
from tools.steps import ROOT
from tools.tone import context_of, tone_of

CORPUS = ROOT / "tests" / "corpus"
ASIDE = ("kept", "check")
"""Files that nothing is learnt from: the half to be judged by, and the one that limits were chosen with."""
UNKNOWN = "?"
"""The fault in a whole message is of unknown kind."""
LABELS = (FINE, *FAULTS)
MANY = 20_000
"""From so many sentences on, what is rare or says little is left out earlier."""
LEAST = {False: 2, True: 5}
"""Sentences that must have a feature."""
PENALTY = 1.5
STEPS = 400
SMALLEST = {False: 4, True: 8}
"""Weights nearer to zero than this are left out."""

Sample = tuple[frozenset[str], str]
"""The features of a sentence, and its label."""
Array = NDArray[np.float64]


def locales() -> tuple[str, ...]:
    """The languages whose tone is checked."""
    return tuple(path.stem for path in sorted((DATA / "tone").glob("*.yaml")))


def corpus() -> list[Path]:
    """All files of labelled texts but those that are kept aside."""
    return sorted(path for path in CORPUS.glob("*.jsonl") if path.stem not in ASIDE)


def samples(path: Path, locale: str) -> list[Sample]:
    """The sentences of one file: of a list of sentences, or of a corpus of whole messages."""
    found: list[Sample] = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        if row.get("locale", FALLBACK_LOCALE) == locale:
            found += labelled(row["text"], locale, row["label"], row.get("fault", ""))
    return found


def labelled(text: str, locale: str, label: str, fault: str = "") -> list[Sample]:
    """The sentences of a text: with its label, or fine but for the words of the fault."""
    start = text.find(fault) if fault else -1
    found = []
    for each in sentences(text, locale):
        touched = each.start < start + len(fault) and each.end > start if fault else label == "harmful"
        known = label if label in LABELS else UNKNOWN if touched else FINE
        found.append((frozenset(tone_of(locale).reader.features(each)), known))
    return found


def sentences(text: str, locale: str) -> list[Sentence]:
    """What the model is asked about."""
    read = tone_of(locale).reader.read(text).sentences
    return [each for each in read if each.zone not in ("greeting", "signoff") and each.words]


def library(locale: str) -> list[Sample]:
    """The sentences of the library's own examples, which are all fine."""
    drawn = [render(template, template.example) for template in builtin().templates(locale=locale)]
    texts = [f"Subject: {each.subject}\n\n{each.body}" if each.subject else each.body for each in drawn]
    return [sample for text in texts for sample in labelled(text, locale, FINE)]


def alternatives(locale: str) -> list[Sample]:
    """What the rules offer instead, where that is a whole sentence."""
    offered = {text for rule in tone_of(locale).rules.values() for text in rule.alternatives}
    return [
        sample for text in sorted(offered) if text[-1] in ".?!" for sample in labelled(text, locale, FINE)
    ]


def examples(locale: str) -> list[Sample]:
    """The examples of the rules about faults that the model has a label for.

    What a rule passes counts as fine where no other rule of this kind speaks.
    """
    tone = tone_of(locale)
    found: list[Sample] = []
    for rule in tone.rules.values():
        if rule.measure or rule.category not in LABELS or rule.severity == "polish":
            continue
        for example in rule.flag:
            report = tone.lint(example.text, context_of(example))
            fault = next((each.text for each in report.findings if each.rule == rule.id), "")
            found += labelled(example.text, locale, rule.category, fault)
        for example in rule.passing:
            remarks = tone.lint(example.text, context_of(example)).remarks
            if not any(each.rule.category in LABELS and not each.rule.measure for each in remarks):
                found += labelled(example.text, locale, FINE)
    return found


def learn(rows: Sequence[Sample], labels: Sequence[str] = LABELS) -> dict[str, Any]:
    """The weights. The fault in a whole message is of unknown kind: it counts for the likeliest."""
    counts = Counter(feature for found, _ in rows for feature in found)
    many = len(rows) >= MANY
    names = sorted(feature for feature, count in counts.items() if count >= LEAST[many])
    index = {name: number for number, name in enumerate(names)}
    places = [
        np.array(sorted(index[each] for each in found if each in index), dtype=np.int64) for found, _ in rows
    ]
    wanted = np.array([target(label, labels) for _, label in rows])
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
    return plain(names, weights, bias, labels, SMALLEST[many])


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
    if label == UNKNOWN:
        return [0.0] + [1.0] * (len(labels) - 1)
    return [float(each == label) for each in labels]


def spread(wanted: Array, guess: Array) -> Array:
    """Where several labels are allowed, the ones that the model finds likeliest get the most."""
    allowed = wanted * guess + 1e-9 * wanted
    return np.asarray(allowed / allowed.sum(axis=1, keepdims=True))


def softmax(sums: Array) -> Array:
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def plain(
    names: Sequence[str], weights: Array, bias: Array, labels: Sequence[str], smallest: int
) -> dict[str, Any]:
    centred = weights - weights.mean(axis=1, keepdims=True)
    whole = np.rint(SCALE * centred).astype(int)
    heavy = np.abs(whole).max(axis=1) >= smallest
    kept = {name: row.tolist() for name, row, stays in zip(names, whole, heavy, strict=True) if stays}
    return {"labels": list(labels), "bias": np.rint(SCALE * bias).astype(int).tolist(), "weights": kept}


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────


def judge(files: dict[str, list[Sample]]) -> None:
    """For each file: learnt from the others, how many faults are found at how many false alarms."""
    for name, rows in files.items():
        others = [row for other, found in files.items() if other != name for row in found]
        model = Leaning(learn(others))
        scores = [(sum(model.of(found).values()), label != FINE) for found, label in rows]
        print(name, len(rows), "sentences,", sum(bad for _, bad in scores), "with a fault")
        for limit in (50, 60, 70, 80, 90):
            bad, fine = share(scores, limit, True), share(scores, limit, False)
            print(f"   above {limit}: {bad:.0%} of the faults, {fine:.1%} of the others")


def share(scores: Iterable[tuple[float, bool]], limit: float, faulty: bool) -> float:
    found = [score > limit for score, bad in scores if bad == faulty]
    return sum(found) / max(1, len(found))


def material(locale: str) -> dict[str, list[Sample]]:
    """All samples of a language, by where they are from."""
    files = {path.stem: samples(path, locale) for path in corpus()}
    files |= {"the rules": examples(locale), "the alternatives": alternatives(locale)}
    files |= {"the library": library(locale)}
    return {name: rows for name, rows in files.items() if rows}


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--locale", choices=locales())
    args = parser.parse_args()
    for locale in [args.locale] if args.locale else locales():
        files = material(locale)
        if args.judge:
            judge(files)
            continue
        made = learn([row for rows in files.values() for row in rows])
        path = DATA / "tone" / f"{locale}.weights.json"
        path.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        print(f"{path.relative_to(ROOT)}: {len(made['weights'])} features")
    return 0


if __name__ == "__main__":
    sys.exit(main())
