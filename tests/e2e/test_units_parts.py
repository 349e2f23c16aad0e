"""The small parts that every tool needs, as single units in a real browser: buttons, links, downloads."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.modules import BUTTONS, PLACE, run, stopped


def test_parts_and_inputs_are_found_in_their_own_tool_or_named_as_missing(page: Page) -> None:
    script = (
        f"{PLACE}"
        + """
        const make = (attribute, id) => {
            const made = document.createElement("input");
            made.setAttribute(...attribute);
            made.id = id;
            return made;
        };
        const [one, two] = [document.createElement("div"), document.createElement("div")];
        place.append(one, two);
        one.append(make(["data-part", "list"], "list"));
        two.append(make(["name", "me.name"], "name"));
        const message = (act) => { try { return act().id; } catch (error) { return error.message; } };
        return [
            message(() => parts.part(one, "list")), message(() => parts.part(two, "list")),
            message(() => parts.control(two, "me.name")), message(() => parts.control(one, "me.name")),
        ];
    """
    )
    lacks = ["the page lacks the part list", "the page lacks the input me.name"]
    assert run(page, script) == ["list", lacks[0], "name", lacks[1]]


def test_a_button_does_what_it_says_whatever_of_it_was_hit(page: Page) -> None:
    """What lies outside the tool, or says a word that the tool does not know, does nothing."""
    script = (
        f"{PLACE} {BUTTONS}"
        + """
        const tool = document.createElement("section");
        place.dataset.action = "copy";
        const icon = document.createElement("b");
        const inner = button("add", "");
        inner.append("in ", icon);
        icon.textContent = "icon";
        tool.append(inner, button("add", "plain"), button("unknown"), button("toString"), button(""));
        place.append(tool, button("add", "outside"));
        parts.onAction(tool, actions);
        icon.click();
        for (const each of place.querySelectorAll("button")) each.click();
        tool.click();
        return pressed;
    """
    )
    assert run(page, script) == ["in icon", "in icon", "plain"]


def test_a_link_to_an_input_puts_the_cursor_there_and_leaves_the_address(page: Page) -> None:
    script = (
        f"{PLACE}"
        + """
        const input = document.createElement("input");
        input.id = "fu-name";
        const link = (href, words) => {
            const made = document.createElement("a");
            made.href = href;
            made.append(document.createElement("b"));
            made.firstChild.textContent = words;
            return made;
        };
        const links = { "#fu-name": "your name", "#fu-gone": "a gone one", "#place": "top" };
        place.append(input, ...Object.entries(links).map(([href, words]) => link(href, words)));
        parts.focusLinks(place);
    """
    )
    run(page, script)
    page.get_by_text("your name", exact=True).click()
    expect(page.locator("#fu-name")).to_be_focused()
    assert page.evaluate("location.hash") == ""
    page.get_by_text("a gone one").click()
    assert page.evaluate("location.hash") == "#fu-gone", "a link to nothing is left to the browser"
    page.get_by_text("top", exact=True).click()
    assert page.evaluate("location.hash") == "#place"


FILES = [
    ("my search.yaml", "application/yaml", "'a: é 😀\\r\\nb\\n'", "a: é 😀\r\nb\n".encode()),
    ("interview.ics", "text/calendar", "'\\ufeffBEGIN'", "\ufeffBEGIN".encode()),
    ("packs.zip", "application/zip", "new Uint8Array([80, 75, 3, 4, 0, 255])", b"PK\x03\x04\x00\xff"),
]


@pytest.mark.parametrize(("name", "kind", "content", "expected"), FILES, ids=[each[0] for each in FILES])
def test_a_download_has_its_name_its_type_and_exactly_its_bytes(
    page: Page, name: str, kind: str, content: str, expected: bytes
) -> None:
    script = f"""
        const made = [];
        const real = URL.createObjectURL;
        URL.createObjectURL = (blob) => {{ made.push(blob.type); return (window.address = real(blob)); }};
        const before = document.body.childElementCount;
        parts.download(args[0], args[1], {content});
        return [made, document.body.childElementCount - before];
    """
    with page.expect_download() as downloading:
        assert run(page, script, name, kind) == [[kind], 0]
    assert downloading.value.suggested_filename == name
    assert Path(downloading.value.path()).read_bytes() == expected


def test_what_was_downloaded_is_let_go_after_a_while(page: Page) -> None:
    stopped(page)
    script = """
        window.left = [];
        const real = URL.revokeObjectURL;
        URL.revokeObjectURL = (address) => { left.push(address); real(address); };
        parts.download("a.txt", "text/plain", "a");
    """
    with page.expect_download():
        run(page, script)
    page.clock.run_for(59_000)
    assert page.evaluate("left.length") == 0, "a slow computer may still be reading"
    page.clock.run_for(1_100)
    assert page.evaluate("left.length") == 1
