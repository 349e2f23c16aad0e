"""The small parts of the tools as single units in a real browser: voice, presses, keys, trees, fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.modules import run, stopped, units

PLACE = """
    const place = document.createElement("div");
    place.id = "place";
    document.querySelector("main").prepend(place);
"""
"""Where a test puts what it needs."""


@pytest.fixture
def page(visit: Visit) -> Iterator[Page]:
    yield units(visit("privacy/"))


# ── the voice ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def quiet(page: Page) -> Page:
    """The page with a voice that has said nothing, and a clock that stands."""
    script = (
        f"{PLACE}"
        + """
        const voice = new parts.Voice(place);
        const shown = () => place.textContent + (place.hasAttribute("data-quiet") ? " (unseen)" : "");
        const heard = [];
        const listen = () => place.textContent && heard.push(place.textContent);
        new MutationObserver(listen).observe(place, { childList: true, characterData: true, subtree: true });
        window.t = { voice, shown, heard, place, showSaved: parts.showSaved };
    """
    )
    run(page, script)
    return stopped(page)


def shown(page: Page) -> str:
    return str(page.evaluate("t.shown()"))


def say(page: Page, *words: str) -> None:
    page.evaluate("(words) => words.forEach((each) => t.voice.say(each))", list(words))


def say_later(page: Page, *words: str) -> None:
    page.evaluate("(words) => words.forEach((each) => t.voice.sayLater(each))", list(words))


def test_what_is_said_is_there_at_once_and_goes_after_its_time(quiet: Page) -> None:
    say(quiet, "Copied.")
    assert shown(quiet) == "Copied."
    quiet.clock.run_for(11_900)
    assert shown(quiet) == "Copied."
    quiet.clock.run_for(200)
    assert shown(quiet) == ""


def test_what_is_seen_elsewhere_is_only_said(quiet: Page) -> None:
    quiet.evaluate("t.voice.say('Moved.', true)")
    assert shown(quiet) == "Moved. (unseen)"
    quiet.clock.run_for(3_000)
    say(quiet, "Copied.")
    assert shown(quiet) == "Copied."


def test_of_many_messages_the_latest_one_is_said_after_a_breath(quiet: Page) -> None:
    say(quiet, "one", "two", "three")
    quiet.clock.run_for(1_900)
    assert shown(quiet) == "one"
    quiet.clock.run_for(200)
    assert shown(quiet) == "three"
    quiet.clock.run_for(11_000)
    assert shown(quiet) == "three", "its time begins when it is said"
    assert quiet.evaluate("t.heard") == ["one", "three"]


def test_after_a_breath_nothing_waits(quiet: Page) -> None:
    say(quiet, "one")
    quiet.clock.run_for(2_100)
    say(quiet, "two")
    assert shown(quiet) == "two"


def test_what_the_page_shows_is_said_when_the_typing_pauses(quiet: Page) -> None:
    for letters in ("a", "ab", "abc", "abcd"):
        say_later(quiet, letters)
        quiet.clock.run_for(1_000)
    assert shown(quiet) == ""
    quiet.clock.run_for(600)
    assert shown(quiet) == "abcd (unseen)"
    quiet.clock.run_for(60_000)
    assert quiet.evaluate("t.heard") == ["abcd"]


def test_the_voice_does_not_repeat_itself(quiet: Page) -> None:
    for words in ("Ready.", "Ready.", "One gap.", "One gap.", "Ready."):
        say_later(quiet, words)
        quiet.clock.run_for(3_000)
    assert quiet.evaluate("t.heard") == ["Ready.", "One gap.", "Ready."]


def test_what_is_no_longer_so_when_the_typing_pauses_is_not_said(quiet: Page) -> None:
    say_later(quiet, "Ready.")
    quiet.clock.run_for(3_000)
    say_later(quiet, "One gap.")
    quiet.clock.run_for(500)
    say_later(quiet, "Ready.")
    quiet.clock.run_for(5_000)
    assert quiet.evaluate("t.heard") == ["Ready."]


def test_what_the_page_shows_never_takes_the_place_of_what_must_be_said(quiet: Page) -> None:
    """It follows after a breath of its own."""
    say(quiet, "Copied.", "Not saved.")
    say_later(quiet, "Ready.")
    quiet.clock.run_for(2_100)
    assert shown(quiet) == "Not saved."
    quiet.clock.run_for(1_800)
    assert shown(quiet) == "Not saved."
    quiet.clock.run_for(300)
    assert shown(quiet) == "Ready. (unseen)"
    assert quiet.evaluate("t.heard") == ["Copied.", "Not saved.", "Ready."]


def test_a_message_takes_the_place_of_what_was_to_be_said_in_a_pause(quiet: Page) -> None:
    say_later(quiet, "Ready.")
    quiet.clock.run_for(500)
    say(quiet, "Copied.")
    quiet.clock.run_for(5_000)
    assert quiet.evaluate("t.heard") == ["Copied."]
    say_later(quiet, "Ready.")
    quiet.clock.run_for(5_000)
    assert quiet.evaluate("t.heard") == ["Copied.", "Ready."], "it has not been said before"


def test_the_end_of_an_older_message_does_not_take_a_newer_one_away(quiet: Page) -> None:
    say(quiet, "Copied.")
    quiet.clock.run_for(9_000)
    say_later(quiet, "Ready.")
    quiet.clock.run_for(4_000)
    assert shown(quiet) == "Ready. (unseen)"


def test_only_a_save_that_failed_is_said(quiet: Page) -> None:
    script = """(state) => {
        const place = document.createElement("p");
        t.showSaved(place, t.voice, state);
        return [place.textContent, place.dataset.state];
    }"""
    assert quiet.evaluate(script, "saving") == ["Saving …", "saving"]
    assert quiet.evaluate(script, "saved") == ["Saved on this device.", "saved"]
    assert shown(quiet) == ""
    words = "Not saved: this browser refused. Save the search file to keep what you typed."
    assert quiet.evaluate(script, "failed") == [words, "failed"]
    assert shown(quiet) == words


# ── parts, buttons, keys ─────────────────────────────────────────────────────────────────────────────────


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


BUTTONS = """
    const button = (action, words = action) => {
        const made = document.createElement("button");
        if (action) made.dataset.action = action;
        made.textContent = words;
        return made;
    };
    const pressed = [];
    const actions = { add: (each) => pressed.push(each.textContent), copy: () => pressed.push("copied") };
