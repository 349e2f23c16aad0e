"""Search file + today -> dated steps.

Pure: the same search, day and profiles give the same plan. history.py reads what happened in one
application; here its messages are planned and then placed one after another, so that two messages to one
employer keep their distance; reasons.py says why. The numbered rules are in docs/reference/plan-rules.md.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, cast

from followup_core.diagnostics import START, Collector, Mark
from followup_core.history import Event, History, Numbered, first_with_role, last
from followup_core.model import STEP_KINDS, Application, LogEntry, Plan, Search, Status, Step, StepKind
from followup_core.opendays import calendar_for, countries, regions
from followup_core.planned import Basis, Case, Planned, Window
from followup_core.profiles import Rules
from followup_core.reasons import explain

GAP = 5
"""Open days between two unprompted messages to one employer (rule 17)."""
REPLY_LIMIT = 5
"""Open days after its anchor through which a thank-you or an answer still helps (rule 15)."""
STATUS_LIMIT = 30
"""Open days after its window through which a status message still helps (rule 15)."""
NOON = dt.time(12, 0)

CHAIN: tuple[StepKind, ...] = ("check-in", "second-check-in", "closing")
UNPROMPTED = frozenset({"check-in", "assignment-received", "second-check-in", "closing", "add-value"})
SPACED = UNPROMPTED | {"offer-deadline"}
"""What the next unprompted message keeps its distance from (rules 17, 18 and 22)."""
NO_MESSAGE = frozenset({"ask-next-steps", "stop"})


def plan_search(
    search: Search,
    today: dt.date,
    rules_for: Callable[[Application], Rules],
    application: str | None = None,
    path: str = "<text>",
) -> Plan:
    """The plan of the whole search on `today`; `application` narrows the list.

    `rules_for` gives the profiles that an application falls under. The plan's diagnostics are warnings:
    entries that were ignored, calendars that are not known.
    """
    cases = [
        Case(place, a, today, calendar_for(a.country, a.region), rules_for(a), History(a, today))
        for place, a in enumerate(search.applications)
    ]
    steps = [step for case in cases for step in _unspaced(case)]
    steps += _offer_deadlines(cases)
    steps += _status_messages(cases, steps)
    steps += _add_values(cases, steps)
    listed = [s for s in steps if application in (None, s.case.application.id)]
    warnings = Collector(path)
    furthest: dict[int, dt.date] = {}
    for s in listed:
        if s.status != "done":
            furthest[s.case.place] = max(s.date, furthest.get(s.case.place, s.date))
    for case in cases:
        if application in (None, case.application.id):
            _warn(case, furthest.get(case.place, today), warnings)
    return Plan(today, _named(listed), warnings.sorted())


def _named(steps: Iterable[Planned]) -> tuple[Step, ...]:
    """The steps with ids and reasons, by date, then id. A repeated id gets .2, .3 … in order."""
    seen: Counter[str] = Counter()
    named = []
    for s in sorted(steps, key=lambda s: (s.status != "done", s.date)):
        base = f"{s.case.application.id}/{s.kind}/{s.to or '-'}/{s.n}"
        seen[base] += 1
        id = base if seen[base] == 1 else f"{base}.{seen[base]}"
        named.append(
            Step(id, s.case.application.id, s.kind, s.to, s.channel, *s.window, s.status, explain(s))
        )
    return tuple(sorted(named, key=lambda step: (step.date, step.id)))


# ── rules 14 and 15: a window as it looks today ──────────────────────────────────────────────────────────


def _settle(case: Case, window: Window, limit: dt.date | None) -> tuple[Window, Status]:
    earliest, date, latest = window
    if case.today < earliest:
        return window, "upcoming"
    if case.today <= latest:
        return (earliest, max(date, case.first_open_day), latest), "due"
    if limit is None or case.today <= limit:
        return (earliest, case.first_open_day, case.first_open_day), "overdue"
    return window, "skipped"


def _message(case: Case, kind: StepKind, to: str | None, n: int, window: Window, basis: Basis) -> Planned:
    window, status = _settle(case, window, basis.limit)
    return Planned(case, kind, to, n, window, status, basis)


def _stop(case: Case, day: dt.date, n: int, event: str) -> Planned:
    """The card that ends a round: its day is the ending's or the closing note's (rule 11)."""
    status: Status = "waiting" if case.today >= day else "upcoming"
    return Planned(case, "stop", None, n, (day, day, day), status, Basis("stop", day, event), None)


# ── what keeps no distance to anything ───────────────────────────────────────────────────────────────────


def _unspaced(case: Case) -> Iterator[Planned]:
    """Everything but unprompted messages and offer-deadline."""
    yield from _done(case)
    ending = case.history.ending
    if ending:
        yield from _after_ending(case, ending)
        return
    yield from _ask_next_steps(case)
    yield from _thank_yous(case)
    for event in case.history.open_no_shows:
        yield _answer(case, "no-show", event, "the missed meeting")


def _answer(case: Case, kind: StepKind, event: Event[LogEntry], phrase: str) -> Planned:
    """The answer to something received: rejection-reply, offer-reply, no-show."""
    limit = None if kind == "offer-reply" else case.calendar.add(event.on, REPLY_LIMIT)
    window = case.window(event.on, case.rules.number(kind).days)
    n = case.history.round_number(event.order if kind == "no-show" else None)
    basis = Basis(kind, event.on, phrase, limit=limit)
    return _message(case, kind, case.history.answering(event.what), n, window, basis)


def _after_ending(case: Case, ending: Event[LogEntry]) -> Iterator[Planned]:
    """The answer and the stop that an ending asks for (rule 11)."""
    history, n = case.history, case.history.round_number()
    what = ending.what.received or ending.what.sent
    if what == "rejection" and not history.sent_after("rejection-reply", ending):
        yield _answer(case, "rejection-reply", ending, "their answer")
    if what == "offer" and not history.sent_after("offer-reply", ending):
        yield _answer(case, "offer-reply", ending, "their offer")
    if what != "offer" and not history.sent_after("stop", ending):
        yield _stop(case, ending.on, n, f"ending:{what}")


def _ask_next_steps(case: Case) -> Iterator[Planned]:
    """The checklist for each interview ahead; handing in an assignment is no interview (rules 3 and 20)."""
    settled = {_asked(case, entry.on) for entry in case.history.log if entry.sent == "ask-next-steps"}
    for n in case.history.ahead():
        if n.interview.stage != "assignment" and n.position not in settled:
            day = n.interview.on
            status: Status = "due" if day == case.today else "upcoming"
            basis = Basis("ask-next-steps", day, "the interview")
            yield Planned(case, "ask-next-steps", None, n.position, (day, day, day), status, basis, None)


def _asked(case: Case, day: dt.date) -> int:
    """The position of the interview that a question about next steps logged on `day` belongs to."""
    interviews = _conversations(case)
    coming = [n.position for n in interviews if n.interview.on >= day]
    return coming[0] if coming else interviews[-1].position if interviews else 1


# ── thank-yous: rules 4, 5, 12 ───────────────────────────────────────────────────────────────────────────


def _conversations(case: Case) -> list[Numbered]:
    """The interviews that earn thanks, earliest first (rule 20)."""
    return [n for n in case.history.interviews if n.interview.stage != "assignment"]


def _thanked(case: Case, n: Numbered) -> tuple[str | None, ...]:
    """Who is thanked for this interview: everybody, or one of a panel (rules 4 and 5)."""
    people = n.interview.people
    if len(people) < 2 or case.rules.panel == "each":
        return people or (None,)
    met = [contact for id in people if (contact := case.application.contact(id))]
    coordinator = first_with_role(case.application.contacts, "coordinator")
    return (coordinator or first_with_role(met, "hiring-manager") or people[0],)


def _thank_you_window(case: Case, n: Numbered) -> Window:
    day = n.interview.on
    next_day = case.calendar.add(day, 1)
    early = n.interview.at is not None and n.interview.at < NOON and case.calendar.is_open(day)
    return day, day if early else next_day, next_day


def _thank_yous(case: Case) -> Iterator[Planned]:
    owed: dict[tuple[object, ...], tuple[Numbered, str | None]] = {}
    for n in _conversations(case):
        for to in _thanked(case, n):
            # Someone met twice in a day is thanked for the later conversation (rule 4).
            owed[(n.interview.on, to) if to else (n.position,)] = (n, to)
    settled = {
        pair for entry in case.history.log if entry.sent == "thank-you" for pair in _settles(case, entry)
    }
    for n, to in owed.values():
        if (n.position, to) not in settled:
            limit = case.calendar.add(n.interview.on, REPLY_LIMIT)
            basis = Basis("thank-you", n.interview.on, "the interview", limit=limit)
            yield _message(case, "thank-you", to, n.position, _thank_you_window(case, n), basis)


def _meant(case: Case, entry: LogEntry) -> Numbered | None:
    """The interview that a logged thank-you belongs to (rule 12)."""
    held = [n for n in _conversations(case) if n.interview.on <= entry.on]
    with_them = [n for n in held if entry.to in (*n.interview.people, *_thanked(case, n))]
    return last(with_them if entry.to and with_them else held)


def _settles(case: Case, entry: LogEntry) -> Iterator[tuple[int, str | None]]:
    """The (interview, person) pairs that need no more thanks."""
    n = _meant(case, entry)
    if n is None:
        return
    people, thanked = n.interview.people, _thanked(case, n)
    one_of_panel = len(thanked) < len(people) and entry.to in people
    for to in thanked:
        if to is None or entry.to in (None, to) or one_of_panel:
            yield n.position, to


# ── what was sent: rule 12 ───────────────────────────────────────────────────────────────────────────────


def _done(case: Case) -> Iterator[Planned]:
    history = case.history
    for event in history.logged:
        entry = event.what
        if entry.sent is None or entry.sent not in STEP_KINDS:
            continue
        people: tuple[str | None, ...] = (entry.to,)
        n = history.round_number(event.order)
        if entry.sent == "thank-you":
            meant = _meant(case, entry)
            n = meant.position if meant else 1
            people = meant.interview.people or people if meant and entry.to is None else people
        elif entry.sent == "ask-next-steps":
            n = _asked(case, entry.on)
        channel = None if entry.sent in NO_MESSAGE else entry.channel or "email"
        for to in people:
            basis = Basis("done", entry.on)
            yield Planned(case, cast(StepKind, entry.sent), to, n, (entry.on,) * 3, "done", basis, channel)


# ── status messages: rules 6 to 9, 15 to 18, 20 ──────────────────────────────────────────────────────────


def _first_basis(case: Case) -> tuple[StepKind, Basis]:
    """What the first status message of the round is and what it counts from."""
    history, promise = case.history, case.history.live_promise
    if promise:
        return "check-in", Basis("check-in-after-promise", promise.by, "the promised date", promise)
    start, interview = history.round_start, history.last_interview
    if start and isinstance(start.what, LogEntry):
        phrase = "their reply" if start.what.received == "reply" else "the missed meeting"
        return "check-in", Basis("check-in", start.on, phrase)
    if interview is None:
        return "check-in", Basis("check-in", start.on if start else case.today, "what they said")
    stage, day = interview.interview.stage, interview.interview.on
    if stage == "assignment":
        return "assignment-received", Basis("assignment-received", day, "handing in the assignment")
    if stage == "phone-screen" and not case.rules.overrides("check-in"):
        return "check-in", Basis("check-in-after-phone-screen", day, "the phone screen")
    return "check-in", Basis("check-in", day, "the interview")


def _later_basis(case: Case, kind: StepKind, anchor: dt.date) -> Basis:
    """What a further message counts from: the one before, or a live promise that is later (rule 9)."""
    promise = case.history.live_promise
    if promise and case.window(anchor, case.rules.number(kind).days)[1] <= promise.by:
        return Basis("check-in-after-promise", promise.by, "the promised date", promise)
    return Basis(kind, anchor, "your closing note" if kind == "stop" else "your last message")


def _next_message(case: Case) -> tuple[int, StepKind, Basis] | None:
    """The next message of the chain that was not sent yet, with its place in the chain."""
    history = case.history
    if history.ending or history.closing_sent:
        return None
    missed = any(entry.received == "no-show" for entry in history.log)
    if not (history.last_interview or history.known_promise or missed):
        return None
    sent = history.status_sent
    if not sent:
        return 0, *_first_basis(case)
    link = min(len(sent), 2)
    return link, CHAIN[link], _later_basis(case, CHAIN[link], sent[-1].on)


def _status_messages(cases: list[Case], steps: list[Planned]) -> list[Planned]:
    """Check-ins and closing notes, placed by unmoved date, then file order (rule 18)."""
    previous: dict[str, dt.date] = {}
    for s in steps:
        if s.kind in SPACED:
            previous[s.case.employer] = max(s.date, previous.get(s.case.employer, s.date))
    placed: list[Planned] = []
    queue: list[tuple[dt.date, int, int, StepKind, Basis]] = []

    def propose(case: Case, link: int, kind: StepKind, basis: Basis) -> None:
        unmoved = case.window(basis.anchor, case.rules.number(basis.rule).days)[1]
        heapq.heappush(queue, (unmoved, case.place, link, kind, basis))

    first = {case.place: found for case in cases if (found := _next_message(case))}
    for place, (link, kind, basis) in first.items():
        propose(cases[place], link, kind, basis)
    while queue:
        _, place, link, kind, basis = heapq.heappop(queue)
        case = cases[place]
        step = _place(case, kind, basis, previous.get(case.employer))
        if step.status == "upcoming" and link == first[place][0] and not any(case.history.ahead()):
            step = replace(step, status="waiting")
        placed.append(step)
        if step.status == "skipped" and step.basis.limit:
            placed.append(_stop(case, step.basis.limit, step.n, "too-late"))
            continue
        previous[case.employer] = max(step.date, previous.get(case.employer, step.date))
        if kind == "closing":
            placed.append(_stop(case, step.date, step.n, "closing"))
        else:
            kind = CHAIN[link + 1]
            propose(case, link + 1, kind, _later_basis(case, kind, step.date))
    placed += [stop for case in cases if (stop := _stop_after_closing(case))]
    return [s for s in placed if s.kind != "stop" or not _stopped(s.case)]


def _place(case: Case, kind: StepKind, basis: Basis, previous: dt.date | None) -> Planned:
    """One message at its distance from the one before it (rule 18), as it looks today (rules 14 and 15)."""
    earliest, date, latest = case.window(basis.anchor, case.rules.number(basis.rule).days)
    if previous and (free := case.calendar.add(previous, GAP)) > earliest:
        if free > date:
            basis = replace(basis, gap_from=previous)
        earliest, date, latest = free, max(date, free), max(latest, date, free)
    basis = replace(basis, limit=case.calendar.add(latest, STATUS_LIMIT))
    return _message(
        case, kind, case.history.recipient, case.history.round_number(), (earliest, date, latest), basis
    )


def _stop_after_closing(case: Case) -> Planned | None:
    closing = case.history.closing_sent
    if closing is None or case.history.ending:
        return None
    return _stop(case, closing.on, case.history.round_number(), "closing")


def _stopped(case: Case) -> bool:
    """Whether the person has already noted that this round is over."""
    return any(entry.sent == "stop" for entry in case.history.since_round_start())


# ── another employer's offer: rule 22 ────────────────────────────────────────────────────────────────────


class _Offer(NamedTuple):
    """A real offer with a deadline that is not over."""

    event: Event[LogEntry]
    deadline: dt.date
    employer: str


def _offer_deadlines(cases: list[Case]) -> Iterator[Planned]:
    """The note to everybody else while an offer stands; of several offers the last one counts."""
    offers = sorted(filter(None, map(_standing_offer, cases)), key=lambda o: o.event.order, reverse=True)
    for case in cases:
        other = next((offer for offer in offers if offer.employer != case.employer), None)
        if other and not case.history.ending:
            yield from _offer_deadline(case, other)


def _standing_offer(case: Case) -> _Offer | None:
    ending = case.history.ending
    deadline = ending.what.by if ending and ending.what.received == "offer" else None
    if ending is None or deadline is None or case.today > deadline:
        return None
    return _Offer(ending, deadline, case.employer)


def _offer_deadline(case: Case, offer: _Offer) -> Iterator[Planned]:
    history, made = case.history, offer.event.on
    interviewed = any(n.interview.on <= offer.deadline for n in history.anchors)
    told = any(entry.sent == "offer-deadline" and entry.on >= made for entry in history.log)
    if interviewed and not told:
        window = case.window(made, case.rules.number("offer-deadline").days)
        basis = Basis("offer-deadline", made, "the other offer")
        yield _message(case, "offer-deadline", history.recipient, history.round_number(), window, basis)


# ── something useful: rule 19 ────────────────────────────────────────────────────────────────────────────


def _add_values(cases: list[Case], steps: list[Planned]) -> list[Planned]:
    """Companions to a wait, where they leave the distance to every other unprompted message."""
    own: dict[int, list[Planned]] = defaultdict(list)
    unprompted: dict[str, list[Planned]] = defaultdict(list)
    for s in steps:
        own[s.case.place].append(s)
        if s.kind in UNPROMPTED and s.status != "skipped":
            unprompted[s.case.employer].append(s)
    anchors = [(anchor, case) for case in cases if (anchor := _wait_to_fill(case, own[case.place]))]
    windows = [
        (case.window(anchor, case.rules.number("add-value").days), anchor, case) for anchor, case in anchors
    ]
    kept = []
    for window, anchor, case in sorted(windows, key=lambda found: (found[0][1], found[2].place)):
        basis = Basis("add-value", anchor, "your last message", case.history.live_promise, limit=window[2])
        step = _message(case, "add-value", case.history.recipient, case.history.round_number(), window, basis)
        if step.status != "skipped" and all(_apart(step, other) for other in unprompted[case.employer]):
            unprompted[case.employer].append(step)
            kept.append(step)
    return kept


def _wait_to_fill(case: Case, own: list[Planned]) -> dt.date | None:
    """The day of the last message before a promised answer, when nothing useful was sent since."""
    history = case.history
    if not history.live_promise or any(entry.sent == "add-value" for entry in history.since_round_start()):
        return None
    pending = (
        s for s in own if s.kind == "check-in" and s.basis.promise and s.status not in ("done", "skipped")
    )
    check_in = next(pending, None)
    if check_in is None:
        return None
    messages = (s for s in own if s.status == "done" or (s.kind == "thank-you" and s.status != "skipped"))
    days = [s.date for s in messages if s.kind not in NO_MESSAGE and s.date < check_in.date]
    return max(days, default=None)


def _apart(one: Planned, other: Planned) -> bool:
    """Whether two messages keep their distance, in the calendar of the later one (rule 17)."""
    earlier, later = sorted((one, other), key=lambda s: s.date)
    return later.date >= later.case.calendar.add(earlier.date, GAP)


# ── warnings ─────────────────────────────────────────────────────────────────────────────────────────────


def _warn(case: Case, furthest: dt.date, warnings: Collector) -> None:
    application = case.application
    for what in case.history.ignored():
        kind, day = ("log entry", what.on) if isinstance(what, LogEntry) else ("promise", what.said)
        message = f"This {kind} is dated {day}, after today ({case.today}), so the plan leaves it out."
        warnings.warning("PLAN-FUTURE", message, what.mark or START, "check the date")
    at: Mark = application.mark or START
    if application.country and application.country not in countries():
        message = f"The public holidays of {application.country} are not known; only weekends are left out."
        warnings.warning("PLAN-COUNTRY", message, at)
    elif (
        application.country and application.region and application.region not in regions(application.country)
    ):
        message = f"No region {application.region!r} is known in {application.country}; national days count."
        known = ", ".join(sorted(regions(application.country)))
        warnings.warning("PLAN-REGION", message, at, f"known: {known}" if known else "leave the region out")
    if application.country in countries() and not case.calendar.covers(furthest):
        known = f"{case.calendar.first} to {case.calendar.last}"
        message = f"Holidays are known for {known}; {furthest} lies outside."
        warnings.warning("PLAN-YEARS", message, at, "check that day yourself")
