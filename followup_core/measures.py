"""What the tone check counts in a message, beside the phrases it knows.

    measure(message, about) -> {name: Measured}

Each measure is a number and the places that make it up. Limits, severities and sentences for them are rules
(`measure:` in data/tone/<locale>/), so a language or a pack can set its own. Nothing here judges.

What is counted in a sentence (`reading.Read`) or in a paragraph (`signs`) is remembered with it: while
somebody types, only the one in hand is counted again.

Sources: reading grade of English after Kincaid et al., 1975 (Flesch-Kincaid); of other languages LIX after
Björnsson, 1968, as grades after Anderson, 1983. The share about oneself is our own measure: sentences that
speak of me against those that speak of you, the first and the last counted twice, since they stay in mind.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from followup_core.leaning import FAULTS
from followup_core.letter import words_in
from followup_core.reading import Message, Sentence
from followup_core.words import fold

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class About:
    """Who a message is for: the recipient's name, the employer, and employers of other applications."""

    to: str = ""
    employer: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A number, and where it comes from, in code points of the whole text."""

    value: float
    spans: tuple[Span, ...] = ()
    each: tuple[float, ...] = ()
    """For measures of single sentences: the value at each span; `value` is the highest."""


def measure(message: Message, about: About) -> dict[str, Measured]:
    """All measures of a message by name, those of `tonerules.MEASURES`."""
    return {name: function(message, about) for name, function in _MEASURES.items()}


def _count(spans: Iterable[Span]) -> Measured:
    found = tuple(spans)
    return Measured(len(found), found)


# ── size and structure ───────────────────────────────────────────────────────────────────────────────────


def _words(message: Message, about: About) -> Measured:
    written = [sentence for sentence in message.sentences if sentence.zone != "subject"]
    return Measured(sum(len(sentence.words) for sentence in written), _whole(message))


def _characters(message: Message, about: About) -> Measured:
    return Measured(len(message.text), _whole(message))


def _whole(message: Message) -> tuple[Span, ...]:
    body = message.body or message.sentences
    return ((body[0].start, body[0].end),) if body else ()


def _questions(message: Message, about: About) -> Measured:
    return _count([(each.start, each.end) for each in message.body if each.read.is_question])


def _repeated_openings(message: Message, about: About) -> Measured:
    """The longest run of sentences that begin with the same word."""
    longest: list[Sentence] = []
    run: list[Sentence] = []
    for each in message.body:
        if each.words:
            run = [*run, each] if run and run[0].read.opening == each.read.opening else [each]
            longest = run if len(run) > len(longest) else longest
    return Measured(len(longest), tuple(each.place(0) for each in longest))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

_LIX_GRADES = (10, 15, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56)
"""LIX from which a text is one grade harder (Anderson 1983)."""


def _reading_grade(message: Message, about: About) -> Measured:
    lengths = [each.read.counts.words for each in message.body]
    sentences = len(lengths) - lengths.count(0)
    if not sentences:
        return Measured(0)
    counts, words = message.counts, message.counts.words
    if message.locale.startswith("en"):
        grade = 0.39 * words / sentences + 11.8 * counts.syllables / words - 15.59
    else:
        grade = bisect(_LIX_GRADES, words / sentences + 100 * counts.long / words)
    longest = message.body[lengths.index(max(lengths))]
    return Measured(max(0.0, round(grade, 1)), ((longest.start, longest.end),))


# ── who and what it is about ─────────────────────────────────────────────────────────────────────────────


def _self_focus(message: Message, about: About) -> Measured:
    """The share of what speaks of the writer, 0 to 100, in sentences that speak of either side."""
    mine = yours = 0.0
    spans = []
    for each in message.body:
        me, you = each.read.counts.me, each.read.counts.you
        if me or you:
            weight = 1 if each.zone == "body" else 2
            mine += weight * me / (me + you)
            yours += weight * you / (me + you)
        if me and not you:
            spans.append((each.start, each.end))
    return Measured(round(100 * mine / (mine + yours)) if mine + yours else 0, tuple(spans[:1]))


def _marked(mark: str) -> Callable[[Message, About], Measured]:
    def counted(message: Message, about: About) -> Measured:
        return _count(sorted({each.span(*place) for each, place in message.marked(mark)}))

    return counted


def _asks(mark: str) -> Callable[[Message, About], Measured]:
    """Sentences with a mark: two ways of asking in one sentence are one request."""

    def counted(message: Message, about: About) -> Measured:
        return _count((each.start, each.end) for each, _ in groupby(each for each, _ in message.marked(mark)))

    return counted


def _leaning(label: str) -> Callable[[Message, About], Measured]:
    """How far sentences lean towards faults, in percent; counted for the fault they lean to most."""

    def found(message: Message, about: About) -> Measured:
        leaning = message.leaning.get(label, ())
        shares = tuple(each.read.leans_to[1] for each in leaning)
        return Measured(max(shares, default=0), tuple((each.start, each.end) for each in leaning), shares)

    return found


# ── signs ────────────────────────────────────────────────────────────────────────────────────────────────

_EXCLAMATIONS = re.compile(r"!!*")


def _signs(name: str) -> Callable[[Message, About], Measured]:
    def counted(message: Message, about: About) -> Measured:
        return _count(message.signs.get(name, ()))

    return counted


def _exclamations(message: Message, about: About) -> Measured:
    """Exclamation marks; those of a run count one by one."""
    spans = [found.span() for found in _EXCLAMATIONS.finditer(message.letter.own)]
    return Measured(sum(end - start for start, end in spans), tuple(spans[-1:]))


def _lower_case(message: Message, about: About) -> Measured:
    """1 when no sentence begins with a capital, though there are several."""
    if any(each.text[0].isupper() for each in message.body):
        return Measured(0)
    body = [each for each in message.body if each.words and each.text[0].isalpha()]
    small = len(body) > 1 and all(each.text[0].islower() for each in body)
    return Measured(int(small), (body[0].place(0),) if small else ())


def _bare_links(message: Message, about: About) -> Measured:
    """Links in sentences of fewer than five other words, after a sentence that does not lead to them."""
    if "://" not in message.letter.own and "www." not in message.letter.own:
        return Measured(0)
    found = []
    before: Sentence | None = None
    for each in message.body:
        links = [index for index, word in enumerate(each.words) if "/" in word.text or "www." in word.text]
        leads = before is not None and (before.text.endswith(":") or len(before.words) >= 5)
        if links and len(each.words) - len(links) < 5 and not leads:
            found += [each.place(index) for index in links]
        before = each
    return Measured(len(found), tuple(found))


def _strange_language(message: Message, about: About) -> Measured:
    """1 when hardly a word of the message is a common one of its language."""
    counts = message.counts
    strange = counts.words >= 12 and counts.common < 0.08 * counts.words
    return Measured(int(strange), _whole(message) if strange else ())


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────


def _wrong_names(message: Message, about: About) -> Measured:
    """Words of the greeting that are nearly, but not quite, a name of the recipient."""
    names = {fold(name): name for name in re.findall(r"[\w'’-]+", about.to)}
    if not names:
        return Measured(0)
    greeted = [
        word
        for part in message.letter.of("greeting")
        for word in words_in(message.text, part.start, part.end)
        if word.group()[0].isupper() and fold(word.group()) not in message.words.ceremony
    ]
    right = any(fold(word.group()) in names for word in greeted)
    wrong = [word for word in greeted if fold(word.group()) not in names and len(word.group()) > 2]
    return _count(word.span() for word in ([] if right else wrong))


def _wrong_companies(message: Message, about: About) -> Measured:
    """Employers of other applications, and misspelt forms of this one."""
    mine = fold(about.employer)
    found = []
    for other in about.others:
        if len(other) > 2 and fold(other) not in mine:
            found += [
                hit.span() for hit in re.finditer(rf"(?<!\w){re.escape(other)}(?!\w)", message.letter.own)
            ]
    if len(mine) >= 5 and " " not in mine:
        found += [
            each.place(index)
            for each in message.sentences
            for index, word in enumerate(each.words)
            if word.text[0].isupper() and _misspelt(fold(word.text), mine)
        ]
    return _count(sorted(set(found)))


def _misspelt(word: str, name: str) -> bool:
    if word == name or abs(len(word) - len(name)) > 1 or word.startswith(name) or name.startswith(word):
        return False
    return word[0] == name[0] and SequenceMatcher(None, word, name).ratio() >= 0.85


_MEASURES: Mapping[str, Callable[[Message, About], Measured]] = {
    "asks": _asks("ask"),
    "bare-links": _bare_links,
    "capitals": _signs("capitals"),
    "characters": _characters,
    "double-spaces": _signs("double-spaces"),
    "doubled-words": _signs("doubled-words"),
    "emoji": _signs("emoji"),
    "exclamations": _exclamations,
    "hidden": _signs("hidden"),
    **{f"leans-{label}": _leaning(label) for label in FAULTS},
    "lower-case": _lower_case,
    "moments": _marked("moment"),
    "offers": _marked("offer"),
    "placeholders": _signs("placeholders"),
    "questions": _questions,
    "reading-grade": _reading_grade,
    "repeated-openings": _repeated_openings,
    "self-focus": _self_focus,
    "strange-language": _strange_language,
    "thanks": _marked("thanks"),
    "verdict-asks": _asks("verdict-ask"),
    "ways-out": _marked("way-out"),
    "words": _words,
    "wrong-companies": _wrong_companies,
    "wrong-names": _wrong_names,
}
