"""What a person does at the tool, in the words of its labels."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MARIA = "Maria Lopez"
DUE = "Thank Maria Lopez today."


def fill_planner(page: Page, employer: str = "Northwind Traders") -> None:
    """Thursday's interview and a promise for 1 December, with every detail that the form asks for."""
    more = page.get_by_role("button", name="More details")
    if more.is_visible():
        more.click()
    page.get_by_label("Employer", exact=True).fill(employer)
    page.get_by_label("Role", exact=True).first.fill("IT support analyst")
    page.get_by_label("Country of the employer").select_option("US")
    page.get_by_label("Date", exact=True).fill("2026-11-19")
    page.get_by_label("Time, if you know it").fill("14:30")
    page.get_by_label("What was it?").select_option("first")
    page.get_by_label("Name", exact=True).fill(MARIA)
    page.get_by_label("E-mail, if you have it").fill("maria@northwind.example")
    page.get_by_label("They will answer by").fill("2026-12-01")
    page.get_by_label("Your name").fill("Dana Whitfield")


def answer_questions(page: Page) -> None:
    """Yesterday's interview and a promise for 1 December, in the three questions alone."""
    page.get_by_label("Name", exact=True).fill(MARIA)
    page.get_by_label("Employer", exact=True).fill("Northwind Traders")
    page.get_by_role("button", name="Yesterday").click()
    page.get_by_label("They will answer by").fill("2026-12-01")


def open_details(page: Page) -> None:
    """Unfold the form of an application that has its plan already."""
    details = page.get_by_role("button", name="Details: people, dates, topics")
    expect(details).to_be_visible()
    if details.get_attribute("aria-expanded") == "false":
        details.click()


def saved(page: Page) -> None:
    """Wait until the page says that what was typed is on the disk."""
    expect(page.locator("[data-part=saved]")).to_have_text("Saved on this device.")


def stored(page: Page, key: str) -> object:
    """What the site has stored under a key."""
    return page.evaluate(
        """async (key) => {
            const [{ name }] = await indexedDB.databases();
            const database = await new Promise((resolve, reject) => {
                const opening = indexedDB.open(name);
                opening.onsuccess = () => resolve(opening.result);
                opening.onerror = () => reject(opening.error);
            });
            const reading = database.transaction("records").objectStore("records").get(key);
            const value = await new Promise((resolve) => (reading.onsuccess = () => resolve(reading.result)));
            database.close();
            return value;
        }""",
        key,
    )
