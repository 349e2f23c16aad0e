"""The picture of a plan: horizontal where it has room, vertical on a phone, and never both."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.e2e.conftest import Visit
from tests.e2e.person import answer_questions, saved
from tests.e2e.test_pages import faults

LONG = """\
followup: 1
me: {name: Dana Whitfield}
applications:
  - id: northwind
    employer: Northwind Traders and Daughters of Minneapolis
    role: IT analyst
    country: US
    contacts:
      - {id: maria, name: Maria Lopez}
      - {id: max, name: Maximiliane WOHLGEMUTH-Hohenlohe von Schillingsfürst und Waldenburg}
      - {id: bo, name: 木村 さくら}
    interviews:
      - {on: 2026-11-19, at: "14:30", stage: panel, with: [maria, max, bo]}
    promise: {by: 2026-12-01}
  - id: contoso
    employer: Contoso
    role: Service desk
    country: US
    contacts: [{id: tom, name: Donaudampfschifffahrtsgesellschaftskapitänsanwärter}]
    interviews:
      - {on: 2026-11-25, at: "10:00", stage: first, with: [tom]}
  - id: fabrikam
    employer: Fabrikam
    role: Night manager
    country: US
    interviews: [{on: 2027-06-14}]
"""
WIDE, TALL = ".fu-pic--wide", ".fu-pic--tall"
SMALLEST = 12
"""Pixels: smaller letters are hard to read on a phone."""


class Words(TypedDict):
    """One line of words on the screen, in pixels."""

    words: str
    size: float
    left: float
    right: float
    top: float
    bottom: float


def words_of(picture: Locator) -> list[Words]:
    found: list[Words] = picture.evaluate(
        """(svg) => [...svg.querySelectorAll("text")].flatMap((text) => [...text.childNodes].map((part) => {
            const range = document.createRange();
            range.selectNodeContents(part);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            const styled = part.nodeType === Node.TEXT_NODE ? text : part;
            const size = parseFloat(getComputedStyle(styled).fontSize) * svg.getScreenCTM().a;
            return { words: part.textContent, size, left, right, top, bottom };
        }))"""
    )
    return found


def assert_readable(page: Page, picture: Locator) -> None:
    """Every letter is large enough, no words lie on others, and nothing is cut off."""
    expect(picture).to_be_visible()
    page.evaluate("document.fonts.ready.then(() => true)")
    frame = picture.bounding_box()
    assert frame is not None
    found = words_of(picture)
    assert len(found) > 4
    for n, each in enumerate(found):
        assert each["size"] >= SMALLEST, each
        assert each["left"] >= frame["x"] - 1 and each["right"] <= frame["x"] + frame["width"] + 1, each
        for other in found[:n]:
            beside = each["right"] <= other["left"] or other["right"] <= each["left"]
            # The box of a line of text is taller than its letters, by a pixel or two on either side.
            above = each["bottom"] - 4 <= other["top"] or other["bottom"] - 4 <= each["top"]
            assert beside or above, (each, other)


def assert_alone(page: Page, shown: str, hidden: str) -> None:
    """One form is seen and read, the other is not there for anybody."""
    expect(page.locator(shown)).to_be_visible()
    expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_role("img", name="Timeline of the plan on Friday 20 November 2026")).to_have_count(1)


def planned(visit: Visit, size: ViewportSize, **options: Any) -> Page:
    page = visit("planner/", viewport=size, **options)
    answer_questions(page)
    expect(page.locator(".fu-step").first).to_be_visible()
    return page


def shown_plan(page: Page) -> None:
    page.get_by_label("Role", exact=True).fill("IT analyst")
    page.get_by_label("Your name").fill("Dana Whitfield")
    page.get_by_role("button", name="Show my plan").click()
    expect(page.get_by_role("heading", name="Northwind Traders, IT analyst")).to_be_focused()
    saved(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_time_from_top_to_bottom(visit: Visit, width: int, scheme: str) -> None:
    page = planned(visit, {"width": width, "height": 800}, color_scheme=scheme)
    assert_alone(page, TALL, WIDE)
    assert_readable(page, page.locator(TALL))
    rows = page.locator(f"{TALL} .fu-pic-row")
    tops = [box["y"] for row in rows.all() if (box := row.locator(".fu-pic-dot").bounding_box())]
    assert tops == sorted(tops) and len(tops) == 5
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_desk_shows_time_from_left_to_right(visit: Visit, scheme: str) -> None:
    page = planned(visit, {"width": 1280, "height": 900}, color_scheme=scheme)
    assert_alone(page, WIDE, TALL)
    assert all(each["size"] >= SMALLEST for each in words_of(page.locator(WIDE)))
    assert faults(page) == []


def test_a_narrow_column_shows_the_vertical_picture_on_a_desk_too(visit: Visit) -> None:
    page = planned(visit, {"width": 1024, "height": 900})
    assert_alone(page, TALL, WIDE)
    box = page.locator(TALL).bounding_box()
    assert box is not None and box["width"] <= 360


def test_turning_the_device_turns_the_picture(visit: Visit) -> None:
    page = planned(visit, {"width": 390, "height": 844})
    assert_alone(page, TALL, WIDE)
    page.set_viewport_size({"width": 844, "height": 390})
    assert_alone(page, WIDE, TALL)
    assert all(each["size"] >= SMALLEST for each in words_of(page.locator(WIDE)))


def test_paper_has_the_horizontal_picture_from_a_phone_too(visit: Visit) -> None:
    page = planned(visit, {"width": 390, "height": 844})
    page.emulate_media(media="print")
    assert_alone(page, WIDE, TALL)


@pytest.mark.parametrize("width", [320, 390])
def test_long_names_and_many_steps_stay_readable(visit: Visit, width: int) -> None:
    page = visit("planner/", viewport={"width": width, "height": 800})
    page.locator("input[type=file]").set_input_files(
        {"name": "own.yaml", "mimeType": "text/yaml", "buffer": LONG.encode()}
    )
    page.get_by_text("Every step of all applications").click()
    picture = page.locator(TALL)
    assert_readable(page, picture)
    expect(picture.locator(".fu-pic-row")).to_have_count(19)
    expect(picture.locator(".fu-pic-torn")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []


def test_beside_the_plan_of_one_application_is_what_happened(visit: Visit) -> None:
    page = planned(visit, {"width": 1280, "height": 900})
    shown_plan(page)
    today = page.locator("[data-part=today]").bounding_box()
    happened = page.locator("[data-part=happened]").bounding_box()
    picture = page.locator(WIDE).bounding_box()
    assert today and happened and picture
    assert happened["x"] >= today["x"] + today["width"]
    assert picture["width"] >= 720
    assert picture["y"] - (today["y"] + today["height"]) < 60
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize(("width", "picture"), [(390, False), (1280, True)])
def test_the_first_page_has_the_picture_or_the_list(visit: Visit, width: int, picture: bool) -> None:
    page = visit("", viewport={"width": width, "height": 900}, java_script_enabled=False)
    expect(page.locator(TALL)).to_be_hidden()
    expect(page.locator(WIDE)).to_be_visible(visible=picture)
    expect(page.locator(".fu-steps")).to_be_visible(visible=not picture)
