"""The forms of /planner/ and /drafts/ as the build prints them, usable before any script has run.

Names of inputs are paths into the search file (`employer`, `interviews.on`, `contacts.name`);
browser/planner.ts and browser/drafts.ts fill and read them by these names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel import Locale

from followup_core.elements import Child, Element, el
from followup_core.opendays import countries
from followup_core.templates import Template
from followup_core.view import BY_CHANNEL
from tools import situations

STAGES = (
    ("", "Not sure"),
    ("phone-screen", "A first call"),
    ("first", "First interview"),
    ("second", "Second interview"),
    ("panel", "Several people at once"),
    ("final", "Final interview"),
    ("assignment", "A task I handed in"),
    ("informational", "An informal talk"),
)
ROLES = (
    ("", "Not sure"),
    ("interviewer", "Interviewer"),
    ("hiring-manager", "Hiring manager"),
    ("recruiter", "Recruiter"),
    ("coordinator", "Coordinator"),
)
KINDS = {
    "ask-next-steps": "Ask what happens next",
    "thank-you": "Say thanks",
    "check-in": "Check in",
    "assignment-received": "Ask about a task you handed in",
    "add-value": "Share something useful",
    "second-check-in": "Check in",
    "closing": "Write a last note",
    "rejection-reply": "Answer a no",
    "offer-reply": "Answer an offer",
    "accepted": "Answer an offer",
    "offer-deadline": "Tell them about another offer",
    "declined": "Decline or withdraw",
    "withdrew": "Decline or withdraw",
    "no-show": "Ask after a missed meeting",
}
"""What a message does, in the words of the reader; in the order of a job search."""


def _field(label: str, control: Element, hint: str = "") -> Element:
    identity = control.attributes["id"]
    return el(
        "div",
        {"class": "fu-field"},
        el("label", {"for": identity}, label),
        el("p", {"class": "fu-hint", "id": f"{identity}-hint"}, hint) if hint else None,
        control,
    )


def _input(name: str, kind: str = "text", hint: bool = False, **more: str) -> Element:
    identity = "fu-" + name.replace(".", "-")
    described = {"aria-describedby": f"{identity}-hint"} if hint else {}
    return el("input", {"id": identity, "name": name, "type": kind, **described, **more})


def _select(name: str, options: Iterable[tuple[str, str]], first: str = "", **more: str) -> Element:
    chosen = [
        el("option", {"value": value, "selected": "" if value and value == first else None}, label)
        for value, label in options
    ]
    return el("select", {"id": "fu-" + name.replace(".", "-"), "name": name, **more}, *chosen)


def _group(title: str, *children: Child | None, **more: str) -> Element:
    return el("fieldset", {"class": "fu-group", **more}, el("legend", None, title), *children)


def _button(text: str, action: str, look: str = "fu-button fu-button--quiet", **more: str) -> Element:
    return el("button", {"type": "button", "class": look, "data-action": action, **more}, text)


def _countries() -> list[tuple[str, str]]:
    names = Locale("en").territories
    known = sorted((names[code], code) for code in countries())
    return [("", "Not given: only weekends count as closed"), *((code, name) for name, code in known)]


def _boot() -> Element:
    """Where the page says how far the calculator is; empty until there is something to say."""
    return el("div", {"class": "fu-boot", "data-part": "boot", "hidden": ""})


def _live() -> Element:
    return el("p", {"class": "fu-live", "role": "status", "data-part": "live"})


# ── the planner ──────────────────────────────────────────────────────────────────────────────────────────


def interview_row() -> Element:
    return _group(
        "The interview",
        el(
            "div",
            {"class": "fu-row"},
            _field("Date", _input("interviews.on", "date", min="1970-01-01", max="2100-12-31")),
            _field("Time, if you know it", _input("interviews.at", "time")),
            _field("What was it?", _select("interviews.stage", STAGES)),
        ),
        el(
            "fieldset",
            {"class": "fu-choices", "data-part": "with", "hidden": ""},
            el("legend", None, "Who was there?"),
        ),
        _button("Remove this interview", "remove-interview", "fu-link"),
        **{"data-row": "interviews"},
    )


def person_row() -> Element:
    return el(
        "div",
        {"class": "fu-row fu-person", "data-row": "contacts", "role": "group", "aria-label": "A person"},
        _field("Name", _input("contacts.name", autocomplete="off")),
        _field("E-mail, if you have it", _input("contacts.email", "email", autocomplete="off")),
        _field("Role", _select("contacts.role", ROLES, "interviewer")),
        _button("Remove this person", "remove-person", "fu-link"),
    )


def planner() -> Element:
    """The whole tool of /planner/: the form, and beside it the place of the plan."""
    form = el(
        "form",
        {"class": "fu-form", "aria-label": "Your application", "autocomplete": "off"},
        el(
            "div",
            {"class": "fu-applications", "data-part": "applications", "hidden": ""},
            _field("Application", _select("application", ())),
            _button("Add another application", "add-application", "fu-link"),
        ),
        _group(
            "The job",
            _field("Employer", _input("employer", autocomplete="off", required="")),
            _field("Role", _input("role", autocomplete="off", required="")),
            _field(
                "Country of the employer",
                _select("country", _countries(), **{"aria-describedby": "fu-country-hint"}),
                "No message will fall on a public holiday there.",
            ),
        ),
        el("div", {"data-part": "interviews"}, interview_row()),
        _button("Add another interview", "add-interview"),
        _group(
            "Who did you talk to?",
            el("div", {"data-part": "contacts"}, person_row()),
            _button("Add another person", "add-person"),
        ),
        _group(
            "Did they name a date?",
            _field(
                "They will answer by",
                _input("promise.by", "date", hint=True, min="1970-01-01", max="2100-12-31"),
                "Leave it empty if nobody said when. “Early December” means the last day it could be.",
            ),
        ),
        _group(
            "You",
            _field("Your name", _input("me.name", autocomplete="name", required="")),
            _field("Your e-mail, for the signature", _input("me.email", "email", autocomplete="email")),
        ),
    )
    result = el(
        "div",
        {"class": "fu-result"},
        _boot(),
        el("div", {"class": "fu-needed", "data-part": "needed", "hidden": ""}),
        el(
            "div",
            {"data-part": "plan"},
            el("p", {"class": "fu-empty"}, "Your plan appears here as soon as there is an interview."),
        ),
        el(
            "div",
            {"class": "fu-actions fu-files"},
            _button("Add to calendar (.ics)", "calendar", "fu-button"),
            _button("Save search file", "save-file"),
            _button("Open search file", "open-file"),
            el("input", {"type": "file", "hidden": "", "data-part": "file", "aria-label": "Search file"}),
        ),
        el("div", {"data-part": "undo"}),
        el("p", {"class": "fu-saved", "data-part": "saved"}, "What you type stays on this device."),
    )
    rows = [
        el("template", {"data-template": "interviews"}, interview_row()),
        el("template", {"data-template": "contacts"}, person_row()),
    ]
    return el(
        "followup-planner",
        {"class": "fu-tool fu-wide", "data-search-exclude": ""},
        el("div", {"class": "fu-columns"}, form, result),
        _live(),
        *rows,
    )


PAGE_LANGUAGE = "en"
WEB_MAIL = (
    "“Open in Gmail” hands your text to Google, “Open in Outlook” to Microsoft, in a new tab. "
    "There you read it once more and send it yourself."
)


# ── the drafts ───────────────────────────────────────────────────────────────────────────────────────────


def _use(template: Template) -> Element:
    """When to use the chosen template, and how it is sent. browser/drafts.ts writes the same words."""
    use = el("span", {"lang": template.locale}, template.use_when)
    how = BY_CHANNEL[template.channel]
    return el("p", {"class": "fu-hint", "id": "fu-use", "data-part": "use"}, use, f" Sent {how}.")


def _language(locales: Iterable[str]) -> Element:
    names = [(locale, Locale.parse(locale, sep="-").get_display_name("en") or locale) for locale in locales]
    chosen = _select("locale", sorted(names, key=lambda pair: pair[1]), PAGE_LANGUAGE)
    hidden = {"hidden": ""} if len(names) < 2 else {}
    return el("div", {"data-part": "locales", **hidden}, _field("In which language?", chosen))


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
        {"class": "fu-form", "aria-label": "Your message", "autocomplete": "off"},
        el(
            "div",
            {"class": "fu-field"},
            el("label", {"for": "fu-situation"}, "What has happened?"),
            situations.choice(now, id="fu-situation", name="situation"),
        ),
        el(
            "div",
            {"class": "fu-row", "data-part": "applications", "hidden": ""},
            _field("For which application?", _select("application", ())),
            _field("To whom?", _select("to", ())),
        ),
        _button("Write to everybody who was there", "panel", **{"hidden": ""}),
        el(
            "div",
            {"class": "fu-field"},
            el("label", {"for": "fu-template"}, "Which wording?"),
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
        el("p", {"class": "fu-saved", "data-part": "saved"}, "What you type stays on this device."),
    )
    return el(
        "followup-drafts",
        {"class": "fu-tool fu-wide", "data-search-exclude": ""},
        el("div", {"class": "fu-columns", "data-part": "one"}, form, result),
        el("div", {"class": "fu-panel", "data-part": "panel", "hidden": ""}),
        _live(),
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
            _tool("Edit the text", "edit"),
            _tool("Undo", "undo"),
            _tool("Start again from the template", "afresh"),
        ),
        el("div", {"class": "fu-check", "data-part": "check"}),
        el("p", {"class": "fu-reason", "id": "fu-reason", "data-part": "reason"}, ""),
        el("div", {"class": "fu-actions"}, *leaving()),
        el("p", {"class": "fu-hint", "id": "fu-web-mail", "data-part": "web-mail"}, WEB_MAIL),
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
        _button("Copy message", "copy-body", "fu-button", **shut),
        _button("Copy subject", "copy-subject", **shut),
        _button("Copy both", "copy-both", **shut),
        _button("Open in mail", "mail", **shut),
        _button("Open in Gmail", "gmail", **web),
        _button("Open in Outlook", "outlook", **web),
        _button("Download .eml", "eml", **shut),
        _button("Mark as sent", "mark-sent", **shut),
    )
