"""One rule of the tone check: data/tone/<locale>/<id>.yaml.

    read_rule(text, path, words) -> (Rule | None, diagnostics)

A rule either finds phrases (`find:`, see `patterns`) or sets limits to a measure (`measure:`, see
`measures`). The format is docs/reference/tone-rules.md.

Codes: those of `source` and `schema`; TONE-ID, TONE-SHAPE, TONE-PATTERN, TONE-EXAMPLES, TONE-HOLE.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import PurePosixPath
from typing import Any, Literal

from followup_core import schema
from followup_core.diagnostics import Collector, Diagnostic
from followup_core.kinds import ABSENT, wrong_type
from followup_core.model import CHANNELS
from followup_core.nodes import Mapping as MappingNode
from followup_core.nodes import Node, Scalar
from followup_core.patterns import Pattern, PatternError
from followup_core.schema import (
    Choice,
    Field,
    Id,
    Kind,
    Line,
    ListOf,
    Paragraph,
    Record,
    Truth,
    Whole,
    Word,
    check,
)
from followup_core.source import parse
from followup_core.templates import TEMPLATE_KINDS
from followup_core.words import Words

Severity = Literal["polish", "rethink", "stop"]
SEVERITIES: tuple[Severity, ...] = ("polish", "rethink", "stop")
CATEGORIES = ("pushy", "impatient", "desperate", "accusatory", "self-centred", "generic", "careless")
PLACES = ("subject", "opening", "body", "closing")
MEASURES = (
    "asks",
    "bare-links",
    "capitals",
    "characters",
    "double-spaces",
    "doubled-words",
    "emoji",
    "exclamations",
    "hidden",
    "leans-accusatory",
    "leans-desperate",
    "leans-impatient",
    "leans-pushy",
    "leans-self-centred",
    "lower-case",
    "moments",
    "offers",
    "placeholders",
    "questions",
    "reading-grade",
    "repeated-openings",
    "self-focus",
    "strange-language",
    "thanks",
    "verdict-asks",
    "ways-out",
    "words",
    "wrong-companies",
    "wrong-names",
)
"""What `measures` counts, and rules may limit."""

LEAST_EXAMPLES = 3
MAX_PATTERNS = 100
MAX_PATTERN = 600
"""Characters of one pattern."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and for which message: the rule's tests and its explanation."""

    text: str
    kind: str | None = None
    channel: str | None = None
    to: str = ""
    employer: str = ""
    others: tuple[str, ...] = ()


class _ExampleKind(Kind):
    """A text, or a mapping of a text and what it is for."""

    record = Record(
        "example",
        Field("text", Paragraph(), required=True),
        Field("kind", Choice(TEMPLATE_KINDS)),
        Field("channel", Choice(CHANNELS)),
        Field("to", Line(), says="the name of the recipient"),
        Field("employer", Line()),
        Field("others", ListOf(Line()), says="employers of other applications"),
    )

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if isinstance(node, Scalar):
            text = Paragraph().check(node, name, collector)
            return ABSENT if text is ABSENT else Example(text)
        if not isinstance(node, MappingNode):
            return wrong_type("a text", node, name, collector)
        values = self.record.check(node, name, collector)
        if values is ABSENT or "text" not in values:
            return ABSENT
        return Example(**{**values, "others": tuple(values.get("others", ()))})

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [Paragraph().schema(), self.record.schema()]}


