"""The filters of the template language: small, total functions from text to text.

A filter never makes a text empty, never fails and never guesses: what it does not understand it leaves as it
is. Adding a language is adding one entry to `LANGUAGES`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

Filter = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes dates and lists.

    Patterns hold {weekday}, {day}, {month}; `first_day` is how the first of a month is written.
    `by_country` overrides the two patterns where the country writes them differently.
    """

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    long_date: str
    short_date: str
    last_separator: str
    first_day: str = "1"
    before_i: str | None = None
    """The last separator where the next word sounds like i, as Spanish has it."""
    abbreviations: tuple[str, ...] = ()
    """Small letters, full stop included; those of `ABBREVIATIONS` and single letters need no mention."""
    always_capital: tuple[str, ...] = ()
    by_country: Mapping[str, tuple[str, str]] | None = None


_DAY_FIRST = ("{weekday} {day} {month}", "{day} {month}")

# The forms are those of the Unicode CLDR (patterns MMMMEEEEd and MMMMd), which the tests compare with.
LANGUAGES: Mapping[str, Language] = {
    "en": Language(
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        months=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        long_date="{weekday}, {month} {day}",
        short_date="{month} {day}",
        last_separator=" and ",
        abbreviations=("approx.", "dept.", "hrs.", "jr.", "ph.d.", "sr.", "st."),
        always_capital=("I", "I'm", "I've", "I'd", "I'll", "I’m", "I’ve", "I’d", "I’ll"),
        by_country=dict.fromkeys(
            ("AU", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "GH", "HK", "IE", "IN", "IT", "KE", "MT",
             "MY", "NG", "NL", "NO", "NZ", "PK", "SE", "SG", "ZA"),
            _DAY_FIRST,
        ),
    ),
    "es": Language(
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=(
            "enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ),
        long_date="{weekday} {day} de {month}",
        short_date="{day} de {month}",
        last_separator=" y ",
        before_i=" e ",
        abbreviations=("aprox.", "cía.", "ee. uu.", "p. ej.", "sr.", "sra.", "ud.", "uds."),
    ),
    "de": Language(
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        months=(
            "Januar", "Februar", "März", "April", "Mai", "Juni",
            "Juli", "August", "September", "Oktober", "November", "Dezember",
        ),
        long_date="{weekday}, {day}. {month}",
        short_date="{day}. {month}",
        last_separator=" und ",
        abbreviations=(
            "bzw.", "ca.", "evtl.", "ggf.", "inkl.", "min.", "mio.", "mrd.", "std.", "str.", "usw.",
        ),
    ),
    "fr": Language(
        weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        months=(
            "janvier", "février", "mars", "avril", "mai", "juin",
            "juillet", "août", "septembre", "octobre", "novembre", "décembre",
        ),
        long_date="{weekday} {day} {month}",
        short_date="{day} {month}",
        last_separator=" et ",
        abbreviations=("cie.", "env.", "p. ex."),
        first_day="1er",
    ),
}  # fmt: skip


def language(locale: str) -> Language | None:
    """The language of a locale such as `en` or `de-CH`, or None when its words are not known here."""
    return LANGUAGES.get(locale) or LANGUAGES.get(locale.partition("-")[0])


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────


def _date(text: str) -> dt.date | None:
    """The date of `2026-12-02`, else None. The compact and week forms of ISO 8601 are left alone."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _written(text: str, pattern: str, words: Language) -> str:
    day = _date(text)
    if day is None:
        return text
    return pattern.format(
        weekday=words.weekdays[day.weekday()],
        day=words.first_day if day.day == 1 else day.day,
        month=words.months[day.month - 1],
    )


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────

_STOPS = ".。．｡"
_ENDS = ".!?…。．｡！？:;"
_CLOSERS = "\"'”’»)]"

ABBREVIATIONS = ("co.", "corp.", "etc.", "inc.", "ltd.")
"""What keeps its full stop in every language, in small letters. Left out: what is a word as well, as `no.`"""
_LETTERS = re.compile(r"(?<!\w)[^\W\d_]\. ?[^\W\d_]\.\Z")
"""Single letters with full stops: p.m., z. B., U.S."""
_LONGEST = 16
"""More code points than any abbreviation has; no more of a text is looked at."""


def sentence_case(text: str) -> str:
    """The first letter as a capital, the rest as typed. `iPhone` and the like keep their small letter."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].upper() + text[1:]


def lower_first(text: str, words: Language | None = None) -> str:
    """The first letter small, for a text that continues a sentence. `IT`, `A4` and `I` stay capital."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if words and first in words.always_capital:
        return text
    if len(first) > 1 and not first[1:].islower() and any(c.isupper() or c.isdigit() for c in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def trim_period(text: str, words: Language | None = None) -> str:
    """Without the full stop at the end, for a text that continues. An ellipsis and abbreviations stay."""
    short = text[:-1].rstrip()
    if not short or text[-1] not in _STOPS or short[-1] in _STOPS or _is_abbreviated(text, words):
        return text
    return short


def _is_abbreviated(text: str, words: Language | None) -> bool:
    """Whether the last full stop belongs to an abbreviation."""
    tail = text[-_LONGEST:].casefold().replace("\u00a0", " ").replace("\u202f", " ")
    known = ABBREVIATIONS + (words.abbreviations if words else ())
    return bool(_LETTERS.search(tail)) or any(
        tail.endswith(each) and not tail.removesuffix(each)[-1:].isalnum() for each in known
    )


def full_stop(text: str) -> str:
    """With a full stop at the end, unless it already ends like a sentence."""
    last = text.rstrip(_CLOSERS)[-1:]
    return text if not last or last in _ENDS else text + "."


def and_list(text: str, words: Language | None = None) -> str:
    """Items, one a line or parted by semicolons, as one phrase: `a, b and c`."""
    items = [item.strip() for line in text.splitlines() for item in line.split(";") if item.strip()]
    if not items:
        return text
    *rest, last = items
    return ", ".join(rest) + _last_separator(last, words) + last if rest else last


def _last_separator(following: str, words: Language | None) -> str:
    if words is None:
        return ", "
    sound = following.casefold().removeprefix("h")
    if words.before_i and sound[:1] in ("i", "í") and sound[1:2] not in ("a", "e", "o", "u"):
        return words.before_i
    return words.last_separator


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    dr doctor dra prof professor profesor profesora mr mrs ms miss mx mister sir dame rev reverend herr frau
    señor señora sr sra srta doña dipl.-ing mme mlle monsieur madame mademoiselle signor signora dott dott.ssa
    """
)
"""Words before a name that are not part of it; compared without case and the final full stop."""

