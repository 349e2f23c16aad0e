"""The pages of the guide about countries and sectors: one for each profile, written as Markdown.

    page(profile)    the text of guide/customs/<id>.md
    write(folder)    all of them

All facts come from the profiles with their sources. What nobody told us is named as unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from followup_core.catalog import DEFAULT_PROFILE, builtin
from followup_core.profiles import TOPICS, Profile, Rules
from tools.numbers import LABELS, SECTORS, day, in_order

FOLDER = "guide/customs"
LANGUAGES = {"at": "de", "ch": "de", "de": "de", "es": "es", "fr": "fr", "mx": "es"}
"""Country -> the language of its message, where there are templates in it; else English."""
IN = {
    "gb": "in the United Kingdom",
    "us": "in the United States",
    "nl": "in the Netherlands",
    "public": "with a public employer",
    "academic": "at a university",
    "agency": "through an agency",
}
"""The place as the end of a sentence, where it is not “in” and its name."""
TOPIC_WORDS = {
    "thank-you": "Saying thanks",
    "check-in": "Checking in",
    "second-check-in": "The second check-in",
    "panel": "Several interviewers",
    "channel": "The way to write",
    "address": "How to address people",
    "general": "In general",
}
MAIN = ("thank-you", "check-in-after-promise", "check-in", "second-check-in", "closing")
"""The numbers that a page shows."""
OWN_PAGE = {
    "public": ("public-and-academic.md", "Public employers and universities"),
    "academic": ("public-and-academic.md", "Public employers and universities"),
    "agency": ("through-an-agency.md", "Through an agency"),
}
"""Sectors have a page of advice as well."""


def write(folder: Path) -> None:
    """Write the page of each profile below this folder of documents."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    for profile in in_order()[1:]:
        (place / f"{profile.id}.md").write_text(page(profile), encoding="utf-8")


def where(profile: Profile) -> str:
    return IN.get(profile.id, f"in {profile.title}")


def rules(profile: Profile) -> Rules:
    """What holds there: its own numbers above the general ones."""
    return Rules(builtin().profile(DEFAULT_PROFILE), (profile,))


def page(profile: Profile) -> str:
    """The Markdown of one page."""
    place = where(profile)
    description = (
        f"After an interview {place}: what is known about thanks, waiting and asking, and who says so."
    )
    onward = list(_onward(profile))
    meta = {
        "title": f"After an interview {place}",
        "description": description,
        "answers": f"What is the custom after an interview {place}?",
        "next": [link for _, link, _ in onward],
    }
    head = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items())
    parts = [
        f"---\n{head}\n---\n# After an interview {place}",
        answer(profile),
        "## When exactly",
        *_numbers(profile),
        "## Who says what",
        *_customs(profile),
        "## What we do not know",
        *_unknown(profile),
        "## What to write",
        *_message(profile),
        "## What to do next",
        "\n".join(f"- {case}: [{title}]({link})" for case, link, title in onward),
    ]
    return "\n\n".join(parts) + "\n"


def answer(profile: Profile) -> str:
    """The first lines: how long to wait, and how much is known."""
    place = where(profile)
    best = rules(profile).number("check-in").days[1]
    wait = f"If nobody named a date, ask about {best} working days after the interview."
    if rules(profile).overrides("check-in"):
        general = builtin().profile(DEFAULT_PROFILE).numbers["check-in"].days[1]
        return f"{wait} That is longer than our general {general}. A date that they named always comes first."
    if profile.customs:
        return f"{wait} That is our general number, since we found no better one for an interview {place}."
    nothing = f"We found nothing reliable about customs after an interview {place}."
    return f"{nothing} {wait} That is our general number."


def _numbers(profile: Profile) -> Iterator[str]:
    found = rules(profile)
    lines = ["| Step | Earliest, **best**, latest | Whose number |", "|---|---|---|"]
    for name in MAIN:
        earliest, best, latest = map(day, found.number(name).days)
        whose = "its own" if name in profile.numbers else "the general one"
        step = f"{LABELS[name][0]}; {LABELS[name][1]}"
        lines.append(f"| {step} | {earliest}, **{best}**, {latest} | {whose} |")
    yield "\n".join(lines)
    yield "All are working days: neither a weekend nor a public holiday in the employer’s country."


def _customs(profile: Profile) -> Iterator[str]:
    for topic in TOPICS:
        told = [custom for custom in profile.customs if custom.about == topic]
        if told:
            yield f"### {TOPIC_WORDS[topic]}"
        for custom in told:
            yield custom.text
            yield f"Source: {custom.source}\n{{ .fu-sources }}"
    for name, number in profile.numbers.items():
        yield f"### The number: {LABELS[name][0]}"
        yield f"Range we found: {number.range}."
        yield "\n".join(f"- {source}" for source in number.sources)
    if profile.panel:
        one = (
            "We plan one note for a whole panel here."
            if profile.panel == "one"
            else "We plan a note for each."
        )
        yield f"{one} This is our own judgement from what is said above."
    if not profile.customs and not profile.numbers:
        yield "We found no source that we could check. To use the general numbers here is our own judgement."
    yield "[Where our numbers come from](../where-our-numbers-come-from.md) names the sources of all others."


def _unknown(profile: Profile) -> Iterator[str]:
    if profile.unknown:
        yield "\n".join(f"- {text[0].upper()}{text[1:]}." for text in profile.unknown)
    told = {custom.about for custom in profile.customs}
    missing = [TOPIC_WORDS[topic] for topic in TOPICS if topic not in told and topic != "general"]
    if missing and told:
        yield "We found nothing for this place about these things, so the general advice holds:"
        yield "\n".join(f"- {words}" for words in missing)
    yield "Ask somebody who works there if you can. They know more than a list."


def message(profile: Profile) -> tuple[str, str]:
    """The template and the language of the check-in that fits the place."""
    locale = LANGUAGES.get(profile.id, "en")
    sector = profile.id if profile.id in SECTORS else None
    country = None if sector else profile.id.upper()
    found = builtin().template_for("check-in", locale=locale, country=country, sector=sector)
    if found is None:
        raise ValueError(f"there is no check-in for {profile.id}.")
    return found, builtin().template(found, locale).locale


def _message(profile: Profile) -> Iterator[str]:
    template, locale = message(profile)
    names = {"de": "in German", "es": "in Spanish", "fr": "in French", "en": "in English"}
    yield f"This is a check-in {names[locale]} with a sample story. Put in your own words, and read it aloud."
    yield f"```followup\ndraft: {template}\nlocale: {locale}\nform: true\n```"


def _onward(profile: Profile) -> Iterator[tuple[str, str, str]]:
    if profile.id in OWN_PAGE:
        link, title = OWN_PAGE[profile.id]
        yield "You want the whole advice", f"../{link}", title
    yield "You want to say thanks", "../say-thanks.md", "Say thanks"
    yield "They named a date", "../they-named-a-date.md", "They named a date"
    yield "You want to ask for news", "../check-in.md", "Check in"
    yield "You look for another place", "index.md", "Countries and sectors"