_PATTERNS = ListOf(Line(MAX_PATTERN), MAX_PATTERNS)
_LIMITS = Record("limit", *(Field(name, Whole(0, 100_000)) for name in SEVERITIES))
RULE = Record(
    "tone rule",
    Field("id", Id(), required=True, says="equals the file name"),
    Field("locale", Line(12), says="its language, where the folder does not say it"),
    Field("category", Choice(CATEGORIES), required=True),
    Field("severity", Choice(SEVERITIES), says="of a rule with `find`"),
    Field("title", Line(60), required=True, says="what lists call it"),
    Field("message", Line(160), required=True, says="one kind sentence: why"),
    Field("alternatives", ListOf(Line(300), 10), says="words that can be used as they are"),
    Field(
        "page",
        Word(r"guide/(?:[a-z0-9-]+/)?", "a page of the guide", hint="for example guide/check-in/"),
        required=True,
    ),
    Field("find", _PATTERNS, says="patterns, see the reference"),
    Field("unless", _PATTERNS, says="patterns in the same sentence that excuse it"),
    Field("unless_anywhere", _PATTERNS, says="patterns or @marks anywhere that excuse it"),
    Field("only_with", _PATTERNS, says="patterns or @marks of which one must occur somewhere"),
    Field("kinds", ListOf(Choice(TEMPLATE_KINDS)), says="only in these kinds of message"),
    Field("not_kinds", ListOf(Choice(TEMPLATE_KINDS)), says="in all but these kinds of message"),
    Field("channels", ListOf(Choice(CHANNELS)), says="only in messages by these ways"),
    Field("where", ListOf(Choice(PLACES)), says="only in these places"),
    Field("negation", Choice(("skip",)), says="skip: not where a negation stands just before"),
    Field("quoted", Truth(), says="also inside quotation marks"),
    Field("leave_out", Truth(), says="the words can simply go"),
    Field("measure", Choice(MEASURES), says="what is counted, instead of `find`"),
    Field("above", _LIMITS, says="the severity from more than so much on"),
    Field("below", _LIMITS, says="the severity under so much"),
    Field("from_words", Whole(0, 10_000), says="only in messages of so many words"),
    Field(
        "examples",
        Record(
            "examples",
            Field("flag", ListOf(_ExampleKind()), required=True),
            Field("pass", ListOf(_ExampleKind())),
        ),
        required=True,
        says="texts that it must flag, and texts that it must pass",
    ),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its file says it; patterns are texts, their language compiles them."""

    id: str
    locale: str
    category: str
    title: str
    message: str
    page: str
    severity: Severity = "polish"
    alternatives: tuple[str, ...] = ()
    find: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_anywhere: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    negation: str = ""
    quoted: bool = False
    leave_out: bool = False
    measure: str = ""
    above: Mapping[str, int] = field(default_factory=dict)
    below: Mapping[str, int] = field(default_factory=dict)
    from_words: int = 0
    flag: tuple[Example, ...] = ()
    passing: tuple[Example, ...] = ()
    path: str = ""

    def applies_to(self, kind: str | None, channel: str | None) -> bool:
        """Whether messages of this kind and channel are judged by it; None is one that nobody named."""
        return (
            (not self.kinds or kind in self.kinds)
            and kind not in self.not_kinds
            and (not self.channels or channel in self.channels)
        )

    def limit(self, value: float) -> Severity | None:
        """The gravest severity that a value of its measure deserves."""
        for severity in reversed(SEVERITIES):
            if severity in self.above and value > self.above[severity]:
                return severity
            if severity in self.below and value < self.below[severity]:
                return severity
        return None


def read_rule(text: str | bytes, path: str, words: Words) -> tuple[Rule | None, tuple[Diagnostic, ...]]:
    """The rule in a file and what is wrong with it; no rule when there are errors."""
    collector = Collector(path)
    root = parse(text, collector)
    if root is None or collector.failed:
        return None, collector.sorted()
    values = check(RULE, root, collector)
    _check_id(values, path, collector)
    _check_shape(values, collector)
    _check_patterns(values, words, collector)
    _check_words(values, collector)
    if collector.failed:
        return None, collector.sorted()
    return _rule(values, words.locale, path), collector.sorted()


def _rule(values: schema.Values, locale: str, path: str) -> Rule:
    examples = values["examples"]
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name not in ("examples", "locale")
    }
    return Rule(
        **plain,
        locale=locale,
        flag=tuple(examples.get("flag", ())),
        passing=tuple(examples.get("pass", ())),
        path=path,
    )


def _check_id(values: schema.Values, path: str, collector: Collector) -> None:
    stem = PurePosixPath(path).stem
    if path != "<text>" and "id" in values and values["id"] != stem:
        message = f"The id is {values['id']}, but the file is called {stem}."
        collector.error("TONE-ID", message, values.at("id"), "give both the same name")


def _check_shape(values: schema.Values, collector: Collector) -> None:
    """A rule finds phrases or limits a measure, not both."""
    at = values.at()
    if ("find" in values) == ("measure" in values):
        collector.error("TONE-SHAPE", "A rule has either `find` or `measure`.", at, "write one of the two")
    elif "find" in values and "severity" not in values:
        collector.error(
            "TONE-SHAPE", "`severity` is missing; a rule with `find` needs it.", at, "for example polish"
        )
    elif "measure" in values and not (values.get("above") or values.get("below")):
        collector.error(
            "TONE-SHAPE", "A measure needs `above` or `below`.", at, "for example above: {polish: 3}"
        )
    examples = values.get("examples", {})
    for name in ("flag", "pass"):
        if values.get("examples") is not None and len(examples.get(name, ())) < LEAST_EXAMPLES:
            message = f"A rule needs at least {LEAST_EXAMPLES} examples under `{name}`."
            collector.error(
                "TONE-EXAMPLES", message, values.at("examples"), "add some; all of them are tests"
            )


def _check_patterns(values: schema.Values, words: Words, collector: Collector) -> None:
    for name in ("find", "unless", "unless_anywhere", "only_with"):
        for index, text in enumerate(values.get(name, ())):
            if text.startswith("@") and name in ("unless_anywhere", "only_with"):
                if text[1:] not in words.marks:
                    known = ", ".join(sorted(words.marks))
                    collector.error(
                        "TONE-PATTERN", f"There is no mark {text}.", values.at(name, index), f"known: {known}"
                    )
                continue
            try:
                _ = Pattern(text, words).automaton
            except PatternError as error:
                collector.error("TONE-PATTERN", error.message, values.at(name, index), error.hint)


_HOLE = re.compile(r"[\[\]{}<>_]|\.\.\.|…|\bXX")


def _check_words(values: schema.Values, collector: Collector) -> None:
    """An alternative is used as it is: it must not bring a hole into the message."""
    for index, text in enumerate(values.get("alternatives", ())):
        if _HOLE.search(text):
            collector.error(
                "TONE-HOLE",
                "An alternative must be usable as it is.",
                values.at("alternatives", index),
                "write it out",
            )


_DEFAULTS = Rule("", "", "", "", "", "")


def rule_to_plain(rule: Rule) -> dict[str, Any]:
    """A rule as JSON may hold it, without its examples: they are for its tests."""
    names = [each.name for each in fields(Rule) if each.name not in ("flag", "passing")]
    return {name: getattr(rule, name) for name in names if getattr(rule, name) != getattr(_DEFAULTS, name)}


def rule_from_plain(plain: Mapping[str, Any]) -> Rule:
    """What `rule_to_plain` gave."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
    }
    return Rule(**values)
