"""The tone rules at work: for people who write them.

python -m tools.tone check FILE…                 the examples of rules, and other faults of their files
python -m tools.tone score CORPUS [--locale L]   how a corpus of messages is judged, with every miss
python -m tools.tone lint FILE|- [--kind K] [--locale L]
python -m tools.tone templates LOCALE            what the check says about the library's own examples
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from followup_core.catalog import DATA, builtin
from followup_core.diagnostics import Diagnostic
from followup_core.leaning import Leaning
from followup_core.measures import About
from followup_core.templates import render
from followup_core.tone import Context, Report, Tone
from followup_core.tonerules import Example, Rule, read_rule
from followup_core.words import Words, read_words

LABELS = ("harmful", "good")
VERDICTS = ("ready", "polish", "rethink", "stop")


# ── the rules as they lie in their folder: a broken file is reported and left out ────────────────────────


def show(path: str, problem: Diagnostic) -> None:
    print(f"{path}:{problem.line}:{problem.column}: {problem.code} {problem.message} ({problem.hint})")


@cache
def words_of(locale: str) -> Words:
    path = DATA / "tone" / f"{locale}.yaml"
    words, found = read_words(path.read_bytes(), str(path))
    for problem in found:
        show(str(path), problem)
    if words is None:
        sys.exit(1)
    return words


@cache
def tone_of(locale: str) -> Tone:
    words = words_of(locale)
    paths = sorted((DATA / "tone" / locale).glob("*.yaml"))
    read = [read_rule(path.read_bytes(), str(path), words) for path in paths]
    for rule, found in read:
        if rule is None:
            print(f"left out: {found[0].path}: {found[0].message} ({found[0].hint})", file=sys.stderr)
    return Tone(words, [rule for rule, _ in read if rule], leaning=leaning_of(locale))


def leaning_of(locale: str) -> Leaning | None:
    weights = DATA / "tone" / f"{locale}.weights.json"
    return Leaning(json.loads(weights.read_bytes())) if weights.exists() else None


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────


def failures(rule: Rule, tone: Tone) -> Iterator[str]:
    """The examples of a rule that it does not judge as it says."""
    for wanted, examples in ((True, rule.flag), (False, rule.passing)):
        for example in examples:
            report = tone.lint(example.text, context_of(example))
            if (rule.id in {finding.rule for finding in report.findings}) != wanted:
                yield f"{'does not flag' if wanted else 'flags'}: {example.text!r}"


def context_of(example: Example) -> Context:
    return Context(example.kind, example.channel, About(example.to, example.employer, example.others))


def check(paths: list[str]) -> int:
    bad = 0
    for path in map(Path, paths):
        rule, found = read_rule(path.read_bytes(), str(path), words_of(path.parent.name))
        for problem in found:
            show(str(path), problem)
        missed = (
            list(
                failures(rule, Tone(words_of(path.parent.name), [rule], leaning=leaning_of(path.parent.name)))
            )
            if rule
            else []
        )
        for line in missed:
            print(f"{path}: {line}")
        bad += int(bool(missed) or rule is None)
    print(f"{len(paths)} rules, {bad} with problems")
    return int(bad > 0)


def judged(row: dict[str, Any]) -> Report:
    return tone_of(row["locale"]).lint(row["text"], Context(row.get("kind")))


def table(rows: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """How often each label got each verdict."""
    return Counter((row["label"], judged(row).verdict) for row in rows)


def score(path: str, locale: str | None, quiet: bool) -> int:
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if locale in (None, row["locale"])]
    for row in [] if quiet else rows:
        report = judged(row)
        grave = report.verdict in ("rethink", "stop")
        rules = ", ".join(f"{each.rule}({each.severity[0]}) {each.text!r}" for each in report.findings)
        if grave != (row["label"] == "harmful"):
            print(f"\n{row['id']} {row['label']} -> {report.verdict}  [{row.get('why', '')}]  {rules}")
            print("   " + row["text"].replace("\n", "\n   "))
        elif grave and not any(
            each.severity != "polish" and touches(each.start, each.end, row) for each in report.findings
        ):
            print(f"\n{row['id']} is found, but elsewhere: {rules}\n   wanted: {row['fault']!r}")
    for each in sorted({row["locale"] for row in rows}):
        counts = table([row for row in rows if row["locale"] == each])
        for label in LABELS:
            total = sum(counts[label, verdict] for verdict in VERDICTS) or 1
            line = "  ".join(f"{verdict} {counts[label, verdict]:3}" for verdict in VERDICTS)
            share = 100 * (counts[label, "rethink"] + counts[label, "stop"]) / total
            print(f"{each} {label:8} {line}   rethink or stop: {share:.0f} % of {total}")
    return 0


def touches(start: int, end: int, row: dict[str, Any]) -> bool:
    """Whether a finding overlaps the fault of a message."""
    at = row["text"].find(row["fault"])
    return bool(start < at + len(row["fault"]) and end > at)


def lint(path: str, kind: str | None, locale: str) -> int:
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    report = tone_of(locale).lint(text, Context(kind))
    for each in report.findings:
        print(f"{each.severity:8} {each.rule:32} {each.text!r}\n         {each.message}")
    print({name: each.value for name, each in report.measures.items()})
    print(report.verdict)
    return 0


def templates(locale: str) -> int:
    bad = 0
    for template in builtin().templates(locale=locale):
        drawn = render(template, template.example)
        text = (f"Subject: {drawn.subject}\n\n" if drawn.subject else "") + drawn.body
        report = tone_of(locale).lint(text, Context(template.kind, template.channel))
        for each in report.findings:
            print(f"{template.id}: {each.severity} {each.rule} {each.text!r}")
        bad += int(report.verdict in ("rethink", "stop"))
    print(f"{bad} templates above polish")
    return int(bad > 0)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check").add_argument("paths", nargs="+")
    scoring = commands.add_parser("score")
    scoring.add_argument("path")
    scoring.add_argument("--locale")
    scoring.add_argument("--quiet", action="store_true")
    linting = commands.add_parser("lint")
    linting.add_argument("path")
    linting.add_argument("--kind")
    linting.add_argument("--locale", default="en")
    commands.add_parser("templates").add_argument("locale")
    args = parser.parse_args()
    match args.command:
        case "check":
            return check(args.paths)
        case "score":
            return score(args.path, args.locale, args.quiet)
        case "lint":
            return lint(args.path, args.kind, args.locale)
    return templates(args.locale)


if __name__ == "__main__":
    sys.exit(main())
