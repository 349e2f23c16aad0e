"""Typing into the form of the draft studio: letters show before the core answers, and its answer counts."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Context, Visit
from tests.e2e.test_drafts_marks import FIELDS, MOMENT, PUSHY, edit, fill, letter, marks, opened

HOLD = """
(() => {
  const post = Worker.prototype.postMessage;
  let held = null;
  Worker.prototype.postMessage = function (...message) {
    if (!held) return post.apply(this, message);
    held.push(() => post.apply(this, message));
    const patience = { v: 1, event: "wait", id: message[0].id };
    this.dispatchEvent(new MessageEvent("message", { data: patience }));
  };
  window.hold = () => { held = []; };
  window.release = () => { const all = held; held = null; for (const each of all) each(); };
})();
"""
"""What the page asks the worker waits from `hold()` to `release()`, as if a file were on its way."""


def held(visit: Visit, context: Context, moment: str, **options: Any) -> Page:
    """A finished message, read by the tone check, whose page no longer gets an answer."""
    browser: BrowserContext = context(**options)
    browser.add_init_script(HOLD)
    page = visit("drafts/", within=browser)
    fill(page, moment)
    expect(page.locator("[data-text=body]")).to_contain_text(moment)
    expect(page.locator("[data-text=body]")).to_contain_text(FIELDS["The role"])
    if PUSHY in moment:
        expect(marks(page).filter(has_text="still waiting")).to_be_visible()
    expect(page.locator(".fu-verdict")).not_to_contain_text("Not finished")
    expect(page.get_by_role("button", name="Copy message")).not_to_have_attribute("aria-disabled", "true")
    page.evaluate("hold()")
    return page


def add(page: Page, label: str, letters: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.press("End")
    field.press_sequentially(letters)


def test_letters_show_without_an_answer_and_marks_move_along(visit: Visit, context: Context) -> None:
    page = held(visit, context, f"about the backlog. {PUSHY}")
    card = opened(page, "I am still waiting")
    add(page, "The name you greet this person with", "nne")
    moment = page.get_by_label(MOMENT)
    moment.press("Control+Home")
    moment.press_sequentially("all ")
    expect(page.locator("[data-text=body]")).to_contain_text(f"all about the backlog. {PUSHY}")
    expect(page.locator("[data-text=body]")).to_contain_text("Hi Marianne,")
    expect(page.locator("[data-text=subject]")).to_contain_text("Marianne")
    expect(marks(page).filter(has_text="still waiting")).to_have_text(re.compile(f"^{PUSHY}"))
    expect(card.locator("details")).to_have_attribute("open", "")
    page.evaluate("release()")
    expect(page.locator("[data-text=body]")).to_contain_text(f"all about the backlog. {PUSHY}")
    expect(marks(page).filter(has_text="still waiting")).to_have_text(re.compile(f"^{PUSHY}"))
    expect(card.locator("details")).to_have_attribute("open", "")


def test_edited_words_follow_without_an_answer(visit: Visit, context: Context) -> None:
    page = held(visit, context, "about the backlog")
    page.evaluate("release()")
    text = edit(page)
    text.fill(text.input_value().replace("Kind regards", "Warmly"))
    page.evaluate("hold()")
    add(page, "The employer", "s")
    expect(page.locator("textarea[data-part-of=body]")).to_have_value(text.input_value())
    assert "Northwinds" in text.input_value()
    assert "Warmly" in text.input_value()
    page.evaluate("release()")
    expect(text).to_have_value(text.input_value())


def test_a_copy_right_after_a_key_waits_and_a_hole_stays(visit: Visit, context: Context) -> None:
    page = held(visit, context, "about the backlog", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('as before')")
    add(page, MOMENT, " [topic]")
    page.get_by_role("button", name="Copy message").click()
    page.wait_for_timeout(300)
    assert page.evaluate("navigator.clipboard.readText()") == "as before"
    page.evaluate("release()")
    expect(page.locator("[data-part=reason]")).to_contain_text("“[topic]”")
    expect(page.get_by_role("status")).to_contain_text("“[topic]”")
    assert page.evaluate("navigator.clipboard.readText()") == "as before"


def test_a_copy_waits_for_what_is_typed_while_it_waits(visit: Visit, context: Context) -> None:
    page = held(visit, context, "about the backlog", permissions=["clipboard-read", "clipboard-write"])
    add(page, MOMENT, "s")
    page.get_by_role("button", name="Copy message").click()
    add(page, MOMENT, " and the tour")
    page.evaluate("release()")
    expect(page.get_by_role("status")).to_have_text("The message is copied.")
    assert "about the backlogs and the tour" in letter(page)
    assert page.evaluate("navigator.clipboard.readText()") == letter(page)


def test_an_answer_to_an_older_text_shows_nothing(visit: Visit, context: Context) -> None:
    page = held(visit, context, "about the backlog")
    field = page.get_by_label(MOMENT)
    field.fill(f"about the backlog. {PUSHY}")
    page.evaluate(
        """() => {
            window.seen = 0;
            const look = () => (window.seen += document.querySelectorAll(".fu-finding, .fu-remark").length);
            new MutationObserver(look).observe(document.querySelector("followup-drafts"), {
                childList: true, subtree: true, attributes: true,
            });
        }"""
    )
    field.fill("about the tour")
    page.evaluate("release()")
    expect(page.locator("[data-text=body]")).to_contain_text("about the tour")
    page.wait_for_timeout(500)
    expect(page.locator(".fu-verdict")).to_contain_text("Ready")
    assert page.evaluate("window.seen") == 0
