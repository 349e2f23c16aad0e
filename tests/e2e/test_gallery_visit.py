"""The gallery in a browser: narrowing the list, sharing it, filling a template and copying its file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from followup_core.catalog import DATA, builtin
from tests.e2e.conftest import Visit
from tests.e2e.test_pages import faults

ALL = len(builtin().templates())
SHEET = "templates/thank-you-after-first/"
GERMAN = "templates/de/check-in-without-promise-du/"


def shown(page: Page) -> int:
    return page.locator(".fu-entry:visible").count()


def test_the_filters_narrow_the_list_and_say_how_many_are_left(visit: Visit) -> None:
    page = visit("templates/")
    count = page.get_by_role("status")
    expect(count).to_have_text(f"{ALL} templates")
    page.get_by_label("How do you send it?").select_option("linkedin")
    wanted = builtin().templates(channel="linkedin")
    expect(count).to_have_text(f"{len(wanted)} of {ALL} templates")
    page.get_by_label("In which language?").select_option("de")
    german = builtin().templates(channel="linkedin", locale="de")
    expect(count).to_have_text(f"{len(german)} of {ALL} templates")
    assert shown(page) == len(german)
    expect(page.get_by_role("heading", name="In English")).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    expect(count).to_have_text(f"{ALL} templates")
    assert shown(page) == ALL
    assert "#" not in page.url


def test_what_was_chosen_can_be_shared_as_a_link(visit: Visit) -> None:
    page = visit("templates/")
    page.get_by_label("What is it for?").select_option("rejection-reply")
    page.get_by_label("In which tone?").select_option("formal")
    expect(page).to_have_url(re.compile("templates/#kind=rejection-reply&tone=formal$"))
    other = visit(page.url.split("/followup/")[1])
    expect(other.get_by_label("In which tone?")).to_have_value("formal")
    assert 0 < shown(other) < ALL
    assert shown(other) == shown(page)


def test_a_link_that_says_nonsense_shows_everything(visit: Visit) -> None:
    page = visit("templates/#kind=nonsense&channel=%22%3E")
    expect(page.get_by_role("status")).to_have_text(f"{ALL} templates")


def test_a_choice_that_nothing_fits_says_so(visit: Visit) -> None:
    page = visit("templates/#channel=card&kind=rejection-reply")
    expect(page.get_by_role("status")).to_contain_text("No template is like that yet")
    expect(page.get_by_role("heading", name="In English")).to_be_hidden()


def test_the_filters_by_keyboard(visit: Visit) -> None:
    page = visit("templates/")
    page.get_by_label("How do you send it?").focus()
    page.keyboard.type("p")
    expect(page.get_by_label("How do you send it?")).to_have_value("phone")
    expect(page.get_by_role("status")).to_have_text(
        f"{len(builtin().templates(channel='phone'))} of {ALL} templates"
    )
    assert shown(page) == len(builtin().templates(channel="phone"))
    page.locator(".fu-entry-title:visible").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/templates/*/")


def test_without_script_the_whole_list_and_every_page_can_be_read(visit: Visit) -> None:
    page = visit("templates/", java_script_enabled=False)
    assert shown(page) == ALL
    expect(page.locator(".fu-filters")).to_be_hidden()
    sheet = visit(SHEET, within=page.context)
    expect(sheet.get_by_role("article", name="An example")).to_contain_text("Hi Maria")
    expect(sheet.get_by_text("id: thank-you-after-first")).to_be_visible()
    expect(sheet.locator(".fu-sheet-writer")).to_be_hidden()


def test_a_file_is_copied_as_it_is(visit: Visit) -> None:
    page = visit(SHEET, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy this file").click()
    expect(page.get_by_text("The file is copied.")).to_be_visible()
    file = DATA / "templates" / "en" / "thank-you-after-first.yaml"
    assert page.evaluate("navigator.clipboard.readText()") == file.read_text(encoding="utf-8")


def test_a_template_is_filled_and_copied_on_its_page(visit: Visit) -> None:
    page = visit(SHEET, permissions=["clipboard-read", "clipboard-write"])
    copy = page.get_by_role("button", name="Copy message")
    answers = {
        "One moment from the conversation": "the tour of the workshop",
        "Your name": "Ada Lovelace",
        "The employer": "Contoso",
        "The role": "programmer",
    }
    for label, value in answers.items():
        page.get_by_label(label, exact=True).fill(value)
    message = page.get_by_role("article", name="The message")
    expect(message).to_contain_text("I enjoyed hearing the tour of the workshop")
    expect(copy).to_have_attribute("aria-disabled", "true")
    copy.click(force=True)
    expect(page.get_by_label("The name you greet this person with")).to_be_focused()
    page.get_by_label("The name you greet this person with").fill("Charles")
    expect(copy).not_to_have_attribute("aria-disabled", "true")
    copy.click()
    expect(page.get_by_text("The message is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hi Charles,\n\nThank you for talking with me about the programmer role.")
    assert copied.endswith("Kind regards,\nAda Lovelace")


def test_what_was_typed_on_a_page_is_there_again(visit: Visit) -> None:
    page = visit(SHEET)
    page.get_by_label("The employer").fill("Contoso")
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("The employer")).to_have_value("Contoso")
    expect(page.get_by_role("article", name="The message")).to_contain_text("with you at Contoso")
    other = visit(GERMAN, within=page.context)
    expect(other.get_by_label("Die Stelle")).to_have_value("")


def test_a_template_of_another_language_stays_in_it(visit: Visit) -> None:
    page = visit(GERMAN)
    page.get_by_label("Die Stelle").fill("Projektleiterin")
    message = page.get_by_role("article", name="The message")
    expect(message).to_contain_text("Ich hätte weiterhin große Lust auf die Stelle als Projektleiterin")
    expect(message.locator(".fu-body")).to_have_attribute("lang", "de")


@pytest.mark.parametrize("path", ["templates/", SHEET, GERMAN])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_gallery(visit: Visit, path: str, scheme: str) -> None:
    assert faults(visit(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("path", ["templates/", SHEET, GERMAN])
def test_the_gallery_fits_a_narrow_phone(visit: Visit, path: str) -> None:
    page = visit(path, viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll(".fu-wide :is(.fu-entry a, .fu-crumbs a, button, select)")]
            .map((each) => [each, each.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []
