"""The tone check in the draft studio: remarks in their place, what they offer, and a person's own text."""

from __future__ import annotations

import email
import email.policy
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Context, Visit
from tests.e2e.test_pages import faults

MOMENT = "One moment from the conversation"
PUSHY = "I am still waiting for your answer"
FIELDS = {
    "Your name": "Dana Whitfield",
    "The employer": "Northwind",
    "The role": "IT analyst",
    "The name you greet this person with": "Maria",
}


def fill(page: Page, moment: str) -> None:
    """Every gap of the first template."""
    page.get_by_label(MOMENT).fill(moment)
    for label, value in FIELDS.items():
        page.get_by_label(label, exact=True).fill(value)


def marks(page: Page) -> Locator:
    return page.locator("a.fu-finding")


def remark(page: Page, title: str) -> Locator:
    return page.locator(".fu-remark", has_text=title)


def opened(page: Page, title: str) -> Locator:
    found = remark(page, title)
    found.locator("summary").click()
    return found


def letter(page: Page) -> str:
    return page.locator("[data-text=body]").text_content() or ""


def edit(page: Page) -> Locator:
    page.get_by_role("button", name="Edit the text").click()
    return page.get_by_role("textbox", name="Message", exact=True)


@pytest.mark.parametrize("before", ["", "😀 ", "👩‍👩‍👧 Zoe\u0301 🇩🇪 "])
def test_a_mark_covers_its_words_behind_emoji_and_combining_marks(visit: Visit, before: str) -> None:
    page = visit("drafts/")
    page.get_by_label(MOMENT).fill(f"{before}the tour. {PUSHY}. It was good")
    found = marks(page).filter(has_text="still waiting")
    expect(found).to_have_text(PUSHY)
    expect(found).to_have_attribute("title", "Better to rethink: “I am still waiting”")
    text = edit(page)
    expect(page.locator(".fu-under .fu-finding", has_text="still waiting")).to_have_text(PUSHY)
    text.press("Control+Home")
    page.keyboard.insert_text("😀🇩🇪e\u0301")
    expect(page.locator(".fu-under .fu-finding", has_text="still waiting")).to_have_text(PUSHY)
    page.wait_for_timeout(500)
    expect(page.locator(".fu-under .fu-finding", has_text="still waiting")).to_have_text(PUSHY)


def test_by_keyboard_from_the_words_to_an_alternative_and_back(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, f"about the backlog. {PUSHY}")
    before = letter(page)
    mark = marks(page).filter(has_text="still waiting")
    expect(mark).to_be_visible()
    before = letter(page)
    mark.focus()
    page.keyboard.press("Enter")
    summary = remark(page, "I am still waiting").locator("summary")
    expect(summary).to_be_focused()
    expect(remark(page, "I am still waiting")).to_contain_text("small reproach")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-text=body]")).to_contain_text("I look forward to hearing from you.")
    assert PUSHY not in letter(page)
    expect(page.get_by_role("status")).to_contain_text("Replaced.")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-text=body]")).to_have_text(before)
    expect(undo).to_be_hidden()
    expect(page.get_by_role("button", name="Edit the text")).to_be_focused()


def test_the_verdict_in_words_and_a_checklist(visit: Visit) -> None:
    page = visit("drafts/")
    page.get_by_label(MOMENT).fill("how your team halved the ticket backlog")
    check = page.get_by_role("group", name="Until it is ready")
    expect(check).to_contain_text("4 gaps to fill")
    expect(check).to_contain_text("Not finished yet.")
    fill(page, "how your team halved the ticket backlog")
    expect(check).to_contain_text("Every gap is filled")
    expect(check.locator(".fu-verdict")).to_have_text("Ready. Read it once more, then send it.")
    expect(page.get_by_role("status")).to_have_text("Ready. Read it once more, then send it.")
    page.get_by_label(MOMENT).fill(f"about the backlog. {PUSHY}")
    expect(check).to_contain_text("1 place to rethink")
    expect(check.locator(".fu-verdict")).to_contain_text("Better to rethink this")
    expect(page.get_by_role("status")).to_contain_text("1 place to rethink")


