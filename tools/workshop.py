"""The editor of /templates/editor/ as the build prints it, and the shelf of one's own templates.

browser/workshop.ts and browser/shelf.ts bring them to life; both keep everything on the reader's device.
"""

from __future__ import annotations

from followup_core.catalog import FALLBACK_LOCALE, starter
from followup_core.elements import Element, el
from tools.controls import language, not_started
from tools.words import word, worded


def _button(text: str, action: str, look: str = "fu-button fu-button--quiet", **more: str) -> Element:
    return el("button", {"type": "button", "class": look, "data-action": action, **more}, text)


def editor(base: str) -> Element:
    """The whole tool: the file, what is said about it, the message it gives, and one's own templates."""
    return el(
        "followup-editor",
        {"class": "fu-tool fu-wide fu-editor", "data-search-exclude": ""},
        not_started(),
        el(
            "section",
            {"class": "fu-import", "data-part": "import", "aria-label": word("editor.a-pack"), "hidden": ""},
        ),
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
        el("h2", {"id": "fu-file-title"}, word("editor.file")),
        el("p", {"class": "fu-hint", "data-part": "keys"}, word("editor.keys")),
        el("div", {"class": "fu-code", "data-part": "code"}),
        el("p", {"class": "fu-saved", "data-part": "saved"}, word("common.stays-here")),
        el("div", {"data-part": "question", "hidden": ""}),
        el(
            "div",
            {"class": "fu-actions"},
            _button(word("editor.save"), "save", "fu-button"),
            _button(word("common.undo"), "undo"),
            _button(word("common.redo"), "redo"),
            _button(word("common.start-again"), "afresh", hidden=""),
        ),
        el("div", {"class": "fu-problems-place", "data-part": "problems"}),
    )


def _result() -> Element:
    return el(
        "section",
        {"class": "fu-result", "aria-labelledby": "fu-example-title"},
        el("h2", {"id": "fu-example-title"}, word("editor.message")),
        el("div", {"class": "fu-boot", "data-part": "boot", "hidden": ""}),
        el("p", {"class": "fu-hint", "data-part": "note"}, word("editor.message-soon")),
        el("div", {"data-part": "message"}),
        el(
            "div",
            {"class": "fu-actions"},
            _button(word("editor.download"), "download"),
            _button(word("editor.share"), "share"),
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
            "aria-label": word("editor.a-link"),
        },
        el(
            "div",
            {"class": "fu-field"},
            el("label", {"for": "fu-share"}, word("editor.link")),
            el("p", {"class": "fu-hint", "id": "fu-share-hint"}, word("editor.link-hint")),
            el("input", field),
        ),
        el(
            "div",
            {"class": "fu-actions"},
            _button(word("editor.copy-link"), "copy-link"),
            _button(word("common.close"), "close-link"),
        ),
    )


def _own(base: str) -> Element:
    file = {
        "type": "file",
        "hidden": "",
        "data-part": "file",
        "aria-label": word("editor.a-pack"),
        "accept": ".zip,.yaml,.yml",
    }
    return el(
        "section",
        {"class": "fu-own-templates", "aria-labelledby": "fu-own-title"},
        el("h2", {"id": "fu-own-title"}, word("editor.yours")),
        el(
            "p",
            {"class": "fu-hint", "data-part": "none"},
            word("editor.none-yet"),
        ),
        el("ul", {"class": "fu-mine-list", "role": "list", "data-part": "mine"}),
        el(
            "p",
            {"class": "fu-actions", "data-part": "back", "hidden": ""},
            _button(word("editor.take-back"), "take-back"),
        ),
        el(
            "div",
            {"class": "fu-actions"},
            el(
                "a",
                {"class": "fu-button fu-button--quiet", "data-part": "begin", "href": "#new=1"},
                word("editor.begin"),
            ),
            el(
                "a",
                {"class": "fu-button fu-button--quiet", "href": f"{base}templates/"},
                word("editor.begin-from-ours"),
            ),
            _button(word("editor.import"), "import", id="import"),
            _button(word("editor.download-all"), "download-all", hidden=""),
        ),
        el("p", {"class": "fu-hint"}, word("editor.pack-hint")),
        el("input", file),
    )


def shelf(base: str) -> Element:
    """One's own templates above the list of ours, when there are any, and the way to the first."""
    editor = f"{base}templates/editor/"
    return el(
        "followup-mine",
        {"class": "fu-gallery fu-wide", "data-search-exclude": ""},
        el(
            "section",
            {"class": "fu-shelf", "data-part": "own", "hidden": ""},
            el("h2", {"id": "yours"}, word("gallery.yours")),
            el("ul", {"class": "fu-entries", "role": "list", "data-part": "list"}),
        ),
        worded(
            "p",
            {"class": "fu-actions"},
            "gallery.write-or-bring",
            write=el("a", {"class": "fu-link", "href": editor}, word("gallery.write-own")),
            bring=el("a", {"class": "fu-link", "href": f"{editor}#import"}, word("gallery.bring-pack")),
        ),
    )
