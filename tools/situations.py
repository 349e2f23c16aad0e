"""What has happened, in the words of the person who writes, and which templates fit it.

A situation is a kind of message and, where it matters, a stage: `thank-you/first`. The draft studio asks for
it first; the templates that fit are then only different wordings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup_core.drafts import situations
from followup_core.elements import Element, el
from followup_core.templates import Template

__all__ = ["SITUATIONS", "choice", "situations", "wordings"]

SITUATIONS = {
    "Before and after a conversation": {
        "ask-next-steps": "An interview is ahead of you",
        "thank-you/phone-screen": "You had a first call",
        "thank-you/first": "You had a first interview",
        "thank-you/second": "You had a second interview",
        "thank-you/panel": "You spoke with several people at once",
        "thank-you/final": "You had the last interview",
        "thank-you/assignment": "They went through your task with you",
        "thank-you/informational": "You had an informal talk",
        "thank-you/special": "Somebody helped you, or there is something to add",
        "no-show": "They did not call, or nobody came",
    },
    "While you wait": {
        "check-in/promise": "The day they named has passed",
        "check-in/silence": "They named no day, and it is quiet",
        "check-in/change": "Something has changed since",
        "assignment-received": "You handed in a task and heard nothing",
        "add-value": "You have something useful for them",
        "second-check-in": "Your check-in had no answer",
        "closing": "Your second check-in had no answer",
    },
    "When something is decided": {
        "rejection-reply": "They said no",
        "offer-reply": "They made you an offer",
        "accepted": "You say yes to their offer",
        "declined": "You say no to their offer",
        "offer-deadline": "Another employer made you an offer",
        "withdrew": "You do not want to go on",
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
