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
from tools.controls import (
    FORM,
    boot,
    button,
    countries,
    field,
    group,
    language,
    live,
    not_started,
    select,
    text_input,
)
from tools.forms import ROLES, STAGES
from tools.words import word

FIRST_DAY, LAST_DAY = "1970-01-01", "2100-12-31"
HAPPENINGS = (
    ("sent", "log.i-sent-it"),
    ("reply", "log.reply"),
    ("new-promise", "log.they-moved"),
    ("rejection", "log.rejection"),
    ("offer", "log.offer"),
    ("withdrew", "log.i-withdrew"),
    ("other", "log.something-else"),
)
"""What can be noted with one tap; browser/planner/happened.ts knows what each of them writes."""

EXPORTS = (
    ("calendar", "planner.to-calendar"),
    ("print", "planner.print"),
    ("markdown", "planner.markdown"),
    ("csv", "planner.csv"),
)
"""What leaves the page as soon as there is a plan."""


def more(*children: Child | None) -> Element:
    """A part of the form that the three questions do without."""
    return el("div", {"class": "fu-more", "data-more": ""}, *children)


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────


def person_row() -> Element:
    return el(
        "div",
        {
            "class": "fu-person",
            "data-row": "contacts",
            "role": "group",
            "aria-label": word("planner.a-person"),
        },
        field(word("planner.name"), text_input("contacts.name", autocomplete="off")),
        more(
            el(
                "div",
                {"class": "fu-row"},
                field(word("planner.email"), text_input("contacts.email", "email", autocomplete="off")),
                field(word("planner.position"), text_input("contacts.title", autocomplete="off")),
                field(word("planner.part"), select("contacts.role", ROLES, "interviewer")),
            ),
            button(word("planner.remove-person"), "remove-person", "fu-link"),
        ),
    )


def interview_row() -> Element:
    day = field(word("planner.date"), text_input("interviews.on", "date", min=FIRST_DAY, max=LAST_DAY))
    return el(
        "div",
        {
            "class": "fu-interview",
            "data-row": "interviews",
            "role": "group",
            "aria-label": word("planner.an-interview"),
        },
        day,
        el(
            "p",
            {"class": "fu-chips", "data-short": ""},
            button(word("planner.today"), "day-0", "fu-chip"),
            button(word("planner.yesterday"), "day-1", "fu-chip"),
        ),
        more(
            el(
                "div",
                {"class": "fu-row"},
                field(word("planner.time"), text_input("interviews.at", "time")),
                field(word("planner.what"), select("interviews.stage", STAGES)),
            ),
            el(
                "fieldset",
                {"class": "fu-choices", "data-part": "with", "hidden": ""},
                el("legend", None, word("planner.with")),
            ),
            field(
                word("planner.topics"),
                el(
                    "textarea",
                    {
                        "id": "fu-interviews-topics",
                        "name": "interviews.topics",
                        "rows": "2",
                        "aria-describedby": "fu-interviews-topics-hint",
                    },
                ),
                word("planner.topics-hint"),
            ),
            button(word("planner.remove-interview"), "remove-interview", "fu-link"),
        ),
    )


def _who() -> Element:
    return group(
        word("planner.who"),
        el("div", {"class": "fu-rows", "data-part": "contacts"}, person_row()),
        more(button(word("planner.add-person"), "add-person")),
        field(word("planner.employer"), text_input("employer", autocomplete="off")),
    )


def _when() -> Element:
    return group(
        word("planner.when"),
        el("div", {"class": "fu-rows", "data-part": "interviews"}, interview_row()),
        more(button(word("planner.add-interview"), "add-interview")),
    )


def _promise() -> Element:
    hint = word("planner.answer-by-hint")
    return group(
        word("planner.promise"),
        field(
            word("planner.answer-by"),
            text_input("promise.by", "date", hint=True, min=FIRST_DAY, max=LAST_DAY),
            hint,
        ),
    )


def _words() -> Element:
    """What only the messages need."""
    return group(
        word("planner.for-messages"),
        el(
            "div",
            {"class": "fu-row"},
            field(word("planner.role"), text_input("role", autocomplete="off")),
            field(word("planner.your-name"), text_input("me.name", autocomplete="name")),
        ),
        more(
            el(
                "div",
                {"class": "fu-row"},
                field(word("planner.your-email"), text_input("me.email", "email", autocomplete="email")),
                field(
                    word("planner.message-language"),
                    select("language", _languages(), **{"data-names": "language", "data-empty": "en"}),
                ),
            )
        ),
        **{"data-part": "words", "hidden": ""},
    )


