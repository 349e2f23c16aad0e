"""What has happened, in the words of the person who writes, and which templates fit it.

A situation is a kind of message and, where it matters, a stage: `thank-you/first`. The draft studio asks for
it first; the templates that fit are then only different wordings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup_core.drafts import situations
from followup_core.elements import Element, el
from followup_core.templates import Template
from tools.words import word

__all__ = ["SITUATIONS", "choice", "situations", "wordings"]

SITUATIONS = {
    word("drafts.talking"): {
        "ask-next-steps": word("drafts.interview-ahead"),
        "thank-you/phone-screen": word("drafts.had-call"),
        "thank-you/first": word("drafts.had-first"),
        "thank-you/second": word("drafts.had-second"),
        "thank-you/panel": word("drafts.had-panel"),
        "thank-you/final": word("drafts.had-final"),
        "thank-you/assignment": word("drafts.had-review"),
        "thank-you/informational": word("drafts.had-talk"),
        "thank-you/special": word("drafts.helped"),
        "no-show": word("drafts.nobody-came"),
    },
    word("drafts.waiting"): {
        "check-in/promise": word("drafts.day-passed"),
        "check-in/silence": word("drafts.quiet"),
        "check-in/change": word("drafts.changed"),
        "assignment-received": word("drafts.task-silence"),
        "add-value": word("drafts.something-useful"),
        "second-check-in": word("drafts.first-unanswered"),
        "closing": word("drafts.second-unanswered"),
    },
    word("drafts.decided"): {
        "rejection-reply": word("drafts.said-no"),
        "offer-reply": word("drafts.made-offer"),
        "accepted": word("drafts.say-yes"),
        "declined": word("drafts.say-no"),
        "offer-deadline": word("drafts.another-offer"),
        "withdrew": word("drafts.not-on"),
    },
}
"""Group -> situation -> words, in the order of a job search."""


def choice(chosen: str, **more: str) -> Element:
    """The list of situations."""
    groups = [
        el("optgroup", {"label": group}, *(_option(key, words, chosen) for key, words in found.items()))
        for group, found in SITUATIONS.items()
    ]
    return el("select", more, *groups)


def _option(value: str, words: str, chosen: str) -> Element:
    return el("option", {"value": value, "selected": "" if value == chosen else None}, words)


def wordings(templates: Iterable[Template], page_language: str) -> Iterator[Element]:
    """The templates of one language as options that know their situations, the usual ones first."""
    for template in sorted(templates, key=_unusual):
        told = {
            "data-use": template.use_when,
            "data-channel": template.channel,
            "data-kind": template.kind,
            "data-situations": " ".join(situations(template)),
        }
        foreign = {"lang": template.locale} if template.locale != page_language else {}
        yield el("option", {"value": template.id, **told, **foreign}, template.title)


def _unusual(template: Template) -> tuple[bool, bool, bool, int, str]:
    return (
        template.channel != "email",
        bool(template.countries or template.sectors),
        template.kind == "thank-you" and not template.stages,
        template.rank,
        template.title,
    )
