"""What has happened in one application so far, read from its interviews, its log and its promise.

The numbered rules are those of docs/reference/plan-rules.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from followup_core.model import Application, Contact, Interview, LogEntry, Promise, StepKind

STATUS_MESSAGES = ("check-in", "assignment-received", "second-check-in")
ENDINGS = ("rejection", "offer", "silence-acknowledged", "withdrew", "accepted", "declined")
ANSWERS = ("reply", "new-promise")
RECIPIENT_ROLES = ("recruiter", "coordinator", "hiring-manager")

Happening = Interview | LogEntry | Promise
T = TypeVar("T")
What_co = TypeVar("What_co", bound=Happening, covariant=True)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An interview and its position in the file, from 1."""

    position: int
    interview: Interview


@dataclass(frozen=True, slots=True)
class Event(Generic[What_co]):
    """One thing that happened on `on`. `order` sorts the events of all days (rule 2)."""

    order: tuple[dt.date, int, int]
    what: What_co

    @property
    def on(self) -> dt.date:
        """The day of it."""
        return self.order[0]


@dataclass(frozen=True)
class History:
    """One application as it stands on `today`. Entries and promises dated later are left out (rule 2)."""

    application: Application
    today: dt.date

    @cached_property
    def log(self) -> tuple[LogEntry, ...]:
        """The log up to today by date; entries of one day stay in file order (rule 2)."""
        return tuple(sorted((e for e in self.application.log if e.on <= self.today), key=lambda e: e.on))

    @cached_property
    def promise_block(self) -> Promise | None:
        """The `promise` of the file, unless it was said after today."""
        promise = self.application.promise
        return promise if promise and (promise.said is None or promise.said <= self.today) else None

    def ignored(self) -> Iterator[LogEntry | Promise]:
        """What is dated after today and therefore left out."""
        yield from (entry for entry in self.application.log if entry.on > self.today)
        if self.application.promise is not self.promise_block and self.application.promise:
            yield self.application.promise

    # ── interviews ───────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def interviews(self) -> tuple[Numbered, ...]:
        """All interviews but those that a no-show voids, earliest first (rules 7 and 21)."""
        voided = {entry.on for entry in self.log if entry.received == "no-show"}
        numbered = [
            Numbered(n, i) for n, i in enumerate(self.application.interviews, 1) if i.on not in voided
        ]
        return tuple(sorted(numbered, key=lambda n: _chronological(n.interview)))

    @cached_property
    def anchors(self) -> tuple[Numbered, ...]:
        """The interviews that start a wait: all but informational ones (rule 7)."""
        return tuple(n for n in self.interviews if n.interview.stage != "informational")

    @property
    def last_interview(self) -> Numbered | None:
        """The latest interview that starts a wait, one ahead included (rule 7)."""
        return self.anchors[-1] if self.anchors else None

    def ahead(self) -> Iterator[Numbered]:
        """The interviews of today and later (rule 3)."""
        return (n for n in self.interviews if n.interview.on >= self.today)

    # ── the course of events ─────────────────────────────────────────────────────────────────────────────

    @cached_property
    def logged(self) -> tuple[Event[LogEntry], ...]:
        """The log as events."""
        return tuple(Event((entry.on, 1, place), entry) for place, entry in enumerate(self.log))

    @cached_property
    def events(self) -> tuple[Event[Happening], ...]:
        """Interviews, log entries and the promise block by date; within a day in this order (rule 2)."""
        held = (Event((n.interview.on, 0, place), n.interview) for place, n in enumerate(self.anchors))
        events: list[Event[Happening]] = [*held, *self.logged]
        if self.promise_block and self.promise_block.said:
            events.append(Event((self.promise_block.said, 2, 0), self.promise_block))
        return tuple(sorted(events, key=lambda event: event.order))

    @cached_property
    def starts(self) -> tuple[Event[Happening], ...]:
        """The events that begin a round (rule 8)."""
        return tuple(e for e in self.events if _begins_round(e.what))

    @property
    def round_start(self) -> Event[Happening] | None:
        """The event that began the present round, or None before anything happened."""
        return self.starts[-1] if self.starts else None

    def round_number(self, order: tuple[dt.date, int, int] | None = None) -> int:
        """The number, from 1, of the round an event of this order belongs to; by default the present one.

        What happens on one day begins one round: an interview and the promise made in it belong together.
        """
        days = {start.on for start in self.starts if order is None or start.order <= order}
        return max(1, len(days))

    def since_round_start(self) -> Iterator[LogEntry]:
        """The log entries of the present round."""
        start = self.round_start
        return (e.what for e in self.logged if start is None or e.order > start.order)

    @cached_property
    def status_sent(self) -> tuple[LogEntry, ...]:
        """The status messages sent in the present round."""
        return tuple(entry for entry in self.since_round_start() if entry.sent in STATUS_MESSAGES)

    @cached_property
    def closing_sent(self) -> LogEntry | None:
        """The closing note sent in the present round."""
        return last(entry for entry in self.since_round_start() if entry.sent == "closing")

    @cached_property
    def ending(self) -> Event[LogEntry] | None:
        """The last ending, unless a new promise reopened the application afterwards (rule 10)."""
        ending = None
        for event in self.logged:
            if event.what.received == "new-promise":
                ending = None
            elif event.what.received in ENDINGS or event.what.sent in ENDINGS:
                ending = event
        return ending

    def logged_after(self, event: Event[Happening]) -> Iterator[LogEntry]:
        """The log entries after `event`."""
        return (later.what for later in self.logged if later.order > event.order)

    def sent_after(self, kind: StepKind, event: Event[Happening]) -> bool:
        """Whether a message of this kind was sent after `event`."""
        return any(entry.sent == kind for entry in self.logged_after(event))

    # ── promises ─────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def known_promise(self) -> Event[Happening] | None:
        """The promise said last; one without a date of saying was said first (rule 9)."""
        said = last(event for event in self.events if _as_promise(event.what))
        block = self.promise_block
        return said or (Event((dt.date.min, 2, 0), block) if block else None)

    @cached_property
    def live_promise(self) -> Promise | None:
        """The promise said last, unless what came after it made it lapse (rule 9)."""
        known = self.known_promise
        promise = _as_promise(known.what) if known else None
        if known is None or promise is None:
            return None
        lapsed = any(_lapses(event, promise) for event in self.events if event.order > known.order)
        return None if lapsed else promise

    # ── no-shows ─────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def open_no_shows(self) -> tuple[Event[LogEntry], ...]:
        """The no-shows that nothing settled yet (rule 21)."""
        return tuple(e for e in self.logged if e.what.received == "no-show" and not self._settled(e))

    def _settled(self, no_show: Event[LogEntry]) -> bool:
        held = any(no_show.on < n.interview.on < self.today for n in self.interviews)
        later = self.logged_after(no_show)
        return held or any(entry.sent == "no-show" or entry.received in ANSWERS for entry in later)

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def recipient(self) -> str | None:
        """Who gets the status messages (rule 13)."""
        application = self.application
        if application.sector == "agency":
            return first_with_role(application.contacts, "recruiter")
        received = last(entry for entry in self.log if entry.received)
        met = sorted(application.interviews, key=_chronological)
        people = last(interview.people for interview in met if interview.people)
        candidates = [
            self.status_sent[-1].to if self.status_sent else None,
            self.live_promise.by_whom if self.live_promise else None,
            received.sender if received else None,
            *(first_with_role(application.contacts, role) for role in RECIPIENT_ROLES),
            people[0] if people else None,
            application.contacts[0].id if application.contacts else None,
        ]
        return next((id for id in candidates if id), None)

    def answering(self, entry: LogEntry) -> str | None:
        """Who gets the answer to what `entry` says was received (rule 13, end)."""
        if self.application.sector == "agency":
            return self.recipient
        return entry.sender or self.recipient


def first_with_role(contacts: Sequence[Contact], role: str) -> str | None:
    """The id of the first contact with this role, or None."""
    return next((contact.id for contact in contacts if contact.role == role), None)


def _chronological(interview: Interview) -> tuple[dt.date, dt.time]:
    """Sorts interviews; one without a time comes first on its day, equal ones stay in file order."""
    return interview.on, interview.at or dt.time.min


def _begins_round(what: Happening) -> bool:
    if isinstance(what, LogEntry):
        return what.received in ("reply", "new-promise", "no-show")
    return True


def _lapses(event: Event[Happening], promise: Promise) -> bool:
    if isinstance(event.what, Interview):
        return event.on > promise.by
    answered = isinstance(event.what, LogEntry) and event.what.received in ("reply", "no-show")
    return answered and event.on >= promise.by


def _as_promise(what: Happening) -> Promise | None:
    if isinstance(what, Promise):
        return what
    if isinstance(what, LogEntry) and what.received == "new-promise" and what.by:
        return Promise(by=what.by, said=what.on, by_whom=what.sender, mark=what.mark)
    return None


def last(items: Iterable[T]) -> T | None:
    """The last of these, or None."""
    found = list(items)
    return found[-1] if found else None
