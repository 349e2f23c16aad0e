"""Packs at the page: a file, a zip, a link; what is shown before anything is added, what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from base64 import urlsafe_b64encode

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit, Watch
from tests.e2e.person import fill_planner, saved, stored
from tests.e2e.test_pages import faults
from tests.e2e.workshop import EDITOR, SAVED, TEXT, code, give, kept, preview, save, zipped
from tools.steps import ROOT

GERMAN = TEXT.replace("locale: en", "locale: de").replace("A new template", "Ein Wort")
OTHER = TEXT.replace("Kind regards", "Warmly").replace("A new template", "Another wording")


def mine(page: Page) -> list[dict[str, str]]:
    found = stored(page, "templates")
    return found if isinstance(found, list) else []


def add(page: Page, words: str) -> None:
    preview(page).get_by_role("button", name=words).click()


# ── what is shown and asked


def test_a_file_is_shown_first_and_added_when_asked(visit: Visit) -> None:
    page = visit(EDITOR)
    give(page, "my-word.yaml", TEXT.encode())
    heading = preview(page).get_by_role("heading", name="What is in my-word.yaml")
    expect(heading).to_be_focused()
    expect(preview(page)).to_contain_text("A new template")
    preview(page).get_by_text("Its file").click()
    expect(preview(page).locator("pre")).to_contain_text("id: my-word")
    assert mine(page) == []
    add(page, "Add 1 template")
    expect(page.get_by_role("link", name="Edit: A new template")).to_be_focused()
    assert [each["text"] for each in mine(page)] == [TEXT]
    page.get_by_role("button", name="Take the last change back").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert mine(page) == []


def test_cancel_changes_nothing_and_leads_back(visit: Visit) -> None:
    page = visit(EDITOR)
    give(page, "my-word.yaml", TEXT.encode())
    preview(page).get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Import a pack")).to_be_focused()
    assert mine(page) == []


def test_what_would_be_replaced_is_asked(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    give(page, "theirs.zip", zipped({"my-word.yaml": OTHER, "de/my-word.yaml": GERMAN}))
    choice = preview(page).get_by_label("You have a template of this id, and it says something else.")
    expect(choice).to_have_value("keep")
    preview(page).get_by_text("What is different").click()
    expect(preview(page)).to_contain_text("title: Another wording")
    expect(preview(page).get_by_role("button", name="Add 1 template")).to_be_visible()
    choice.select_option("both")
    add(page, "Add 2 templates")
    expect(page.get_by_role("link", name="Edit: Another wording")).to_be_visible()
    assert {(each["id"], each["locale"]) for each in mine(page)} == {
        ("my-word", "en"),
        ("my-word-2", "en"),
        ("my-word", "de"),
    }
    give(page, "my-word.yaml", OTHER.encode())
    preview(page).get_by_label("You have a template of this id").select_option("replace")
    add(page, "Add 1 template")
    expect(code(page)).to_contain_text("title: Another wording")
    assert "A new template" not in str(mine(page))
    page.get_by_role("button", name="Take the last change back").click()
    expect(page.get_by_role("link", name="Edit: A new template")).to_be_visible()


def test_the_same_pack_twice_adds_nothing(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    give(page, "my-word.yaml", TEXT.encode())
    expect(preview(page)).to_contain_text("You have exactly this one.")
    expect(preview(page)).to_contain_text("There is nothing to add.")
    preview(page).get_by_role("button", name="Add 0 templates").click(force=True)
    assert len(mine(page)) == 1


def test_an_id_of_ours_is_never_replaced(visit: Visit) -> None:
    page = visit(EDITOR)
    text = TEXT.replace("my-word", "thank-you-after-first")
    give(page, "thank-you-after-first.yaml", text.encode())
    preview(page).get_by_label("followup has its own template of this id, which stays.").select_option("both")
    add(page, "Add 1 template")
    expect(page.get_by_role("link", name="Edit: A new template")).to_be_visible()
    assert [each["id"] for each in mine(page)] == ["my-thank-you-after-first"]


def test_what_a_pack_claims_earns_no_trust(visit: Visit) -> None:
    page = visit(EDITOR)
    manifest = 'pack: 1\nid: kind-words\ntitle: Official pack\nversion: "1.2"\nauthor: Project Team\n'
    give(page, "p.zip", zipped({"pack.yaml": manifest, "my-word.yaml": TEXT}))
    expect(preview(page)).to_contain_text(
        "It calls itself Official pack, version 1.2, by Project Team. Nobody has checked that."
    )


def test_a_faulty_file_is_left_out_and_the_others_can_be_added(visit: Visit) -> None:
    page = visit(EDITOR)
    rule = (ROOT / "followup_core/data/tone/en/did-i-get-it.yaml").read_text(encoding="utf-8")
    files = {
        "my-word.yaml": TEXT,
        "my-bad.yaml": TEXT.replace("my-word", "my-bad").replace("{{ role }} role. I", "{{ rle }} role. I"),
        "tone/en/a-rule.yaml": rule.replace("id: did-i-get-it", "id: a-rule"),
    }
    give(page, "p.zip", zipped(files))
    expect(preview(page)).to_contain_text("There is no field called rle. Did you mean role?")
    expect(preview(page)).to_contain_text("p.zip/my-bad.yaml, line")
    add(page, "Add 1 template")
    expect(page.get_by_role("link", name="Edit: A new template")).to_be_visible()
    assert [each["id"] for each in mine(page)] == ["my-word"]


# ── what is refused

BOMB = zipped({"a.yaml": b" " * 250_000})
REFUSED = [
    ("bomb.zip", BOMB, "grows more than 100 times", "Leave it out."),
    ("astray.zip", zipped({"../../a.yaml": TEXT}), "would lead out of the pack", "Name files like"),
    ("half.zip", zipped({"a.yaml": TEXT})[:300], "The zip file is damaged.", "Make it again"),
    ("nested.zip", zipped({"b.zip": BOMB}), "is itself an archive", "Unpack it first."),
    ("nothing.zip", b"", "This is not a zip file.", "Make it again"),
    ("nothing.yaml", b"", "", ""),
    ("search.yaml", b"followup: 1\nme: {name: Dana}\n", "This is a search file", "Remove it"),
    (
        "my-word.yaml",
        TEXT.replace("{{ role }} role. I", "{{ rle }} role. I").encode(),
        "line",
        "Did you mean",
    ),
    ("letter.docx", BOMB, "is not a pack", "Choose a file that ends in .zip, .yaml or .yml."),
    ("new.zip", zipped({"pack.yaml": "pack: 9\n", "a.yaml": TEXT}), "is in format", "A newer version"),
    ("large.zip", b"PK\x03\x04" + b"0" * 5_300_000, "larger than 5 MiB", "A pack is much smaller"),
]


@pytest.mark.parametrize(("name", "content", "message", "remedy"), REFUSED, ids=[each[0] for each in REFUSED])
def test_a_broken_or_hostile_pack_changes_nothing(
    visit: Visit, name: str, content: bytes, message: str, remedy: str
) -> None:
    page = visit(EDITOR)
    save(page)
    before = mine(page)
    give(page, name, content)
    expect(preview(page).get_by_role("heading")).to_have_text(f"Nothing was taken from {name}")
    said = preview(page).get_by_role("alert")
    expect(said).to_contain_text(message)
    expect(said).to_contain_text(remedy)
    expect(preview(page)).to_contain_text("Your own templates are as they were.")
    assert mine(page) == before
    expect(code(page)).to_contain_text("id: my-word")
    preview(page).get_by_role("button", name="Close").click()
    give(page, "my-other.yaml", OTHER.replace("my-word", "my-other").encode())
    expect(preview(page).get_by_role("button", name="Add 1 template")).to_be_visible()


def test_the_name_of_a_file_is_only_a_name(visit: Visit) -> None:
    page = visit(EDITOR)
    give(page, "<img src=x onerror=alert(1)>\u202egnp.yaml", b"a: [")
    expect(preview(page).get_by_role("heading")).to_contain_text("<img src=x onerror=alert(1)>")
    assert preview(page).locator("img").count() == 0
    assert "\u202e" not in preview(page).inner_text()


# ── round trips


def test_a_zip_goes_out_and_comes_back(visit: Visit, tmp_path: object) -> None:
    page = visit(EDITOR)
    save(page)
    give(page, "de.yaml", GERMAN.replace("my-word", "de").encode())
    add(page, "Add 1 template")
    expect(page.get_by_role("link", name="Edit: Ein Wort")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all as a zip").click()
    path = f"{tmp_path}/my-templates.zip"
    download.value.save_as(path)
    command = [sys.executable, "-m", "followup_core", "check", path]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    other = visit(EDITOR)
    with open(path, "rb") as file:  # noqa: PTH123 - a path of the download
        give(other, "my-templates.zip", file.read())
    add(other, "Add 2 templates")
    expect(other.get_by_role("link", name="Edit: Ein Wort")).to_be_visible()
    by_id = {each["id"]: each for each in mine(page)}
    assert {each["id"]: each for each in mine(other)} == by_id


def shared(page: Page) -> str:
    page.get_by_role("button", name="Share it as a link").click()
    field = page.get_by_label("The link")
    expect(field).to_be_focused()
    return field.input_value()


def test_a_link_goes_out_and_comes_back(visit: Visit) -> None:
    page = visit(EDITOR, permissions=["clipboard-read", "clipboard-write"])
    save(page)
    link = shared(page)
    assert re.fullmatch(r"http://[\d.:]+/followup/templates/editor/#pack=1\.[\w-]+", link)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status").last).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == link
    other = visit(link.partition("/followup/")[2])
    expect(preview(other).get_by_role("heading", name="What is in the link")).to_be_visible()
    assert "#" not in other.url
    assert mine(other) == []
    add(other, "Add 1 template")
    expect(other.get_by_role("link", name="Edit: A new template")).to_be_visible()
    assert mine(other) == mine(page)


def test_a_link_holds_the_template_and_nothing_about_the_person(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page, "Northwind Traders Secret")
    saved(page)
    page.goto(page.url.partition("#")[0].replace("planner/", EDITOR))
    save(page)
    packed = shared(page).partition("#pack=1.")[2]
    text = page.evaluate(
        """async (packed) => {
            const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")),
                (letter) => letter.charCodeAt(0));
            const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
            return JSON.parse(await new Response(stream).text());
        }""",
        packed,
    )
    assert text == {"my-word.yaml": TEXT}


def test_a_link_opened_while_the_page_is_there_asks_as_well(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    link = shared(page)
    page.get_by_role("button", name="Remove: A new template").click()
    page.evaluate("(link) => { location.href = link; }", link)
    add(page, "Add 1 template")
    expect(page.get_by_role("link", name="Edit: A new template")).to_be_visible()


def hostile(text: bytes) -> str:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return urlsafe_b64encode(packed.compress(text) + packed.flush()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("1.abc", "The link is damaged or cut off."),
        ("", "The link is damaged or cut off."),
        ("9.abc", "Reload the page"),
        (f"1.{hostile(b' ' * 30_000_000)}", "more than a link may"),
        (f"1.{hostile(b'[1]')}", "The link is damaged"),
        ("1." + "A" * 70_000, "more than a link may"),
    ],
)
def test_a_broken_link_is_refused(visit: Visit, fragment: str, words: str) -> None:
    page = visit(f"{EDITOR}#pack={fragment}")
    expect(preview(page).get_by_role("alert")).to_contain_text(words)
    assert mine(page) == []
    assert "#" not in page.url


def test_what_is_too_long_for_a_link_is_said(visit: Visit) -> None:
    page = visit(EDITOR)
    noise = "".join(f"  # {hash((i, 'x')) & 0xFFFFFFFFFFFFFFFF:016x}{i * 7919:x}\n" for i in range(2000))
    save(page, TEXT + noise)
    page.get_by_role("button", name="Share it as a link").click()
    expect(page.get_by_role("status").last).to_contain_text("too long for a link")


# ── for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_preview_on_a_phone(visit: Visit, scheme: str) -> None:
    page = visit(EDITOR, color_scheme=scheme, viewport={"width": 320, "height": 800})
    save(page)
    bad = TEXT.replace("my-word", "my-bad").replace("{{ role }} role. I", "{{ rle }} role. I")
    give(page, "p.zip", zipped({"my-word.yaml": OTHER, "my-bad.yaml": bad}))
    for summary in preview(page).locator("summary").all():
        summary.click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    give(page, "x.docx", b"x")
    expect(preview(page).get_by_role("alert")).to_be_visible()
    assert faults(page) == []


def test_by_keyboard(visit: Visit) -> None:
    page = visit("templates/")
    page.get_by_role("link", name="bring in a pack").focus()
    page.keyboard.press("Enter")
    expect(page.locator("followup-editor[data-begun]")).to_be_visible()
    chooser = page.get_by_role("button", name="Import a pack")
    expect(chooser).to_be_focused()
    page.keyboard.press("Enter")
    # Headless Chromium does not open its own chooser every time; the file is what the person picks in it.
    page.locator("input[type=file]").first.set_input_files(
        {"name": "my-word.yaml", "mimeType": "text/yaml", "buffer": TEXT.encode()}
    )
    expect(preview(page).get_by_role("heading", name="What is in my-word.yaml")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Edit: A new template")).to_be_focused()


def test_a_full_disk_says_so_and_keeps_what_is_there(visit: Visit, watches: list[Watch]) -> None:
    page = visit(EDITOR)
    save(page)
    kept(page, SAVED)
    page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => {
            throw new DOMException("full", "QuotaExceededError");
        }; }"""
    )
    give(page, "my-other.yaml", OTHER.replace("my-word", "my-other").encode())
    add(page, "Add 1 template")
    expect(preview(page).get_by_role("alert")).to_contain_text("This browser refused to store it.")
    assert [each["id"] for each in mine(page)] == ["my-word"]
