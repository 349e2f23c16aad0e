"""What both forms of the picture share: what is shown, its words, the mark of a day, how wide a text is.

The classes are styled by the page; picture.py has a style for a file of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from followup_core.elements import Element, el
from followup_core.model import Application, Plan, Search, Step
from followup_core.opendays import Calendar, calendar_for
from followup_core.phrases import long_date, soonest, status_words, step_title

MAX_ROWS = 60
"""More rows than this are no picture any more; the list below it has them all."""
ONE_DAY = dt.timedelta(1)
DOT = 6
"""The radius of the mark of a day, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn: the steps in the order of the plan, and the calendar if their applications share one."""

    today: dt.date
    steps: tuple[Step, ...]
    applications: Mapping[str, Application]
    calendar: Calendar | None

    @property
    def several(self) -> bool:
        """Whether an employer has to be named beside each step."""
        return len({step.application for step in self.steps}) > 1

    def title(self, step: Step) -> str:
        """What to do: `Thank Maria Lopez`."""
        return step_title(step, self.applications[step.application])

    def employer(self, step: Step) -> str:
        return self.applications[step.application].employer


def subject(plan: Plan, search: Search) -> Subject:
    """A plan to draw, its next MAX_ROWS steps when there are more."""
    steps = tuple(soonest(plan.steps, MAX_ROWS))
    applications = {application.id: application for application in search.applications}
    calendar = _common_calendar(applications[step.application] for step in steps)
    return Subject(plan.today, steps, applications, calendar)


def _common_calendar(applications: Iterator[Application]) -> Calendar | None:
    calendars = {id(c): c for c in (calendar_for(a.country, a.region) for a in applications)}
    return next(iter(calendars.values())) if len(calendars) == 1 else None


def frame(subject: Subject, form: str, width: int, height: float, *drawn: Element | None) -> Element:
    """The picture with its name and, for whoever does not see it, all of it in words. `form` is a class."""
    title = f"Timeline of the plan on {long_date(subject.today)}"
    attributes = {"viewBox": f"0 0 {width} {height:g}", "class": f"fu-pic {form}", "role": "img"}
    return el(
        "svg",
        {**attributes, "aria-label": title},
        el("title", None, title),
        el("desc", None, _description(subject)),
        *drawn,
    )


def _description(subject: Subject) -> str:
    parts = (
        f"{long_date(s.date)}: {subject.title(s)}, "
        f"{subject.employer(s)} ({status_words(s, subject.today).lower()})"
        for s in subject.steps
    )
    return ". ".join(parts) + "."


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────────────


def row(step: Step, *drawn: Element | None) -> Element:
    """All that belongs to one step; its class tells the status."""
    kind = "stop" if step.kind == "stop" else step.status
    return el("g", {"class": f"fu-pic-row fu-pic-row--{kind}"}, *drawn)


def has_wait(step: Step) -> bool:
    """Whether a dotted stretch leads to the window."""
    return step.status == "waiting" and step.kind != "stop"


def has_window(step: Step) -> bool:
    """Whether the window is drawn: not when the step is done, nor for rest."""
    return step.status != "done" and step.kind != "stop"


def box(look: str, left: float, top: float, width: float, height: float, round: float = 0) -> Element:
    """A rectangle of this class, with round corners when wanted."""
    sizes = {"x": f"{left:g}", "y": f"{top:g}", "width": f"{width:g}", "height": f"{height:g}"}
    return el("rect", {"class": look, **sizes, "rx": f"{round:g}" if round else None})


def line(look: str | None, x1: float, y1: float, x2: float, y2: float) -> Element:
    """A straight line, of this class when it has one."""
    ends = {"x1": f"{x1:g}", "x2": f"{x2:g}", "y1": f"{y1:g}", "y2": f"{y2:g}"}
    return el("line", {"class": look, **ends})


def mark(step: Step, x: float, y: float) -> Element:
    """The day itself: a square for rest, a ticked disc for done, a disc for now, a ring for later."""
    if step.kind == "stop":
        return box("fu-pic-dot", x - 5, y - 5, 10, 10)
    disc = el("circle", {"class": "fu-pic-dot", "cx": f"{x:g}", "cy": f"{y:g}", "r": f"{DOT}"})
    if step.status != "done":
        return disc
    return el("g", None, disc, el("path", {"class": "fu-pic-check", "d": f"M{x - 3:g} {y:g}l2 3l4 -6"}))


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────

_NARROW = frozenset("fijlrtI .,:;'’!|()[]-·")
_BROAD = frozenset("mwMW@")


def _letter(letter: str) -> float:
    """How wide a letter of a label is, in units of the picture and on the safe side."""
    if letter in _NARROW:
        return 4.6
    if letter in _BROAD:
        return 12.8
    if "a" <= letter <= "z" or "0" <= letter <= "9":
        return 8
    if east_asian_width(letter) in "WF":
        return 15
    return 0 if category(letter) == "Mn" else 10


def width(text: str) -> float:
    """About how wide a label is, in units of the picture."""
    return sum(map(_letter, text))


def shortened(text: str, room: float) -> str:
    """The text as far as it fits, with an ellipsis where it was cut."""
    return text if width(text) <= room else f"{_fitting(text, room - width('…')).rstrip()}…"


def wrapped(text: str, room: float, most: int) -> list[str]:
    """The text in at most this many lines, broken between words where they fit; the last may be shortened."""
    lines: list[str] = []
    while len(lines) < most - 1 and width(text) > room:
        start = _fitting(text, room)
        whole = start if text[len(start)] == " " else start[: start.rfind(" ") + 1] or start
        lines.append(whole.strip())
        text = text[len(whole) :].strip()
    return [*lines, shortened(text, room)]


def _fitting(text: str, room: float) -> str:
    """The beginning of a text that fits, at least one letter."""
    used = 0.0
    for at, letter in enumerate(text):
        used += _letter(letter)
        if used > room:
            return text[: max(at, 1)]
    return text
