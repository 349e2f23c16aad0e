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

Codes: FIELD-UNKNOWN, FIELD-MISSING, FIELD-EMPTY, FIELD-TYPE, TEXT-LONG, TEXT-LINE, TEXT-HIDDEN (a warning),
DATE, TIME, CHOICE, ID, WORD, NUMBER, EMAIL, EMAIL-SCRIPT (a warning), URL, COUNTRY, LIST-LONG, MORE.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from followup_core.characters import hidden, mixed_scripts, punycode
from followup_core.diagnostics import Collector, Mark
from followup_core.errors import nearest
from followup_core.model import FIRST_DATE, LAST_DATE
from followup_core.nodes import Mapping, Node, Scalar, Sequence

MAX_LINE = 1_000
"""Code points of a one-line text: longer than any honest name, title or subject."""
MAX_PARAGRAPH = 20_000
"""Code points of a longer text: about eight printed pages."""
MAX_ID = 64
MAX_ITEMS = 10_000
MAX_FOUND = 50
"""Errors of one list after which the rest of it is not judged: nobody reads more at once."""
MAX_GUESSED = 40
"""Code points of a word for which a nearest known word is looked up."""


class _Absent:
    """Stands for: there is no usable value here (and if that is a fault, it has been noted)."""


ABSENT = _Absent()


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


# ── kinds of values ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Kind:
    """One kind of value. `check` returns the value or ABSENT; `schema` is its JSON Schema."""

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        raise NotImplementedError


def _wrong_type(wanted: str, node: Node, name: str, collector: Collector, hint: str = "") -> _Absent:
    kinds = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping (key: value)"}
    collector.error("FIELD-TYPE", f"`{name}` must be {wanted}, not {kinds[type(node)]}.", node.start, hint)
    return ABSENT


@dataclass(frozen=True)
class _Text(Kind):
    """A kind whose values are written as one scalar."""

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if not isinstance(node, Scalar):
            hint = "put the text in quotes" if isinstance(node, Mapping) else ""
            return _wrong_type(self.wanted(), node, name, collector, hint)
        if node.is_null or not node.text.strip():
            return ABSENT
        return self.read(node, name, collector)

    def wanted(self) -> str:
        return "a text"

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        raise NotImplementedError


def _one_line(node: Scalar) -> str:
    """The text of a scalar that is meant as one line: block scalars end with a line break of their own."""
    return node.text.rstrip("\n") if node.style in ("literal", "folded") else node.text


@dataclass(frozen=True)
class Line(_Text):
    """One line of text."""

    limit: int = MAX_LINE

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if "\n" in text:
            at = node.position_at(text.index("\n"))
            collector.error("TEXT-LINE", f"`{name}` must be one line.", at, "join the lines")
            return ABSENT
        return _checked_text(text, self.limit, node, name, collector)

    def wanted(self) -> str:
        return "one line of text"

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean", "null"], "maxLength": self.limit}


@dataclass(frozen=True)
class Paragraph(_Text):
    """Text of any number of lines."""

    limit: int = MAX_PARAGRAPH

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        return _checked_text(node.text, self.limit, node, name, collector)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean", "null"], "maxLength": self.limit}


def _checked_text(text: str, limit: int, node: Scalar, name: str, collector: Collector) -> Any:
    if len(text) > limit:
        message = f"`{name}` is {len(text):,} characters long; the limit is {limit:,}."
        collector.error("TEXT-LONG", message, node.start, "shorten it")
        return ABSENT
    for index, message in hidden(text):
        collector.warning(
            "TEXT-HIDDEN", f"`{name}`: {message}", node.position_at(index), "delete it if you did not mean it"
        )
    return text


