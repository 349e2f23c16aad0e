"""YAML 1.2 text -> a frozen tree of nodes that know their place, behind a guard.

Only ruamel.yaml's scanner and event parser are used, never its constructors: every scalar stays the text its
owner typed (`NO`, `1.10`, `017`, `12:30`), and the schema decides what it means. What a friendly file never
needs is refused while the events pass by, before anything is built: aliases, tags, merge keys, deep nesting,
floods of nodes.

    parse(text_or_bytes, collector) -> Mapping | None

notes everything it finds in the collector. It returns a tree when there is one worth judging further, even
beside errors such as a key used twice, so a reader sees all problems at once: judge by `collector.failed`. No
exception leaves this module because of the text it was given.

Offsets count code points of the text without a leading byte order mark, lines and columns count from 1. Line
ends are LF, CR LF or CR.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.parser import Parser
from ruamel.yaml.scanner import Scanner

from followup_core.diagnostics import START, Collector, Mark

# A search file with a hundred applications is about 60 KiB, 3,000 nodes and 6 levels. The limits leave room
# for every honest file and keep the worst one under two seconds, in the browser too.
MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000
"""Values of any kind; keys are not counted."""
MAX_SCALAR = 64 * 1024
"""Code points of one value."""
MAX_REPEATS = 10
"""How often one and the same code is reported for one file."""

Style = Literal["plain", "single", "double", "literal", "folded"]
_STYLES: dict[str | None, Style] = {
    None: "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BOM = "\ufeff"
_BLANKS = re.compile(r"[ \t]*")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")
_COLON = re.compile(r"[ \t]*:")
_INDENTATION = re.compile(r" *(?:\t[ \t]*(?=[\r\n#\0]))?")
NOT_TEXT = re.compile(
    r"(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
    r"|[-+]?(?:\d[\d_]*)(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|[-+]?\.\d+(?:[eE][-+]?\d+)?"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    r"|\d{4}-\d{1,2}-\d{1,2}.*)?"
)
"""Plain words that YAML reads as null, truth, a number or a date: no names for keys."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────────────


class Source:
    """The text of one file and where its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets of the first character of every line."""
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    def mark(self, offset: int) -> Mark:
        """The place of an offset."""
        line = bisect_right(self.line_starts, offset)
        return Mark(line, offset - self.line_starts[line - 1] + 1, offset)


@dataclass(frozen=True)
class Scalar:
    """One value as typed: no number, date or truth value is guessed.

    `start` and `end` enclose it in the file, quotes or block header included. A block scalar ends where its
    parser stopped: after its last line and the empty lines below it.
    """

    text: str
    style: Style = "plain"
    start: Mark = START
    end: Mark = START
    source: Source = field(default_factory=lambda: Source(""), compare=False, repr=False)
    parent_indent: int = field(default=0, compare=False, repr=False)

    @property
    def quoted(self) -> bool:
        """Whether it was written in quotes."""
        return self.style in ("single", "double")

    @property
    def is_null(self) -> bool:
        """Whether it is YAML's nothing: `key:`, `~` or `null`, without quotes."""
        return self.style == "plain" and self.text in NULLS

    @cached_property
    def _offsets(self) -> list[int]:
        raw = self.source.text[self.start.offset : self.end.offset]
        if self.style in ("literal", "folded"):
            places = list(_block_offsets(raw, self.style == "folded", self.parent_indent))
        else:
            places = list(_flow_offsets(raw, self.style))
        return [self.start.offset + place for place in places[: len(self.text)]]

    def position_at(self, index: int) -> Mark:
        """The place in the file of the `index`-th code point of `text`; its end when there is none."""
        if 0 <= index < len(self._offsets):
            return self.source.mark(self._offsets[index])
        if self._offsets and index > 0:
            return self.source.mark(self._offsets[-1] + 1)
        return self.start


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list. `flow` when written in brackets."""

    items: tuple[Node, ...]
    start: Mark
    end: Mark
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value`."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in file order, each key once. `flow` when written in braces."""

    entries: tuple[Entry, ...]
    start: Mark
    end: Mark
    flow: bool = False

    def entry(self, key: str) -> Entry | None:
        """The entry of a key, or None."""
        return next((e for e in self.entries if e.key.text == key), None)

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        found = self.entry(key)
        return found.value if found else None


