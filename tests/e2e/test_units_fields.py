"""The fields of a template as single units in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.e2e.modules import PLACE, run

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