"""


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


# ── pressed too early ────────────────────────────────────────────────────────────────────────────────────


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


# ── trees ────────────────────────────────────────────────────────────────────────────────────────────────

MARKUP = "<img src=x onerror=alert(1)> &amp; </p><script>alert(2)</script>"


def test_words_with_markup_stay_words(page: Page) -> None:
    script = (
        f"{PLACE}"
        + """
        const words = args[0];
        const tree = ["p", { title: words, "data-gap": words }, [words, ["em", {}, [words]]]];
        const found = () => [
            place.textContent, place.firstChild.title, place.querySelectorAll("*").length,
        ];
        dom.show(place, [tree]);
        const made = found();
        dom.show(place, [["p", {}, ["old", ["em", {}, ["old"]]]]]);
        dom.show(place, [tree]);
        return [made, found()];
    """
    )
    assert run(page, script, MARKUP) == [[MARKUP * 2, MARKUP, 2]] * 2


REFUSED: list[Any] = [
    ["script", {}, ["alert(1)"]],
    ["img", {"src": "x"}, []],
    ["iframe", {}, []],
    ["style", {}, ["p { color: red }"]],
    ["P", {}, []],
    ["p", {"onclick": "alert(1)"}, []],
    ["p", {"style": "color: red"}, []],
    ["p", {"HREF": "https://example.com"}, []],
    ["p", {"aria-": "x"}, []],
    ["p", {"data-x onclick": "x"}, []],
    ["form", {"action": "https://example.com"}, []],
    ["button", {"formaction": "javascript:alert(1)"}, []],
    ["a", {"xlink:href": "javascript:alert(1)"}, []],
    ["p", {}, [["em", {}, [["script", {}, []]]]]],
    ["a", {"href": "javascript:alert(1)"}, []],
]


@pytest.mark.parametrize("tree", REFUSED, ids=str)
def test_what_is_not_on_the_lists_never_becomes_part_of_the_page(page: Page, tree: Any) -> None:
    """Neither as something new, nor as a change of what is there."""
    script = (
        f"{PLACE}"
        + """
        const [tag, attributes] = args[0];
        const outcome = (act) => { try { act(); return "made"; } catch { return "refused"; } };
        const fresh = outcome(() => dom.node(args[0]));
        place.append(document.createElement(tag));
        const changed = outcome(() => dom.show(place, [args[0]]));
        const there = Object.keys(attributes).filter((name) => place.firstChild?.hasAttribute(name));
        const known = dom.TAGS.has(tag);
        return [fresh, known ? changed : "refused", there, place.querySelectorAll("em > script").length];
    """
    )
    assert run(page, script, tree) == ["refused", "refused", [], 0]


LINKS = {
    "https://example.com/a?b#c": True,
    "HTTP://example.com": True,
    "mailto:a@b.example?subject=x": True,
    "../drafts/#template=a:b": True,
    "#fu-name": True,
    "?q=a": True,
    "/root": True,
    "": True,
    "./a:b": True,
    "javascript:alert(1)": False,
    "JaVaScRiPt:alert(1)": False,
    " javascript:alert(1)": False,
    "java\tscript:alert(1)": False,
    "java\nscript:alert(1)": False,
    "\x01javascript:alert(1)": False,
    "data:text/html,x": False,
    "vbscript:x": False,
    "blob:https://example.com/x": False,
    "file:///etc/passwd": False,
    "//evil.example": False,
    "/\\evil.example": False,
    "\\\\evil.example": False,
    "https:evil.example": False,
    "https:/evil.example": False,
    "https:\\\\evil.example": False,
    "https://a b": False,
}


def test_only_addresses_that_are_what_they_seem_become_links(page: Page) -> None:
    script = "return Object.fromEntries(args[0].map((each) => [each, dom.safeLink(each)]));"
    assert run(page, script, list(LINKS)) == LINKS


def test_an_update_leaves_the_cursor_the_selection_and_what_is_typed(page: Page) -> None:
    script = (
        f"{PLACE}"
        + """
        const required = (more) => (more.length ? { required: "" } : {});
        const form = (label, value, more) => [
            ["p", {}, [label, ...more]],
            ["label", {}, [label, ["input", { name: "a", value, ...required(more) }, []]]],
            ["details", {}, [["summary", {}, [label]], "inside"]],
        ];
        dom.show(place, form("One", "first", []));
        const [input, details] = [place.querySelector("input"), place.querySelector("details")];
        input.focus();
        input.value = "typed by me";
        input.setSelectionRange(2, 5, "backward");
        details.open = true;
        dom.show(place, form("Two", "second", ["more", ["em", {}, ["words"]]]));
        const { value, selectionStart, selectionEnd, selectionDirection } = input;
        return [
            document.activeElement === input, value, [selectionStart, selectionEnd, selectionDirection],
            input.required, details.open, details.isConnected, place.textContent,
        ];
    """
    )
    assert run(page, script) == [
        True,
        "typed by me",
        [2, 5, "backward"],
        True,
        True,
        True,
        "TwomorewordsTwoTwoinside",
    ]


def test_the_page_shows_exactly_the_trees_it_was_given(page: Page) -> None:
    """Attributes, words and elements that are no longer there go; the others stay the same nodes."""
    script = (
        f"{PLACE}"
        + """
        const shown = () => place.innerHTML;
        const steps = [];
        for (const trees of args[0]) { dom.show(place, trees); steps.push(shown()); }
        return steps;
    """
    )
    steps = [
        (
            [["p", {"class": "a", "hidden": ""}, ["one", ["em", {}, ["two"]]]], "end"],
            "one<em>two</em></p>end",
        ),
        ([["p", {"class": "b"}, ["one"]]], '<p class="b">one</p>'),
        (["only words"], "only words"),
        ([["ul", {}, [["li", {}, ["x"]]]], ["hr", {}, []]], "<ul><li>x</li></ul><hr>"),
        ([], ""),
    ]
    answers = run(page, script, [trees for trees, _ in steps])
    assert answers[0] == '<p class="a" hidden="">' + steps[0][1]
    assert answers[1:] == [html for _, html in steps[1:]]


def test_an_element_of_another_field_or_step_is_another_element(page: Page) -> None:
    """What is typed for one never shows up in the other."""
    script = (
        f"{PLACE}"
        + """
        const row = (key, value) => ["div", { [key]: value }, [["input", { name: "x" }, []]]];
        const kept = (before, after) => {
            dom.show(place, [before]);
            place.querySelector("input").value = "typed";
            dom.show(place, [after]);
            return place.querySelector("input").value;
        };
        return [
            kept(row("data-step", "a"), row("data-step", "a")),
            kept(row("data-step", "a"), row("data-step", "b")),
            kept(row("data-field", "a"), row("data-field", "b")),
            kept(row("data-field", "a"), row("class", "b")),
        ];
    """
    )
    assert run(page, script) == ["typed", "", "", ""]


def test_rows_with_a_key_keep_their_node_and_the_cursor_while_others_come_and_go(page: Page) -> None:
    script = (
        f"{PLACE}"
        + """
        const row = (key) => ["li", { "data-key": key }, [key, ["input", {}, []]]];
        const list = (keys) => dom.showList(place, [...keys].map(row));
        list("abc");
        const b = place.children[1];
        b.querySelector("input").value = "mine";
        b.querySelector("input").focus();
        const steps = [];
        for (const keys of ["xabc", "xbyc", "b", "zb", "zbcda"]) {
            list(keys);
            const at = [...place.children].indexOf(b);
            steps.push([place.textContent, at, document.activeElement === b.querySelector("input")]);
        }
        list("bz");
        const still = document.activeElement === b.querySelector("input");
        return [steps, place.textContent, place.firstChild === b, b.querySelector("input").value, still];
    """
    )
    steps, words, same, value, still = run(page, script)
    assert steps == [
        ["xabc", 2, True],
        ["xbyc", 1, True],
        ["b", 0, True],
        ["zb", 1, True],
        ["zbcda", 1, True],
    ]
    assert (words, same, value, still) == ("bz", True, "mine", True)


def test_pictures_are_pictures(page: Page) -> None:
    script = (
        f"{PLACE}"
        + """
        const picture = (r) => ["svg", { viewBox: "0 0 10 10" }, [
            ["title", {}, ["A plan"]], ["circle", { cx: "5", cy: "5", r }, []],
        ]];
        dom.show(place, [picture("2")]);
        const [svg, circle] = [place.firstChild, place.querySelector("circle")];
        dom.show(place, [picture("4")]);
        return [
            svg instanceof SVGSVGElement, svg.viewBox.baseVal.width, circle.getBBox().width,
            circle === place.querySelector("circle"),
        ];
    """
    )
    assert run(page, script) == [True, 10, 8, True]


# ── the fields of a template ─────────────────────────────────────────────────────────────────────────────

FORM = f"""
    {PLACE}
    const field = (name) => [name === "long" ? "textarea" : "input", {{ name }}, []];
    const label = (name) => ["label", {{ "data-field": name }}, [name, field(name)]];
    const form = (template, ...names) => ["div", {{ "data-template": template }}, names.map(label)];
    const input = (name) => place.querySelector(`[name="${{name}}"]`);
    const inputs = () => [...place.querySelectorAll("[name]")];
    const values = () => Object.fromEntries(inputs().map(({{ name, value }}) => [name, value]));
    const type = (name, value) => {{
        const typedIn = input(name);
        typedIn.value = value;
        typedIn.dispatchEvent(new Event("input", {{ bubbles: true }}));
    }};
    const know = (known) => Object.entries(known).map(([name, value]) => ({{ name, value }}));
