"""Filling the tree of a template with values: the text, its gaps, what is missing.

clean(name, value, one_line) -> the value as the language sees it
fill(nodes, values, filters)  -> Filled(text, gaps, missing)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from followup_core.errors import FollowupError
from followup_core.markup_tree import If, Node, Nodes, Print, Text
from followup_core.wording import Filter

MAX_VALUE = 64 * 1024
"""Code points of one value."""
MAX_OUTPUT = 256 * 1024
"""Code points of one filled text."""

_INVISIBLE = (
    " \t\r\n\u00a0\u00ad\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u2800\u3164\ufeff\uffa0"
)
"""What nobody sees: a value of nothing else is blank, or a hole would look filled."""

GAP_OPEN, GAP_CLOSE = "‹", "›"
"""Around the label of a field that has no value yet. For the eye only: such a text never leaves."""


class Place(NamedTuple):
    """Where a field is printed: the text from `start` to `end` (code points) is its value, or its label."""

    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled text. `missing` are the fields it lacked, in order, those only asked for included.

    `pieces` make up the text; those that are no Text of the template print the fields of `names`, one each.
    """

    text: str
    missing: tuple[str, ...] = ()
    pieces: Sequence[str] = ()
    names: Sequence[str] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place where a field is printed, in order."""
        return tuple(_places(self.pieces, self.names))

    @property
    def gaps(self) -> tuple[Place, ...]:
        """The places of the fields without a value."""
        return tuple(place for place in self.places if place.field in self.missing) if self.missing else ()


@dataclass(slots=True)
class _Writer:
    values: Mapping[str, str]
    filters: Mapping[str, Filter]
    labels: Mapping[str, str]
    required: Collection[str]
    out: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    room: int = MAX_OUTPUT

    def write(self, nodes: Sequence[Node]) -> None:
        out, values = self.out, self.values
        for node in nodes:
            kind = type(node)
            if kind is Text:
                out.append(node)  # type: ignore[arg-type] # `kind` says it is Text
            elif kind is Print:
                out.append(self.printed(node))  # type: ignore[arg-type] # `kind` says it is Print
            else:
                self.branch(node, values)  # type: ignore[arg-type] # the third kind

    def printed(self, node: Print) -> str:
        value = self.values.get(node.name, "")
        self.names.append(node.name)
        if not value:
            self.missing[node.name] = None
            return f"{GAP_OPEN}{self.labels.get(node.name, node.name)}{GAP_CLOSE}"
        for name in node.filters:
            value = self.filters[name](value)
        self.room -= len(value)
        if self.room < 0:
            raise _too_long(node.name)
        return value

    def branch(self, node: If, values: Mapping[str, str]) -> None:
        for test, inside in node.branches:
            value = values.get(test.name, "")
            if not value and test.name in self.required:
                self.missing[test.name] = None
            if test.holds(value):
                self.write(inside)
                return
        if node.otherwise:
            self.write(node.otherwise)


def _too_long(name: str) -> FollowupError:
    return FollowupError(
        "TPL-LIMIT", f"The filled text is longer than {MAX_OUTPUT:,} characters.", "shorten the values", name
    )


def fill(
    nodes: Nodes,
    values: Mapping[str, str],
    filters: Mapping[str, Filter],
    labels: Mapping[str, str] | None = None,
    required: Collection[str] = (),
) -> Filled:
    """The filled text. `values` hold no blank ones (see `clean`); what is absent becomes a marked gap."""
    writer = _Writer(values, filters, labels or {}, required)
    writer.write(nodes)
    text = "".join(writer.out)
    if len(text) > MAX_OUTPUT:
        raise _too_long("")
    return Filled(text, tuple(writer.missing), writer.out, writer.names)


def _places(pieces: Iterable[str], names: Iterable[str]) -> Iterator[Place]:
    start, fields = 0, iter(names)
    for piece in pieces:
        end = start + len(piece)
        if type(piece) is not Text:
            yield Place(start, end, next(fields))
        start = end


def clean(name: str, value: object, one_line: bool) -> str:
    """A value as the language sees it: no blanks around it, line feeds only, blank ones empty.

    In a field of one line a line break becomes a space. Raises TypeError for anything but text, and
    FollowupError for a text beyond the limit.
    """
    if not isinstance(value, str):
        raise TypeError(f"the value of {name} must be text, not {type(value).__name__}")
    if len(value) > MAX_VALUE:
        raise FollowupError(
            "TPL-LIMIT", f"A field holds at most {MAX_VALUE:,} characters.", "shorten the text", name
        )
    text = value.strip()
    if not text.strip(_INVISIBLE):
        return ""
    if text.isprintable():
        return text
    if one_line:
        return " ".join(_parts(text.splitlines()))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parts(lines: Iterable[str]) -> Iterator[str]:
    return filter(None, map(str.strip, lines))
