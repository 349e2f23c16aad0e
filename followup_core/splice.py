"""Change values of a YAML text by cutting and pasting in it, never by writing it anew.

    splice(text, [Edit("set", ("me", "phone"), "+1 555 0100")], layout) -> text

Comments, order, quotes, flow and block styles, line ends, a byte order mark and a missing final line break
stay as they are; a changed value changes only its own lines. After each edit the text is read again and must
hold exactly the edited data: otherwise UsageError is raised and nothing is returned; a file is never damaged.

What an edit means, with the text seen as plain dicts, lists, strings and None:

    set     the value at `path`; missing mappings on the way are made. None removes the key. A mapping or list
            in place of another one is compared with it, so that only the differences are written.
    add     an item to the list at `path` (made if missing); a path that ends with an index inserts before it.
    remove  the key or list item at `path`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from followup_core.diagnostics import Collector
from followup_core.edits import CHANGES, Edit, Path, Plain, changed, differences, normal, plain
from followup_core.errors import UsageError
from followup_core.nodes import LINE_BREAK, Entry, Mapping, Node, Scalar, Sequence
from followup_core.source import parse
from followup_core.writer import (
    SURPRISING,
    Layout,
    Writer,
    double_quoted,
    key_text,
    literal_text,
    scalar_text,
)

__all__ = ["Edit", "Layout", "Path", "Plain", "plain", "splice", "write"]

# ── places in the text ───────────────────────────────────────────────────────────────────────────────────

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")
_COLON = re.compile(r"[ \t]*:")


class _Page:
    """The text with its tree, and the questions that cutting asks."""

    def __init__(self, text: str, root: Mapping, layout: Layout, careful: bool = False) -> None:
        self.text, self.root, self.layout, self.careful = text, root, layout, careful
        first = LINE_BREAK.search(text)
        eol = first.group() if first else "\n"
        self.writer = Writer(layout, eol, _list_indent(root), blocks=not careful)

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its line break."""
        found = LINE_BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def before_break(self, line_start: int) -> int:
        """Where the line above ends, before its line break."""
        return line_start - (2 if self.text[:line_start].endswith("\r\n") else 1)

    def next_line(self, offset: int) -> int:
        """Where the line below begins; the end of the text when there is none."""
        found = LINE_BREAK.search(self.text, offset)
        return found.end() if found else len(self.text)

    def opens_line(self, offset: int) -> bool:
        """Whether only blanks stand before an offset in its line."""
        return not self.text[self.line_start(offset) : offset].strip(" ")

    def end(self, node: Node) -> int:
        """Where the last visible character of a node's writing ends."""
        if isinstance(node, Scalar):
            return self.block_end(node) if node.style in ("literal", "folded") else node.end.offset
        return node.end.offset if node.flow else self.end(node.children[-1])

    def block_end(self, node: Scalar) -> int:
        """Where a block scalar ends, before its last line break; with `+` empty lines below belong to it."""
        raw = self.text[node.start.offset : node.end.offset]
        header = LINE_BREAK.split(raw, maxsplit=1)[0].partition("#")[0]
        if "+" in header:
            return node.start.offset + len(raw) - (len(raw[-2:]) - len(LINE_BREAK.sub("", raw[-2:])))
        return self.line_end(node.start.offset + len(raw.rstrip()))

    def colon(self, entry: Entry) -> int | None:
        """Where the colon of a key ends; None for a key without one, `{a}`."""
        found = _COLON.match(self.text, entry.key.end.offset)
        return found.end() if found else None

    def dash(self, parent: Sequence, index: int) -> int:
        """Where the dash of a block list's item stands."""
        if index == 0:
            return parent.start.offset
        column = parent.start.column - 1
        begin = self.end(parent.items[index - 1])
        pattern = re.compile(rf"(?:(?<=\n)|(?<=\r)) {{{column}}}-")
        found = pattern.search(self.text, begin, parent.items[index].start.offset + 1)
        if not found:
            raise _lost()
        return found.end() - 1

    def cut(self, *pieces: tuple[int, int, str]) -> str:
        """The text with pieces (from, to, new) replaced."""
        text = self.text
        for begin, end, new in sorted(pieces, reverse=True):
            text = text[:begin] + new + text[end:]
        return text

    def aligned(self, begin: int, end: int, new: str) -> tuple[int, str]:
        """The end of the cut and the new text, with blanks so that a comment behind it keeps its column."""
        gap = re.compile(r" {2,}(?=#)").match(self.text, end)
        if gap is None or begin == end or LINE_BREAK.search(self.text, begin, end) or LINE_BREAK.search(new):
            return end, new
        return gap.end(), new + " " * max(gap.end() - begin - len(new), 2)

    def cut_lines(self, begin: int, end: int) -> str:
        """The text without the lines from one offset to another; a missing last line break stays missing."""
        start, stop = self.line_start(begin), self.next_line(end)
        if stop == len(self.text) and self.line_end(end) == stop and start > 0 and not self.careful:
            start = self.before_break(start)
        return self.cut((start, stop, ""))


