"""A plan as iCalendar text (RFC 5545): one all-day event for each step that is still to come.

An event carries no time of day, so it cannot shift with a time zone; no attendee and no organizer, so no
calendar writes to anybody. UIDs come from the step's id and the owner's name: the same step keeps its UID, so
importing again updates the event where the calendar can. SEQUENCE grows when an event's day changed against
`previous`, the text of the last export (RFC 5546, 2.1.4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from hashlib import sha256

from followup_core.model import Application, Plan, Search, Step
from followup_core.phrases import OVER, step_title

MAX_OCTETS = 75
"""Octets of a line without its line break (RFC 5545, 3.1)."""
ALARM = "-PT15H"
"""Nine in the morning of the day before: time to prepare, and never in the middle of the night."""
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_ESCAPES = str.maketrans(
    {**dict.fromkeys(map(chr, _CONTROLS), " "), "\t": "\t", "\\": "\\\\", ";": "\\;", ",": "\\,"}
    | dict.fromkeys("\n\r\u2028\u2029", "\\n")
)
LEFT_OUT = frozenset({"custom", "unknown", "wait"})
"""Reasons for the plan only: advice would fill a calendar, and "not yet" is wrong on the day itself."""


def write(plan: Plan, search: Search, *, drafts: Mapping[str, str] | None = None, previous: str = "") -> str:
    """The calendar file, with CRLF line ends.

    `drafts` maps step ids to the beginning of their message, `previous` is the text of the last export. The
    time stamp is the plan's day, so the same plan gives the same bytes.
    """
    known = dict(_known(previous))
    applications = {application.id: application for application in search.applications}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//followup//followup_core//EN", "CALSCALE:GREGORIAN"]
    lines.append("METHOD:PUBLISH")
    for step in plan.steps:
        if step.status not in OVER:
            draft = (drafts or {}).get(step.id, "")
            lines += _event(step, applications[step.application], search.me.name, plan.today, draft, known)
    lines.append("END:VCALENDAR")
    return "".join(fold(line) + "\r\n" for line in lines)


def uid(step_id: str, owner: str) -> str:
    """A stable identifier that tells nothing: a hash in the form of a UUID (version 8, RFC 9562)."""
    digest = sha256(f"followup\n{owner}\n{step_id}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def _event(
    step: Step,
    application: Application,
    owner: str,
    today: dt.date,
    draft: str,
    known: Mapping[str, tuple[int, str]],
) -> Iterator[str]:
    identifier, day = uid(step.id, owner), f"{step.date:%Y%m%d}"
    sequence, day_before = known.get(identifier, (0, day))
    stamp = f"{today:%Y%m%d}T000000Z"
    summary = f"{step_title(step, application)} · {application.employer}"
    parts = [r.text for r in step.why if r.rule not in LEFT_OUT] + ([draft] if draft else [])
    yield "BEGIN:VEVENT"
    yield f"UID:{identifier}"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{sequence + (day != day_before)}"
    yield f"DTSTART;VALUE=DATE:{day}"
    yield f"DTEND;VALUE=DATE:{step.date + dt.timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escape(summary)}"
    yield f"DESCRIPTION:{escape(chr(10).join(parts))}"
    yield "TRANSP:TRANSPARENT"
    if step.date > today:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escape(summary)}")
        yield from (f"TRIGGER:{ALARM}", "END:VALARM")
    yield "END:VEVENT"


def escape(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11). Control characters other than line breaks and tabs become blanks."""
    text = text.replace("\r\n", "\n")
    return text.translate(_ESCAPES)


def fold(line: str) -> str:
    """The line cut so that no part is longer than 75 octets and no character is cut (RFC 5545, 3.1)."""
    octets = line.encode()
    if len(octets) <= MAX_OCTETS:
        return line
    parts, start, room = [], 0, MAX_OCTETS
    while start < len(octets):
        end = start + room
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        parts.append(octets[start:end])
        start, room = end, MAX_OCTETS - 1  # the blank that begins a continuation counts
    return b"\r\n ".join(parts).decode()


def _known(previous: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """UID -> (SEQUENCE, day) of an earlier export of ours; anything else in the text is passed over."""
    identifier, sequence = "", 0
    for line in previous.splitlines():
        name, _, value = line.partition(":")
        if name == "UID":
            identifier, sequence = value, 0
        elif name == "SEQUENCE" and value.isdecimal():
            sequence = int(value[:9])
        elif name == "DTSTART;VALUE=DATE":
            yield identifier, (sequence, value)
