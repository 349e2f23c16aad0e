"""What a person does in the editor of templates, in the words of its labels."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from playwright.sync_api import Locator, Page, expect

from followup_core.catalog import starter

EDITOR = "templates/editor/"
TEXT = starter("my-word", "thank-you", "en").partition("\n\n")[2]
"""A good template, without the comments at its head."""


LABEL = "The file of the template"


def code(page: Page, label: str = LABEL) -> Locator:
    return page.get_by_role("textbox", name=label)


def message(page: Page) -> Locator:
    return page.locator("followup-editor").get_by_role("article", name="The message")


def verdict(page: Page) -> Locator:
    return page.locator(".fu-problems-sum")


def understood(page: Page) -> None:
    expect(verdict(page)).to_have_text("Everything is understood.")


def write(page: Page, text: str, label: str = LABEL) -> None:
    """Put a text in the place of what is there, as somebody who pastes it."""
    code(page, label).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def kept(page: Page, words: str) -> None:
    expect(page.locator("followup-editor [data-part=saved]")).to_have_text(words)


DRAFT = "A draft, kept on this device. Save it to use it in a message."
SAVED = "Saved among your templates."


def save(page: Page, text: str = TEXT) -> None:
    """Write a template and save it."""
    write(page, text)
    understood(page)
    page.get_by_role("button", name="Save as my template").click()
    kept(page, SAVED)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def give(page: Page, name: str, content: bytes) -> None:
    """Choose a file to import."""
    page.locator("followup-editor input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def preview(page: Page) -> Locator:
    return page.get_by_role("region", name="A pack")