def _lost() -> UsageError:
    return UsageError(
        "This place of the file is written in a way that cannot be edited here; edit it by hand."
    )


def _list_indent(root: Node) -> int:
    """How far the file indents a list below its key: 2, unless the first one says otherwise."""
    nodes: list[Node] = [root]
    for node in nodes:  # grows while it is walked: level by level
        if isinstance(node, Scalar):
            continue
        for entry in node.entries if isinstance(node, Mapping) else ():
            below = entry.value
            if isinstance(below, Sequence) and not below.flow and not node.flow:
                return max(below.start.column - entry.key.start.column, 0)
        nodes += node.children
    return 2


# ── the three operations ─────────────────────────────────────────────────────────────────────────────────


class _Place(NamedTuple):
    """A node and how one gets to it."""

    node: Node
    name: str
    in_flow: bool
    entry: Entry | None = None


def _walk(root: Mapping, path: Path) -> tuple[list[_Place], Path]:
    """The places along a path as far as it exists, root first, and the rest of the path."""
    places = [_Place(root, "", False)]
    for depth, key in enumerate(path):
        here = places[-1]
        node = here.node
        in_flow = not isinstance(node, Scalar) and (node.flow or here.in_flow)
        entry = None
        child: Node | None = None
        if isinstance(node, Mapping) and isinstance(key, str):
            entry = node.entry(key)
            child = entry.value if entry else None
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            child = node.items[key]
        if child is None:
            return places, path[depth:]
        places.append(_Place(child, key if isinstance(key, str) else here.name, in_flow, entry))
    return places, ()


def _wrapped(rest: Path, value: Plain) -> Plain:
    """The value inside the mappings and lists that the rest of a path asks for."""
    for key in reversed(rest):
        value = {key: value} if isinstance(key, str) else [value]
    return value


def _set(page: _Page, path: Path, value: Plain) -> str:
    """Write `value` at `path`, with whatever is missing on the way there."""
    places, rest = _walk(page.root, path)
    place = places[-1]
    if not rest:
        return _replace(page, place, value)
    if isinstance(place.node, Mapping) and place.node.entries and isinstance(rest[0], str):
        return _insert_key(page, place, place.node, rest[0], _wrapped(rest[1:], value))
    if isinstance(place.node, Sequence) and place.node.items and isinstance(rest[0], int):
        return _insert_item(page, place, place.node, len(place.node.items), _wrapped(rest[1:], value))
    return _replace(page, place, _wrapped(rest, value))


def _add(page: _Page, path: Path, value: Plain) -> str:
    """Put a new item into the list at `path`, at its end or before the index that ends the path."""
    index = path[-1] if isinstance(path[-1], int) else None
    target = path if index is None else path[:-1]
    places, rest = _walk(page.root, target)
    node = places[-1].node
    if rest or not isinstance(node, Sequence) or not node.items:
        return _set(page, target, [value])
    return _insert_item(page, places[-1], node, len(node.items) if index is None else index, value)


def _spans(page: _Page, node: Mapping | Sequence) -> list[tuple[int, int]]:
    """From where to where each child is written: with its key, in a block list with its dash."""
    if isinstance(node, Mapping):
        return [(e.key.start.offset, page.end(e.value)) for e in node.entries]
    if node.flow:
        return [(item.start.offset, page.end(item)) for item in node.items]
    return [(page.dash(node, i), page.end(item)) for i, item in enumerate(node.items)]


def _remove(page: _Page, path: Path) -> str:
    """Take a key or an item away. The last one leaves `{}` or `[]`."""
    places, _ = _walk(page.root, path)
    parent, key = places[-2], path[-1]
    node = parent.node
    if isinstance(node, Scalar):
        raise _lost()
    spans = _spans(page, node)
    if len(spans) == 1:
        return _replace(page, parent, {} if isinstance(node, Mapping) else [])
    keys: list[str | int] = (
        [e.key.text for e in node.entries] if isinstance(node, Mapping) else [*range(len(spans))]
    )
    index = keys.index(key)
    begin, end = spans[index]
    last = index + 1 == len(spans)
    if node.flow:
        return page.cut((spans[index - 1][1], end, "") if last else (begin, spans[index + 1][0], ""))
    if page.opens_line(begin):
        return page.cut_lines(begin, end)
    if last:
        raise _lost()
    following = page.next_line(end)
    following += len(page.text[following:]) - len(page.text[following:].lstrip())
    return page.cut((begin, following, ""))


