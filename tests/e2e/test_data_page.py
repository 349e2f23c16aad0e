"""The page "Your data": going back, the file, the demo, and deleting everything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.e2e.conftest import NOW, Context, Visit
from tests.e2e.person import open_details
from tests.e2e.seed import TEXT, get, put, record_of, seeded
from tests.e2e.test_pages import faults

PAGE = "your-data/"
WITH_BOM = "\ufeff" + TEXT.replace("\n", "\r\n")


def no_pickers(context: BrowserContext) -> BrowserContext:
    """A browser that cannot hold on to a file."""
    context.add_init_script("delete window.showOpenFilePicker; delete window.showSaveFilePicker;")
    return context


def pickers(context: BrowserContext) -> BrowserContext:
    """A browser whose pickers give one file of its own disk, `disk.yaml`; `window.refuses` fails them."""
    context.add_init_script("""
        const disk = async () =>
            (await navigator.storage.getDirectory()).getFileHandle("disk.yaml", { create: true });
        const asked = (window.asked = []);
        const give = (name, result) => async () => {
            asked.push(name);
            if (window.refuses) throw new DOMException("", window.refuses);
            return result(await disk());
        };
        window.showOpenFilePicker = give("open", (handle) => [handle]);
        window.showSaveFilePicker = give("save", (handle) => handle);
    """)
    return context


def on_disk(page: Page) -> str:
    return str(
        page.evaluate(
            """async () => {
                const folder = await navigator.storage.getDirectory();
                const file = await (await folder.getFileHandle("disk.yaml", { create: true })).getFile();
                return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await file.arrayBuffer());
            }"""
        )
    )


def write_disk(page: Page, text: str) -> None:
    page.evaluate(
        """async (text) => {
            const folder = await navigator.storage.getDirectory();
            const stream = await (await folder.getFileHandle("disk.yaml", { create: true })).createWritable();
            await stream.write(text);
            await stream.close();
        }""",
        text,
    )


def change_role(page: Page, role: str) -> None:
    """Somebody changed the first application's role, and nothing has written it into the text yet."""
    record = get(page, "search")
    record["search"]["applications"][0]["role"] = role
    put(page, {"search": {**record, "applied": False}})
    page.reload()
    page.locator("[data-begun]").wait_for()


def choose(page: Page, name: str, content: bytes) -> None:
    """Open a file where the browser cannot hold on to one."""
    payload: FilePayload = {"name": name, "mimeType": "text/yaml", "buffer": content}
    page.locator("input[type=file]").set_input_files(payload)


def said(page: Page, text: str) -> None:
    expect(page.locator("[data-part=said]")).to_contain_text(text)


# ── versions ─────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_goes_back_to_a_version_and_forth_again(context: Context, visit: Visit) -> None:
    page = seeded(visit(PAGE, within=no_pickers(context())))
    page.locator("[data-begun]").wait_for()
    other = TEXT.replace("Service desk lead", "Head of support")
    choose(page, "other.yaml", other.encode())
    said(page, "“other.yaml” is open.")
    version = page.locator(".fu-version")
    expect(version).to_have_count(1)
    version.get_by_text("What going back would change").click()
    expect(version).to_contain_text("Contoso: the role")
    version.get_by_role("button", name="Go back to this").click()
    said(page, "This is the version of Friday, 20 November 2026 at 10:30.")
    expect(page.locator("[data-part=said]")).to_be_focused()
    assert get(page, "search")["text"] == TEXT
    page.locator("[data-part=said]").get_by_role("button", name="Undo").click()
    expect(page.locator(".fu-version")).to_have_count(3)
    assert get(page, "search")["text"] == other


