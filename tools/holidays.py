"""Write followup_core/data/holidays.json from the `holidays` package: `python -m tools.holidays [YEAR]`.

The file is small enough for a browser and for git, so that an installed core needs no further package. Its
format is described in followup_core/opendays.py, the only module that reads it; tests/oracle/test_holidays.py
compares every day of it with the package.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import holidays

TARGET = Path(__file__).parent.parent / "followup_core" / "data" / "holidays.json"
YEARS_BEFORE, YEARS_AFTER = 1, 4

Days = dict[str, set[str]]
"""Holiday name -> ISO dates."""


def days_of(country: str, region: str | None, years: range) -> Days:
    """The public holidays of one calendar, observed days included, in English where the package can."""
    probe = holidays.country_holidays(country)
    if holidays.PUBLIC not in probe.supported_categories:
        return {}
    language = "en_US" if "en_US" in probe.supported_languages else probe.default_language
    calendar = holidays.country_holidays(
        country, subdiv=region, years=years, observed=True, categories=holidays.PUBLIC, language=language
    )
    days: Days = defaultdict(set)
    for day in calendar:
        if day.year in years:
            for name in calendar.get_list(day):
                days[name].add(day.isoformat())
    return dict(days)


def pack(days: Days, years: range) -> dict[str, str]:
    """Name -> `MMDD` when it is that day in every year, else one field for each year, its days joined."""
    packed = {}
    for name, dates in sorted(days.items()):
        fields = ["".join(sorted(d[5:7] + d[8:] for d in dates if d.startswith(str(y)))) for y in years]
        packed[name] = fields[0] if len(set(fields)) == 1 else ",".join(fields)
    return packed


def minus(days: Days, others: Days) -> Days:
    """What `days` has and `others` has not, name by name."""
    rest = {name: dates - others.get(name, set()) for name, dates in days.items()}
    return {name: dates for name, dates in rest.items() if dates}


def weekend_of(country: str, region: str | None, years: range) -> str:
    """ISO weekday digits of the weekend: "67" is Saturday and Sunday."""
    calendar = holidays.country_holidays(country, subdiv=region)
    week = [dt.date(years[0], 6, 1) + dt.timedelta(days) for days in range(7)]
    return "".join(sorted(str(day.isoweekday()) for day in week if calendar.is_weekend(day)))


def country_entry(country: str, years: range) -> dict[str, object]:
    """One country: weekend as ISO weekday digits, national days, and each region's difference from them."""
    national = days_of(country, None, years)
    weekend = weekend_of(country, None, years)
    entry: dict[str, object] = {"weekend": weekend, "days": pack(national, years)}
    regions = {}
    for region in holidays.country_holidays(country).subdivisions:
        days = days_of(country, region, years)
        own_weekend = weekend_of(country, region, years)
        difference = {
            "days": pack(minus(days, national), years),
            "less": pack(minus(national, days), years),
            "weekend": own_weekend if own_weekend != weekend else "",
        }
        regions[region] = {key: value for key, value in difference.items() if value}
    if regions:
        entry["regions"] = regions
    return entry


def build(first: int, last: int) -> dict[str, object]:
    """The whole file for these years, both included."""
    years = range(first, last + 1)
    countries = sorted(holidays.list_supported_countries(include_aliases=False))
    return {
        "source": f"holidays {version('holidays')}",
        "first": first,
        "last": last,
        "countries": {country: country_entry(country, years) for country in countries},
    }


def main() -> None:
    """Rewrite the file for the given year (default: the year its range was made for)."""
    year = int(sys.argv[1]) if len(sys.argv) > 1 else json.loads(TARGET.read_text())["first"] + YEARS_BEFORE
    data = build(year - YEARS_BEFORE, year + YEARS_AFTER)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    TARGET.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