def _predecessor(mapping: Mapping, key: str, order: tuple[str, ...]) -> Entry:
    """The entry that a new key follows: its usual predecessor, else the last one."""
    usual = order[: order.index(key)] if key in order else ()
    before = [entry for entry in mapping.entries if entry.key.text in usual]
    return (before or mapping.entries)[-1]


def _insert_key(page: _Page, place: _Place, mapping: Mapping, key: str, value: Plain) -> str:
    """Put a new key into a mapping that has keys."""
    neighbour = _predecessor(mapping, key, page.layout.order.get(place.name, ()))
    at = page.end(neighbour.value)
    if mapping.flow or place.in_flow:
        gap = " " if page.text[at - 1 : at] == ":" else ""
        return page.cut((at, at, f"{gap}, {key_text(key, True)}: {page.writer.inline(value, key, True)}"))
    column = mapping.start.column - 1
    end = page.line_end(at)
    return page.cut((end, end, page.writer.eol + " " * column + page.writer.entry(key, value, column)))


def _insert_item(page: _Page, place: _Place, sequence: Sequence, index: int, value: Plain) -> str:
    """Put a new item into a list that has items."""
    if sequence.flow or place.in_flow:
        return _insert_flow_item(page, sequence, index, page.writer.inline(value, place.name, True))
    items, writer = sequence.items, page.writer
    neighbour = items[min(index, len(items) - 1)]
    column = sequence.start.column - 1
    block = None if isinstance(neighbour, Scalar) else not neighbour.flow
    same_line = neighbour.start.line == sequence.start.line or block
    inner = neighbour.start.column - 1 if same_line and neighbour.start.column - 1 > column else column + 2
    line = f"-{' ' * (inner - column - 1)}{writer.item(value, place.name, inner, block)}"
    if index == 0:
        dash = page.dash(sequence, 0)
        return page.cut((dash, dash, line + writer.eol + " " * column))
    end = page.line_end(page.end(items[index - 1]))
    return page.cut((end, end, writer.eol + " " * column + line))


def _insert_flow_item(page: _Page, sequence: Sequence, index: int, new: str) -> str:
    """Put a new item, already written, between brackets."""
    items = sequence.items
    if index < len(items):
        at = items[index].start.offset
        return page.cut((at, at, f"{new}, "))
    begin, at = items[-1].start, page.end(items[-1])
    on_own_line = begin.line != sequence.start.line and page.opens_line(begin.offset)
    gap = page.writer.eol + " " * (begin.column - 1) if on_own_line else " "
    return page.cut((at, at, f",{gap}{new}"))


def _replace(page: _Page, place: _Place, value: Plain) -> str:
    """Write another value in the place of one that is there (or is an empty place behind its colon)."""
    node, writer = place.node, page.writer
    if isinstance(node, Scalar) and isinstance(value, str):
        return _replace_scalar(page, place, node, value)
    begin, end = node.start.offset, page.end(node)
    is_block_node = not isinstance(node, Scalar) and not node.flow
    if place.entry is None:
        return page.cut((begin, end, writer.inline(value, place.name, place.in_flow)))
    colon = page.colon(place.entry)
    if colon is None:
        return page.cut((end, end, f": {writer.inline(value, place.name, True)}"))
    if is_block_node:
        new = writer.inline(value, place.name, in_flow=False)
        first = page.before_break(page.line_start(begin))
        return page.cut((colon, colon, f" {new}"), (first, page.line_end(end), ""))
    if place.in_flow or not writer.is_block(value, place.name):
        return page.cut((colon, *page.aligned(colon, end, f" {writer.inline(value, place.name, True)}")))
    line_end = page.line_end(end)
    below = writer.below(value, place.name, place.entry.key.start.column - 1)
    return page.cut((colon, end, ""), (line_end, line_end, below))


def _replace_scalar(page: _Page, place: _Place, node: Scalar, value: str) -> str:
    writer = page.writer
    if node.style in ("literal", "folded"):
        return _replace_block(page, node, value)
    stays = node.style == "plain" and bool(SURPRISING.fullmatch(node.text)) and not node.is_null
    prefer = node.style if node.quoted else "plain"
    bare = writer.bare(place.name, value) or (stays and bool(SURPRISING.fullmatch(value)))
    new = scalar_text(value, place.in_flow, prefer, bare)
    begin, end = node.start.offset, node.end.offset
    if node.style == "plain":
        new = _literal_in(page, place, end, value) or new
    if begin == end:
        if place.entry is not None and page.colon(place.entry) is None:
            new = ": " + new
        elif page.text[begin - 1 : begin] not in (" ", "\t"):
            new = " " + new
    return page.cut((begin, *page.aligned(begin, end, new)))