@dataclass(frozen=True)
class Date(_Text):
    """A day, `2026-11-19`, that exists and lies between 1970 and 2100."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            hint = _date_hint(text) or "for example 2026-11-19"
            collector.error("DATE", f"`{name}` must be a date: year-month-day.", node.start, hint)
            return ABSENT
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            collector.error("DATE", f"The date {text} does not exist.", node.start, "check month and day")
            return ABSENT
        if not FIRST_DATE <= day <= LAST_DATE:
            message = f"The date {text} is not between {FIRST_DATE.year} and {LAST_DATE.year}."
            collector.error("DATE", message, node.start, "check the year")
            return ABSENT
        return day

    def wanted(self) -> str:
        return "a date"

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _date_hint(text: str) -> str:
    """What was probably meant; nothing where day and month could be confused."""
    if found := re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", text):
        year, month, day = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        day, month, year = found.groups()
    elif found := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ].*", text):
        return f"write {found.group(1)}"
    else:
        return ""
    return f"write {year}-{int(month):02}-{int(day):02}"


@dataclass(frozen=True)
class Time(_Text):
    """A local wall time of the 24-hour clock, `14:30`, quoted or not."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", text):
            return dt.time.fromisoformat(text)
        hint = _time_hint(text) or "for example 14:30"
        collector.error("TIME", f"`{name}` must be a time of the 24-hour clock: HH:MM.", node.start, hint)
        return ABSENT

    def wanted(self) -> str:
        return "a time"

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}


def _time_hint(text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?(?:m\.?)?", text.strip().lower())
    if not found:
        return ""
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), found.group(3)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"write {hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


@dataclass(frozen=True)
class Choice(_Text):
    """One of a fixed list of words."""

    options: tuple[str, ...]

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if text in self.options:
            return text
        guess = _guess(text.strip().lower().replace(" ", "-").replace("_", "-"), self.options)
        hint = f"did you mean {guess}?" if guess else f"one of: {', '.join(self.options)}"
        collector.error("CHOICE", f"`{name}` cannot be {_shown(text)}.", node.start, hint)
        return ABSENT

    def wanted(self) -> str:
        return "one word of a list"

    def schema(self) -> dict[str, Any]:
        return {"enum": [*self.options, None]}


@dataclass(frozen=True)
class Word(_Text):
    """A text of a given shape. `says` completes the sentence "must be …"."""

    pattern: str
    says: str
    code: str = "WORD"
    hint: str = ""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if re.fullmatch(self.pattern, text):
            return text
        message = f"`{name}` must be {self.says}, not {_shown(text)}."
        collector.error(self.code, message, node.start, self.remedy(text))
        return ABSENT

    def remedy(self, text: str) -> str:
        return self.hint

    def wanted(self) -> str:
        return self.says

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean", "null"], "pattern": f"^(?:{self.pattern})$"}


@dataclass(frozen=True)
class Id(Word):
    """A short name by which the file itself refers to something."""

    pattern: str = rf"[a-z0-9-]{{1,{MAX_ID}}}"
    says: str = f"made of a-z, digits and hyphens, at most {MAX_ID} of them"
    code: str = "ID"

    def remedy(self, text: str) -> str:
        suggestion = slug(text)
        return f"for example {suggestion}" if suggestion else ""


def slug(text: str) -> str:
    """An id made from a name: `Müller & Söhne` -> `muller-sohne`; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID].strip("-")


@dataclass(frozen=True)
class Whole(_Text):
    """A whole number."""

    least: int = 0
    most: int = 1_000_000

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,8})", text) and self.least <= int(text) <= self.most:
            return int(text)
        message = f"`{name}` must be a whole number from {self.least} to {self.most}, not {_shown(text)}."
        collector.error("NUMBER", message, node.start)
        return ABSENT

    def wanted(self) -> str:
        return "a whole number"

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Truth(_Text):
    """`true` or `false`; nothing else counts as either."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if text in ("true", "false"):
            return text == "true"
        yes, no = ("yes", "on", "True", "TRUE", "y", "Yes"), ("no", "off", "False", "FALSE", "n", "No")
        hint = "write true" if text in yes else "write false" if text in no else ""
        collector.error("CHOICE", f"`{name}` must be true or false, not {_shown(text)}.", node.start, hint)
        return ABSENT

    def wanted(self) -> str:
        return "true or false"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Url(_Text):
    """A web address that begins with https:// or http://."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node).strip()
        if (
            re.fullmatch(r"https?://[^\s/?#<>\"\\]+\.[^\s/?#<>\"\\]+(?:[/?#][^\s<>\"\\]*)?", text)
            and len(text) <= 2_000
        ):
            return text
        bare = re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", text)
        hint = f"write https://{text}" if bare else "for example https://example.com/page"
        collector.error("URL", f"`{name}` must be a web address.", node.start, hint)
        return ABSENT

    def wanted(self) -> str:
        return "a web address"

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "uri", "pattern": "^https?://"}


@dataclass(frozen=True)
class Email(_Text):
    """One e-mail address, without a name around it. Blanks and invisible characters at its ends go."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node).strip(_EDGES)
        fault = _email_fault(text)
        if fault:
            collector.error("EMAIL", f"`{name}`: {fault[0]}", node.start, fault[1])
            return ABSENT
        domain = text.rpartition("@")[2]
        if mixed_scripts(domain):
            shown = punycode(domain)
            message = f"`{name}`: the domain mixes letters of several alphabets; it really reads {shown}."
            collector.warning("EMAIL-SCRIPT", message, node.start, "type the address again by hand")
        return text

    def wanted(self) -> str:
        return "an e-mail address"

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "idn-email"}


