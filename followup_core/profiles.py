"""Profiles: the numbers of the plan and the customs around them, as data with their sources.

One file for each country or sector (data/profiles/<id>.yaml), `default` beneath them all. A profile overrides
single numbers; what it does not know it inherits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from followup_core.diagnostics import Collector, Diagnostic
from followup_core.schema import (
    Choice,
    Field,
    Id,
    Line,
    ListOf,
    MapOf,
    Paragraph,
    Record,
    Values,
    Whole,
    check,
)
from followup_core.source import parse

NUMBERS = (
    "thank-you",
    "check-in-after-promise",
    "check-in",
    "check-in-after-phone-screen",
    "assignment-received",
    "add-value",
    "second-check-in",
    "closing",
    "rejection-reply",
    "offer-reply",
    "offer-deadline",
    "no-show",
)
TOPICS = ("thank-you", "check-in", "second-check-in", "panel", "channel", "address", "general")

NUMBER = Record(
    "number",
    Field(
        "days", ListOf(Whole(0, 60)), required=True, says="three numbers of open days: earliest, best, latest"
    ),
    Field("range", Line(), required=True, says="what published advice says, in a few words"),
    Field("page", Line(), required=True, says="the guide page that explains it"),
    Field("sources", ListOf(Line()), required=True, says="who says so, with the year where it is known"),
)
CUSTOM = Record(
    "custom",
    Field("about", Choice(TOPICS), required=True),
    Field("text", Paragraph(), required=True),
    Field("source", Line(), required=True),
)
PROFILE = Record(
    "profile",
    Field("profile", Choice(("1",)), required=True, says="the version of this format: 1"),
    Field("id", Id(), required=True, says="equals the file name"),
    Field("title", Line(), required=True),
    Field("numbers", MapOf(NUMBER, key_pattern="|".join(NUMBERS), key_says="one of " + ", ".join(NUMBERS))),
    Field("panel", Choice(("each", "one"))),
    Field("customs", ListOf(CUSTOM)),
    Field("unknown", ListOf(Line()), says="what nothing reliable was found about"),
)


@dataclass(frozen=True, slots=True)
class Number:
    """Three numbers of open days (earliest, best, latest), the published range and who says so."""

    days: tuple[int, int, int]
    range: str
    page: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Custom:
    """One thing worth knowing about a place, shown beside the steps; it never changes a date."""

    about: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about one country or sector. `panel`: thank each of a panel, or one; None inherits."""

    id: str
    title: str
    numbers: dict[str, Number] = field(default_factory=dict)
    panel: str | None = None
    customs: tuple[Custom, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What holds for one application: the default profile below those of its country and sector."""

    default: Profile
    special: tuple[Profile, ...] = ()
    """From the weakest to the strongest: country, then sector."""

    def number(self, name: str) -> Number:
        """The number in force."""
        found = self.default.numbers[name]
        for profile in self.special:
            found = profile.numbers.get(name, found)
        return found

    def overrides(self, name: str) -> bool:
        """Whether the country or the sector has a number of its own (rule 6)."""
        return any(name in profile.numbers for profile in self.special)

    @property
    def panel(self) -> str:
        """`each` or `one`: who of a panel is thanked (rule 5)."""
        return next((p.panel for p in reversed(self.special) if p.panel), self.default.panel or "each")

    @property
    def customs(self) -> tuple[Custom, ...]:
        """What is known about this place and sector."""
        return tuple(custom for profile in (self.default, *self.special) for custom in profile.customs)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not known about it."""
        return tuple(text for profile in self.special for text in profile.unknown)


def read_profile(source: str | bytes, path: str = "<text>") -> tuple[Profile | None, tuple[Diagnostic, ...]]:
    """The profile in a YAML text, or None with its errors."""
    collector = Collector(path)
    root = parse(source, collector)
    if root is None:
        return None, collector.sorted()
    values = check(PROFILE, root, collector)
    for name, number in values.get("numbers", {}).items():
        days = number.get("days", [0, 0, 0])
        if len(days) != 3 or sorted(days) != days:
            message = f"The days of {name} must be three numbers that do not fall: earliest, best, latest."
            collector.error("PROFILE-DAYS", message, number.at("days"), "for example [5, 7, 10]")
    if collector.failed:
        return None, collector.sorted()
    return _profile(values), collector.sorted()


def _profile(values: Values) -> Profile:
    return Profile(
        values["id"],
        values["title"],
        {name: _number(number) for name, number in values.get("numbers", {}).items()},
        values.get("panel"),
        tuple(Custom(c["about"], c["text"].strip(), c["source"]) for c in values.get("customs", ())),
        tuple(values.get("unknown", ())),
    )


def _number(values: Mapping[str, Any]) -> Number:
    earliest, best, latest = values["days"]
    sources: Sequence[str] = values["sources"]
    return Number((earliest, best, latest), values["range"], values["page"], tuple(sources))


def profile_to_plain(profile: Profile) -> dict[str, Any]:
    """The profile as plain JSON values; `profile_from_plain` gives an equal one back without reading YAML."""
    return asdict(profile)


def profile_from_plain(plain: Mapping[str, Any]) -> Profile:
    """The profile that `profile_to_plain` wrote down."""
    return Profile(
        plain["id"],
        plain["title"],
        {name: _number(number) for name, number in plain["numbers"].items()},
        plain["panel"],
        tuple(Custom(**custom) for custom in plain["customs"]),
        tuple(plain["unknown"]),
    )
