"""The pattern language of the tone rules: words, classes of words and small gaps, inside one sentence.

    word  word*  {class}     a word, words that begin so, a word (or several in a row) of a class
    (a b|c)  [a b|c]         one of these; one of these or nothing
    #  _  ..  ..5  ...       a number; any one word; up to 3 words; up to 5; any words to the sentence's end
    ^  $  ?  !               where the sentence begins, ends, ends as a question, ends as an exclamation

A pattern becomes a position automaton (Glushkov 1961): one state for each symbol. A sentence is a list of
sets, for each word the symbols that it stands for, so a step is a look-up and the time is linear in the
sentence. There is no backtracking, so no text and no pattern can make it slow. Whether a pattern occurs at
all is found out for all its places at once, with a bit for each; most patterns end there.

`Pattern.rows` says which symbols a sentence must hold at all; that is what lets `Scan` pass by nearly every
pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Protocol

from followup_core.errors import UsageError

ANY, NUMBER = "_", "#"
BEGIN, END, QUESTION, EXCLAMATION = "^", "$", "?", "!"
EDGES = frozenset({BEGIN, END, QUESTION, EXCLAMATION})
USUAL_GAP = 3
"""Words that `..` passes over at most."""
MAX_GAP = 12
MAX_SYMBOLS = 150
MAX_ROWS = 12
"""Rows of needs of one pattern; beyond that its choices are told apart less exactly."""
MAX_STATES = 2_000
"""States of one automaton: a limit for packs."""
TABLES = 4
"""Needs of a pattern that a sentence must satisfy before anybody looks closely; more hardly help."""

Split = Callable[[str], Sequence[str]]
Symbols = frozenset[str]
Span = tuple[int, int]

_PART = re.compile(
    r"(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|(?P<gap>\.\.\.|\.\.\d*)|(?P<edge>[\^$?!])|(?P<one>[_#])"
    r"|\{(?P<cls>[a-z][a-z0-9-]*)\}|(?P<word>[^\W_](?:[^\W_]|[\u0300-\u036f]|['’.](?=[^\W_]))*['’]?\*?)|(?P<space>[\s\-,–—]+)"
    r"|(?P<bad>.)",
    re.DOTALL,
)


class Language(Protocol):
    """What patterns need to know of the language they are written in."""

    @property
    def classes(self) -> Mapping[str, Sequence[str]]:
        """Words under one name."""

    @property
    def common_keys(self) -> frozenset[str]:
        """Keys that nearly every message holds."""

    def split(self, word: str) -> Sequence[str]:
        """One written word as keys: small letters, no accents, contractions apart."""


class PatternError(UsageError):
    """A pattern that does not read; `at` is the index of the fault in its text."""

    def __init__(self, message: str, hint: str = "", at: int = 0) -> None:
        super().__init__(message, hint, "find")
        self.at = at


# ── the tree of a pattern ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Symbol:
    """One word of the text. `kind` is word, class, one (`_`, `#`) or edge."""

    text: str
    needed: str = ""
    """The symbol that a sentence must hold for it; empty when every sentence does."""


@dataclass(frozen=True)
class _Choice:
    """One of several sequences."""

    ways: tuple[tuple[_Node, ...], ...]
    optional: bool = False

    @cached_property
    def single(self) -> frozenset[str]:
        """The ways that are one word."""
        return frozenset(way[0].text for way in self.ways if len(way) == 1 and isinstance(way[0], _Symbol))

    @cached_property
    def phrases(self) -> Mapping[str, list[tuple[_Node, ...]]]:
        """The ways that begin with a word and go on, by that word."""
        found: dict[str, list[tuple[_Node, ...]]] = {}
        for way in self.ways:
            if len(way) > 1 and isinstance(way[0], _Symbol):
                found.setdefault(way[0].text, []).append(way)
        return found

    @cached_property
    def others(self) -> tuple[tuple[_Node, ...], ...]:
        """The ways that begin with a choice or a gap."""
        return tuple(way for way in self.ways if not isinstance(way[0], _Symbol))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Up to so many words."""

    most: int


@dataclass(frozen=True, slots=True)
class _Rest:
    """Any number of words."""


_Node = _Symbol | _Choice | _Gap | _Rest