_EDGES = " \t\n\u00a0\u2007\u202f\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u3000"


def _email_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with an address and what to do, or None."""
    local, _, domain = text.rpartition("@")
    checks: tuple[tuple[bool, str, str], ...] = (
        ("＠" in text, "the sign ＠ is not the @ of e-mail.", "type @"),
        (
            text.lower().startswith("mailto:"),
            "the word mailto: does not belong here.",
            "write only the address",
        ),
        ("<" in text or ">" in text, "write only the address, without name and angle brackets.", ""),
        (any(c in text for c in ",;"), "only one address can stand here.", "keep one"),
        ("@" not in text, "this is not an e-mail address.", "an address looks like name@example.com"),
        (bool(re.search(r"\s", text)), "an address holds no spaces.", "remove the space"),
        (
            "?" in text or "&" in domain,
            "an address holds no ? and no extra fields.",
            "write only the address",
        ),
        ("@" in local, "an address holds one @ only.", ""),
        (
            not local.isascii(),
            "letters beyond a-z before the @ are not delivered by most servers.",
            "check the address",
        ),
        (len(text) > 254 or len(local) > 64, "the address is longer than e-mail allows.", ""),
        (
            not re.fullmatch(r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+)*", local),
            "the part before the @ is not valid.",
            "check dots and signs",
        ),
        (
            not re.fullmatch(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,60}[^\W_]", domain)
            or "_" in domain,
            "the part after the @ is not a domain.",
            "for example example.com",
        ),
    )
    return next(((message, hint) for wrong, message, hint in checks if wrong), None)


@dataclass(frozen=True)
class Country(_Text):
    """A country as its two capital letters of ISO 3166-1."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = _one_line(node)
        if text in COUNTRIES:
            return text
        guess = _USUAL_SLIPS.get(text.upper(), text.upper())
        hint = f"write {guess}" if guess in COUNTRIES else "two letters, for example US, GB, DE"
        message = f"`{name}` must be the two-letter code of a country, not {_shown(text)}."
        collector.error("COUNTRY", message, node.start, hint)
        return ABSENT

    def wanted(self) -> str:
        return "a country code"

    def schema(self) -> dict[str, Any]:
        return {"enum": [*COUNTRIES, None]}


# The 249 officially assigned codes of ISO 3166-1 alpha-2.
_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV
BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE
IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU
NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE
VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = tuple(re.findall("[A-Z]{2}", _ISO_3166))
_USUAL_SLIPS = {
    **{"UK": "GB", "ENGLAND": "GB", "EL": "GR", "USA": "US", "DEU": "DE", "GERMANY": "DE", "FRANCE": "FR"},
    **{"SPAIN": "ES", "ITALY": "IT", "JAPAN": "JP", "INDIA": "IN", "CANADA": "CA", "AUSTRALIA": "AU"},
}


@dataclass(frozen=True)
class Anything(Kind):
    """Whatever stands there, as its node."""

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        return node

    def schema(self) -> dict[str, Any]:
        return {}