def _place() -> Element:
    sectors = [
        (sector if sector != "private" else "", word(f"planner.sector-{sector}")) for sector in SECTORS
    ]
    return more(
        group(
            word("planner.the-employer"),
            field(
                word("planner.country"),
                select(
                    "country", countries(), **{"aria-describedby": "fu-country-hint", "data-names": "region"}
                ),
                word("planner.country-hint"),
            ),
            field(word("planner.sector"), select("sector", sectors)),
        )
    )


def _languages() -> list[tuple[str, str]]:
    locales = {template.locale for template in builtin().templates()} - {"en"}
    named = [(locale, Locale.parse(locale, sep="-").get_display_name("en") or locale) for locale in locales]
    return [("", "English"), *sorted(named, key=lambda pair: pair[1])]


def _form() -> Element:
    return el(
        "form",
        {**FORM, "class": "fu-form", "aria-label": word("planner.your-application"), "data-short": ""},
        _who(),
        _when(),
        _promise(),
        _words(),
        _place(),
        el(
            "div",
            {"class": "fu-actions", "data-begin": ""},
            el(
                "button",
                {"type": "submit", "class": "fu-button", "data-part": "done"},
                word("planner.show-plan"),
            ),
            button(word("planner.more-details"), "more", "fu-link fu-fold", **{"aria-expanded": "false"}),
        ),
        more(button(word("planner.remove-application"), "remove-application", "fu-link")),
    )


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────


def _happened() -> Element:
    """One tap says what happened."""
    buttons = [button(word(key), "happened", "fu-tap", **{"data-what": what}) for what, key in HAPPENINGS]
    return el(
        "section",
        {"class": "fu-happened", "data-part": "happened", "aria-labelledby": "fu-happened", "hidden": ""},
        el(
            "h2", {"class": "fu-part-title", "id": "fu-happened", "tabindex": "-1"}, word("log.what-happened")
        ),
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
            word("planner.your-applications"),
        ),
        field(word("planner.find"), el("input", {"id": "fu-find", "name": "find", "type": "search"})),
        el("div", {"data-part": "overview"}),
        el("p", {"class": "fu-hint", "data-part": "found", "hidden": ""}, word("planner.none-found")),
    )


def _files() -> Element:
    return el(
        "section",
        {"class": "fu-keep", "aria-label": word("planner.files")},
        el(
            "div",
            {"class": "fu-actions fu-files"},
            *(button(word(key), action, **{"data-when": "plan"}) for action, key in EXPORTS),
            button(word("planner.save-file"), "save-file", **{"data-when": "words"}),
            button(word("planner.open-file"), "open-file"),
        ),
        el(
            "input",
            {"type": "file", "hidden": "", "data-part": "file", "aria-label": word("planner.search-file")},
        ),
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
    empty = el("p", {"class": "fu-empty"}, word("planner.empty"))
    return el(
        "div",
        {"class": "fu-result", "data-part": "result"},
        boot(),
        el(
            "div",
            {"class": "fu-which", "data-part": "which", "hidden": ""},
            el(
                "p",
                {"data-part": "back", "hidden": ""},
                el("a", {"href": "#all"}, word("planner.all-applications")),
            ),
            el("h2", {"class": "fu-which-title", "data-part": "title", "tabindex": "-1"}),
        ),
        el("div", {"class": "fu-needed", "data-part": "needed", "hidden": ""}),
        el("div", {"data-part": "today"}, empty),
        el("div", {"class": "fu-undo", "data-part": "undo"}),
        _happened(),
        _all(),
        _fold("take", word("planner.take")),
        el("div", {"data-part": "plan"}),
        _fold("steps", word("planner.all-steps")),
        _fold("log", word("log.what-you-noted")),
        _files(),
        el("p", {"class": "fu-add"}, button(word("planner.add-application"), "add-application", "fu-link")),
        el("p", {"class": "fu-saved", "data-part": "saved"}, word("common.stays-here")),
    )


def planner() -> Element:
    """The whole tool: the questions, and the place of the plan."""
    about = el(
        "section",
        {"class": "fu-about", "data-part": "about", "aria-label": word("planner.about")},
        button(
            word("planner.details"),
            "about",
            "fu-link fu-fold",
            **{"aria-expanded": "true", "hidden": ""},
        ),
        el("div", {"data-part": "form-box"}, _form()),
    )
    return el(
        "followup-planner",
        {"class": "fu-tool fu-wide", "data-search-exclude": "", "data-state": "begin", "data-blank": ""},
        not_started(),
        el("div", {"class": "fu-columns"}, about, _result()),
        live(),
        language(),
        el("template", {"data-template": "interviews"}, interview_row()),
        el("template", {"data-template": "contacts"}, person_row()),
    )
