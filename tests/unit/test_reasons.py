"""The sentences beside the steps, in the situations where a careless one would mislead."""

from __future__ import annotations

import datetime as dt

from followup_core import formats, verbs
from followup_core.model import Plan, Search

HEAD = "followup: 1\nme: {name: Dana Whitfield}\napplications:\n"
NORTHWIND = """\
  - id: a
    employer: Northwind Traders
    role: Analyst
    country: US
    contacts: [{id: maria, name: Maria Lopez}, {id: ben, name: Ben Okafor}, {id: ana, name: Ana Silva}]
    interviews: [{on: 2026-11-19, with: [maria]}]
    log: [{on: 2026-11-20, sent: thank-you}]
"""


def planned(text: str, today: str) -> tuple[Plan, Search]:
    return verbs.plan(f"{HEAD}{text}".encode(), dt.date.fromisoformat(today))


def why(text: str, today: str, kind: str) -> str:
    plan, _ = planned(text, today)
    step = next(step for step in plan.steps if step.kind == kind and step.status != "done")
    return " ".join(reason.text for reason in step.why)


def test_what_was_logged_was_sent_that_day() -> None:
    plan, _ = planned(NORTHWIND, "2026-11-23")
    assert plan.steps[0].why[0].text == "You sent this on Friday 20 November."


def test_a_later_message_is_only_for_silence_and_its_anchor_is_called_planned() -> None:
    said = why(NORTHWIND, "2026-11-23", "second-check-in")
    assert said.startswith("Only if nobody has answered: 7 working days (5 to 10) after")
    assert "after your message planned for Tuesday 1 December." in said
    sent = NORTHWIND.replace("thank-you}]", "thank-you}, {on: 2026-12-01, sent: check-in}]")
    assert "after your last message on Tuesday 1 December." in why(sent, "2026-12-01", "second-check-in")


def test_today_is_called_today_and_the_last_day_the_last() -> None:
    owed = NORTHWIND.replace("    log: [{on: 2026-11-20, sent: thank-you}]\n", "")
    assert "until Friday 27 November: write today." in why(owed, "2026-11-24", "thank-you")
    assert "the last day on which it can help: write today." in why(owed, "2026-11-27", "thank-you")
    assert "until Friday 27 November: write on Monday 23 November." in why(owed, "2026-11-21", "thank-you")


def test_what_is_left_out_brings_no_advice() -> None:
    owed = NORTHWIND.replace("    log: [{on: 2026-11-20, sent: thank-you}]\n", "")
    assert "United States" not in why(owed, "2026-12-03", "thank-you")


def test_the_one_note_to_a_british_panel_says_why_it_is_one() -> None:
    panel = NORTHWIND.replace("US", "GB").replace("[maria]}", "[maria, ben]}").split("    log")[0]
    assert "One note thanks everybody; ask Maria Lopez to pass it on." in why(
        panel, "2026-11-20", "thank-you"
    )
    each = panel.replace("GB", "US")
    assert "Thank each person of a panel with a note of its own." in why(each, "2026-11-20", "thank-you")


def test_through_an_agency_the_check_in_says_whom_to_ask() -> None:
    agency = NORTHWIND.replace("country: US", "country: US\n    sector: agency")
    assert "Ask the recruiter, not the employer." in why(agency, "2026-11-23", "check-in")


def test_without_a_country_the_plan_says_that_holidays_are_not_known() -> None:
    nowhere = NORTHWIND.replace("    country: US\n", "")
    assert "No country is given" in why(nowhere, "2026-11-23", "check-in")


def test_an_answer_that_cannot_wait_says_what_it_answers() -> None:
    missed = NORTHWIND.replace("thank-you}]", "thank-you}, {on: 2026-11-24, received: no-show}]")
    assert why(missed, "2026-11-24", "no-show").startswith("The meeting on Tuesday 24 November did not take")
    offer = NORTHWIND.replace("thank-you}]", "thank-you}, {on: 2026-11-24, received: offer}]")
    assert "Answer by Wednesday 25 November" in why(offer, "2026-11-24", "offer-reply")


def test_a_day_off_for_a_working_weekend_has_a_short_name() -> None:
    china = NORTHWIND.replace("US", "CN").replace("2026-11", "2026-09").replace("19", "30")
    said = why(china, "2026-10-08", "check-in")
    assert "Tuesday 6 October is Day off" in said
    assert "substituted" not in said


def test_the_text_gives_the_same_advice_once_and_names_the_state_of_a_window() -> None:
    twice = NORTHWIND.replace("[maria]}", "[maria, ben]}").split("    log")[0]
    plan, search = planned(twice, "2026-11-19")
    text = formats.plan_text(plan, search, width=200)
    assert text.count("United States: A thank-you is expected") == 1
    assert text.count("Possible now") == 2
    over, search = planned(NORTHWIND.replace("sent: thank-you", "received: rejection"), "2026-11-24")
    assert "Let it rest, Northwind Traders\n            Rest\n" in formats.plan_text(over, search)
