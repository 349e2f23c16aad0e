"""The tone check: what in a message may feel pushy, impatient, desperate, accusatory, self-centred, generic
or careless, why, and what to write instead. It changes nothing and forbids nothing.

    Tone(words, rules).lint(text, kind=…) -> Report

Rules and thresholds are data (data/tone/); what the words stand for is `patterns`, what is counted
`measures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from followup_core.errors import FollowupError
from followup_core.leaning import FAULTS, Leaning
from followup_core.measures import About, Measured, measure
from followup_core.model import Finding
from followup_core.patterns import Row, Span
from followup_core.reading import MARK, Message, Reader, Sentence
from followup_core.tonerules import SEVERITIES, Rule, Severity, rule_from_plain, rule_to_plain
from followup_core.words import Words, words_from_plain, words_to_plain

Verdict = Literal["ready", "polish", "rethink", "stop"]
MAX_TEXT = 50_000
"""Code points of a text that is checked: about twenty printed pages, no message is as long."""
MAX_FINDINGS = 200
SOUNDS = "leans-"
"""Measures of how a sentence sounds."""
NEGATION_REACH = 3
"""Words before a phrase in which a negation excuses it, for rules with `negation: skip`."""
PRESSING = frozenset({"pushy", "impatient", "desperate", "accusatory"})
SOFTER: Mapping[Severity, Severity] = {"stop": "rethink", "rethink": "polish", "polish": "polish"}
STACKED = 3
"""From so many different small remarks of the pressing kinds on, the message as a whole presses."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding with what a page needs beside it. `replaces` is where the alternative goes."""

    finding: Finding
    rule: Rule
    replaces: tuple[int, int]
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What the check says about one text. Remarks are in the order of the text."""

    remarks: tuple[Remark, ...]
    measures: Mapping[str, Measured]
    verdict: Verdict
    locale: str = "en"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings alone."""
        return tuple(remark.finding for remark in self.remarks)


@dataclass(frozen=True)
class Context:
    """What is known of the message: its kind and channel, and who it is for."""

    kind: str | None = None
    channel: str | None = None
    about: About = field(default_factory=About)
    unfinished: bool = False
    """Whether gaps are still open: then nothing is missed that may stand in one of them."""


class Tone:
    """The check of one language.

    Where there is a linear model, two readers must agree before a phrase presses: in a sentence that leans to
    faults by less than the language's `doubt`, a rule about one of the model's FAULTS is a step milder.
    """

    def __init__(
        self,
        words: Words,
        rules: Iterable[Rule],
        rows: Mapping[str, tuple[Row, ...]] | None = None,
        leaning: Leaning | None = None,
    ) -> None:
        self.reader = Reader(words, rules, rows, leaning)
        self.measured = tuple(rule for rule in self.reader.rules.values() if rule.measure)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return self.reader.rules

    def lint(self, text: str, context: Context | None = None) -> Report:
        """Read a message. Raises FollowupError (LINT-LONG) for a text that is no message any more."""
        if len(text) > MAX_TEXT:
            raise FollowupError(
                "LINT-LONG",
                f"The text has {len(text):,} characters.",
                f"at most {MAX_TEXT:,} are checked",
                "text",
            )
        context = context or Context()
        message = self.reader.read(text)
        measures = measure(message, context.about)
        phrases = list(self._phrases(message, context))
        remarks = [*phrases, *_unsaid(self._limits(message, measures, context), phrases)]
        remarks.sort(key=lambda each: (each.finding.start, each.finding.end, each.finding.rule))
        kept = tuple(_without_doubles(remarks))[:MAX_FINDINGS]
        return Report(kept, measures, verdict(kept), message.locale)

    # ── phrases

    def _phrases(self, message: Message, context: Context) -> Iterator[Remark]:
        for owner, places in message.hits.items():
            rule = self.rules.get(owner)
            if rule and rule.applies_to(context.kind, context.channel):
                held = [each for each in places if self._holds(rule, message, *each)]
                if held and self._is_called_for(rule, message):
                    for sentence, place in held:
                        severity = SOFTER[rule.severity] if self._doubts(rule, sentence) else rule.severity
                        yield _remark(rule, severity, message, sentence.span(*place), sentence)

    def _doubts(self, rule: Rule, sentence: Sentence) -> bool:
        leans = sentence.read.leans
        return bool(leans) and sum(leans.values()) < self.reader.words.doubt and rule.category in FAULTS

    def _holds(self, rule: Rule, message: Message, sentence: Sentence, place: Span) -> bool:
        """Whether the sentence lets a rule speak about a place."""
        return (
            _is_where(rule, sentence)
            and (rule.quoted or not message.is_quoted(*sentence.span(*place)))
            and not (rule.negation and _is_negated(sentence, place[0]))
            and not any(self.reader.occurs(each, sentence) for each in rule.unless)
        )

    def _is_called_for(self, rule: Rule, message: Message) -> bool:
        """Whether the message as a whole lets a rule speak."""
        return not any(self._occurs(each, message) for each in rule.unless_anywhere) and (
            not rule.only_with or any(self._occurs(each, message) for each in rule.only_with)
        )

    def _occurs(self, condition: str, message: Message) -> bool:
        if condition.startswith(MARK):
            return bool(message.marked(condition.removeprefix(MARK)))
        return any(self.reader.occurs(condition, sentence) for sentence in message.sentences)

    # ── measures

    def _limits(
        self, message: Message, measures: Mapping[str, Measured], context: Context
    ) -> Iterator[Remark]:
        for rule in self.measured:
            found = measures[rule.measure]
            if (
                rule.limit(found.value)
                and not (rule.below and context.unfinished)
                and rule.applies_to(context.kind, context.channel)
                and measures["words"].value >= rule.from_words
                and self._is_called_for(rule, message)
            ):
                spans = found.spans or _first(message)
                for span, value in zip(spans, found.each or [found.value] * len(spans), strict=True):
                    if severity := rule.limit(value):
                        yield _remark(rule, severity, message, span, None, value)


