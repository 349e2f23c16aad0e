"""The kinds of values that are written as one text: each judges a node and prints its JSON Schema.

Codes: FIELD-TYPE, TEXT-LONG, TEXT-LINE, TEXT-HIDDEN (a warning), DATE, TIME, CHOICE, ID, WORD, NUMBER, EMAIL,
EMAIL-SCRIPT (a warning), URL, COUNTRY.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from followup_core.addresses import EDGES, fault
from followup_core.characters import hidden, mixed_scripts, punycode
from followup_core.countries import COUNTRIES, USUAL_SLIPS
from followup_core.diagnostics import Collector
from followup_core.errors import nearest
from followup_core.model import FIRST_DATE, LAST_DATE
from followup_core.nodes import Mapping, Node, Scalar, Sequence

MAX_LINE = 1_000
"""Code points of a one-line text: longer than any honest name, title or subject."""
MAX_PARAGRAPH = 20_000
"""Code points of a longer text: about eight printed pages."""
MAX_ID = 64
MAX_GUESSED = 40
"""Code points of a word for which a nearest known word is looked up."""


class _Absent:
    """Stands for: there is no usable value here (and if that is a fault, it has been noted)."""


ABSENT = _Absent()


@dataclass(frozen=True)
class Kind:
    """One kind of value. `check` returns the value or ABSENT; `schema` is its JSON Schema."""

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        raise NotImplementedError


def wrong_type(wanted: str, node: Node, name: str, collector: Collector, hint: str = "") -> _Absent:
    """Note that there is a node of another shape than `wanted`."""
    kinds = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping (key: value)"}
    collector.error("FIELD-TYPE", f"`{name}` must be {wanted}, not {kinds[type(node)]}.", node.start, hint)
    return ABSENT


@dataclass(frozen=True)
class _Text(Kind):
    """A kind whose values are written as one scalar."""

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        if not isinstance(node, Scalar):
            hint = "put the text in quotes" if isinstance(node, Mapping) else ""
            return wrong_type(self.wanted(), node, name, collector, hint)
        if node.is_blank:
            return ABSENT
        return self.read(node, name, collector)

    def wanted(self) -> str:
        return "a text"

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        raise NotImplementedError


def one_line(node: Scalar) -> str:
    """The text of a scalar that is meant as one line: block scalars end with a line break of their own."""
    return node.text.rstrip("\n") if node.style in ("literal", "folded") else node.text


@dataclass(frozen=True)
class Line(_Text):
    """One line of text."""

    limit: int = MAX_LINE

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = one_line(node)
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
        text = one_line(node)
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
        text = one_line(node)
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
        text = one_line(node)
        if text in self.options:
            return text
        guess = guess_among(text.strip().lower().replace(" ", "-").replace("_", "-"), self.options)
        hint = f"did you mean {guess}?" if guess else f"one of: {', '.join(self.options)}"
        collector.error("CHOICE", f"`{name}` cannot be {shown(text)}.", node.start, hint)
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
        text = one_line(node)
        if re.fullmatch(self.pattern, text):
            return text
        message = f"`{name}` must be {self.says}, not {shown(text)}."
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
        text = one_line(node)
        if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,8})", text) and self.least <= int(text) <= self.most:
            return int(text)
        message = f"`{name}` must be a whole number from {self.least} to {self.most}, not {shown(text)}."
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
        text = one_line(node)
        if text in ("true", "false"):
            return text == "true"
        yes, no = ("yes", "on", "True", "TRUE", "y", "Yes"), ("no", "off", "False", "FALSE", "n", "No")
        hint = "write true" if text in yes else "write false" if text in no else ""
        collector.error("CHOICE", f"`{name}` must be true or false, not {shown(text)}.", node.start, hint)
        return ABSENT

    def wanted(self) -> str:
        return "true or false"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Url(_Text):
    """A web address that begins with https:// or http://."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = one_line(node).strip()
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
        text = one_line(node).strip(EDGES)
        if found := fault(text):
            message, hint = found
            collector.error("EMAIL", f"`{name}`: {message}", node.start, hint)
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


@dataclass(frozen=True)
class Country(_Text):
    """A country as its two capital letters of ISO 3166-1."""

    def read(self, node: Scalar, name: str, collector: Collector) -> Any:
        text = one_line(node)
        if text in COUNTRIES:
            return text
        guess = USUAL_SLIPS.get(text.upper(), text.upper())
        hint = f"write {guess}" if guess in COUNTRIES else "two letters, for example US, GB, DE"
        message = f"`{name}` must be the two-letter code of a country, not {shown(text)}."
        collector.error("COUNTRY", message, node.start, hint)
        return ABSENT

    def wanted(self) -> str:
        return "a country code"

    def schema(self) -> dict[str, Any]:
        return {"enum": [*COUNTRIES, None]}


@dataclass(frozen=True)
class Anything(Kind):
    """Whatever stands there, as its node."""

    def check(self, node: Node, name: str, collector: Collector) -> Any:
        return node

    def schema(self) -> dict[str, Any]:
        return {}


# ── what kinds and records share ─────────────────────────────────────────────────────────────────────────


def guess_among(text: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant; None for what is too long to be a slip."""
    return nearest(text, known) if len(text) <= MAX_GUESSED else None


def shown(text: str) -> str:
    """A text inside a message: short, on one line, in quotes."""
    flat = " ".join(text[:200].split())
    return f'"{flat[:40]}…"' if len(flat) > 40 else f'"{flat}"'
