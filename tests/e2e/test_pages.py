"""Every reader: without script, on a phone, by keyboard, with a screen reader, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Context, Visit
from tests.e2e.person import DUE, fill_planner

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PAGES = ("", "planner/", "drafts/", "guide/say-thanks/")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", STANDARDS
    )
    return [f"{v['id']}: {node['html'][:160]}" for v in found["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme)
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_full_tool(visit: Visit, scheme: str) -> None:
    page = visit("planner/", color_scheme=scheme, viewport={"width": 320, "height": 800})
    fill_planner(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    for why in page.locator(".fu-plan summary").all():
        why.click()
    assert faults(page) == []
    draft = visit("drafts/", within=page.context)
    expect(draft.get_by_role("article", name="The message")).to_contain_text("Hi Maria")
    assert faults(draft) == []


@pytest.mark.parametrize("path", ["", "guide/say-thanks/"])
def test_without_script_the_example_is_there(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    expect(page.get_by_role("article", name="The message").first).to_contain_text("Thank you for")
    if not path:
        expect(page.locator(".fu-today")).to_contain_text("Thank Maria Lopez today.")


@pytest.mark.parametrize("path", ["planner/", "drafts/"])
def test_without_script_the_tools_say_what_to_do(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()


@pytest.mark.parametrize("path", ["", "guide/say-thanks/", "templates/", "templates/thank-you-after-first/"])
def test_reading_loads_no_python(visit: Visit, context: Context, path: str) -> None:
    browser, asked = context(), list[str]()
    browser.on("request", lambda request: asked.append(request.url))
    visit(path, within=browser).wait_for_timeout(1500)
    assert any("/main-" in url for url in asked)
    assert [url for url in asked if "engine-" in url or "worker-" in url or "python-" in url] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_phone_needs_no_sideways_scrolling(visit: Visit, path: str) -> None:
    page = visit(path, viewport={"width": 320, "height": 700})
    if path == "planner/":
        fill_planner(page, employer="Donaudampfschifffahrtsgesellschaft" * 3)
        expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["planner/", "drafts/"])
def test_everything_to_touch_is_large_enough(visit: Visit, path: str, width: int) -> None:
    page = visit(path, viewport={"width": width, "height": 800})
    if path == "planner/":
        fill_planner(page)
        expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelectorAll(".fu-tool :is(a, button, summary, input, select, textarea)")]
            .map((each) => [each, (each.closest("label") ?? each).getBoundingClientRect()])
            .filter(([each, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_single_keys_of_the_theme_do_not_act_inside_the_tool(visit: Visit) -> None:
    page = visit("planner/")
    address = page.url
    page.get_by_role("button", name="More details").focus()
    for key in ("n", "p", ".", ",", "s", "f", "/"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url == address
    expect(page.get_by_role("button", name="More details")).to_be_focused()


def tab_to(page: Page, label: str) -> None:
    """Press the tabulator until the input with this label has the cursor."""
    focused = page.get_by_label(label, exact=True).and_(page.locator(":focus"))
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused.count():
            return
    raise AssertionError(f"the tabulator does not reach {label}")


def test_the_whole_way_by_keyboard(visit: Visit) -> None:
    page = visit("planner/")
    expect(page.locator("[data-row=interviews][data-key]")).to_be_visible()
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Northwind Traders")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Date", exact=True)).to_be_focused()
    page.keyboard.type("11192026")
    expect(page.locator(".fu-today")).to_contain_text("Say thank you today.")
    expect(page.get_by_label("Date", exact=True)).to_be_focused()
    tab_to(page, "Role")
    page.keyboard.type("IT support analyst")
    tab_to(page, "Your name")
    page.keyboard.type("Dana Whitfield")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Northwind Traders, IT support analyst")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Write this message").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/#*")


def test_an_open_reason_stays_open_while_the_plan_changes(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    reason = page.locator("[data-kind=check-in] details")
    reason.locator("summary").click()
    page.get_by_label("They will answer by").fill("2026-12-02")
    expect(page.locator("[data-kind=check-in]")).to_contain_text("Friday 4 December 2026")
    expect(reason).to_have_attribute("open", "")


def test_an_example_in_the_guide_comes_to_life_when_touched(visit: Visit) -> None:
    page = visit("guide/say-thanks/")
    embed = page.locator("followup-embed:has([data-part=fields])").first
    embed.get_by_text("Put in your own words").click()
    field = embed.get_by_label("One moment from the conversation")
    field.fill("the tour of the workshop")
    expect(embed.get_by_role("article", name="The message")).to_contain_text("the tour of the workshop")


def test_paper_shows_the_plan_and_not_the_form(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".fu-steps")).to_be_visible()
    for hidden in (".fu-form", ".fu-files", ".fu-saved"):
        expect(page.locator(hidden)).to_be_hidden()


def test_where_are_you_opens_one_moment_at_a_time_by_keyboard(visit: Visit) -> None:
    page = visit("", viewport={"width": 320, "height": 700}, java_script_enabled=False)
    moments = page.locator(".fu-moment")
    assert 8 <= moments.count() <= 12
    moments.nth(3).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(moments.nth(3).get_by_role("article", name="The message")).to_be_visible()
    expect(moments.nth(3).get_by_role("link", name="The date passed")).to_be_visible()
    moments.nth(4).locator("summary").click()
    expect(page.locator(".fu-moment[open]")).to_have_count(1)


def test_the_side_navigation_opens_the_group_of_the_page(visit: Visit) -> None:
    page = visit("guide/second-check-in/", viewport={"width": 1280, "height": 900})
    expect(page.locator(".fu-nav details[open]")).to_have_count(1)
    expect(page.locator('.fu-nav [aria-current="page"]')).to_be_in_viewport()


def test_a_card_is_printed_alone(visit: Visit) -> None:
    page = visit("guide/after-the-interview-card/")
    page.emulate_media(media="print")
    expect(page.locator(".fu-card")).to_be_visible()
    for hidden in ("h1", ".fu-embed", ".fu-header", ".fu-footer", ".md-sidebar--primary"):
        expect(page.locator(hidden).first).to_be_hidden()
