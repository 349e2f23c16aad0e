"""The draft studio: every language, little room, and web mail that opens after a click only."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Context, Visit, Watch
from tests.e2e.person import fill_planner, saved

SITUATION = "What has happened?"
WORDING = "Which wording?"
LANGUAGE = "In which language?"


def message(page: Page) -> str:
    return page.locator("[data-text=body]").text_content() or ""


def test_the_choice_says_when_it_fits_and_how_it_is_sent(visit: Visit) -> None:
    page = visit("drafts/")
    wording = page.get_by_label(WORDING)
    use = page.locator("[data-part=use]")
    expect(use).to_contain_text("You spoke with one person for the first time")
    expect(use).to_contain_text("Sent by e-mail.")
    page.get_by_label(SITUATION).select_option("They named no day, and it is quiet")
    wording.select_option("check-in-linkedin")
    expect(use).to_contain_text("Sent on LinkedIn.")
    expect(page.locator(".fu-envelope")).to_contain_text("On LinkedIn")
    for name in ("Open in mail", "Open in Gmail", "Copy subject", "Download .eml"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    page.get_by_label(SITUATION).select_option("Your second check-in had no answer")
    expect(wording).to_have_value("closing-note")
    expect(page.get_by_role("button", name="Open in Gmail")).to_be_visible()


def test_another_language_keeps_the_situation(visit: Visit) -> None:
    page = visit("drafts/#template=closing-plain")
    page.get_by_label("Your name").fill("Dana Whitfield")
    page.get_by_label(LANGUAGE).select_option("de")
    wording = page.get_by_label(WORDING)
    expect(wording.locator("option:checked")).to_have_attribute("lang", "de")
    expect(page.get_by_label(SITUATION)).to_have_value("closing")
    expect(page.locator("[data-text=body]")).to_have_attribute("lang", "de")
    expect(page.locator("[data-text=body]")).to_contain_text("Guten Tag")
    assert "locale=de" in page.url
    page.reload()
    expect(page.locator("[data-text=body]")).to_have_attribute("lang", "de")
    page.get_by_label(LANGUAGE).select_option("en")
    expect(page.locator("[data-text=body]")).to_have_attribute("lang", "en")
    assert "locale" not in page.url


def test_the_language_of_the_application_comes_first(visit: Visit) -> None:
    page = visit("planner/")
    text = (
        "followup: 1\nme: {name: Dana Whitfield}\napplications:\n"
        "  - id: nordwind\n    employer: Nordwind\n    role: Analystin\n    language: de-CH\n"
        "    contacts: [{id: jan, name: Jan Müller}]\n    interviews: [{on: 2026-11-19, with: [jan]}]\n"
    )
    page.locator("input[type=file]").set_input_files(
        {"name": "own.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    expect(page.locator(".fu-today")).to_contain_text("Jan Müller")
    saved(page)
    page.locator(".fu-today").get_by_role("link", name="Write this message").click()
    expect(page.get_by_label(LANGUAGE)).to_have_value("de")
    expect(page.locator("[data-text=body]")).to_have_attribute("lang", "de")
    expect(page.locator("[data-text=body]")).to_contain_text("Jan Müller")


def test_a_message_beyond_its_channel_cannot_be_copied(visit: Visit, context: Context) -> None:
    browser = context(permissions=["clipboard-read", "clipboard-write"])
    page = visit("drafts/#template=closing-linkedin", within=browser)
    inputs = page.locator(".fu-fields :is(input, textarea)")
    expect(page.locator(".fu-length")).to_contain_text("of 300 characters")
    for field in inputs.all():
        field.fill("x")
    copy = page.get_by_role("button", name="Copy message")
    expect(copy).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator(".fu-length")).to_have_text(f"{len(message(page))} of 300 characters")
    inputs.first.fill("many words " * 40)
    expect(copy).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-part=reason]")).to_contain_text("too long: LinkedIn takes 300 characters")
    expect(page.locator(".fu-length--over")).to_be_visible()
    page.evaluate("navigator.clipboard.writeText('as before')")
    copy.click(force=True)
    expect(page.get_by_role("status")).to_contain_text("too long")
    assert page.evaluate("navigator.clipboard.readText()") == "as before"


@pytest.mark.parametrize(
    ("name", "company", "start", "subject"),
    [
        ("Open in Gmail", "Google", "https://mail.google.com/mail/", "su"),
        ("Open in Outlook", "Microsoft", "https://outlook.live.com/mail/0/deeplink/compose", "subject"),
    ],
)
def test_web_mail_opens_after_a_click_only(
    visit: Visit, context: Context, watches: list[Watch], name: str, company: str, start: str, subject: str
) -> None:
    browser = context()
    watches[-1].allowed.append(f"a request left the site: {start}")
    asked: list[str] = []
    referrers: list[str | None] = []

    def note(route: object, request: object) -> None:
        asked.append(request.url)  # type: ignore[attr-defined] # Playwright's own types
        referrers.append(request.headers.get("referer"))  # type: ignore[attr-defined] # Playwright's own types
        route.fulfill(body="<script>document.title = String(opener)</script>", content_type="text/html")  # type: ignore[attr-defined] # Playwright's own types

    browser.route(f"{start}**", note)
    planner = visit("planner/", within=browser)
    fill_planner(planner)
    saved(planner)
    page = visit("drafts/#template=thank-you-after-first", within=browser)
    button = page.get_by_role("button", name=name)
    expect(page.locator("#fu-web-mail")).to_contain_text(company)
    expect(button).to_have_attribute("aria-disabled", "true")
    page.get_by_label("One moment from the conversation").fill("a&b=c #1 & more")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    assert asked == []
    with browser.expect_page() as opened:
        button.click()
    opened.value.wait_for_load_state()
    assert opened.value.title() == "null"
    assert referrers == [None]
    said = parse_qs(urlsplit(asked[0]).query)
    assert said["to"] == ["maria@northwind.example"]
    assert said[subject] == ["Thank you for the conversation, Maria"]
    assert said["body"] == [message(page).replace("\n", "\r\n")]
    assert "a&b=c #1 & more" in said["body"][0]
    expect(page.get_by_role("status")).to_contain_text(company)


def test_a_message_too_long_for_a_link_says_so(visit: Visit) -> None:
    planner = visit("planner/")
    fill_planner(planner)
    saved(planner)
    page = visit("drafts/#template=thank-you-after-first", within=planner.context)
    page.get_by_label("One moment from the conversation").fill("many words " * 300)
    button = page.get_by_role("button", name="Open in Gmail")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("too long for a link to Gmail")
    assert len(planner.context.pages) == 2
