"""What a message is made of: subject, greeting, sentences, sign-off. Only places are kept, never copies.

A first line `Subject: …` followed by an empty line is the subject. Lines quoted from an earlier mail (`> …`,
and all below `On … wrote:`) are somebody else's words and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import islice
from typing import Literal, NamedTuple

from followup_core.words import Words, fold

Span = tuple[int, int]
Zone = Literal["subject", "greeting", "opening", "body", "closing", "signoff"]
BODY: tuple[Zone, ...] = ("opening", "body", "closing")
"""Where the sentences of the writer stand."""

SHORT_LINE = 45
"""Characters of a line after which a line break ends the sentence; longer lines are wrapped ones."""
GREETING_WORDS = 8
SIGNOFF_WORDS = 5
SIGNOFF_LINES = 8
POSTSCRIPT_WORDS = 4
NAME_WORDS = 3
REMEMBERED = 500
"""Lines and blocks of them that are remembered: while somebody types, only the one in hand is read again."""

_SUBJECT = re.compile(r"(?:subject|betreff|asunto|objet)[ \t]*:[ \t]*", re.IGNORECASE)
_EARLIER = re.compile(
    r"(?:on|am|el|le)\b.{4,120}(?:wrote|schrieb|escribi[oó]|a écrit)\W*$|-{4,} ?\w.*-{2,}\s*$", re.IGNORECASE
)
_WORD = re.compile(
    r"https?://[^\s<>]+|www\.[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[^\W_]|[\u0300-\u036f])+(?:['’ʼ`](?:[^\W_]|[\u0300-\u036f])+)*"
)
_THEIRS = ">"
"""What a line quoted from an earlier mail begins with."""
_COMMA = re.compile(r"[,!:;–—]")
# What begins with a character, or with one of a set, is found much faster than what begins with a choice.
_STOP = re.compile(r"(?P<marks>[.!?…][.!?…]*)[\"'”’»)\]]*(?=\s|$)")
_BEFORE = re.compile(r"[\s(\"“„«]")
_BULLET = re.compile(r"[ \t]*(?:[-*•–]|\d+[.)])\s")
_NAME = re.compile(r" (?<=[a-zß-ÿ,;] )([A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*)")
_QUOTED = re.compile(r"“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|(?<!\w)\"[^\"\n]*\"(?!\w)|(?<!\w)‘[^’\n]{3,}’(?!\w)")
_OPENING_MARKS = '“„«"‘'
"""What a quotation begins with."""


class Part(NamedTuple):
    """One sentence, or one line of the greeting or the sign-off: `text[start:end]` without blanks around."""

    zone: Zone
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and its parts, in order. `own` is the text without what others wrote, which is blanks there;
    `names` are words with a capital that are names somewhere in it."""

    text: str
    own: str
    parts: tuple[Part, ...]
    names: frozenset[str]
    quoted: tuple[Span, ...]

    def of(self, *zones: Zone) -> list[Part]:
        """The parts in these zones."""
        return [part for part in self.parts if part.zone in zones]


