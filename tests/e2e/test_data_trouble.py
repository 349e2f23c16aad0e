"""When the storage is in trouble, or two tabs work at once: nothing is lost, and the page says what is so."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Context, Visit
from tests.e2e.person import open_details
from tests.e2e.seed import TEXT, get, put, record_of, seeded
from tests.e2e.test_pages import faults

FULL = """
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
        if (window.full) throw new DOMException("", "QuotaExceededError");
        return real.apply(this, values);
    };
"""


def deaf(context: BrowserContext) -> BrowserContext:
    """Tabs that hear nothing of each other, as when one of them sleeps."""
    context.add_init_script("BroadcastChannel.prototype.postMessage = () => undefined;")
    return context


def role_of(page: Page) -> str:
    return str(get(page, "search")["search"]["applications"][0]["role"])


def planner(visit: Visit, within: BrowserContext) -> Page:
    page = visit("planner/#application=northwind", within=within)
    open_details(page)
    expect(page.get_by_label("Role", exact=True).first).to_have_value("IT support analyst")
    return page


# ── two tabs ─────────────────────────────────────────────────────────────────────────────────────────────


def test_two_tabs_that_do_not_hear_each_other_lose_nothing(context: Context, visit: Visit) -> None:
    browser = deaf(context())
    one = seeded(visit("planner/#application=northwind", within=browser))
    open_details(one)
    two = planner(visit, browser)
    one.get_by_label("Role", exact=True).first.fill("Head of support")
    expect(one.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    two.get_by_label("Employer", exact=True).first.fill("Northwind Traders Ltd")
    expect(two.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    for _ in range(60):
        if get(two, "search")["applied"]:
            break
        two.wait_for_timeout(250)
    text = get(two, "search")["text"]
    wanted = TEXT.replace("  employer:   Northwind Traders", "  employer:   Northwind Traders Ltd")
    assert text == wanted.replace('"IT support analyst"', '"Head of support"')
    expect(two.get_by_label("Role", exact=True).first).to_have_value("Head of support")
    expect(two.locator(".fu-notice")).to_have_count(0)


def test_two_tabs_at_the_same_words_ask_which_shall_stay(context: Context, visit: Visit) -> None:
    browser = deaf(context())
    one = seeded(visit("planner/#application=northwind", within=browser))
    open_details(one)
    two = planner(visit, browser)
    one.get_by_label("Role", exact=True).first.fill("Head of support")
    expect(one.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    two.get_by_label("Role", exact=True).first.fill("Service desk lead")
    notice = two.locator(".fu-notice")
    expect(notice).to_contain_text("here it says “Service desk lead”, there it says “Head of support”")
    assert role_of(two) == "Service desk lead"
    assert faults(two) == []
    notice.get_by_role("button", name="Take the other tab’s").click()
    expect(notice).to_have_count(0)
    expect(two.get_by_label("Role", exact=True).first).to_have_value("Head of support")
    two.wait_for_timeout(500)
    assert role_of(two) == "Head of support"


# ── the storage ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_is_said_and_saving_goes_on_by_itself(context: Context, visit: Visit) -> None:
    browser = context()
    browser.add_init_script(FULL)
    page = seeded(visit("planner/#application=northwind", within=browser))
    open_details(page)
    expect(page.get_by_label("Role", exact=True).first).to_have_value("IT support analyst")
    page.evaluate("window.full = true")
    page.get_by_label("Role", exact=True).first.fill("Head of support")
    notice = page.locator(".fu-notice")
    expect(notice).to_contain_text("Not saved: there is no room left.")
    expect(page.locator("[data-part=saved]")).to_contain_text("Not saved")
    assert role_of(page) == "IT support analyst"
    assert faults(page) == []
    with page.expect_download() as download:
        notice.get_by_role("button", name="Save the search file").click()
    assert b"Head of support" in Path(download.value.path()).read_bytes()
    page.evaluate("window.full = false")
    expect(page.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    expect(notice).to_have_count(0)
    assert role_of(page) == "Head of support"


def test_a_record_that_cannot_be_read_is_set_aside(visit: Visit) -> None:
    page = seeded(visit("planner/#application=northwind"))
    put(page, {"search": {"text": 7, "search": "half of it"}})
    page.reload()
    notice = page.locator(".fu-notice")
    expect(notice).to_contain_text("Your stored search cannot be read.")
    with page.expect_download() as download:
        notice.get_by_role("button", name="Save what was found").click()
    assert b"half of it" in Path(download.value.path()).read_bytes()
    notice.get_by_role("link", name="See earlier versions").click()
    page.wait_for_url("**/your-data/")
    page.get_by_role("button", name="Remove what was set aside").click()
    expect(page.locator(".fu-notice:visible")).to_have_count(0)


def raw(page: Page, version: int) -> None:
    """Make the database again, in another form, and hold it."""
    page.evaluate(
        """async (version) => {
            const name = "followup " + location.pathname.replace(/[^/]+\\/$/, "");
            await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
            const opening = indexedDB.open(name, version);
            opening.onupgradeneeded = () => opening.result.createObjectStore("records");
            await new Promise((resolve) => (opening.onsuccess = resolve));
            window.held = opening.result;
        }""",
        version,
    )


def test_an_older_tab_in_the_way_is_named_and_waited_for(visit: Visit) -> None:
    old = visit("privacy/")
    raw(old, 1)
    page = visit("planner/", within=old.context)
    expect(page.locator(".fu-notice")).to_contain_text("An older tab of this site is in the way.")
    old.close()
    expect(page.locator(".fu-notice")).to_have_count(0)


def test_a_newer_form_of_the_data_is_not_touched(visit: Visit) -> None:
    page = visit("privacy/")
    raw(page, 99)
    page.evaluate("held.close()")
    older = visit("planner/", within=page.context)
    expect(older.locator(".fu-notice")).to_contain_text("This tab is older than your data.")
    older.get_by_label("Employer", exact=True).first.fill("typed here")
    older.wait_for_timeout(500)
    versions = older.evaluate("indexedDB.databases().then((all) => all.map(({ version }) => version))")
    assert versions == [99]


def test_missing_data_is_told_from_a_first_visit(visit: Visit) -> None:
    page = visit("planner/")
    expect(page.locator(".fu-notice")).to_have_count(0)
    page.get_by_label("Employer", exact=True).first.fill("Northwind")
    expect(page.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    page.goto(page.url.replace("planner/", "privacy/"))
    page.evaluate(
        """async () => {
            for (const { name } of await indexedDB.databases())
                await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
        }"""
    )
    page.goto(page.url.replace("privacy/", "planner/"))
    notice = page.locator(".fu-notice")
    expect(notice).to_contain_text("Your data is missing.")
    expect(notice).to_contain_text("2026-11-20")
    page.reload()
    notice.get_by_role("button", name="Start anew").click()
    expect(notice).to_have_count(0)
    page.reload()
    expect(page.locator("[data-part=notices]")).to_be_attached()
    page.wait_for_timeout(500)
    expect(notice).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_that_keeps_nothing_says_so_and_works(context: Context, visit: Visit, scheme: str) -> None:
    browser = context(color_scheme=scheme, viewport={"width": 320, "height": 800})
    browser.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };"
    )
    page = visit("planner/", within=browser)
    notice = page.locator(".fu-notice")
    expect(notice).to_contain_text("This browser keeps nothing for this site.")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Employer", exact=True).first.fill("Northwind")
    with page.expect_download() as download:
        notice.get_by_role("button", name="Save the search file").click()
    assert b"Northwind" in Path(download.value.path()).read_bytes()


# ── the reminder ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_reminder_is_calm_and_stays_away_when_asked_to(visit: Visit) -> None:
    page = seeded(visit("planner/#application=northwind"))
    record = record_of()
    record["search"]["applications"] *= 3
    notice = page.locator(".fu-notice")
    put(page, {"search": record})
    page.reload()
    expect(notice).to_contain_text("Your search is in no file yet.")
    expect(notice.get_by_role("alert")).to_have_count(0)
    notice.get_by_role("button", name="Not now").click()
    expect(notice).to_have_count(0)
    page.reload()
    page.wait_for_timeout(1000)
    expect(notice).to_have_count(0)


def test_after_the_file_is_saved_there_is_nothing_to_remind_of(visit: Visit) -> None:
    page = seeded(visit("planner/#application=northwind"))
    put(page, {"reminder": {"since": 1}})
    page.reload()
    notice = page.locator(".fu-notice")
    expect(notice).to_contain_text("Your search is in no file yet.")
    with page.expect_download():
        notice.get_by_role("button", name="Save the search file").click()
    expect(notice).to_have_count(0)