def test_no_more_than_one_message_in_two_seconds(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, f"about the backlog. {PUSHY}")
    expect(marks(page).filter(has_text="still waiting")).to_be_visible()
    page.evaluate(
        """() => {
            window.said = [];
            const live = document.querySelector("[role=status]");
            new MutationObserver(() => live.textContent && window.said.push(performance.now()))
                .observe(live, { childList: true, characterData: true, subtree: true });
        }"""
    )
    field = page.get_by_label(MOMENT)
    for _ in range(5):
        field.press_sequentially(" ASAP, I need the job", delay=15)
        page.wait_for_timeout(250)
    for _ in range(3):
        opened(page, "I am still waiting").get_by_role("button", name="Set it aside").click()
        page.get_by_role("button", name="Undo").click()
    page.wait_for_timeout(4500)
    said = page.evaluate("window.said")
    assert said
    # On a busy machine the message is seen a moment after it is spoken: half a second is allowed for that.
    assert all(later - earlier > 1500 for earlier, later in pairwise(said))


def test_a_remark_never_blocks_but_a_placeholder_does(visit: Visit) -> None:
    page = visit("drafts/")
    copy = page.get_by_role("button", name="Copy message")
    fill(page, f"about the backlog. {PUSHY}. You are rude and I will report you if you do not reply")
    expect(page.locator(".fu-verdict")).to_have_text("Please do not send it like this.")
    expect(copy).not_to_have_attribute("aria-disabled", "true")
    fill(page, "about [topic]")
    expect(copy).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-part=reason]")).to_contain_text("“[topic]”")


