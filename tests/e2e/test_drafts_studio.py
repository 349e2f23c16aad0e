"""The draft studio around a message: the situation, several people at once, and what the plan hears."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Context, Visit
from tests.e2e.person import DUE, fill_planner, saved, stored
from tests.e2e.test_pages import faults

SITUATION = "What has happened?"
WORDING = "Which wording?"
MOMENT = "One moment from the conversation"
THINGS = "door lamp roof wall cup tree boat ship road hill lake star moon rain wind snow leaf bird"
PANEL = """\
followup: 1
me: {name: Dana Whitfield}   # that is me
applications:
  - id: northwind
    employer: Northwind
    role: IT analyst
    contacts:
      - {id: maria, name: Maria Lopez, email: maria@northwind.example}
      - {id: tom, name: Tom Reed}
      - {id: ana, name: Ana Petrova}
    interviews:
      - on: 2026-11-19
        stage: panel
        with: [maria, tom, ana]
"""


def open_file(visit: Visit, text: str = PANEL, **options: Any) -> Page:
    """The search file, opened in the planner."""
    page = visit("planner/", **options)
    page.locator("input[type=file]").set_input_files(
        {"name": "own.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    expect(page.locator(".fu-step").first).to_be_visible()
    saved(page)
    return page


def body(page: Page) -> Locator:
    return page.locator("[data-text=body]")


# ── the situation ────────────────────────────────────────────────────────────────────────────────────────


def test_a_situation_comes_first_and_its_wordings_follow(visit: Visit) -> None:
    page = visit("drafts/")
    situation = page.get_by_label(SITUATION)
    expect(situation).to_have_value("thank-you/first")
    groups = situation.locator("optgroup").evaluate_all("(all) => all.map((each) => each.label)")
    assert groups == ["Before and after a conversation", "While you wait", "When something is decided"]
    situation.select_option("The day they named has passed")
    wording = page.get_by_label(WORDING)
    expect(wording).to_have_value("check-in-after-promise")
    assert wording.locator("option").evaluate_all("(all) => all.map((each) => each.value)") == [
        "check-in-after-promise",
        "check-in-promise-formal",
        "check-in-promise-plain",
    ]
    expect(page.locator(".fu-draft[data-template=check-in-after-promise]")).to_be_visible()
    page.reload()
    expect(situation).to_have_value("check-in/promise")
    expect(page.locator(".fu-draft[data-template=check-in-after-promise]")).to_be_visible()


def test_the_interview_of_the_plan_says_which_situation(visit: Visit) -> None:
    page = open_file(visit, PANEL.replace("stage: panel", "stage: final").replace(", tom, ana]", "]"))
    page.locator(".fu-today").get_by_role("link", name="Write this message").click()
    expect(page.get_by_label(SITUATION)).to_have_value("thank-you/final")
    expect(body(page)).to_contain_text("Hi Maria")


def test_no_message_of_another_situation_shows_while_the_calculator_starts(
    visit: Visit, context: Context
) -> None:
    browser = context()
    held: list[Route] = []
    browser.route("**/*.wasm", lambda route: held.append(route))  # noqa: PLW0108 - Playwright wants a function
    page = visit("drafts/#template=closing-note", within=browser)
    expect(page.get_by_text("Your message appears here in a moment.")).to_be_visible()
    assert "Thank you for talking" not in page.locator("followup-drafts").inner_text()
    expect(page.get_by_label(WORDING)).to_have_value("closing-note")
    page.wait_for_timeout(500)
    for route in held:
        route.continue_()
    expect(page.locator(".fu-draft[data-template=closing-note]")).to_be_visible()


def test_what_was_typed_on_a_templates_page_goes_along(visit: Visit) -> None:
    page = visit("templates/thank-you-after-first/", viewport={"width": 1280, "height": 1400})
    page.get_by_label(MOMENT).fill("the tour of the workshop")
    page.get_by_role("link", name="Write it with my plan").click()
    page.wait_for_url("**/drafts/**")
    expect(page.get_by_label(MOMENT)).to_have_value("the tour of the workshop")
    expect(body(page)).to_contain_text("I enjoyed hearing the tour of the workshop")
    saved(page)
    page.get_by_label(MOMENT).fill("the lunch")
    saved(page)
    page.reload()
    expect(page.get_by_label(MOMENT)).to_have_value("the lunch")


# ── several people ───────────────────────────────────────────────────────────────────────────────────────


def panel(visit: Visit, **options: Any) -> Page:
    page = open_file(visit, **options)
    page.locator(".fu-today").get_by_role("link", name="Write this message").click()
    page.get_by_role("button", name="Write to all 3 who were there").click()
    expect(page.get_by_role("region", name="Ana Petrova").locator("[data-text=body]")).to_contain_text("Ana")
    return page


def test_everybody_side_by_side_with_a_form_of_their_own(visit: Visit) -> None:
    page = panel(visit, viewport={"width": 1280, "height": 900})
    people = [page.get_by_role("region", name=name) for name in ("Maria Lopez", "Tom Reed", "Ana Petrova")]
    boxes = [person.bounding_box() for person in people]
    assert len({round(box["y"]) for box in boxes if box}) == 1
    templates = {p.locator(".fu-draft").get_attribute("data-template") for p in people}
    assert len(templates) == 3
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))
    people[0].locator(".fu-fields :is(input, textarea)").first.fill("the ticket backlog")
    expect(people[0].locator("[data-text=body]")).to_contain_text("the ticket backlog")
    assert "the ticket backlog" not in people[1].inner_text()
    page.wait_for_timeout(600)
    page.reload()
    expect(people[0].locator("[data-text=body]")).to_contain_text("the ticket backlog")
    page.get_by_role("button", name="Back to a single message").click()
    expect(page.get_by_label(SITUATION)).to_be_visible()
    expect(people[0]).to_have_count(0)


def test_on_a_phone_one_below_the_other(visit: Visit) -> None:
    page = panel(visit, viewport={"width": 320, "height": 800})
    tops = [box["y"] for one in page.locator(".fu-one").all() if (box := one.bounding_box())]
    assert tops == sorted(tops)
    assert len(set(tops)) == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_notes_that_read_alike_are_named(visit: Visit) -> None:
    page = panel(visit)
    alike = page.locator("[data-part=alike]")
    long = " ".join(f"and {place} {thing}" for place in ("red", "old", "new") for thing in THINGS.split())
    for one in page.locator(".fu-one").all():
        for field in one.locator(".fu-fields :is(input[type=text], textarea)").all():
            if not field.input_value():
                field.fill(long)
    expect(alike).to_contain_text("read much alike")
    expect(page.get_by_role("status")).to_contain_text("read much alike")


def test_each_note_has_its_own_remarks_and_its_own_edits(visit: Visit) -> None:
    page = panel(visit)
    maria, tom = (page.get_by_role("region", name=name) for name in ("Maria Lopez", "Tom Reed"))
    maria.locator(".fu-fields :is(input, textarea)").first.fill(
        "about it. I am still waiting for your answer"
    )
    mark = maria.locator("[data-text=body] a.fu-finding", has_text="still waiting")
    mark.click()
    expect(maria.locator(".fu-remark summary:focus")).to_contain_text("I am still waiting")
    opened = maria.locator(".fu-remark details[open]")
    opened.get_by_role("button", name="Write “I look forward to hearing from you.”").click()
    expect(maria.locator("[data-text=body]")).to_contain_text("I look forward to hearing from you.")
    expect(maria.get_by_role("button", name="Undo")).to_be_focused()
    assert "I look forward to hearing" not in tom.locator("[data-text=body]").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_panel(visit: Visit, scheme: str) -> None:
    page = panel(visit, color_scheme=scheme)
    assert faults(page) == []


# ── the plan hears of it ─────────────────────────────────────────────────────────────────────────────────


def text_of(page: Page) -> str:
    record = stored(page, "search")
    assert isinstance(record, dict)
    return str(record["text"])


def test_marked_as_sent_the_plan_knows_and_forgets_again(visit: Visit) -> None:
    page = open_file(visit, PANEL.replace(", tom, ana]", "]"))
    before = text_of(page)
    page.locator(".fu-today").get_by_role("link", name="Write this message").click()
    button = page.get_by_role("button", name="Mark as sent")
    expect(body(page)).to_contain_text("Maria")
    for field in page.locator(".fu-fields :is(input[type=text], textarea)").all():
        if not field.input_value():
            field.fill("the backlog")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(page.locator("[data-part=sent]")).to_contain_text("Your plan knows: sent today to Maria Lopez.")
    expect(button).to_be_hidden()
    after = text_of(page)
    assert after.startswith(before.rstrip("\n"))
    assert "sent: thank-you" in after
    assert "2026-11-20" in after
    undo = page.locator("[data-part=sent]").get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(button).to_be_focused()
    assert text_of(page) == before
    button.click()
    page.locator("[data-part=sent]").get_by_role("link", name="See your plan").click()
    expect(page.locator(".fu-step--done")).to_contain_text("Thank Maria Lopez")


def test_a_message_with_a_gap_cannot_be_marked_as_sent(visit: Visit) -> None:
    planner = visit("planner/")
    fill_planner(planner)
    expect(planner.get_by_role("heading", name=DUE)).to_be_visible()
    saved(planner)
    page = visit("drafts/#template=thank-you-after-first", within=planner.context)
    button = page.get_by_role("button", name="Mark as sent")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-part=reason]")).to_contain_text("One moment")
    button.click(force=True)
    expect(page.get_by_label(MOMENT)).to_be_focused()
    assert "sent:" not in text_of(page)


def test_without_an_application_there_is_nothing_to_mark(visit: Visit) -> None:
    page = visit("drafts/")
    expect(page.get_by_text("Once the application is in your plan")).to_be_visible()
    expect(page.get_by_role("button", name="Mark as sent")).to_have_attribute("aria-disabled", "true")
