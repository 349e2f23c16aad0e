"""The search file: YAML text <-> `Search`, with every problem named at its place.

    read(text_or_bytes, path) -> (Search | None, diagnostics)     None exactly when there is an error
    edit(text, edits) -> text                                     changes only the lines that edits mean
    log_entry(text, application_id, entry) -> text                what `followup log` does
    to_json(search) -> dict                                       the same content under the file's key names
    dump(data) -> text                                            a fresh file from such content
    schema_json() -> dict                                         the format as a JSON Schema, for editors
    starter() -> text                                             what `followup init` writes

The format is described for people in docs/reference/search-file.md. Format 1 is the only one there is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from followup_core import schema
from followup_core.diagnostics import Collector, Diagnostic, Mark
from followup_core.errors import UnknownNameError, UsageError, nearest
from followup_core.model import (
    CHANNELS,
    DECISIONS,
    RECEIVED,
    ROLES,
    SECTORS,
    STAGES,
    STEP_KINDS,
    Application,
    Contact,
    Interview,
    LogEntry,
    Me,
    Promise,
    Search,
)
from followup_core.nodes import Mapping, Scalar
from followup_core.schema import Field, Record, Values
from followup_core.source import parse
from followup_core.splice import Edit, Layout, plain, splice, write

__all__ = [
    "FILE",
    "FORMAT",
    "SENT",
    "Edit",
    "dump",
    "edit",
    "log_entry",
    "read",
    "schema_json",
    "starter",
    "to_json",
]

MAX_FOUND = 200
"""Problems after which nothing more is looked for."""
MAX_GUESSED = 100
"""Contacts among which a misspelt id is looked up."""
FORMAT = 1
"""The format this version reads and writes."""

SENT = (*STEP_KINDS, *DECISIONS)
"""What an entry of the log can say was done by the owner: any step of a plan, or a decision."""

# ── the format, as data ──────────────────────────────────────────────────────────────────────────────────

_LANGUAGE = schema.Word(r"[a-z]{2,3}(?:-[A-Z]{2})?", "a language code", hint="for example en or pt-BR")
_REGION = schema.Word(
    r"[A-Z0-9]{1,3}", "a region code", hint="the last part of ISO 3166-2: CA for US-CA, BY for DE-BY"
)
_CONTACT_ID = schema.Id()

ME = Record(
    "person",
    Field("name", schema.Line(), required=True, says="your name as you sign"),
    Field("email", schema.Email(), says="your e-mail address"),
    Field("phone", schema.Line(), says="your phone number, in quotes"),
    Field("links", schema.ListOf(schema.Url()), says="pages worth showing: portfolio, profile"),
)
CONTACT = Record(
    "contact",
    Field("id", schema.Id(), required=True, says="a short name used in this file"),
    Field("name", schema.Line(), required=True, says="the person's name"),
    Field("title", schema.Line(), says="their position"),
    Field("email", schema.Email(), says="their e-mail address"),
    Field("phone", schema.Line(), says="their phone number, in quotes"),
    Field("role", schema.Choice(ROLES), says="their part in the process"),
)
INTERVIEW = Record(
    "interview",
    Field("on", schema.Date(), required=True, says="the day, for example 2026-11-19"),
    Field("at", schema.Time(), says="the local time, for example 14:30"),
    Field("stage", schema.Choice(STAGES), says="which conversation it is"),
    Field("with", schema.ListOf(_CONTACT_ID), says="ids of the contacts you spoke with"),
    Field("topics", schema.ListOf(schema.Line()), says="what you talked about"),
)
PROMISE = Record(
    "promise",
    Field("by", schema.Date(), required=True, says="the day by which they said they would answer"),
    Field("said", schema.Date(), says="the day they said it"),
    Field("by_whom", _CONTACT_ID, says="id of the contact who said it"),
)
LOG_ENTRY = Record(
    "log entry",
    Field("on", schema.Date(), required=True, says="the day it happened"),
    Field("sent", schema.Choice(SENT), says="what you sent or decided"),
    Field("received", schema.Choice(RECEIVED), says="what came from the employer"),
    Field("to", _CONTACT_ID, says="id of the contact you wrote to"),
    Field("from", _CONTACT_ID, says="id of the contact it came from"),
    Field("channel", schema.Choice(CHANNELS), says="how it was sent"),
    Field("by", schema.Date(), says="the date that came with a new promise or an offer"),
    Field("note", schema.Paragraph(), says="anything worth remembering"),
)
APPLICATION = Record(
    "application",
    Field("id", schema.Id(), required=True, says="a short name, for example northwind-it"),
    Field("employer", schema.Line(), required=True, says="the employer's name"),
    Field("role", schema.Line(), required=True, says="the job's title"),
    Field("country", schema.Country(), says="where the employer works: holidays and customs"),
    Field("region", _REGION, says="state or region, for its own holidays"),
    Field("sector", schema.Choice(SECTORS), says="private unless you say otherwise"),
    Field("language", _LANGUAGE, says="the language of the drafts"),
    Field("contacts", schema.ListOf(CONTACT), says="the people there, or at an agency"),
    Field("interviews", schema.ListOf(INTERVIEW), says="the conversations, past and ahead"),
    Field("promise", schema.NoneOr(PROMISE), says="when they said they would answer, or none"),
    Field("log", schema.ListOf(LOG_ENTRY), says="what really happened"),
    Field("notes", schema.Paragraph(), says="free text, for you alone"),
)
FILE = Record(
    "search file",
    Field(
        "followup", schema.Whole(FORMAT, FORMAT), required=True, says="write followup: 1 as the first line"
    ),
    Field("me", ME, required=True, says="who you are: me with name, email, phone, links"),
    Field("applications", schema.ListOf(APPLICATION), says="one entry for each role at an employer"),
)


def schema_json() -> dict[str, Any]:
    """The format of a search file as a JSON Schema."""
    return schema.json_schema(FILE, "Search file")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def read(source: str | bytes, path: str = "<text>") -> tuple[Search | None, tuple[Diagnostic, ...]]:
    """The search described by a file, and everything there is to say about the file.

    The search is None exactly when there is at least one error.
    """
    collector = Collector(path)
    search = _read(source, collector)
    return (None if collector.failed else search), collector.sorted()


def _read(source: str | bytes, collector: Collector) -> Search | None:
    node = parse(source, collector)
    if node is None or _of_another_format(node, collector):
        return None
    values = schema.check(FILE, node, collector)
    applications: list[Values] = values.get("applications", [])
    _check_ids("application", applications, collector)
    for application in applications:
        if len(collector.found) < MAX_FOUND:
            _check_application(application, collector)
    if collector.failed:
        return None
    return Search(_me(values["me"]), tuple(_application(a) for a in applications))


def _of_another_format(node: Mapping, collector: Collector) -> bool:
    """Whether the file says it is written in a format other than ours; then nothing else is judged."""
    version = node.get("followup")
    if not isinstance(version, Scalar) or not version.text.isdecimal() or int(version.text) == FORMAT:
        return False
    newer = int(version.text) > FORMAT
    collector.error(
        "VERSION",
        f"This file is in format {int(version.text)}; this version reads format {FORMAT}.",
        version.start,
        "a newer version of followup reads it" if newer else f"write followup: {FORMAT}",
    )
    return True


def _check_ids(what: str, records: Iterable[Values], collector: Collector) -> None:
    first: dict[str, Mark] = {}
    for record in records:
        name = record.get("id")
        if name is None or len(collector.found) >= MAX_FOUND:
            continue
        at = record.at("id")
        if name in first:
            message = f"The {what} id {name} in line {at.line} already stands in line {first[name].line}."
            collector.error("ID-DUP", message, at, "give one of them another id")
        first.setdefault(name, at)


def _check_application(application: Values, collector: Collector) -> None:
    contacts: list[Values] = application.get("contacts", [])
    _check_ids("contact", contacts, collector)
    known = {contact["id"]: contact.get("name", "") for contact in contacts if "id" in contact}
    for interview in application.get("interviews", []):
        _check_people(interview, known, collector)
    if promise := application.get("promise"):
        _check_reference(promise, "by_whom", known, collector)
        if "said" in promise and "by" in promise and promise["by"] < promise["said"]:
            message = "The promised day lies before the day it was said."
            collector.warning("DATE-ORDER", message, promise.at("by"), "check by and said")
    for entry in application.get("log", []):
        _check_reference(entry, "to", known, collector)
        _check_reference(entry, "from", known, collector)
        _check_entry(entry, collector)
    if "region" in application and application.node.get("country") is None:
        at = application.at("region")
        collector.warning("REGION", "`region` means nothing without `country`.", at, "add the country")


def _check_people(interview: Values, known: dict[str, str], collector: Collector) -> None:
    people = interview.node.get("with")
    seen: set[str] = set()
    for item in getattr(people, "items", ()):
        if not isinstance(item, Scalar) or item.text not in interview.get("with", ()):
            continue
        if item.text in seen:
            collector.error("REF-DUP", f"{item.text} is named twice here.", item.start, "keep one")
        elif item.text not in known:
            _dangling(item.text, item.start, known, collector)
        seen.add(item.text)


def _check_reference(record: Values, name: str, known: dict[str, str], collector: Collector) -> None:
    if name in record and record[name] not in known:
        _dangling(record[name], record.at(name), known, collector)


def _dangling(name: str, at: Mark, known: dict[str, str], collector: Collector) -> None:
    if len(collector.found) >= MAX_FOUND:
        return
    guess = nearest(name, known) if len(known) <= MAX_GUESSED else None
    listed = f"contacts here: {', '.join(list(known)[:12])}" if known else "add the person under contacts"
    message = f"There is no contact with the id {name} in this application."
    collector.error("REF", message, at, f"did you mean {guess}?" if guess else listed)


def _check_entry(entry: Values, collector: Collector) -> None:
    """The rules of one log entry that concern more than one field."""
    has = {name for name in ("sent", "received", "by", "to", "from") if not _is_empty(entry, name)}
    if len(has & {"sent", "received"}) != 1:
        message = "A log entry says either what was `sent` or what was `received`."
        hint = "make two entries of it" if "sent" in has else "add one of the two"
        collector.error("LOG-ONE", message, entry.at(), hint)
        return
    event = entry.get("received")
    if event == "new-promise" and "by" not in has:
        collector.error(
            "LOG-BY", "A new promise needs its date.", entry.at("received"), "add by: with the date"
        )
    if "by" in has and event not in ("new-promise", "offer") and ("sent" in has or event is not None):
        message = "`by` belongs to a new promise or an offer."
        collector.error("LOG-BY", message, entry.at("by"), "remove it, or log received: new-promise")
    for side, wrong, right in (("sent", "from", "to"), ("received", "to", "from")):
        if side in has and wrong in has:
            message = f"`{wrong}` does not go with `{side}`."
            collector.error("LOG-SIDE", message, entry.at(wrong), f"write {right}: instead")


def _is_empty(record: Values, name: str) -> bool:
    value = record.node.get(name)
    return value is None or value.is_blank


# ── values -> model ──────────────────────────────────────────────────────────────────────────────────────


def _me(values: Values) -> Me:
    return Me(values["name"], values.get("email"), values.get("phone"), tuple(values.get("links", ())))


def _contact(values: Values) -> Contact:
    return Contact(
        id=values["id"],
        name=values["name"],
        title=values.get("title"),
        email=values.get("email"),
        phone=values.get("phone"),
        role=values.get("role"),
        mark=values.at(),
    )


def _interview(values: Values) -> Interview:
    return Interview(
        on=values["on"],
        at=values.get("at"),
        stage=values.get("stage"),
        people=tuple(values.get("with", ())),
        topics=tuple(values.get("topics", ())),
        mark=values.at(),
    )


def _promise(values: Values | None) -> Promise | None:
    if values is None:
        return None
    return Promise(values["by"], values.get("said"), values.get("by_whom"), mark=values.at())


def _log_entry(values: Values) -> LogEntry:
    return LogEntry(
        on=values["on"],
        sent=values.get("sent"),
        received=values.get("received"),
        to=values.get("to"),
        sender=values.get("from"),
        channel=values.get("channel"),
        by=values.get("by"),
        note=values.get("note"),
        mark=values.at(),
    )


def _application(values: Values) -> Application:
    return Application(
        id=values["id"],
        employer=values["employer"],
        role=values["role"],
        country=values.get("country"),
        region=values.get("region"),
        sector=values.get("sector", "private"),
        language=values.get("language", "en"),
        contacts=tuple(_contact(c) for c in values.get("contacts", ())),
        interviews=tuple(_interview(i) for i in values.get("interviews", ())),
        promise=_promise(values.get("promise")),
        log=tuple(_log_entry(e) for e in values.get("log", ())),
        notes=values.get("notes"),
        mark=values.at(),
    )


# ── model -> plain JSON ──────────────────────────────────────────────────────────────────────────────────

_FILE_NAMES = {"people": "with", "sender": "from"}
_UNSAID = {"sector": "private", "language": "en"}


def to_json(search: Search) -> dict[str, Any]:
    """The content of a search file under the file's own key names, without what is empty or the default.

    Lists have the same positions as in the file, so that a path into this is a path for `edit`.
    """
    content = {"followup": FORMAT, "me": _plain(ME, search.me)}
    if search.applications:
        content["applications"] = [_plain(APPLICATION, a) for a in search.applications]
    return content


def _plain(record: Record, thing: object) -> dict[str, Any]:
    attributes = {file_name: attribute for attribute, file_name in _FILE_NAMES.items()}
    content: dict[str, Any] = {}
    for field in record.fields:
        value = getattr(thing, attributes.get(field.name, field.name))
        if value is None or value == () or _UNSAID.get(field.name) == value:
            continue
        content[field.name] = _plain_value(value)
    return content


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(item) for item in value]
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    for kind, record in _RECORDS:
        if isinstance(value, kind):
            return _plain(record, value)
    return value


_RECORDS: tuple[tuple[type, Record], ...] = (
    (Contact, CONTACT),
    (Interview, INTERVIEW),
    (Promise, PROMISE),
    (LogEntry, LOG_ENTRY),
)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────

LAYOUT = Layout(
    order={
        key: tuple(field.name for field in record.fields)
        for key, record in (
            ("", FILE),
            ("me", ME),
            ("applications", APPLICATION),
            ("contacts", CONTACT),
            ("interviews", INTERVIEW),
            ("promise", PROMISE),
            ("log", LOG_ENTRY),
        )
    },
    block=frozenset({"me", "applications", "interviews"}),
    bare=frozenset({"followup", "on", "by", "said"}),
)
"""How the file is written when nothing there says otherwise."""


def edit(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits made in order, everything else byte for byte as it was.

    `Edit("set", ("applications", 0, "promise", "by"), "2026-12-04")`: paths are keys and list positions from
    0 as in `to_json`; see splice.py for what set, add and remove mean. UsageError when an edit is impossible
    or the file cannot be read as YAML. The result may break the format's rules: `read` tells.
    """
    return splice(text, edits, LAYOUT)


