"""The planner as a person uses it: three questions, one tap for what happened, and a way back."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Context, Visit
from tests.e2e.person import DUE, answer_questions, open_details, saved, stored
from tests.e2e.test_pages import faults
from tools.site import SITE

SEARCH = """\
# mine
followup: 1
me: {name: Dana Whitfield}   # that is me
applications:
  - id: northwind
    employer: Northwind Traders
    role: IT analyst
    country: US
    contacts:
      - {id: maria, name: Maria Lopez, title: Head of Support}   # kind
    interviews:
      - {on: 2026-11-19, at: "14:30", stage: first, with: [maria]}
    promise: {by: 2026-12-01}
  - id: contoso
    employer: Contoso
    role: Service desk
    country: US
    contacts: [{id: tom, name: Tom Reed}]
    interviews:
      - {on: 2026-11-25, at: "10:00", stage: first, with: [tom], topics: [the night shift]}
  - id: fabrikam
    employer: Fabrikam München
    role: Night manager
    interviews: [{on: 2026-11-05}]
    log:
      - {on: 2026-11-06, sent: thank-you}
      - {on: 2026-11-19, received: rejection}   # a pity
"""
PHONE = {"width": 320, "height": 720}


def opened(visit: Visit, text: str = SEARCH, **options: Any) -> Page:
    page = visit("planner/", **options)
    page.locator("input[type=file]").set_input_files(
        {"name": "own.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    expect(page.locator("[data-part=undo]")).to_contain_text("The search file is open.")
    expect(page.locator(".fu-today .fu-headline")).to_be_visible()
    saved(page)
    return page


def one(visit: Visit, name: str = "Northwind Traders", **options: Any) -> Page:
    page = opened(visit, **options)
    page.locator(".fu-jobs").get_by_role("link", name=name).click()
    expect(page.locator("[data-part=title]")).to_contain_text(name)
    expect(page.locator(".fu-step").first).to_be_visible()
    return page


def text_of(page: Page) -> str:
    """The stored text of the search file once it says what was done last."""
    page.wait_for_timeout(700)
    saved(page)
    record = stored(page, "search")
    assert isinstance(record, dict)
    assert record["applied"]
    return str(record["text"])


# ── the first visit ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}])
def test_from_three_questions_to_a_sent_thank_you(visit: Visit, size: dict[str, int]) -> None:
    page = visit("planner/", viewport=size)
    expect(page.get_by_label("Country of the employer")).to_be_hidden()
    answer_questions(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    write = page.locator(".fu-today").get_by_role("link", name="Write this message")
    write.click()
    expect(page.get_by_label("Role", exact=True)).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("the role and your name")
    page.get_by_label("Role", exact=True).fill("IT analyst")
    page.get_by_label("Your name").fill("Dana Whitfield")
    page.get_by_role("button", name="Show my plan").click()
    expect(page.get_by_role("heading", name="Northwind Traders, IT analyst")).to_be_focused()
    saved(page)
    write.click()
    page.wait_for_url(re.compile(r"drafts/#"))
    letter = page.get_by_role("article", name="The message")
    expect(letter).to_contain_text("Hi Maria,")
    expect(letter).to_contain_text("Dana Whitfield")
    page.get_by_label("One moment from the conversation").fill("how your team halved the backlog")
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_role("status")).to_contain_text("sent")
    page.wait_for_timeout(500)
    page.goto(page.url.split("drafts/")[0] + "planner/")
    expect(page.locator(".fu-today .fu-headline")).to_have_text("Wait until Wednesday 2 December 2026.")
    expect(page.locator(".fu-today")).to_contain_text("Meanwhile,")
    expect(page.locator("[data-kind=thank-you] .fu-status")).to_have_text("Done")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_plan_asks_for_the_date_first(visit: Visit) -> None:
    page = visit("planner/")
    page.get_by_label("Name", exact=True).fill("Maria Lopez")
    page.get_by_role("button", name="Show my plan").click()
    expect(page.get_by_label("Date", exact=True)).to_be_focused()


def test_what_is_pressed_before_the_script_is_there_counts_and_sends_nothing(
    visit: Visit, context: Context
) -> None:
    browser = context()
    held: list[Route] = []
    [main] = (SITE / "assets" / "followup").glob("main-*.js")
    for later in set(re.findall(r'import\("\./([^"]+)"\)', main.read_text(encoding="utf-8"))):
        browser.route(f"**/{later}", lambda route: held.append(route))  # noqa: PLW0108 - as Playwright wants it
    page = visit("planner/", within=browser)
    address = page.url
    page.get_by_label("Name", exact=True).fill("Maria Lopez")
    page.get_by_label("Name", exact=True).press("Enter")
    page.get_by_role("button", name="Yesterday").click()
    page.get_by_role("button", name="More details").click()
    page.wait_for_timeout(300)
    assert page.url == address
    assert held
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Maria Lopez")
    assert page.url == address


# ── what happened ────────────────────────────────────────────────────────────────────────────────────────


def test_i_sent_it_moves_the_plan_on_and_can_be_undone_to_the_byte(visit: Visit) -> None:
    page = one(visit)
    before = text_of(page)
    page.locator("[data-part=happened]").get_by_role("button", name="I sent it").click()
    expect(page.locator(".fu-today .fu-headline")).to_have_text("Wait until Wednesday 2 December 2026.")
    expect(page.locator("[data-part=undo]")).to_contain_text("Noted: You sent a thank-you to Maria Lopez.")
    assert "sent: thank-you" in text_of(page).partition("contoso")[0]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("as it was before")
    assert page.evaluate("document.activeElement !== document.body")
    assert text_of(page) == before == SEARCH


def test_they_moved_the_date(visit: Visit) -> None:
    page = one(visit)
    trigger = page.get_by_role("button", name="They moved the date")
    trigger.click()
    expect(page.get_by_label("The new date")).to_be_focused()
    page.keyboard.press("Escape")
    expect(trigger).to_be_focused()
    trigger.click()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("alert")).to_have_text("Which day did they name?")
    page.get_by_label("The new date").fill("2026-12-08")
    page.get_by_label("Who said it?").select_option("Maria Lopez")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("[data-kind=check-in]")).to_contain_text("Thursday 10 December 2026")
    assert "received: new-promise" in text_of(page)


def test_a_no_goes_to_the_archive_and_comes_back(visit: Visit) -> None:
    page = one(visit)
    page.get_by_role("button", name="They said no").click()
    expect(page.locator("[data-kind=rejection-reply]")).to_be_visible()
    page.get_by_role("link", name="All applications").click()
    page.get_by_text("Closed or at rest (2)").click()
    job = page.locator(".fu-archive .fu-job", has_text="Northwind Traders")
    expect(job).to_contain_text("They said no on Friday 20 November 2026")
    job.get_by_role("button", name="Reopen").click()
    page.get_by_role("button", name=re.compile("it was a mistake")).click()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    assert text_of(page) == SEARCH
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-kind=rejection-reply]")).to_be_visible()


def test_what_was_noted_can_be_made_exact_and_taken_out(visit: Visit) -> None:
    page = one(visit)
    page.get_by_role("button", name="They answered").click()
    page.get_by_role("button", name="Add details").click()
    page.get_by_label("When?").fill("2026-11-25")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("still to come")
    page.get_by_label("When?").fill("2026-11-19")
    page.get_by_label("A note, for you alone").fill("they are friendly")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "they are friendly" in text_of(page)
    page.get_by_text("What you noted (1)").click()
    page.get_by_role("button", name=re.compile("Remove: They answered")).click()
    assert text_of(page) == SEARCH


def test_a_changed_detail_and_a_removed_person_can_be_undone(visit: Visit) -> None:
    page = one(visit)
    open_details(page)
    page.get_by_label("They will answer by").fill("2026-12-08")
    page.get_by_label("Role", exact=True).focus()
    expect(page.locator("[data-part=undo]")).to_contain_text("Changed: They will answer by.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("They will answer by")).to_have_value("2026-12-01")
    open_details(page)
    page.get_by_role("button", name="Remove this person").click()
    expect(page.locator("[data-part=undo]")).to_contain_text("Removed: Maria Lopez.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Maria Lopez")
    assert text_of(page) == SEARCH


def test_a_removed_application_can_be_undone(visit: Visit) -> None:
    page = one(visit)
    open_details(page)
    page.get_by_role("button", name="Remove this application").click()
    expect(page.locator(".fu-job")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".fu-job")).to_have_count(3)
    assert text_of(page) == SEARCH


# ── several applications ─────────────────────────────────────────────────────────────────────────────────


def test_the_overview_has_the_next_step_of_each_and_finds_words(visit: Visit) -> None:
    page = opened(visit)
    jobs = page.locator(".fu-jobs").first.locator(".fu-job")
    expect(jobs).to_have_count(2)
    expect(jobs.first).to_contain_text("Thank Maria Lopez today.")
    expect(jobs.nth(1)).to_contain_text("Wednesday 25 November 2026")
    page.get_by_label("Find an application").fill("munchen night")
    expect(page.locator(".fu-job:visible")).to_have_count(1)
    expect(page.locator(".fu-job:visible")).to_contain_text("Fabrikam")
    page.get_by_label("Find an application").fill("nobody")
    expect(page.get_by_text("Nothing has these words.")).to_be_visible()


def test_the_message_of_today_is_marked_as_sent_in_the_overview(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_role("button", name=re.compile("^I sent it")).first.click()
    expect(page.locator(".fu-today")).not_to_contain_text("Thank Maria Lopez today.")
    assert page.evaluate("document.activeElement !== document.body")
    assert "sent: thank-you, to: maria" in " ".join(text_of(page).split()).replace("- on", "on")


def test_the_back_button_leads_to_the_overview(visit: Visit) -> None:
    page = one(visit)
    page.go_back()
    expect(page.get_by_role("heading", name="Your applications")).to_be_focused()


# ── paper and files ──────────────────────────────────────────────────────────────────────────────────────


def test_a_list_to_take_along_is_printed_alone(visit: Visit) -> None:
    page = one(visit, "Contoso")
    page.evaluate("window.print = () => void (window.printed = true)")
    page.get_by_text("Before the interview: a list to take along").click()
    take = page.locator(".fu-take")
    for words in ("Tom Reed", "the night shift", "What happens next, and who decides?"):
        expect(take).to_contain_text(words)
    page.get_by_role("button", name="Print this list").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(take).to_be_visible()
    for hidden in (".fu-today", ".fu-steps", ".fu-files"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_one_step_and_everything_leave_as_files(visit: Visit, tmp_path: Path) -> None:
    page = one(visit)

    def made(name: str) -> Path:
        with page.expect_download() as download:
            page.get_by_role("button", name=name).last.click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        return target

    step = Calendar.from_ical(made("Into my calendar: Check in with Maria Lopez once more").read_bytes())
    assert len(step.walk("VEVENT")) == 1
    everything = Calendar.from_ical(made("Add to calendar (.ics)").read_bytes())
    assert len(everything.walk("VEVENT")) > 5
    assert made("For notes (Markdown)").read_text(encoding="utf-8").startswith("# Plan of")
    rows = list(csv.DictReader(made("For a spreadsheet (CSV)").read_text(encoding="utf-8").splitlines()))
    assert {row["employer"] for row in rows} >= {"Northwind Traders", "Contoso"}


# ── everybody ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_whole_first_visit_by_keyboard(visit: Visit) -> None:
    page = visit("planner/")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Maria Lopez")
    page.keyboard.press("Tab")
    page.keyboard.type("Northwind")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Yesterday":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    page.get_by_label("Role", exact=True).focus()
    page.keyboard.type("Analyst")
    page.keyboard.press("Tab")
    page.keyboard.type("Dana")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Northwind, Analyst")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Write this message").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".fu-today .fu-headline")).to_contain_text("Wait until")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_scene(visit: Visit, scheme: str) -> None:
    page = opened(visit, color_scheme=scheme, viewport=PHONE)
    page.get_by_text("Closed or at rest (1)").click()
    page.get_by_text("Every step of all applications").click()
    assert faults(page) == []
    page.get_by_role("link", name="Contoso").click()
    page.get_by_text("Before the interview: a list to take along").click()
    expect(page.locator(".fu-take")).to_be_visible()
    page.get_by_role("button", name="They answered").click()
    page.get_by_text("What you noted (1)").click()
    page.get_by_role("button", name="They moved the date").click()
    open_details(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_fingers_find_everything(visit: Visit) -> None:
    page = one(visit, viewport=PHONE)
    page.get_by_role("button", name="They moved the date").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll(".fu-tool :is(a, button, summary, input, select, textarea)")]
            .map((each) => [each, (each.closest("label") ?? each).getBoundingClientRect()])
            .filter(([each, box]) => box.width && box.height < 43.5)
            .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []
