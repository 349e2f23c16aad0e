"""The tool of /your-data/ as the build prints it; browser/data.ts fills it and acts on its buttons."""

from __future__ import annotations

from followup_core.elements import Child, Element, el
from tools.controls import language, not_started
from tools.words import word

QUIET = "fu-button fu-button--quiet"


def _button(text: str, action: str, look: str = QUIET, **more: str) -> Element:
    return el("button", {"type": "button", "class": look, "data-action": action, **more}, text)


def _section(title: str, *children: Child | None, **more: str) -> Element:
    """One thing a person can do with their data. All of them go when everything is deleted."""
    return el("section", {"class": "fu-data", "data-part": "kept", **more}, el("h2", None, title), *children)


def _file() -> Element:
    return _section(
        word("data.your-file"),
        el("p", None, word("data.one-file")),
        el("div", {"data-part": "file-state"}),
        el(
            "div",
            {"class": "fu-actions"},
            _button(word("data.save"), "save-file", "fu-button"),
            _button(word("data.save-as"), "save-as", **{"data-part": "save-as", "hidden": ""}),
            _button(word("data.open"), "open-file"),
            el(
                "input",
                {
                    "type": "file",
                    "hidden": "",
                    "data-part": "file",
                    "aria-label": word("data.search-file"),
                },
            ),
        ),
        el("p", {"class": "fu-hint"}, word("data.open-hint")),
    )


def _erase() -> Element:
    sure = el(
        "div",
        {
            "class": "fu-notice fu-notice--urgent",
            "data-part": "sure",
            "role": "group",
            "aria-label": word("data.delete-ask"),
            "hidden": "",
        },
        el("p", None, word("data.delete-warning")),
        el(
            "div",
            {"class": "fu-actions"},
            _button(word("data.delete-not"), "erase-not", "fu-button"),
            _button(word("data.delete-now"), "erase-yes"),
        ),
    )
    return _section(
        word("data.delete"),
        el("p", None, word("data.delete-when")),
        el("div", {"class": "fu-actions"}, _button(word("data.delete"), "erase")),
        sure,
    )


def your_data() -> Element:
    return el(
        "followup-data",
        {"class": "fu-tool fu-wide", "data-search-exclude": ""},
        not_started(),
        el("div", {"class": "fu-boot", "data-part": "boot", "hidden": ""}),
        el("div", {"data-part": "said", "tabindex": "-1"}),
        _section(
            word("data.kept-here"),
            el("div", {"data-part": "state"}),
            el("div", {"data-part": "damaged"}),
        ),
        _file(),
        _section(
            word("data.versions"),
            el("p", None, word("data.versions-hint")),
            el("div", {"data-part": "versions"}),
        ),
        el(
            "div",
            {"data-part": "demo"},
            _section(
                word("data.demo"),
                el("p", None, word("data.demo-hint")),
                el("div", {"class": "fu-actions"}, _button(word("data.demo-look"), "demo")),
            ),
        ),
        _erase(),
        el("div", {"class": "fu-data", "data-part": "gone", "tabindex": "-1", "hidden": ""}),
        el("p", {"class": "fu-live", "role": "status", "data-part": "live"}),
        language(),
    )
