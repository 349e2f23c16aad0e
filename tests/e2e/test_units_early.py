"""What a tool has before its script is there, as single units in a real browser: kept presses, kept keys."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.modules import BUTTONS, PLACE, run


def test_what_was_pressed_before_the_tool_listened_happens_once_and_in_order(page: Page) -> None:
    script = (
        f"{PLACE} {BUTTONS}"
        + """
        const icon = document.createElement("b");
        const copy = button("copy", "");
        copy.append(icon);
        place.append(button("add", "first"), button("add", "second"), copy, document.createElement("p"));
        const [first, second] = place.querySelectorAll("button");
        const press = early.holdPresses(place);
        second.click();
        icon.click();
        place.lastChild.click();
        first.click();
        parts.onAction(place, actions);
        const before = [...pressed];
        press();
        const after = [...pressed];
        second.click();
        return [before, after, pressed];
    """
    )
    held = ["second", "copied", "first"]
    assert run(page, script) == [[], held, [*held, "second"]]


def test_what_was_pressed_is_found_again_in_rows_that_were_made_anew(page: Page) -> None:
    """The button at the same place counts; one that is gone or cannot be seen is not pressed."""
    script = (
        f"{PLACE} {BUTTONS}"
        + """
        const rows = (...words) => place.replaceChildren(...words.map((each) => button("add", each)));
        rows("a", "b", "c", "d");
        const press = early.holdPresses(place);
        for (const each of place.querySelectorAll("button")) each.click();
        rows("A", "B", "C");
        place.children[2].hidden = true;
        parts.onAction(place, actions);
        press();
        return pressed;
    """
    )
    assert run(page, script) == ["A", "B"]


def test_a_form_that_was_sent_too_early_is_sent_when_the_tool_listens(page: Page) -> None:
    script = (
        f"{PLACE} {BUTTONS}"
        + """
        const form = document.createElement("form");
        form.method = "dialog";
        const [plain, send] = [button("", "plain"), button("", "send")];
        send.setAttribute("type", "submit");
        plain.type = "button";
        form.append(plain, send);
        place.append(form);
        const press = early.holdPresses(place);
        send.click();
        form.addEventListener("submit", ({ submitter }) => pressed.push(submitter.textContent));
        press();
        return pressed;
    """
    )
    assert run(page, script) == ["send"]


def test_single_keys_stay_with_the_tool_and_chords_go_on(page: Page) -> None:
    script = (
        f"{PLACE}"
        + """
        const [inside, outside] = [document.createElement("input"), document.createElement("input")];
        const tool = document.createElement("section");
        tool.append(inside);
        place.append(tool, outside);
        inside.id = "inside";
        outside.id = "outside";
        early.keepKeys(tool);
        window.heard = [];
        addEventListener("keydown", ({ key }) => {
            if (!["Control", "Alt", "Meta", "Shift"].includes(key)) heard.push(key);
        });
    """
    )
    run(page, script)
    inside = page.locator("#inside")
    for key in ("n", "p", "s", "f", "/", "?", ".", ",", "Shift+N"):
        inside.press(key)
    assert page.evaluate("heard") == []
    expect(inside).to_have_value("npsf/?.,N")
    for key in ("Escape", "ArrowDown", "Control+b", "Meta+j", "Alt+x", "F2"):
        inside.press(key)
    assert page.evaluate("heard") == ["Escape", "ArrowDown", "b", "j", "x", "F2"]
    page.locator("#outside").press(".")
    assert page.evaluate("heard.at(-1)") == "."
