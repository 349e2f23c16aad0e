"""A second opinion on plans: the plan rules worked out slowly, sharing no line with `followup_core`.

`calculate(search, today)` takes a search file as a plain mapping in which every value is text, and today as
an ISO date; it gives the steps as plain mappings, sorted by date, then id. The life of an application is
replayed event by event (`Story`); what is still to be said is a generator (`Story.unsaid`) whose messages the
queue of one employer (`_place`) puts on days, one after another. Holidays come from the `holidays` package.

It trusts its input: a search file with mistakes in it is not its business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import holidays

Json = dict[str, Any]
ONE_DAY = dt.timedelta(days=1)
LONG_AGO = dt.date(1, 1, 1)

STATUS_KINDS = ("check-in", "assignment-received", "second-check-in")
UNPROMPTED = (*STATUS_KINDS, "closing", "add-value")
NOT_MESSAGES = ("ask-next-steps", "stop")
ENDINGS = ("rejection", "offer", "silence-acknowledged", "withdrew", "accepted", "declined")
DECISIONS = ("withdrew", "accepted", "declined")
SLOW_COUNTRIES = ("DE", "ES", "JP")


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache
def _closed_days(country: str | None, region: str | None) -> tuple[frozenset[dt.date], frozenset[int]]:
    """The public holidays and the closed weekdays of a country."""
    if country is None:
        return frozenset(), frozenset({5, 6})
    if country == "GB" and region is None:
        region = "ENG"
    found = holidays.country_holidays(
        country, subdiv=region, years=range(2023, 2033), observed=True, categories=("public",)
    )
    return frozenset(found), frozenset(found.weekend)


@dataclass(frozen=True)
class Days:
    """Open days of one country and region, counted one by one."""

    country: str | None
    region: str | None

    def open(self, day: dt.date) -> bool:
        feasts, weekend = _closed_days(self.country, self.region)
        return day.weekday() not in weekend and day not in feasts

    def plus(self, day: dt.date, count: int) -> dt.date:
        """`d + n`: the n-th open day strictly after d; `d + 0`: d itself, or the next open day."""
        if count == 0:
            while not self.open(day):
                day += ONE_DAY
        while count > 0:
            day += ONE_DAY
            count -= self.open(day)
        return day


@dataclass(frozen=True)
class Window:
    """A message looking for its place."""

    kind: str
    earliest: dt.date
    date: dt.date
    latest: dt.date
    status: str = ""


def _window(kind: str, days: Days, anchor: dt.date, counts: tuple[int, int, int]) -> Window:
    earliest, date, latest = (days.plus(anchor, count) for count in counts)
    return Window(kind, earliest, date, latest)


def _judge(wish: Window, days: Days, today: dt.date, limit: dt.date | None) -> Window:
    """Rules 14 and 15: no past dates, and too late is too late."""
    now = days.plus(today, 0)
    if today < wish.earliest:
        return Window(wish.kind, wish.earliest, wish.date, wish.latest, "upcoming")
    if today <= wish.latest:
        return Window(wish.kind, wish.earliest, max(wish.date, now), wish.latest, "due")
    if limit is None or today <= limit:
        return Window(wish.kind, wish.earliest, now, now, "overdue")
    return Window(wish.kind, wish.earliest, wish.date, wish.latest, "skipped")


# ── the story of one application ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Meeting:
    """An interview of the file."""

    n: int
    on: dt.date
    at: str
    stage: str
    people: tuple[str, ...]

    @property
    def order(self) -> tuple[dt.date, str, int]:
        return self.on, self.at, self.n


@dataclass(frozen=True)
class Event:
    """Something that happens on a day: `what` is meeting, promise, or the word of a log entry."""

    day: dt.date
    what: str
    to: str | None = None
    sender: str | None = None
    by: dt.date | None = None
    sent: bool = False
    meeting: Meeting | None = None


def _date(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _meetings(app: Json) -> list[Meeting]:
    result = []
    for n, row in enumerate(app.get("interviews") or [], 1):
        people = tuple(dict.fromkeys(row.get("with") or []))
        on = dt.date.fromisoformat(str(row["on"]))
        result.append(
            Meeting(n, on, row["at"].zfill(5) if row.get("at") else "", row.get("stage") or "", people)
        )
    return sorted(result, key=lambda meeting: meeting.order)


def _log(app: Json, today: dt.date) -> list[Event]:
    result = []
    for row in app.get("log") or []:
        day = dt.date.fromisoformat(str(row["on"]))
        if day <= today:
            word = row.get("sent") or row["received"]
            sent = bool(row.get("sent"))
            result.append(Event(day, word, row.get("to"), row.get("from"), _date(row.get("by")), sent))
    return result


def _promise(app: Json, today: dt.date) -> list[Event]:
    row = app.get("promise")
    if not row or row == "none":
        return []
    said = _date(row.get("said")) or LONG_AGO
    return [Event(said, "promise", sender=row.get("by_whom"), by=_date(row["by"]))] if said <= today else []


class Story:
    """An application, replayed from its first event to its last one."""

    def __init__(self, app: Json, place: int, today: dt.date) -> None:
        self.app, self.place, self.today = app, place, today
        self.days = Days(app.get("country"), app.get("region"))
        self.employer = " ".join(app["employer"].split()).casefold()
        self.contacts: list[Json] = app.get("contacts") or []
        self.all_meetings = _meetings(app)
        log = _log(app, today)
        missed = {event.day for event in log if event.what == "no-show" and not event.sent}
        self.meetings = [meeting for meeting in self.all_meetings if meeting.on not in missed]

        self.steps: list[Json] = []
        self.round = 0
        self.began: Event | None = None
        self.asked: list[Event] = []  # status messages sent in this round
        self.closings: list[Event] = []
        self.values = 0  # add-values sent in this round
        self.rested = False  # a stop was logged in this round, or since the ending
        self.promise: Event | None = None
        self.promised = False
        self.heard: Event | None = None  # the last thing received
        self.ending: Event | None = None
        self.ending_answered = False
        self.no_shows: list[tuple[Event, int]] = []  # not yet settled, with their round
        self.stood_up = False
        self.deadlines_sent: list[dt.date] = []
        self.thanked: set[tuple[int, str | None]] = set()
        self.prepared: set[int] = set()

        events = [Event(m.on, "meeting", meeting=m) for m in self.meetings] + log
        said = _promise(app, today)
        events = sorted(events, key=lambda event: event.day)  # stable: meetings first, then the log
        for event in _after_the_day(events, said):
            self._happen(event)

    # what happened

    def _happen(self, event: Event) -> None:
        if event.meeting:
            self._meet(event, event.meeting)
        elif event.what in ("promise", "new-promise"):
            self._be_promised(event)
        elif event.what in ENDINGS:
            self.ending, self.ending_answered, self.rested = event, False, False
        elif event.sent:
            self._send(event)
        else:
            self._hear(event)
        if not event.sent and event.what not in ("meeting", "promise"):
            self.heard = event

    def _begin(self, event: Event) -> None:
        if self.began is None or self.began.day < event.day:
            self.round += 1  # what begins on one day has one number
        self.began, self.asked, self.closings, self.values = event, [], [], 0
        if not self.ending:
            self.rested = False

    def _meet(self, event: Event, meeting: Meeting) -> None:
        if meeting.on < self.today:
            self.no_shows = [pair for pair in self.no_shows if pair[0].day >= meeting.on]
        if meeting.stage == "informational":
            return
        if self.promise and self.promise.by and meeting.on > self.promise.by:
            self.promise = None
        self._begin(event)

    def _be_promised(self, event: Event) -> None:
        self.promise, self.promised = event, True
        if event.what == "new-promise":
            self.ending, self.no_shows = None, []
        if event.day > LONG_AGO:
            self._begin(event)

    def _hear(self, event: Event) -> None:
        if self.promise and self.promise.by and event.day >= self.promise.by:
            self.promise = None
        self._begin(event)
        if event.what == "no-show":
            self.stood_up = True
            self.no_shows.append((event, self.round))
        else:
            self.no_shows = []

    def _send(self, event: Event) -> None:
        if event.what == "thank-you":
            self._thank(event)
            return
        n = max(self.round, 1)
        if event.what == "ask-next-steps":
            n = self._prepare(event)
        self._add(event.what, event.to, n, Window(event.what, event.day, event.day, event.day, "done"))
        if event.what in STATUS_KINDS:
            self.asked.append(event)
        elif event.what == "closing":
            self.closings.append(event)
        elif event.what == "add-value":
            self.values += 1
        elif event.what == "stop":
            self.rested = True
        elif event.what == "no-show":
            self.no_shows = []
        elif event.what == "offer-deadline":
            self.deadlines_sent.append(event.day)
        elif self.ending and event.what == f"{self.ending.what}-reply":
            self.ending_answered = True

    def _prepare(self, event: Event) -> int:
        talks = [m for m in self.meetings if m.stage != "assignment"]
        later = [m for m in talks if m.on >= event.day]
        chosen = later[0] if later else talks[-1] if talks else None
        if chosen:
            self.prepared.add(chosen.n)
        return chosen.n if chosen else 1

    def _thank(self, event: Event) -> None:
        met = [m for m in self.meetings if m.stage != "assignment" and m.on <= event.day]
        people: tuple[str | None, ...] = (event.to,)
        if event.to is None and met:
            people = met[-1].people or (None,)
        elif event.to is not None:
            own = [m for m in met if event.to in m.people or event.to in self._deserving(m)]
            met = own or met
        n = met[-1].n if met else 1
        for person in people:
            done = Window("thank-you", event.day, event.day, event.day, "done")
            self._add("thank-you", person, n, done)
        if met and (not met[-1].people or self._one_for_all(met[-1], people)):
            people = self._deserving(met[-1])
        if met:
            self.thanked |= {(n, person) for person in people}

    def _one_for_all(self, meeting: Meeting, people: tuple[str | None, ...]) -> bool:
        """Whether thanks to these people are the one message that a panel gets (rule 5)."""
        deserving = self._deserving(meeting)
        return len(deserving) < len(meeting.people) and any(
            person in deserving or person in meeting.people for person in people
        )

    # who gets what

    def _deserving(self, meeting: Meeting) -> tuple[str | None, ...]:
        """Who should be thanked after an interview (rules 4 and 5)."""
        if not meeting.people:
            return (None,)
        if self.app.get("country") != "GB" or len(meeting.people) == 1:
            return meeting.people
        bosses = [person for person in meeting.people if person in self._of_role("hiring-manager")]
        return ((*self._of_role("coordinator"), *bosses, *meeting.people)[0],)

    def _of_role(self, role: str) -> list[str]:
        return [contact["id"] for contact in self.contacts if contact.get("role") == role]

    def person(self) -> str | None:
        """Rule 13: whom to write to."""
        if self.app.get("sector") == "agency":
            return next(iter(self._of_role("recruiter")), None)
        return next((person for person in self._candidates() if person), None)

    def _candidates(self) -> Iterator[str | None]:
        if self.asked:
            yield self.asked[-1].to
        if self.promise:
            yield self.promise.sender
        if self.heard:
            yield self.heard.sender
        for role in ("recruiter", "coordinator", "hiring-manager"):
            yield from self._of_role(role)[:1]
        for meeting in reversed(self.all_meetings):
            yield from meeting.people[:1]
        for contact in self.contacts:
            yield contact["id"]

    def answering(self, event: Event) -> str | None:
        agency = self.app.get("sector") == "agency"
        return self.person() if agency or not event.sender else event.sender

    # what comes next

    def _add(self, kind: str, to: str | None, n: int, window: Window) -> None:
        self.steps.append(
            {
                "id": f"{self.app['id']}/{kind}/{to or '-'}/{n}",
                "application": self.app["id"],
                "kind": kind,
                "to": to,
                "earliest": window.earliest,
                "date": window.date,
                "latest": window.latest,
                "status": window.status,
            }
        )

    def plan(self, window: Window, to: str | None) -> None:
        self._add(window.kind, to, max(self.round, 1), window)

    def stop(self, day: dt.date) -> None:
        if not self.rested:
            status = "upcoming" if self.today < day else "waiting"
            self.plan(Window("stop", day, day, day, status), None)

    def finish(self) -> None:
        """Rule 11: what an ending leaves to do."""
        assert self.ending
        if self.ending.what in ("rejection", "offer") and not self.ending_answered:
            counts = (0, 1, 2) if self.ending.what == "rejection" else (0, 0, 1)
            wish = _window(f"{self.ending.what}-reply", self.days, self.ending.day, counts)
            limit = self.days.plus(self.ending.day, 5) if self.ending.what == "rejection" else None
            self.plan(_judge(wish, self.days, self.today, limit), self.answering(self.ending))
        if self.ending.what != "offer":
            self.stop(self.ending.day)

    def courtesies(self) -> None:
        """Checklists, thank-yous and no-show messages: whatever is no part of the queue."""
        for meeting in self.meetings:
            if meeting.stage == "assignment":
                continue
            if meeting.on >= self.today and meeting.n not in self.prepared:
                status = "due" if meeting.on == self.today else "upcoming"
                day = Window("ask-next-steps", meeting.on, meeting.on, meeting.on, status)
                self._add("ask-next-steps", None, meeting.n, day)
            for person in self._deserving(meeting):
                if not self._met_again(meeting, person) and (meeting.n, person) not in self.thanked:
                    self._add("thank-you", person, meeting.n, self._thanks(meeting))
        for event, n in self.no_shows:
            wish = _window("no-show", self.days, event.day, (0, 0, 1))
            limit = self.days.plus(event.day, 5)
            judged = _judge(wish, self.days, self.today, limit)
            self._add("no-show", self.answering(event), n, judged)

    def _met_again(self, meeting: Meeting, person: str | None) -> bool:
        return person is not None and any(
            other.on == meeting.on and other.order > meeting.order and person in self._deserving(other)
            for other in self.meetings
            if other.stage != "assignment"
        )

    def _thanks(self, meeting: Meeting) -> Window:
        next_day = self.days.plus(meeting.on, 1)
        same_day = self.days.open(meeting.on) and "" < meeting.at < "12:00"
        wish = Window("thank-you", meeting.on, meeting.on if same_day else next_day, next_day)
        return _judge(wish, self.days, self.today, self.days.plus(meeting.on, 5))

    def _pace(self, phone: bool) -> tuple[int, int, int]:
        if self.app.get("sector") == "public" or self.app.get("country") in SLOW_COUNTRIES:
            return 7, 10, 15
        return (3, 5, 7) if phone else (5, 7, 10)

    def _first(self) -> Window | None:
        """The first status message of the round, if nothing was sent in it."""
        if self.promise and self.promise.by:
            return _window("check-in", self.days, self.promise.by, (1, 2, 3))
        if self.began is None:
            return None
        stage = self.began.meeting.stage if self.began.meeting else ""
        if stage == "assignment":
            return _window("assignment-received", self.days, self.began.day, (3, 5, 7))
        return _window("check-in", self.days, self.began.day, self._pace(stage == "phone-screen"))

    def unsaid(self) -> Generator[Window, Window, None]:
        """The status messages and the closing still to come, each told where it was put before the next."""
        counted = [m for m in self.meetings if m.stage != "informational"]
        if self.closings:
            self.stop(self.closings[-1].day)
            return
        if not (counted or self.promised or self.stood_up):
            return
        said = len(self.asked)
        anchor = self.asked[-1].day if self.asked else LONG_AGO
        while True:
            wish = self._first() if said == 0 else self._later(min(said, 2), anchor)
            if wish is None:
                return
            put = yield wish
            if put.status == "skipped":
                self.stop(self.days.plus(put.latest, 30))
                return
            if put.kind == "closing":
                self.stop(put.date)
                return
            said, anchor = said + 1, put.date

    def _later(self, said: int, anchor: dt.date) -> Window:
        kind, counts = (("second-check-in", (5, 7, 10)), ("closing", (7, 10, 15)))[said - 1]
        wish = _window(kind, self.days, anchor, counts)
        if self.promise and self.promise.by and wish.date <= self.promise.by:
            return _window(kind, self.days, self.promise.by, (1, 2, 3))
        return wish

    def put(self, wish: Window, others: Iterable[dt.date], first: bool) -> Window:
        """Rules 18, then 14 to 16, for one message."""
        after = max((self.days.plus(other, 5) for other in others), default=LONG_AGO)
        earliest = max(wish.earliest, after)
        date = max(wish.date, earliest)
        latest = max(wish.latest, date)
        moved = Window(wish.kind, earliest, date, latest)
        judged = _judge(moved, self.days, self.today, self.days.plus(latest, 30))
        ahead = any(m.on >= self.today for m in self.meetings)
        if judged.status == "upcoming" and first and not ahead:
            judged = Window(judged.kind, judged.earliest, judged.date, judged.latest, "waiting")
        self.plan(judged, self.person())
        return judged

    def messages(self) -> list[Json]:
        """Every message sent or still to be sent."""
        return [s for s in self.steps if s["kind"] not in NOT_MESSAGES and s["status"] != "skipped"]


def _after_the_day(events: list[Event], said: list[Event]) -> Iterator[Event]:
    """The events with the promise block in its place: after everything else of its day."""
    early = [event for event in events if said and event.day <= said[0].day]
    yield from early
    yield from said
    yield from events[len(early) :]


# ── many applications ────────────────────────────────────────────────────────────────────────────────────


def _offers(stories: list[Story], today: dt.date) -> list[tuple[dt.date, int, str, dt.date]]:
    """The offers that stand and whose deadline has not passed."""
    return [
        (story.ending.day, story.place, story.employer, story.ending.by)
        for story in stories
        if story.ending and story.ending.what == "offer" and story.ending.by and today <= story.ending.by
    ]


def _tell_of_offers(stories: list[Story], today: dt.date) -> None:
    """Rule 22."""
    offers = _offers(stories, today)
    for story in stories:
        held = [m.on for m in story.meetings if m.stage != "informational"]
        fitting = [o for o in offers if o[2] != story.employer and any(on <= o[3] for on in held)]
        if story.ending or not fitting:
            continue
        day = max(fitting)[0]
        if any(sent >= day for sent in story.deadlines_sent):
            continue
        wish = _window("offer-deadline", story.days, day, (0, 0, 1))
        story.plan(_judge(wish, story.days, today, None), story.person())


def _place(stories: list[Story]) -> None:
    """Rule 18: the messages of one employer, one after another."""
    fixed = [
        step["date"]
        for story in stories
        for step in story.messages()
        if step["kind"] in UNPROMPTED or step["kind"] == "offer-deadline"
    ]
    waiting: list[tuple[dt.date, int, Window, Generator[Window, Window, None], bool]] = []
    by_place = {story.place: story for story in stories}
    for story in stories:
        if not story.ending:
            talk = story.unsaid()
            wish = next(talk, None)
            if wish:
                waiting.append((wish.date, story.place, wish, talk, True))
    while waiting:
        waiting.sort(key=lambda row: row[:2])
        _, place, wish, talk, first = waiting.pop(0)
        put = by_place[place].put(wish, fixed, first)
        if put.status != "skipped":
            fixed.append(put.date)
        try:
            wish = talk.send(put)
        except StopIteration:
            continue
        waiting.append((wish.date, place, wish, talk, False))


def _value_wish(story: Story) -> Window | None:
    """Rule 19: where a useful link or idea would go, if it may."""
    open_check_in = [
        s for s in story.steps if s["kind"] == "check-in" and s["status"] not in ("done", "skipped")
    ]
    if story.ending or not story.promise or story.asked or story.values or not open_check_in:
        return None
    deadline = open_check_in[0]["date"]
    told = [
        step["date"]
        for step in story.messages()
        if step["date"] < deadline and (step["status"] == "done" or step["kind"] == "thank-you")
    ]
    return _window("add-value", story.days, max(told), (5, 7, 10)) if told else None


def _add_values(stories: list[Story], today: dt.date) -> None:
    """Rule 19, for one employer."""
    wishes = [(wish.date, story.place, wish, story) for story in stories if (wish := _value_wish(story))]
    for _, _, wish, story in sorted(wishes, key=lambda row: row[:2]):
        judged = _judge(wish, story.days, today, LONG_AGO)
        if judged.status != "skipped" and all(
            _apart(judged.date, story.days, step["date"], other.days)
            for other in stories
            for step in other.messages()
            if step["kind"] in UNPROMPTED
        ):
            story.plan(judged, story.person())


def _apart(one: dt.date, days: Days, other: dt.date, other_days: Days) -> bool:
    """Rule 17: five open days between, in the later one's calendar."""
    return one >= days.plus(other, 5) if one >= other else other >= other_days.plus(one, 5)


def _numbered(steps: list[Json]) -> list[Json]:
    """The steps in order of date, then id; a second one of a name gets `.2`."""
    seen: dict[str, int] = {}
    steps = sorted(steps, key=lambda step: (step["date"], step["status"] != "done"))
    for step in steps:
        name = step["id"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            step["id"] = f"{name}.{seen[name]}"
        for key in ("earliest", "date", "latest"):
            step[key] = step[key].isoformat()
    return sorted(steps, key=lambda step: (step["date"], step["id"]))


def calculate(search: Json, today: str) -> list[Json]:
    """The steps of a search file on a day."""
    now = dt.date.fromisoformat(today)
    stories = [Story(app, place, now) for place, app in enumerate(search.get("applications") or [])]
    for story in stories:
        if story.ending:
            story.finish()
        else:
            story.courtesies()
    _tell_of_offers(stories, now)
    for employer in dict.fromkeys(story.employer for story in stories):
        group = [story for story in stories if story.employer == employer]
        _place(group)
        _add_values(group, now)
    return _numbered([step for story in stories for step in story.steps])
