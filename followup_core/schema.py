"""What a file may hold, said once as data: kinds of values, records of fields, and one function that judges.

    CONTACT = Record(
        "contact",
        Field("id", Id(), required=True, says="a short name used in this file"),
        Field("name", Line(), required=True, says="as you would address the person"),
        Field("email", Email()),
        Field("role", Choice(ROLES)),
    )
    values = check(CONTACT, node, collector)

`check` notes every problem in the collector and returns `Values`: a dict of the good values only, as plain
Python (str, date, time, int, bool, list, Values). A field that is absent, empty (`phone:`) or wrong has no
key; use `values.get(name)`. `values.at(name)` and `values.at(name, index)` give places for further remarks.
Whether everything was good is `not collector.failed`.

Kinds: Line, Paragraph, Date, Time, Choice, Id, Word (a pattern), Whole (a number), Truth, Email, Url,
Country, ListOf(kind), MapOf(kind), Record(name, *fields), NoneOr(kind) for the word `none`, Anything (the
node itself). Text keeps the exact characters typed. A quoted and an unquoted value mean the same, except that
only unquoted nothing (`key:`, `~`, `null`) is nothing.

`json_schema(record, title)` prints the same rules as a JSON Schema for editors.

Codes: FIELD-UNKNOWN, FIELD-MISSING, FIELD-EMPTY, FIELD-TYPE, ID, LIST-LONG, MORE, and those of `kinds`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from followup_core.countries import COUNTRIES
from followup_core.diagnostics import Collector, Mark
from followup_core.kinds import (
    ABSENT,
    MAX_LINE,
    MAX_PARAGRAPH,
    Anything,
    Choice,
    Country,
    Date,
    Email,
    Id,
    Kind,
    Line,
    Paragraph,
    Time,
    Truth,
    Url,
    Whole,
    Word,
    guess_among,
    one_line,
    shown,
    slug,
    wrong_type,
)
from followup_core.nodes import Entry, Mapping, Node, Scalar, Sequence

__all__ = [
    "ABSENT",
    "COUNTRIES",
    "MAX_ITEMS",
    "MAX_LINE",
    "MAX_PARAGRAPH",
    "Anything",
    "Choice",
    "Country",
    "Date",
    "Email",
    "Field",
    "Id",
    "Kind",
    "Line",
    "ListOf",
    "MapOf",
    "NoneOr",
    "Paragraph",
    "Record",
    "Time",
    "Truth",
    "Url",
    "Values",
    "Whole",
    "Word",
    "check",
    "json_schema",
    "slug",
]

MAX_ITEMS = 10_000
MAX_FOUND = 50
"""Errors of one list after which the rest of it is not judged: nobody reads more at once."""


class Values(dict[str, Any]):
    """The good values of one record, and where they stand."""

    def __init__(self, node: Mapping) -> None:
        super().__init__()
        self.node = node

    def at(self, name: str | None = None, index: int | None = None) -> Mark:
        """The place of the record, of a field's value, or of one item of a list."""
        value = self.node.get(name) if name is not None else None
        if isinstance(value, Sequence) and index is not None and index < len(value.items):
            return value.items[index].start
        return value.start if value is not None else self.node.start


# ── kinds that hold others ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ListOf(Kind):
    """A list whose items are all of one kind. Empty items are faults."""

    item: Kind
    limit: int = MAX_ITEMS

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if node.is_null:
            return ABSENT
        if not isinstance(node, Sequence):
            hint = f"write [{node.text}]" if isinstance(node, Scalar) else "begin each item with `- `"
            return wrong_type("a list", node, name, collector, hint)
        if len(node.items) > self.limit:
            collector.error(
                "LIST-LONG", f"`{name}` holds more than {self.limit:,} items.", node.start, "shorten it"
            )
            return ABSENT
        values = []
        enough = len(collector.found) + MAX_FOUND
        for item in node.items:
            value = self._item(item, name, collector)
            if value is not ABSENT:
                values.append(value)
            if len(collector.found) > enough and _errors(collector) > MAX_FOUND:
                message = f"`{name}` goes on, but there are many problems already."
                collector.error("MORE", message, item.start, "correct these, then look again")
                break
        return values

    def _item(self, node: Node, name: str, collector: Collector) -> Any:
        if node.is_blank:
            collector.error(
                "FIELD-EMPTY", f"An item of `{name}` is empty.", node.start, "fill it in or remove it"
            )
            return ABSENT
        return self.item.check(node, name, collector)

    def schema(self) -> dict[str, Any]:
        return {"type": ["array", "null"], "items": self.item.schema(), "maxItems": self.limit}


def _errors(collector: Collector) -> int:
    return sum(found.severity == "error" for found in collector.found)