def test_versions_are_kept_at_a_distance_and_say_what_changed(visit: Visit) -> None:
    page = seeded(visit("planner/#application=northwind"))
    open_details(page)
    for minute in (0, 1, 10, 20):
        page.clock.set_fixed_time(NOW + dt.timedelta(minutes=minute) - dt.timedelta(hours=14))
        role = page.get_by_label("Role", exact=True).first
        role.fill(f"analyst {minute}")
        expect(page.locator("[data-part=saved]")).to_have_text("Saved on this device.")
    page = visit(PAGE, within=page.context)
    expect(page.locator(".fu-version")).to_have_count(3)
    expect(page.locator(".fu-version").first).to_contain_text("Northwind Traders: the role")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").last.click()
    assert Path(download.value.path()).read_bytes() == TEXT.encode()


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", [TEXT, WITH_BOM, TEXT.rstrip("\n")], ids=["plain", "bom-crlf", "no-last-break"]
)
def test_an_opened_file_leaves_with_the_same_bytes(context: Context, visit: Visit, text: str) -> None:
    page = visit(PAGE, within=no_pickers(context()))
    page.locator("[data-begun]").wait_for()
    choose(page, "mine.yaml", text.encode())
    said(page, "“mine.yaml” is open.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    assert download.value.suggested_filename == "mine.yaml"
    assert Path(download.value.path()).read_bytes() == text.encode()


def test_one_edit_changes_one_line_of_an_opened_file(context: Context, visit: Visit) -> None:
    page = visit(PAGE, within=no_pickers(context()))
    page.locator("[data-begun]").wait_for()
    choose(page, "mine.yaml", WITH_BOM.encode())
    said(page, "“mine.yaml” is open.")
    change_role(page, "Head of IT support")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    expected = WITH_BOM.replace('"IT support analyst"', '"Head of IT support"')
    assert Path(download.value.path()).read_bytes() == expected.encode()
    expect(page.locator("[data-part=file-state]")).to_contain_text("Nothing changed since.")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.yaml", b"", "is empty"),
        ("latin.yaml", "caf\xe9".encode("latin-1"), "is not a text in UTF-8"),
        ("large.yaml", b"#" * (256 * 1024 + 1), "is larger than 256 kB"),
        ("letter.yaml", b"Dear Maria", "could not be opened"),
    ],
)
def test_what_is_no_search_file_changes_nothing(
    context: Context, visit: Visit, name: str, content: bytes, words: str
) -> None:
    page = seeded(visit(PAGE, within=no_pickers(context())))
    page.locator("[data-begun]").wait_for()
    choose(page, name, content)
    said(page, words)
    said(page, "What you had is as it was.")
    assert get(page, "search") == record_of()


def test_a_held_file_is_opened_and_written_in_its_place(context: Context, visit: Visit) -> None:
    page = visit(PAGE, within=pickers(context()))
    write_disk(page, WITH_BOM)
    page.get_by_role("button", name="Open a file").click()
    said(page, "“disk.yaml” is open.")
    save = page.get_by_role("button", name="Save the file")
    save.click()
    expect(page.get_by_role("status")).to_contain_text("Saved in “disk.yaml”.")
    assert on_disk(page) == WITH_BOM
    change_role(page, "Head of IT support")
    expect(page.locator("[data-part=file-state]")).to_contain_text("One thing changed since.")
    save.click()
    expect(page.get_by_role("status")).to_contain_text("Saved in “disk.yaml”.")
    assert on_disk(page) == WITH_BOM.replace('"IT support analyst"', '"Head of IT support"')
    assert page.evaluate("asked") == []  # after the reload: the file was remembered


def test_what_another_program_wrote_is_not_written_over_unasked(context: Context, visit: Visit) -> None:
    page = visit(PAGE, within=pickers(context()))
    write_disk(page, TEXT)
    page.get_by_role("button", name="Open a file").click()
    said(page, "“disk.yaml” is open.")
    elsewhere = TEXT.replace("Contoso", "Contoso Ltd")
    write_disk(page, elsewhere)
    page.get_by_role("button", name="Save the file").click()
    said(page, "was changed by another program")
    assert on_disk(page) == elsewhere
    page.get_by_role("button", name="Open it instead").click()
    said(page, "“disk.yaml” is open.")
    assert get(page, "search")["text"] == elsewhere
    write_disk(page, TEXT)
    page.get_by_role("button", name="Save the file").click()
    page.get_by_role("button", name="Write over it").click()
    expect(page.get_by_role("status")).to_contain_text("Saved in “disk.yaml”.")
    assert on_disk(page) == elsewhere


def test_who_changes_their_mind_or_says_no_loses_nothing(context: Context, visit: Visit) -> None:
    page = seeded(visit(PAGE, within=pickers(context())))
    page.locator("[data-begun]").wait_for()
    page.evaluate("window.refuses = 'AbortError'")
    page.get_by_role("button", name="Save the file").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing was saved.")
    page.get_by_role("button", name="Open a file").click()
    expect(page.get_by_role("status")).to_contain_text("No file was opened.")
    page.evaluate("window.refuses = 'NotAllowedError'")
    page.get_by_role("button", name="Save the file").click()
    said(page, "The browser may not write")
    assert get(page, "search") == record_of()


# ── the demo ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_demo_is_beside_the_real_search_and_leaves_no_trace(context: Context, visit: Visit) -> None:
    page = seeded(visit(PAGE, within=no_pickers(context())))
    page.get_by_role("button", name="Look at the demo").click()
    page.wait_for_url("**/planner/")
    expect(page.get_by_text("This is a demo.")).to_be_visible()
    expect(page.locator(".fu-today")).to_be_visible()
    expect(page.locator(".fu-job").first).to_be_visible()
    page.goto(page.url.replace("planner/", PAGE))
    page.locator("[data-begun]").wait_for()
    choose(page, "mine.yaml", TEXT.replace("Dana", "Somebody Else").encode())
    said(page, "“mine.yaml” is open.")
    assert get(page, "search") == record_of()
    page.get_by_role("button", name="Leave the demo").click()
    expect(page.get_by_text("This is a demo.")).to_have_count(0)
    names = page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert [name for name in names if "demo" in name] == []
    assert get(page, "search") == record_of()
    assert not any("demo" in key for key in page.evaluate("Object.keys(localStorage)"))


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────


