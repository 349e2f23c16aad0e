"""What was typed is there again: after a reload in the middle of a word, and beside a second tab."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.person import fill_planner, open_details, saved, stored


def role(page: Page) -> str:
    return page.get_by_label("Role", exact=True).first.input_value()


def stored_role(page: Page) -> str:
    record = stored(page, "search")
    assert isinstance(record, dict)
    return str(record["search"]["applications"][0]["role"])


def test_who_types_without_a_pause_is_saved_meanwhile(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    saved(page)
    field = page.get_by_label("Role", exact=True).first
    field.fill("")
    seen = set()
    for _ in range(12):
        field.press_sequentially("abc", delay=30)
        seen.add(stored_role(page))
    assert len(seen) > 2


def test_a_reload_in_the_middle_of_a_word_keeps_the_letters(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    saved(page)
    page.get_by_label("Role", exact=True).first.fill("")
    page.get_by_label("Role", exact=True).first.press_sequentially("in the middle of a wo", delay=10)
    page.reload()
    expect(page.locator(".fu-today")).to_be_visible()
    assert role(page) == "in the middle of a wo"


def test_a_second_tab_shows_what_the_first_one_wrote_and_loses_nothing(visit: Visit) -> None:
    one = visit("planner/")
    fill_planner(one)
    saved(one)
    two = visit("planner/", within=one.context)
    expect(two.locator(".fu-today")).to_be_visible()
    open_details(two)
    two.get_by_label("Role", exact=True).first.fill("written in the second tab")
    expect(one.get_by_label("Role", exact=True).first).to_have_value("written in the second tab")
    one.get_by_label("Your name").fill("Dana of the first tab")
    expect(two.get_by_label("Your name")).to_have_value("Dana of the first tab")
    saved(one)
    two.reload()
    expect(two.locator(".fu-today")).to_be_visible()
    assert role(two) == "written in the second tab"