class _Parser:
    """Recursive descent over the parts of one pattern."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.parts = [found for found in _PART.finditer(text) if found.lastgroup != "space"]
        self.at = self.symbols = self.gaps = self.rests = 0

    def tree(self) -> tuple[_Node, ...]:
        ways = self.ways()
        if self.at < len(self.parts):
            raise self.error(f"`{self.parts[self.at].group()}` closes nothing.", "remove it")
        nodes = ways[0] if len(ways) == 1 else (_Choice(ways),)
        if not _rows(nodes, self.language.common_keys)[0]:
            raise PatternError(f"The pattern {self.text!r} has no word that must occur.", "add one")
        return nodes

    def ways(self) -> tuple[tuple[_Node, ...], ...]:
        found: list[tuple[_Node, ...]] = []
        sequence: list[_Node] = []
        while self.at < len(self.parts) and self.parts[self.at].lastgroup != "close":
            part = self.parts[self.at]
            self.at += 1
            if part.lastgroup == "bar":
                found.append(tuple(sequence))
                sequence = []
            else:
                sequence += self.nodes(part)
        found.append(tuple(sequence))
        if not all(found):
            raise self.error("There is an empty choice.", "for words that may be missing write [brackets]")
        return tuple(found)

    def nodes(self, part: re.Match[str]) -> list[_Node]:
        text = part.group()
        match part.lastgroup:
            case "open":
                ways = self.ways()
                if self.at == len(self.parts) or self.parts[self.at].group() != {"(": ")", "[": "]"}[text]:
                    raise self.error(f"`{text}` is not closed.", "close it", part.start())
                self.at += 1
                return [_Choice(ways, optional=text == "[")]
            case "gap":
                return [self.gap(text, part.start())]
            case "bad" | "close":
                raise self.error(
                    f"`{text}` has no meaning here.", "see docs/reference/tone-rules.md", part.start()
                )
        self.count(part)
        match part.lastgroup:
            case "cls":
                return [self.cls(part.group("cls"), part.start())]
            case "word":
                return list(self.word(text))
            case "edge":
                return [_Symbol(text, text if text in (QUESTION, EXCLAMATION) else "")]
        return [_Symbol(text, NUMBER if text == NUMBER else "")]

    def count(self, part: re.Match[str]) -> None:
        self.symbols += 1
        if self.symbols > MAX_SYMBOLS:
            raise self.error(f"The pattern has more than {MAX_SYMBOLS} words.", "split it", part.start())

    def gap(self, text: str, start: int) -> _Node:
        if text == "...":
            self.rests += 1
            if self.rests > 1:
                raise self.error("`...` may stand once in a pattern.", "use .. or ..5", start)
            return _Rest()
        most = int(text[2:] or USUAL_GAP)
        self.gaps += most
        if not 0 < most <= MAX_GAP or self.gaps > MAX_GAP:
            raise self.error(
                f"The gaps of a pattern pass over {MAX_GAP} words at most.", "make them smaller", start
            )
        return _Gap(most)

    def word(self, text: str) -> Iterator[_Symbol]:
        stem, star = (text[:-1], "*") if text.endswith("*") else (text, "")
        keys = self.language.split(stem)
        mark = "^" if stem[0].isupper() and len(stem) > 1 else ""
        for key in keys:
            last = star if key == keys[-1] else ""
            yield _Symbol(mark + key + last, mark + key + last)

    def cls(self, name: str, start: int) -> _Node:
        if name not in self.language.classes:
            known = ", ".join(sorted(self.language.classes))
            raise self.error(f"There is no class {{{name}}}.", f"known: {known}", start)
        rows = [
            entry for entry in entries(self.language.classes[name], self.language.split) if len(entry) > 1
        ]
        needed = f"{{{name}}}~" if rows else f"{{{name}}}"
        ways: list[tuple[_Symbol, ...]] = [(_Symbol(f"{{{name}}}", needed),)]
        ways += [(_Symbol(row[0], needed), *map(_Symbol, row[1:])) for row in rows]
        return _Choice(tuple(ways)) if rows else ways[0][0]

    def error(self, message: str, hint: str = "", at: int | None = None) -> PatternError:
        place = (
            at
            if at is not None
            else self.parts[min(self.at, len(self.parts) - 1)].start()
            if self.parts
            else 0
        )
        return PatternError(f"{message} (in the pattern {self.text!r})", hint, place)


def entries(words: Iterable[str], split: Split) -> Iterator[tuple[str, ...]]:
    """The entries of a class as symbols: `["Follow up", "check*"]` -> ("^follow", "up"), ("check*",)."""
    for entry in words:
        symbols: list[str] = []
        for word in re.split(r"[\s\-]+", entry.strip()):
            symbols += _word_symbols(word, split)
        yield tuple(symbols)


def _word_symbols(word: str, split: Split) -> list[str]:
    """A word of a pattern as symbols; a capital, kept as `^`, lets it match names too."""
    stem = word.removesuffix("*")
    mark = "^" if stem[:1].isupper() and len(stem) > 1 else ""
    symbols = [mark + key for key in split(stem)]
    return [*symbols[:-1], symbols[-1] + "*"] if word.endswith("*") else symbols


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────


class Sentence:
    """The words of a sentence as sets of symbols, with an edge before the first and after the last."""

    def __init__(self, symbols: Sequence[Symbols]) -> None:
        self.symbols = symbols
        self.end = 1 << len(symbols) - 1
        self.everywhere = (1 << len(symbols)) - 1

    @cached_property
    def at(self) -> dict[str, int]:
        """For each symbol the places where it stands, a bit for each."""
        at: dict[str, int] = {}
        bit = 1
        for word in self.symbols:
            for symbol in word:
                at[symbol] = at.get(symbol, 0) | bit
            bit <<= 1
        return at


def _reached(nodes: Sequence[_Node], places: int, sentence: Sentence) -> int:
    """Where one may stand after the nodes, from any of these places: a bit for each word of the sentence.

    All places are tried at once, so the cost depends on the pattern and not on the sentence.
    """
    at = sentence.at
    for node in nodes:
        if isinstance(node, _Symbol):
            places = (places & at.get(node.text, 0)) << 1
        elif isinstance(node, _Choice):
            reached = places if node.optional else 0
            here = 0
            for symbol in at.keys() & node.single:
                here |= at[symbol]
            reached |= (places & here) << 1
            for symbol in at.keys() & node.phrases.keys():
                after = (places & at[symbol]) << 1
                if after:
                    for way in node.phrases[symbol]:
                        reached |= _reached(way[1:], after, sentence)
            for way in node.others:
                reached |= _reached(way, places, sentence)
            places = reached
        elif isinstance(node, _Gap):
            words = at.get(ANY, 0)
            step = places
            for _ in range(node.most):
                step = (step & words) << 1
                places |= step
        else:
            places |= (sentence.end << 1) - (places & -places)
        if not places:
            return 0
    return places


# ── what a sentence must hold ────────────────────────────────────────────────────────────────────────────

Row = tuple[Symbols, ...]


def _rows(nodes: Sequence[_Node], common: frozenset[str]) -> list[list[Symbols]]:
    """The ways in which the nodes can match, each as a row of needs: of each need one symbol must occur.

    A choice between single words is one need of all rows; a choice between phrases makes a row of each.
    """
    rows: list[list[Symbols]] = [[]]
    for node in nodes:
        if isinstance(node, _Symbol) and node.needed:
            rows = [[*row, frozenset({node.needed})] for row in rows]
        elif isinstance(node, _Choice) and not node.optional:
            ways = [row for way in node.ways for row in _rows(way, common)]
            if not all(ways):
                continue
            if len(rows) * len(ways) > MAX_ROWS:
                ways = [[max(way, key=lambda need: _rarity(need, common))] for way in ways]
            single = [way[0] for way in ways if len(way) == 1]
            several = [way for way in ways if len(way) > 1]
            if single:
                several.append([frozenset().union(*single)])
            rows = [row + way for row in rows for way in several]
    return rows


def _rarity(need: Symbols, common: frozenset[str]) -> tuple[float, int, int]:
    """How telling a need is: no common word, no edge, few symbols, long words; a class is of middle rank."""
    usual = sum(1 for each in need if each in common or each in EDGES) + sum("{" in each for each in need) / 2
    return -usual, -len(need), min(map(len, need))


# ── the automaton ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Automaton:
    """`symbols` of the states, the states that may come first, after each, and last."""

    symbols: list[str] = field(default_factory=list)
    first: tuple[int, ...] = ()
    begins: Symbols = frozenset()
    """The symbols of the first states."""
    follow: list[set[int]] = field(default_factory=list)
    last: frozenset[int] = frozenset()

    @classmethod
    def of(cls, nodes: Sequence[_Node]) -> _Automaton:
        made = cls()
        first, last, _ = made.sequence(nodes)
        made.first, made.last = tuple(sorted(first)), frozenset(last)
        made.begins = frozenset(made.symbols[state] for state in first)
        return made

    def sequence(self, nodes: Sequence[_Node]) -> tuple[set[int], set[int], bool]:
        """The states that begin and end a sequence, and whether it may be empty."""
        first: set[int] = set()
        last: set[int] = set()
        empty = True
        for node in nodes:
            begins, ends, may_miss = self.node(node)
            for state in last:
                self.follow[state] |= begins
            first |= begins if empty else set()
            last = last | ends if may_miss else ends
            empty = empty and may_miss
        return first, last, empty

    def node(self, node: _Node) -> tuple[set[int], set[int], bool]:
        if isinstance(node, _Gap):
            one: _Node = _Choice(((_Symbol(ANY),),), optional=True)
            return self.sequence([one] * node.most)
        if isinstance(node, _Choice):
            parts = [self.sequence(way) for way in node.ways]
            begins = set().union(*(part[0] for part in parts))
            ends = set().union(*(part[1] for part in parts))
            return begins, ends, node.optional or any(part[2] for part in parts)
        state = len(self.symbols)
        if state >= MAX_STATES:
            raise PatternError("A pattern stands for too many words.", "split it, or use smaller classes")
        self.symbols.append(ANY if isinstance(node, _Rest) else node.text)
        self.follow.append({state} if isinstance(node, _Rest) else set())
        return {state}, {state}, isinstance(node, _Rest)


class Pattern:
    """One pattern of a language. It is parsed when somebody looks closely; `rows`, when known, say when."""

    def __init__(self, text: str, language: Language, rows: tuple[Row, ...] | None = None) -> None:
        self.text, self.language = text, language
        if rows is not None:
            self.rows = rows

    @cached_property
    def tree(self) -> tuple[_Node, ...]:
        """The parsed pattern. Raises PatternError."""
        return _Parser(self.text, self.language).tree()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What a sentence must hold: all needs of one row, the most telling first."""
        common = self.language.common_keys

        def telling(need: Symbols) -> tuple[float, int, int]:
            return _rarity(need, common)

        return tuple(
            tuple(sorted(row, key=telling, reverse=True)[:TABLES]) for row in _rows(self.tree, common)
        )

    @cached_property
    def automaton(self) -> _Automaton:
        """The states. Raises PatternError for a pattern of too many."""
        return _Automaton.of(self.tree)

    def occurs(self, sentence: Sentence) -> bool:
        """Whether it matches anywhere."""
        return bool(_reached(self.tree, sentence.everywhere, sentence))

    def find(self, sentence: Sentence) -> list[Span]:
        """The places (first word, word after the last) that do not overlap; the longest of each begin."""
        if not self.occurs(sentence):
            return []
        automaton = self.automaton
        symbols, follow, begins = automaton.symbols, automaton.follow, automaton.begins
        ends: dict[int, int] = {}
        active: dict[int, int] = {}
        for index, word in enumerate(sentence.symbols):
            starts = not begins.isdisjoint(word)
            if not active and not starts:
                continue
            moved: dict[int, int] = {}
            for state, begin in active.items():
                for after in follow[state]:
                    if symbols[after] in word and moved.get(after, index) >= begin:
                        moved[after] = begin
            if starts:
                for state in automaton.first:
                    if symbols[state] in word:
                        moved.setdefault(state, index)
            active = moved
            for state in automaton.last.intersection(active):
                ends[active[state]] = index + 1
        return _apart(ends.items()) if ends else []


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans without those that overlap an earlier one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if not found or begin >= found[-1][1]:
            found.append((begin, end))
    return found


