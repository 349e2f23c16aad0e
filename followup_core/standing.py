"""How the applications of a search stand: the one next thing of each, and which of them are over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from followup_core.history import History
from followup_core.model import Application, Plan, Search, Step
from followup_core.phrases import OVER

NOW = frozenset({"due", "overdue"})


@dataclass(frozen=True, slots=True)
class Standing:
    """One application on the plan's day.

    `open`: there is something to do or to wait for. `rest`: every message is sent, none will follow.
    `closed`: it ended, by `ending` (a log entry's event) on `since`; an offer ends nothing yet.
    """

    application: Application
    state: Literal["open", "rest", "closed"]
    step: Step | None
    ending: str | None = None
    since: dt.date | None = None


def next_step(steps: Sequence[Step]) -> Step | None:
    """The one next thing: what is open today, else what to wait for, else what comes, else to let it rest."""
    messages = [step for step in steps if step.kind != "stop"]
    rests = [step for step in steps if step.kind == "stop" and step.status in {"waiting", "upcoming"}]
    return (
        min((s for s in messages if s.status in NOW), key=lambda s: (s.latest, s.date), default=None)
        or min(
            (s for s in messages if s.status == "waiting"), key=lambda s: (s.earliest, s.date), default=None
        )
        or min(
            (s for s in messages if s.status == "upcoming"), key=lambda s: (s.date, s.latest), default=None
        )
        or next(iter(rests), None)
    )


def standings(plan: Plan, search: Search) -> list[Standing]:
    """Every application: the open ones by the day of their next thing, those at rest, the closed ones."""
    own: dict[str, list[Step]] = {application.id: [] for application in search.applications}
    for step in plan.steps:
        own[step.application].append(step)
    found = [_standing(a, own[a.id], plan.today) for a in search.applications]
    return sorted(found, key=_order)


def _standing(application: Application, steps: Sequence[Step], today: dt.date) -> Standing:
    ending = History(application, today).ending
    step = next_step(steps)
    what = (ending.what.received or ending.what.sent) if ending else None
    if ending and what != "offer":
        return Standing(application, "closed", step, what, ending.on)
    resting = any(s.kind == "stop" and s.status == "waiting" for s in steps)
    if resting and all(s.kind == "stop" or s.status in OVER for s in steps):
        return Standing(application, "rest", step)
    return Standing(application, "open", step)


def _order(standing: Standing) -> tuple[int, int, dt.date]:
    """By state; the open ones by their day, what can be done now first; the closed ones latest first."""
    step = standing.step
    if standing.state == "closed":
        since = standing.since or dt.date.min
        return 2, 0, dt.date.fromordinal(dt.date.max.toordinal() - since.toordinal() + 1)
    if standing.state == "rest" or step is None:
        return (1 if standing.state == "rest" else 0), 2, dt.date.max
    return 0, 0 if step.status in NOW else 1, step.earliest if step.status == "waiting" else step.date
