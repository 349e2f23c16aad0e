"""A message as the rules read it: sentences whose words are sets of symbols, and what was found in each.

    Reader(words, rules).read(text) -> Message

Each sentence goes once through one scan of all patterns. What a sentence holds does not depend on the others,
so it is remembered: while somebody types, only the sentence in hand is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from followup_core.letter import Letter, Part, Zone, read_letter, words_in
from followup_core.patterns import (
    ANY,
    BEGIN,
    END,
    EXCLAMATION,
    QUESTION,
    Lexicon,
    Pattern,
    Scan,
    Span,
    Symbols,
)
from followup_core.tonerules import Rule
from followup_core.words import Words, fold

MARK = "@"
REMEMBERED = 2_000
"""Sentences whose findings are kept."""
_LINK: tuple[Symbols, ...] = (frozenset({ANY, "{link}"}),)


@dataclass(frozen=True, slots=True)
class _Read:
    """One sentence by itself: places are counted from its begin."""

    symbols: tuple[Symbols, ...]
    """A sentence edge, each key, a sentence edge."""
    places: tuple[Span, ...]
    """The characters of each of them."""
    present: Symbols
    hits: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A written word and its place in the whole text."""

    text: str
    span: Span

    @property
    def is_link(self) -> bool:
        """Whether it is a web or mail address."""
        return "/" in self.text or "@" in self.text or self.text.startswith("www.")


class Sentence:
    """One part of a message, with its words and what was found in it."""

    def __init__(self, part: Part, read: _Read, words: tuple[Word, ...], text: str) -> None:
        self.zone: Zone = part.zone
        self.start, self.end = part.start, part.end
        self.read, self.words, self.text = read, words, text

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return QUESTION in self.read.symbols[-1]

    @property
    def keys(self) -> list[str]:
        """Its written words as keys."""
        return [fold(word.text) for word in self.words]

    def number_of(self, symbol: str) -> int:
        """How many of its words are of a class."""
        return sum(symbol in each for each in self.read.symbols)

    def span(self, first: int, after: int) -> Span:
        """The characters of some symbols, counted in the whole text."""
        places = self.read.places
        first, after = max(first, 1), min(after, len(places) - 1)
        if first >= after:
            return self.start, self.end
        return self.start + places[first][0], self.start + places[after - 1][1]


