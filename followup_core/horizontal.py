"""The picture for a desk: time runs from left to right, one row for each step on a common line of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from followup_core.drawing import (
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
    width,
)
from followup_core.elements import Element, el
from followup_core.model import Step
from followup_core.opendays import Calendar
from followup_core.phrases import short_date

WIDTH, ROW, HEAD, FOOT, SIDE = 720, 44, 40, 12, 16
LABEL_WIDTH = 64
DATE = 86
"""How wide the date behind a label is, with its distance."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to horizontal places."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date, part: float = 0.5) -> float:
        """The place of a day: its beginning (0), middle (0.5) or end (1)."""
        span = (self.last - self.first).days + 1
        inside = min(max((day - self.first).days + part, 0), span)
        return round(SIDE + (WIDTH - 2 * SIDE) * inside / span, 1)

    @property
    def day_width(self) -> float:
        """The width of one day."""
        return (WIDTH - 2 * SIDE) / ((self.last - self.first).days + 1)


def horizontal(subject: Subject) -> Element:
    """The picture, WIDTH wide; its height grows with the steps."""
    scale = _scale(subject)
    height = HEAD + ROW * len(subject.steps) + FOOT
    off = _days_off(subject.calendar, scale, height) if subject.calendar else ()
    return frame(
        subject,
        "fu-pic--wide",
        WIDTH,
        height,
        el("g", {"class": "fu-pic-days"}, *off),
        *_ticks(subject.today, scale, height),
        _today(subject.today, scale, height),
        *(_row(step, subject, scale, HEAD + ROW * n) for n, step in enumerate(subject.steps)),
    )


def _scale(subject: Subject) -> _Scale:
    days = [subject.today, *(day for step in subject.steps for day in (step.earliest, step.latest))]
    return _Scale(min(days) - ONE_DAY, max(days) + 2 * ONE_DAY)


def _days_off(calendar: Calendar, scale: _Scale, height: int) -> Iterator[Element]:
    """One shaded column for each run of days off."""
    day = scale.first
    while day <= scale.last:
        start = day
        while day <= scale.last and not calendar.is_open(day):
            day += ONE_DAY
        if day > start:
            left, right = scale.x(start, 0), scale.x(day - ONE_DAY, 1)
            yield box("fu-pic-off", left, HEAD, right - left, height - HEAD)
        day += ONE_DAY


def _ticks(today: dt.date, scale: _Scale, height: int) -> Iterator[Element]:
    """A line at every Monday, or at every second, fourth … where they would stand too close, and its date."""
    weeks = 1
    while weeks * 7 * scale.day_width < LABEL_WIDTH:
        weeks *= 2
    day = scale.first + dt.timedelta(-scale.first.weekday() % 7)
    while day <= scale.last:
        x = scale.x(day, 0)
        words = short_date(day).split(maxsplit=1)[1]
        free = x + LABEL_WIDTH / 2 < WIDTH and abs(x - scale.x(today)) > LABEL_WIDTH / 3
        yield el(
            "g",
            {"class": "fu-pic-tick"},
            line(None, x, HEAD - 6, x, height),
            el("text", {"x": f"{x:g}", "y": str(HEAD - 12), "text-anchor": "middle"}, words)
            if free
            else None,
        )
        day += dt.timedelta(7 * weeks)


def _today(today: dt.date, scale: _Scale, height: int) -> Element:
    x = scale.x(today)
    return el(
        "g",
        {"class": "fu-pic-today"},
        line(None, x, 14, x, height),
        el("text", {"x": f"{x:g}", "y": "11", "text-anchor": "middle"}, "today"),
    )


def _row(step: Step, subject: Subject, scale: _Scale, top: int) -> Element:
    middle = top + 31
    left, right = scale.x(step.earliest, 0), scale.x(step.latest, 1)
    title = subject.title(step) + (f" · {subject.employer(step)}" if subject.several else "")
    title = shortened(title, WIDTH - 2 * SIDE - DATE)
    place, end = _label(left, right, width(title) + DATE)
    words = {"x": f"{place:g}", "y": str(top + 17), "text-anchor": end}
    when = el("tspan", {"class": "fu-pic-when", "dx": "8"}, short_date(step.date))
    wait = line("fu-pic-wait", scale.x(subject.today, 1), middle, left, middle)
    return row(
        step,
        el("text", words, title, when),
        wait if has_wait(step) else None,
        box("fu-pic-bar", left, middle - 5, right - left, 10, 5) if has_window(step) else None,
        mark(step, scale.x(step.date), middle),
    )


def _label(left: float, right: float, width: float) -> tuple[float, str]:
    """Where a label stands and which of its ends that is: at the window's start, else ending at its end."""
    if left <= WIDTH / 2:
        return (left, "start") if left + width <= WIDTH else (WIDTH - SIDE, "end")
    return (right, "end") if right - width >= 0 else (SIDE, "start")
