"""The form of /drafts/ as the build prints it, usable before any script has run.

browser/drafts.ts fills it and reads it by the names of its inputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel import Locale

from followup_core.elements import Child, Element, el
from followup_core.templates import Template
from tools import situations
from tools.controls import FORM, language, not_started
from tools.controls import boot as _boot
from tools.controls import button as _button
from tools.controls import field as _field
from tools.controls import live as _live
from tools.controls import select as _select
from tools.words import word

STAGES = (
    ("", word("common.not-sure")),
    ("phone-screen", word("common.stage-phone-screen")),
    ("first", word("common.stage-first")),
    ("second", word("common.stage-second")),
    ("panel", word("common.stage-panel")),
    ("final", word("common.stage-final")),
    ("assignment", word("common.stage-assignment")),
    ("informational", word("common.stage-informational")),
)
ROLES = (
    ("", word("common.not-sure")),
    ("interviewer", word("common.role-interviewer")),
    ("hiring-manager", word("common.role-hiring-manager")),
    ("recruiter", word("common.role-recruiter")),
    ("coordinator", word("common.role-coordinator")),
)
KINDS = {
    "ask-next-steps": word("drafts.kind-next-steps"),
    "thank-you": word("drafts.kind-thanks"),
    "check-in": word("drafts.kind-check-in"),
    "assignment-received": word("drafts.kind-assignment"),
    "add-value": word("drafts.kind-add-value"),
    "second-check-in": word("drafts.kind-check-in"),
    "closing": word("drafts.kind-closing"),
    "rejection-reply": word("drafts.kind-no"),
    "offer-reply": word("drafts.kind-offer"),
    "accepted": word("drafts.kind-offer"),
    "offer-deadline": word("drafts.kind-other-offer"),
    "declined": word("drafts.kind-decline"),
    "withdrew": word("drafts.kind-decline"),
    "no-show": word("drafts.kind-missed"),
}
"""What a message does, in the words of the reader; in the order of a job search."""

PAGE_LANGUAGE = "en"


# ── the drafts ───────────────────────────────────────────────────────────────────────────────────────────


def _use(template: Template) -> Element:
    """When to use the chosen template, and how it is sent."""
    use = el("span", {"lang": template.locale}, template.use_when)
    sent = word(f"drafts.sent-{template.channel}")
    return el("p", {"class": "fu-hint", "id": "fu-use", "data-part": "use"}, use, f" {sent}")


def _language(locales: Iterable[str]) -> Element:
    names = [(locale, Locale.parse(locale, sep="-").get_display_name("en") or locale) for locale in locales]
    chosen = _select(
        "locale", sorted(names, key=lambda pair: pair[1]), PAGE_LANGUAGE, **{"data-names": "language"}
    )
    hidden = {"hidden": ""} if len(names) < 2 else {}
    return el("div", {"data-part": "locales", **hidden}, _field(word("gallery.locale"), chosen))


def drafts(templates: Iterable[Template], first: Template, fields: Child, message: Child) -> Element:
    """The whole tool of /drafts/, with the form and the message of the template `first`."""
    by_locale: dict[str, list[Template]] = {}
    for template in templates:
        by_locale.setdefault(template.locale, []).append(template)
    wordings = {
        locale: list(situations.wordings(found, PAGE_LANGUAGE)) for locale, found in by_locale.items()
    }
    now = situations.situations(first)[-1]
    fitting = [each for each in wordings[PAGE_LANGUAGE] if now in each.attributes["data-situations"].split()]
    chosen = {"id": "fu-template", "name": "template", "aria-describedby": "fu-use"}
    form = el(
        "form",
        {**FORM, "class": "fu-form", "aria-label": word("drafts.form")},
        el(
            "div",
            {"class": "fu-field"},
            el("label", {"for": "fu-situation"}, word("drafts.what-happened")),
            situations.choice(now, id="fu-situation", name="situation"),
        ),
        el(
            "div",
            {"class": "fu-row", "data-part": "applications", "hidden": ""},
            _field(word("drafts.which-application"), _select("application", ())),
            _field(word("drafts.to-whom"), _select("to", ())),
        ),
        _button(word("drafts.to-everybody"), "panel", **{"hidden": ""}),
        el(
            "div",
            {"class": "fu-field"},
            el("label", {"for": "fu-template"}, word("drafts.which-wording")),
            el("select", chosen, *fitting),
            _use(first),
        ),
        _language(by_locale),
        el("div", {"data-part": "fields"}, fields),
    )
    result = el(
        "div",
        {"class": "fu-result", "data-part": "result"},
        _boot(),
        *_sheet(message),
        el("p", {"class": "fu-saved", "data-part": "saved"}, word("common.stays-here")),
    )
    return el(
        "followup-drafts",
        {"class": "fu-tool fu-wide", "data-search-exclude": ""},
        not_started(),
        el("div", {"class": "fu-columns", "data-part": "one"}, form, result),
        el("div", {"class": "fu-panel", "data-part": "panel", "hidden": ""}),
        _live(),
        language(),
        *[el("template", {"data-locale": locale}, *found) for locale, found in wordings.items()],
        el("template", {"data-template": "person"}, _person()),
    )


def _person() -> Element:
    """One of several people: a name, the fields for a note to them, and the note."""
    return el(
        "section",
        {"class": "fu-one", "aria-labelledby": "fu-one"},
        el("h2", {"class": "fu-one-title", "id": "fu-one"}),
        el("div", {"data-part": "fields"}),
        el("div", {"data-part": "result"}, *_sheet(el("div"))),
    )


def _sheet(message: Child) -> Sequence[Element]:
    """One message: to read or to edit, and what is left to do; browser/sheet.ts fills it."""
    return (
        el("div", {"data-part": "message"}, message),
        el(
            "div",
            {"class": "fu-actions fu-tools"},
            _tool(word("sheet.edit"), "edit"),
            _tool(word("common.undo"), "undo"),
            _tool(word("sheet.afresh"), "afresh"),
        ),
        el("div", {"class": "fu-check", "data-part": "check"}),
        el("p", {"class": "fu-reason", "id": "fu-reason", "data-part": "reason"}, ""),
        el("div", {"class": "fu-actions"}, *leaving()),
        el("p", {"class": "fu-hint", "id": "fu-web-mail", "data-part": "web-mail"}, word("drafts.web-mail")),
        el("div", {"class": "fu-sent", "data-part": "sent"}),
    )


def _tool(text: str, does: str) -> Element:
    look = {"type": "button", "class": "fu-link", "data-does": does, "hidden": ""}
    return el("button", look, text)


def leaving() -> Sequence[Element]:
    """The ways a message leaves; shut while anything is missing, and the reason is beside them."""
    shut = {"aria-disabled": "true", "aria-describedby": "fu-reason"}
    web = {"aria-disabled": "true", "aria-describedby": "fu-reason fu-web-mail"}
    return (
        _button(word("common.copy-message"), "copy-body", "fu-button", **shut),
        _button(word("common.copy-subject"), "copy-subject", **shut),
        _button(word("drafts.copy-both"), "copy-both", **shut),
        _button(word("drafts.open-mail"), "mail", **shut),
        _button(word("drafts.open-gmail"), "gmail", **web),
        _button(word("drafts.open-outlook"), "outlook", **web),
        _button(word("drafts.download-eml"), "eml", **shut),
        _button(word("drafts.mark-sent"), "mark-sent", **shut),
    )
