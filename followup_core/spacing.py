"""Blanks and empty lines that the conditions of a template would leave behind."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice, product

from followup_core.markup_tree import Nodes, Text, trace, uses

MAX_FILLINGS = 256
MAX_WORK = 1_000_000
"""Code points of all fillings together, after which it is enough."""
MAX_FAULTS = 20

_FAULTS = re.compile(
    r"(?P<lines>\n{3,}|\A\n+|\n+\Z)|(?P<blanks>(?<=[^ \n]) {2,})|(?P<end>(?<! ) +(?=\n|\Z))"
    r"|(?P<mark> (?=[,;.](?:\s|\Z)))"
)
_NAMES = {
    "lines": "empty lines too many",
    "blanks": "two blanks",
    "end": "a blank at the end of a line",
    "mark": "a blank before a comma or full stop",
}


def faults(nodes: Nodes, needed: Collection[str]) -> list[tuple[int, str]]:
    """Where some filling would leave stray blanks or empty lines: template offset and what it is."""
    found: dict[int, str] = {}
    work = 0
    for values in islice(_fillings(nodes, needed), MAX_FILLINGS):
        pieces = list(trace(nodes, values))
        text = "".join([piece for piece, _ in pieces])
        work += len(text)
        for fault in _FAULTS.finditer(text):
            place = fault.end() - 1 if fault.lastgroup == "lines" else fault.start()
            found.setdefault(_origin(pieces, place), _NAMES[fault.lastgroup or "lines"])
            if len(found) == MAX_FAULTS:
                return sorted(found.items())
        if work > MAX_WORK:
            break
    return sorted(found.items())


def _origin(pieces: list[tuple[str, int]], offset: int) -> int:
    """The template offset of an offset in the filled text."""
    for piece, at in pieces:
        if offset < len(piece):
            return at + offset if isinstance(piece, Text) else at
        offset -= len(piece)
    return 0


def _fillings(nodes: Nodes, needed: Collection[str]) -> Iterator[dict[str, str]]:
    """Values that walk through the branches: all combinations when they are few, else each at least once."""
    answers: dict[str, list[str]] = {}
    for use in uses(nodes):
        some = answers.setdefault(use.name, ["x"] if use.name in needed else ["x", ""])
        if use.literal is not None and use.literal not in some:
            some.append(use.literal)
    count = 1
    for some in answers.values():
        count *= len(some)
    if count <= MAX_FILLINGS:
        yield from (dict(zip(answers, row, strict=True)) for row in product(*answers.values()))
        return
    for base in (0, -1):
        plain = {name: some[base] for name, some in answers.items()}
        yield plain
        for name, some in answers.items():
            yield from ({**plain, name: value} for value in some)