"""
LISTENING = "place.addEventListener('input', (event) => form_.note(event));"


def fields(page: Page, script: str) -> Any:
    """Run with a form of three fields, shown and listened to."""
    start = f"""
        {FORM}
        const form_ = new fields.Fields(place);
        {LISTENING}
        form_.show(form("one", "name", "moment", "long"), know({{ name: "Dana" }}));
    """
    return run(page, start + script)


def test_what_is_known_fills_the_form_but_not_what_the_person_typed(page: Page) -> None:
    script = """
        const first = values();
        type("moment", "the tour");
        const node = input("moment");
        node.focus();
        node.setSelectionRange(1, 3);
        form_.show(form("one", "name", "moment", "long"), know({ name: "Dana W.", moment: "x", long: "y" }));
        const { selectionStart, selectionEnd } = input("moment");
        return [
            first, values(), form_.typed, node === document.activeElement, [selectionStart, selectionEnd],
        ];
    """
    first, after, typed, focused, selection = fields(page, script)
    assert first == {"name": "Dana", "moment": "", "long": ""}
    assert after == {"name": "Dana W.", "moment": "the tour", "long": "y"}
    assert (typed, focused, selection) == ({"moment": "the tour"}, True, [1, 3])


def test_a_field_that_was_emptied_stays_empty(page: Page) -> None:
    script = """
        type("name", "");
        form_.show(form("one", "name", "moment", "long"), know({ name: "Dana" }));
        return [values().name, form_.typed];
    """
    assert fields(page, script) == ["", {"name": ""}]


def test_another_template_takes_along_what_it_asks_for_as_well(page: Page) -> None:
    script = """
        type("name", "Me");
        type("moment", "the tour");
        const old = input("moment");
        form_.show(form("two", "role", "moment"), know({ moment: "x", role: "analyst" }));
        const still = old.isConnected;
        form_.reset(form_.typed);
        form_.show(form("two", "role", "moment"), know({ moment: "x", role: "analyst" }));
        const two = values();
        form_.reset(form_.typed);
        form_.show(form("one", "name", "moment", "long"), know({ name: "Dana" }));
        return [still, two, old.isConnected, values()];
    """
    still, two, there, one = fields(page, script)
    assert still is True, "until another message begins, the form stays as it is"
    assert two == {"moment": "the tour", "role": "analyst"}
    assert there is False, "nothing of the old form is left"
    assert one == {"name": "Me", "moment": "the tour", "long": ""}


def test_what_was_stored_counts_as_typed_and_nothing_means_a_new_beginning(page: Page) -> None:
    script = """
        form_.reset({ moment: "stored", 'odd"] name': "x" });
        const first = [values(), form_.typed];
        form_.reset();
        form_.show(form("one", "name", "moment", "long"), know({ moment: "known" }));
        return [first, form_.typed, values().moment];
    """
    (shown_values, typed), after, moment = fields(page, script)
    assert shown_values["moment"] == "stored"
    assert typed == {"moment": "stored", 'odd"] name': "x"}
    assert (after, moment) == ({}, "known")


def test_only_the_fields_of_the_form_are_noted(page: Page) -> None:
    script = """
        const [other, nameless] = [document.createElement("input"), document.createElement("input")];
        other.name = "elsewhere";
        document.querySelector("main").append(other);
        place.append(nameless);
        const noted = (target) => { target.value = "v"; return form_.note({ target }); };
        const all = [noted(other), noted(nameless), noted(input("long"))];
        form_.typed.name = "from outside";
        form_.focus("long");
        form_.focus("not there");
        return [all, form_.typed, document.activeElement.name];
    """
    assert fields(page, script) == [[None, None, {"name": "long", "value": "v"}], {"long": "v"}, "long"]


def test_what_was_typed_before_the_script_was_there_is_typed(page: Page) -> None:
    script = f"""
        {FORM}
        dom.show(place, [form("one", "name", "moment", "long")]);
        input("moment").value = "early";
        input("long").value = "early too";
        return new fields.Fields(place).typed;
    """
    assert run(page, script) == {"moment": "early", "long": "early too"}
