"""Single keys: `?` lists them, none is the theme's, and they can be switched off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.person import DUE, answer_questions
from tests.e2e.test_pages import faults
from tools.steps import ROOT

THEMES = set("fs/pn,.")
"""What Material for MkDocs 9 listens for, beside Enter and Tab."""


def listed(page: Page) -> Page:
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    return page


def own_keys() -> list[str]:
    text = (ROOT / "browser" / "keys.ts").read_text(encoding="utf-8")
    return ["?", *re.findall(r'key: "(.)"', text)]


def test_no_key_is_one_of_the_themes() -> None:
    assert len(own_keys()) > 3
    assert not THEMES & set(own_keys())


@pytest.mark.parametrize("path", ["", "guide/check-in/", "planner/", "drafts/", "templates/", "your-data/"])
def test_a_question_mark_lists_the_keys_and_escape_leads_back(visit: Visit, path: str) -> None:
    page = visit(path)
    page.keyboard.press("?")
    listed(page)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard")).to_have_count(0)


def test_every_key_of_the_planner_does_what_the_list_says(visit: Visit) -> None:
    page = visit("planner/")
    answer_questions(page)
    page.get_by_role("button", name="Show my plan").click()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("[data-part=title]")).to_be_focused()
    details = page.get_by_role("button", name="Details: people, dates, topics")
    expect(details).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("d")
    expect(details).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="I sent it").first.click()
    expect(page.get_by_role("heading", name=DUE)).to_have_count(0)
    page.locator("[data-part=title]").focus()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    page.locator("[data-part=title]").focus()
    page.keyboard.press("a")
    expect(page.get_by_label("Employer", exact=True)).to_have_value("")


def test_a_key_is_a_letter_while_somebody_writes(visit: Visit) -> None:
    page = visit("drafts/")
    page.locator("[data-begun]").wait_for()
    page.get_by_label("Your name", exact=True).focus()
    page.keyboard.type("due?ace")
    expect(page.get_by_label("Your name", exact=True)).to_have_value("due?ace")
    expect(page.get_by_role("dialog", name="Keyboard")).to_have_count(0)


def test_they_can_be_switched_off_and_on_again(visit: Visit) -> None:
    page = visit("planner/")
    page.get_by_role("button", name="Keyboard").click()
    listed(page).get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("n")  # the theme's: to the next page
    page.keyboard.press("f")  # the theme's: to the search
    page.wait_for_timeout(500)
    assert page.url.endswith("/planner/")
    expect(page.get_by_role("dialog", name="Keyboard")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Keyboard").click()
    listed(page).get_by_label("Use single keys").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    listed(page)


def test_the_theme_is_as_it_was() -> None:
    """The theme's single keys stand in its script as case labels; a new one would have to be looked at."""
    [script] = (ROOT / "build" / "site" / "assets" / "javascripts").glob("bundle.*.min.js")
    assert set(re.findall(r'case"(.)":', script.read_text(encoding="utf-8"))) == THEMES
