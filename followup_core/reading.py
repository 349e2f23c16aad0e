"""A message as the rules read it: sentences whose words are sets of symbols, and what was found in each.

    Reader(words, rules).read(text) -> Message

Each sentence goes once through one scan of all patterns. What a sentence holds does not depend on the others,
so it is remembered: while somebody types, only the sentence in hand is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from followup_core import patterns
from followup_core.leaning import FAULTS, NAME, Leaning, features
from followup_core.letter import BODY, Letter, Part, Zone, read_letter, words_in
from followup_core.patterns import (
    ANY,
    BEGIN,
    END,
    EXCLAMATION,
    QUESTION,
    Lexicon,
    Pattern,
    Row,
    Scan,
    Span,
    Symbols,
)
from followup_core.signs import signs
from followup_core.tonerules import Rule
from followup_core.words import Words, fold

MARK = "@"
REMEMBERED = 2_000
"""Sentences whose findings are kept."""
MAX_KNOWN = 20_000
"""Written words that are kept."""
LONG = 6
"""Letters that a word has at most unless it is a long one."""
LEAST_WORDS = 3
"""Words of a sentence that the linear model is asked about."""


class Counts(NamedTuple):
    """What measures count in words; a sentence has the sums of its words, a message of its sentences."""

    words: int = 0
    me: int = 0
    you: int = 0
    common: int = 0
    long: int = 0
    syllables: int = 0


_NONE = Counts()


def _sums(counts: Sequence[Counts]) -> Counts:
    return Counts(*map(sum, zip(_NONE, *counts, strict=True)))


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to know about one written word, whatever stands around it."""

    text: str
    keys: tuple[str, ...]
    """Its keys as the linear model counts them: a name is as good as another."""
    symbols: tuple[Symbols, ...]
    bits: int
    counts: Counts


@dataclass(frozen=True)
class Read:
    """One sentence by itself: places are counted from its begin."""

    text: str
    words: tuple[Known, ...]
    spans: tuple[Span, ...]
    """The characters of each word."""
    keys: patterns.Sentence
    """A sentence edge, each key of each word, a sentence edge."""
    places: tuple[int, ...]
    """For each of them the index of its word."""
    hits: tuple[tuple[str, Span], ...]
    """Owners of patterns, and where in `keys`."""
    leans: Mapping[str, float]
    """The shares of `leaning`, in percent; empty for a language without a model."""
    conditions: dict[str, bool] = field(default_factory=dict, compare=False)
    """Of patterns that rules asked for as a condition: whether they occur. See `Reader.occurs`."""

    @cached_property
    def counts(self) -> Counts:
        """The sums of its words."""
        return _sums([word.counts for word in self.words])

    @cached_property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return QUESTION in self.keys.symbols[-1]

    @cached_property
    def opening(self) -> str:
        """Its first word in small letters."""
        return self.words[0].text.lower() if self.words else ""

    @cached_property
    def leans_to(self) -> tuple[str, int]:
        """The fault it leans to most, and how far it leans to any, in percent."""
        return max(self.leans, key=self.leans.__getitem__, default=""), round(sum(self.leans.values()))


class Sentence:
    """One part of a message, with its words and what was found in it."""

    __slots__ = ("end", "read", "start", "zone")

    def __init__(self, part: Part, read: Read) -> None:
        self.zone: Zone = part.zone
        self.start, self.end, self.read = part.start, part.end, read

    @property
    def text(self) -> str:
        """The sentence as written."""
        return self.read.text

    @property
    def words(self) -> tuple[Known, ...]:
        """Its written words."""
        return self.read.words

    def place(self, index: int) -> Span:
        """The characters of one word, counted in the whole text."""
        start, end = self.read.spans[index]
        return self.start + start, self.start + end

    def span(self, first: int, after: int) -> Span:
        """The characters of some symbols, counted in the whole text."""
        places = self.read.places
        first, after = max(first, 1), min(after, len(places) - 1)
        if first >= after:
            return self.start, self.end
        return self.place(places[first])[0], self.place(places[after - 1])[1]


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

    @cached_property
    def signs(self) -> Mapping[str, list[Span]]:
        """What `signs` finds in each paragraph that the writer wrote, counted in the whole text."""
        found: dict[str, list[Span]] = {}
        at = 0
        for paragraph in self.letter.own.split("\n\n"):
            for name, spans in signs(paragraph).items():
                found.setdefault(name, []).extend([(at + start, at + end) for start, end in spans])
            at += len(paragraph) + 2
        return found

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences between greeting and sign-off."""
        return tuple(self.of(*BODY))

    @cached_property
    def counts(self) -> Counts:
        """The sums of `body`."""
        return _sums([each.read.counts for each in self.body])

    @cached_property
    def leaning(self) -> Mapping[str, list[Sentence]]:
        """What stands between greeting and sign-off, and the subject, by the fault it leans to most."""
        leaning: dict[str, list[Sentence]] = {}
        for each in self.sentences:
            if each.read.leans and each.zone not in ("greeting", "signoff"):
                leaning.setdefault(each.read.leans_to[0], []).append(each)
        return leaning

    @cached_property
    def hits(self) -> Mapping[str, list[tuple[Sentence, Span]]]:
        """What was found, by owner, in the order of the text."""
        hits: dict[str, list[tuple[Sentence, Span]]] = {}
        for each in self.sentences:
            for owner, span in each.read.hits:
                hits.setdefault(owner, []).append((each, span))
        return hits

    @property
    def locale(self) -> str:
        """The language."""
        return self.words.locale

    def of(self, *zones: Zone) -> list[Sentence]:
        """The sentences in these zones."""
        return [each for each in self.sentences if each.zone in zones]

    def marked(self, mark: str) -> list[tuple[Sentence, Span]]:
        """Where a mark of the language was found."""
        return self.hits.get(MARK + mark, [])

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether these characters are inside quotation marks."""
        return any(first <= start and end <= last for first, last in self.letter.quoted)


