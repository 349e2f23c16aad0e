"""Random searches for property tests, as model values."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from followup_core.model import (
    DECISIONS,
    RECEIVED,
    ROLES,
    SECTORS,
    STAGES,
    STEP_KINDS,
    Application,
    Contact,
    Interview,
    LogEntry,
    Me,
    Promise,
    Search,
)

FIRST_DAY = dt.date(2026, 9, 1)
days = st.integers(0, 150).map(lambda n: FIRST_DAY + dt.timedelta(n))
times = st.sampled_from([None, dt.time(9), dt.time(11, 59), dt.time(12), dt.time(16, 30)])
PLACES: tuple[tuple[str | None, str | None], ...] = (
    (None, None),
    ("US", None),
    ("US", "CA"),
    ("GB", None),
    ("GB", "SCT"),
    ("DE", "BY"),
    ("ES", None),
    ("JP", None),
    ("FR", None),
    ("AE", None),
    ("IN", None),
    ("IL", None),
    ("CN", None),
)
places = st.sampled_from(PLACES)
employers = st.sampled_from(["Northwind", "northwind ", "NORTHWIND", "Contoso", "Fabrikam"])


def people(ids: list[str]) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *ids])


@st.composite
def log_entries(draw: st.DrawFn, ids: list[str]) -> LogEntry:
    day = draw(days)
    if draw(st.booleans()):
        sent: Any = draw(st.sampled_from((*STEP_KINDS, *DECISIONS)))
        return LogEntry(day, sent=sent, to=draw(people(ids)))
    received: Any = draw(st.sampled_from(RECEIVED))
    by = draw(days) if received == "new-promise" else draw(st.none() | days) if received == "offer" else None
    return LogEntry(day, received=received, sender=draw(people(ids)), by=by)


@st.composite
def applications(draw: st.DrawFn, id: str) -> Application:
    ids = [f"p{n}" for n in range(draw(st.integers(0, 4)))]
    contacts = tuple(Contact(i, i.upper(), role=draw(st.sampled_from([None, *ROLES]))) for i in ids)
    with_whom = st.lists(st.sampled_from(ids), unique=True).map(tuple) if ids else st.just(())
    interviews = st.builds(Interview, days, times, st.sampled_from([None, *STAGES]), with_whom)
    country, region = draw(places)
    return Application(
        id=id,
        employer=draw(employers),
        role="role",
        country=country,
        region=region,
        sector=draw(st.sampled_from(SECTORS)),
        contacts=contacts,
        interviews=tuple(draw(st.lists(interviews, max_size=3))),
        promise=draw(st.none() | st.builds(Promise, days, st.none() | days, people(ids))),
        log=tuple(draw(st.lists(log_entries(ids), max_size=6))),
    )


@st.composite
def searches(draw: st.DrawFn) -> Search:
    count = draw(st.integers(1, 3))
    return Search(Me("Dana Whitfield"), tuple(draw(applications(f"job-{n}")) for n in range(count)))
