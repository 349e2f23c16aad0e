"""Plan a search of many applications and print the seconds for each; runs wherever the core does.

usage: _large_plan.py COUNT…
"""

import datetime as dt
import json
import random
import sys
import time

from followup_core.catalog import builtin
from followup_core.model import Application, Contact, Interview, Me, Plan, Search
from followup_core.timeline import plan_search

TODAY = dt.date(2026, 11, 20)


def large_search(count: int) -> Search:
    """A search of `count` applications with three interviews each."""
    rng = random.Random(count)
    people = tuple(Contact(f"p{n}", f"Person {n}") for n in range(3))

    def application(n: int) -> Application:
        first = TODAY - dt.timedelta(rng.randrange(60))
        interviews = tuple(
            Interview(first + dt.timedelta(7 * k), dt.time(9 + 3 * k), "first", (f"p{k}",)) for k in range(3)
        )
        return Application(f"job-{n}", f"Employer {n}", "role", "US", contacts=people, interviews=interviews)

    return Search(Me("Dana Whitfield"), tuple(application(n) for n in range(count)))


def planned(search: Search) -> Plan:
    """The plan of it."""
    return plan_search(search, TODAY, builtin().rules_for)


def seconds_each(count: int) -> float:
    """The time to plan one of `count` applications."""
    search = large_search(count)
    start = time.perf_counter()
    planned(search)
    return (time.perf_counter() - start) / count


if __name__ == "__main__":
    seconds_each(10)
    print(json.dumps([seconds_each(int(count)) for count in sys.argv[1:]]))