class Reader:
    """All rules of one language, compiled together."""

    def __init__(
        self,
        words: Words,
        rules: Iterable[Rule],
        rows: Mapping[str, tuple[Row, ...]] | None = None,
        leaning: Leaning | None = None,
    ) -> None:
        self.words, self.leaning = words, leaning
        self.rules = {rule.id: rule for rule in rules}
        self._patterns = {text: Pattern(text, words, known) for text, known in (rows or {}).items()}
        self._lexicon = Lexicon(words, _texts(words, self.rules.values()))
        self._scan = Scan((owner, self.pattern(text)) for owner, text in _owned(words, self.rules.values()))
        self._pressing = {rule.id for rule in self.rules.values() if rule.category in FAULTS}
        self._suffixes = words.keys("company-suffix")
        self._plain: dict[str, Known] = {}
        self._names: dict[str, Known] = {}
        self._edges = {edge: self._scan.bits(edge | _BEGIN) for edge in _EDGES}
        self.read_sentence = lru_cache(REMEMBERED)(self._read_sentence)

    def pattern(self, text: str) -> Pattern:
        """The compiled form of a pattern of this language."""
        if text not in self._patterns:
            self._patterns[text] = Pattern(text, self.words)
        return self._patterns[text]

    @property
    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows of the patterns that are scanned for: what takes longest to find out, worth keeping."""
        texts = [text for _, text in _owned(self.words, self.rules.values())]
        return {text: self.pattern(text).rows for text in texts}

    def occurs(self, pattern: str, sentence: Sentence) -> bool:
        """Whether a pattern occurs in a sentence; for the conditions of rules, which are rarely asked for."""
        known = sentence.read.conditions
        if pattern not in known:
            known[pattern] = self.pattern(pattern).occurs(sentence.read.keys)
        return known[pattern]

    def read(self, text: str) -> Message:
        """Take a text apart and scan its sentences."""
        letter = read_letter(text, self.words)
        sentences = []
        for part in letter.parts:
            piece = text[part.start : part.end]
            names = _named_in(piece, part.zone, letter.names)
            sentences.append(Sentence(part, self.read_sentence(piece, part.zone == "subject", names)))
        return Message(letter, tuple(sentences), self.words)

    def _read_sentence(self, text: str, is_subject: bool, names: frozenset[str]) -> Read:
        found = [(match.group(), match.span()) for match in words_in(text)]
        capitals = not self.words.nouns_capitalised and not (is_subject and _is_title(found))
        words: list[Known] = []
        symbols: list[Symbols] = [_BEGIN]
        places = [0]
        plain, learn = self._plain, self._learn
        for index, (word, _) in enumerate(found):
            if word[0].isupper() and (
                word in names or self._is_name(text, found, index, capitals and index > 0)
            ):
                known = self._names.get(word) or learn(word, True)
            else:
                known = plain.get(word) or learn(word, False)
            words.append(known)
            symbols += known.symbols
            places += [index] * len(known.symbols)
        edge = _edge(text)
        symbols.append(edge)
        places.append(len(found))
        keys = patterns.Sentence(symbols)
        hits = self._scan.find(keys, [self._edges[edge], *[word.bits for word in words]]) if found else []
        spans = tuple([span for _, span in found])
        return Read(
            text, tuple(words), spans, keys, tuple(places), tuple(hits), self._leans(words, edge, hits)
        )

    def _leans(
        self, words: Sequence[Known], edge: Symbols, hits: Iterable[tuple[str, Span]]
    ) -> Mapping[str, float]:
        if self.leaning is None or len(words) < LEAST_WORDS:
            return {}
        return self.leaning.of(self._features(words, edge, hits))

    def features(self, sentence: Sentence) -> set[str]:
        """What the linear model sees of a sentence."""
        read = sentence.read
        return self._features(read.words, read.keys.symbols[-1], read.hits)

    def _features(self, words: Iterable[Known], edge: Symbols, hits: Iterable[tuple[str, Span]]) -> set[str]:
        keys = [key for word in words for key in word.keys]
        return features(keys, QUESTION in edge, [owner for owner, _ in hits if owner in self._pressing])

    def _learn(self, word: str, name: bool) -> Known:
        is_link = "/" in word or "@" in word or word.startswith("www.")
        symbols = (_LINK,) if is_link else self._lexicon.look(word, name)
        keys = self.words.split(word)
        known = Known(
            word,
            (NAME,) if name or is_link else tuple(keys),
            symbols,
            self._scan.bits(frozenset().union(*symbols)),
            Counts(
                1,
                sum("{me}" in each for each in symbols),
                sum("{you}" in each for each in symbols),
                int(not self.words.common_keys.isdisjoint(keys)),
                int(len(word) > LONG),
                0 if is_link else syllables(fold(word)),
            ),
        )
        kept = self._names if name else self._plain
        if len(kept) > MAX_KNOWN:
            kept.clear()
        kept[word] = known
        return known

    def _is_name(self, text: str, found: Sequence[tuple[str, Span]], index: int, inside: bool) -> bool:
        """Whether a word with a capital is a name: one inside a sentence, or part of a company's name."""
        word, (start, _) = found[index]
        after = found[index + 1][0] if index + 1 < len(found) else ""
        if after[:1].isupper() and fold(after) in self._suffixes:
            return True
        if not inside or word.isupper() or (word[1:2] in ("'", "’") and word[2:].islower()):
            return False  # USB, I, I’ll
        return not text[max(0, start - 2) : start].strip().endswith(_OPENERS)


