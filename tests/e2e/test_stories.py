"""A person with an interview: from an empty page to a plan and a message that can be sent."""

from __future__ import annotations

import email
import email.policy
import json
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Dialog, Page, Route, expect

from followup_core import service
from tests.e2e.conftest import Context, Visit, Watch
from tests.e2e.person import DUE, fill_planner, open_details, saved, stored

TODAY = "2026-11-20"


def text_of(page: Page) -> str:
    """The search file as it is stored, once it says what was typed."""
    for _ in range(100):
        page.wait_for_timeout(100)
        record = stored(page, "search")
        if isinstance(record, dict) and record["applied"] and page.locator(".fu-today").count():
            return str(record["text"])
    raise AssertionError("the text of the search file was not stored")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_person_enters_an_interview_and_sees_the_right_dates(visit: Visit, zone: str) -> None:
    page = visit("planner/", zone=zone)
    fill_planner(page)
    today = page.locator(".fu-today")
    expect(today).to_contain_text("Today is Friday 20 November 2026")
    expect(today.get_by_role("heading")).to_have_text(DUE)
    check_in = page.locator("[data-kind=check-in]")
    expect(check_in).to_contain_text("Check in with Maria Lopez")
    expect(check_in).to_contain_text("Thursday 3 December 2026")
    expect(check_in).to_contain_text("any day from Wed 2 Dec to Fri 4 Dec is fine")
    expect(check_in.locator(".fu-status")).to_have_text("Wait")
    thanks = page.locator("[data-kind=thank-you]")
    expect(thanks.locator(".fu-step-when time").first).to_have_attribute("datetime", "2026-11-20")
    assert not page.evaluate("Object.keys(localStorage).some((key) => localStorage[key].includes('Dana'))")


