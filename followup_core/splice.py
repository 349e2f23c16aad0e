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

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

from followup_core import source
from followup_core.diagnostics import Collector
from followup_core.errors import UsageError
from followup_core.nodes import NULLS, Entry, Mapping, Node, Scalar
from followup_core.source import CONTROL, MAX_DEPTH, MAX_SCALAR, NOT_TEXT

Path = tuple[str | int, ...]
Plain = Any
"""dict[str, Plain] | list[Plain] | str | None; mypy has no recursion for it that reads well."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. `value` is JSON-like; numbers and truth values are written as their text."""

    op: Literal["set", "add", "remove"]
    path: Path
    value: Any = None


@dataclass(frozen=True)
class Layout:
    """How new things are written. Records are named by the key that holds them, the root by an empty name."""

    order: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The usual order of keys; a new key goes behind its usual predecessors."""
    block: frozenset[str] = frozenset()
    """Keys whose mappings are written line by line; others are written in braces."""
    bare: frozenset[str] = frozenset()
    """Keys whose values stay unquoted although they look like dates or numbers."""


# ── data ─────────────────────────────────────────────────────────────────────────────────────────────────


def plain(node: Node) -> Plain:
    """A node as dicts, lists, texts and None."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    if isinstance(node, source.Sequence):
        return [plain(item) for item in node.items]
    return None if node.is_null else node.text


def _normal(value: Any, depth: int = 0) -> Plain:
    """A JSON-like value as texts only; UsageError when it cannot stand in a file."""
    if depth > MAX_DEPTH // 2:
        raise UsageError("The value is nested too deeply.")
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | dt.date):
        return str(value)
    if isinstance(value, str):
        if CONTROL.search(value) or len(value) > MAX_SCALAR:
            raise UsageError("The text holds control characters or is too long.")
        return value
    if isinstance(value, dict):
        pairs = ((key, _normal(item, depth + 1)) for key, item in value.items())
        return {_normal(key, depth): item for key, item in pairs if item is not None}
    if isinstance(value, list | tuple):
        items = [_normal(item, depth + 1) for item in value]
        if None in items:
            raise UsageError("An item of a list cannot be nothing.")
        return items
    raise UsageError(f"A value of type {type(value).__name__} cannot stand in a file.")


def _named(path: Path) -> str:
    return ".".join(map(str, path)) or "the file"


def _is_open(value: Plain) -> bool:
    """Whether something may be put in the place of this value without losing anything."""
    return value in (None, "none")


def _step(holder: Plain, key: str | int, path: Path) -> Plain:
    """The child called `key`, None when a mapping lacks it."""
    if isinstance(holder, dict) and isinstance(key, str):
        return holder.get(key)
    if isinstance(holder, list) and isinstance(key, int) and 0 <= key < len(holder):
        return holder[key]
    raise UsageError(f"There is no {_named(path)} in the file.", field=_named(path))


def _changed(data: Plain, edit: Edit) -> Plain:
    """The data after an edit; the meaning that the spliced text is held to."""
    path = edit.path
    if not path:
        raise UsageError("An edit needs a path.")
    result = holder = deepcopy(data)
    steps: Path = path if edit.op == "add" and isinstance(path[-1], str) else path[:-1]
    for depth, key in enumerate(steps):
        child = _step(holder, key, path[: depth + 1])
        if _is_open(child):
            if edit.op == "remove":
                raise UsageError(f"There is no {_named(path)} in the file.", field=_named(path))
            following = path[depth + 1] if depth + 1 < len(path) else 0
            child = {} if isinstance(following, str) else []
            holder[key] = child
        holder = child
    _CHANGES[edit.op](holder, edit)
    return result


def _data_set(holder: Plain, edit: Edit) -> None:
    key = edit.path[-1]
    if isinstance(holder, dict) and isinstance(key, str):
        if edit.value is None:
            holder.pop(key, None)
        else:
            holder[key] = edit.value
    elif isinstance(holder, list) and key == len(holder) and edit.value is not None:
        holder.append(edit.value)
    else:
        _step(holder, key, edit.path)
        if edit.value is None:
            raise UsageError("An item of a list cannot be nothing.")
        holder[key] = edit.value


def _data_add(holder: Plain, edit: Edit) -> None:
    key = edit.path[-1]
    place = key if isinstance(key, int) else len(holder)
    if not isinstance(holder, list) or not 0 <= place <= len(holder) or edit.value is None:
        raise UsageError(f"Nothing can be added at {_named(edit.path)}.", field=_named(edit.path))
    holder.insert(place, edit.value)


def _data_remove(holder: Plain, edit: Edit) -> None:
    if _step(holder, edit.path[-1], edit.path) is None and edit.path[-1] not in holder:
        raise UsageError(f"There is no {_named(edit.path)} in the file.", field=_named(edit.path))
    del holder[edit.path[-1]]


_CHANGES = {"set": _data_set, "add": _data_add, "remove": _data_remove}


# ── writing values ───────────────────────────────────────────────────────────────────────────────────────

_INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@`")
# What YAML 1.1 or 1.2 takes for nothing, truth, a number, a time or a date. Rather too much than too little.
_SURPRISING = re.compile(
    r"(?i:null|true|false|yes|no|on|off|y|n|~|=|<<|[-+]?\.(?:inf|nan))"
    r"|[-+.]*[0-9][0-9A-Fa-fxXoO_.,:+\- ]*(?:[Tt][0-9:.]*[Zz]?)?"
)
_BARE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,9}")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = re.compile("[\u2028\u2029\ufeff]")


def _plain_fits(text: str, in_flow: bool) -> bool:
    """Whether a text reads back as itself when written without quotes, and looks like text to a person."""
    if text in NULLS or text != text.strip() or text.startswith((*_INDICATORS, "...")) or text.endswith(":"):
        return False
    if re.search(r"[\t\r\n]|: | #", text) or _UNSEEN.search(text):
        return False
    return not (in_flow and re.search(r"[,\[\]{}?]|:(?:[,\[\]{}]|$)", text))


def _double(text: str) -> str:
    escaped = re.sub(r'[\\"\n\r\t]', lambda found: _ESCAPES[found.group()], text)
    return '"' + _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'


def _scalar(text: str, in_flow: bool, prefer: str = "plain", bare: bool = False) -> str:
    """A text on one line, in the preferred style when that says the same."""
    if prefer == "single" and not re.search(r"[\r\n]", text) and not _UNSEEN.search(text):
        return "'" + text.replace("'", "''") + "'"
    if prefer != "double" and _plain_fits(text, in_flow) and (bare or not _SURPRISING.fullmatch(text)):
        return text
    return _double(text)


def _key(text: str, in_flow: bool) -> str:
    """A key; the words of YAML 1.1 such as `on` are usual keys here and need no quotes."""
    return text if _plain_fits(text, in_flow) and not NOT_TEXT.fullmatch(text) else _double(text)


def _literal(text: str, indent: int, eol: str) -> str | None:
    """A text as `|` block with its content indented, or None when that cannot say it exactly."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if (
        not lines[0].strip()
        or lines[0][0] in " \t"
        or not lines[-1].strip()
        or "\r" in text
        or _UNSEEN.search(text)
    ):
        return None
    if any(line and not line.strip() for line in lines):
        return None
    head = "|" if text.endswith("\n") else "|-"
    return head + "".join(eol + (" " * indent + line if line else "") for line in lines)


class _Writer:
    """Writes new pieces in the style of the file."""

    def __init__(self, layout: Layout, eol: str, list_indent: int, blocks: bool = True) -> None:
        self.layout, self.eol, self.list_indent, self.blocks = layout, eol, list_indent, blocks

    def literal(self, text: str, indent: int) -> str | None:
        """A text of several lines as `|` block, where that is wanted and possible."""
        return _literal(text, indent, self.eol) if self.blocks and "\n" in text else None

    def bare(self, key: str, text: str) -> bool:
        return key in self.layout.bare and bool(_BARE.fullmatch(text))

    def ordered(self, value: dict[str, Plain], name: str) -> list[tuple[str, Plain]]:
        """The pairs of a new mapping in the usual order, unknown keys last."""
        order = self.layout.order.get(name, ())
        return sorted(
            value.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)
        )

    def flow(self, value: Plain, name: str) -> str:
        """A value inside brackets or braces, or after a key on the same line."""
        if isinstance(value, dict):
            pairs = (f"{_key(k, True)}: {self.flow(v, k)}" for k, v in self.ordered(value, name))
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item, name) for item in value) + "]"
        return _scalar(value, True, bare=self.bare(name, value))

    def is_block(self, value: Plain, name: str) -> bool:
        """Whether a new value is written on lines of its own below its key."""
        if isinstance(value, dict):
            return bool(value) and name in self.layout.block
        return isinstance(value, list) and any(isinstance(item, dict) for item in value)

    def below(self, value: Plain, name: str, column: int) -> str:
        """The lines below a key that stands in `column` (from 0), each beginning with a line break."""
        if isinstance(value, dict):
            return self.eol + " " * (column + 2) + self.mapping(value, name, column + 2)
        column += self.list_indent
        return "".join(f"{self.eol}{' ' * column}- {self.item(item, name, column + 2)}" for item in value)

    def mapping(self, value: dict[str, Plain], name: str, column: int) -> str:
        between = self.eol + " " * column
        return between.join(self.entry(key, item, column) for key, item in self.ordered(value, name))

    def item(self, value: Plain, name: str, column: int, block: bool | None = None) -> str:
        """A list item whose keys stand in `column`."""
        wants_block = name in self.layout.block if block is None else block
        if isinstance(value, dict) and value and wants_block:
            return self.mapping(value, name, column)
        return _scalar(value, False) if isinstance(value, str) else self.flow(value, name)

    def entry(self, key: str, value: Plain, column: int) -> str:
        """`key: value` as a line, or lines, of a block mapping in `column`."""
        head = _key(key, False) + ":"
        if self.is_block(value, key):
            return head + self.below(value, key, column)
        if isinstance(value, str):
            literal = self.literal(value, column + 2)
            return f"{head} {literal or _scalar(value, False, bare=self.bare(key, value))}"
        return f"{head} {self.flow(value, key)}"


# ── places in the text ───────────────────────────────────────────────────────────────────────────────────

_BREAK = re.compile(r"\r\n|\r|\n")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")
_COLON = re.compile(r"[ \t]*:")


class _Page:
    """The text with its tree, and the questions that cutting asks."""

    def __init__(self, text: str, root: Mapping, layout: Layout, careful: bool = False) -> None:
        self.text, self.root, self.layout, self.careful = text, root, layout, careful
        first = _BREAK.search(text)
        eol = first.group() if first else "\n"
        self.writer = _Writer(layout, eol, _list_indent(root), blocks=not careful)

    def line_start(self, offset: int) -> int:
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        found = _BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        found = _BREAK.search(self.text, offset)
        return found.end() if found else len(self.text)

    def opens_line(self, offset: int) -> bool:
        """Whether only blanks stand before an offset in its line."""
        return not self.text[self.line_start(offset) : offset].strip(" ")

    def end(self, node: Node) -> int:
        """Where the last visible character of a node's writing ends."""
        if isinstance(node, Scalar):
            if node.style not in ("literal", "folded"):
                return node.end.offset
            raw = self.text[node.start.offset : node.end.offset]
            kept = _BREAK.sub("", raw[-2:]) if "+" in _BREAK.split(raw)[0].split("#")[0] else None
            if kept is not None:
                return node.start.offset + len(raw) - len(raw[-2:]) + len(kept)
            return self.line_end(node.start.offset + len(raw.rstrip()))
        if node.flow:
            return node.end.offset
        children = [e.value for e in node.entries] if isinstance(node, Mapping) else list(node.items)
        return self.end(children[-1])

    def colon(self, entry: Entry) -> int | None:
        """Where the colon of a key ends; None for a key without one, `{a}`."""
        found = _COLON.match(self.text, entry.key.end.offset)
        return found.end() if found else None

    def dash(self, parent: source.Sequence, index: int) -> int:
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
        if gap is None or begin == end or _BREAK.search(self.text, begin, end) or _BREAK.search(new):
            return end, new
        return gap.end(), new + " " * max(gap.end() - begin - len(new), 2)

    def cut_lines(self, begin: int, end: int) -> str:
        """The text without the lines from one offset to another; a missing last line break stays missing."""
        start, stop = self.line_start(begin), self.next_line(end)
        if stop == len(self.text) and self.line_end(end) == stop and start > 0 and not self.careful:
            before = self.text[:start]
            start -= 2 if before.endswith("\r\n") else 1
        return self.cut((start, stop, ""))


def _lost() -> UsageError:
    return UsageError(
        "This place of the file is written in a way that cannot be edited here; edit it by hand."
    )


def _list_indent(root: Node) -> int:
    """How far the file indents a list below its key: 2, unless the first one says otherwise."""
    queue: list[Node] = [root]
    while queue:
        node = queue.pop(0)
        if isinstance(node, Mapping):
            for entry in node.entries:
                value = entry.value
                if isinstance(value, source.Sequence) and not value.flow and not node.flow:
                    return max(value.start.column - entry.key.start.column, 0)
                queue.append(value)
        elif isinstance(node, source.Sequence):
            queue.extend(node.items)
    return 2


# ── the three operations ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Place:
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
        elif isinstance(node, source.Sequence) and isinstance(key, int) and key < len(node.items):
            child = node.items[key]
        if child is None:
            return places, path[depth:]
        places.append(_Place(child, key if isinstance(key, str) else here.name, in_flow, entry))
    return places, ()


def _wrapped(rest: Path, value: Plain) -> Plain:
    for key in reversed(rest):
        value = {key: value} if isinstance(key, str) else [value]
    return value


def _set(page: _Page, path: Path, value: Plain) -> str:
    places, rest = _walk(page.root, path)
    place = places[-1]
    if not rest:
        return _replace(page, place, value)
    if isinstance(place.node, Mapping) and place.node.entries and isinstance(rest[0], str):
        return _insert_key(page, place, rest[0], _wrapped(rest[1:], value))
    if isinstance(place.node, source.Sequence) and place.node.items and isinstance(rest[0], int):
        return _insert_item(page, place, len(place.node.items), _wrapped(rest[1:], value))
    return _replace(page, place, _wrapped(rest, value))


def _add(page: _Page, path: Path, value: Plain) -> str:
    index = path[-1] if isinstance(path[-1], int) else None
    target = path if index is None else path[:-1]
    places, rest = _walk(page.root, target)
    node = places[-1].node
    if rest or not isinstance(node, source.Sequence) or not node.items:
        return _set(page, target, [value])
    return _insert_item(page, places[-1], len(node.items) if index is None else index, value)


def _remove(page: _Page, path: Path) -> str:
    places, _ = _walk(page.root, path)
    parent = places[-2]
    node = parent.node
    key = path[-1]
    if isinstance(node, Mapping):
        index = next(i for i, e in enumerate(node.entries) if e.key.text == key)
        spans = [(e.key.start.offset, page.end(e.value)) for e in node.entries]
    elif isinstance(node, source.Sequence) and isinstance(key, int):
        index = key
        flow_spans = ((item.start.offset, page.end(item)) for item in node.items)
        block_spans = ((page.dash(node, i), page.end(item)) for i, item in enumerate(node.items))
        spans = list(flow_spans if node.flow else block_spans)
    else:
        raise _lost()
    if len(spans) == 1:
        return _replace(page, parent, {} if isinstance(node, Mapping) else [])
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


def _insert_key(page: _Page, place: _Place, key: str, value: Plain) -> str:
    """Put a new key into a mapping that has keys, behind its usual predecessors."""
    mapping = place.node
    assert isinstance(mapping, Mapping)
    order = page.layout.order.get(place.name, ())
    earlier = set(order[: order.index(key)]) if key in order else None
    before = [i for i, e in enumerate(mapping.entries) if earlier is not None and e.key.text in earlier]
    neighbour = mapping.entries[before[-1] if before else -1]
    at = page.end(neighbour.value)
    if mapping.flow or place.in_flow:
        gap = " " if page.text[at - 1 : at] == ":" else ""
        return page.cut((at, at, f"{gap}, {_key(key, True)}: {page.writer.flow(value, key)}"))
    column = mapping.start.column - 1
    end = page.line_end(at)
    return page.cut((end, end, page.writer.eol + " " * column + page.writer.entry(key, value, column)))


def _insert_item(page: _Page, place: _Place, index: int, value: Plain) -> str:
    """Put a new item into a list that has items."""
    sequence = place.node
    assert isinstance(sequence, source.Sequence)
    items = sequence.items
    writer = page.writer
    if sequence.flow or place.in_flow:
        new = writer.flow(value, place.name)
        if index < len(items):
            at = items[index].start.offset
            return page.cut((at, at, f"{new}, "))
        at = page.end(items[-1])
        on_own_line = items[-1].start.line != sequence.start.line and page.opens_line(items[-1].start.offset)
        gap = writer.eol + " " * (items[-1].start.column - 1) if on_own_line else " "
        return page.cut((at, at, f",{gap}{new}"))
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


def _replace(page: _Page, place: _Place, value: Plain) -> str:
    """Write another value in the place of one that is there (or is an empty place behind its colon)."""
    node, writer = place.node, page.writer
    if isinstance(node, Scalar) and isinstance(value, str):
        return _replace_scalar(page, place, node, value)
    begin, end = node.start.offset, page.end(node)
    is_block_node = not isinstance(node, Scalar) and not node.flow
    if place.entry is None:
        return page.cut(
            (
                begin,
                end,
                _scalar(value, place.in_flow) if isinstance(value, str) else writer.flow(value, place.name),
            )
        )
    colon = page.colon(place.entry)
    if colon is None:
        return page.cut((end, end, f": {writer.flow(value, place.name)}"))
    if is_block_node:
        new = _scalar(value, False) if isinstance(value, str) else writer.flow(value, place.name)
        first = page.line_start(begin)
        stop = page.line_end(end)
        before = 2 if page.text[:first].endswith("\r\n") else 1
        return page.cut((colon, colon, f" {new}"), (first - before, stop, ""))
    if place.in_flow or not writer.is_block(value, place.name):
        return page.cut((colon, *page.aligned(colon, end, f" {writer.flow(value, place.name)}")))
    line_end = page.line_end(end)
    below = writer.below(value, place.name, place.entry.key.start.column - 1)
    return page.cut((colon, end, ""), (line_end, line_end, below))


def _replace_scalar(page: _Page, place: _Place, node: Scalar, value: str) -> str:
    writer = page.writer
    if node.style in ("literal", "folded"):
        return _replace_block(page, node, value)
    stays = node.style == "plain" and bool(_SURPRISING.fullmatch(node.text)) and not node.is_null
    prefer = node.style if node.quoted else "plain"
    bare = writer.bare(place.name, value) or (stays and bool(_SURPRISING.fullmatch(value)))
    new = _scalar(value, place.in_flow, prefer, bare)
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
    first = next((line for line in _BREAK.split(body) if line.strip()), "")
    indent = len(first) - len(first.lstrip(" ")) or max(node.parent_indent, 0) + 2
    literal = None if page.careful else _literal(value, indent, page.writer.eol)
    found = _BLOCK_HEADER.match(page.text, begin)
    header_stop = found.end() if found else begin
    if literal is None:
        return page.cut((begin, header_stop, _double(value)), (header_end, max(end, header_end), ""))
    header, _, lines = literal.partition(page.writer.eol)
    if node.style == "folded" and page.writer.eol not in lines:
        header = header.replace("|", ">")
    rest = page.text[header_stop:header_end]
    ending = page.writer.eol if end == len(page.text) and value.endswith("\n") else ""
    return page.cut((begin, end, header + rest + page.writer.eol + lines + ending))


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────


def _tree(text: str) -> Mapping | None:
    collector = Collector()
    root = source.parse(text, collector)
    return None if collector.failed else root


def _differences(node: Node | None, path: Path, value: Plain) -> Iterator[Edit]:
    """Small edits that together set a value, so that what is the same is not written again."""
    if isinstance(node, Mapping) and isinstance(value, dict) and node.entries and value:
        gone = [entry.key.text for entry in node.entries if entry.key.text not in value]
        for key, item in value.items():
            yield from _differences(node.get(key), (*path, key), item)
        yield from (Edit("remove", (*path, key)) for key in gone)
    elif isinstance(node, source.Sequence) and isinstance(value, list) and node.items and value:
        for index, (old, new) in enumerate(zip(node.items, value, strict=False)):
            yield from _differences(old, (*path, index), new)
        yield from (Edit("remove", (*path, i)) for i in reversed(range(len(value), len(node.items))))
        # With its index: a path that ends with one is a place to insert at, not a list to append to.
        added = enumerate(value[len(node.items) :], len(node.items))
        yield from (Edit("add", (*path, index), item) for index, item in added)
    elif node is None or plain(node) != value:
        yield Edit("set", path, value)


def _small(root: Mapping, edit: Edit) -> Iterable[Edit]:
    value = _normal(edit.value)
    if edit.op == "set" and value is None and edit.path:
        if isinstance(edit.path[-1], int):
            raise UsageError("An item of a list cannot be nothing.", "remove it instead")
        places, rest = _walk(root, edit.path)
        return () if rest and isinstance(places[-1].node, Mapping) else (Edit("remove", edit.path),)
    if edit.op == "set":
        places, rest = _walk(root, edit.path)
        return list(_differences(None if rest else places[-1].node, edit.path, value))
    return (Edit(edit.op, edit.path, value),)


def splice(text: str, edits: Sequence[Edit], layout: Layout | None = None) -> str:
    """The text with all edits made, in order. UsageError when one is impossible; then nothing was changed."""
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    body = text[len(bom) :]
    root = _tree(body)
    for edit in edits:
        if edit.op not in _CHANGES:
            raise UsageError(f"There is no edit called {edit.op}.", "known: set, add, remove")
        if root is None:
            raise UsageError(
                "The file has errors; correct them before changing it.", "followup check FILE lists them"
            )
        for small in _small(root, edit):
            body, root = _apply(body, root, small, layout or Layout())
    return bom + body


def _apply(text: str, root: Mapping, edit: Edit, layout: Layout) -> tuple[str, Mapping]:
    wanted = _changed(plain(root), edit)
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
        children = [e.value for e in node.entries] if isinstance(node, Mapping) else list(node.items)
        if node.flow or not children:
            return text
        node = children[-1]
    header = re.compile(r"[|>][0-9]?(?![-+0-9])").match(text, node.start.offset)
    if node.style not in ("literal", "folded") or not header or node.text.endswith("\n"):
        return text
    return text[: header.end()] + "-" + text[header.end() :]


def write(data: dict[str, Any], layout: Layout) -> str:
    """A fresh YAML text of plain data, in the layout's order and styles."""
    wanted = _normal(data)
    text = _Writer(layout, "\n", 2).mapping(wanted, "", 0) + "\n" if wanted else "{}\n"
    tree = _tree(text)
    if tree is None or plain(tree) != wanted:
        raise UsageError("The data cannot be written as a file.")
    return text
