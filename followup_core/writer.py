"""Plain data -> new pieces of YAML: quotes only where needed, order and style as the layout says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from followup_core.edits import Plain
from followup_core.nodes import NULLS
from followup_core.source import NOT_TEXT


@dataclass(frozen=True)
class Layout:
    """How new things are written. Records are named by the key that holds them, the root by an empty name."""

    order: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The usual order of keys; a new key goes behind its usual predecessors."""
    block: frozenset[str] = frozenset()
    """Keys whose mappings are written line by line; others are written in braces."""
    bare: frozenset[str] = frozenset()
    """Keys whose values stay unquoted although they look like dates or numbers."""


_INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@`")
# What YAML 1.1 or 1.2 takes for nothing, truth, a number, a time or a date. Rather too much than too little.
SURPRISING = re.compile(
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


def double_quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    escaped = re.sub(r'[\\"\n\r\t]', lambda found: _ESCAPES[found.group()], text)
    return '"' + _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'


def scalar_text(text: str, in_flow: bool, prefer: str = "plain", bare: bool = False) -> str:
    """A text on one line, in the preferred style when that says the same."""
    if prefer == "single" and not re.search(r"[\r\n]", text) and not _UNSEEN.search(text):
        return "'" + text.replace("'", "''") + "'"
    if prefer != "double" and _plain_fits(text, in_flow) and (bare or not SURPRISING.fullmatch(text)):
        return text
    return double_quoted(text)


def key_text(text: str, in_flow: bool) -> str:
    """A key; the words of YAML 1.1 such as `on` are usual keys here and need no quotes."""
    return text if _plain_fits(text, in_flow) and not NOT_TEXT.fullmatch(text) else double_quoted(text)


def literal_text(text: str, indent: int, eol: str) -> str | None:
    """A text as `|` block with its content indented, or None when that cannot say it exactly."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    edges_show = lines[0].strip() and lines[0][0] not in " \t" and lines[-1].strip()
    has_blank_line = any(line and not line.strip() for line in lines)
    if not edges_show or has_blank_line or "\r" in text or _UNSEEN.search(text):
        return None
    head = "|" if text.endswith("\n") else "|-"
    return head + "".join(eol + (" " * indent + line if line else "") for line in lines)


class Writer:
    """Writes new pieces in the style of the file."""

    def __init__(self, layout: Layout, eol: str, list_indent: int, blocks: bool = True) -> None:
        self.layout, self.eol, self.list_indent, self.blocks = layout, eol, list_indent, blocks

    def literal(self, text: str, indent: int) -> str | None:
        """A text of several lines as `|` block, where that is wanted and possible."""
        return literal_text(text, indent, self.eol) if self.blocks and "\n" in text else None

    def bare(self, key: str, text: str) -> bool:
        """Whether the value of this key looks like a date or a number and stays unquoted all the same."""
        return key in self.layout.bare and bool(_BARE.fullmatch(text))

    def ordered(self, value: dict[str, Plain], name: str) -> list[tuple[str, Plain]]:
        """The pairs of a new mapping in the usual order, unknown keys last."""
        order = self.layout.order.get(name, ())
        return sorted(
            value.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)
        )

    def inline(self, value: Plain, name: str, in_flow: bool) -> str:
        """A value on one line, in the value of the key `name`; `in_flow` inside brackets or braces."""
        if isinstance(value, dict):
            pairs = (f"{key_text(k, True)}: {self.inline(v, k, True)}" for k, v in self.ordered(value, name))
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.inline(item, name, True) for item in value) + "]"
        return scalar_text(value, in_flow, bare=self.bare(name, value))

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
        """The lines of a block mapping in `column`, the first without its indentation."""
        between = self.eol + " " * column
        return between.join(self.entry(key, item, column) for key, item in self.ordered(value, name))

    def item(self, value: Plain, name: str, column: int, block: bool | None = None) -> str:
        """A list item whose keys stand in `column`."""
        wants_block = name in self.layout.block if block is None else block
        if isinstance(value, dict) and value and wants_block:
            return self.mapping(value, name, column)
        return self.inline(value, name, in_flow=False)

    def entry(self, key: str, value: Plain, column: int) -> str:
        """`key: value` as a line, or lines, of a block mapping in `column`."""
        head = key_text(key, False) + ":"
        if self.is_block(value, key):
            return head + self.below(value, key, column)
        if isinstance(value, str):
            return f"{head} {self.literal(value, column + 2) or self.inline(value, key, in_flow=False)}"
        return f"{head} {self.inline(value, key, in_flow=False)}"
