"""The tool of /planner/ as the build prints it, usable before any script has run.

Three questions make a plan; the rest of the form is marked `data-more` and stays folded until somebody
asks for it. Names of inputs are paths into the search file (`employer`, `interviews.on`,
`contacts.name`); browser/planner.ts and the files in browser/planner/ fill and read them by these names.
"""

from __future__ import annotations

from babel import Locale

from followup_core.catalog import builtin
from followup_core.elements import Child, Element, el
from followup_core.model import SECTORS
from tools.controls import FORM, boot, button, countries, field, group, language, live, select, text_input
from tools.forms import ROLES, STAGES

FIRST_DAY, LAST_DAY = "1970-01-01", "2100-12-31"
SECTOR_WORDS = {
    "private": "A company",
    "public": "A public employer",
    "academic": "A university or a research institute",
    "agency": "Through a recruiting agency",
}
HAPPENINGS = (
    ("sent", "I sent it"),
    ("reply", "They answered"),
    ("new-promise", "They moved the date"),
    ("rejection", "They said no"),
    ("offer", "They made an offer"),
    ("withdrew", "I withdrew"),
    ("other", "Something else"),
)
"""What can be noted with one tap; browser/planner/happened.ts knows what each of them writes."""

EXPORTS = (
    ("calendar", "Add to calendar (.ics)"),
    ("print", "Print"),
    ("markdown", "For notes (Markdown)"),
    ("csv", "For a spreadsheet (CSV)"),
)
"""What leaves the page as soon as there is a plan."""


def more(*children: Child | None) -> Element:
    """A part of the form that the three questions do without."""
    return el("div", {"class": "fu-more", "data-more": ""}, *children)


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────


def person_row() -> Element:
    return el(
        "div",
        {"class": "fu-person", "data-row": "contacts", "role": "group", "aria-label": "A person"},
        field("Name", text_input("contacts.name", autocomplete="off")),
        more(
            el(
                "div",
                {"class": "fu-row"},
                field("E-mail, if you have it", text_input("contacts.email", "email", autocomplete="off")),
                field("Their position", text_input("contacts.title", autocomplete="off")),
                field("Their part", select("contacts.role", ROLES, "interviewer")),
            ),
            button("Remove this person", "remove-person", "fu-link"),
        ),
    )


def interview_row() -> Element:
    day = field("Date", text_input("interviews.on", "date", min=FIRST_DAY, max=LAST_DAY))
    return el(
        "div",
        {"class": "fu-interview", "data-row": "interviews", "role": "group", "aria-label": "An interview"},
        day,
        el(
            "p",
            {"class": "fu-chips", "data-short": ""},
            button("Today", "day-0", "fu-chip"),
            button("Yesterday", "day-1", "fu-chip"),
        ),
        more(
            el(
                "div",
                {"class": "fu-row"},
                field("Time, if you know it", text_input("interviews.at", "time")),
                field("What was it?", select("interviews.stage", STAGES)),
            ),
            el(
                "fieldset",
                {"class": "fu-choices", "data-part": "with", "hidden": ""},
                el("legend", None, "Who was there?"),
            ),
            field(
                "What did you talk about?",
                el(
                    "textarea",
                    {
                        "id": "fu-interviews-topics",
                        "name": "interviews.topics",
                        "rows": "2",
                        "aria-describedby": "fu-interviews-topics-hint",
                    },
                ),
                "One topic on each line. Your messages are filled in with them.",
            ),
            button("Remove this interview", "remove-interview", "fu-link"),
        ),
    )


def _who() -> Element:
    return group(
        "Who did you talk to?",
        el("div", {"class": "fu-rows", "data-part": "contacts"}, person_row()),
        more(button("Add another person", "add-person")),
        field("Employer", text_input("employer", autocomplete="off")),
    )


def _when() -> Element:
    return group(
        "When was it?",
        el("div", {"class": "fu-rows", "data-part": "interviews"}, interview_row()),
        more(button("Add another interview", "add-interview")),
    )


def _promise() -> Element:
    hint = "Leave it empty if nobody said when. “Early December” means the last day it could be."
    return group(
        "Did they name a date?",
        field(
            "They will answer by",
            text_input("promise.by", "date", hint=True, min=FIRST_DAY, max=LAST_DAY),
            hint,
        ),
    )


def _words() -> Element:
    """What only the messages need."""
    return group(
        "For your messages",
        el(
            "div",
            {"class": "fu-row"},
            field("Role", text_input("role", autocomplete="off")),
            field("Your name", text_input("me.name", autocomplete="name")),
        ),
        more(
            el(
                "div",
                {"class": "fu-row"},
                field(
                    "Your e-mail, for the signature", text_input("me.email", "email", autocomplete="email")
                ),
                field("Language of the messages", select("language", _languages())),
            )
        ),
        **{"data-part": "words", "hidden": ""},
    )