def test_no_promise_means_a_later_check_in(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    page.get_by_label("They will answer by").fill("")
    # + 5 / + 7 / + 10 open days from 19 November, with Thanksgiving between.
    expect(page.locator("[data-kind=check-in]")).to_contain_text("Tuesday 1 December 2026")


def test_from_the_plan_to_a_copied_thank_you(visit: Visit, context: Context) -> None:
    browser = context(permissions=["clipboard-read", "clipboard-write"])
    page = visit("planner/", within=browser)
    fill_planner(page)
    page.locator(".fu-today").get_by_role("link", name="Write this message").click()
    page.wait_for_url(re.compile(r"drafts/#"))
    letter = page.get_by_role("article", name="The message")
    expect(letter).to_contain_text("Hi Maria,")
    expect(letter).to_contain_text("Dana Whitfield")
    copy = page.get_by_role("button", name="Copy message")
    expect(copy).to_have_attribute("aria-disabled", "true")
    page.get_by_label("One moment from the conversation").fill("how your team halved the ticket backlog")
    expect(copy).not_to_have_attribute("aria-disabled", "true")
    copy.click()
    expect(page.get_by_role("status")).to_have_text("The message is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "I enjoyed hearing how your team halved the ticket backlog" in copied
    assert copied.startswith(
        "Hi Maria,\n\nThank you for talking with me on Thursday about the IT support analyst"
    )
    assert not set("‹›{}") & set(copied)
    page.get_by_role("button", name="Copy subject").click()
    expect(page.get_by_role("status")).to_have_text("The subject is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "Thank you for the conversation, Maria"


def test_a_draft_with_a_gap_cannot_leave(visit: Visit, context: Context) -> None:
    browser = context(permissions=["clipboard-read", "clipboard-write"])
    page = visit("drafts/#template=thank-you-after-first", within=browser)
    moment = page.get_by_label("One moment from the conversation")
    expect(page.locator("[data-part=reason]")).to_contain_text("One moment from the conversation")
    expect(page.locator("mark[data-gap=moment]")).to_be_visible()
    page.evaluate("navigator.clipboard.writeText('as before')")
    address = page.url
    for name in (
        "Copy message",
        "Copy subject",
        "Copy both",
        "Open in mail",
        "Open in Gmail",
        "Open in Outlook",
        "Download .eml",
    ):
        button = page.get_by_role("button", name=name)
        expect(button).to_have_attribute("aria-disabled", "true")
        button.click(force=True)
    expect(page.get_by_role("status")).to_contain_text("as soon as this is filled in")
    assert page.evaluate("navigator.clipboard.readText()") == "as before"
    assert page.url == address
    moment.fill("x")
    expect(page.locator("mark[data-gap=moment]")).to_have_count(0)
    expect(page.locator(".fu-missing")).to_be_visible()


def test_copying_that_is_refused_selects_the_text(visit: Visit) -> None:
    page = visit("drafts/#template=thank-you-after-first")
    page.evaluate("() => void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    for label, value in {
        "One moment from the conversation": "a moment",
        "Your name": "Dana",
        "The employer": "Northwind",
        "The role": "analyst",
        "The name you greet this person with": "Maria",
    }.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Copy message").click()
    expect(page.get_by_role("status")).to_contain_text("Copying was refused. The text is selected")
    assert str(page.evaluate("getSelection().toString()")).startswith("Hi Maria,")


def test_the_mail_file_is_a_mail(visit: Visit, tmp_path: Path) -> None:
    page = visit("planner/")
    fill_planner(page)
    saved(page)
    draft = visit("drafts/#template=thank-you-after-first", within=page.context)
    draft.get_by_label("One moment from the conversation").fill("a moment")
    button = draft.get_by_role("button", name="Download .eml")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    with draft.expect_download() as download:
        button.click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    mail = email.message_from_bytes(target.read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "Thank you for the conversation, Maria"
    assert "maria@northwind.example" in mail["To"]


def test_only_the_last_choice_is_shown(visit: Visit) -> None:
    page = visit("drafts/#template=thank-you-after-first")
    expect(page.locator("[data-part=reason]")).to_contain_text("One moment")
    situation = page.get_by_label("What has happened?")
    for each in ("closing", "check-in/silence", "thank-you/first", "closing"):
        situation.select_option(each)
    expect(page.locator(".fu-draft[data-template=closing-note]")).to_be_visible()
    expect(page.locator(".fu-fields")).to_have_attribute("data-template", "closing-note")
    page.wait_for_timeout(300)
    expect(page.locator(".fu-draft[data-template=closing-note]")).to_be_visible()


def test_what_is_missing_is_one_click_away(visit: Visit) -> None:
    page = visit("drafts/#template=thank-you-after-first")
    expect(page.locator("[data-part=reason]")).to_contain_text("One moment")
    address = page.url
    page.locator(".fu-missing").get_by_role("link", name="One moment from the conversation").click()
    expect(page.get_by_label("One moment from the conversation")).to_be_focused()
    assert page.url == address


def test_a_browser_that_cannot_save_is_not_believed(visit: Visit, context: Context) -> None:
    browser = context()
    browser.add_init_script("IDBDatabase.prototype.transaction = () => { throw new Error('full') }")
    page = visit("planner/", within=browser)
    page.get_by_label("Employer", exact=True).fill("Northwind Traders")
    expect(page.locator("[data-part=saved]")).to_contain_text("Not saved")
    expect(page.get_by_role("status")).to_contain_text("Save the search file")


def test_what_is_typed_survives_a_reload(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    saved(page)
    page.reload()
    expect(page.get_by_label("Employer", exact=True)).to_have_value("Northwind Traders")
    expect(page.get_by_label("Date", exact=True)).to_have_value("2026-11-19")
    expect(page.get_by_label("Time, if you know it")).to_have_value("14:30")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Maria Lopez")
    expect(page.get_by_label("They will answer by")).to_have_value("2026-12-01")
    expect(page.get_by_label("Your name")).to_have_value("Dana Whitfield")
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    draft = visit("drafts/#template=thank-you-after-first", within=page.context)
    moment = draft.get_by_label("One moment from the conversation")
    moment.fill("the backlog")
    saved(draft)
    draft.reload()
    expect(moment).to_have_value("the backlog")
    expect(draft.get_by_role("article", name="The message")).to_contain_text("I enjoyed hearing the backlog")


def test_what_is_typed_before_python_is_there_is_kept_and_used(visit: Visit, context: Context) -> None:
    browser = context()
    held: list[Route] = []
    browser.route("**/*.wasm", lambda route: held.append(route))  # noqa: PLW0108 - Playwright wants a function
    page = visit("planner/", within=browser)
    fill_planner(page)
    saved(page)
    expect(page.locator("[data-part=boot]")).to_contain_text("You can type already")
    expect(page.locator(".fu-today")).to_have_count(0)
    page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    expect(page.locator("[data-part=boot]")).to_be_hidden()


def test_the_browser_gives_the_same_bytes_as_the_command_line(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    text = text_of(page)
    params = {"what": "plan", "format": "json", "text": text, "today": TODAY}
    native = json.loads(service.call("export", json.dumps(params)))["result"]["content"]
    worker = json.loads(page.locator("#fu-assets").text_content() or "{}")["worker"]
    answer = page.evaluate(
        """([address, params]) => new Promise((resolve, reject) => {
            const worker = new Worker(new URL(address, document.baseURI), { type: "module" });
            worker.onerror = reject;
            worker.onmessage = ({ data }) => {
                if (data.event === "boot" && data.stage === "ready")
                    worker.postMessage({ v: 1, id: 1, verb: "export", params });
                if (data.id === 1) resolve(data);
            };
        })""",
        [worker, params],
    )
    assert answer["ok"], answer
    assert answer["result"]["content"].encode() == native.encode()


def test_a_failed_start_says_so_and_can_be_tried_again(
    visit: Visit, context: Context, watches: list[Watch]
) -> None:
    browser = context()
    watches[-1].allowed += ["404", "wasm instantiation failed", "WebAssembly"]
    browser.route("**/*.wasm", lambda route: route.fulfill(status=404, body="gone"))
    page = visit("planner/", within=browser)
    fill_planner(page)
    boot = page.locator("[data-part=boot]")
    expect(boot).to_contain_text("The calculator could not be loaded.")
    expect(boot).to_contain_text("What you typed is safe on this device")
    saved(page)
    browser.unroute("**/*.wasm")
    boot.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    expect(boot).to_be_hidden()


HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script>"


def test_hostile_text_is_only_text(visit: Visit) -> None:
    page = visit("planner/")
    dialogs: list[Dialog] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog))  # noqa: PLW0108 - Playwright wants a function
    fill_planner(page, employer=HOSTILE)
    page.get_by_label("Name", exact=True).fill(HOSTILE)
    expect(page.locator(".fu-today")).to_contain_text(HOSTILE)
    page.get_by_role("button", name="Show my plan").click()
    expect(page.locator("[data-part=title]")).to_contain_text(HOSTILE)
    page.get_by_role("button", name="They said no").click()
    expect(page.locator("[data-part=log-inside]")).to_contain_text("They said no")
    draft = visit("drafts/#template=thank-you-after-first", within=page.context)
    expect(draft.get_by_role("article", name="The message")).to_contain_text(HOSTILE)
    for each in (page, draft):
        assert each.locator("img[src=x], .fu-tool script").count() == 0
        assert "owned" not in each.title()
    assert dialogs == []


def test_the_calendar_file_is_a_calendar(visit: Visit, tmp_path: Path) -> None:
    page = visit("planner/")
    fill_planner(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()

    def exported() -> dict[str, tuple[str, int]]:
        with page.expect_download() as download:
            page.get_by_role("button", name="Add to calendar").click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        assert target.suffix == ".ics"
        events = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
        return {str(e["UID"]): (str(e.decoded("DTSTART")), int(str(e["SEQUENCE"]))) for e in events}

    first = exported()
    assert {"2026-11-20", "2026-12-03"} <= {start for start, _ in first.values()}
    assert exported() == first
    page.get_by_label("They will answer by").fill("2026-12-08")
    expect(page.locator("[data-kind=check-in]")).to_contain_text("Thursday 10 December 2026")
    moved = exported()
    thanks = next(uid for uid, (start, _) in first.items() if start == "2026-11-20")
    assert moved[thanks] == first[thanks]
    assert {changed for start, changed in moved.values() if start == "2026-12-10"} == {1}


def test_the_search_file_goes_out_and_comes_back_as_it_was(visit: Visit, tmp_path: Path) -> None:
    page = visit("planner/")
    fill_planner(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    text = text_of(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save search file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.read_text(encoding="utf-8") == text

    own = text.replace("employer: Northwind Traders", "employer: Northwind Traders   # the big one")
    file.write_text(own, encoding="utf-8")
    other = visit("planner/")
    other.locator("input[type=file]").set_input_files(file)
    expect(other.get_by_label("Employer", exact=True)).to_have_value("Northwind Traders")
    expect(other.get_by_role("heading", name=DUE)).to_be_visible()
    assert text_of(other) == own
    open_details(other)
    other.get_by_label("Role", exact=True).first.fill("Service desk lead")
    expect(other.locator("[data-part=needed]")).to_be_hidden()
    other.wait_for_timeout(1000)
    assert text_of(other) == own.replace("IT support analyst", "Service desk lead")


def test_a_damaged_search_file_is_refused_with_its_lines(visit: Visit, tmp_path: Path) -> None:
    page = visit("planner/")
    fill_planner(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    file = tmp_path / "broken.yaml"
    file.write_text("followup: 1\nme: {nam: Dana}\napplications: []\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("[data-part=needed]")).to_contain_text("Line 2")
    expect(page.get_by_label("Employer", exact=True)).to_have_value("Northwind Traders")


def test_a_second_application_joins_the_plan(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    page.get_by_role("button", name="Show my plan").click()
    page.get_by_role("button", name="Add another application").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("Employer", exact=True).fill("Contoso")
    expect(page.locator("[data-part=needed]")).to_contain_text("the date of the interview")
    page.get_by_label("Date", exact=True).fill("2026-11-25")
    page.get_by_label("Role", exact=True).first.fill("Service desk")
    expect(page.locator("[data-kind=ask-next-steps]")).to_be_visible()
    page.get_by_role("link", name="All applications").click()
    expect(page.get_by_role("heading", name=DUE)).to_be_visible()
    expect(page.locator(".fu-job")).to_have_count(2)
    page.get_by_role("link", name="Northwind Traders IT support analyst").click()
    expect(page.get_by_label("Employer", exact=True)).to_have_value("Northwind Traders")


def test_an_application_under_change_keeps_what_the_form_does_not_show(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "# mine\nfollowup: 1\nme: {name: Dana Whitfield, phone: '+1 555 0100'}\napplications:\n"
        "  - id: northwind-it\n    employer: Northwind Traders\n    role: IT analyst\n    country: US\n"
        "    contacts:\n      - {id: maria, name: Maria Lopez, title: Head of Support}   # kind\n"
        "    interviews:\n      - on: 2026-11-19\n        with: [maria]\n        topics: [the backlog]\n"
        "    log:\n      - {on: 2026-11-20, sent: thank-you, to: maria}\n    notes: keep me\n",
        encoding="utf-8",
    )
    page = visit("planner/")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".fu-step--done")).to_contain_text("Thank Maria Lopez")
    before = text_of(page)
    open_details(page)
    page.get_by_label("They will answer by").fill("2026-12-01")
    expect(page.locator("[data-kind=check-in]")).to_contain_text("Thursday 3 December 2026")
    after = text_of(page)
    kept = [line for line in after.splitlines() if "2026-12-01" not in line and line.strip() != "promise:"]
    assert "\n".join(kept) + "\n" == before


def test_midnight_passes_while_the_page_is_open(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    expect(page.locator(".fu-today")).to_contain_text("Friday 20 November")
    page.context.clock.set_fixed_time("2026-11-24T08:00:00+14:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".fu-today")).to_contain_text("Today is Tuesday 24 November 2026")
