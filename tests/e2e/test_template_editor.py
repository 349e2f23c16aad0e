"""Writing a template of one's own: what is wrong while one types, the message beside it, and using it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from followup_core.catalog import DATA, builtin
from followup_core.verbs import check
from tests.e2e.conftest import Context, Visit
from tests.e2e.person import fill_planner, saved, stored
from tests.e2e.test_pages import faults
from tests.e2e.workshop import (
    DRAFT,
    EDITOR,
    SAVED,
    TEXT,
    code,
    kept,
    message,
    save,
    understood,
    verdict,
    write,
)
from tools.site import ASSETS, SITE

FAULTY = TEXT.replace("about the {{ role }} role. I", "about the {{ rle }} role. I")
BEFORE, AFTER = "Say in one sentence when it fits.", "When somebody was kind."
SHEET = "templates/thank-you-after-first/"


def squiggles(page: Page) -> list[str]:
    return page.locator(".cm-lintRange-error").all_inner_texts()


def notes(page: Page) -> list[str]:
    """What is noted about unsaved texts until the database has them."""
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.includes(' template '))")
    return found


def bundle() -> str:
    """The name of the script that is the editor."""
    (found,) = [
        each.name for each in (SITE / ASSETS).glob("*.js") if "cm-content" in each.read_text(encoding="utf-8")
    ]
    return found


# ── what is wrong


def test_a_fault_is_underlined_at_its_place_and_said_as_the_check_says_it(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, FAULTY)
    (found,) = check(FAULTY, "my-word.yaml")
    expect(verdict(page)).to_have_text("1 error.")
    problem = page.locator(".fu-problem")
    expect(problem).to_contain_text(f"Line {found.line}")
    expect(problem).to_contain_text(found.message)
    expect(problem).to_contain_text("Did you mean role?")
    assert squiggles(page) == ["rle"]
    line = page.locator(".cm-line", has=page.locator(".cm-lintRange-error"))
    assert line.inner_text() == FAULTY.splitlines()[found.line - 1]


def test_the_place_is_right_behind_letters_that_take_two_units(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, FAULTY.replace("Thank you for talking", "🎉🎉 Thank you for talking"))
    expect(verdict(page)).to_have_text("1 error.")
    assert squiggles(page) == ["rle"]


def test_its_place_is_one_press_away_and_the_fault_can_be_put_right(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, FAULTY)
    page.get_by_role("button", name=re.compile("^Line")).click()
    expect(code(page)).to_be_focused()
    expect(page.get_by_role("status").last).to_contain_text("There is no field called rle.")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("o")
    understood(page)
    assert squiggles(page) == []
    expect(message(page)).to_contain_text("about the IT support analyst role")


def test_what_is_no_yaml_at_all_says_where(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, "id: my-word\nbody: [\n")
    expect(page.locator(".fu-problem")).to_have_count(1)
    expect(page.locator(".fu-problem")).to_contain_text("Error")
    write(page, "")
    expect(page.locator(".fu-problem")).to_contain_text("Line 1")


def test_an_id_of_ours_is_refused_with_a_remedy(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, TEXT.replace("my-word", "thank-you-after-first"))
    expect(page.locator(".fu-problem")).to_contain_text("followup has its own thank-you-after-first.")
    page.get_by_role("button", name="Save as my template").click()
    expect(page.get_by_role("status").last).to_contain_text("as soon as there are no errors")
    assert stored(page, "templates") is None


# ── the message


def test_the_message_follows_and_with_an_error_the_last_good_one_stays(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, TEXT)
    expect(message(page)).to_contain_text("I keep thinking about how your team halved the ticket backlog.")
    write(page, TEXT.replace("I keep thinking about", "I still smile about"))
    expect(message(page)).to_contain_text("I still smile about")
    write(page, FAULTY)
    expect(page.locator("[data-part=note]")).to_have_text("This is the last version without errors.")
    expect(message(page)).to_contain_text("I still smile about")


def test_a_short_channel_shows_how_much_room_is_left(visit: Visit) -> None:
    page = visit(EDITOR)
    text = re.sub(r"^subject: .*\n", "", TEXT.replace("channel: email", "channel: sms"), flags=re.MULTILINE)
    write(page, text)
    expect(page.locator("[data-part=note]")).to_contain_text("of 306 characters")


# ── begin, keep, save


def test_a_template_of_ours_becomes_ones_own_and_writes_a_message(visit: Visit) -> None:
    page = visit("planner/")
    fill_planner(page)
    saved(page)
    page.goto(page.url.replace("planner/", SHEET))
    page.get_by_role("link", name="Make it yours").click()
    ours = (DATA / "templates" / "en" / "thank-you-after-first.yaml").read_text(encoding="utf-8")
    expect(code(page)).to_contain_text("id: my-thank-you-after-first")
    understood(page)
    mine = ours.replace("id: thank", "id: my-thank").replace("I enjoyed hearing {{", "I liked hearing {{")
    write(page, mine.replace("title: Thank-you after a first conversation", "title: My own words"))
    kept(page, DRAFT)
    expect(message(page)).to_contain_text("I liked hearing how your team halved the ticket backlog")
    page.get_by_role("button", name="Save as my template").click()
    kept(page, SAVED)
    page.get_by_role("link", name="Write with it: My own words").click()
    expect(page.get_by_label("Which wording?")).to_have_value("my-thank-you-after-first")
    page.get_by_label("One moment from the conversation").fill("the wall of tickets")
    letter = page.get_by_role("article", name="The message")
    expect(letter).to_contain_text("Hi Maria,")
    expect(letter).to_contain_text("I liked hearing the wall of tickets")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .eml").click()
    assert "the wall of tickets" in download.value.path().read_text(encoding="utf-8")


def test_it_is_offered_with_the_others_and_in_the_gallery(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    shelf = visit("templates/", within=page.context)
    entry = shelf.locator("followup-mine .fu-entry")
    expect(entry).to_contain_text("A new template")
    expect(shelf.get_by_role("status")).to_have_text(f"{len(builtin().templates())} templates")
    entry.get_by_role("link").click()
    expect(code(shelf)).to_contain_text("id: my-word")
    studio = visit("drafts/", within=page.context)
    wording = studio.get_by_label("Which wording?")
    wording.select_option("my-word")
    studio.get_by_label("One moment you remember").fill("the wall of tickets")
    expect(studio.get_by_role("article", name="The message")).to_contain_text("the wall of tickets")


def test_one_in_another_language_can_be_used_too(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page, TEXT.replace("locale: en", "locale: it").replace("A new template", "Un modello"))
    page.get_by_role("link", name="Write with it: Un modello").click()
    expect(page.get_by_label("Which wording?")).to_have_value("my-word")
    expect(page.get_by_role("article", name="The message")).to_contain_text("Thank you for talking with me")


def test_a_draft_survives_and_is_found_again(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, TEXT.replace("A new template", "Half a thought"))
    kept(page, DRAFT)
    page.reload()
    expect(code(page)).to_contain_text("title: Half a thought")
    other = visit(f"{EDITOR}#template=thank-you-after-first&locale=en", within=page.context)
    expect(code(other)).to_contain_text("id: my-thank-you-after-first")
    other.get_by_role("link", name=re.compile("^Go on")).click()
    expect(code(other)).to_contain_text("title: Half a thought")


def test_a_draft_that_was_just_typed_survives_leaving_at_once(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, TEXT.replace("A new template", "In a hurry"))
    page.goto(page.url.replace(EDITOR, "privacy/"))
    page.go_back()
    expect(code(page)).to_contain_text("title: In a hurry")


def test_nobody_can_type_before_the_text_is_there(visit: Visit, context: Context) -> None:
    made = context()
    made.add_init_script(
        """IDBOpenDBRequest.prototype.addEventListener = function (type, act, ...rest) {
            const late = (event) => setTimeout(() => act.call(this, event), 1500);
            const listen = EventTarget.prototype.addEventListener;
            return listen.call(this, type, type === "success" ? late : act, ...rest);
        };"""
    )
    page = visit(EDITOR, within=made)
    write(page, TEXT.replace("A new template", "In a hurry"))
    kept(page, DRAFT)
    expect(code(page)).to_contain_text("title: In a hurry")


def test_a_draft_that_the_database_did_not_take_in_time_survives_leaving(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, TEXT.replace("A new template", "At first"))
    kept(page, DRAFT)
    page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => {
            throw new DOMException("full", "QuotaExceededError");
        }; }"""
    )
    write(page, TEXT.replace("A new template", "In a hurry"))
    expect(code(page)).to_contain_text("title: In a hurry")
    page.goto(page.url.replace(EDITOR, "privacy/"))
    page.go_back()
    expect(code(page)).to_contain_text("title: In a hurry")
    expect(page.get_by_role("link", name="Go on: my-word")).to_be_visible()
    assert "In a hurry" in str(stored(page, "template draft new"))
    assert notes(page) == []