def _place() -> Element:
    sectors = [(sector if sector != "private" else "", SECTOR_WORDS[sector]) for sector in SECTORS]
    return more(
        group(
            "The employer",
            field(
                "Country of the employer",
                select("country", countries(), **{"aria-describedby": "fu-country-hint"}),
                "No message will fall on a public holiday there.",
            ),
            field("What kind of employer is it?", select("sector", sectors)),
        )
    )


def _languages() -> list[tuple[str, str]]:
    locales = {template.locale for template in builtin().templates()} - {"en"}
    named = [(locale, Locale.parse(locale, sep="-").get_display_name("en") or locale) for locale in locales]
    return [("", "English"), *sorted(named, key=lambda pair: pair[1])]


def _form() -> Element:
    return el(
        "form",
        {**FORM, "class": "fu-form", "aria-label": "Your application", "data-short": ""},
        _who(),
        _when(),
        _promise(),
        _words(),
        _place(),
        el(
            "div",
            {"class": "fu-actions", "data-begin": ""},
            el("button", {"type": "submit", "class": "fu-button", "data-part": "done"}, "Show my plan"),
            button("More details", "more", "fu-link fu-fold", **{"aria-expanded": "false"}),
        ),
        more(button("Remove this application", "remove-application", "fu-link")),
    )


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────


def _happened() -> Element:
    """One tap says what happened."""
    buttons = [button(words, "happened", "fu-tap", **{"data-what": what}) for what, words in HAPPENINGS]
    return el(
        "section",
        {"class": "fu-happened", "data-part": "happened", "aria-labelledby": "fu-happened", "hidden": ""},
        el("h2", {"class": "fu-part-title", "id": "fu-happened", "tabindex": "-1"}, "What happened?"),
        el("div", {"class": "fu-taps"}, *buttons),
        el("div", {"data-part": "entry"}),
    )


def _all() -> Element:
    """Several applications: the words to look for, and each with its next thing."""
    return el(
        "section",
        {"class": "fu-all", "id": "all", "data-part": "all", "aria-labelledby": "fu-all", "hidden": ""},
        el(
            "h2",
            {"class": "fu-part-title", "id": "fu-all", "tabindex": "-1", "data-part": "all-title"},
            "Your applications",
        ),
        field("Find an application", el("input", {"id": "fu-find", "name": "find", "type": "search"})),
        el("div", {"data-part": "overview"}),
        el("p", {"class": "fu-hint", "data-part": "found", "hidden": ""}, "Nothing has these words."),
    )


def _files() -> Element:
    return el(
        "section",
        {"class": "fu-keep", "aria-label": "Calendar, paper, files"},
        el(
            "div",
            {"class": "fu-actions fu-files"},
            *(button(words, action, **{"data-when": "plan"}) for action, words in EXPORTS),
            button("Save search file", "save-file", **{"data-when": "words"}),
            button("Open search file", "open-file"),
        ),
        el("input", {"type": "file", "hidden": "", "data-part": "file", "aria-label": "Search file"}),
    )


def _fold(name: str, words: str) -> Element:
    """Something that is there when somebody asks for it."""
    return el(
        "details",
        {"class": "fu-folded", "data-part": name, "hidden": ""},
        el("summary", None, words),
        el("div", {"data-part": f"{name}-inside"}),
    )


def _result() -> Element:
    empty = el("p", {"class": "fu-empty"}, "Your plan appears here as soon as you say when it was.")
    return el(
        "div",
        {"class": "fu-result", "data-part": "result"},
        boot(),
        el(
            "div",
            {"class": "fu-which", "data-part": "which", "hidden": ""},
            el("p", {"data-part": "back", "hidden": ""}, el("a", {"href": "#all"}, "All applications")),
            el("h2", {"class": "fu-which-title", "data-part": "title", "tabindex": "-1"}),
        ),
        el("div", {"class": "fu-needed", "data-part": "needed", "hidden": ""}),
        el("div", {"data-part": "today"}, empty),
        el("div", {"class": "fu-undo", "data-part": "undo"}),
        _happened(),
        _all(),
        _fold("take", "Before the interview: a list to take along"),
        el("div", {"data-part": "plan"}),
        _fold("steps", "Every step of all applications"),
        _fold("log", "What you noted"),
        _files(),
        el("p", {"class": "fu-add"}, button("Add another application", "add-application", "fu-link")),
        el("p", {"class": "fu-saved", "data-part": "saved"}, "What you type stays on this device."),
    )


def planner() -> Element:
    """The whole tool: the questions, and the place of the plan."""
    about = el(
        "section",
        {"class": "fu-about", "data-part": "about", "aria-label": "About this application"},
        button(
            "Details: people, dates, topics",
            "about",
            "fu-link fu-fold",
            **{"aria-expanded": "true", "hidden": ""},
        ),
        el("div", {"data-part": "form-box"}, _form()),
    )
    return el(
        "followup-planner",
        {"class": "fu-tool fu-wide", "data-search-exclude": "", "data-state": "begin", "data-blank": ""},
        el("div", {"class": "fu-columns"}, about, _result()),
        live(),
        language(),
        el("template", {"data-template": "interviews"}, interview_row()),
        el("template", {"data-template": "contacts"}, person_row()),
    )
