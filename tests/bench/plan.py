"""Open days, calendar files and large searches: our time against what people would otherwise use."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import holidays
import icalendar
import numpy as np

from followup_core import calendar
from followup_core.opendays import ONE_DAY, calendar_for
from tests.bench._large_plan import TODAY, large_search, planned
from tools.runtime import MANIFEST, RUNTIME, Inside
from tools.steps import PYTHON, ROOT, call

RUNS = 7
LARGE_RUNS = 3
LARGE_PLAN = "tests.bench._large_plan"
DAYS = [TODAY + dt.timedelta(n % 300) for n in range(2_000)]
STEPS = [n % 15 + 1 for n in range(2_000)]


def seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def medians(ours: Callable[[], object], other: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The median seconds of both jobs, which take turns."""
    ours(), other()
    pairs = [(seconds(ours), seconds(other)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def row(
    name: str, against: str, unit: str, pair: tuple[float, float], scale: float, runs: int = RUNS
) -> dict[str, Any]:
    ours, other = pair
    return {
        "name": name,
        "against": against,
        "unit": unit,
        "ours": ours * scale,
        "other": other * scale,
        "runs": runs,
    }


# ── d + n ────────────────────────────────────────────────────────────────────────────────────────────────


def open_days() -> Iterator[dict[str, Any]]:
    """`d + n` one by one, as a plan asks for it, with calendars that are ready."""
    ours = calendar_for("US", "CA")
    theirs = holidays.country_holidays("US", subdiv="CA", years=range(2025, 2031), categories=holidays.PUBLIC)
    business = np.busdaycalendar(holidays=[np.datetime64(day) for day in theirs])

    def by_us() -> object:
        return [ours.add(day, n) for day, n in zip(DAYS, STEPS, strict=True)]

    def by_loop() -> object:
        return [loop(day, n) for day, n in zip(DAYS, STEPS, strict=True)]

    def loop(day: dt.date, n: int) -> dt.date:
        while n:
            day += ONE_DAY
            n -= theirs.is_working_day(day)
        return day

    def by_numpy() -> object:
        return [
            np.busday_offset(day, n, roll="preceding", busdaycal=business).item()
            for day, n in zip(DAYS, STEPS, strict=True)
        ]

    assert by_us() == by_loop() == by_numpy(), "not the same job"
    scale = 1e6 / len(DAYS)
    yield row("open-days", "a loop over holidays.is_working_day", "µs", medians(by_us, by_loop), scale)
    yield row("open-days-numpy", "numpy.busday_offset one by one", "µs", medians(by_us, by_numpy), scale)


# ── calendar files ───────────────────────────────────────────────────────────────────────────────────────


def calendar_files() -> Iterator[dict[str, Any]]:
    """The same events as our file, written by the icalendar package."""
    search = large_search(40)
    plan = planned(search)
    text = calendar.write(plan, search)
    events = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))

    def theirs() -> object:
        made = icalendar.Calendar()
        made.add("version", "2.0")
        made.add("prodid", "-//followup//followup_core//EN")
        made.add("method", "PUBLISH")
        for event in events:
            copy = icalendar.Event()
            for name in ("uid", "sequence", "summary", "description", "transp"):
                copy.add(name, str(event[name]))
            for name in ("dtstamp", "dtstart", "dtend"):
                copy.add(name, event.decoded(name))
            for alarm in event.walk("VALARM"):
                inner = icalendar.Alarm()
                inner.add("action", "DISPLAY")
                inner.add("description", str(alarm["description"]))
                inner.add("trigger", alarm.decoded("trigger"))
                copy.add_component(inner)
            made.add_component(copy)
        return made.to_ical()

    pair = medians(lambda: calendar.write(plan, search), theirs)
    yield row("calendar-writing", f"the icalendar package, {len(events)} events", "ms", pair, 1e3)


# ── many applications ────────────────────────────────────────────────────────────────────────────────────


def natively(*counts: int) -> list[float]:
    printed = call(PYTHON, "-m", LARGE_PLAN, *map(str, counts))
    each: list[float] = json.loads(printed)
    return each


def in_the_browsers_python(*counts: int) -> list[float]:
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    folder = RUNTIME / manifest["python"]
    program = ROOT / f"{LARGE_PLAN.replace('.', '/')}.py"
    stdlib, lock = folder / "python_stdlib.zip", folder / "pyodide-lock.json"
    inside = Inside(program, [*map(str, counts)], stdlib=stdlib, lock=lock, packages=["followup-core"])
    each: list[float] = json.loads(inside.run())
    return each


def many_applications() -> Iterator[dict[str, Any]]:
    """Time to plan one application of many: near 1 against ten times as many where it grows linearly."""
    native = [natively(1_000, 10_000) for _ in range(LARGE_RUNS)]
    inside = [in_the_browsers_python(1_000, 10_000) for _ in range(LARGE_RUNS)]
    small, large = (statistics.median(run[k] for run in native) for k in (0, 1))
    small_inside, large_inside = (statistics.median(run[k] for run in inside) for k in (0, 1))
    against = "each of 10,000 instead of 1,000"
    yield row("plan-each", against, "µs", (small, large), 1e6, LARGE_RUNS)
    yield row(
        "plan-each-pyodide", f"{against}, in Pyodide", "µs", (small_inside, large_inside), 1e6, LARGE_RUNS
    )


MEASURES = {
    "open-days": open_days,
    "open-days-numpy": open_days,
    "calendar-writing": calendar_files,
    "plan-each": many_applications,
    "plan-each-pyodide": many_applications,
}


def rows(name: str | None) -> list[dict[str, Any]]:
    wanted = dict.fromkeys(measure for key, measure in MEASURES.items() if name in (None, key))
    return [found for measure in wanted for found in measure()]