# ── many patterns at once ────────────────────────────────────────────────────────────────────────────────


class Scan:
    """Patterns with their owners, over which a sentence goes once.

    Each row of needs is one bit in each of TABLES tables: in the first a symbol has the bits of the rows
    whose first need it satisfies, and so on. The words of a sentence, joined by `|`, tell which patterns can
    match at all; only those look closely. Rules about words that do not occur cost nothing but the length of
    a number.
    """

    def __init__(self, patterns: Iterable[tuple[str, Pattern]]) -> None:
        self._owners: dict[Pattern, list[str]] = {}
        for owner, pattern in patterns:
            self._owners.setdefault(pattern, []).append(owner)
        self._rows = [pattern for pattern in self._owners for _ in pattern.rows]
        self._width = len(self._rows)
        self._start = 0
        """The needs that rows do not have."""
        self._table: dict[str, int] = {}
        """For each symbol the tables side by side in one number."""
        rows = (row for pattern in self._owners for row in pattern.rows)
        for index, row in enumerate(rows):
            for number in range(TABLES):
                bit = 1 << number * self._width + index
                for symbol in row[number] if number < len(row) else ():
                    self._table[symbol] = self._table.get(symbol, 0) | bit
                if number >= len(row):
                    self._start |= bit

    def bits(self, symbols: Iterable[str]) -> int:
        """The needs that these symbols satisfy."""
        return reduce(or_, (self._table.get(symbol, 0) for symbol in symbols), 0)

    def able(self, bits: Iterable[int]) -> list[Pattern]:
        """The patterns that can match in a sentence whose words have these bits."""
        satisfied = reduce(or_, bits, self._start)
        rows = (1 << self._width) - 1
        for number in range(TABLES):
            rows &= satisfied >> number * self._width
        found: dict[Pattern, None] = {}
        while rows:
            lowest = rows & -rows
            rows ^= lowest
            found[self._rows[lowest.bit_length() - 1]] = None
        return list(found)

    def find(self, sentence: Sentence, bits: Iterable[int]) -> list[tuple[str, Span]]:
        """Every owner with a place in the sentence. `bits` are those of its words."""
        return [
            (owner, span)
            for pattern in self.able(bits)
            for span in pattern.find(sentence)
            for owner in self._owners[pattern]
        ]


