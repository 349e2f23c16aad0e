"""The draft studio in another language: its own words are in it, and those of the core are told from them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tools.words import texts

ENGLISH = "What has happened?"
OTHERS = ["de", "es", "fr"]


def said(language: str, key: str) -> str:
    area, _, name = key.partition(".")
    text = texts(language)[area][name]
    assert isinstance(text, str)
    return text


def speaking(visit: Visit, language: str, width: int = 1280) -> Page:
    """The studio, in which somebody chose a language."""
    page = visit("drafts/", viewport={"width": width, "height": 900})
    page.get_by_label("Language of this tool").select_option(language)
    expect(page.get_by_label(said(language, "drafts.what-happened"))).to_be_visible()
    expect(page.locator("followup-drafts[data-begun]")).to_be_attached()
    return page


def own_words(page: Page) -> list[str]:
    """What can be read in the studio and is said to be in its language."""
    words: list[str] = page.locator("followup-drafts").evaluate(
        """(tool) => {
            const found = [];
            const walker = document.createTreeWalker(tool, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const { data, parentElement } = walker.currentNode;
                const shown = parentElement.getClientRects().length;
                const own = parentElement.closest("[lang]") === tool;
                if (shown && own && data.trim()) found.push(data.trim());
            }
            return found;
        }"""
    )
    return words


@pytest.mark.parametrize("language", OTHERS)
def test_the_studio_speaks_another_language_and_the_message_its_own(visit: Visit, language: str) -> None:
    page = speaking(visit, language)
    expect(page.locator("followup-drafts .fu-verdict")).to_have_text(said(language, "sheet.unfinished"))
    english = [text for area in texts("en").values() for text in area.values() if isinstance(text, str)]
    here = [text for area in texts(language).values() for text in area.values()]
    assert [words for words in own_words(page) if words in english and words not in here] == []
    for place in (".fu-draft", "[data-part=fields]"):
        expect(page.locator(place).first).to_have_attribute("lang", "en")
    expect(page.get_by_label("One moment from the conversation")).to_be_visible()


def test_the_longest_words_fit_a_small_phone(visit: Visit) -> None:
    page = speaking(visit, "de", 320)
    expect(page.locator("followup-drafts .fu-verdict")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_choice_stays_and_english_comes_back(visit: Visit) -> None:
    page = speaking(visit, "fr")
    page.reload()
    expect(page.get_by_label(said("fr", "drafts.what-happened"))).to_be_visible()
    page.get_by_label(said("fr", "language.choose")).select_option("en")
    expect(page.get_by_label(ENGLISH)).to_be_visible()