def test_what_is_typed_while_another_text_is_on_its_way_is_kept(visit: Visit) -> None:
    page = visit(EDITOR)
    expect(code(page)).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/thank-you-after-first.yaml", hold)
    with page.expect_request("**/thank-you-after-first.yaml"):
        page.evaluate("location.hash = '#template=thank-you-after-first&locale=en'")
    write(page, TEXT.replace("A new template", "In a hurry"))
    held[0].continue_()
    expect(code(page)).to_contain_text("id: my-thank-you-after-first")
    page.get_by_role("link", name="Go on: my-word").click()
    expect(code(page)).to_contain_text("id: my-word")
    assert "In a hurry" in str(stored(page, "template draft new"))


def test_what_was_deleted_does_not_come_back_from_a_tab_that_is_left(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, TEXT)
    other = visit("your-data/", within=page.context)
    other.get_by_role("button", name="Delete everything").click()
    other.get_by_role("button", name="Delete everything now").click()
    expect(other.get_by_text("Everything is gone.")).to_be_visible()
    write(page, FAULTY)
    page.goto(page.url.replace(EDITOR, "privacy/"))
    assert notes(page) == []


def test_faulty_text_is_kept_as_well(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, "body: [ not yet")
    kept(page, DRAFT)
    page.reload()
    expect(code(page)).to_have_text("body: [ not yet")


