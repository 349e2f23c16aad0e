"""The few words that every face of a plan shares: what a step is called, how a status and a date read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from followup_core.model import Application, Step
from followup_core.wording import functions

_written = functions("en", "GB")["date"]

# kind -> (title with a person, title without one)
_TITLES = {
    "ask-next-steps": ("Ask what happens next", "Ask what happens next"),
    "thank-you": ("Thank {name}", "Say thank you"),
    "check-in": ("Check in with {name}", "Check in"),
    "assignment-received": ("Ask {name} about your assignment", "Ask about your assignment"),
    "add-value": ("Send {name} something useful", "Send something useful"),
    "second-check-in": ("Check in with {name} once more", "Check in once more"),
    "closing": ("Send {name} a closing note", "Send a closing note"),
    "stop": ("Let it rest", "Let it rest"),
    "rejection-reply": ("Answer {name} with thanks", "Answer with thanks"),
    "offer-reply": ("Answer {name} about the offer", "Answer the offer"),
    "offer-deadline": ("Tell {name} about your other offer", "Tell them about your other offer"),
    "no-show": ("Ask {name} about the missed meeting", "Ask about the missed meeting"),
}
STATUS_WORDS = {
    "done": "Done",
    "due": "Now",
    "overdue": "Late, still worth sending",
    "upcoming": "Coming up",
    "waiting": "Wait",
    "skipped": "Left out, too late to help",
}
"""What a status is called where nothing more is known."""


def status_words(step: Step, today: dt.date) -> str:
    """How a step stands, in a word or two: a window that is open before its best day is not yet pressing."""
    if step.kind == "stop" and step.status == "waiting":
        return "Rest"
    if step.status == "due" and step.date > today:
        return "Possible now"
    return STATUS_WORDS[step.status]


OVER = frozenset({"done", "skipped"})
"""Statuses of steps that need nothing more."""


def soonest(steps: Sequence[Step], most: int) -> Sequence[Step]:
    """All the steps, or, when there are more than `most`, the next ones that are not over yet."""
    if len(steps) <= most:
        return steps
    return [step for step in steps if step.status not in OVER][:most]


def step_title(step: Step, application: Application | None) -> str:
    """What to do, in a few words: `Thank Maria Lopez`."""
    person = application.contact(step.to) if application else None
    with_name, without = _TITLES[step.kind]
    return with_name.format(name=person.name) if person else without


def long_date(day: dt.date) -> str:
    """`Wednesday 2 December 2026`."""
    return f"{weekday_date(day)} {day.year}"


def weekday_date(day: dt.date) -> str:
    """`Wednesday 2 December`."""
    return _written(day.isoformat())


def short_date(day: dt.date) -> str:
    """`Wed 2 Dec`."""
    weekday, number, month = weekday_date(day).split()
    return f"{weekday[:3]} {number} {month[:3]}"
