"""The words of one language that the tone check knows: data/tone/<locale>.yaml.

    read_words(text, path) -> (Words | None, diagnostics)

`Words.split` takes a written word to its keys: small letters, no accents, contractions apart, so that
`haven’t`, `HAVEN'T` and `have not` are the same to every rule.

Codes: those of `source` and `schema`; TONE-LOCALE, TONE-CLASS.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from followup_core.diagnostics import Collector, Diagnostic
from followup_core.schema import Field, Line, ListOf, MapOf, Record, Truth, Whole, check
from followup_core.source import parse

CLASSES = ("negation", "number", "timeunit", "weekday", "month", "me", "you", "company-suffix")
"""The classes that every language has, because measures count them."""
MARKS = (
    "thanks",
    "ask",
    "verdict-ask",
    "timeline-ask",
    "moment",
    "offer",
    "way-out",
    "real-offer",
    "promise-named",
)
"""What a message as a whole may hold; rules and measures ask for it by name."""

_NAME = r"[a-z][a-z0-9-]{0,39}"
_ENTRY = Line(60)
MAX_WORDS = 500
WORDS = Record(
    "language",
    Field("locale", Line(12), required=True, says="equals the file name, such as en"),
    Field(
        "classes",
        MapOf(ListOf(_ENTRY, MAX_WORDS), _NAME, "made of a-z and hyphens"),
        required=True,
        says="groups of words that rules call by one name",
    ),
    Field("contractions", MapOf(_ENTRY, r"\S{1,9}", "an ending or a beginning with its apostrophe")),
    Field("whole", MapOf(_ENTRY, r"\S{1,20}", "one word"), says="words that stand for others"),
    Field("abbreviations", ListOf(_ENTRY, MAX_WORDS), says="their full stop ends no sentence"),
    Field("greetings", ListOf(_ENTRY, MAX_WORDS), required=True),
    Field("signoffs", ListOf(_ENTRY, MAX_WORDS), required=True),
    Field("common", ListOf(_ENTRY, MAX_WORDS), required=True, says="by which the language is recognised"),
    Field("nouns_capitalised", Truth(), says="whether a capital inside a sentence says nothing"),
    Field("doubt", Whole(0, 100), says="percent: a rule says it softly where a sentence leans less"),
    Field("marks", MapOf(ListOf(Line(600), MAX_WORDS), _NAME, "made of a-z and hyphens"), required=True),
)


@dataclass(frozen=True)
class Words:
    """What the check knows of a language. Texts are as their file has them; `split` makes keys of them."""

    locale: str
    classes: Mapping[str, tuple[str, ...]]
    contractions: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    abbreviations: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    signoffs: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    nouns_capitalised: bool = False
    doubt: int = 0
    """In percent; see `Tone`."""
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _table(self) -> dict[str, tuple[str, ...]]:
        return {fold(word): tuple(fold(other).split()) for word, other in self.whole.items()}

    @cached_property
    def _affixes(self) -> tuple[list[tuple[str, tuple[str, ...]]], list[tuple[str, tuple[str, ...]]]]:
        """Beginnings (`j'`) and endings (`n't`), the longest first."""
        rows = sorted(
            ((fold(affix), tuple(fold(full).split())) for affix, full in self.contractions.items()),
            key=lambda row: -len(row[0]),
        )
        return [row for row in rows if row[0].endswith("'")], [
            row for row in rows if not row[0].endswith("'")
        ]

    def split(self, word: str) -> tuple[str, ...]:
        """The keys of one written word, at least one."""
        return self._keys(fold(word))

    def _keys(self, key: str) -> tuple[str, ...]:
        if found := self._table.get(key):
            return found
        if "'" in key:
            before, after = self._affixes
            for affix, full in before:
                if key.startswith(affix) and key != affix:
                    return (*full, *self._keys(key[len(affix) :]))
            for affix, full in after:
                if key.endswith(affix) and key != affix:
                    return (*self._keys(key[: -len(affix)]), *full)
        return (key,)

    @cached_property
    def common_keys(self) -> frozenset[str]:
        """The most frequent words, as keys."""
        return frozenset(key for word in self.common for key in self.split(word))

    @cached_property
    def short(self) -> frozenset[str]:
        """Abbreviations as they stand before their last full stop."""
        return frozenset(fold(word).rstrip(".") for word in self.abbreviations)

    @cached_property
    def greeting_keys(self) -> tuple[str, ...]:
        """The phrases that greet, as keys with a blank after each."""
        return tuple(map(_line_of_keys, self.greetings))

    @cached_property
    def signoff_keys(self) -> tuple[str, ...]:
        """The phrases that end a letter, as keys with a blank after each."""
        return tuple(map(_line_of_keys, self.signoffs))

    @cached_property
    def ceremony(self) -> frozenset[str]:
        """The single words of greetings and sign-offs: no names, though they have capitals."""
        return frozenset(
            fold(word) for phrase in (*self.greetings, *self.signoffs) for word in phrase.split()
        )

    def keys(self, name: str) -> frozenset[str]:
        """The single words of a class, as keys."""
        return frozenset(
            key for word in self.classes.get(name, ()) if " " not in word for key in self.split(word)
        )


def _line_of_keys(phrase: str) -> str:
    return "".join(fold(word) + " " for word in re.findall(r"[\w'’]+", phrase))


def fold(word: str) -> str:
    """A word without case, accents and curls: `Él’s` -> `el's`."""
    if word.isascii():
        return word.lower()
    plain = "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))
    return plain.casefold().replace("’", "'").replace("ʼ", "'").replace("`", "'")


def read_words(text: str | bytes, path: str) -> tuple[Words | None, tuple[Diagnostic, ...]]:
    """The words of a language and what is wrong with their file; no words when there are errors."""
    collector = Collector(path)
    root = parse(text, collector)
    if root is None or collector.failed:
        return None, collector.sorted()
    values = check(WORDS, root, collector)
    for name in CLASSES:
        if name not in values.get("classes", {}):
            collector.error(
                "TONE-CLASS", f"The class {name} is missing.", values.at("classes"), "every language has it"
            )
    for name in MARKS:
        if name not in values.get("marks", {}):
            collector.error(
                "TONE-CLASS", f"The mark {name} is missing.", values.at("marks"), "measures ask for it"
            )
    locale = PurePosixPath(path).name.partition(".")[0]
    if values.get("locale") not in (None, locale):
        message = f"The file is called {locale}, but its locale is {values['locale']}."
        collector.error("TONE-LOCALE", message, values.at("locale"), f"write locale: {locale}")
    return (None if collector.failed else words_from_plain(values)), collector.sorted()


def words_to_plain(words: Words) -> dict[str, Any]:
    """The words as JSON may hold them."""
    return {name: getattr(words, name) for name in WORDS.by_name}


def words_from_plain(plain: Mapping[str, Any]) -> Words:
    """What `words_to_plain` gave, or the good values of a file."""

    def rows(name: str) -> dict[str, tuple[str, ...]]:
        return {key: tuple(words) for key, words in plain.get(name, {}).items()}

    return Words(
        plain["locale"],
        rows("classes"),
        dict(plain.get("contractions", {})),
        dict(plain.get("whole", {})),
        tuple(plain.get("abbreviations", ())),
        tuple(plain["greetings"]),
        tuple(plain["signoffs"]),
        tuple(plain["common"]),
        bool(plain.get("nouns_capitalised")),
        int(plain.get("doubt") or 0),
        rows("marks"),
    )
