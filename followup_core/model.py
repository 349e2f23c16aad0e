"""The nouns of the project, as frozen values.

Dates are `datetime.date`, local wall times `datetime.time` without zone. Everything that comes from a search
file may carry a `mark`, the place it was read from; marks never take part in comparison.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, get_args

from followup_core.diagnostics import Diagnostic, Mark

StepKind = Literal[
    "ask-next-steps",
    "thank-you",
    "check-in",
    "assignment-received",
    "add-value",
    "second-check-in",
    "closing",
    "stop",
    "rejection-reply",
    "offer-reply",
    "offer-deadline",
    "no-show",
]
Decision = Literal["withdrew", "accepted", "declined"]
Received = Literal["reply", "new-promise", "rejection", "offer", "no-show", "silence-acknowledged"]
Stage = Literal["phone-screen", "first", "second", "panel", "final", "assignment", "informational"]
Sector = Literal["private", "public", "academic", "agency"]
Role = Literal["interviewer", "hiring-manager", "recruiter", "coordinator"]
Channel = Literal["email", "linkedin", "sms", "card", "phone"]
Tone = Literal["warm", "plain", "formal"]
Status = Literal["done", "due", "overdue", "upcoming", "waiting", "skipped"]
FieldKind = Literal["line", "paragraph", "url", "date", "choice"]

STEP_KINDS: tuple[str, ...] = get_args(StepKind)
DECISIONS: tuple[str, ...] = get_args(Decision)
RECEIVED: tuple[str, ...] = get_args(Received)
STAGES: tuple[str, ...] = get_args(Stage)
SECTORS: tuple[str, ...] = get_args(Sector)
ROLES: tuple[str, ...] = get_args(Role)
CHANNELS: tuple[str, ...] = get_args(Channel)
TONES: tuple[str, ...] = get_args(Tone)
STATUSES: tuple[str, ...] = get_args(Status)
FIELD_KINDS: tuple[str, ...] = get_args(FieldKind)

FIRST_DATE = dt.date(1970, 1, 1)
LAST_DATE = dt.date(2100, 12, 31)


# ── the search file ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Me:
    """The person who looks for a job."""

    name: str
    email: str | None = None
    phone: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the employer or an agency."""

    id: str
    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    role: Role | None = None
    mark: Mark | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Interview:
    """One dated conversation. For stage `assignment`, `on` is the day it was handed in."""

    on: dt.date
    at: dt.time | None = None
    stage: Stage | None = None
    people: tuple[str, ...] = ()
    """Contact ids, the file's `with`."""
    topics: tuple[str, ...] = ()
    mark: Mark | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Promise:
    """The date by which the employer said it would answer."""

    by: dt.date
    said: dt.date | None = None
    by_whom: str | None = None
    mark: Mark | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that really happened: exactly one of `sent` and `received` is set.

    `sent` is a step kind or a decision (withdrew, accepted, declined); `by` belongs to `new-promise`
    and `offer`.
    """

    on: dt.date
    sent: StepKind | Decision | None = None
    received: Received | None = None
    to: str | None = None
    sender: str | None = None
    """Contact id, the file's `from`."""
    channel: Channel | None = None
    by: dt.date | None = None
    note: str | None = None
    mark: Mark | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Application:
    """One role at one employer."""

    id: str
    employer: str
    role: str
    country: str | None = None
    """ISO 3166-1 alpha-2, upper case. None: only weekends (Saturday, Sunday) are closed."""
    region: str | None = None
    sector: Sector = "private"
    language: str = "en"
    contacts: tuple[Contact, ...] = ()
    interviews: tuple[Interview, ...] = ()
    promise: Promise | None = None
    log: tuple[LogEntry, ...] = ()
    notes: str | None = None
    mark: Mark | None = field(default=None, compare=False, repr=False)

    def contact(self, id: str | None) -> Contact | None:
        """The contact with this id, or None."""
        return next((c for c in self.contacts if c.id == id), None)


@dataclass(frozen=True, slots=True)
class Search:
    """One person's whole job search."""

    me: Me
    applications: tuple[Application, ...] = ()


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is where it is: the rule, what it says here, the published range, the guide page."""

    rule: str
    text: str
    range: str
    page: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or not to do, with its window of dates."""

    id: str
    application: str
    kind: StepKind
    to: str | None
    channel: Channel | None
    earliest: dt.date
    date: dt.date
    latest: dt.date
    status: Status
    why: tuple[Reason, ...] = ()
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The dated steps of a search file on one day, sorted by date, then id."""

    today: dt.date
    steps: tuple[Step, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


# ── templates and drafts ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a template needs to know."""

    name: str
    label: str
    hint: str = ""
    example: str = ""
    required: bool = True
    kind: FieldKind = "line"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A field without a value. Line and column point into the template's YAML file, both from 1."""

    field: str
    label: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of the tone check. `start` and `end` count code points of the whole input."""

    rule: str
    severity: Literal["polish", "rethink", "stop"]
    start: int
    end: int
    text: str
    message: str
    alternative: str
    page: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A template filled for one step. With anything missing, `mailto` is None and nothing may leave."""

    template: str
    subject: str
    body: str
    to: str | None
    channel: Channel = "email"
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()
    mailto: str | None = None
