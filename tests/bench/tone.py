"""The tone check: how it judges the kept messages, and its time beside write-good, alex and proselint.

    tone-kept       messages of tests/corpus/kept.jsonl and later.jsonl that were judged as they are labelled,
                    language by language; the whole tables are printed. Only for this are they ever read.
    tone-rivals     one mail of 2,000 characters, new each time, against the other tools on the same texts
    tone-typing     one more key in a mail of 2,000 characters, against the same tools on the same texts; ours
                    remembers the sentences that it has read before, as it does in the page
    tone-length     the time of a new mail for each character of ever longer texts: against the shortest
    tone-rules      the same with ever more rules, made up of words that occur: against the fewest

The other tools are fetched once into build/rivals/ and are no part of the project. All times are medians of
one run on one machine, in milliseconds. But for `tone-typing`, nothing of ours is remembered from one reading
to the next.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from followup_core.catalog import DATA, builtin
from followup_core.tone import Tone
from followup_core.words import read_words
from tools.steps import BUILD, PYTHON, ROOT, VENV, call
from tools.tone import LABELS, VERDICTS, table

CORPUS = ROOT / "tests" / "corpus"
RIVALS = BUILD / "rivals"
NPM = ("write-good@1.0.8", "alex@11.0.1")
PYPI = "proselint==0.16.0"
HERE = Path(__file__).parent
KEPT = ("kept", "later")
SIZE = 2_000
TEXTS, TURNS = 10, 5
KEYS = "by Friday or "
"""What is typed into each text, key by key."""
Row = dict[str, Any]


# ── the kept half ────────────────────────────────────────────────────────────────────────────────────────


def kept() -> Iterator[Row]:
    for name in KEPT:
        lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        yield from judged(name, [json.loads(line) for line in lines])


def judged(name: str, messages: list[dict[str, str]]) -> Iterator[Row]:
    print(f"{name:10}{'label':10}" + "".join(f"{each:>9}" for each in VERDICTS))
    for locale in sorted({each["locale"] for each in messages}):
        found = table([each for each in messages if each["locale"] == locale])
        for label in LABELS:
            print(f"{locale:10}{label:10}" + "".join(f"{found[label, each]:9}" for each in VERDICTS))
        for label, right in (("harmful", ("rethink", "stop")), ("good", ("ready", "polish"))):
            total = sum(found[label, each] for each in VERDICTS)
            against = f"{name}: all {label} messages in {locale}: {' or '.join(right)} is right"
            yield row("tone-kept", against, sum(found[label, each] for each in right), total, "messages", 1)


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────


def texts(size: int = SIZE) -> list[str]:
    """Texts of one length, put together from the English messages that rules were tuned with."""
    lines = (CORPUS / "tune.jsonl").read_text(encoding="utf-8").splitlines()
    whole = "\n\n".join(each["text"] for each in map(json.loads, lines) if each["locale"] == "en")
    return [whole[start : start + size] for start in range(0, size * TEXTS, size)]


def timed(tone: Tone, given: list[str], turns: int = TURNS) -> float:
    """The milliseconds for one text, nothing remembered."""
    found = []
    for turn in range(turns + 1):
        for text in given:
            tone.reader.read_sentence.cache_clear()
            start = time.perf_counter()
            tone.lint(_anew(text, turn))
            if turn:  # the first time, words are met that a page meets while somebody types
                found.append(1000 * (time.perf_counter() - start))
    return statistics.median(found)


def _anew(text: str, turn: int) -> str:
    """The text with a number before each paragraph, so that nothing remembered of it fits any more."""
    return f"{turn}. " + text.replace("\n\n", f"\n\n{turn}. ")


def rivals() -> Iterator[Row]:
    ours = timed(builtin().tone("en"), texts())
    fresh = [_anew(text, turn) for turn in range(1, TURNS + 1) for text in texts()]
    for name, theirs in others(fresh).items():
        yield row("tone-rivals", f"{name}, a mail of {SIZE:,} characters", ours, theirs, "ms")


def typing() -> Iterator[Row]:
    tone = builtin().tone("en")
    steps = {text: typed(text) for text in texts(SIZE - len(KEYS))}
    for text in steps:
        tone.lint(text)
    fresh = [each for longer in steps.values() for each in longer]
    found = []
    for each in fresh:
        start = time.perf_counter()
        tone.lint(each)
        found.append(1000 * (time.perf_counter() - start))
    ours = statistics.median(found)
    for name, theirs in others(fresh).items():
        against = f"{name}, one more key in a mail of {SIZE:,} characters"
        yield row("tone-typing", against, ours, theirs, "ms", len(found))


def typed(text: str) -> list[str]:
    """What stands there after each key that is pressed in the middle of a text."""
    at = text.index(" ", len(text) // 2) + 1
    return [text[:at] + KEYS[:count] + text[at:] for count in range(1, len(KEYS) + 1)]


def others(fresh: list[str]) -> dict[str, float]:
    """The milliseconds that each of the other tools takes for one of these texts, when it is warm."""
    fetch()
    given = RIVALS / "texts.json"
    given.write_text(json.dumps({"warm": texts(), "texts": fresh}), encoding="utf-8")
    times = json.loads(call(VENV / "bin" / "node", HERE / "_rivals.mjs", given))
    times["proselint"] = json.loads(call(RIVALS / "bin" / "python", HERE / "_proselint.py", given))
    return {name: statistics.median(each) for name, each in times.items()}


def fetch() -> None:
    """The other tools, once."""
    if not (RIVALS / "node_modules").is_dir():
        call(VENV / "bin" / "npm", "install", "--ignore-scripts", "--prefix", RIVALS, *NPM)
    if not (RIVALS / "bin").is_dir():
        call(PYTHON, "-m", "venv", RIVALS)
        call(RIVALS / "bin" / "python", "-m", "pip", "install", "--quiet", PYPI)


def length() -> Iterator[Row]:
    tone = builtin().tone("en")
    first = timed(tone, texts()[:1], 20) / SIZE
    for times in (2, 4, 8, 16):
        text = "".join(texts()[: min(times, TEXTS)]) + "".join(texts()[: max(0, times - TEXTS)])
        each = timed(tone, [text], 10) / len(text)
        yield row("tone-length", f"{SIZE:,} characters, for each 1,000", 1000 * each, 1000 * first, "ms")


def rules() -> Iterator[Row]:
    """All rules against a half, a quarter and none of them."""
    words, _ = read_words((DATA / "tone" / "en.yaml").read_bytes(), "en.yaml")
    assert words
    every = list(builtin().tone("en").rules.values())
    phrases = [rule for rule in every if rule.find]
    limits = [rule for rule in every if not rule.find]
    rows = builtin().tone("en").reader.rows
    more = [replace(rule, id=f"{rule.id}-{turn}") for turn in (2, 3, 4) for rule in phrases]
    unlike = [
        replace(rule, find=tuple(f"zyx{number} {text}" for text in rule.find))
        for number, rule in enumerate(more)
    ]
    first = timed(Tone(words, [*limits, *phrases], rows), texts())
    for count in (1, 2, 3):
        extra = unlike[: count * len(phrases)]
        ours = timed(Tone(words, [*limits, *phrases, *extra], None), texts())
        yield row("tone-rules", f"{len(every)} rules; here {len(every) + len(extra)}", ours, first, "ms")


def row(name: str, against: str, ours: float, other: float, unit: str, runs: int = TEXTS * TURNS) -> Row:
    return {"name": name, "against": against, "unit": unit, "ours": ours, "other": other, "runs": runs}


MEASURES = {
    "tone-kept": kept,
    "tone-rivals": rivals,
    "tone-typing": typing,
    "tone-length": length,
    "tone-rules": rules,
}


def rows(name: str | None) -> list[Row]:
    return [found for key, measure in MEASURES.items() if name in (None, key) for found in measure()]
