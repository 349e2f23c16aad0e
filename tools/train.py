"""Learns the weights of followup_core/leaning.py: from tests/corpus/, and from rules and templates.

    python -m tools.train            writes followup_core/data/tone/<locale>.weights.json
    python -m tools.train --judge    learns from all files but one and scores that one, for each in turn

Logistic regression with an L2 penalty, by full-batch gradient steps from zero: no chance is involved, so
equal sentences give equal weights. What is kept aside (ASIDE) is never read.

Sentences of lists teach what words can mean; those of whole texts also how often they mean it in a message.
So each feature has a weight for all sentences and one more for those of texts (Daumé III 2007), and the sum
of both is what is written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from followup_core.catalog import DATA, FALLBACK_LOCALE, builtin
from followup_core.leaning import FAULTS, SCALE, Leaning
from followup_core.reading import Sentence
from followup_core.templates import render
from tools.steps import ROOT
from tools.tone import context_of, tone_of

CORPUS = ROOT / "tests" / "corpus"
ASIDE = ("kept", "later", "check")
"""Files that nothing is learnt from: those to be judged by, and the one that limits were chosen with."""
FINE = "fine"
UNKNOWN = "?"
"""The fault in a whole message is of unknown kind."""
STEPS = 400


class Settings(NamedTuple):
    """How a language is learnt."""

    least: int
    """Sentences that must have a feature."""
    penalty: float
    smallest: float
    """What says less than this about whether there is a fault is left out; see `Fit.whole`."""
    telling: float
    """The same for the kinds of faults."""


MANY = 20_000
"""From so many sentences on the second settings hold."""
SETTINGS = {False: Settings(2, 3, 5, 8), True: Settings(3, 10, 10, 15)}


class Sample(NamedTuple):
    """The features of a sentence, its label, and whether it was written as a part of a whole text."""

    features: frozenset[str]
    label: str
    in_text: bool = False


IN_TEXT, LISTED = "\0", "\0\0"
"""Before a feature: as it stands in a sentence of a text. The other one marks a sentence of a list."""
LIGHTER = 4
"""How much smaller the penalty of what is said of texts is, which messages are more like."""
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
    in_text = not path.stem.startswith("sentences")
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        if row.get("locale", FALLBACK_LOCALE) == locale:
            label = row.get("category", row["label"])
            found += labelled(row["text"], locale, label, row.get("fault", ""), in_text)
    return found


def labelled(text: str, locale: str, label: str, fault: str = "", in_text: bool = False) -> list[Sample]:
    """The sentences of a text: with its label, or fine but for the words of the fault."""
    start = text.find(fault) if fault else -1
    found = []
    for each in sentences(text, locale):
        touched = not fault or (each.start < start + len(fault) and each.end > start)
        faulty = touched and label not in (FINE, "good")
        known = FINE if not faulty else label if label in FAULTS else UNKNOWN
        found.append(Sample(frozenset(tone_of(locale).reader.features(each)), known, in_text))
    return found


def sentences(text: str, locale: str) -> list[Sentence]:
    """What the model is asked about."""
    read = tone_of(locale).reader.read(text).sentences
    return [each for each in read if each.zone not in ("greeting", "signoff") and each.words]


def library(locale: str) -> list[Sample]:
    """The sentences of the library's own examples, which are all fine."""
    drawn = [render(template, template.example) for template in builtin().templates(locale=locale)]
    texts = [f"Subject: {each.subject}\n\n{each.body}" if each.subject else each.body for each in drawn]
    return [sample for text in texts for sample in labelled(text, locale, FINE, in_text=True)]


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
        if rule.measure or rule.category not in FAULTS or rule.severity == "polish":
            continue
        for example in rule.flag:
            report = tone.lint(example.text, context_of(example))
            fault = next((each.text for each in report.findings if each.rule == rule.id), "")
            found += labelled(example.text, locale, rule.category, fault, in_text=True)
        for example in rule.passing:
            remarks = tone.lint(example.text, context_of(example)).remarks
            if not any(each.rule.category in FAULTS and not each.rule.measure for each in remarks):
                found += labelled(example.text, locale, FINE, in_text=True)
    return found


