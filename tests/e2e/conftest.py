"""A reader at the built site: another time zone, a fixed clock, and nothing may go wrong unseen.

Every page that `visit` opens is watched: an error in its console, an uncaught exception or a request that
leaves the site's own folder fails the test.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.modules import units

NOW = dt.datetime(2026, 11, 20, 10, 30)
"""The reader's own wall time, a Friday."""
OFFSETS = {"Pacific/Kiritimati": 14, "America/Los_Angeles": -8, "Europe/Berlin": 1}
"""Hours ahead of UTC on that day."""

Visit = Callable[..., Page]
Context = Callable[..., BrowserContext]

PATIENCE = 60_000
"""Milliseconds. A busy machine may need them for the first start of Python."""
expect.set_options(timeout=PATIENCE)


class Watch:
    """What went wrong in a context. `allowed` are parts of texts that a test expects."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.found: list[str] = []
        self.allowed: list[str] = []
        context.on("console", lambda message: self.console(message.type, message.text))
        context.on("weberror", lambda error: self.note(str(error.error)))
        context.on("request", lambda request: self.request(request.url, address))

    def note(self, text: str) -> None:
        self.found.append(text)

    def console(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.note(text)

    def request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.note(f"a request left the site: {url}")

    def wrong(self) -> list[str]:
        return [text for text in self.found if not any(part in text for part in self.allowed)]


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    watching: list[Watch] = []
    yield watching
    assert [text for watch in watching for text in watch.wrong()] == []


@pytest.fixture
def context(chromium: Browser, site_address: str, watches: list[Watch]) -> Iterator[Context]:
    """A new browser profile; its keywords are those of Playwright, and `zone` for the time zone."""
    opened: list[BrowserContext] = []

    def make(zone: str = "Pacific/Kiritimati", **options: Any) -> BrowserContext:
        made = chromium.new_context(timezone_id=zone, locale="en-GB", accept_downloads=True, **options)
        made.set_default_timeout(PATIENCE)
        made.clock.set_fixed_time(NOW.replace(tzinfo=dt.timezone(dt.timedelta(hours=OFFSETS[zone]))))
        watches.append(Watch(made, site_address))
        opened.append(made)
        return made

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def visit(context: Context, site_address: str) -> Visit:
    """Open a page of the site (`planner/`) in a new profile, or in `within`."""

    def open_page(path: str = "", within: BrowserContext | None = None, **options: Any) -> Page:
        page = (within or context(**options)).new_page()
        page.goto(site_address + path)
        return page

    return open_page


@pytest.fixture
def page(visit: Visit) -> Page:
    """A page for tests of single units: `run` of tests/e2e/modules.py asks it."""
    return units(visit("privacy/"))
