"""What timeline.py decides and reasons.py explains: a case and the steps planned for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from followup_core.history import History
from followup_core.model import Application, Channel, Promise, Status, StepKind
from followup_core.opendays import Calendar
from followup_core.profiles import Rules

Window = tuple[dt.date, dt.date, dt.date]
"""earliest, date, latest"""


@dataclass(frozen=True, slots=True)
class Case:
    """One application with all that planning it needs."""

    place: int
    """Its place in the file, from 0."""
    application: Application
    today: dt.date
    calendar: Calendar
    rules: Rules
    history: History

    @property
    def employer(self) -> str:
        """Equal for two applications at the same employer (rule 17)."""
        return " ".join(self.application.employer.split()).casefold()

    @property
    def first_open_day(self) -> dt.date:
        """`today + 0`."""
        return self.calendar.add(self.today, 0)

    def window(self, anchor: dt.date, days: Sequence[int]) -> Window:
        """The window that lies these three numbers of open days after `anchor`."""
        earliest, date, latest = (self.calendar.add(anchor, n) for n in days)
        return earliest, date, latest


@dataclass(frozen=True, slots=True)
class Basis:
    """What a window rests on: the rule that gave it and the day it counts from."""

    rule: str
    """A key of the profile's numbers, or `stop`, `ask-next-steps`, `done`."""
    anchor: dt.date
    event: str = ""
    """What happened on the anchor's day, as a phrase: "the interview", "their reply"."""
    promise: Promise | None = None
    gap_from: dt.date | None = None
    """The day of the message it had to keep its distance from, when that moved it."""
    limit: dt.date | None = None
    """The last day on which it would still help."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A step before it has an id and its reasons."""

    case: Case
    kind: StepKind
    to: str | None
    n: int
    window: Window
    status: Status
    basis: Basis
    channel: Channel | None = "email"

    @property
    def date(self) -> dt.date:
        """The day to act on."""
        return self.window[1]
