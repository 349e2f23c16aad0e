"""The tool of /your-data/ as the build prints it; browser/data.ts fills it and acts on its buttons."""

from __future__ import annotations

from followup_core.elements import Child, Element, el
from tools.controls import language

QUIET = "fu-button fu-button--quiet"


def _button(text: str, action: str, look: str = QUIET, **more: str) -> Element:
    return el("button", {"type": "button", "class": look, "data-action": action, **more}, text)


def _section(title: str, *children: Child | None, **more: str) -> Element:
    """One thing a person can do with their data. All of them go when everything is deleted."""
    return el("section", {"class": "fu-data", "data-part": "kept", **more}, el("h2", None, title), *children)


def _file() -> Element:
    return _section(
        "Your file",
        el("p", None, "One text file holds your whole search. You can read it in any editor."),
        el("div", {"data-part": "file-state"}),
        el(
            "div",
            {"class": "fu-actions"},
            _button("Save the file", "save-file", "fu-button"),
            _button("Save as another file", "save-as", **{"data-part": "save-as", "hidden": ""}),
            _button("Open a file", "open-file"),
            el(
                "input",
                {
                    "type": "file",
                    "hidden": "",
                    "data-part": "file",
                    "aria-label": "Search file",
                },
            ),
        ),
        el(
            "p",
            {"class": "fu-hint"},
            "What you open takes the place of what is here. What was here stays among the earlier versions.",
        ),
    )


def _erase() -> Element:
    sure = el(
        "div",
        {
            "class": "fu-notice fu-notice--urgent",
            "data-part": "sure",
            "role": "group",
            "aria-label": "Delete everything?",
            "hidden": "",
        },
        el(
            "p",
            None,
            "Your applications, your messages, the earlier versions and the demo are deleted "
            "from this browser. Nobody can bring them back. "
            "Files that you saved yourself stay where they are.",
        ),
        el(
            "div",
            {"class": "fu-actions"},
            _button("Keep everything", "erase-not", "fu-button"),
            _button("Delete everything now", "erase-yes"),
        ),
    )
    return _section(
        "Delete everything",
        el("p", None, "For a shared or borrowed computer, or when you have the job."),
        el("div", {"class": "fu-actions"}, _button("Delete everything", "erase")),
        sure,
    )


def your_data() -> Element:
    return el(
        "followup-data",
        {"class": "fu-tool fu-wide", "data-search-exclude": ""},
        el("div", {"class": "fu-boot", "data-part": "boot", "hidden": ""}),
        el("div", {"data-part": "said", "tabindex": "-1"}),
        _section(
            "What is kept here",
            el("div", {"data-part": "state"}),
            el("div", {"data-part": "damaged"}),
        ),
        _file(),
        _section(
            "Earlier versions",
            el("p", None, "Going back never loses anything: what you have now becomes a version too."),
            el("div", {"data-part": "versions"}),
        ),
        el(
            "div",
            {"data-part": "demo"},
            _section(
                "A demo to look around",
                el(
                    "p",
                    None,
                    "A job search with invented people, beside yours and never mixed with it. "
                    "It is shown in this tab until you leave it.",
                ),
                el("div", {"class": "fu-actions"}, _button("Look at the demo", "demo")),
            ),
        ),
        _erase(),
        el("div", {"class": "fu-data", "data-part": "gone", "tabindex": "-1", "hidden": ""}),
        el("p", {"class": "fu-live", "role": "status", "data-part": "live"}),
        language(),
    )
