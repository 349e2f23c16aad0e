"""What stands in a paragraph beside its words: placeholders, capitals, emoji, doubled words and the like.

    signs("Thank you you!") -> {"doubled-words": ((6, 13),)}

What was found in a paragraph is remembered: while somebody types, only the one in hand is looked at again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from operator import eq

from followup_core.characters import hidden

Span = tuple[int, int]

REMEMBERED = 300
"""Paragraphs whose signs are kept."""

_PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|[\[{<](?=[^\s\]}>])[^\[\]{}<>@:/\n]{1,60}[\]}>](?!\()|(?<![:;=])(?<![:;=]-)[\[\]{}]|_{3,}|\b[Xx]{3,}\b"
    r"|\b(?:TBD|TODO|TK|FIXME)\b|(?i:\blorem ipsum\b)|(?i:\binsert (?:name|company|date|role)\b)"
)
_PLACEHOLDER_HINTS = (*"[]{}<", "___", "xxx", "tbd", "todo", "tk", "fixme", "lorem", "insert")
"""In small letters; of these one is in every placeholder, and hardly any in other texts."""
_CAPITALS = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я][A-ZÀ-ÞΑ-ΩА-Я]{3,}")
_SYMBOL = "[\u2190-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_PICTURE = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{_SYMBOL}(?:\u200d{_SYMBOL})*")
"""What is seen as one: a flag of two letters, or symbols with their colours held together by joiners."""
_WRITTEN = re.compile(r"\w+")
_DOUBLED = re.compile(r"\b(\w+)[ \t]*\s[ \t]*\1\b", re.IGNORECASE)
_DOUBLE_SPACE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_LIST_LINE = re.compile(r"^[ \t]*(?:[-*•–]|\d+[.)])[ \t]+", re.MULTILINE)
_MAY_DOUBLE = frozenset(
    {"had", "that", "bye", "sie", "die", "der", "das", "nous", "vous", "ha", "very", "so", "no"}
)
"""Words that stand twice in a row in good sentences: "all that that means", „die, die“, « nous nous »."""


@lru_cache(REMEMBERED)
def signs(paragraph: str) -> Mapping[str, tuple[Span, ...]]:
    """The places of all signs that stand in a paragraph, by the name of the measure that counts them."""
    found = {name: tuple(find(paragraph)) for name, find in _FINDERS.items()}
    return {name: spans for name, spans in found.items() if spans}


def _capitals(text: str) -> Iterator[Span]:
    """Words of four letters or more in capitals only: shorter ones are mostly abbreviations."""
    for found in _CAPITALS.finditer(text):
        start, end = found.span()
        if not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()):
            yield start, end


def _emoji(text: str) -> Iterable[Span]:
    if text.isascii():
        return ()
    pictures = _PICTURE.finditer(text)
    return (found.span() for found in pictures if unicodedata.category(found.group()[0]) == "So")


def _hidden(text: str) -> Iterable[Span]:
    return ((index, index + 1) for index, _ in hidden(text))


def _placeholders(text: str) -> Iterable[Span]:
    small = text.lower()
    if not any(hint in small for hint in _PLACEHOLDER_HINTS):
        return ()
    return (found.span() for found in _PLACEHOLDER.finditer(text))


def _double_spaces(text: str) -> Iterator[Span]:
    if "  " in text or "\u00a0" in text:
        listed = {found.end() for found in _LIST_LINE.finditer(text)}
        for found in _DOUBLE_SPACE.finditer(text):
            # Two blanks after a full stop are how many people were taught to type.
            if text[found.start() - 1] not in ".!?:" and found.end() not in listed:
                yield found.span()


def _doubled_words(text: str) -> Iterator[Span]:
    words = _WRITTEN.findall(text.lower())
    if any(map(eq, words, islice(words, 1, None))):
        for found in _DOUBLED.finditer(text):
            if found.group(1).isalpha() and found.group(1).lower() not in _MAY_DOUBLE:
                yield found.span()


_FINDERS: Mapping[str, Callable[[str], Iterable[Span]]] = {
    "capitals": _capitals,
    "double-spaces": _double_spaces,
    "doubled-words": _doubled_words,
    "emoji": _emoji,
    "hidden": _hidden,
    "placeholders": _placeholders,
}
