"""Trees of elements that become part of the page, as single units in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.modules import PLACE, run

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