# ── kinds that hold others ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ListOf(Kind):
    """A list whose items are all of one kind. Empty items are faults."""

    item: Kind
    limit: int = MAX_ITEMS

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            return ABSENT
        if not isinstance(node, Sequence):
            hint = f"write [{node.text}]" if isinstance(node, Scalar) else "begin each item with `- `"
            return _wrong_type("a list", node, name, collector, hint)
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
        if isinstance(node, Scalar) and (node.is_null or not node.text.strip()):
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
        if isinstance(node, Scalar) and node.is_null:
            return ABSENT
        if not isinstance(node, Mapping):
            return _wrong_type("a mapping (key: value)", node, name, collector)
        values = Values(node)
        for entry in node.entries:
            if not re.fullmatch(self.key_pattern, entry.key.text):
                message = f"The name {_shown(entry.key.text)} must be {self.key_says}."
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
        if isinstance(node, Scalar) and (node.is_null or _one_line(node) == "none"):
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
        if not isinstance(node, Mapping):
            wanted = f"{_article(self.name)} with `{self.fields[0].name}: …`"
            if isinstance(node, Scalar) and node.is_null:
                collector.error("FIELD-EMPTY", f"`{name}` is empty.", node.start, "fill it in or remove it")
                return ABSENT
            return _wrong_type(wanted, node, name, collector)
        values = Values(node)
        strangers = [entry.key for entry in node.entries if entry.key.text not in self.by_name]
        for key in strangers[:MAX_FOUND]:
            self._unknown(key, node, collector)
        if len(strangers) > MAX_FOUND:
            message = f"There are {len(strangers) - MAX_FOUND} more unknown fields."
            collector.error("MORE", message, strangers[MAX_FOUND].start, "correct these, then look again")
        for entry in node.entries:
            field = self.by_name.get(entry.key.text)
            if field is None:
                continue
            value = (
                field.kind.check(entry.value, field.name, collector)
                if self._present(entry.value, field)
                else ABSENT
            )
            if value is not ABSENT:
                values[field.name] = value
            elif field.required and _is_blank(entry.value):
                message = f"`{field.name}` is empty, and {_article(self.name)} needs it."
                collector.error("FIELD-EMPTY", message, entry.key.start, field.says)
        for field in self.fields:
            if field.required and node.get(field.name) is None:
                message = f"`{field.name}` is missing; {_article(self.name)} needs it."
                collector.error("FIELD-MISSING", message, node.start, field.says)
        return values

    @staticmethod
    def _present(node: Node, field: Field) -> bool:
        """Whether there is something to judge: an empty record (`me:`) counts as absent."""
        return not (isinstance(field.kind, Record) and isinstance(node, Scalar) and node.is_null)

    def _unknown(self, key: Scalar, node: Mapping, collector: Collector) -> None:
        taken = {entry.key.text for entry in node.entries[: 2 * len(self.by_name)]}
        free = [name for name in self.by_name if name not in taken]
        head, colon, _ = key.text.partition(":")
        guess = _guess(key.text, free) or _guess(key.text.lower(), self.by_name)
        if colon and head in self.by_name:
            hint = "put a space after the colon"
        elif guess:
            hint = f"did you mean {guess}?"
        else:
            hint = f"known here: {', '.join(self.by_name)}"
        shown = _shown(key.text)
        collector.error(
            "FIELD-UNKNOWN", f"{_article(self.name).capitalize()} has no field {shown}.", key.start, hint
        )

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


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and (node.is_null or not node.text.strip())


def _article(name: str) -> str:
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def _guess(text: str, known: Iterable[str]) -> str | None:
    return nearest(text, known) if len(text) <= MAX_GUESSED else None


def _shown(text: str) -> str:
    """A text inside a message: short, on one line, in quotes."""
    flat = " ".join(text[:200].split())
    return f'"{flat[:40]}…"' if len(flat) > 40 else f'"{flat}"'


def check(record: Record, node: Mapping, collector: Collector) -> Values:
    """Judge a whole file: the good values; every problem is in `collector`."""
    values = record.check(node, record.name, collector)
    return values if isinstance(values, Values) else Values(node)


def json_schema(record: Record, title: str) -> dict[str, Any]:
    """The rules of a record for an editor."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **record.schema()}