@dataclass(frozen=True)
class Message:
    """A text read with the words of one language."""

    letter: Letter
    sentences: tuple[Sentence, ...]
    words: Words

    @property
    def text(self) -> str:
        """The text as given."""
        return self.letter.text

    @property
    def own(self) -> str:
        """The text up to where an earlier mail is quoted."""
        return self.letter.text[: self.letter.parts[-1].end] if self.letter.parts else ""

    @property
    def locale(self) -> str:
        """The language."""
        return self.words.locale

    @property
    def common(self) -> frozenset[str]:
        """The most frequent words of the language."""
        return self.words.common_keys

    @property
    def ceremony(self) -> frozenset[str]:
        """Words of greetings and sign-offs."""
        return self.words.ceremony

    def of(self, *zones: Zone) -> list[Sentence]:
        """The sentences in these zones."""
        return [each for each in self.sentences if each.zone in zones]

    def marked(self, mark: str) -> list[tuple[Sentence, Span]]:
        """Where a mark of the language was found."""
        owner = MARK + mark
        return [(each, span) for each in self.sentences for found, span in each.read.hits if found == owner]

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether these characters are inside quotation marks."""
        return any(first <= start and end <= last for first, last in self.letter.quoted)


class Reader:
    """All rules of one language, compiled together."""

    def __init__(self, words: Words, rules: Iterable[Rule]) -> None:
        self.words = words
        self.rules = {rule.id: rule for rule in rules}
        self._patterns: dict[str, Pattern] = {}
        texts = [text for found in words.marks.values() for text in found]
        texts += [
            text
            for rule in self.rules.values()
            for text in (*rule.find, *rule.unless, *rule.unless_anywhere, *rule.only_with)
        ]
        self.lexicon = Lexicon(words.split, words.classes, texts)
        owned = [(MARK + mark, text) for mark, found in words.marks.items() for text in found]
        owned += [(rule.id, text) for rule in self.rules.values() for text in rule.find]
        self._scan = Scan((owner, self.pattern(text)) for owner, text in owned)
        self._suffixes = words.keys("company-suffix")
        self._read = lru_cache(REMEMBERED)(self._read_sentence)

    def pattern(self, text: str) -> Pattern:
        """The compiled form of a pattern of this language."""
        if text not in self._patterns:
            self._patterns[text] = Pattern(text, self.words.split, self.words.classes)
        return self._patterns[text]

    def read(self, text: str) -> Message:
        """Take a text apart and scan its sentences."""
        letter = read_letter(text, self.words)
        return Message(letter, tuple(self._sentence(letter, part) for part in letter.parts), self.words)

    def _sentence(self, letter: Letter, part: Part) -> Sentence:
        text = letter.text[part.start : part.end]
        found = [(match.group(), match.span()) for match in words_in(text)]
        names = frozenset(word for word, _ in found[:1] if word in letter.names)
        if part.zone in ("greeting", "signoff"):
            names = frozenset(word for word, _ in found if word in letter.names)
        read = self._read(text, part.zone == "subject", names)
        words = tuple(Word(word, (part.start + a, part.start + b)) for word, (a, b) in found)
        return Sentence(part, read, words, text)

    def _read_sentence(self, text: str, is_subject: bool, names: frozenset[str]) -> _Read:
        found = [(match.group(), match.span()) for match in words_in(text)]
        symbols: list[Symbols] = [frozenset({BEGIN})]
        places: list[Span] = [(0, 0)]
        capitals = not self.words.nouns_capitalised and not (is_subject and _is_title(found))
        for index, (word, place) in enumerate(found):
            if "/" in word or "@" in word:
                keys = _LINK
            else:
                name = word in names or (
                    word[0].isupper() and self._is_name(text, found, index, capitals and index > 0)
                )
                keys = self.lexicon.look(word, name)
            symbols += keys
            places += [place] * len(keys)
        symbols.append(_edge(text))
        places.append((len(text), len(text)))
        present = frozenset().union(*symbols)
        hits = tuple(self._scan.find(symbols, present)) if found else ()
        return _Read(tuple(symbols), tuple(places), present, hits)

    def _is_name(self, text: str, found: Sequence[tuple[str, Span]], index: int, inside: bool) -> bool:
        """Whether a word with a capital is a name: one inside a sentence, or part of a company's name."""
        word, (start, _) = found[index]
        after = found[index + 1][0] if index + 1 < len(found) else ""
        if after[:1].isupper() and fold(after) in self._suffixes:
            return True
        if not inside or word.isupper():
            return False
        return (
            not text[max(0, start - 2) : start]
            .strip()
            .endswith((":", '"', "“", "„", "«", "‘", "(", "-", "–"))
        )


def _is_title(found: Sequence[tuple[str, Span]]) -> bool:
    """Whether a subject is written Like This, so that capitals say nothing."""
    long = [word for word, _ in found[1:] if len(word) > 3]
    return len(long) > 1 and sum(word[0].isupper() for word in long) > 0.6 * len(long)


def _edge(text: str) -> Symbols:
    end = text.rstrip("\"'”’»)] ")[-3:]
    found = {END}
    if QUESTION in end:
        found.add(QUESTION)
    if EXCLAMATION in end:
        found.add(EXCLAMATION)
    return frozenset(found)


def evaluate(reader: Reader, sentence: Sentence, pattern: str) -> bool:
    """Whether a pattern occurs in a sentence; for the conditions of rules, which are rarely asked for."""
    compiled = reader.pattern(pattern)
    return compiled.fits(sentence.read.present) and bool(compiled.find(sentence.read.symbols))
