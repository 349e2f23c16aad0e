"""The tools in use, for `make screenshots`: each scene is what somebody did before the picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator

from playwright.sync_api import Browser, FilePayload, Page, ViewportSize

NOW = dt.datetime(2026, 11, 20, 10, 30, tzinfo=dt.UTC)
"""A Friday, the day after the first interview of SEARCH: the pictures are the same on every day."""

NARROW = 600
"""Pixels. A narrower screen is a phone, which has two dots for each."""
SETTLE = 400
"""Milliseconds until what was done last is painted."""

SEARCH = """\
followup: 1
me: {name: Dana Whitfield}
applications:
  - id: northwind
    employer: Northwind Traders
    role: IT support analyst
    country: US
    contacts:
      - {id: maria, name: Maria Lopez, title: Head of Support}
    interviews:
      - {on: 2026-11-19, at: "14:30", stage: first, with: [maria], topics: [the ticket backlog]}
    promise: {by: 2026-12-01}
  - id: contoso
    employer: Contoso
    role: Service desk lead
    country: US
    contacts: [{id: tom, name: Tom Reed}]
    interviews:
      - {on: 2026-11-25, at: "10:00", stage: first, with: [tom], topics: [the night shift]}
  - id: fabrikam
    employer: Fabrikam
    role: Systems technician
    country: US
    interviews: [{on: 2026-11-05}]
    log:
      - {on: 2026-11-06, sent: thank-you}
      - {on: 2026-11-12, received: rejection}
      - {on: 2026-11-13, sent: rejection-reply}
"""


def _open_file(page: Page) -> None:
    file = FilePayload(name="job-search.yaml", mimeType="text/yaml", buffer=SEARCH.encode())
    page.locator("followup-planner input[type=file]").set_input_files(file)
    page.locator(".fu-job").first.wait_for()
    page.locator("[data-part=saved][data-state=saved]").wait_for()


def _application(page: Page, name: str) -> None:
    _open_file(page)
    page.locator(".fu-jobs").get_by_role("link", name=name).click()
    page.locator(".fu-step").first.wait_for()


def begun(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Maria Lopez")
    page.get_by_label("Employer", exact=True).fill("Northwind Traders")
    page.get_by_role("button", name="Yesterday").click()
    page.get_by_label("They will answer by").fill("2026-12-01")
    page.locator(".fu-today .fu-headline").wait_for()


def plan(page: Page) -> None:
    _application(page, "Northwind Traders")


def moved(page: Page) -> None:
    _application(page, "Northwind Traders")
    page.get_by_role("button", name="They moved the date").click()
    page.get_by_role("button", name="Details: people, dates, topics").click()


def before_the_interview(page: Page) -> None:
    _application(page, "Contoso")
    page.get_by_text("Before the interview: a list to take along").click()
    page.locator(".fu-take").wait_for()


def message(page: Page) -> None:
    _application(page, "Northwind Traders")
    page.locator(".fu-today").get_by_role("link", name="Write this message").click()
    page.get_by_role("article", name="The message").get_by_text("Hi Maria").wait_for()


def editor(page: Page) -> None:
    page.locator("[data-part=message] [data-text=body]").wait_for()


def kept(page: Page) -> None:
    _open_file(page)
    page.goto(page.url.split("planner/")[0] + "your-data/")
    page.get_by_text("3 applications").wait_for()


SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "planner-begun": ("planner/", begun),
    "planner-applications": ("planner/", _open_file),
    "planner-plan": ("planner/", plan),
    "planner-moved": ("planner/", moved),
    "planner-before-the-interview": ("planner/", before_the_interview),
    "drafts-filled": ("planner/", message),
    "editor-begun": ("templates/editor/#template=thank-you-after-first", editor),
    "your-data-kept": ("planner/", kept),
}
"""The name of the picture -> the page that somebody opens, and what they do."""


def scenes(
    browser: Browser, base: str, size: ViewportSize, dark: bool, names: Collection[str] = tuple(SCENES)
) -> Iterator[tuple[str, Page]]:
    """Each scene in a new profile, with its name, ready for the picture."""
    for name in names:
        path, play = SCENES[name]
        context = browser.new_context(
            viewport=size,
            device_scale_factor=2 if size["width"] < NARROW else 1,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            timezone_id="UTC",
            locale="en-GB",
        )
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(base + path)
        play(page)
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(SETTLE)
        yield name, page
        context.close()