Node = Scalar | Sequence | Mapping


# ── where the characters of a value stand ────────────────────────────────────────────────────────────────

_FOLD = re.compile(r"[ \t]*(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*")
_ESCAPE = re.compile(r"\\(?:x..|u....|U........|(\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*|.)", re.DOTALL)


def _flow_offsets(raw: str, style: Style) -> Iterator[int]:
    """Offsets in `raw` of each code point of a plain or quoted scalar, folded lines and escapes undone."""
    at, end = (0, len(raw)) if style == "plain" else (1, len(raw) - 1)
    while at < end:
        fold = _FOLD.match(raw, at, end) if raw[at] in " \t\r\n" else None
        if fold:
            breaks = [at + found.start() for found in _LINE_BREAK.finditer(fold.group())]
            yield from breaks[1:] or breaks
            at = fold.end()
        elif style == "single" and raw.startswith("''", at):
            yield at
            at += 2
        elif style == "double" and raw[at] == "\\" and (escape := _ESCAPE.match(raw, at, end)):
            if escape.group(1):
                yield from [at + found.start() for found in _LINE_BREAK.finditer(escape.group())][1:]
            else:
                yield at
            at = escape.end()
        else:
            yield at
            at += 1


def _block_offsets(raw: str, folded: bool, parent_indent: int) -> Iterator[int]:
    """Offsets in `raw` of each code point of a block scalar."""
    starts = [0, *(found.end() for found in _LINE_BREAK.finditer(raw))]
    lines = [_LINE_BREAK.sub("", raw[a:b]) for a, b in zip(starts, [*starts[1:], len(raw)], strict=True)]
    increment = re.match(r"[|>][-+]?(\d)?", lines[0])
    if increment and increment.group(1):
        indent = max(parent_indent, 0) + int(increment.group(1))
    else:
        indent = next((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")), 0)
    waiting: list[int] = []
    previous: str | None = None
    for start, line in zip(starts[1:], lines[1:], strict=True):
        content = line[indent:]
        if content:
            joined = folded and previous is not None and previous[0] not in " \t" and content[0] not in " \t"
            yield from waiting[1:] or waiting if joined else waiting
            yield from range(start + indent, start + len(line))
            previous, waiting = content, []
        waiting.append(start + len(line))
    yield from waiting


# ── the guard around the scanner ─────────────────────────────────────────────────────────────────────────


class _RefusalError(Exception):
    """Reading stops here."""

    def __init__(self, code: str, message: str, at: Mark, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.at, self.hint = code, message, at, hint


class _Reader:
    """What the scanner reads from: one string in memory, cheap to step through.

    The scanner looks at `buffer`, where U+2028 and U+2029 are masked because YAML 1.2 does not count them as
    line breaks, and cuts values out of `text`, where they are untouched.
    """

    encoding = None

    def __init__(self, text: str) -> None:
        self.text = text
        self.buffer = text.translate({0x2028: "x", 0x2029: "x"}) + "\0\0\0\0"
        self.index = self.line = self.column = 0

    def peek(self, index: int = 0) -> str:
        try:
            return self.buffer[self.index + index]
        except IndexError:
            return "\0"

    def prefix(self, length: int = 1) -> str:
        return self.text[self.index : self.index + length]

    def forward(self, length: int = 1) -> None:
        chunk = self.buffer[self.index : self.index + length]
        if "\n" in chunk or "\r" in chunk:
            for place, character in enumerate(chunk, self.index + 1):
                if character == "\n" or (character == "\r" and self.buffer[place] != "\n"):
                    self.line += 1
                    self.column = 0
                else:
                    self.column += 1
        else:
            self.column += length
        self.index += length

    def get_mark(self) -> _ScannerMark:
        return _ScannerMark(self.line, self.column, self.index)


class _ScannerMark:
    """A place as the scanner counts it, from 0."""

    __slots__ = ("column", "index", "line")

    def __init__(self, line: int, column: int, index: int) -> None:
        self.line, self.column, self.index = line, column, index

    def mark(self) -> Mark:
        return Mark(self.line + 1, self.column + 1, self.index)


class _Scanner(Scanner):
    """The scanner, with the doors closed that nobody should go through, and quicker steps.

    ruamel.yaml finds its parts through properties and looks anew whether a token is ready at every question;
    plain attributes and one flag halve the calls for a large file.
    """

    reader: _Reader = _Reader("")
    scanner_processing_version = (1, 2)

    def reset_scanner(self) -> None:
        self.reader = self.loader.reader
        self.ready = False
        super().reset_scanner()
        self.parent_indents: dict[int, int] = {}
        self.problems: dict[str, tuple[str, Mark, str]] = {}

    def prepare(self) -> None:
        """Scan until it is certain what the next token is. A key shows only at its colon."""
        while not self.done:
            if self.tokens:
                if not self.possible_simple_keys:
                    break
                self.stale_possible_simple_keys()
                if self.next_possible_simple_key() != self.tokens_taken:
                    break
            self.fetch_more_tokens()
        self.ready = True

    def check_token(self, *choices: Any) -> bool:
        if not self.ready:
            self.prepare()
        return bool(self.tokens) and (not choices or isinstance(self.tokens[0], choices))

    def peek_token(self) -> Any:
        if not self.ready:
            self.prepare()
        return self.tokens[0] if self.tokens else None

    def get_token(self) -> Any:
        if not self.ready:
            self.prepare()
        self.ready = False
        self.tokens_taken += 1
        return self.tokens.pop(0)

    def here(self) -> Mark:
        return self.reader.get_mark().mark()

    def note(self, code: str, message: str, hint: str) -> None:
        """Remember the first problem of a kind and read on."""
        self.problems.setdefault(code, (message, self.here(), hint))

    def scan_to_next_token(self) -> None:
        """Skip blanks, comments and line breaks. A tab may separate, but never indent a block line."""
        reader = self.reader
        while True:
            indents = reader.column == 0 and not self.flow_level
            gap = (_INDENTATION if indents else _BLANKS).match(reader.buffer, reader.index)
            reader.forward(gap.end() - reader.index if gap else 0)
            if reader.peek() == "#":
                found = _LINE_BREAK.search(reader.text, reader.index)
                reader.forward((found.start() if found else len(reader.text)) - reader.index)
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def fetch_alias(self) -> None:
        self.note("YAML-ALIAS", *_ALIAS)
        super().fetch_alias()

    def fetch_anchor(self) -> None:
        self.note("YAML-ALIAS", *_ALIAS)
        self.skip_property()

    def fetch_tag(self) -> None:
        self.note("YAML-TAG", *_TAG)
        self.skip_property()

    def skip_property(self) -> None:
        """Pass over an anchor or tag without a token, as if it were not there."""
        found = _PROPERTY.match(self.reader.text, self.reader.index)
        self.reader.forward(found.end() - self.reader.index if found else 1)

    def fetch_directive(self) -> None:
        raise _RefusalError(
            "YAML-SYNTAX",
            "A line here begins with %, which YAML keeps for itself.",
            self.here(),
            "remove the line, or put the text in quotes",
        )

    def fetch_key(self) -> None:
        raise _RefusalError(
            "YAML-KEYTYPE",
            "A key that begins with ? is not used here.",
            self.here(),
            "write key: value; put a text that begins with ? in quotes",
        )

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:  # noqa: N803 - ruamel's name
        following = self.reader.peek(1)
        if to_push == "{" and following in "{%":
            raise _RefusalError("YAML-SYNTAX", *_BRACES(self.here()))
        if len(self.flow_context) + len(self.indents) >= MAX_DEPTH:
            raise _RefusalError("YAML-DEPTH", *_DEPTH(self.here()))
        super().fetch_flow_collection_start(TokenClass, to_push)

    def add_indent(self, column: int) -> bool:
        if self.indent < column and len(self.indents) > MAX_DEPTH:
            raise _RefusalError("YAML-DEPTH", *_DEPTH(self.here()))
        return super().add_indent(column)

    def scan_block_scalar(self, style: Any, rt: bool | None = False) -> Any:
        self.parent_indents[self.reader.index] = self.indent
        return super().scan_block_scalar(style, rt)


_ALIAS = (
    "Anchors and aliases (& and *) are not supported.",
    "write the text out in each place; put a text that begins with & or * in quotes",
)
_TAG = (
    "Tags (words that begin with !) are not supported.",
    "remove the tag; put a text that begins with ! in quotes",
)


def _DEPTH(at: Mark) -> tuple[str, Mark, str]:  # noqa: N802 - reads as a constant beside its neighbours
    return f"The file is nested deeper than {MAX_DEPTH} levels.", at, "look for a bracket that is not closed"


def _BRACES(at: Mark) -> tuple[str, Mark, str]:  # noqa: N802 - as above
    return "A value that begins with a brace needs quotes.", at, "put the whole value in quotes"


class _Parser(Parser):
    """The event parser, with its parts at hand."""

    scanner: _Scanner = None  # type: ignore[assignment]  # a property there, set before the first event here

    def __init__(self, loader: _Loader) -> None:
        self.scanner = loader.scanner
        super().__init__(loader)


class _Loader:
    """The few things the event parser asks its owner for."""

    typ = "safe"
    comment_handling = None
    tags: dict[str, str] | None = None

    class resolver:  # noqa: N801 - the attribute's name in ruamel.yaml
        processing_version = (1, 2)

    def __init__(self, text: str) -> None:
        self.reader = _Reader(text)
        self.scanner = _Scanner(self)
        self.parser = _Parser(self)


# ── syntax errors in our own words ───────────────────────────────────────────────────────────────────────

_Sentence = tuple[str, str]
_SYNTAX: tuple[tuple[str, _Sentence], ...] = (
    ("found unexpected end of stream", ("A quote is opened here and never closed.", "add the closing quote")),
    (
        "found unexpected document separator",
        ("A quote is opened here and never closed.", "add the closing quote"),
    ),
    (
        "could not find expected ':'",
        ("This line is neither `key: value` nor a list item.", "a key needs a colon and a space after it"),
    ),
    (
        "mapping values are not allowed",
        (
            "There is a colon here where a value already stands.",
            "put a value that contains a colon and a space in quotes; check the indentation",
        ),
    ),
    (
        "sequence entries are not allowed",
        ("A list item (`- `) cannot stand here.", "begin the list on its own line below the key"),
    ),
    ("mapping keys are not allowed", ("A key cannot stand here.", "begin it on its own line")),
    (
        "expected ',' or ']'",
        (
            "A comma or the closing ] is missing before this place.",
            "every [ needs a ], items are separated by commas",
        ),
    ),
    (
        "expected ',' or '}'",
        (
            "A comma or the closing } is missing before this place.",
            "every { needs a }, entries are separated by commas",
        ),
    ),
    (
        "expected <block end>",
        ("This line does not fit the lines above it.", "check its indentation and its quotes"),
    ),
    (
        "did not find expected",
        ("Something is missing before this place.", "check brackets, quotes and indentation"),
    ),
    (
        "unknown escape",
        ("In double quotes a backslash begins an escape, and this one is unknown.", "use single quotes"),
    ),
    (
        "escape sequence",
        ("In double quotes a backslash begins an escape, and this one is unknown.", "use single quotes"),
    ),
    (
        "indentation indicator",
        ("The mark after | or > is not understood.", "write | alone at the end of the line"),
    ),
    (
        "comment or a line break",
        ("The text of | or > begins on the next line.", "move the text to the next line"),
    ),
    (
        "more indented follow up",
        ("The empty line above the text is indented more than the text.", "remove its spaces"),
    ),
    ("unexpected ':'", ("There is a colon here where a value already stands.", "put the value in quotes")),
    (
        "document end marker",
        ("Something follows the end of the file (`...`).", "remove the line with the three dots"),
    ),
    (
        "expected the node content",
        ("A value is missing or begins with a reserved character.", "put the value in quotes"),
    ),
)
_ABOUT_THE_BEGINNING = ("end of stream", "document separator", "could not find expected ':'")


def _syntax(error: MarkedYAMLError, source: Source) -> _RefusalError:
    problem = f"{error.problem or ''} {error.context or ''}"
    first = any(words in problem for words in _ABOUT_THE_BEGINNING)
    found = (error.context_mark if first else None) or error.problem_mark or error.context_mark
    at = found.mark() if isinstance(found, _ScannerMark) else START
    line = source.text[source.line_starts[at.line - 1] : at.offset]
    stray = source.text[at.offset : at.offset + 1]
    if stray == "\t" or "\t" in line:
        place = source.mark(
            at.offset if stray == "\t" else source.line_starts[at.line - 1] + line.index("\t")
        )
        return _RefusalError(
            "YAML-TAB", "A tab stands here where YAML needs spaces.", place, "replace the tab by spaces"
        )
    if "cannot start any token" in problem:
        return _RefusalError(
            "YAML-SYNTAX", f"A value cannot begin with {stray}", at, "put the whole value in quotes"
        )
    for words, (message, hint) in _SYNTAX:
        if words in problem:
            cramped = "mapping values" in words and _cramped_line(source, at.line - 1)
            space = f"put a space after the colon in line {cramped}"
            return _RefusalError("YAML-SYNTAX", message, at, space if cramped else hint)
    return _RefusalError(
        "YAML-SYNTAX", "This is not valid YAML.", at, "check brackets, quotes and indentation"
    )


def _cramped_line(source: Source, line: int) -> int | None:
    """The line, when it looks like `key:value` without the space that makes it a key."""
    if line < 1:
        return None
    text = source.text[source.line_starts[line - 1] : source.line_starts[line]]
    return line if re.match(r"\s*(?:- )?[\w-]+:(?!//)\S", text) else None


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

    def __init__(self, source: Source, scanner: _Scanner, collector: Collector) -> None:
        self.source, self.scanner, self.collector = source, scanner, collector
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
                raise _RefusalError("YAML-DEPTH", *_DEPTH(frame.start))
            self.stack.append(frame)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            frame = self.stack.pop()
            self.place(frame.close(event.end_mark.mark()))
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _RefusalError(
                    "YAML-MULTI",
                    "The file holds more than one document.",
                    event.start_mark.mark(),
                    "remove the line `---` and what follows it, or use one file for each",
                )
        elif type(event).__name__ == "AliasEvent":  # noted by the scanner; anything will do in its place
            self.place(Scalar("", "double", event.start_mark.mark(), event.end_mark.mark(), self.source))

    def error(self, code: str, message: str, at: Mark, hint: str) -> None:
        """Note an error, unless there are enough of its kind."""
        self.reported[code] += 1
        if self.reported[code] <= MAX_REPEATS:
            self.collector.error(code, message, at, hint)

    def count(self, at: Mark) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _RefusalError(
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
            self.scanner.parent_indents.pop(start.offset, 0),
        )
        if len(node.text) > MAX_SCALAR:
            raise _RefusalError(
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
    source = Source(text.removeprefix(_BOM))
    before = len(collector.found)
    _check_characters(source, collector)
    if len(collector.found) > before:
        return None
    root = _build(source, collector)
    if isinstance(root, Mapping):
        return root
    if root is not None:
        collector.error(
            "YAML-NOTMAP",
            "The file must be a mapping: lines of the form `key: value`.",
            root.start,
            _nomap_hint(root),
        )
    return None


def _nomap_hint(root: Node) -> str:
    if isinstance(root, Scalar) and re.match(r"[\w-]+:\S", root.text):
        return "put a space after the colon"
    return ""


def _build(source: Source, collector: Collector) -> Node | None:
    """The root node; None when reading stopped or nothing may be built from what was read."""
    loader = _Loader(source.text)
    builder = _Builder(source, loader.scanner, collector)
    stopped: _RefusalError | None = None
    try:
        while (event := loader.parser.get_event()) is not None:
            builder.take(event)
    except _RefusalError as refusal:
        stopped = refusal
    except MarkedYAMLError as error:
        stopped = _syntax(error, source)
    except (YAMLError, ValueError, OverflowError):  # an escape beyond Unicode such as "\UFFFFFFFF"
        stopped = _RefusalError(
            "YAML-SYNTAX",
            "An escape here names no character.",
            loader.scanner.here(),
            "use single quotes or write the character itself",
        )
    for code, (message, at, hint) in loader.scanner.problems.items():
        collector.error(code, message, at, hint)
    if stopped is not None:
        collector.error(stopped.code, stopped.message, stopped.at, stopped.hint)
        return None
    if loader.scanner.problems:
        return None
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.style == "plain" and root.text == ""):
        collector.error(
            "YAML-EMPTY", "The file is empty.", START, "an example is in the reference, page Search file"
        )
        return None
    return root