# ── words as symbols ─────────────────────────────────────────────────────────────────────────────────────


_WRITTEN = re.compile(r"[^\W_][\w'’\u0300-\u036f]*\*?")


class Lexicon:
    """Which symbols a written word stands for."""

    def __init__(self, language: Language, patterns: Iterable[str] = ()) -> None:
        self._split = split = language.split
        self._members: dict[str, set[str]] = {}
        self._prefixes: dict[str, set[str]] = {}
        self._used: set[str] = set()
        """Symbols that patterns and classes ask for; nobody asks for the others."""
        for name, words in language.classes.items():
            self._enter(name, list(entries(words, split)))
        for text in patterns:
            for word in _WRITTEN.findall(text):
                self._use(_word_symbols(word, split))
        self._longest = max(map(len, self._prefixes), default=0)

    def _use(self, symbols: Iterable[str]) -> None:
        for symbol in symbols:
            self._used.add(symbol)
            if symbol.endswith("*"):
                self._prefixes.setdefault(symbol.strip("^*"), set()).add(symbol)

    def _enter(self, name: str, rows: list[tuple[str, ...]]) -> None:
        has_rows = any(len(row) > 1 for row in rows)
        for row in rows:
            self._use(row)
            for place, symbol in enumerate(row):
                classes = set()
                if len(row) == 1:
                    classes.add(f"{{{name}}}")
                if has_rows and place == 0:
                    classes.add(f"{{{name}}}~")
                self._members.setdefault(symbol, set()).update(classes)

    def look(self, word: str, name: bool = False) -> tuple[Symbols, ...]:
        """The symbols of each key of a word. A `name` stands only for what patterns write with a capital."""
        return tuple(self._symbols(key, name) for key in self._split(word))

    def _symbols(self, key: str, name: bool) -> Symbols:
        texts = {"^" + key} if name else {key, "^" + key}
        texts &= self._used
        for length in range(1, min(len(key), self._longest) + 1):
            texts |= {
                symbol
                for symbol in self._prefixes.get(key[:length], ())
                if symbol.startswith("^") or not name
            }
        found = {ANY, *texts}
        for text in texts:
            found |= self._members.get(text, set())
        if key[:1].isdigit() or "{number}" in found:
            found.add(NUMBER)
        return frozenset(found)