def log_entry(text: str, application: str, entry: dict[str, Any]) -> str:
    """The text with one more log entry, behind those of the same day or earlier.

    UnknownNameError when there is no such application, UsageError when the file cannot be read or the entry
    is not a valid one in this file.
    """
    index, log = _log_of(text, application)
    day = str(entry.get("on", ""))
    days = [str(item.get("on")) if isinstance(item, dict) else "" for item in log]
    place = next((i + 1 for i in reversed(range(len(days))) if days[i] <= day), 0)
    new = edit(text, [Edit("add", ("applications", index, "log", place), dict(entry))])
    before = {(d.code, d.message) for d in read(text)[1]}
    for found in read(new)[1]:
        if found.severity == "error" and (found.code, found.message) not in before:
            raise UsageError(f"This entry does not fit: {found.message}", found.hint)
    return new


def _log_of(text: str, application: str) -> tuple[int, list[Any]]:
    """The position of an application and its log as plain data."""
    collector = Collector()
    root = parse(text, collector)
    if root is None or collector.failed:
        raise UsageError(
            "The file has errors; correct them before changing it.", "followup check FILE lists them"
        )
    applications = plain(root).get("applications")
    entries = applications if isinstance(applications, list) else []
    known = {item.get("id"): index for index, item in enumerate(entries) if isinstance(item, dict)}
    if application not in known:
        raise UnknownNameError("application", application, [str(name) for name in known if name])
    log = entries[known[application]].get("log")
    return known[application], log if isinstance(log, list) else []


def dump(data: dict[str, Any]) -> str:
    """A fresh search file from plain content such as `to_json` gives, in the style of the reference page."""
    return write({"followup": FORMAT, **data}, LAYOUT)


def starter() -> str:
    """The commented file that a new search begins with."""
    return (Path(__file__).parent / "data" / "starter.yaml").read_text(encoding="utf-8")
