"""The scripts of a tool come late or not at all: what somebody did meanwhile is not lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.e2e.conftest import Context, Visit, Watch
from tests.e2e.person import DUE, MARIA
from tools.bundle import BUNDLE, NAMES
from tools.words import word


def asked_later() -> re.Pattern[str]:
    """The addresses of what the first script asks for once it runs."""
    names = json.loads(NAMES.read_text(encoding="utf-8"))
    text = (BUNDLE / names["main"]).read_text(encoding="utf-8")
    found = re.findall(r"import\(\"\./(part-\w+\.js)\"\)", text)
    assert found, "the first script asks for no other"
    return re.compile("|".join(map(re.escape, found)))


SCRIPTS = asked_later()


class Slow:
    """A page whose scripts wait until they are told to come."""

    def __init__(self, visit: Visit, context: BrowserContext, path: str) -> None:
        self.held: list[Route] | None = []
        context.route(SCRIPTS, self.asked)
        self.page = visit(path, within=context)

    def asked(self, route: Route) -> None:
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def come(self) -> None:
        """Let the scripts come."""
        assert self.held, "the page asked for no script"
        held, self.held = self.held, None
        for route in held:
            route.continue_()


@pytest.fixture
def slow(visit: Visit, context: Context) -> Callable[[str], Slow]:
    return lambda path: Slow(visit, context(), path)


def test_the_three_questions_by_keyboard(slow: Callable[[str], Slow]) -> None:
    opened = slow("planner/")
    page = opened.page
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type(MARIA)
    page.keyboard.press("Tab")
    page.keyboard.type("Northwind")
    page.get_by_role("button", name="Yesterday").focus()
    page.keyboard.press("Enter")
    opened.come()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    expect(page.get_by_label("Employer", exact=True)).to_have_value("Northwind")


def test_the_cursor_stays_at_a_button(slow: Callable[[str], Slow]) -> None:
    opened = slow("planner/")
    page = opened.page
    page.get_by_label("Name", exact=True).fill(MARIA)
    page.get_by_label("Employer", exact=True).fill("Northwind")
    page.get_by_role("button", name="Yesterday").focus()
    opened.come()
    page.locator("[data-part=boot]:not([hidden]), [data-planned]").first.wait_for()
    expect(page.get_by_role("button", name="Yesterday")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()


def test_a_button_of_the_data_page(slow: Callable[[str], Slow]) -> None:
    opened = slow("your-data/")
    page = opened.page
    page.get_by_role("button", name="Delete everything").click()
    opened.come()
    expect(page.get_by_role("button", name="Delete everything now")).to_be_visible()


def test_a_choice_in_the_gallery(slow: Callable[[str], Slow]) -> None:
    opened = slow("templates/")
    page = opened.page
    page.get_by_label("What is it for?").select_option("rejection-reply")
    assert "#" not in page.url
    opened.come()
    expect(page.locator("[data-part=count]")).to_contain_text(" of ")
    assert page.url.endswith("#kind=rejection-reply")


def test_a_field_of_a_draft(slow: Callable[[str], Slow]) -> None:
    opened = slow("drafts/")
    page = opened.page
    page.get_by_label("Your name", exact=True).fill("Dana Whitfield")
    opened.come()
    expect(page.locator("[data-text=body]")).to_contain_text("Dana Whitfield")


@pytest.mark.parametrize("path", ["planner/", "drafts/", "templates/editor/", "your-data/"])
def test_a_tool_whose_scripts_never_come_says_so(
    visit: Visit, context: Context, watches: list[Watch], path: str
) -> None:
    made = context()
    watches[-1].allowed += ["ERR_FAILED", "Failed to fetch dynamically imported module"]
    made.route(SCRIPTS, lambda route: route.abort())
    page = visit(path, within=made)
    expect(page.get_by_role("alert")).to_have_text(word("common.not-started"))
