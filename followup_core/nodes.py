"""The tree that a YAML text is read into: texts, lists and mappings that know their place in the file.

Offsets count code points of the text without a leading byte order mark, lines and columns count from 1. Line
ends are LF, CR LF or CR.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

from followup_core.diagnostics import START, Mark

Style = Literal["plain", "single", "double", "literal", "folded"]
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
LINE_BREAK = re.compile(r"\r\n|\r|\n")


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────────────


class Source:
    """The text of one file and where its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets of the first character of every line."""
        return [0, *(found.end() for found in LINE_BREAK.finditer(self.text))]

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

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing: null, or nothing but blanks, quoted or not."""
        return self.is_null or not self.text.strip()

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

    is_null: ClassVar[bool] = False
    is_blank: ClassVar[bool] = False

    items: tuple[Node, ...]
    start: Mark
    end: Mark
    flow: bool = False

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes inside, in file order."""
        return self.items


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value`."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in file order, each key once. `flow` when written in braces."""

    is_null: ClassVar[bool] = False
    is_blank: ClassVar[bool] = False

    entries: tuple[Entry, ...]
    start: Mark
    end: Mark
    flow: bool = False

    @property
    def children(self) -> tuple[Node, ...]:
        """The values inside, in file order."""
        return tuple(entry.value for entry in self.entries)

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
            breaks = [at + found.start() for found in LINE_BREAK.finditer(fold.group())]
            yield from breaks[1:] or breaks
            at = fold.end()
        elif style == "single" and raw.startswith("''", at):
            yield at
            at += 2
        elif style == "double" and raw[at] == "\\" and (escape := _ESCAPE.match(raw, at, end)):
            if escape.group(1):
                yield from [at + found.start() for found in LINE_BREAK.finditer(escape.group())][1:]
            else:
                yield at
            at = escape.end()
        else:
            yield at
            at += 1


def _block_offsets(raw: str, folded: bool, parent_indent: int) -> Iterator[int]:
    """Offsets in `raw` of each code point of a block scalar."""
    starts = [0, *(found.end() for found in LINE_BREAK.finditer(raw))]
    lines = [LINE_BREAK.sub("", raw[a:b]) for a, b in zip(starts, [*starts[1:], len(raw)], strict=True)]
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