CREDENTIALS = _words(
    """
    jr sr ii iii iv phd ph.d dphil md m.d mba msc m.sc ma m.a ba b.a bsc b.sc esq cpa cfa pmp rn jd j.d llm
    ll.m pe shrm-cp shrm-scp sphr phr mcipd assoc.cipd chartered cissp
    """
)
"""Words after a name that are not part of it; compared without case and the final full stop."""

PARTICLES = _words(
    "af al av da das de del della den der di dos du el la las le los ten ter van von zu zum zur"
)
"""Words that begin a family name."""

GIVEN_TOO = _words("al das den el ten")
"""Those that are given names as well when they have a capital."""

HALVES = _words("abd abdul abdel abou abu bin binti don ibn umm")
"""Words that may be only the first half of a given name, or a title."""

FAMILY_NAME_FIRST = _words("CN HK HU JP KH KP KR MO SG TW VN")
"""Countries where a name may begin with the family name even in Latin letters."""


def _key(word: str) -> str:
    return word.rstrip(".,").casefold()


def _is_latin(text: str) -> bool:
    """Whether all letters are Latin; the letters only Vietnamese uses do not count, see FAMILY_NAME_FIRST."""
    return all(c <= "\u024f" or "\u1e00" <= c <= "\u1e9f" or not c.isalpha() for c in text)


def _is_initial(word: str) -> bool:
    """`J`, `J.`, `J.R.` and `J-P.`: letters that stand for names."""
    letters = [c for c in word if c.isalpha()]
    return len(letters) == 1 or (word.endswith(".") and all(c.isupper() for c in letters))


