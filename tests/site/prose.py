"""What the tests of the prose look at: a page taken apart, its reading grade, its numbers, its links.

Every check is a function that returns what it found wrong, so that a test can show it a bad page too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify  # type: ignore[import-untyped]  # it comes without types
from mkdocs.utils.meta import get_data

from followup_core.profiles import Number, read_profile

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PROFILES = ROOT / "followup_core/data/profiles"

SENTENCE, AVERAGE, GRADE = 25, 17, 9
"""Words in a sentence, words in the average sentence of a page, Flesch-Kincaid grade: at most."""
GAP, GRACE = 5, 30
"""Numbers of the plan that are no profile's: days between two messages, days after which one is too late."""

FILLER = (
    "very much", "in order to", "it is important to note", "important to remember", "at the end of the day",
    "needless to say", "simply", "basically", "actually", "literally", "of course", "obviously",
    "as we all know", "in today's", "in today’s", "when it comes to", "the fact that", "rest assured",
    "last but not least", "first and foremost", "that being said", "having said that", "goes without saying",
    "game changer", "game-changer", "dive into", "delve", "leverage", "touch base", "reach out",
    "circle back", "stand out from", "secret weapon", "pro tip", "land the job", "dream job", "crucial",
    "navigate the", "journey", "ghosted", "ghosting", "stakeholder", "best practice", "utilize", "utilise",
    "a testament to", "landscape of",
)  # fmt: skip
"""Words and phrases that a page is better without."""


@dataclass(frozen=True)
class Page:
    """A page of the site: what stands in its front matter, and the rest."""

    path: Path
    meta: Mapping[str, Any]
    body: str

    @property
    def answer(self) -> str:
        """The first paragraph after the title, in plain words; "" when something else stands there."""
        found = re.search(r"^# .+\n\n(\w(?:.|\n(?!\n))*)", self.body, re.M)
        return plain(found[1]) if found else ""

    def section(self, heading: str) -> str | None:
        """What stands below the first heading of the second level that begins so."""
        found = re.search(rf"^## {heading}.*\n((?:.|\n)*?)(?=^## |\Z)", self.body, re.M)
        return found[1] if found else None


def page(path: Path) -> Page:
    return read(path.read_text(encoding="utf-8"), path)


def read(text: str, path: Path = DOCS / "guide/a-page.md") -> Page:
    body, meta = get_data(text)
    return Page(path, meta, re.sub(r"<!--.*?-->", "", body, flags=re.S))


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def plain(text: str) -> str:
    """A run of text without its markup."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*`]", "", text).split())


def without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)


PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)(\{[^}]*\})?")


def sentences(page: Page) -> list[str]:
    """The sentences of a page: no code, no table, no heading, no picture."""
    text = PICTURE.sub("", re.sub(r"<[^>]+>", "\n\n", without_fences(page.body)))
    text = re.sub(r"^\|.*$|\{ ?[.:#][^}]*\}", "", text, flags=re.M)
    blocks = re.split(r"\n\s*\n|\n(?=- |\d+\. )|\n:   |^#+ .*$", text, flags=re.M)
    ends = r"(?<=[.!?])[”]?\s+"
    return [s for block in blocks for s in re.split(ends, plain(block)) if len(s.split()) > 2]


_LETTERS = re.compile(r"[^a-z]")
_SILENT = re.compile(
    r"[gq]ue$|(?<=[^aeiouy])e$(?<![^aeiouyr]le)(?<![bcdfgkpt]re)|(?<=[aeiouy][rlscvzgt])e$"
    r"|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzhg])es$(?<![^aeiouyr]les)|(?<=[gpt]h)es$"
    r"|(?<=[^aeiouy])e(?=(?:ly|ful|fully|less|ness|line|lines|times?|[mn]ents?)$)(?<!el)(?<!om)(?<!im)"
)
"""Vowels that are written and not spoken: `note`, `league`, `named`, `notes`, `careful`, `statement`."""
_APART = re.compile(
    r"[aeiouy]ing|[ao]y[aeo]|[^ctgs]ia(?!ge)|[^ctgx]iou|io(?![nu])|iet|[^ct]ien[ct]|scien|[^pt]ier$|iu|eum|nuin"
    r"|[^gq]ua(?!de)|[lr]ue[ln]|eo(?:$|s$|r[yi]|g|l)|area|idea|creat|react"
)
"""Vowels that stand together and are spoken apart: `being`, `employer`, `material`, `quiet`, `usual`."""
_KNOWN = {
    "the": 1, "one": 1, "once": 1, "someone": 2, "something": 2, "sometimes": 2, "somewhere": 2,
    "somebody": 3, "everybody": 4, "everything": 3, "every": 2, "evening": 2, "business": 2, "people": 2,
    "argue": 2, "therefore": 2, "before": 2, "elsewhere": 2, "moment": 2, "comment": 2, "element": 3,
}  # fmt: skip


def syllables(word: str) -> int:
    """How many syllables a word has: its runs of vowels, less the silent ones, more where two are apart."""
    letters = _LETTERS.sub("", word.lower())
    if letters in _KNOWN:
        return _KNOWN[letters]
    runs = len(re.findall(r"[aeiouy]+", letters))
    silent = len(_SILENT.findall(letters)) if runs > 1 else 0
    return max(1, runs - silent + len(_APART.findall(letters)))


def grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade: years at school that a reader needs."""
    words = [part for s in sentences for part in re.split(r"[\s/-]+", s) if re.search(r"\w", part)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def hard_to_read(page: Page) -> list[str]:
    found = sentences(page)
    lengths = [len(sentence.split()) for sentence in found]
    problems = [f"{n} words: {s}" for s, n in zip(found, lengths, strict=True) if n > SENTENCE]
    if sum(lengths) / len(lengths) > AVERAGE:
        problems.append(f"{sum(lengths) / len(lengths):.1f} words in the average sentence")
    if grade(found) > GRADE:
        problems.append(f"reading grade {grade(found):.1f}")
    return problems


def filler(page: Page) -> list[str]:
    text = " ".join([str(page.meta.get("description", "")), *sentences(page)]).lower()
    return [phrase for phrase in FILLER if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)]


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────