def _first(message: Message) -> tuple[tuple[int, int], ...]:
    """Where a remark about something missing stands: at the last sentence, where it could be added."""
    body = message.body or message.sentences
    return ((body[-1].start, body[-1].end),) if body else ((0, len(message.text)),)


def _is_where(rule: Rule, sentence: Sentence) -> bool:
    if not rule.where or sentence.zone in rule.where:
        return True
    return "body" in rule.where and sentence.zone != "subject"


def _is_negated(sentence: Sentence, first: int) -> bool:
    before = sentence.read.keys.symbols[max(0, first - NEGATION_REACH) : first]
    return any("{negation}" in symbols for symbols in before)


def _remark(
    rule: Rule,
    severity: Severity,
    message: Message,
    span: tuple[int, int],
    sentence: Sentence | None,
    value: float = 0,
) -> Remark:
    start, end = span
    alternative = rule.alternatives[0] if rule.alternatives else ""
    whole = sentence is not None and alternative.endswith((".", "!", "?"))
    replaces = (sentence.start, sentence.end) if sentence is not None and whole else span
    shown = f"{value:g}"
    finding = Finding(
        rule.id,
        severity,
        start,
        end,
        message.text[start:end],
        rule.message.replace("{value}", shown),
        alternative,
        rule.page,
    )
    return Remark(finding, rule, replaces, rule.alternatives)


def _unsaid(limits: Iterable[Remark], phrases: Sequence[Remark]) -> Iterator[Remark]:
    """The remarks of measures, without those on how a sentence sounds where a rule says what is wrong."""
    grave = [(each.finding.start, each.finding.end) for each in phrases if each.finding.severity != "polish"]
    for remark in limits:
        start, end = remark.finding.start, remark.finding.end
        sounds = remark.rule.measure.startswith(SOUNDS)
        if not sounds or not any(first < end and start < last for first, last in grave):
            yield remark


def _without_doubles(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Each rule says a thing once about each place."""
    ends: dict[str, int] = {}
    for remark in remarks:
        finding = remark.finding
        if finding.start >= ends.get(finding.rule, 0):
            ends[finding.rule] = max(finding.end, finding.start + 1)
            yield remark


def verdict(remarks: Iterable[Remark]) -> Verdict:
    """The gravest severity; small remarks of the pressing kinds weigh more when they stack up."""
    found = list(remarks)
    severities = {remark.finding.severity for remark in found}
    small = {remark.rule.id for remark in found if remark.rule.category in PRESSING}
    if len(small) >= STACKED:
        severities.add("rethink")
    return next((each for each in reversed(SEVERITIES) if each in severities), "ready")


# ── the compiled form


def tone_to_plain(tone: Tone) -> dict[str, Any]:
    """The check of a language as JSON may hold it, without the examples of its rules."""
    rows = tone.reader.rows
    symbols = sorted({symbol for found in rows.values() for row in found for need in row for symbol in need})
    number = {symbol: index for index, symbol in enumerate(symbols)}
    return {
        "leaning": tone.reader.leaning.plain if tone.reader.leaning else None,
        "words": words_to_plain(tone.reader.words),
        "rules": [rule_to_plain(rule) for rule in tone.rules.values()],
        "symbols": symbols,
        "rows": {
            text: [[sorted(number[symbol] for symbol in need) for need in row] for row in found]
            for text, found in rows.items()
        },
    }


def tone_from_plain(plain: Mapping[str, Any]) -> Tone:
    """The check that `tone_to_plain` wrote down."""
    symbols = plain["symbols"]
    rows = {
        text: tuple(tuple(frozenset([symbols[index] for index in need]) for need in row) for row in found)
        for text, found in plain["rows"].items()
    }
    leaning = Leaning(plain["leaning"]) if plain["leaning"] else None
    return Tone(words_from_plain(plain["words"]), map(rule_from_plain, plain["rules"]), rows, leaning)
