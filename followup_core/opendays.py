"""Open days: neither weekend nor public holiday in the employer's country and region.

`d + n` is the n-th open day strictly after `d`; `d + 0` is `d` itself when open, else the next open day.

The data is data/holidays.json, written by tools/holidays.py from the python-holidays package: category
`public`, observed days included; working weekends that make up for bridge days stay closed. Its form:

    {"first": 2025, "last": 2030, "countries": {"US": {
        "weekend": "67",                               ISO weekday digits
        "days": {"Christmas Day": "1225",              MMDD: the same every year
                 "Thanksgiving Day": "1127,1126,…"},   or one field for each year, days joined
        "regions": {"CA": {"days": {…}, "less": {…}, "weekend": "56"}}}}}     difference from the country

Outside these years only weekends are known; `covers` tells.
"""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "holidays.json"
WEEKEND = "67"
"""Saturday and Sunday, where nothing better is known."""
REGION_BY_DEFAULT = {"GB": "ENG"}
"""The United Kingdom has no national list worth using; England is meant when nobody says otherwise."""
ONE_DAY = dt.timedelta(days=1)


class Calendar:
    """The open and closed days of one place.

    `weekend` is a string of ISO weekday digits, `holidays` maps a day to its name, `first` and `last` are the
    years for which the holidays are known.
    """

    def __init__(self, weekend: str, holidays: Mapping[dt.date, str], first: int, last: int) -> None:
        self.weekend = frozenset(int(digit) for digit in weekend)
        self.holidays = holidays
        self.first = first
        self.last = last
        # With the open days in order and how many of them lie behind each day, d + n is two look-ups.
        self._base = dt.date(first, 1, 1).toordinal()
        self._open: list[dt.date] = []
        self._behind: list[int] = []
        for ordinal in range(self._base, dt.date(last, 12, 31).toordinal() + 1):
            day = dt.date.fromordinal(ordinal)
            if self.is_open(day):
                self._open.append(day)
            self._behind.append(len(self._open))

    def is_open(self, day: dt.date) -> bool:
        """Whether somebody is expected to work on `day`."""
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def add(self, day: dt.date, n: int) -> dt.date:
        """`day + n`: the n-th open day after `day`; for n = 0 `day` itself when open, else the next one."""
        if n == 0:
            if self.is_open(day):
                return day
            n = 1
        try:
            at = day.toordinal() - self._base
            if at >= 0:
                return self._open[self._behind[at] + n - 1]
        except IndexError:
            pass
        return self._step(day, n)

    def _step(self, day: dt.date, n: int) -> dt.date:
        """`add` day by day, for dates outside the tables."""
        while n:
            day += ONE_DAY
            n -= self.is_open(day)
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many open days lie strictly after `start` and not after `end`; 0 when `end` is not later."""
        if self.covers(start) and self.covers(end):
            return max(0, bisect_right(self._open, end) - bisect_right(self._open, start))
        days = range(start.toordinal() + 1, end.toordinal() + 1)
        return sum(self.is_open(dt.date.fromordinal(ordinal)) for ordinal in days)

    def name(self, day: dt.date) -> str | None:
        """The public holiday on `day`, or None."""
        return self.holidays.get(day)

    def closed(self, start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, str]]:
        """The named holidays after `start` and before `end` that fall on a working weekday, in order."""
        for ordinal in range(start.toordinal() + 1, end.toordinal()):
            day = dt.date.fromordinal(ordinal)
            name = self.holidays.get(day)
            if name is not None and day.isoweekday() not in self.weekend:
                yield day, name

    def covers(self, day: dt.date) -> bool:
        """Whether the holidays of that year are known."""
        return self.first <= day.year <= self.last


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


def countries() -> frozenset[str]:
    """The ISO 3166-1 codes whose holidays are known."""
    return frozenset(_data()["countries"])


def regions(country: str) -> frozenset[str]:
    """The regions (ISO 3166-2 parts) of `country` that have holidays or a weekend of their own to look up."""
    return frozenset(_data()["countries"].get(country, {}).get("regions", ()))


def _unpack(packed: Mapping[str, str], first: int, last: int) -> Iterator[tuple[dt.date, str]]:
    """(day, name) pairs of one `days` or `less` table."""
    years = range(first, last + 1)
    for name, text in packed.items():
        fields = text.split(",") if "," in text else [text] * len(years)
        for year, field in zip(years, fields, strict=True):
            for i in range(0, len(field), 4):
                yield dt.date(year, int(field[i : i + 2]), int(field[i + 2 : i + 4])), name


@cache
def calendar_for(country: str | None, region: str | None = None) -> Calendar:
    """The calendar of a place. Unknown country: Saturday and Sunday closed; unknown region: national."""
    data = _data()
    first, last = data["first"], data["last"]
    entry = data["countries"].get(country)
    if entry is None:
        return Calendar(WEEKEND, {}, first, last)
    part = entry.get("regions", {}).get(region or REGION_BY_DEFAULT.get(country or ""), {})
    less = set(_unpack(part.get("less", {}), first, last))
    names: dict[dt.date, str] = {}
    for table in (entry["days"], part.get("days", {})):
        for day, name in _unpack(table, first, last):
            if table is not entry["days"] or (day, name) not in less:
                names[day] = f"{names[day]}; {name}" if day in names else name
    return Calendar(part.get("weekend", entry["weekend"]), names, first, last)
