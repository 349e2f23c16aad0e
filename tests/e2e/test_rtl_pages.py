"""The pages from right to left, as a language like Arabic would have them: whole, within the window, and with
what people typed, the messages and what the core says in their own direction.

No language of the tools is written that way yet: here one of them says that it is.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.conftest import Context, Visit
from tests.e2e.seed import seeded
from tests.e2e.test_pages import faults

TURN = """
    if (location.origin !== "null") localStorage.setItem("followup /followup/ language", "de");
    document.addEventListener("DOMContentLoaded", () => {
        for (const each of [document.documentElement, document.body]) each.dir = "rtl";
    });
"""
"""The theme says the direction of a page on its body too."""

PAGES = {
    "planner/#application=northwind": ".fu-steps > .fu-step",
    "drafts/": ".fu-letter [data-text=body]",
    "templates/": "followup-gallery[lang]",
    "templates/editor/": ".fu-letter",
    "your-data/": "followup-data[data-begun]",
}
"""Each with a sign that it is there."""

OUTSIDE = """() => {
    const width = document.documentElement.clientWidth;
    const seen = (each) => each.checkVisibility({ visibilityProperty: true }) && each.textContent.trim();
    const scrolls = (each) => each.closest("pre, .fu-code, .md-search, .md-skip, .fu-live");
    const name = (each) => each.outerHTML.slice(0, 100);
    const all = [...document.body.querySelectorAll(":not(svg *)")]
        .filter((each) => seen(each) && !scrolls(each));
    const out = all.filter((each) => {
        const box = each.getBoundingClientRect();
        return box.width > 1 && (box.left < -0.5 || box.right > width + 0.5);
    });
    const cut = all.filter(
        (each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1 &&
            getComputedStyle(each).overflowX !== "visible",
    );
    return [...out, ...cut].map(name);
}"""


def turned(context: BrowserContext) -> BrowserContext:
    """A browser that shows the pages from right to left, and the tools in a language of that direction."""

    def answer(route: Route) -> None:
        reply = route.fetch()
        script = reply.text()
        if "Deutsch" in script:
            script = script.replace('direction:"ltr"', 'direction:"rtl"')
        route.fulfill(response=reply, body=script)

    context.add_init_script(TURN)
    context.route("**/part-*.js", answer)
    return context


def direction(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("(each) => getComputedStyle(each).direction"))


@pytest.mark.parametrize("width", [320, 1280])
def test_every_main_page_is_whole_from_right_to_left(context: Context, visit: Visit, width: int) -> None:
    browser = turned(context(viewport={"width": width, "height": 900}))
    seeded(visit("your-data/", within=browser))
    for path, sign in PAGES.items():
        page = visit(path, within=browser)
        expect(page.locator(sign).first).to_be_visible()
        assert direction(page, "followup-language") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(OUTSIDE) == [], path
        assert faults(page) == [], path
        page.close()


def test_what_is_in_another_language_keeps_its_direction(context: Context, visit: Visit) -> None:
    browser = turned(context())
    page = seeded(visit("planner/#application=northwind", within=browser))
    expect(page.locator(".fu-steps > .fu-step").first).to_be_visible()
    assert direction(page, ".fu-pic") == "ltr"
    assert (
        page.locator("[name=employer]").evaluate("(each) => getComputedStyle(each).unicodeBidi")
        == "plaintext"
    )
    message = visit("drafts/", within=browser)
    expect(message.locator("[data-text=body]")).to_be_visible()
    assert direction(message, "[data-text=body]") == "ltr"
    editor = visit("templates/editor/", within=browser)
    expect(editor.locator(".cm-content")).to_be_visible()
    assert direction(editor, ".cm-content") == "ltr"