def words_in(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The written words, web and mail addresses as one."""
    return _WORD.finditer(text, start, len(text) if end is None else end)


Line = tuple[int, int, str]
"""Where a line begins, where it ends with its break, and what it says: the same without blanks around."""


def read_letter(text: str, words: Words) -> Letter:
    """Take a message apart."""
    every = lines = list(_lines(text))
    parts: list[Part] = []
    if lines and (found := _SUBJECT.match(text, 0, lines[0][1])) and not _filled(lines[1:2]):
        parts.append(Part("subject", *_stripped(text, found.end(), lines[0][1])))
        lines = lines[1:]
    own = list(_own_lines(lines))
    greeting, own = _greeting(text, own, words)
    own, signoff, postscript = _signoff(text, own, words)
    after = [Part("body", *span) for span in _sentences(text, postscript, words)]
    parts += [*greeting, *_body(text, own, words), *sorted([*signoff, *after], key=lambda part: part.start)]
    written = _blanked(text[: parts[-1].end], every) if parts else ""
    names = _names(text, every, [*greeting, *signoff], words)
    return Letter(text, written, tuple(parts), names, _quotes(text))


def _lines(text: str) -> Iterator[Line]:
    end = 0
    for line in StringIO(text, newline=""):  # any kind of break, kept as it is
        start, end = end, end + len(line)
        yield start, end, line.strip()


def _filled(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line[2]]


def _own_lines(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if _EARLIER.match(line[2]):
            return
        if not line[2].startswith(_THEIRS):
            yield line


def _blanked(own: str, lines: Sequence[Line]) -> str:
    """The text with blanks for the lines between that are quoted from an earlier mail."""
    if _THEIRS in own:
        for start, end, says in lines:
            if says.startswith(_THEIRS):
                own = own[:start] + re.sub(r"\S", " ", own[start:end]) + own[end:]
    return own


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end].lstrip()
    start = end - len(piece)
    return start, start + len(piece.rstrip())


# ── greeting and sign-off ────────────────────────────────────────────────────────────────────────────────


def _greeting(text: str, lines: list[Line], words: Words) -> tuple[list[Part], list[Line]]:
    """The greeting, and the lines after it; what follows its comma on the same line stays."""
    first = next((index for index, (_, _, says) in enumerate(lines) if says), None)
    if first is None:
        return [], lines
    start, end, _ = lines[first]
    found = list(islice(words_in(text, start, end), GREETING_WORDS + 1))
    comma = _COMMA.search(text, start, end)
    stop = comma.end() if comma else end
    if comma and _is_name(text[stop:end].strip()):
        stop = end
    if not found or sum(word.start() < stop for word in found) > GREETING_WORDS:
        return [], lines
    written = [word.group() for word in found]
    bare = bool(comma) and len(written) <= NAME_WORDS and all(word[0].isupper() for word in written)
    if not bare and not _begin_with(written, words.greeting_keys):
        return [], lines
    rest = _filled([(stop, end, text[stop:end].strip())])
    return [Part("greeting", *_stripped(text, start, stop))], [*rest, *lines[first + 1 :]]


def _few_words(piece: str, most: int) -> list[str]:
    """The words of a piece of text that has no more than so many; of a longer one none."""
    found = [word.group() for word in islice(words_in(piece), most + 1)]
    return found if len(found) <= most else []


def _is_name(piece: str) -> bool:
    """Whether the rest of a greeting line is the name: `Hola, Nuria:`, `Buenos días, señora Vidal:`."""
    return piece[-1:] in (",", ":") and any(word[0].isupper() for word in _few_words(piece, NAME_WORDS))


def _begin_with(written: Sequence[str], phrases: tuple[str, ...]) -> bool:
    return (" ".join(map(fold, written)) + " ").startswith(phrases)


def _signoff(text: str, lines: list[Line], words: Words) -> tuple[list[Line], list[Part], list[Line]]:
    """The lines before the sign-off, its parts, and the lines after it that say something."""
    filled = [(index, says) for index, (_, _, says) in enumerate(lines) if says][1:]
    for index, says in filled[-SIGNOFF_LINES:]:
        if says[-1] not in ".?" and _begin_with(_few_words(says, SIGNOFF_WORDS), words.signoff_keys):
            said = [line for line in lines[index + 1 :] if _is_postscript(line[2])]
            return lines[:index], _as_parts(text, [line for line in lines[index:] if line not in said]), said
    if filled:
        last, says = filled[-1]
        found = _few_words(says, NAME_WORDS)
        if found and all(word[0].isupper() for word in found) and says[-1] not in "?!":
            return lines[:last], _as_parts(text, lines[last:]), []
    return lines, [], []


def _is_postscript(says: str) -> bool:
    """Whether a line below the sign-off is one, not a name, a job title or an address."""
    return says[-1:] in (".", "!", "?", "…") and not _few_words(says, POSTSCRIPT_WORDS - 1)


def _as_parts(text: str, lines: Sequence[Line]) -> list[Part]:
    return [Part("signoff", *_stripped(text, start, end)) for start, end, _ in _filled(lines)]


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────


def _body(text: str, lines: Sequence[Line], words: Words) -> Iterator[Part]:
    spans = list(_sentences(text, lines, words))
    for index, (start, end) in enumerate(spans):
        zone: Zone = "opening" if index == 0 else "closing" if index == len(spans) - 1 else "body"
        yield Part(zone, start, end)


def _sentences(text: str, lines: Sequence[Line], words: Words) -> Iterator[Span]:
    for begin, after in _blocks(lines):
        for start, end in _cut(text[begin:after], words.short):
            yield begin + start, begin + end


def _blocks(lines: Sequence[Line]) -> Iterator[Span]:
    """Runs of lines without an empty one between."""
    begin = end = -1
    for start, after, says in lines:
        if begin >= 0 and not (says and start == end):
            yield begin, end
            begin = -1
        if says:
            begin, end = (start if begin < 0 else begin), after
    if begin >= 0:
        yield begin, end


@lru_cache(REMEMBERED)
def _cut(block: str, short: frozenset[str]) -> tuple[Span, ...]:
    """The sentences of a block; `short` are words whose full stop ends none."""
    found = []
    start = 0
    for begin, end, says in _lines(block):
        for stop in _STOP.finditer(block, begin, end):
            if stop.group("marks") != "." or _is_full_stop(block, stop.start(), short):
                found.append(_stripped(block, start, stop.end()))
                start = stop.end()
        wrapped = len(says) > SHORT_LINE and not _BULLET.match(block, end)
        if (end == len(block) or not wrapped) and block[start:end].strip():
            found.append(_stripped(block, start, end))
            start = end
    return tuple(found)


def _is_full_stop(text: str, at: int, short: frozenset[str]) -> bool:
    """Whether a dot ends a sentence; that of `Dr.` and of an initial does not."""
    word = fold(_BEFORE.split(text[max(0, at - 20) : at])[-1])
    return word not in short and not (len(word) == 1 and word.isalpha() and word != "i")


# ── names and quotations ─────────────────────────────────────────────────────────────────────────────────


@lru_cache(REMEMBERED)
def _named(line: str) -> frozenset[str]:
    """The names inside the sentences of a line."""
    return frozenset(_NAME.findall(line))


@lru_cache(REMEMBERED)
def _addressed(line: str, ceremony: frozenset[str]) -> frozenset[str]:
    """The names in a line of the greeting or the sign-off."""
    written = [word.group() for word in words_in(line)]
    return frozenset(word for word in written if word[0].isupper() and fold(word) not in ceremony)


def _names(text: str, lines: Sequence[Line], ends: list[Part], words: Words) -> frozenset[str]:
    found: set[str] = set()
    if not words.nouns_capitalised:
        found.update(*[_named(says) for _, _, says in lines])
    for part in ends:
        found |= _addressed(text[part.start : part.end], words.ceremony)
    return frozenset(found)


def _quotes(text: str) -> tuple[Span, ...]:
    if not any(mark in text for mark in _OPENING_MARKS):
        return ()
    return tuple(found.span() for found in _QUOTED.finditer(text))
