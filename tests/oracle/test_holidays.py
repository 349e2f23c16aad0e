"""The calendar data against the packages it comes from and against numpy's business days."""

from __future__ import annotations

import datetime as dt
import json
import random

import holidays
import numpy as np
import pytest

from followup_core import opendays
from tools.holidays import build

PLACES = """
US US-CA GB GB-SCT DE DE-BY AT CH CH-ZH FR ES IT NL SE PL BR MX JP IN AU AU-NSW CA CA-QC AE SA EG IL IR BN
MY-02 CN KR NO DK FI PT IE NZ ZA TR
""".split()  # noqa: SIM905 - a table of codes reads better as text


def place(code: str) -> tuple[str, str | None]:
    country, _, region = code.partition("-")
    return country, region or None


def package_calendar(country: str, region: str | None, years: range) -> holidays.HolidayBase:
    return holidays.country_holidays(
        country,
        subdiv=region or opendays.REGION_BY_DEFAULT.get(country),
        years=years,
        observed=True,
        categories=holidays.PUBLIC,
    )


def test_the_file_is_what_the_pinned_package_gives() -> None:
    data = json.loads(opendays.DATA.read_text(encoding="utf-8"))
    assert build(data["first"], data["last"]) == data


def test_the_file_is_small_enough_for_a_page() -> None:
    import gzip

    assert len(gzip.compress(opendays.DATA.read_bytes(), 9)) <= 60 * 1024


@pytest.mark.parametrize("code", PLACES)
def test_every_day_of_three_years_is_open_or_closed_as_in_the_package(code: str) -> None:
    ours = opendays.calendar_for(*place(code))
    theirs = package_calendar(*place(code), range(2026, 2029))
    day = dt.date(2026, 1, 1)
    while day.year < 2029:
        assert ours.is_open(day) == (not theirs.is_weekend(day) and day not in theirs), day
        day += opendays.ONE_DAY


@pytest.mark.parametrize("code", PLACES)
def test_adding_open_days_agrees_with_numpy(code: str) -> None:
    ours = opendays.calendar_for(*place(code))
    theirs = package_calendar(*place(code), range(2026, 2030))
    mask = [not theirs.is_weekend(dt.date(2026, 6, 1) + dt.timedelta(days)) for days in range(7)]
    business = np.busdaycalendar(weekmask=mask, holidays=[np.datetime64(day) for day in theirs])
    rng = random.Random(code)
    for _ in range(300):
        day = dt.date(2026, 1, 1) + dt.timedelta(rng.randrange(3 * 365))
        n = rng.randrange(16)
        # "n open days after d": from a closed day numpy counts from the open day before it.
        if n == 0:
            expected = np.busday_offset(day, 0, roll="following", busdaycal=business)
        else:
            expected = np.busday_offset(day, n, roll="preceding", busdaycal=business)
        assert ours.add(day, n) == expected.astype(dt.date), (day, n)


def test_outside_the_known_years_only_weekends_are_closed() -> None:
    calendar = opendays.calendar_for("US")
    assert not calendar.covers(dt.date(2099, 12, 25))
    assert calendar.add(dt.date(2099, 12, 24), 1) == dt.date(2099, 12, 25)
    assert calendar.add(dt.date(calendar.last, 12, 31), 30).year == calendar.last + 1
    assert calendar.add(dt.date(2001, 3, 30), 1) == dt.date(2001, 4, 2)
