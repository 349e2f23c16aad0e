"""The editor of templates, packs and the gallery in another language than that of the pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from followup_core.catalog import builtin
from tests.e2e.conftest import Context, Visit
from tests.e2e.test_pages import faults
from tests.e2e.workshop import EDITOR, TEXT, give, verdict, write
from tools.site import base_path

In = Callable[..., Page]
FAULTY = TEXT.replace("{{ role }} role. I", "{{ rle }} role. I")
ALL = len(builtin().templates())


@pytest.fixture
def german(visit: Visit, context: Context) -> In:
    """Open a page as a reader who chose German."""

    def open_page(path: str, **options: object) -> Page:
        made = context(**options)
        chosen = f"localStorage.setItem('followup {base_path()} language', 'de')"
        made.add_init_script(f"if (location.protocol === 'http:') {chosen};")
        return visit(path, within=made)

    return open_page


def test_the_editor_speaks_german_and_the_check_english(german: In) -> None:
    page = german(EDITOR)
    write(page, FAULTY, "Die Datei der Vorlage")
    expect(verdict(page)).to_have_text("1 Fehler.")
    problem = page.locator(".fu-problem")
    expect(problem).to_contain_text(re.compile(r"^Zeile \d+ Fehler: There is no field called rle\."))
    expect(problem.locator("[lang=en]")).to_contain_text("There is no field called rle.")
    write(page, TEXT, "Die Datei der Vorlage")
    expect(verdict(page)).to_have_text("Alles ist verständlich.")
    expect(page.locator("[data-part=note]")).to_have_text("E-Mail, Englisch.")
    page.get_by_role("button", name="Als meine Vorlage speichern").click()
    expect(page.get_by_role("link", name="Bearbeiten: A new template")).to_be_visible()
    page.get_by_role("button", name="Als Link teilen").click()
    expect(page.get_by_label("Der Link", exact=True)).to_be_focused()


def test_a_pack_is_shown_in_german(german: In) -> None:
    page = german(EDITOR)
    expect(page.locator("followup-editor[data-begun]")).to_be_visible()
    give(page, "my-word.yaml", TEXT.encode())
    pack = page.get_by_role("region", name="Ein Paket")
    expect(pack.get_by_role("heading", name="Was in my-word.yaml ist")).to_be_focused()
    expect(pack).to_contain_text("E-Mail, Englisch, my-word")
    pack.get_by_role("button", name="1 Vorlage hinzufügen").click()
    expect(page.get_by_role("link", name="Bearbeiten: A new template")).to_be_focused()
    give(page, "letter.docx", b"x")
    expect(pack.get_by_role("alert")).to_contain_text("„letter.docx“ ist kein Paket.")


def test_the_gallery_speaks_german_and_the_templates_their_own_language(german: In) -> None:
    page = german("templates/")
    expect(page.get_by_role("heading", name="Auf Englisch")).to_be_visible()
    page.get_by_label("Wie senden Sie die Nachricht?").select_option(label="Telefon")
    found = len(builtin().templates(channel="phone"))
    expect(page.get_by_role("status")).to_have_text(f"{found} von {ALL} Vorlagen")
    entry = page.locator(".fu-entry:visible").first
    expect(entry.locator(".fu-entry-facts")).to_contain_text("Telefon, ")
    expect(entry.get_by_role("link")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("path", [EDITOR, "templates/", "templates/thank-you-after-first/"])
def test_german_fits_a_narrow_phone(german: In, path: str) -> None:
    page = german(path, viewport={"width": 320, "height": 700})
    expect(page.locator("[lang=de]").first).to_be_visible()
    if path == EDITOR:
        write(page, FAULTY, "Die Datei der Vorlage")
        expect(page.locator(".fu-problem")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(page) == []
