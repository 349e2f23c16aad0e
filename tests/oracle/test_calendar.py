"""The calendar file, read back by two independent parsers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_core import calendar
from followup_core.model import Application, Plan, Reason, Search, Step
from followup_core.model import Me as Person
from followup_core.opendays import ONE_DAY
from followup_core.verbs import plan
from tests.samples import SEARCH

TODAY = dt.date(2026, 11, 20)


def events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def second_parser(text: str) -> list[dict[str, str]]:
    """RFC 5545 in a few lines: unfold, split at the first colon, undo the escapes of TEXT."""
    found: list[dict[str, str]] = []
    inside: list[str] = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            found += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            parts = [
                part.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
                for part in value.split("\\\\")
            ]
            found[-1][name] = "\\".join(parts)
    assert not inside
    return found


def made(text: str = SEARCH, today: dt.date = TODAY, previous: str = "") -> str:
    result, search = plan(text, today)
    return calendar.write(result, search, previous=previous)


def one_step(employer: str, why: str, day: dt.date = TODAY + ONE_DAY) -> str:
    application = Application("a", employer, "role")
    reasons = (Reason("rule", why, "", "guide/"),)
    step = Step("a/check-in/-/1", "a", "check-in", None, "email", day, day, day, "upcoming", reasons)
    return calendar.write(Plan(TODAY, (step,)), Search(Person("Dana"), (application,)))


def test_each_step_to_come_is_an_all_day_event() -> None:
    result, _ = plan(SEARCH, TODAY)
    found = events(made())
    assert [e.decoded("DTSTART") for e in found] == [step.date for step in result.steps]
    assert all(e.decoded("DTEND") == e.decoded("DTSTART") + ONE_DAY for e in found)
    assert all(e["DTSTART"].params["VALUE"] == "DATE" for e in found)
    assert "They said Tuesday 1 December" in str(found[1]["DESCRIPTION"])
    assert not any(name in e for e in found for name in ("ATTENDEE", "ORGANIZER"))


def test_the_calendar_has_what_the_rfc_requires() -> None:
    text = made()
    parsed = icalendar.Calendar.from_ical(text)
    assert (parsed["VERSION"], parsed["METHOD"]) == ("2.0", "PUBLISH") and parsed["PRODID"]
    for event in events(text):
        assert {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY"} <= set(event)
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")


def test_alarms_ring_the_day_before_and_never_in_the_past() -> None:
    due, later, *_ = events(made())
    assert not due.walk("VALARM")
    (alarm,) = later.walk("VALARM")
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", dt.timedelta(hours=-15))


def test_exporting_again_keeps_uids_and_counts_changes() -> None:
    first = made()
    assert made(previous=first) == first
    moved = made(SEARCH.replace("by: 2026-12-01", "by: 2026-12-08"), previous=first)
    before = {e["UID"]: e for e in events(first)}
    after = {e["UID"]: e for e in events(moved)}
    assert set(before) < set(after)  # the longer wait has room for something useful
    for uid, event in before.items():
        changed = event.decoded("DTSTART") != after[uid].decoded("DTSTART")
        assert int(after[uid]["SEQUENCE"]) == int(event["SEQUENCE"]) + changed
    assert any(int(e["SEQUENCE"]) for e in after.values())


def test_a_leap_day() -> None:
    text = one_step("x", "y", dt.date(2028, 2, 29))
    assert "DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "x\r\nATTENDEE:mailto:evil@x",
        "END:VEVENT\nBEGIN:VALARM",
        "a;b,c\\d",
        "\\n literal",
        "tab\there",
        "\x00\x07\x85",
    ],
)
def test_no_text_becomes_a_property(hostile: str) -> None:
    (event,) = events(one_step(hostile, hostile))
    plain = events(one_step("x", "x"))[0]
    assert set(event) == set(plain)
    assert len(event.subcomponents) == 1


@given(st.text(min_size=1), st.text())
def test_any_text_comes_back_and_no_line_is_too_long(employer: str, why: str) -> None:
    text = one_step(employer, why)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (ours,) = second_parser(text)
    (theirs,) = events(text)
    breaks = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})
    expected = why.replace("\r\n", "\n").translate(breaks)
    expected = "".join(c if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f") else " " for c in expected)
    assert ours["DESCRIPTION"] == expected
    assert str(theirs["DESCRIPTION"]) == expected


@pytest.mark.parametrize("text", ["a" * 200, "é" * 100, "😀" * 40, "👨‍👩‍👧‍👦" * 12])
def test_folding_cuts_no_character(text: str) -> None:
    folded = calendar.fold(f"SUMMARY:{text}")
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"SUMMARY:{text}"


def test_uids_tell_nothing_and_differ_between_people() -> None:
    assert calendar.uid("a/b/c/1", "Dana") != calendar.uid("a/b/c/1", "Sam")
    assert "northwind" not in made().split("DESCRIPTION")[0].replace("Northwind Traders", "")
