"""What holds for the plan of any search on any day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from followup_core.catalog import builtin
from followup_core.history import History
from followup_core.model import STEP_KINDS, Application, LogEntry, Plan, Search, Step
from followup_core.opendays import calendar_for
from followup_core.timeline import GAP, NO_MESSAGE, SPACED, UNPROMPTED, plan_search
from tests.strategies import days, log_entries, searches

CALM = settings(deadline=None)
"""A first look at a calendar takes longer than the usual deadline on a busy machine."""
CHAIN = {"check-in", "assignment-received", "second-check-in", "closing"}
PENDING = {"due", "overdue", "upcoming", "waiting"}


def plan(search: Search, today: dt.date) -> Plan:
    return plan_search(search, today, builtin().rules_for)


def application(search: Search, step: Step) -> Application:
    return next(a for a in search.applications if a.id == step.application)


@CALM
@given(searches(), days)
def test_every_planned_message_falls_on_an_open_day_that_is_not_past(search: Search, today: dt.date) -> None:
    for step in plan(search, today).steps:
        if step.kind not in NO_MESSAGE and step.status in PENDING:
            place = application(search, step)
            assert calendar_for(place.country, place.region).is_open(step.date), step
            assert step.date >= today, step


@CALM
@given(searches(), days)
def test_windows_are_ordered_and_statuses_fit_them(search: Search, today: dt.date) -> None:
    for step in plan(search, today).steps:
        assert step.earliest <= step.date <= step.latest, step
        if step.status == "done":
            assert step.earliest == step.latest <= today, step
        elif step.kind == "stop":
            assert step.earliest == step.latest, step
            assert step.status == ("waiting" if step.date <= today else "upcoming"), step
        elif step.status == "due":
            assert step.earliest <= today <= step.latest, step
        elif step.status == "overdue":
            place = application(search, step)
            next_open_day = calendar_for(place.country, place.region).add(today, 0)
            assert step.earliest < today and step.date == step.latest == next_open_day, step
        elif step.status == "skipped":
            assert step.latest < today, step
        else:
            assert today < step.earliest, step


@CALM
@given(searches(), days)
def test_only_the_first_message_of_a_wait_is_waiting(search: Search, today: dt.date) -> None:
    steps = plan(search, today).steps
    for place in search.applications:
        chain = [s for s in steps if s.application == place.id and s.kind in CHAIN and s.status != "done"]
        waiting = [s for s in chain if s.status == "waiting"]
        assert waiting in ([], chain[:1])
        assert not waiting or not any(History(place, today).ahead())
        others = {s.status for s in steps if s.application == place.id and s.kind not in {*CHAIN, "stop"}}
        assert "waiting" not in others


@CALM
@given(searches(), days)
def test_nobody_is_asked_on_or_before_the_promised_day(search: Search, today: dt.date) -> None:
    steps = plan(search, today).steps
    for place in search.applications:
        promise = History(place, today).live_promise
        for step in steps:
            if promise and step.application == place.id and step.kind in CHAIN and step.status != "done":
                assert step.date > promise.by, step


@CALM
@given(searches(), days)
def test_an_ending_leaves_its_answer_and_stop_only(search: Search, today: dt.date) -> None:
    steps = plan(search, today).steps
    for place in search.applications:
        ending = History(place, today).ending
        left = {s.kind for s in steps if s.application == place.id and s.status != "done"}
        if ending and isinstance(ending.what, LogEntry):
            what = ending.what.received or ending.what.sent
            assert left <= {"rejection": {"rejection-reply", "stop"}, "offer": {"offer-reply"}}.get(
                what or "", {"stop"}
            )


@CALM
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


@CALM
@given(searches(), days)
def test_a_round_has_two_status_messages_and_one_closing_at_most(search: Search, today: dt.date) -> None:
    steps = plan(search, today).steps
    for place in search.applications:
        history = History(place, today)
        own = [s for s in steps if s.application == place.id and s.status != "done"]
        planned = [s for s in own if s.kind in {"check-in", "assignment-received", "second-check-in"}]
        assert len(planned) + min(2, len(history.status_sent)) <= 2
        assert sum(s.kind == "closing" for s in own) <= 1


@CALM
@given(searches(), days)
def test_planning_again_gives_the_same_plan_with_distinct_ids(search: Search, today: dt.date) -> None:
    first = plan(search, today)
    assert plan(search, today) == first
    ids = [step.id for step in first.steps]
    assert len(set(ids)) == len(ids)
    assert list(first.steps) == sorted(first.steps, key=lambda s: (s.date, s.id))


def noted(search: Search, today: dt.date) -> Counter[tuple[str, str, str | None, dt.date]]:
    done = (s for s in plan(search, today).steps if s.status == "done")
    return Counter((s.application, s.kind, s.to, s.date) for s in done)


@CALM
@given(searches(), days, st.data())
def test_a_further_log_entry_never_changes_the_past(
    search: Search, today: dt.date, data: st.DataObject
) -> None:
    first, *others = search.applications
    telling = st.sampled_from([i.on for i in first.interviews] + [e.on for e in first.log] + [today]) | days
    if data.draw(st.booleans()):
        first = replace(first, log=(*first.log, LogEntry(data.draw(telling), sent="thank-you")))
        search = replace(search, applications=(first, *others))
    drawn: LogEntry = data.draw(log_entries([contact.id for contact in first.contacts]))
    entry = replace(drawn, on=data.draw(telling))
    longer = replace(search, applications=(replace(first, log=(*first.log, entry)), *others))
    before, after = noted(search, today), noted(longer, today)
    # Thanks to nobody by name go to everyone of the latest interview. When that did not take place after all
    # (rule 21), they went to others.
    missed = [i for i in first.interviews if entry.received == "no-show" and i.on == entry.on <= today]
    people = {to for i in missed for to in i.people or (None,)}
    unnamed = {e.on for e in first.log if e.sent == "thank-you" and e.to is None and e.on >= entry.on}
    assert set(before - after) <= {(first.id, "thank-you", to, on) for to in people for on in unnamed}
    if entry.sent in STEP_KINDS and entry.on <= today:
        gained = after - before
        assert gained and all((a, kind, on) == (first.id, entry.sent, entry.on) for a, kind, _, on in gained)
    elif entry.on > today:
        assert plan(longer, today).steps == plan(search, today).steps


@CALM
@given(searches(), days)
def test_every_step_says_why(search: Search, today: dt.date) -> None:
    for step in plan(search, today).steps:
        assert step.why
        for reason in step.why:
            assert reason.text.endswith((".", "!"))
            assert "None" not in reason.text
            assert reason.page.startswith("guide/") and reason.page.endswith("/")