def test_a_remark_set_aside_stays_aside_for_this_message(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, f"about the backlog. {PUSHY}")
    opened(page, "I am still waiting").get_by_role("button", name="Set it aside").click()
    expect(remark(page, "I am still waiting")).to_have_count(0)
    expect(marks(page).filter(has_text="still waiting")).to_have_count(0)
    expect(page.locator(".fu-verdict")).not_to_contain_text("rethink")
    expect(page.get_by_text("1 remark is set aside.")).to_be_visible()
    expect(page.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    page.reload()
    expect(page.get_by_text("1 remark is set aside.")).to_be_visible()
    page.get_by_role("button", name="Show again").click()
    expect(remark(page, "I am still waiting")).to_have_count(1)


def test_why_leads_to_a_page_of_the_guide(visit: Visit, site_address: str) -> None:
    page = visit("drafts/")
    fill(page, f"about the backlog. {PUSHY}")
    link = opened(page, "I am still waiting").get_by_role("link", name="Read why in the guide")
    assert link.evaluate("(a) => a.href") == f"{site_address}guide/when-to-wait/"
    link.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_edited_words_stay_and_fields_go_on_following(visit: Visit, context: Context) -> None:
    browser = context(permissions=["clipboard-read", "clipboard-write"])
    page = visit("drafts/", within=browser)
    fill(page, "about the backlog")
    expect(page.get_by_role("button", name="Copy message")).not_to_have_attribute("aria-disabled", "true")
    text = edit(page)
    expect(text).to_be_focused()
    words = text.input_value()
    text.fill(words.replace("Kind regards", "Warmly").replace("for your time", "for an hour of your day"))
    page.get_by_label("The employer", exact=True).fill("Contoso")
    expect(text).to_have_value(
        words.replace("Kind regards", "Warmly")
        .replace("for your time", "for an hour of your day")
        .replace("Northwind", "Contoso")
    )
    page.get_by_role("button", name="Done editing").click()
    expect(page.get_by_role("button", name="Edit the text")).to_be_focused()
    expect(page.locator("[data-text=body]")).to_contain_text("Warmly")
    page.get_by_label("The employer", exact=True).fill("Fabrikam")
    expect(page.locator("[data-text=body]")).to_contain_text("working with you at Fabrikam")
    expect(page.locator("[data-text=body]")).to_contain_text("an hour of your day")
    page.get_by_role("button", name="Copy message").click()
    expect(page.get_by_role("status")).to_have_text("The message is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == letter(page)
    expect(page.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    page.reload()
    expect(page.locator("[data-text=body]")).to_contain_text("an hour of your day")
    page.get_by_label("The employer", exact=True).fill("Tailspin")
    expect(page.locator("[data-text=body]")).to_contain_text("working with you at Tailspin")
    expect(page.locator("[data-text=body]")).to_contain_text("Warmly")


def test_back_to_the_template_and_back_again(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, "about the backlog")
    text = edit(page)
    made = text.input_value()
    afresh = page.get_by_role("button", name="Start again from the template")
    expect(afresh).to_be_hidden()
    text.press("Control+End")
    page.keyboard.insert_text("PS: See you.")
    expect(afresh).to_be_visible()
    afresh.click()
    expect(text).to_have_value(made)
    page.get_by_role("button", name="Undo").click()
    expect(text).to_have_value(made + "PS: See you.")


def test_taking_a_change_back_keeps_what_was_written_since(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, f"about the backlog. {PUSHY}")
    text = edit(page)
    opened(page, "I am still waiting").get_by_role(
        "button", name="Write “I look forward to hearing from you.”"
    ).click()
    expect(text).to_be_focused()
    expect(text).not_to_have_value(re.compile("still waiting"))
    text.press("Control+End")
    page.keyboard.insert_text("PS: See you.")
    page.get_by_label("The employer", exact=True).fill("Contoso")
    expect(text).to_have_value(re.compile("Contoso"))
    page.get_by_role("button", name="Undo").click()
    value = text.input_value()
    assert f"about the backlog. {PUSHY}" in value
    assert "I look forward to hearing" not in value
    assert value.endswith("PS: See you.")
    assert "Contoso" in value


def test_a_gap_leaves_no_edited_text(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, "about the backlog")
    page.get_by_label("The role", exact=True).fill("")
    text = edit(page)
    expect(page.locator(".fu-under .fu-gap")).to_have_text("‹The role›")
    copy = page.get_by_role("button", name="Copy message")
    text.fill(text.input_value().replace("role›", "ro"))
    expect(copy).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-part=reason]")).to_contain_text("a gap in the text")
    text.fill(text.input_value().replace("‹The ro role", "the analyst role"))
    expect(copy).not_to_have_attribute("aria-disabled", "true")


def test_what_leaves_is_the_edited_text(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, "about the backlog")
    text = edit(page)
    text.press("Control+End")
    page.keyboard.insert_text("PS: 😀 & a < b\n")
    page.get_by_role("textbox", name="Subject").fill("My own\nsubject")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download .eml").click()
    saved = Path(waiting.value.path()).read_bytes()
    assert b"Subject: My own subject" in saved
    mail: Any = email.message_from_bytes(saved, policy=email.policy.default)
    assert "PS: 😀 & a < b" in mail.get_content()


def test_pasting_rich_text_gives_plain_words(visit: Visit, context: Context) -> None:
    browser = context(permissions=["clipboard-read", "clipboard-write"])
    page = visit("drafts/", within=browser)
    fill(page, "about the backlog")
    text = edit(page)
    page.evaluate(
        """() => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob(["<b onclick=alert(1)>bold</b> words"], { type: "text/html" }),
            "text/plain": new Blob(["bold words"], { type: "text/plain" }),
        })])"""
    )
    text.press("Control+End")
    text.press("Control+v")
    assert text.input_value().endswith("bold words")
    page.get_by_role("button", name="Done editing").click()
    expect(page.locator("[data-text=body]")).to_contain_text("bold words")
    assert page.locator("[data-text=body] b").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(visit: Visit, scheme: str) -> None:
    page = visit("drafts/", color_scheme=scheme, viewport={"width": 320, "height": 800})
    page.get_by_label(MOMENT).fill(f"about the backlog. {PUSHY}. You are rude. Reply ASAP")
    expect(marks(page).first).to_be_visible()
    assert faults(page) == []
    for summary in page.locator(".fu-remark summary").all():
        summary.click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    edit(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    fill(page, "about the backlog")
    expect(page.locator(".fu-verdict")).to_contain_text("Ready")
    assert faults(page) == []


def test_everything_to_press_is_large_enough(visit: Visit) -> None:
    page = visit("drafts/", viewport={"width": 320, "height": 800})
    page.get_by_label(MOMENT).fill(f"about the backlog. {PUSHY}")
    opened(page, "I am still waiting")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".fu-check :is(a, button, summary), .fu-tools button")]
            .map((each) => [each, each.getBoundingClientRect()])
            .filter(([each, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_the_edited_text_and_its_lines_lie_on_each_other(visit: Visit) -> None:
    for width in (320, 1280):
        page = visit("drafts/", viewport={"width": width, "height": 800})
        page.get_by_label(MOMENT).fill(f"about the backlog. {PUSHY}. " + "Averyveryverylongword" * 6)
        edit(page)
        heights = page.evaluate(
            """() => [...document.querySelectorAll(".fu-laid")].map((sheet) => {
                const [under, text] = sheet.children;
                return [under.clientWidth - text.clientWidth, text.scrollHeight - text.clientHeight];
            })"""
        )
        assert all(wide == 0 and high <= 0 for wide, high in heights)


def test_typing_never_holds_up_the_page(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, f"about the backlog. {PUSHY}")
    text = edit(page)
    text.press("Control+End")
    page.keyboard.insert_text("We spoke about the winter and I liked how calmly you explained it. " * 20)
    expect(page.locator(".fu-remark").first).to_be_visible()
    page.wait_for_timeout(1500)
    page.evaluate(
        """() => {
            window.long = [];
            const note = (list) => list.getEntries().forEach((each) => window.long.push(each.duration));
            new PerformanceObserver(note).observe({ type: "longtask" });
        }"""
    )
    text.press_sequentially("I am waiting for an answer ASAP. ", delay=30)
    page.get_by_label("The employer", exact=True).press_sequentially(" of the North", delay=30)
    page.wait_for_timeout(500)
    # The browser reports tasks of more than 50 ms and no others.
    assert page.evaluate("window.long") == []


def test_only_the_newest_text_is_judged(visit: Visit) -> None:
    page = visit("drafts/")
    fill(page, "about the backlog")
    text = edit(page)
    text.press("Control+End")
    for _ in range(4):
        text.press_sequentially("Reply ASAP.", delay=5)
        for _ in "Reply ASAP.":
            text.press("Backspace")
    page.wait_for_timeout(1500)
    expect(page.locator(".fu-under .fu-finding")).to_have_count(0)
    expect(page.locator(".fu-verdict")).to_contain_text("Ready")


def test_markup_stays_words_everywhere(visit: Visit) -> None:
    page = visit("drafts/")
    nasty = "<img src=x onerror=document.title='bad'> I am still waiting for your answer"
    fill(page, nasty)
    opened(page, "I am still waiting")
    edit(page)
    page.get_by_role("button", name="Done editing").click()
    expect(page.locator("[data-text=body]")).to_contain_text("<img src=x")
    assert page.locator("followup-drafts img").count() == 0
    assert page.title() != "bad"


def test_severities_differ_without_colours(visit: Visit) -> None:
    page = visit("drafts/", forced_colors="active", viewport={"width": 320, "height": 800})
    page.get_by_label(MOMENT).fill(f"about it. {PUSHY}. You are rude and I will report you")
    expect(marks(page).first).to_be_visible()
    page.evaluate(
        """() => {
            for (const severity of ["polish", "rethink", "stop"]) {
                const mark = document.createElement("a");
                mark.href = "#x";
                mark.className = `fu-finding fu-finding--${severity}`;
                document.querySelector("[data-text=body]").append(mark);
            }
        }"""
    )
    styles = page.evaluate(
        """() => ["polish", "rethink", "stop"].map((severity) => getComputedStyle(
            document.querySelector(`[data-text=body] > .fu-finding--${severity}`)).textDecorationStyle)"""
    )
    assert len(set(styles)) == 3
    page.evaluate("document.querySelectorAll('a[href=\"#x\"]').forEach((each) => each.remove())")
    assert faults(page) == []


def test_twice_the_size_of_letters_fits(visit: Visit) -> None:
    page = visit("drafts/", viewport={"width": 640, "height": 800})
    page.add_style_tag(content="html { font-size: 250% !important }")
    page.get_by_label(MOMENT).fill(f"about it. {PUSHY}")
    opened(page, "I am still waiting")
    edit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_whole_way_by_keyboard(visit: Visit, context: Context) -> None:
    browser = context(permissions=["clipboard-read", "clipboard-write"])
    page = visit("drafts/", within=browser)
    page.get_by_label("What has happened?").focus()
    page.keyboard.type("Your second")
    expect(page.get_by_label("Which wording?")).to_have_value("closing-note")
    expect(page.locator(".fu-draft[data-template=closing-note]")).to_be_visible()
    for field in page.locator(".fu-fields :is(input[type=text], textarea)").all():
        field.focus()
        page.keyboard.type("Dana")
    button = page.get_by_role("button", name="Edit the text")
    button.focus()
    page.keyboard.press("Enter")
    text = page.get_by_role("textbox", name="Message", exact=True)
    expect(text).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nI am still waiting for your answer.")
    expect(page.locator(".fu-remark", has_text="still waiting")).to_have_count(1)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "summary":
            break
    expect(page.locator("summary:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    copy = page.get_by_role("button", name="Copy message")
    copy.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The message is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == text.input_value()