def _without_asides(text: str) -> str:
    """Without what stands in brackets: pronouns, a firm, a nickname."""
    kept, depth = [], 0
    for character in text:
        depth += character in "(["
        if not depth:
            kept.append(character)
        depth -= character in ")]" and depth > 0
    return "".join(kept)


def _turned(text: str) -> str:
    """`Lopez, Maria` as `Maria Lopez`; what follows a comma and is a credential goes. Empty when unclear."""
    before, *after = [part.strip() for part in text.split(",")]
    after = [part for part in after if part and not all(_key(word) in CREDENTIALS for word in part.split())]
    if not after or (after[0].isupper() and len(before.split()) > 1):
        return before
    if len(after) == 1 and before and (before.isupper() or not after[0].isupper()):
        return f"{after[0]} {before}"
    return ""


def first_name(text: str, country: str | None = None) -> str:
    """The name to greet a person with, or the whole name as typed when that would be a guess.

    Nothing is assumed about gender. A mononym is the name. Whole names come back for scripts other than
    Latin, where the country may put the family name first, for initials (`J. Smith`), and for a title with
    only a family name (`Dr. Lopez`).
    """
    plain = _without_asides(text)
    if country in FAMILY_NAME_FIRST or not _is_latin(text) or any(c.isdigit() or c in "@/\\" for c in plain):
        return text
    words = _turned(plain).split()
    while len(words) > 2 and _key(words[-1]) in CREDENTIALS:
        words.pop()
    named = words
    while len(named) > 1 and _key(named[0]) in TITLES:
        named = named[1:]
    if len(named) < 2:
        return named[0] if named and named is words and named[0][:1].isalpha() else text
    if not all(word.isupper() for word in named) and len(named[0]) > 1:
        shouted = [word for word in named if len(word) > 2 and word.isupper() and "." not in word]
        if named[0] in shouted:  # `TANAKA Yuki`: capitals mark the family name
            named = [word for word in named if word not in shouted]
        elif named[0].isupper():  # `LI Wei` or `AJ Smith`
            return text
    return text if _is_only_half(named) else named[0]


def _is_only_half(named: list[str]) -> bool:
    """Whether the first word may be an initial, a family name, or half a name."""
    first, second = named[0], (named[1:] or [""])[0]
    hyphenated = second.partition("-")[2][:1].islower()  # `Kim Min-jun`
    particle = first in PARTICLES or _key(first) in PARTICLES - GIVEN_TOO
    return not first[:1].isalpha() or _is_initial(first) or hyphenated or particle or _key(first) in HALVES


# ── the fixed list ───────────────────────────────────────────────────────────────────────────────────────

FILTERS: Mapping[str, str] = {
    "and_list": "joins items, one a line, as “a, b and c”",
    "date": "writes 2026-12-02 as “Wednesday, December 2”, the way language and country do",
    "day": "writes 2026-12-02 as “December 2”",
    "first_name": "takes “Maria” out of “Dr. Maria Lopez”; a name it cannot part stays whole",
    "full_stop": "ends the text with a full stop, unless it ends like a sentence already",
    "lower_first": "makes the first letter small, for a text in the middle of a sentence",
    "month": "writes 2026-12-02 as “December”",
    "sentence_case": "makes the first letter a capital",
    "trim_period": "takes away the full stop at the end, but not that of “p.m.” or “etc.”",
    "weekday": "writes 2026-12-02 as “Wednesday”",
}
"""Every filter with what it does. Templates can use these and no others."""


@cache
def functions(locale: str, country: str | None = None) -> Mapping[str, Filter]:
    """The filters for one language and country (ISO 3166-1, may be unknown)."""
    words = language(locale) or LANGUAGES["en"]
    long_date, short_date = (words.by_country or {}).get(country or "", (words.long_date, words.short_date))
    return {
        "and_list": lambda text: and_list(text, words),
        "date": lambda text: _written(text, long_date, words),
        "day": lambda text: _written(text, short_date, words),
        "first_name": lambda text: first_name(text, country),
        "full_stop": full_stop,
        "lower_first": lambda text: lower_first(text, words),
        "month": lambda text: _written(text, "{month}", words),
        "sentence_case": sentence_case,
        "trim_period": lambda text: trim_period(text, words),
        "weekday": lambda text: _written(text, "{weekday}", words),
    }
