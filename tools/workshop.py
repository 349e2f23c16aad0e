"""The editor of /templates/editor/ as the build prints it, and the shelf of one's own templates.

browser/workshop.ts and browser/shelf.ts bring them to life; both keep everything on the reader's device.
"""

from __future__ import annotations

from followup_core.catalog import FALLBACK_LOCALE, starter
from followup_core.elements import Element, el
from tools.controls import language

KEYS = (
    "Tab indents a line. To leave the file with the keyboard, press Escape and then Tab. "
    "F8 goes to the next remark, Ctrl+Z or ⌘Z takes back what you typed."
)
SHARED = (
    "The link holds the file of this template, its example included, and nothing else. "
    "Look it over for names that are nobody's business. "
    "It is made on this device, and no server sees what stands behind the #."
)
TAKES = "A pack is a .zip, .yaml or .yml file. You see what is in it before anything is added."


def _button(text: str, action: str, look: str = "fu-button fu-button--quiet", **more: str) -> Element:
    return el("button", {"type": "button", "class": look, "data-action": action, **more}, text)


def editor(base: str) -> Element:
    """The whole tool: the file, what is said about it, the message it gives, and one's own templates."""
    return el(
        "followup-editor",
        {"class": "fu-tool fu-wide fu-editor", "data-search-exclude": ""},
        el("section", {"class": "fu-import", "data-part": "import", "aria-label": "A pack", "hidden": ""}),
        el("div", {"class": "fu-columns"}, _file(), _result()),
        _own(base),
        el("p", {"class": "fu-live", "role": "status", "data-part": "live"}),
        language(),
        # The comments of the starter speak of the command line; here its lines alone begin a template.
        el("template", {"data-part": "starter"}, _starter()),
    )


def _starter() -> str:
    lines = starter("a-word", "thank-you", FALLBACK_LOCALE).splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("id:"))
    return "".join(lines[first:])


def _file() -> Element:
    return el(
        "section",
        {"class": "fu-file-side", "aria-labelledby": "fu-file-title"},
        el("h2", {"id": "fu-file-title"}, "The file"),
        el("p", {"class": "fu-hint", "data-part": "keys"}, KEYS),
        el("div", {"class": "fu-code", "data-part": "code"}),
        el("p", {"class": "fu-saved", "data-part": "saved"}, "What you type stays on this device."),
        el("div", {"data-part": "question", "hidden": ""}),
        el(
            "div",
            {"class": "fu-actions"},
            _button("Save as my template", "save", "fu-button"),
            _button("Undo", "undo"),
            _button("Redo", "redo"),
            _button("Start again", "afresh", hidden=""),
        ),
        el("div", {"class": "fu-problems-place", "data-part": "problems"}),
    )


def _result() -> Element:
    return el(
        "section",
        {"class": "fu-result", "aria-labelledby": "fu-example-title"},
        el("h2", {"id": "fu-example-title"}, "The message, with the example"),
        el("div", {"class": "fu-boot", "data-part": "boot", "hidden": ""}),
        el("p", {"class": "fu-hint", "data-part": "note"}, "The message appears here in a moment."),
        el("div", {"data-part": "message"}),
        el(
            "div",
            {"class": "fu-actions"},
            _button("Download this file", "download"),
            _button("Share it as a link", "share"),
        ),
        _link(),
    )


def _link() -> Element:
    field = {"id": "fu-share", "type": "text", "readonly": "", "aria-describedby": "fu-share-hint"}
    return el(
        "div",
        {
            "class": "fu-group fu-share",
            "data-part": "link",
            "hidden": "",
            "role": "group",
            "aria-label": "A link",
        },
        el(
            "div",
            {"class": "fu-field"},
            el("label", {"for": "fu-share"}, "The link"),
            el("p", {"class": "fu-hint", "id": "fu-share-hint"}, SHARED),
            el("input", field),
        ),
        el(
            "div",
            {"class": "fu-actions"},
            _button("Copy the link", "copy-link"),
            _button("Close", "close-link"),
        ),
    )


def _own(base: str) -> Element:
    file = {
        "type": "file",
        "hidden": "",
        "data-part": "file",
        "aria-label": "A pack",
        "accept": ".zip,.yaml,.yml",
    }
    return el(
        "section",
        {"class": "fu-own-templates", "aria-labelledby": "fu-own-title"},
        el("h2", {"id": "fu-own-title"}, "Your templates"),
        el(
            "p",
            {"class": "fu-hint", "data-part": "none"},
            "None yet. Those you save appear here and in every list.",
        ),
        el("ul", {"class": "fu-mine-list", "role": "list", "data-part": "mine"}),
        el(
            "p",
            {"class": "fu-actions", "data-part": "back", "hidden": ""},
            _button("Take the last change back", "take-back"),
        ),
        el(
            "div",
            {"class": "fu-actions"},
            el(
                "a",
                {"class": "fu-button fu-button--quiet", "data-part": "begin", "href": "#new=1"},
                "Begin a new one",
            ),
            el(
                "a",
                {"class": "fu-button fu-button--quiet", "href": f"{base}templates/"},
                "Start from one of ours",
            ),
            _button("Import a pack", "import", id="import"),
            _button("Download all as a zip", "download-all", hidden=""),
        ),
        el("p", {"class": "fu-hint"}, TAKES),
        el("input", file),
    )


def shelf(base: str) -> Element:
    """One's own templates above the list of ours, when there are any, and the way to the first."""
    return el(
        "followup-mine",
        {"class": "fu-gallery fu-wide", "data-search-exclude": ""},
        el(
            "section",
            {"class": "fu-shelf", "data-part": "own", "hidden": ""},
            el("h2", {"id": "yours"}, "Yours"),
            el("ul", {"class": "fu-entries", "role": "list", "data-part": "list"}),
        ),
        el(
            "p",
            {"class": "fu-actions"},
            el("a", {"class": "fu-link", "href": f"{base}templates/editor/"}, "Write your own template"),
            " or ",
            el("a", {"class": "fu-link", "href": f"{base}templates/editor/#import"}, "bring in a pack"),
        ),
    )