def test_changes_to_a_saved_one_wait_until_they_are_saved(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    assert page.url.endswith("#own=my-word&locale=en")
    write(page, TEXT.replace(BEFORE, AFTER))
    kept(page, "Changed since you saved it. The change is kept on this device.")
    assert BEFORE in str(stored(page, "templates"))
    page.reload()
    expect(code(page)).to_contain_text(AFTER)
    page.get_by_role("button", name="Start again").click()
    expect(code(page)).to_contain_text(BEFORE)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(code(page)).to_contain_text(AFTER)
    page.get_by_role("button", name="Save as my template").click()
    kept(page, SAVED)
    assert AFTER in str(stored(page, "templates"))


def test_saving_under_an_id_that_is_taken_asks_first(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    page.get_by_role("link", name="Begin a new one").click()
    expect(code(page)).to_contain_text("id: my-a-word")
    write(page, TEXT.replace(BEFORE, AFTER))
    understood(page)
    page.get_by_role("button", name="Save as my template").click()
    expect(page.get_by_role("button", name="Leave it as it is")).to_be_focused()
    page.keyboard.press("Escape")
    assert str(stored(page, "templates")).count("'id'") == 1
    page.get_by_role("button", name="Save as my template").click()
    page.get_by_role("button", name="Keep both").click()
    kept(page, SAVED)
    expect(code(page)).to_contain_text("id: my-word-2")
    both = str(stored(page, "templates"))
    assert AFTER in both
    assert BEFORE in both


def test_removing_one_can_be_taken_back(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    page.get_by_role("button", name="Remove: A new template").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert stored(page, "templates") == []
    page.get_by_role("button", name="Take the last change back").click()
    expect(page.get_by_role("link", name="Edit: A new template")).to_be_visible()


def test_throwing_a_draft_away_asks_first(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, TEXT)
    kept(page, DRAFT)
    page.get_by_role("button", name=re.compile("^Throw it away")).click()
    page.get_by_role("button", name="Leave it as it is").click()
    expect(code(page)).to_contain_text("my-word")
    page.get_by_role("button", name=re.compile("^Throw it away:")).click()
    page.get_by_role("button", name="Throw it away", exact=True).click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    page.reload()
    expect(code(page)).to_contain_text("id: my-a-word")


def test_two_tabs_lose_nothing(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    other = visit(EDITOR, within=page.context)
    save(other, TEXT.replace("my-word", "my-second"))
    expect(page.get_by_role("listitem").filter(has_text="my-second")).to_be_visible()
    twin = visit(f"{EDITOR}#own=my-word&locale=en", within=page.context)
    write(twin, TEXT.replace(BEFORE, AFTER))
    expect(code(page)).to_contain_text(AFTER)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(code(page)).to_contain_text(BEFORE)


def test_an_address_that_names_nothing_says_so(visit: Visit, watches: list[object]) -> None:
    page = visit(EDITOR)
    page.goto(f"{page.url}#own=my-nothing&locale=en")
    expect(page.get_by_role("status").last).to_contain_text("There is no template my-nothing")
    expect(code(page)).to_contain_text("id: my-a-word")


# ── for everybody


def test_the_whole_way_by_keyboard(visit: Visit) -> None:
    page = visit(EDITOR)
    expect(verdict(page)).to_be_visible()
    code(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    expect(code(page)).to_be_focused()
    expect(page.locator(".fu-problem").first).to_be_visible()
    page.keyboard.press("Control+z")
    understood(page)
    page.keyboard.press("Escape")
    page.wait_for_timeout(2500)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save as my template")).to_be_focused()
    page.keyboard.press("Enter")
    kept(page, SAVED)
    page.keyboard.press("Shift+Tab")
    expect(code(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    expect(code(page)).not_to_be_focused()


def test_f8_goes_to_the_next_remark(visit: Visit) -> None:
    page = visit(EDITOR)
    write(page, FAULTY)
    expect(verdict(page)).to_have_text("1 error.")
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    page.keyboard.type("x")
    expect(page.locator(".fu-problem")).to_contain_text("There is no field called xrle.")


def test_single_keys_of_the_theme_do_not_act_in_the_file(visit: Visit) -> None:
    page = visit(EDITOR)
    code(page).click()
    address = page.url
    page.keyboard.type("nps/f?.,")
    expect(code(page)).to_contain_text("nps/f?.,")
    assert page.url == address


def test_the_editor_has_a_name_and_says_how_to_leave(visit: Visit) -> None:
    page = visit(EDITOR)
    expect(code(page)).to_have_attribute("aria-multiline", "true")
    expect(code(page)).to_have_attribute("aria-description", re.compile("press Escape and then Tab"))
    expect(page.locator("[data-part=keys]")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_with_remarks_a_question_and_a_link(visit: Visit, scheme: str, width: int) -> None:
    page = visit(EDITOR, color_scheme=scheme, viewport={"width": width, "height": 900})
    save(page)
    page.get_by_role("button", name="Share it as a link").click()
    assert faults(page) == []
    page.get_by_role("link", name="Begin a new one").click()
    expect(code(page)).to_contain_text("id: my-a-word")
    write(page, TEXT.replace(BEFORE, AFTER))
    understood(page)
    page.get_by_role("button", name="Save as my template").click()
    expect(page.get_by_role("button", name="Keep both")).to_be_visible()
    assert faults(page) == []
    write(page, FAULTY + "\nunknown: 1\n")
    expect(page.locator(".fu-problem").first).to_be_visible()
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_to_touch_is_large_enough_on_a_phone(visit: Visit) -> None:
    page = visit(EDITOR, viewport={"width": 320, "height": 700})
    save(page)
    page.get_by_role("button", name="Share it as a link").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll(".fu-tool :is(a, button, summary, input, select)")]
            .map((each) => [each, each.getBoundingClientRect()])
            .filter(([each, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_in_forced_colours_errors_are_still_underlined(visit: Visit) -> None:
    page = visit(EDITOR, forced_colors="active")
    write(page, FAULTY)
    line = page.locator(".cm-lintRange-error").evaluate("(each) => getComputedStyle(each).textDecorationLine")
    assert line == "underline"
    assert faults(page) == []


def test_the_editor_needs_no_inline_style_and_no_parsed_html(visit: Visit) -> None:
    """A page with the strictest rules: what the theme itself does against them is not the editor's."""
    page = visit("privacy/")
    strict = "; ".join(
        (
            "style-src-elem 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
            "connect-src 'self'",
            "img-src 'self'",
        )
    )
    theirs = "() => { window.broken = []; document.addEventListener('securitypolicyviolation', (e) =>"
    page.add_init_script(
        f"({theirs} window.broken.push(`${{e.effectiveDirective}} ${{e.sourceFile}}`)) }})()"
    )

    def answer(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]  # a route of Playwright
        headers = {**response.headers, "content-security-policy-report-only": strict}
        route.fulfill(response=response, headers=headers)  # type: ignore[attr-defined]  # as above

    page.route(f"**/{EDITOR}", answer)
    page.goto(page.url.replace("privacy/", EDITOR))
    write(page, FAULTY)
    expect(page.locator(".cm-lintRange-error")).to_be_visible()
    assert [each for each in page.evaluate("window.broken") if bundle() in each] == []
    assert page.locator(".cm-editor").evaluate("(each) => getComputedStyle(each).borderStyle") == "solid"
    assert page.evaluate("document.querySelector('.fu-code').shadowRoot.adoptedStyleSheets.length") > 0
    assert (
        page.evaluate("document.querySelector('.fu-code').shadowRoot.querySelectorAll('style').length") == 0
    )


def asked(made: BrowserContext) -> list[str]:
    """The addresses that a profile asks for from now on; where the clock stands, a page has no record."""
    found: list[str] = []
    made.on("request", lambda request: found.append(request.url))
    return found


def test_its_own_page_loads_the_editor(visit: Visit, context: Context) -> None:
    made = context()
    names = asked(made)
    expect(code(visit(EDITOR, within=made))).to_be_visible()
    assert any(bundle() in name for name in names)


@pytest.mark.parametrize("path", ["", "guide/say-thanks/", "templates/", SHEET, "planner/", "drafts/"])
def test_no_other_page_loads_the_editor(visit: Visit, context: Context, path: str) -> None:
    made = context()
    names = asked(made)
    page = visit(path, within=made)
    page.wait_for_timeout(1000)
    assert any("/assets/followup/main-" in name for name in names)
    assert not any(bundle() in name for name in names)


def test_reading_the_list_of_ones_own_starts_no_python(visit: Visit) -> None:
    page = visit(EDITOR)
    save(page)
    names = asked(page.context)
    shelf = visit("templates/", within=page.context)
    expect(shelf.locator("followup-mine .fu-entry")).to_be_visible()
    shelf.wait_for_timeout(1000)
    assert not any("/engine-" in name for name in names)


def test_without_script_the_page_says_what_to_do(visit: Visit) -> None:
    page = visit(EDITOR, java_script_enabled=False)
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