LEFT = """async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


def test_delete_everything_leaves_nothing_and_no_tab_brings_it_back(visit: Visit) -> None:
    page = seeded(visit(PAGE))
    page.evaluate(
        "caches.open('followup /followup/ pages').then((cache) => cache.put('/x', new Response('y')))"
    )
    other = visit("planner/#application=northwind", within=page.context)
    open_details(other)
    expect(other.get_by_label("Role", exact=True).first).to_have_value("IT support analyst")
    page.get_by_role("button", name="Delete everything", exact=True).click()
    expect(page.get_by_role("button", name="Keep everything")).to_be_focused()
    page.get_by_role("button", name="Delete everything now").click()
    expect(page.get_by_role("heading", name="Everything is gone.")).to_be_visible()
    expect(other.get_by_text("Everything was deleted in another tab.")).to_be_visible()
    other.get_by_label("Role", exact=True).first.fill("it comes back")
    other.wait_for_timeout(1000)
    nothing = {"databases": [], "caches": [], "local": [], "session": [], "workers": 0}
    assert page.evaluate(LEFT) == nothing
    page.goto(page.url.replace(PAGE, "privacy/"))
    left = page.evaluate(LEFT)
    # The theme notes on every page which colours are chosen; nothing of the person is in it.
    assert {**left, "local": [key for key in left["local"] if not key.endswith("__palette")]} == nothing
    page.goto(page.url.replace("privacy/", PAGE))
    expect(page.locator("[data-part=state]")).to_contain_text("There is no search here yet.")
    expect(page.locator(".fu-notice:visible")).to_have_count(0)


def test_other_projects_at_the_same_address_keep_theirs(visit: Visit) -> None:
    page = seeded(visit(PAGE))
    page.locator("[data-begun]").wait_for()
    page.evaluate(
        """async () => {
            await caches.open("other project");
            localStorage.setItem("other", "1");
            const opening = indexedDB.open("followup /other/");
            await new Promise((resolve) => (opening.onsuccess = resolve));
            opening.result.close();
        }"""
    )
    page.get_by_role("button", name="Delete everything", exact=True).click()
    page.get_by_role("button", name="Delete everything now").click()
    expect(page.get_by_role("heading", name="Everything is gone.")).to_be_visible()
    left = page.evaluate(LEFT)
    assert left["databases"] == ["followup /other/"]
    assert left["caches"] == ["other project"]
    assert left["local"] == ["other"]


def test_asking_once_means_that_escape_keeps_everything(visit: Visit) -> None:
    page = seeded(visit(PAGE))
    page.locator("[data-begun]").wait_for()
    page.get_by_role("button", name="Delete everything", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Delete everything now")).to_be_hidden()
    expect(page.get_by_role("button", name="Delete everything", exact=True)).to_be_focused()
    assert get(page, "search") == record_of()


# ── for everyone ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(context: Context, visit: Visit, scheme: str) -> None:
    phone = context(color_scheme=scheme, viewport={"width": 320, "height": 800})
    page = seeded(visit(PAGE, within=no_pickers(phone)))
    page.locator("[data-begun]").wait_for()
    put(page, {"search": {"text": 7}})
    page.reload()
    expect(page.get_by_text("Your stored search cannot be read.")).to_be_visible()
    assert faults(page) == []
    put(page, {"search": record_of()})
    page.reload()
    page.locator("[data-begun]").wait_for()
    choose(page, "other.yaml", TEXT.replace("Service desk lead", "Head of support").encode())
    said(page, "“other.yaml” is open.")
    page.locator(".fu-version summary").first.click()
    page.get_by_role("button", name="Go back to this").first.click()
    said(page, "This is the version of")
    page.get_by_role("button", name="Delete everything", exact=True).click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll("followup-data :is(a, button, summary)")]
            .map((each) => [each, each.getBoundingClientRect()])
            .filter(([each, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []
    page.get_by_role("button", name="Delete everything now").click()
    expect(page.get_by_role("heading", name="Everything is gone.")).to_be_visible()
    assert faults(page) == []


def test_the_whole_page_by_keyboard(context: Context, visit: Visit) -> None:
    page = seeded(visit(PAGE, within=no_pickers(context())))
    page.locator("[data-begun]").wait_for()
    page.get_by_role("button", name="Save the file").focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    for name in ("Open a file", "Look at the demo", "Delete everything"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep everything")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=gone]")).to_be_focused()
    expect(page.locator("[data-part=gone]")).to_contain_text("Everything is gone.")


def test_without_script_the_page_says_what_to_do(visit: Visit) -> None:
    page = visit(PAGE, java_script_enabled=False)
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
