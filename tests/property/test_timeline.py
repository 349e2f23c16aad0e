"""What holds for the plan of any search on any day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from followup_core.catalog import builtin
from followup_core.history import History
from followup_core.model import Application, LogEntry, Plan, Search, Step
from followup_core.opendays import calendar_for
from followup_core.timeline import GAP, NO_MESSAGE, SPACED, UNPROMPTED, plan_search
from tests.strategies import days, log_entries, searches

PENDING = {"due", "overdue", "upcoming", "waiting"}


def plan(search: Search, today: dt.date) -> Plan:
    return plan_search(search, today, builtin().rules_for)


def application(search: Search, step: Step) -> Application:
    return next(a for a in search.applications if a.id == step.application)


@given(searches(), days)
def test_every_planned_message_falls_on_an_open_day_that_is_not_past(search: Search, today: dt.date) -> None:
    for step in plan(search, today).steps:
        if step.kind not in NO_MESSAGE and step.status in PENDING:
            place = application(search, step)
            assert calendar_for(place.country, place.region).is_open(step.date), step
            assert step.date >= today, step


@given(searches(), days)
def test_windows_are_ordered_and_statuses_fit_them(search: Search, today: dt.date) -> None:
    for step in plan(search, today).steps:
        assert step.earliest <= step.date <= step.latest, step
        if step.status == "due":
            assert step.earliest <= today <= step.latest, step
        if step.status in {"upcoming", "waiting"} and step.kind != "stop":
            assert today < step.earliest, step


@given(searches(), days)
def test_two_unprompted_messages_to_one_employer_keep_their_distance(search: Search, today: dt.date) -> None:
    steps = [s for s in plan(search, today).steps if s.kind in SPACED and s.status != "skipped"]
    for later in steps:
        place = application(search, later)
        calendar = calendar_for(place.country, place.region)
        for earlier in steps:
            same = (
                " ".join(application(search, earlier).employer.split()).casefold()
                == " ".join(place.employer.split()).casefold()
            )
            planned = later.status != "done" and later.kind in UNPROMPTED
            # The distance to another offer's note counts for status messages only (rules 19 and 22).
            counts = earlier.kind in UNPROMPTED or later.kind != "add-value"
            if same and planned and counts and earlier is not later and earlier.date <= later.date:
                assert later.date >= calendar.add(earlier.date, GAP), (earlier, later)


@given(searches(), days)
def test_a_round_has_two_status_messages_and_one_closing_at_most(search: Search, today: dt.date) -> None:
    steps = plan(search, today).steps
    for place in search.applications:
        history = History(place, today)
        own = [s for s in steps if s.application == place.id and s.status != "done"]
        planned = [s for s in own if s.kind in {"check-in", "assignment-received", "second-check-in"}]
        assert len(planned) + min(2, len(history.status_sent)) <= 2
        assert sum(s.kind == "closing" for s in own) <= 1


@given(searches(), days)
def test_planning_again_gives_the_same_plan_with_distinct_ids(search: Search, today: dt.date) -> None:
    first = plan(search, today)
    assert plan(search, today) == first
    ids = [step.id for step in first.steps]
    assert len(set(ids)) == len(ids)
    assert list(first.steps) == sorted(first.steps, key=lambda s: (s.date, s.id))


@given(searches(), days, st.data())
def test_a_further_log_entry_never_changes_the_past(
    search: Search, today: dt.date, data: st.DataObject
) -> None:
    entry: LogEntry = data.draw(log_entries([]))
    first, *others = search.applications
    longer = replace(search, applications=(replace(first, log=(*first.log, entry)), *others))
    before = {(s.application, s.kind, s.to, s.date) for s in plan(search, today).steps if s.status == "done"}
    after = {(s.application, s.kind, s.to, s.date) for s in plan(longer, today).steps if s.status == "done"}
    voids = entry.received == "no-show" or any(e.sent == "thank-you" and e.to is None for e in first.log)
    assert before <= after or voids


@given(searches(), days)
def test_every_step_says_why(search: Search, today: dt.date) -> None:
    for step in plan(search, today).steps:
        assert step.why
        for reason in step.why:
            assert reason.text.endswith((".", "!"))
            assert "None" not in reason.text
            assert reason.page.startswith("guide/") and reason.page.endswith("/")