def _literal_in(page: _Page, place: _Place, end: int, value: str) -> str | None:
    """The text as a block, where a block may stand: behind a key of its own line, with nothing after it."""
    if place.in_flow or place.entry is None or page.text[end : page.line_end(end)].strip():
        return None
    return page.writer.literal(value, place.entry.key.start.column + 1)


def _replace_block(page: _Page, node: Scalar, value: str) -> str:
    """Write another text into a `|` or `>` block, keeping its header's comment and its indentation."""
    begin, end = node.start.offset, page.end(node)
    header_end = page.line_end(begin)
    body = page.text[page.next_line(begin) : end]
    first = next((line for line in LINE_BREAK.split(body) if line.strip()), "")
    indent = len(first) - len(first.lstrip(" ")) or max(node.parent_indent, 0) + 2
    literal = None if page.careful else literal_text(value, indent, page.writer.eol)
    found = _BLOCK_HEADER.match(page.text, begin)
    header_stop = found.end() if found else begin
    if literal is None:
        return page.cut((begin, header_stop, double_quoted(value)), (header_end, max(end, header_end), ""))
    header, _, lines = literal.partition(page.writer.eol)
    if node.style == "folded" and page.writer.eol not in lines:
        header = header.replace("|", ">")
    rest = page.text[header_stop:header_end]
    ending = page.writer.eol if end == len(page.text) and value.endswith("\n") else ""
    return page.cut((begin, end, header + rest + page.writer.eol + lines + ending))


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────


def _tree(text: str) -> Mapping | None:
    collector = Collector()
    root = parse(text, collector)
    return None if collector.failed else root


def _small(root: Mapping, edit: Edit) -> Iterable[Edit]:
    """The edit as few small ones that touch only what differs."""
    value = normal(edit.value)
    if edit.op == "set" and value is None and edit.path:
        if isinstance(edit.path[-1], int):
            raise UsageError("An item of a list cannot be nothing.", "remove it instead")
        places, rest = _walk(root, edit.path)
        return () if rest and isinstance(places[-1].node, Mapping) else (Edit("remove", edit.path),)
    if edit.op == "set":
        places, rest = _walk(root, edit.path)
        return list(differences(None if rest else places[-1].node, edit.path, value))
    return (Edit(edit.op, edit.path, value),)


def splice(text: str, edits: Iterable[Edit], layout: Layout | None = None) -> str:
    """The text with all edits made, in order. UsageError when one is impossible; then nothing was changed."""
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    body = text[len(bom) :]
    root = _tree(body)
    for edit in edits:
        if edit.op not in CHANGES:
            raise UsageError(f"There is no edit called {edit.op}.", "known: set, add, remove")
        if root is None:
            raise UsageError(
                "The file has errors; correct them before changing it.", "followup check FILE lists them"
            )
        for small in _small(root, edit):
            body, root = _apply(body, root, small, layout or Layout())
    return bom + body


def _apply(text: str, root: Mapping, edit: Edit, layout: Layout) -> tuple[str, Mapping]:
    wanted = changed(plain(root), edit)
    new = _OPERATIONS[edit.op](_Page(text, root, layout), edit)
    tree = _tree(new)
    if tree is not None and plain(tree) == wanted:
        return new, tree
    # Blocks (|) near the end of a file without a final line break need more care: see _settled and `careful`.
    settled = _settled(text, root)
    new = _OPERATIONS[edit.op](_Page(settled, _tree(settled) or root, layout, careful=True), edit)
    tree = _tree(new)
    if tree is None or plain(tree) != wanted:
        raise _lost()
    return new, tree


_OPERATIONS: dict[str, Callable[[_Page, Edit], str]] = {
    "set": lambda page, edit: _set(page, edit.path, edit.value),
    "add": lambda page, edit: _add(page, edit.path, edit.value),
    "remove": lambda page, edit: _remove(page, edit.path),
}


def _settled(text: str, root: Node) -> str:
    """The text with a block at its very end marked `-`, if it lacks the last line break: the same data, but
    lines can follow."""
    node = root
    while not isinstance(node, Scalar):
        if node.flow or not node.children:
            return text
        node = node.children[-1]
    header = re.compile(r"[|>][0-9]?(?![-+0-9])").match(text, node.start.offset)
    if node.style not in ("literal", "folded") or not header or node.text.endswith("\n"):
        return text
    return text[: header.end()] + "-" + text[header.end() :]


def write(data: dict[str, Any], layout: Layout) -> str:
    """A fresh YAML text of plain data, in the layout's order and styles."""
    wanted = normal(data)
    text = Writer(layout, "\n", 2).mapping(wanted, "", 0) + "\n" if wanted else "{}\n"
    tree = _tree(text)
    if tree is None or plain(tree) != wanted:
        raise UsageError("The data cannot be written as a file.")
    return text
