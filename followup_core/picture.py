"""The plan as a picture: one row for each step on a common line of days.

A row shows the window as a bar and the day to act on as a dot; a dotted stretch is waiting. Days off are
shaded where all applications share them, and a line marks today. Shapes differ with the status, not only
colours. The classes are styled by the page; `standalone` brings the same style along for a file of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from followup_core.elements import Element, el, to_html
from followup_core.model import Application, Plan, Search, Step
from followup_core.opendays import Calendar, calendar_for
from followup_core.phrases import long_date, short_date, soonest, status_words, step_title

WIDTH, ROW, HEAD, FOOT, SIDE = 720, 44, 40, 12, 16
MAX_ROWS = 60
"""More rows than this are no picture any more; the list below it has them all."""
LABEL_WIDTH = 64
LETTER, WIDE_LETTER, DATE = 7.2, 13.5, 76
"""How wide a letter of a label, an East Asian one and the date behind it are, on the safe side."""
ONE_DAY = dt.timedelta(1)

STYLE = """
svg { color-scheme: light dark; --ink: #22302c; --soft: #5a6b65; --line: #d5ddd9; --off: #eef2f0;
      --accent: #2f6f5e; --wait: #7a5c17; --paper: #ffffff; background: var(--paper); }
@media (prefers-color-scheme: dark) { svg { --ink: #e6ece9; --soft: #a3b3ad; --line: #3a4743; --off: #232c29;
      --accent: #7cc4ae; --wait: #e2c071; --paper: #171d1b; } }
text { font: 13px system-ui, sans-serif; fill: var(--ink); }
.fu-pic-tick text, .fu-pic-when { fill: var(--soft); font-size: 11px; }
.fu-pic-off { fill: var(--off); }
.fu-pic-tick line { stroke: var(--line); }
.fu-pic-today line { stroke: var(--accent); stroke-width: 2; }
.fu-pic-today text { fill: var(--accent); font-weight: 600; font-size: 11px; }
.fu-pic-bar { fill: var(--accent); opacity: .3; }
.fu-pic-wait { stroke: var(--wait); stroke-width: 2; stroke-dasharray: 1 5; stroke-linecap: round; }
.fu-pic-dot { fill: var(--accent); stroke: var(--accent); stroke-width: 2; }
.fu-pic-row--done .fu-pic-dot, .fu-pic-row--stop .fu-pic-dot { fill: var(--soft); stroke: var(--soft); }
.fu-pic-row--skipped .fu-pic-dot, .fu-pic-row--upcoming .fu-pic-dot, .fu-pic-row--waiting .fu-pic-dot {
      fill: var(--paper); }
.fu-pic-row--skipped .fu-pic-dot { stroke: var(--soft); }
.fu-pic-row--skipped text { fill: var(--soft); text-decoration: line-through; }
.fu-pic-check { fill: none; stroke: var(--paper); stroke-width: 1.5; }
"""


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


def plan_picture(plan: Plan, search: Search) -> Element:
    """The picture of a plan, of its next MAX_ROWS steps when there are more."""
    steps = list(soonest(plan.steps, MAX_ROWS))
    title = f"Timeline of the plan on {long_date(plan.today)}"
    applications = {application.id: application for application in search.applications}
    scale = _scale(plan.today, steps)
    height = HEAD + ROW * len(steps) + FOOT
    several = len({step.application for step in steps}) > 1
    calendar = _common_calendar(applications[step.application] for step in steps)
    return el(
        "svg",
        {
            "viewBox": f"0 0 {WIDTH} {height}",
            "class": "fu-pic",
            "role": "img",
            "aria-label": title,
        },
        el("title", None, title),
        el("desc", None, _description(steps, applications, plan.today)),
        el("g", {"class": "fu-pic-days"}, *(_days_off(calendar, scale, height) if calendar else ())),
        *_ticks(scale, height),
        _today(plan.today, scale, height),
        *(
            _row(step, applications[step.application], plan.today, scale, HEAD + ROW * n, several)
            for n, step in enumerate(steps)
        ),
    )


def standalone(picture: Element) -> str:
    """The picture as an SVG file, with its style."""
    attributes = {"xmlns": "http://www.w3.org/2000/svg", **picture.attributes, "width": str(WIDTH)}
    styled = Element(
        "svg", attributes, (*picture.children[:2], Element("style", {}, (STYLE,)), *picture.children[2:])
    )
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + to_html(styled) + "\n"


def _scale(today: dt.date, steps: list[Step]) -> _Scale:
    days = [today, *(day for step in steps for day in (step.earliest, step.latest))]
    return _Scale(min(days) - ONE_DAY, max(days) + 2 * ONE_DAY)


def _description(steps: list[Step], applications: dict[str, Application], today: dt.date) -> str:
    """The picture in words, for whoever does not see it."""
    parts = (
        f"{long_date(s.date)}: {step_title(s, applications[s.application])}, "
        f"{applications[s.application].employer} ({status_words(s, today).lower()})"
        for s in steps
    )
    return ". ".join(parts) + "."


def _common_calendar(applications: Iterator[Application]) -> Calendar | None:
    calendars = {id(c): c for c in (calendar_for(a.country, a.region) for a in applications)}
    return next(iter(calendars.values())) if len(calendars) == 1 else None


def _days_off(calendar: Calendar, scale: _Scale, height: int) -> Iterator[Element]:
    """One shaded column for each run of days off."""
    day = scale.first
    while day <= scale.last:
        start = day
        while day <= scale.last and not calendar.is_open(day):
            day += ONE_DAY
        if day > start:
            left, right = scale.x(start, 0), scale.x(day - ONE_DAY, 1)
            box = {
                "x": f"{left:g}",
                "y": str(HEAD),
                "width": f"{right - left:g}",
                "height": str(height - HEAD),
            }
            yield el("rect", {"class": "fu-pic-off", **box})
        day += ONE_DAY


def _ticks(scale: _Scale, height: int) -> Iterator[Element]:
    """A line at every Monday, or at every second, fourth … where they would stand too close."""
    weeks = 1
    while weeks * 7 * scale.day_width < LABEL_WIDTH:
        weeks *= 2
    day = scale.first + dt.timedelta(-scale.first.weekday() % 7)
    while day <= scale.last:
        x = f"{scale.x(day, 0):g}"
        words = short_date(day).split(maxsplit=1)[1]
        yield el(
            "g",
            {"class": "fu-pic-tick"},
            el("line", {"x1": x, "x2": x, "y1": str(HEAD - 6), "y2": str(height)}),
            el("text", {"x": x, "y": str(HEAD - 12), "text-anchor": "middle"}, words)
            if scale.x(day, 0) + LABEL_WIDTH / 2 < WIDTH
            else None,
        )
        day += dt.timedelta(7 * weeks)


def _today(today: dt.date, scale: _Scale, height: int) -> Element:
    x = f"{scale.x(today):g}"
    return el(
        "g",
        {"class": "fu-pic-today"},
        el("line", {"x1": x, "x2": x, "y1": "14", "y2": str(height)}),
        el("text", {"x": x, "y": "11", "text-anchor": "middle"}, "today"),
    )


def _row(
    step: Step, application: Application, today: dt.date, scale: _Scale, top: int, several: bool
) -> Element:
    kind = "stop" if step.kind == "stop" else step.status
    middle = top + 31
    left, right = scale.x(step.earliest, 0), scale.x(step.latest, 1)
    title = step_title(step, application) + (f" · {application.employer}" if several else "")
    x = scale.x(step.date)
    title = _shortened(title)
    place, end = _label(left, right, _width(title) + DATE)
    words = {"x": f"{place:g}", "y": str(top + 17), "text-anchor": end}
    shapes: list[Element] = []
    if step.status == "waiting" and step.kind != "stop":
        wait = {"x1": f"{scale.x(today, 1):g}", "x2": f"{left:g}", "y1": str(middle), "y2": str(middle)}
        shapes.append(el("line", {"class": "fu-pic-wait", **wait}))
    if step.status != "done" and step.kind != "stop":
        box = {
            "x": f"{left:g}",
            "y": str(middle - 5),
            "width": f"{right - left:g}",
            "height": "10",
            "rx": "5",
        }
        shapes.append(el("rect", {"class": "fu-pic-bar", **box}))
    shapes.append(_mark(step, x, middle))
    when = el("tspan", {"class": "fu-pic-when", "dx": "8"}, short_date(step.date))
    return el("g", {"class": f"fu-pic-row fu-pic-row--{kind}"}, el("text", words, title, when), *shapes)


def _width(text: str) -> float:
    """About how wide a text is, in units of the picture."""
    return sum(WIDE_LETTER if east_asian_width(letter) in "WF" else LETTER for letter in text)


def _shortened(title: str) -> str:
    """The title as far as it fits into the picture."""
    if _width(title) + DATE <= WIDTH - 2 * SIDE:
        return title
    while _width(title) + LETTER + DATE > WIDTH - 2 * SIDE:
        title = title[:-1]
    return title.rstrip() + "…"


def _label(left: float, right: float, width: float) -> tuple[float, str]:
    """Where a label stands and which of its ends that is: at the window's start, else ending at its end."""
    if left <= WIDTH / 2:
        return (left, "start") if left + width <= WIDTH else (WIDTH - SIDE, "end")
    return (right, "end") if right - width >= 0 else (SIDE, "start")


def _mark(step: Step, x: float, y: int) -> Element:
    """The day itself: a square for rest, a ticked disc for done, a disc for now, a ring for later."""
    if step.kind == "stop":
        return el(
            "rect", {"class": "fu-pic-dot", "x": f"{x - 5:g}", "y": str(y - 5), "width": "10", "height": "10"}
        )
    disc = el("circle", {"class": "fu-pic-dot", "cx": f"{x:g}", "cy": str(y), "r": "6"})
    if step.status != "done":
        return disc
    return el("g", None, disc, el("path", {"class": "fu-pic-check", "d": f"M{x - 3:g} {y}l2 3l4 -6"}))
