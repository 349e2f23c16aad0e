"""What a message is made of: subject, greeting, sentences, sign-off. Only places are kept, never copies.

A first line `Subject: …` followed by an empty line is the subject. Lines quoted from an earlier mail (`> …`,
and all below `On … wrote:`) are somebody else's words and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from followup_core.words import Words, fold

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

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_SUBJECT = re.compile(r"(?:subject|betreff|asunto|objet)[ \t]*:[ \t]*", re.IGNORECASE)
_EARLIER = re.compile(
    r"(?:on|am|el|le)\b.{4,120}(?:wrote|schrieb|escribi[oó]|a écrit)\W*$|-{4,} ?\w.*-{2,}\s*$", re.IGNORECASE
)
_WORD = re.compile(
    r"https?://[^\s<>]+|www\.[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[^\W_]|[\u0300-\u036f])+(?:['’ʼ`](?:[^\W_]|[\u0300-\u036f])+)*"
)
_BREAK = re.compile(r"(?P<stop>[.!?…]+)[\"'”’»)\]]*(?=\s|$)|(?P<line>\r\n|\r|\n)[ \t]*")
_BULLET = re.compile(r"[-*•–]\s|\d+[.)]\s")
_NAME = re.compile(r"(?<=[a-zß-ÿ,;] )[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*")
_QUOTED = re.compile(r"“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|(?<!\w)\"[^\"\n]*\"(?!\w)|(?<!\w)‘[^’\n]{3,}’(?!\w)")


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence, or one line of the greeting or the sign-off: `text[start:end]` without blanks around."""

    zone: Zone
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and its parts, in order. `names` are words with a capital that are names somewhere in it."""

    text: str
    parts: tuple[Part, ...]
    names: frozenset[str]
    quoted: tuple[tuple[int, int], ...]

    def of(self, *zones: Zone) -> list[Part]:
        """The parts in these zones."""
        return [part for part in self.parts if part.zone in zones]


def words_in(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The written words, web and mail addresses as one."""
    return _WORD.finditer(text, start, len(text) if end is None else end)


def read_letter(text: str, words: Words) -> Letter:
    """Take a message apart."""
    lines = [found.span() for found in _LINE.finditer(text) if found.group()]
    parts: list[Part] = []
    if lines and (found := _SUBJECT.match(text, *lines[0])) and not _is_filled(text, lines[1:2]):
        parts.append(_stripped(text, "subject", found.end(), lines[0][1]))
        lines = lines[1:]
    own = list(_own_lines(text, lines))
    greeting, own = _greeting(text, own, words)
    own, signoff, postscript = _signoff(text, own, words)
    body = [part for block in _blocks(text, own) for part in _sentences(text, block, words)]
    after = [part for block in _blocks(text, postscript) for part in _sentences(text, block, words)]
    parts += [*greeting, *_zoned(body), *sorted([*signoff, *after], key=lambda part: part.start)]
    return Letter(text, tuple(parts), _names(text, [*greeting, *signoff], words), _quotes(text))


Lines = list[tuple[int, int]]


def _is_filled(text: str, lines: Lines) -> bool:
    return any(text[start:end].strip() for start, end in lines)


def _own_lines(text: str, lines: Lines) -> Iterator[tuple[int, int]]:
    for start, end in lines:
        line = text[start:end].strip()
        if _EARLIER.match(line):
            return
        if not line.startswith(">"):
            yield start, end


def _stripped(text: str, zone: Zone, start: int, end: int) -> Part:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Part(zone, start + left, max(start + left, start + len(piece.rstrip())))


# ── greeting and sign-off ────────────────────────────────────────────────────────────────────────────────