@dataclass(frozen=True)
class MapOf(Kind):
    """A mapping with free keys of one shape and values of one kind; a dict in file order."""

    value: Kind
    key_pattern: str = r"[a-z][a-z0-9_]{0,63}"
    key_says: str = "made of a-z, digits and _, beginning with a letter"

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if node.is_null:
            return ABSENT
        if not isinstance(node, Mapping):
            return wrong_type("a mapping (key: value)", node, name, collector)
        values = Values(node)
        for entry in node.entries:
            if not re.fullmatch(self.key_pattern, entry.key.text):
                message = f"The name {shown(entry.key.text)} must be {self.key_says}."
                collector.error("ID", message, entry.key.start)
                continue
            value = self.value.check(entry.value, entry.key.text, collector)
            if value is not ABSENT:
                values[entry.key.text] = value
        return values

    def schema(self) -> dict[str, Any]:
        return {
            "type": ["object", "null"],
            "propertyNames": {"pattern": f"^(?:{self.key_pattern})$"},
            "additionalProperties": self.value.schema(),
        }


@dataclass(frozen=True)
class NoneOr(Kind):
    """The word `none`, which counts as absent, or another kind."""

    kind: Kind

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if node.is_null or (isinstance(node, Scalar) and one_line(node) == "none"):
            return ABSENT
        return self.kind.check(node, name, collector)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": ["none", None]}, self.kind.schema()]}


@dataclass(frozen=True)
class Field:
    """One key of a record. `says` explains it to a person, in editors and in the reference."""

    name: str
    kind: Kind
    required: bool = False
    says: str = ""


class Record(Kind):
    """A mapping with known keys. `name` is what a person calls it: "application"."""

    def __init__(self, name: str, *fields: Field) -> None:
        self.name = name
        self.fields = fields
        self.by_name = {field.name: field for field in fields}

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if node.is_null:
            collector.error("FIELD-EMPTY", f"`{name}` is empty.", node.start, "fill it in or remove it")
            return ABSENT
        if not isinstance(node, Mapping):
            wanted = f"{_article(self.name)} with `{self.fields[0].name}: …`"
            return wrong_type(wanted, node, name, collector)
        self._check_strangers(node, collector)
        values = Values(node)
        for entry in node.entries:
            if field := self.by_name.get(entry.key.text):
                value = self._value(field, entry, collector)
                if value is not ABSENT:
                    values[field.name] = value
        for field in self.fields:
            if field.required and node.get(field.name) is None:
                message = f"`{field.name}` is missing; {_article(self.name)} needs it."
                collector.error("FIELD-MISSING", message, node.start, field.says)
        return values

    def _value(self, field: Field, entry: Entry, collector: Collector) -> Any:
        """The value of one known key. An empty record (`me:`) counts as absent."""
        empty_record = isinstance(field.kind, Record) and entry.value.is_null
        value = ABSENT if empty_record else field.kind.check(entry.value, field.name, collector)
        if value is ABSENT and field.required and entry.value.is_blank:
            message = f"`{field.name}` is empty, and {_article(self.name)} needs it."
            collector.error("FIELD-EMPTY", message, entry.key.start, field.says)
        return value

    def _check_strangers(self, node: Mapping, collector: Collector) -> None:
        strangers = [entry.key for entry in node.entries if entry.key.text not in self.by_name]
        for key in strangers[:MAX_FOUND]:
            self._unknown(key, node, collector)
        if len(strangers) > MAX_FOUND:
            message = f"There are {len(strangers) - MAX_FOUND} more unknown fields."
            collector.error("MORE", message, strangers[MAX_FOUND].start, "correct these, then look again")

    def _unknown(self, key: Scalar, node: Mapping, collector: Collector) -> None:
        taken = {entry.key.text for entry in node.entries[: 2 * len(self.by_name)]}
        free = [name for name in self.by_name if name not in taken]
        head, colon, _ = key.text.partition(":")
        guess = guess_among(key.text, free) or guess_among(key.text.lower(), self.by_name)
        if colon and head in self.by_name:
            hint = "put a space after the colon"
        elif guess:
            hint = f"did you mean {guess}?"
        else:
            hint = f"known here: {', '.join(self.by_name)}"
        message = f"{_article(self.name).capitalize()} has no field {shown(key.text)}."
        collector.error("FIELD-UNKNOWN", message, key.start, hint)

    def schema(self) -> dict[str, Any]:
        properties = {}
        for field in self.fields:
            described = {"description": field.says} if field.says else {}
            properties[field.name] = {**field.kind.schema(), **described}
        return {
            "type": "object",
            "properties": properties,
            "required": [field.name for field in self.fields if field.required],
            "additionalProperties": False,
        }


def _article(name: str) -> str:
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def check(record: Record, node: Mapping, collector: Collector) -> Values:
    """Judge a whole file: the good values; every problem is in `collector`."""
    values = record.check(node, record.name, collector)
    return values if isinstance(values, Values) else Values(node)


def json_schema(record: Record, title: str) -> dict[str, Any]:
    """The rules of a record for an editor."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **record.schema()}
