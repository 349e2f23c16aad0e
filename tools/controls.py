"""The inputs and buttons that the forms of the site are made of.

The name of an input is a path into the search file, its id the same with hyphens: `me.name`, `fu-me-name`.
"""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale

from followup_core.elements import Child, Element, el
from followup_core.opendays import countries as known_countries
from tools.words import languages, word

FORM = {"autocomplete": "off", "method": "dialog"}
"""What every form has. Sent too early, it goes nowhere: no address may hold what was typed."""


def field(label: str, control: Element, hint: str = "") -> Element:
    identity = control.attributes["id"]
    return el(
        "div",
        {"class": "fu-field"},
        el("label", {"for": identity}, label),
        el("p", {"class": "fu-hint", "id": f"{identity}-hint"}, hint) if hint else None,
        control,
    )


def text_input(name: str, kind: str = "text", hint: bool = False, **more: str) -> Element:
    identity = "fu-" + name.replace(".", "-")
    described = {"aria-describedby": f"{identity}-hint"} if hint else {}
    return el("input", {"id": identity, "name": name, "type": kind, **described, **more})


def select(name: str, options: Iterable[tuple[str, str]], first: str = "", **more: str) -> Element:
    chosen = [
        el("option", {"value": value, "selected": "" if value and value == first else None}, label)
        for value, label in options
    ]
    return el("select", {"id": "fu-" + name.replace(".", "-"), "name": name, **more}, *chosen)


def group(title: str, *children: Child | None, **more: str) -> Element:
    return el("fieldset", {"class": "fu-group", **more}, el("legend", None, title), *children)


def button(text: str, action: str, look: str = "fu-button fu-button--quiet", **more: str) -> Element:
    return el("button", {"type": "button", "class": look, "data-action": action, **more}, text)


def countries() -> list[tuple[str, str]]:
    names = Locale("en").territories
    known = sorted((names[code], code) for code in known_countries())
    return [("", word("planner.no-country")), *((code, name) for name, code in known)]


def boot() -> Element:
    """Where the page says how far the calculator is; empty until there is something to say."""
    return el("div", {"class": "fu-boot", "data-part": "boot", "hidden": ""})


def not_started() -> Element:
    """What browser/main.ts shows when the scripts of a tool did not come, or stopped at their start."""
    words = word("common.not-started")
    return el(
        "p", {"class": "fu-not-started", "role": "alert", "data-part": "not-started", "hidden": ""}, words
    )


def live() -> Element:
    return el("p", {"class": "fu-live", "role": "status", "data-part": "live"})


def language() -> Element:
    """The choice of a language for the tool; there once its script is, which alone can act on it."""
    names = [el("option", {"value": code, "lang": code}, name) for code, name in languages()]
    choice = el("select", {"id": "fu-interface", "name": "interface", "autocomplete": "off"}, *names)
    return el(
        "followup-language",
        {"class": "fu-language", "hidden": ""},
        el("label", {"for": "fu-interface"}, word("language.choose")),
        choice,
        el("span", {"role": "alert", "data-part": "not-kept", "hidden": ""}),
    )
