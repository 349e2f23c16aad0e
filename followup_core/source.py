"""YAML 1.2 text -> a frozen tree of nodes that know their place, behind a guard.

Every scalar stays the text its owner typed (`NO`, `1.10`, `017`, `12:30`), and the schema decides what it
means. What a friendly file never needs is refused while the events pass by, before anything is built:
aliases, tags, merge keys, deep nesting, floods of nodes.

    parse(text_or_bytes, collector) -> Mapping | None

notes everything it finds in the collector. It returns a tree when there is one worth judging further, even
beside errors such as a key used twice, so a reader sees all problems at once: judge by `collector.failed`. No
exception leaves this module because of the text it was given.

The tree is nodes.py, the guarded scanner is scanner.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any

from followup_core.diagnostics import START, Collector, Diagnostic, Mark
from followup_core.nodes import Entry, Mapping, Node, Scalar, Sequence, Source, Style
from followup_core.scanner import (
    MAX_DEPTH,
    AliasEvent,
    DocumentStartEvent,
    Events,
    MappingEndEvent,
    MappingStartEvent,
    Refusal,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    too_deep,
)

__all__ = [
    "CONTROL",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_REPEATS",
    "MAX_SCALAR",
    "NOT_TEXT",
    "Entry",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "parse",
]

# A search file with a hundred applications is about 60 KiB, 3,000 nodes and 6 levels. The limits leave room
# for every honest file and keep the worst one under two seconds, in the browser too.
MAX_BYTES = 256 * 1024
MAX_NODES = 20_000
"""Values of any kind; keys are not counted."""
MAX_SCALAR = 64 * 1024
"""Code points of one value."""
MAX_REPEATS = 10
"""How often one and the same code is reported for one file."""

_STYLES: dict[str | None, Style] = {
    None: "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BOM = "\ufeff"
_COLON = re.compile(r"[ \t]*:")
NOT_TEXT = re.compile(
    r"(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
    r"|[-+]?(?:\d[\d_]*)(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|[-+]?\.\d+(?:[eE][-+]?\d+)?"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    r"|\d{4}-\d{1,2}-\d{1,2}.*)?"
)
"""Plain words that YAML reads as null, truth, a number or a date: no names for keys."""


# ── from events to the tree ──────────────────────────────────────────────────────────────────────────────


class _Frame:
    """A collection whose end has not been read yet."""

    def __init__(self, start: Mark, flow: bool, is_mapping: bool) -> None:
        self.start, self.flow, self.is_mapping = start, flow, is_mapping
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.lines: dict[str, int] = {}
        self.awaits_key = is_mapping
        self.key: Scalar | None = None

    def close(self, end: Mark) -> Node:
        last: Node | None = self.entries[-1].value if self.entries else self.items[-1] if self.items else None
        if not self.flow and last is not None:
            end = last.end
        if self.is_mapping:
            return Mapping(tuple(self.entries), self.start, end, self.flow)
        return Sequence(tuple(self.items), self.start, end, self.flow)


class _Builder:
    """Puts the events of one document together and notes what is wrong with them."""

    def __init__(self, source: Source, events: Events, collector: Collector) -> None:
        self.source, self.events, self.collector = source, events, collector
        self.reported: Counter[str] = Counter()
        self.stack: list[_Frame] = []
        self.nodes = 0
        self.documents = 0
        self.root: Node | None = None

    def take(self, event: Any) -> None:
        """Handle one event."""
        if isinstance(event, ScalarEvent):
            self.scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            is_mapping = isinstance(event, MappingStartEvent)
            frame = _Frame(event.start_mark.mark(), bool(event.flow_style), is_mapping)
            self.count(frame.start)
            if len(self.stack) >= MAX_DEPTH:
                raise too_deep(frame.start)
            self.stack.append(frame)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            frame = self.stack.pop()
            self.place(frame.close(event.end_mark.mark()))
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise Refusal(
                    "YAML-MULTI",
                    "The file holds more than one document.",
                    event.start_mark.mark(),
                    "remove the line `---` and what follows it, or use one file for each",
                )
        elif isinstance(event, AliasEvent):  # noted by the scanner; anything will do in its place
            self.place(Scalar("", "double", event.start_mark.mark(), event.end_mark.mark(), self.source))

    def error(self, code: str, message: str, at: Mark, hint: str) -> None:
        """Note an error, unless there are enough of its kind."""
        self.reported[code] += 1
        if self.reported[code] <= MAX_REPEATS:
            self.collector.error(code, message, at, hint)

    def count(self, at: Mark) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Refusal(
                "YAML-NODES", f"The file holds more than {MAX_NODES:,} values.", at, "split the file"
            )

    def scalar(self, event: Any) -> None:
        start, end = event.start_mark.mark(), event.end_mark.mark()
        node = Scalar(
            event.value,
            _STYLES[event.style],
            start,
            end,
            self.source,
            self.events.parent_indent(start.offset),
        )
        if len(node.text) > MAX_SCALAR:
            raise Refusal(
                "YAML-SCALAR", f"This value is longer than {MAX_SCALAR:,} characters.", start, "shorten it"
            )
        if node.style == "double" and (found := CONTROL.search(node.text)):
            self.error(
                "YAML-CONTROL", _control(found.group()), node.position_at(found.start()), _CONTROL_HINT
            )
        if not (self.stack and self.stack[-1].awaits_key):
            self.count(start)
        self.place(node)

    def place(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.awaits_key:
            frame.key = self.check_key(frame, node)
            frame.awaits_key = False
        else:
            if frame.key is not None:
                frame.entries.append(Entry(frame.key, self.located(node, frame.key)))
            frame.awaits_key = True

    def located(self, node: Node, key: Scalar) -> Node:
        """The value; one that is not written at all stands right behind the colon of its key."""
        if not isinstance(node, Scalar) or node.text or node.style != "plain":
            return node
        colon = _COLON.match(self.source.text, key.end.offset)
        at = self.source.mark(colon.end() if colon else key.end.offset)
        return Scalar("", "plain", at, at, self.source)

    def check_key(self, frame: _Frame, node: Node) -> Scalar | None:
        """The key, or None when it is refused."""
        if not isinstance(node, Scalar):
            kind = "list" if isinstance(node, Sequence) else "mapping"
            self.error("YAML-KEYTYPE", f"A {kind} cannot be a key.", node.start, "use a word as the key")
            return None
        if node.style == "plain" and node.text == "<<":
            self.error(
                "YAML-MERGE", "Merge keys (<<) are not supported.", node.start, "write the entries out"
            )
            return None
        if node.style == "plain" and NOT_TEXT.fullmatch(node.text):
            shown = node.text or "nothing"
            self.error("YAML-KEYTYPE", f"{shown} cannot be a key.", node.start, "use a word as the key")
            return None
        name = node.text if node.text.isascii() else unicodedata.normalize("NFC", node.text)
        if name in frame.lines:
            self.error(
                "YAML-DUPKEY",
                f"The key {name} in line {node.start.line} already stands in line {frame.lines[name]}.",
                node.start,
                "keep one of the two",
            )
            return None
        frame.lines[name] = node.start.line
        return node


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────

_CONTROL_HINT = "remove it; only tab and line breaks are allowed"


def _control(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return f"Half a character (U+{ord(character):04X}) stands here."
    return f"The control character U+{ord(character):04X} is not allowed."


def _decode(data: bytes, collector: Collector) -> str | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        collector.error(
            "YAML-UTF8",
            "The file is not UTF-8: it looks like UTF-16 from byte 0 on.",
            START,
            "save it as UTF-8 in your editor",
        )
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").removeprefix(_BOM)
        collector.error(
            "YAML-UTF8",
            f"The file is not UTF-8: byte {error.start} does not belong there.",
            Source(before).mark(len(before)),
            "save it as UTF-8 in your editor",
        )
        return None


def _size(text_or_bytes: str | bytes) -> int:
    if isinstance(text_or_bytes, bytes) or len(text_or_bytes) > MAX_BYTES:
        return len(text_or_bytes)
    return len(text_or_bytes.encode("utf-8", "surrogatepass"))


def _check_characters(source: Source, collector: Collector) -> None:
    for count, found in enumerate(CONTROL.finditer(source.text)):
        if count == MAX_REPEATS:
            break
        collector.error("YAML-CONTROL", _control(found.group()), source.mark(found.start()), _CONTROL_HINT)
    for count, found in enumerate(re.finditer(_BOM, source.text)):
        if count == MAX_REPEATS:
            break
        at = source.mark(found.start())
        collector.error(
            "YAML-BOM",
            f"An invisible byte order mark (U+FEFF) stands in line {at.line}.",
            at,
            "delete the character before or after it and type it again",
        )


def parse(text_or_bytes: str | bytes, collector: Collector) -> Mapping | None:
    """The tree of one YAML mapping, or None when there is nothing to judge further.

    Everything wrong is noted in `collector` with a YAML-… code; see docs/reference/diagnostics.md.
    """
    if _size(text_or_bytes) > MAX_BYTES:
        limit = MAX_BYTES // 1024
        collector.error(
            "YAML-SIZE", f"The file is larger than {limit} KiB, the limit.", START, "split the file"
        )
        return None
    text = _decode(text_or_bytes, collector) if isinstance(text_or_bytes, bytes) else text_or_bytes
    if text is None:
        return None
    root, found = _parsed(text)
    collector.found += [replace(diagnostic, path=collector.path) for diagnostic in found]
    return root


@lru_cache(maxsize=4)
def _parsed(text: str) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    """The tree of a text and what is wrong with it, under no path.

    Remembered, because a page asks for the plan, the draft and the next edit of one and the same text, and
    reading YAML is most of the work of each. Trees never change, so they can be shared.
    """
    collector = Collector("")
    source = Source(text.removeprefix(_BOM))
    _check_characters(source, collector)
    root = None if collector.found else _build(source, collector)
    if isinstance(root, Mapping):
        return root, tuple(collector.found)
    if root is not None:
        collector.error(
            "YAML-NOTMAP",
            "The file must be a mapping: lines of the form `key: value`.",
            root.start,
            _nomap_hint(root),
        )
    return None, tuple(collector.found)


def _nomap_hint(root: Node) -> str:
    if isinstance(root, Scalar) and re.match(r"[\w-]+:\S", root.text):
        return "put a space after the colon"
    return ""


def _build(source: Source, collector: Collector) -> Node | None:
    """The root node; None when reading stopped or nothing may be built from what was read."""
    events = Events(source)
    builder = _Builder(source, events, collector)
    stopped: Refusal | None = None
    try:
        for event in events:
            builder.take(event)
    except Refusal as refusal:
        stopped = refusal
    for code, (message, at, hint) in events.problems.items():
        collector.error(code, message, at, hint)
    if stopped is not None:
        collector.error(stopped.code, stopped.message, stopped.at, stopped.hint)
        return None
    if events.problems:
        return None
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.style == "plain" and root.text == ""):
        collector.error(
            "YAML-EMPTY", "The file is empty.", START, "an example is in the reference, page Search file"
        )
        return None
    return root