def learn(rows: Sequence[Sample]) -> dict[str, Any]:
    """The weights: for a fault of any kind, and for each kind, from the sentences where it is known."""
    settings = SETTINGS[len(rows) >= MANY]
    known = [(seen(each), FAULTS.index(each.label)) for each in rows if each.label in FAULTS]
    fault = fit([(seen(each), int(each.label != FINE)) for each in rows], 2, settings)
    kinds = fit(known, len(FAULTS), settings)
    fault = fault._replace(weights=fault.weights[:, 1:] - fault.weights[:, :1])
    (bias, first), (biases, others) = fault.whole(settings.smallest), kinds.whole(settings.telling)
    weights = {name: first.get(name, [0]) + others.get(name, []) for name in sorted({*first, *others})}
    return {"bias": bias + biases, "weights": weights}


def seen(sample: Sample) -> frozenset[str]:
    """The features that are learnt from."""
    return sample.features | ({IN_TEXT + each for each in sample.features} if sample.in_text else {LISTED})


class Fit(NamedTuple):
    """What was learnt: a row of weights for each feature, one for each class; row 0 is the bias."""

    names: Sequence[str]
    counts: Sequence[int]
    weights: Array

    def whole(self, smallest: float) -> tuple[list[int], dict[str, list[int]]]:
        """The bias and the weights as whole numbers, but for features that say little in all: a small weight
        may matter if it is often used."""
        bias, *rows = np.rint(SCALE * self.weights).astype(int).tolist()
        telling = np.abs(SCALE * self.weights[1:]).max(axis=1) * np.array(self.counts) ** 0.25
        heavy = telling >= smallest
        return bias, {name: row for name, row, stays in zip(self.names, rows, heavy, strict=True) if stays}


def fit(rows: Sequence[tuple[frozenset[str], int]], classes: int, settings: Settings) -> Fit:
    """Logistic regression for sentences whose classes are numbers."""
    counts = Counter(feature for found, _ in rows for feature in found)
    names = sorted(feature for feature, count in counts.items() if count >= settings.least)
    table = Table([found for found, _ in rows], names)
    wanted = np.eye(classes)[[number for _, number in rows]].T
    weights = np.zeros((classes, len(names) + 1))
    penalties = [settings.penalty / (LIGHTER if name.startswith(IN_TEXT) else 1) for name in names]
    adam = Adam(weights)
    for _ in range(STEPS):
        slope = table.slope(softmax(table.sums(weights)) - wanted)
        slope[:, 1:] += penalties * weights[:, 1:]
        adam.step(slope)
    return joined(names, counts, (weights - weights.mean(axis=0)).T)


def joined(names: Sequence[str], counts: Mapping[str, int], weights: Array) -> Fit:
    """What holds in a text: the weights of a feature in all sentences and of the same in texts together."""
    rows = {name: number for number, name in enumerate(names, 1)}
    plain = [name for name in names if not name.startswith(IN_TEXT)]
    sums = weights[[0, *map(rows.__getitem__, plain)]]
    for number, name in enumerate(plain, 1):
        if more := rows.get(IN_TEXT + name):
            sums[number] += weights[more]
    return Fit(plain, [counts[name] for name in plain], sums)


class Table:
    """Which features each sentence has. Column 0 is the bias, which all have; a row of weights is a label."""

    def __init__(self, rows: Sequence[frozenset[str]], names: Sequence[str]) -> None:
        index = {name: number for number, name in enumerate(names, 1)}
        found = [[0, *sorted(index[each] for each in row if each in index)] for row in rows]
        self.columns = np.concatenate([np.array(each, dtype=np.int64) for each in found])
        lengths = [len(each) for each in found]
        self.begins = np.cumsum([0, *lengths[:-1]])
        order = np.argsort(self.columns, kind="stable")
        self.rows_by_column = np.repeat(np.arange(len(rows)), lengths)[order]
        self.columns_begin = np.searchsorted(self.columns[order], np.arange(len(names) + 1))

    def sums(self, weights: Array) -> Array:
        """For each label and sentence the sum of its weights."""
        return np.stack([np.add.reduceat(each[self.columns], self.begins) for each in weights])

    def slope(self, error: Array) -> Array:
        """For each label and feature the sum of the errors of the sentences that have it."""
        return np.stack([np.add.reduceat(each[self.rows_by_column], self.columns_begin) for each in error])


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


def softmax(sums: Array) -> Array:
    powers = np.exp(sums - sums.max(axis=0))
    return np.asarray(powers / powers.sum(axis=0))


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────


def judge(files: dict[str, list[Sample]]) -> None:
    """For each file: learnt from the others, how many faults are found at how many false alarms."""
    for name, rows in files.items():
        others = [row for other, found in files.items() if other != name for row in found]
        model = Leaning(learn(others))
        scores = [(sum(model.of(each.features).values()), each.label != FINE) for each in rows]
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