_NOBODY: frozenset[str] = frozenset()
_FIRST = re.compile(r"[^\W\d_][\w’'-]*")
_BEGIN: Symbols = frozenset({BEGIN})
_LINK: Symbols = frozenset({ANY, "{link}"})
_EDGES: tuple[Symbols, ...] = tuple(
    frozenset({END, *more}) for more in ((), (QUESTION,), (EXCLAMATION,), (QUESTION, EXCLAMATION))
)
_OPENERS = (":", '"', "“", "„", "«", "‘", "(", "-", "–")
"""After these a capital says nothing."""


def _named_in(piece: str, zone: Zone, names: frozenset[str]) -> frozenset[str]:
    """The names that matter in a piece of text: while another one is typed elsewhere, it need not be read
    again. Inside a sentence a capital says enough."""
    if zone in ("greeting", "signoff"):
        return names.intersection(word.group() for word in words_in(piece))
    first = _FIRST.match(piece)
    return frozenset((first.group(),)) if first and first.group() in names else _NOBODY


def _texts(words: Words, rules: Iterable[Rule]) -> list[str]:
    """All patterns of a language, conditions included."""
    texts = [text for found in words.marks.values() for text in found]
    for rule in rules:
        texts += [*rule.find, *rule.unless, *rule.unless_anywhere, *rule.only_with]
    return texts


def _owned(words: Words, rules: Iterable[Rule]) -> list[tuple[str, str]]:
    """The patterns that every sentence is scanned for, with whom they belong to."""
    owned = [(MARK + mark, text) for mark, found in words.marks.items() for text in found]
    return owned + [(rule.id, text) for rule in rules for text in rule.find]


def _is_title(found: Sequence[tuple[str, Span]]) -> bool:
    """Whether a subject is written Like This, so that capitals say nothing."""
    long = [word for word, _ in found[1:] if len(word) > 3]
    return len(long) > 1 and sum(word[0].isupper() for word in long) > 0.6 * len(long)


def _edge(text: str) -> Symbols:
    end = text.rstrip("\"'”’»)] ")[-3:]
    return _EDGES[(QUESTION in end) + 2 * (EXCLAMATION in end)]


_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouydt]ed|[^aeiouycsxzhg]es)$")


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less a silent ending."""
    return max(1, len(_VOWELS.findall(word)) - bool(_SILENT.search(word)))
