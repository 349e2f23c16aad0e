"""A reader who wants the tools in another language than the pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.person import DUE, MARIA, answer_questions, saved
from tests.e2e.seed import seeded
from tests.e2e.test_pages import faults
from tools.words import texts, word

CHOSEN = "Object.entries(localStorage).filter(([key]) => key.endsWith(' language')).map(([, value]) => value)"


def german(key: str, **values: str) -> str:
    area, _, name = key.partition(".")
    text = texts("de")[area][name]
    assert isinstance(text, str)
    assert text != word(key, **values)
    return text.format(**values)


def tool(page: Page) -> Locator:
    return page.locator("followup-planner")


def languages(page: Page, name: str = word("language.choose")) -> Locator:
    return page.get_by_label(name)


def in_german(page: Page) -> Page:
    """The planner after German was chosen in it."""
    languages(page).select_option("de")
    expect(tool(page)).to_have_attribute("lang", "de")
    expect(languages(page, german("language.choose"))).to_have_value("de")
    return page


def choose_by_hand(page: Page, language: str) -> None:
    root = page.evaluate("new URL('../..', document.querySelector('script[src*=\"/main-\"]').src).pathname")
    page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)", [f"followup {root} language", language]
    )
    page.reload()


@pytest.fixture
def planned(visit: Visit) -> Page:
    """A planner with the three questions answered in English, in a narrow window."""
    page = visit("planner/", viewport={"width": 320, "height": 720})
    answer_questions(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    return page


def test_the_tool_comes_back_in_german_with_what_was_typed(planned: Page) -> None:
    page = in_german(planned)
    expect(tool(page)).to_have_attribute("dir", "ltr")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.evaluate(CHOSEN) == ["de"]
    expect(page.get_by_label(german("planner.answer-by"))).to_have_value("2026-12-01")
    expect(page.get_by_role("form", name=german("planner.your-application"))).to_be_visible()
    expect(page.locator('[name="contacts.name"]')).to_have_value(MARIA)
    page.get_by_role("button", name=german("planner.more-details")).click()
    expect(page.get_by_role("button", name=german("planner.fewer-details"))).to_be_visible()
    # Names of countries are the browser's, in German and in its order.
    country = page.get_by_label(german("planner.country"), exact=True)
    names = country.locator("option").all_text_contents()
    assert names[0] == german("planner.no-country")
    assert {"Deutschland", "Österreich"} <= set(names)
    assert names.index("Österreich") < names.index("Polen")
    country.select_option("DE")
    expect(page.locator("[data-part=saved]")).to_have_text(german("common.saved"))


def test_the_script_says_german_and_what_the_core_says_is_marked_english(planned: Page) -> None:
    page = in_german(planned)
    page.get_by_label(german("planner.role"), exact=True).fill("Analystin")
    page.get_by_label(german("planner.your-name")).fill("Dana Whitfield")
    page.get_by_role("button", name=german("planner.show-plan")).click()
    today = page.locator("[data-part=today]")
    expect(today.get_by_role("heading", name=DUE)).to_be_visible()
    expect(today).to_have_attribute("lang", "en")
    step = today.get_by_role("button", name=re.compile(f"^{german('log.i-sent-it')}"))
    expect(step).to_have_attribute("lang", "de")
    step.click()
    entry = german("log.to", what=german("log.sent-thank-you"), name=MARIA)
    expect(page.locator("[data-part=undo]")).to_contain_text(german("log.noted", entry=entry))
    said = page.get_by_role("status")
    expect(said).to_contain_text(german("log.noted", entry=entry))
    expect(said.locator("[lang=en]")).to_contain_text("Wait until")
    page.get_by_role("button", name=german("log.they-moved")).click()
    page.get_by_role("button", name=german("log.note-it")).click()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text(german("log.which-date"))
    page.get_by_text(german("log.so-many-noted", count="1")).click()
    expect(page.locator(".fu-log time")).to_have_text("Freitag, 20. November")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_questions_are_fit_for_everybody_in_german(planned: Page) -> None:
    page = in_german(planned)
    page.get_by_role("button", name=german("planner.more-details")).click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_another_page_keeps_the_choice_and_english_ends_it(planned: Page, visit: Visit) -> None:
    page = in_german(planned)
    other = visit("drafts/", within=page.context)
    mine = languages(other, german("language.choose"))
    expect(mine).to_have_value("de")
    expect(other.locator("followup-drafts")).to_have_attribute("lang", "de")
    mine.select_option("en")
    expect(languages(other)).to_have_value("en")
    assert other.locator("followup-drafts").get_attribute("lang") is None
    assert other.evaluate(CHOSEN) == []
    page.reload()
    expect(page.get_by_label("They will answer by")).to_have_value("2026-12-01")
    assert tool(page).get_attribute("lang") is None


def test_deleting_everything_forgets_the_choice(visit: Visit) -> None:
    page = seeded(visit("your-data/"))
    page.locator("[data-begun]").wait_for()
    languages(page).select_option("de")
    expect(languages(page, german("language.choose"))).to_have_value("de")
    page.locator("[data-begun]").wait_for()
    page.locator("[data-action=erase]").click()
    page.locator("[data-action=erase-yes]").click()
    expect(page.locator("[data-part=gone]")).to_be_visible()
    assert page.evaluate(CHOSEN) == []
    page.reload()
    expect(languages(page)).to_have_value("en")


def test_a_language_without_a_file_leaves_english(visit: Visit) -> None:
    page = visit("planner/")
    choose_by_hand(page, "xx")
    expect(languages(page)).to_have_value("en")
    answer_questions(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    saved(page)
    assert tool(page).get_attribute("lang") is None
    in_german(page)