EVIDENCE = re.compile(
    r"Ask a Manager|CareerOneStop|TU Delft|University|[a-z]\.(?:com|org|net|co|de|uk)\b|\((?:19|20)\d\d\b"
    r"|own judgement"
)
"""Who says so: an institution, a site, a year, or the open word that it is only us."""


def missing_parts(page: Page) -> list[str]:
    """What a page of advice needs and this one lacks; docs/guide/index.md tells the reader the same."""
    description = str(page.meta.get("description", ""))
    checks = {
        "a title of at most 45 characters": 0 < len(str(page.meta.get("title", ""))) <= 45,
        "a description of 70 to 160 characters": 70 <= len(description) <= 160,
        "the question it answers": str(page.meta.get("answers", "")).endswith("?"),
        "an answer of at least two sentences below the title": len(
            re.findall(r"[.?!]”?(?:\s|$)", page.answer)
        )
        >= 2,
        "who says what": bool(EVIDENCE.search(page.section("Who says what") or "")),
        "a filled message or plan": "\n```followup\n" in page.body,
        "links to what comes next": bool(next_links(page)),
    }
    return [part for part, there in checks.items() if not there]


def unexplained(page: Page) -> list[str]:
    """The section “What not to …” names at least three phrases, and says of each why."""
    items = re.findall(r"^(\S.*)\n: {3}(.+)", page.section("What not to ") or "", re.M)
    few = [] if len(items) >= 3 else ["“What not to …” names at least three phrases, each with its reason"]
    return few + [f"no reason for {phrase}" for phrase, reason in items if len(reason.split()) < 4]


def next_links(page: Page) -> list[str]:
    """The pages of the guide to which the last section leads, in its order."""
    items = re.findall(r"^- .*\]\(([^)#]+\.md)(?:#[^)]*)?\)$", page.section("What to do next") or "", re.M)
    return [link for link in items if not link.startswith("../")]


def unlike_its_front_matter(page: Page) -> list[str]:
    """`next:` serves the foot of the page and must say the same as its last section."""
    said = list(page.meta.get("next", []))
    shown = next_links(page)
    return [] if said == shown else [f"next: {said}, but the last section leads to {shown}"]


