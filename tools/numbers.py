"""The numbers of the profiles as tables and lists, for /guide/where-our-numbers-come-from/ and the customs.

steps()         every number: earliest, best, latest, and the published range
sources(base)   every number with who says so
places(base)    the countries and sectors, and what is known about each
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followup_core.catalog import DEFAULT_PROFILE, builtin
from followup_core.elements import Child, Element, el
from followup_core.profiles import Number, Profile
from tools.rulebook import title

LABELS = {
    "thank-you": ("Thank-you", "from the conversation"),
    "check-in-after-promise": ("Check-in, date promised", "from that date"),
    "check-in": ("Check-in, no date", "from the interview"),
    "check-in-after-phone-screen": ("Check-in, after a phone screen", "from the call"),
    "assignment-received": ("Question about an assignment", "from handing it in"),
    "add-value": ("Something useful", "from the last message"),
    "second-check-in": ("Second check-in", "from the first check-in"),
    "closing": ("Closing note", "from the second check-in"),
    "rejection-reply": ("Answer to a rejection", "from their answer"),
    "offer-reply": ("Answer to an offer", "from their offer"),
    "offer-deadline": ("Another offer with a deadline", "from that offer"),
    "no-show": ("Question after a missed meeting", "from the meeting"),
}
"""What each number is for, and what it is counted from."""
SECTORS = ("public", "academic", "agency")


def in_order() -> list[Profile]:
    """The default profile, the countries by name, the sectors."""
    ids = builtin().profile_ids - {DEFAULT_PROFILE, *SECTORS}
    countries = sorted(map(builtin().profile, ids), key=lambda profile: profile.title)
    return [builtin().profile(DEFAULT_PROFILE), *countries, *map(builtin().profile, SECTORS)]


def all_numbers() -> Iterator[tuple[Profile, str, Number]]:
    """Every number of every profile: by what it is for, the default first."""
    for name in LABELS:
        for profile in in_order():
            if name in profile.numbers:
                yield profile, name, profile.numbers[name]


def label(profile: Profile, name: str) -> str:
    """`Check-in, no date`, or `Check-in, no date: Germany`."""
    own = LABELS[name][0]
    return own if profile.id == DEFAULT_PROFILE else f"{own}: {profile.title}"


def day(count: int) -> str:
    return f"+{count}" if count else "same day"


def table(head: Sequence[str], rows: Sequence[Sequence[Child]]) -> Element:
    first = el("tr", None, *(el("th", None, word) for word in head))
    body = [el("tr", None, *(el("td", None, cell) for cell in row)) for row in rows]
    return el("table", None, el("thead", None, first), el("tbody", None, *body))


def days(number: Number) -> Element:
    earliest, best, latest = map(day, number.days)
    return el("span", None, f"{earliest}, ", el("strong", None, best), f", {latest}")


def steps() -> Element:
    """The table of all numbers."""
    rows = [
        (f"{label(profile, name)}; {LABELS[name][1]}", days(number), number.range)
        for profile, name, number in all_numbers()
    ]
    return table(("Step, and what it is counted from", "Earliest, best, latest", "Range we found"), rows)


def sources(base: str) -> Element:
    """Who says so, for each number, and the page that says more."""
    items: list[Element] = []
    for profile, name, number in all_numbers():
        said = [el("li", None, source) for source in number.sources]
        items += [
            el(
                "dt",
                {"id": anchor(profile, name)},
                el("strong", None, label(profile, name)),
                ": ",
                days(number),
            ),
            el("dd", None, el("ul", None, *said), *_more(number, base)),
        ]
    return el("dl", {"class": "fu-number-sources"}, *items)


def _more(number: Number, base: str) -> Iterator[Element]:
    if number.page != "guide/where-our-numbers-come-from/":
        yield el("p", None, el("a", {"href": base + number.page}, title(number.page)))


def anchor(profile: Profile, name: str) -> str:
    return f"number-{name}" if profile.id == DEFAULT_PROFILE else f"number-{profile.id}-{name}"


def places(base: str) -> Element:
    """The countries and sectors with what is known about them."""
    rows = [
        (el("a", {"href": f"{base}guide/customs/{profile.id}/"}, profile.title), known(profile))
        for profile in in_order()[1:]
    ]
    return table(("Where", "What we found"), rows)


def known(profile: Profile) -> str:
    """How much there is to say about a place."""
    parts = []
    if profile.numbers:
        parts.append("its own waiting time")
    if profile.customs:
        count = len(profile.customs)
        parts.append("one custom" if count == 1 else f"{count} customs")
    if not parts:
        return "nothing reliable yet"
    return " and ".join(parts)


def shown(what: str, base: str) -> Element:
    """What a fence asks for. Raises ValueError for another word."""
    if what == "steps":
        return steps()
    if what == "sources":
        return sources(base)
    if what == "places":
        return places(base)
    raise ValueError("`numbers` is steps, sources or places.")
