"""The picture for a phone: time runs from top to bottom, every step has its words beside its day.

A day with steps is as tall as their words and all other days are alike; of a long run of days on which
nothing begins or ends the middle is torn out, with a mark that says how many days pass there. So no words
ever meet, and the days keep their order. Windows that overlap stand side by side, each in a lane.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from followup_core.drawing import (
    DOT,
    ONE_DAY,
    Subject,
    box,
    frame,
    has_wait,
    has_window,
    line,
    mark,
    row,
    shortened,
    wrapped,
)
from followup_core.elements import Element, el
from followup_core.model import Step
from followup_core.opendays import Calendar
from followup_core.phrases import short_date

WIDTH, HEAD, FOOT = 300, 12, 8
DAY, TODAY, LINE, GAP = 8, 20, 17, 10
"""The heights of an empty day, of the line for today, of a line of text and of the room below a label."""
GUTTER, LANE, LANES, SPACE = 60, 14, 64, 14
"""Where the first lane is, how far apart lanes are, how wide all are at most, how far the words stand off."""
SMALL = 0.92
"""A date is set smaller and lighter than a title."""
LONGEST, EDGE, TORN = 21, 5, 40
"""How many empty days are drawn; of a longer run those at each end; and how tall the mark between them is."""
CLOSE = 18
"""Labels of the gutter nearer than this would touch."""


@dataclass(frozen=True, slots=True)
class _Tear:
    """Days that are left out, and where."""

    top: float
    days: int


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that are drawn, each with its top and its bottom, and what is left out between them."""

    places: dict[dt.date, tuple[float, float]]
    tears: tuple[_Tear, ...]

    def top(self, day: dt.date) -> float:
        return self.places[day][0]

    def bottom(self, day: dt.date) -> float:
        return self.places[day][1]

    @property
    def end(self) -> float:
        return self.places[max(self.places)][1]


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where the shapes of a step stand side by side with others; not `first` when they are there already."""

    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """The words of a step, and how far below the top of its day they begin."""

    lines: tuple[str, ...]
    when: str
    down: float

    @property
    def height(self) -> float:
        return LINE * (len(self.lines) + 1) + GAP


def vertical(subject: Subject) -> Element:
    """The picture, WIDTH wide; its height grows with the days and the steps."""
    lanes = _lanes(subject)
    last = max((lane.number for lane in lanes), default=0)
    pitch = min(LANE, LANES / (last + 1))
    left = GUTTER + pitch * last + SPACE
    labels = _labels(subject, left)
    days = _days(subject, labels)
    height = days.end + FOOT
    off = _days_off(subject.calendar, days) if subject.calendar else ()
    rows = [
        _row(step, label, lane, subject.today, days, pitch, left)
        for step, label, lane in zip(subject.steps, labels, lanes, strict=True)
    ]
    return frame(
        subject,
        "fu-pic--tall",
        WIDTH,
        height,
        el("g", {"class": "fu-pic-days"}, *off),
        *_ticks(subject.today, days),
        _today(subject.today, days),
        *rows,
        *(_tear(tear, left) for tear in days.tears),
    )


# ── where everything is ──────────────────────────────────────────────────────────────────────────────────


def _lanes(subject: Subject) -> list[_Lane]:
    """For each step the first lane that is free where its shapes stand; those that look alike share one."""
    looks = [(*_stretch(step, subject.today), step.kind == "stop", step.status) for step in subject.steps]
    ends: list[dt.date] = []
    taken: dict[object, int] = {}
    for look in sorted(set(looks)):
        begin, end = look[:2]
        free = next((lane for lane, before in enumerate(ends) if before < begin), len(ends))
        ends[free : free + 1] = [end]
        taken[look] = free
    return [_Lane(taken[look], look not in looks[:n]) for n, look in enumerate(looks)]


def _stretch(step: Step, today: dt.date) -> tuple[dt.date, dt.date]:
    if not has_window(step):
        return step.date, step.date
    return (min(today + ONE_DAY, step.earliest) if has_wait(step) else step.earliest), step.latest


def _labels(subject: Subject, left: float) -> list[_Label]:
    room = WIDTH - left
    taken = {subject.today: float(TODAY)}
    labels = []
    for step in subject.steps:
        when = short_date(step.date) + (f" · {subject.employer(step)}" if subject.several else "")
        lines = tuple(wrapped(subject.title(step), room, 2))
        label = _Label(lines, shortened(when, room / SMALL), taken.get(step.date, GAP / 2))
        taken[step.date] = label.down + label.height
        labels.append(label)
    return labels


def _days(subject: Subject, labels: list[_Label]) -> _Days:
    """Every day from the first to the last, but of a long empty run only its ends."""
    tall = {subject.today: float(TODAY)}
    for step, label in zip(subject.steps, labels, strict=True):
        for day in (step.earliest, step.latest):
            tall.setdefault(day, DAY)
        tall[step.date] = label.down + label.height
    next_day, y = min(tall) - ONE_DAY, float(HEAD)
    places: dict[dt.date, tuple[float, float]] = {}
    tears = []
    for day in [*sorted(tall), max(tall) + ONE_DAY]:
        empty = (day - next_day).days
        for n in range(empty) if empty <= LONGEST else (*range(EDGE), *range(empty - EDGE, empty)):
            if n == empty - EDGE and empty > LONGEST:
                tears.append(_Tear(y, empty - 2 * EDGE))
                y += TORN
            places[next_day + n * ONE_DAY] = y, y + DAY
            y += DAY
        places[day] = y, y + tall.get(day, DAY)
        y = places[day][1]
        next_day = day + ONE_DAY
    return _Days(places, tuple(tears))


# ── the paper ────────────────────────────────────────────────────────────────────────────────────────────


def _days_off(calendar: Calendar, days: _Days) -> Iterator[Element]:
    """One shaded band for each run of days off."""
    start: float | None = None
    before = 0.0
    for day, (top, bottom) in days.places.items():
        off = not calendar.is_open(day)
        if start is not None and (not off or top > before):
            yield box("fu-pic-off", 0, start, WIDTH, before - start)
            start = None
        if off and start is None:
            start = top
        before = bottom
    if start is not None:
        yield box("fu-pic-off", 0, start, WIDTH, before - start)


def _ticks(today: dt.date, days: _Days) -> Iterator[Element]:
    """A line above every Monday, with its date where nothing else stands."""
    middle = days.top(today) + TODAY / 2
    for day, (top, _) in days.places.items():
        if day.weekday() == 0:
            free = abs(top - middle) >= CLOSE and not any(
                tear.top - CLOSE / 2 < top < tear.top + TORN + CLOSE / 2 for tear in days.tears
            )
            words = short_date(day).split(maxsplit=1)[1]
            yield _ruled("fu-pic-tick", top, words if free else None)


def _today(today: dt.date, days: _Days) -> Element:
    return _ruled("fu-pic-today", days.top(today) + TODAY / 2, "today")


def _ruled(look: str, y: float, words: str | None) -> Element:
    """A line across the picture, with words before it."""
    said = el("text", {"x": "0", "y": f"{y + 4.5:g}"}, words) if words else None
    return el("g", {"class": look}, line(None, GUTTER - 12, y, WIDTH, y), said)


def _tear(tear: _Tear, left: float) -> Element:
    """Two torn edges over whatever runs on below them, and between them how many days are missing."""
    teeth = WIDTH // 20 + 1
    there, back = "l10 4l10 -4" * teeth, "l-10 -4l-10 4" * teeth
    path = f"M-10 {tear.top + 2:g}{there}v{TORN - 4}{back}z"
    words = f"{tear.days} days pass"
    return el(
        "g",
        {"class": "fu-pic-torn"},
        el("path", {"d": path}),
        el("text", {"x": f"{left:g}", "y": f"{tear.top + TORN / 2 + 4.5:g}"}, words),
    )


# ── the steps ────────────────────────────────────────────────────────────────────────────────────────────


def _row(
    step: Step, label: _Label, lane: _Lane, today: dt.date, days: _Days, pitch: float, left: float
) -> Element:
    x = GUTTER + pitch * lane.number
    place = days.top(step.date) + label.down
    y = place + LINE / 2
    return row(
        step,
        *(_window(step, x, max(2, min(10, pitch - 4)), today, days) if lane.first else ()),
        line("fu-pic-lead", x + DOT + 3, y, left - 4, y) if left > x + SPACE else None,
        mark(step, x, y),
        _words(label, left, place),
    )


def _window(step: Step, x: float, thick: float, today: dt.date, days: _Days) -> Iterator[Element]:
    """The days on which the step is right, and the wait for them."""
    top, bottom = days.top(step.earliest) + 1, days.bottom(step.latest) - 1
    if has_wait(step):
        yield line("fu-pic-wait", x, days.bottom(today) + 2, x, top)
    if has_window(step):
        yield box("fu-pic-bar", x - thick / 2, top, thick, bottom - top, thick / 2)


def _words(label: _Label, left: float, top: float) -> Element:
    first, *more = label.lines
    at = [{"x": f"{left:g}", "y": f"{top + LINE * n + 13:g}"} for n in range(len(label.lines) + 1)]
    return el(
        "text",
        at[0],
        first,
        *(el("tspan", place, words) for place, words in zip(at[1:], more, strict=False)),
        el("tspan", {"class": "fu-pic-when", **at[-1]}, label.when),
    )