def broken_links(page: Page, made: frozenset[str]) -> list[str]:
    """Links to pages or headings that are not there. `made`: the pages below docs/ that the build writes."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", PICTURE.sub("", without_fences(page.body))):
        if "://" in link or link.startswith("mailto:"):
            continue
        target, _, anchor = link.partition("#")
        path = (page.path.parent / target).resolve() if target else page.path
        if path.is_relative_to(DOCS) and path.relative_to(DOCS).as_posix() in made:
            continue
        if not path.is_file() or (anchor and anchor not in anchors(path)):
            broken.append(link)
    return broken


def anchors(path: Path) -> set[str]:
    text = without_fences(path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+?)(?:\s*\{[^}]*\})?$", text, re.M)
    return {slugify(plain(heading), "-") for heading in headings}


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────

_VALUES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "thirty": 30,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15,
}  # fmt: skip
_NUMBER = rf"\d+|{'|'.join(sorted(_VALUES, key=len, reverse=True))}"
_DAYS = re.compile(rf"\b({_NUMBER})(?:(?:,? or| to| and) ({_NUMBER}))? (?:full )?working days?\b", re.I)
_OTHER_THINGS = (
    r"lines?|things?|messages?|questions?|people|persons?|notes?|sentences?|status|points?|minutes|hours?|employers?"
    r"|ways?|words|weeks?|months?|facts?|pages?|channels?|colleagues?|of them|check-ins?|answer|offer|times?"
    r"|of your own|touch|interview|round|news"
)
_COUNTED = re.compile(
    rf"\b({_NUMBER})\b(?! (?:(?:or|to) (?:{_NUMBER}) )?(?:\w+ )?(?:{_OTHER_THINGS})\b)"
    r"(?! or (?:\w+ ){1,2}lines)",
    re.I,
)
_FOUND = re.compile(r"\bwe found\b|\bmost (?:sources )?(?:say|lie)\b", re.I)
_OURS = re.compile(
    r"\b(?:we|our|the) (?:plan|take|waits?|chose|stops?|counts?|leaves?|best)\b|\bplan\b", re.I
)
_CELL = re.compile(
    r"^\| (.+?) \| (.+?):? ?(\+ ?\d+|same day), \*\*(\+ ?\d+|same day)\*\*, (\+ ?\d+|same day) \|$", re.M
)
_ANCHORS = {
    "that date": "check-in-after-promise",
    "Friday of that week": "check-in-after-promise",
    "interview": "check-in",
    "check-in": "second-check-in",
    "second check-in": "closing",
    "last message": "add-value",
    "their answer": "rejection-reply",
    "their offer": "offer-reply",
    "other offer": "offer-deadline",
    "missed meeting": "no-show",
    "hand-in": "assignment-received",
    "conversation": "thank-you",
}
"""What a row of a table counts from -> the number of the profile that it shows."""


def number(id: str) -> Number:
    """A number of the default profile, or `de/check-in`: of the profile `de`. Raises KeyError."""
    profile, _, name = id.rpartition("/")
    found, problems = read_profile((PROFILES / f"{profile or 'default'}.yaml").read_bytes())
    assert found is not None, problems
    return found.numbers[name]


def working_days(text: str) -> set[int]:
    """The numbers before “working days”: `five to ten working days` is 5 and 10, `fifth working day` is 5."""
    return {value(n) for pair in _DAYS.findall(text) for n in pair if n}


def value(word: str) -> int:
    return int(word) if word.isdigit() else _VALUES[word.lower()]


def wrong_numbers(page: Page) -> list[str]:
    """Numbers of working days that are not those of the profiles that the page names in `numbers:`."""
    rules = {id: number(id) for id in page.meta.get("numbers", [])}
    told = stated(page, rules.values())
    wrong = [f"{n} in: {text}" for text, numbers, allowed in told for n in sorted(numbers - allowed)]
    return wrong + list(wrong_rows(page, rules))


def stated(page: Page, rules: Collection[Number]) -> Iterator[tuple[str, set[int], set[int]]]:
    """Each part of a page that states numbers: the text, its numbers, and the numbers that it may state.

    Strict where the page speaks for itself: in its description, its answer, its tables and in sentences
    about the plan. What “we found” is in the ranges. Elsewhere it may be any number that the profiles report.
    """
    days = {day for rule in rules for day in rule.days}
    found = {n for rule in rules for n in spelled(rule.range)}
    reported = {n for rule in rules for source in rule.sources for n in spelled(source)}
    for text in (str(page.meta.get("description", "")), page.answer):
        yield text, counted(text), days | {0, 1}
    for sentence in sentences(page):
        if sentence in page.answer:
            continue
        if _FOUND.search(sentence):
            yield sentence, working_days(sentence) | pairs(sentence), found
        else:
            more = set() if _OURS.search(sentence) else found | reported
            yield sentence, working_days(sentence), days | more | {0, 1, GAP, GRACE}
    for head, rows in re.findall(r"^(\|.+\|)\n\|[-|]+\|\n((?:\|.*\n)+)", page.body, re.M):
        if not re.search(r"\bWho\b", head):
            allowed = found if re.search(r"\bRange\b", head) else days | {0, 1}
            yield rows, working_days(rows), allowed


def pairs(text: str) -> set[int]:
    """The numbers of `1 to 3`, where no other unit follows."""
    found = re.findall(rf"\b({_NUMBER}) to ({_NUMBER})\b(?! (?:weeks?|hours|minutes|days))", text, re.I)
    return {value(n) for pair in found for n in pair}


def spelled(text: str) -> set[int]:
    """Every number of a text, in digits or in words."""
    return {value(word) for word in re.findall(rf"\b(?:{_NUMBER})\b", text, re.I)}


def counted(text: str) -> set[int]:
    """Every number of a text but those that count something other than days."""
    return {value(n) for n in _COUNTED.findall(text)} | working_days(text)


def wrong_rows(page: Page, rules: Mapping[str, Number]) -> Iterator[str]:
    for label, anchor, *cells in _CELL.findall(page.body):
        days = tuple(int(re.sub(r"\D", "", cell) or 0) for cell in cells)
        id = rule_of(label, anchor)
        if id not in rules:
            yield f"the row “{label}” shows {id or 'a number of no rule'}, which `numbers:` does not name"
        elif days != rules[id].days:
            yield f"the row “{label}” says {days}, the profile {rules[id].days}"


def rule_of(label: str, anchor: str) -> str:
    id = _ANCHORS.get(anchor, "")
    if id == "check-in" and "phone screen" in label:
        return "check-in-after-phone-screen"
    if id == "check-in" and "Germany" in label:
        return "de/check-in"
    if id == "check-in" and "public" in label:
        return "public/check-in"
    return id
