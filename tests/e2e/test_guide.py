"""What a reader does in the guide: unfold a list, follow a link into it, print, come from the first page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_pages import faults

PHONE = {"width": 390, "height": 844}
LIST = "guide/what-not-to-write/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "guide/",
        "guide/check-in/",
        "guide/questions-people-ask/",
        "guide/after-the-interview-card/",
        LIST,
        "guide/where-our-numbers-come-from/",
        "guide/customs/",
        "guide/customs/de/",
    ],
)
def test_axe_finds_nothing_in_the_guide(visit: Visit, path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme, viewport=PHONE)
    page.evaluate("document.querySelectorAll('article details').forEach((each) => (each.open = true))")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_list_of_rules_is_folded_and_a_link_opens_the_right_part(visit: Visit) -> None:
    page = visit(LIST, viewport=PHONE)
    folds = page.locator("article details.fu-fold")
    assert folds.count() >= 10
    expect(page.locator("article details.fu-fold[open]")).to_have_count(0)
    assert page.evaluate("document.body.scrollHeight") < 12_000
    name = page.locator("article div > ul:not(.fu-rules) a").nth(5)
    id = (name.get_attribute("href") or "").removeprefix("#")
    name.click()
    expect(page.locator(f"[id={id}] .fu-rule-name")).to_be_in_viewport()
    expect(page.locator("article details.fu-fold[open]")).to_have_count(1)


def test_a_link_from_elsewhere_opens_the_rule(visit: Visit) -> None:
    page = visit(f"{LIST}#left-hanging", viewport=PHONE)
    expect(page.locator("#left-hanging .fu-rule-name")).to_be_in_viewport()


def test_every_moment_of_the_first_page_leads_to_its_page_and_its_message(visit: Visit) -> None:
    page = visit("", viewport=PHONE)
    for moment in page.locator(".fu-moment").all():
        moment.locator("summary").first.click()
        expect(moment.get_by_role("article", name="The message")).to_be_visible()
        link = moment.locator("p a[href*='guide/']").first
        expect(link).to_be_visible()
    page.locator(".fu-moment").nth(3).locator("summary").first.click()
    page.get_by_role("link", name="The date passed").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The date passed")


def test_a_moment_opens_its_message_in_the_studio(visit: Visit) -> None:
    page = visit("", viewport=PHONE)
    moment = page.locator(".fu-moment").nth(3)
    moment.locator("summary").first.click()
    moment.get_by_role("link", name="Write your own").click()
    expect(page.get_by_label("Which wording?")).to_have_value("check-in-promise-plain")


def shown(page: Page) -> str:
    return page.locator("body").inner_text()


def test_paper_shows_the_words_of_a_page_and_nothing_to_click(visit: Visit) -> None:
    page = visit("guide/check-in/", viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    for hidden in (".fu-header", ".fu-footer", ".md-sidebar", ".fu-own", ".fu-embed .fu-actions", ".fu-ways"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    text = shown(page)
    assert "Earliest, best, latest" in text and "What not to write" in text
    expect(page.get_by_role("article", name="The message").first).to_be_visible()
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert len(page.pdf()) > 10_000


def test_paper_unfolds_the_list_of_rules(visit: Visit) -> None:
    page = visit(LIST)
    page.emulate_media(media="print")
    expect(page.locator("#left-hanging")).to_be_visible()
    assert len(re.findall("Instead:", shown(page))) > 50
