"""ruamel.yaml behind a guard: YAML text -> events, or a refusal in plain words.

    events = Events(source)
    for event in events: …        raises Refusal where reading cannot go on
    events.problems               what was noted on the way and forbids to use what was read

Only ruamel.yaml's scanner and event parser are used, never its constructors. What a friendly file never needs
is refused here before anything is built: aliases, tags, directives, deep nesting. No other module imports
ruamel.yaml; the classes of its events are handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.parser import Parser
from ruamel.yaml.scanner import Scanner

from followup_core.diagnostics import START, Mark
from followup_core.nodes import LINE_BREAK, Source

__all__ = [
    "MAX_DEPTH",
    "AliasEvent",
    "DocumentStartEvent",
    "Events",
    "MappingEndEvent",
    "MappingStartEvent",
    "Refusal",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "too_deep",
]

MAX_DEPTH = 20
"""Collections inside collections; a search file has six."""

_BLANKS = re.compile(r"[ \t]*")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")
_INDENTATION = re.compile(r" *(?:\t[ \t]*(?=[\r\n#\0]))?")


class Refusal(Exception):  # noqa: N818 - a verdict about the file, not an error of the program
    """Reading stops here. `hint` is the remedy, or empty."""

    def __init__(self, code: str, message: str, at: Mark, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.at, self.hint = code, message, at, hint


def too_deep(at: Mark) -> Refusal:
    """The refusal of a collection that lies deeper than MAX_DEPTH."""
    message = f"The file is nested deeper than {MAX_DEPTH} levels."
    return Refusal("YAML-DEPTH", message, at, "look for a bracket that is not closed")


class Events:
    """The events of one text, in order. Iterating raises Refusal, and nothing else because of the text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._loader = _Loader(source.text)

    @property
    def problems(self) -> dict[str, tuple[str, Mark, str]]:
        """Code -> (message, place, hint) of what was read over: the first of each code."""
        return self._loader.scanner.problems

    def parent_indent(self, offset: int) -> int:
        """The indentation (from 0) of what holds the block scalar at this offset; asked once for each."""
        return self._loader.scanner.parent_indents.pop(offset, 0)

    def __iter__(self) -> Iterator[Any]:
        next_event = self._loader.parser.get_event
        try:
            while (event := next_event()) is not None:
                yield event
        except MarkedYAMLError as error:
            raise _syntax(error, self.source) from error
        except (YAMLError, ValueError, OverflowError) as error:  # an escape beyond Unicode: "\UFFFFFFFF"
            raise Refusal(
                "YAML-SYNTAX",
                "An escape here names no character.",
                self._loader.scanner.here(),
                "use single quotes or write the character itself",
            ) from error


# ── the scanner ──────────────────────────────────────────────────────────────────────────────────────────


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
                found = LINE_BREAK.search(reader.text, reader.index)
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
        raise Refusal(
            "YAML-SYNTAX",
            "A line here begins with %, which YAML keeps for itself.",
            self.here(),
            "remove the line, or put the text in quotes",
        )

    def fetch_key(self) -> None:
        raise Refusal(
            "YAML-KEYTYPE",
            "A key that begins with ? is not used here.",
            self.here(),
            "write key: value; put a text that begins with ? in quotes",
        )

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:  # noqa: N803 - ruamel's name
        following = self.reader.peek(1)
        if to_push == "{" and following in "{%":
            raise Refusal(
                "YAML-SYNTAX",
                "A value that begins with a brace needs quotes.",
                self.here(),
                "put the whole value in quotes",
            )
        if len(self.flow_context) + len(self.indents) >= MAX_DEPTH:
            raise too_deep(self.here())
        super().fetch_flow_collection_start(TokenClass, to_push)

    def add_indent(self, column: int) -> bool:
        if self.indent < column and len(self.indents) > MAX_DEPTH:
            raise too_deep(self.here())
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

_UNCLOSED = ("A quote is opened here and never closed.", "add the closing quote")
_UNKNOWN_ESCAPE = (
    "In double quotes a backslash begins an escape, and this one is unknown.",
    "use single quotes",
)
# words of ruamel.yaml's message -> message, hint; the first that fits counts
_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("found unexpected end of stream", *_UNCLOSED),
    ("found unexpected document separator", *_UNCLOSED),
    (
        "could not find expected ':'",
        "This line is neither `key: value` nor a list item.",
        "a key needs a colon and a space after it",
    ),
    (
        "mapping values are not allowed",
        "There is a colon here where a value already stands.",
        "put a value that contains a colon and a space in quotes; check the indentation",
    ),
    (
        "sequence entries are not allowed",
        "A list item (`- `) cannot stand here.",
        "begin the list on its own line below the key",
    ),
    ("mapping keys are not allowed", "A key cannot stand here.", "begin it on its own line"),
    (
        "expected ',' or ']'",
        "A comma or the closing ] is missing before this place.",
        "every [ needs a ], items are separated by commas",
    ),
    (
        "expected ',' or '}'",
        "A comma or the closing } is missing before this place.",
        "every { needs a }, entries are separated by commas",
    ),
    (
        "expected <block end>",
        "This line does not fit the lines above it.",
        "check its indentation and its quotes",
    ),
    (
        "did not find expected",
        "Something is missing before this place.",
        "check brackets, quotes and indentation",
    ),
    ("unknown escape", *_UNKNOWN_ESCAPE),
    ("escape sequence", *_UNKNOWN_ESCAPE),
    (
        "indentation indicator",
        "The mark after | or > is not understood.",
        "write | alone at the end of the line",
    ),
    (
        "comment or a line break",
        "The text of | or > begins on the next line.",
        "move the text to the next line",
    ),
    (
        "more indented follow up",
        "The empty line above the text is indented more than the text.",
        "remove its spaces",
    ),
    ("unexpected ':'", "There is a colon here where a value already stands.", "put the value in quotes"),
    (
        "document end marker",
        "Something follows the end of the file (`...`).",
        "remove the line with the three dots",
    ),
    (
        "expected the node content",
        "A value is missing or begins with a reserved character.",
        "put the value in quotes",
    ),
)
_ABOUT_THE_BEGINNING = ("end of stream", "document separator", "could not find expected ':'")


def _syntax(error: MarkedYAMLError, source: Source) -> Refusal:
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
        return Refusal(
            "YAML-TAB", "A tab stands here where YAML needs spaces.", place, "replace the tab by spaces"
        )
    if "cannot start any token" in problem:
        return Refusal(
            "YAML-SYNTAX", f"A value cannot begin with {stray}", at, "put the whole value in quotes"
        )
    for words, message, hint in _SYNTAX:
        if words in problem:
            cramped = "mapping values" in words and _cramped_line(source, at.line - 1)
            space = f"put a space after the colon in line {cramped}"
            return Refusal("YAML-SYNTAX", message, at, space if cramped else hint)
    return Refusal("YAML-SYNTAX", "This is not valid YAML.", at, "check brackets, quotes and indentation")


def _cramped_line(source: Source, line: int) -> int | None:
    """The line, when it looks like `key:value` without the space that makes it a key."""
    if line < 1:
        return None
    text = source.text[source.line_starts[line - 1] : source.line_starts[line]]
    return line if re.match(r"\s*(?:- )?[\w-]+:(?!//)\S", text) else None