def _greeting(text: str, lines: Lines, words: Words) -> tuple[list[Part], Lines]:
    """The greeting, and the lines after it; what follows its comma on the same line stays."""
    first = next((index for index, line in enumerate(lines) if _is_filled(text, [line])), None)
    if first is None:
        return [], lines
    start, end = lines[first]
    found = list(words_in(text, start, end))
    comma = re.compile(r"[,!:;–—]").search(text, start, end)
    stop = comma.end() if comma else end
    if comma and _is_name(text, comma.end(), end):
        stop = end
    if not found or sum(word.start() < stop for word in found) > GREETING_WORDS:
        return [], lines
    bare = len(found) <= NAME_WORDS and bool(comma) and all(word.group()[0].isupper() for word in found)
    if not bare and not _begins_with(text[start:end], words.greetings):
        return [], lines
    rest = [(stop, end)] if _is_filled(text, [(stop, end)]) else []
    return [_stripped(text, "greeting", start, stop)], [*rest, *lines[first + 1 :]]


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the rest of a greeting line is the name: `Hola, Nuria:`, `Buenos días, señora Vidal:`."""
    names = [word.group() for word in words_in(text, start, end)]
    return (
        0 < len(names) <= NAME_WORDS
        and text[start:end].rstrip()[-1:] in (",", ":")
        and any(name[0].isupper() for name in names)
    )


def _begins_with(line: str, phrases: Sequence[str]) -> bool:
    plain = " ".join(fold(word.group()) for word in words_in(line)) + " "
    return any(
        plain.startswith(" ".join(map(fold, re.findall(r"[\w'’]+", phrase))) + " ") for phrase in phrases
    )


def _signoff(text: str, lines: Lines, words: Words) -> tuple[Lines, list[Part], Lines]:
    """The lines before the sign-off, its parts, and the lines after it that say something."""
    filled = [index for index, line in enumerate(lines) if _is_filled(text, [line])]
    for index in filled[1:][-SIGNOFF_LINES:]:
        line = text[slice(*lines[index])].strip()
        count = len(list(words_in(line)))
        ends = line[-1:] not in (".", "?")
        if ends and count <= SIGNOFF_WORDS and _begins_with(line, words.signoffs):
            said = [each for each in lines[index + 1 :] if _says_something(text, each)]
            return lines[:index], _as_parts(text, [each for each in lines[index:] if each not in said]), said
    if len(filled) > 1:
        line = text[slice(*lines[filled[-1]])].strip()
        found = list(words_in(line))
        if (
            0 < len(found) <= NAME_WORDS
            and all(word.group()[0].isupper() for word in found)
            and line[-1] not in "?!"
        ):
            return lines[: filled[-1]], _as_parts(text, lines[filled[-1] :]), []
    return lines, [], []


def _says_something(text: str, line: tuple[int, int]) -> bool:
    """Whether a line below the sign-off is a postscript, not a name, a job title or an address."""
    piece = text[slice(*line)].strip()
    return piece[-1:] in (".", "!", "?", "…") and len(list(words_in(piece))) >= POSTSCRIPT_WORDS


def _as_parts(text: str, lines: Lines) -> list[Part]:
    return [_stripped(text, "signoff", *line) for line in lines if _is_filled(text, [line])]


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(text: str, lines: Lines) -> Iterator[tuple[int, int]]:
    """Runs of lines without an empty one between."""
    begin = end = -1
    for start, stop in lines:
        if end != start or not _is_filled(text, [(start, stop)]):
            if begin >= 0:
                yield begin, end
            begin = -1
        if _is_filled(text, [(start, stop)]):
            begin, end = (start if begin < 0 else begin), stop
    if begin >= 0:
        yield begin, end


def _sentences(text: str, block: tuple[int, int], words: Words) -> Iterator[Part]:
    start, end = block
    line_start = start
    for found in _BREAK.finditer(text, start, end):
        if found.lastgroup == "stop":
            if not _ends_sentence(text, found, words):
                continue
        else:
            wrapped = found.start() - line_start > SHORT_LINE and not _BULLET.match(text, found.end(), end)
            line_start = found.end()
            if wrapped:
                continue
        if text[start : found.end()].strip():
            yield _stripped(text, "body", start, found.end())
        start = found.end()
    if text[start:end].strip():
        yield _stripped(text, "body", start, end)


_BEFORE = re.compile(r"[^\s(\"“„«]*$")


def _ends_sentence(text: str, stop: re.Match[str], words: Words) -> bool:
    """Whether dots and marks end a sentence; the dot of `Dr.` and of an initial does not."""
    if stop.group("stop") != ".":
        return True
    before = _BEFORE.search(text, max(0, stop.start() - 20), stop.start())
    word = fold(before.group()) if before else ""
    return word not in words.short and not (len(word) == 1 and word.isalpha() and word != "i")


def _zoned(body: list[Part]) -> Iterator[Part]:
    for index, part in enumerate(body):
        zone: Zone = "opening" if index == 0 else "closing" if index == len(body) - 1 else "body"
        yield Part(zone, part.start, part.end)


# ── names and quotations ─────────────────────────────────────────────────────────────────────────────────


def _names(text: str, ends: list[Part], words: Words) -> frozenset[str]:
    found = set() if words.nouns_capitalised else set(_NAME.findall(text))
    for part in ends:
        found |= {
            word.group()
            for word in words_in(text, part.start, part.end)
            if word.group()[0].isupper() and fold(word.group()) not in words.ceremony
        }
    return frozenset(found)


def _quotes(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _QUOTED.finditer(text))
