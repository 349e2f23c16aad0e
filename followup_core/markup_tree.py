"""The tree of a template text: what `markup` reads, `filling` fills in and `spacing` walks through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Text(str):
    """Plain text of the template, with the offset it was read from."""

    __slots__ = ("at",)
    at: int

    @classmethod
    def read(cls, text: str, at: int) -> Text:
        """The text at an offset."""
        self = cls(text)
        self.at = at
        return self


@dataclass(frozen=True, slots=True)
class Print:
    """`{{ field | filter }}`."""

    name: str
    filters: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Test:
    """What a branch asks of a field: a value, none (`negated`), or exactly `literal`."""

    name: str
    negated: bool
    literal: str | None
    at: int

    def holds(self, value: str) -> bool:
        """Whether the branch is taken."""
        if self.literal is not None:
            return value == self.literal
        return (not value) if self.negated else bool(value)

    @property
    def proves(self) -> bool:
        """Whether the field surely has a value inside the branch."""
        return not self.negated if self.literal is None else bool(self.literal.strip())


@dataclass(frozen=True, slots=True)
class If:
    """A condition with its branches in order."""

    branches: tuple[tuple[Test, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...]


Node = Text | Print | If
Nodes = tuple[Node, ...]


class Use(NamedTuple):
    """One place where a template names a field."""

    name: str
    at: int
    printed: bool
    """Its value is written here; otherwise it is only asked for."""
    guarded: bool
    """A condition around it proves that there is a value."""
    filters: tuple[str, ...] = ()
    literal: str | None = None


# ── looking at the tree ──────────────────────────────────────────────────────────────────────────────────


def uses(nodes: Nodes, known: frozenset[str] = frozenset()) -> Iterator[Use]:
    """Every place that names a field, in reading order. `known` are the fields that surely have a value."""
    for node in nodes:
        if isinstance(node, Print):
            yield Use(node.name, node.at, True, node.name in known, node.filters)
        elif isinstance(node, If):
            outside = known
            for test, inside in node.branches:
                yield Use(test.name, test.at, False, test.name in outside, (), test.literal)
                yield from uses(inside, outside | {test.name} if test.proves else outside)
                if test.negated:
                    outside = outside | {test.name}
            yield from uses(node.otherwise, outside)


def trace(nodes: Nodes, values: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The pieces of the filled text with the template offset of each, unfiltered."""
    for node in nodes:
        if isinstance(node, Text):
            yield node, node.at
        elif isinstance(node, Print):
            yield values.get(node.name, ""), node.at
        else:
            yield from trace(_chosen(node, values), values)


def _chosen(node: If, values: Mapping[str, str]) -> Nodes:
    for test, inside in node.branches:
        if test.holds(values.get(test.name, "")):
            return inside
    return node.otherwise
