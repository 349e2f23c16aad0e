"""The prose of the guide is short and plain, ends with a next step, and its numbers are those of the plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup_core.profiles import read_profile

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OURS = [DOCS / "index.md", DOCS / "privacy.md", *sorted((DOCS / "guide").glob("*.md"))]
ADVICE = [page for page in OURS if page.parent.name == "guide" and page.name != "index.md"]
NUMBERS = DOCS / "guide/where-our-numbers-come-from.md"
FILLER = (
    "very much",
    "in order to",
    "it is important to note",
    "at the end of the day",
    "needless to say",
    "simply",
)

# row of the table on the page of numbers -> number of the default profile
ROWS = {
    "Thank-you, met later": "thank-you",
    "Check-in, date promised": "check-in-after-promise",
    "Check-in, no date": "check-in",
    "Check-in, after a phone screen": "check-in-after-phone-screen",
    "Something useful": "add-value",
    "Second check-in": "second-check-in",
    "Closing note": "closing",
    "Answer to a rejection": "rejection-reply",
    "Answer to an offer": "offer-reply",
    "Another offer with a deadline": "offer-deadline",
    "Question after a missed meeting": "no-show",
    "Question about an assignment": "assignment-received",
}


def ids(page: Path) -> str:
    return page.stem


def prose(page: Path) -> list[str]:
    """The sentences of a page: no front matter, code, table or markup."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"\A---.*?\n---\n|^```.*?^```", "", text, flags=re.S | re.M)
    text = re.sub(r"<[^>]+>", "\n\n", text)
    text = re.sub(r"^\|.*$|\{ ?[.:#][^}]*\}", "", text, flags=re.M)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    blocks = re.split(r"\n\s*\n|\n(?=- )|\n:   |^#+ .*$", re.sub(r"[*`]", "", text), flags=re.M)
    ends = r"(?<=[.!?:])[”]?\s+"
    return [s for block in blocks for s in re.split(ends, " ".join(block.split())) if len(s.split()) > 2]


def syllables(word: str) -> int:
    """An estimate: runs of vowels, without a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    runs = len(re.findall(r"[aeiouy]+", letters))
    silent = letters.endswith("e") and not letters.endswith("le") and runs > 1
    return max(1, runs - silent)


@pytest.mark.parametrize("page", OURS, ids=ids)
def test_sentences_are_short(page: Path) -> None:
    lengths = {sentence: len(sentence.split()) for sentence in prose(page)}
    assert [sentence for sentence, length in lengths.items() if length > 25] == []
    assert sum(lengths.values()) / len(lengths) <= 17


@pytest.mark.parametrize("page", OURS, ids=ids)
def test_words_are_plain(page: Path) -> None:
    """The Flesch-Kincaid grade is at most 9."""
    sentences = prose(page)
    words = [word for sentence in sentences for word in sentence.split()]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= 9


@pytest.mark.parametrize("page", OURS, ids=ids)
def test_no_filler(page: Path) -> None:
    text = " ".join(prose(page)).lower()
    assert [phrase for phrase in FILLER if phrase in text] == []


@pytest.mark.parametrize("page", ADVICE, ids=ids)
def test_a_page_answers_shows_and_leads_on(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.search(r"^description: \S", text, re.M)
    assert re.search(r"^# .+\n\n\w", text, re.M), "the answer follows the title"
    assert "```followup\n" in text, "an example of the tool"
    assert re.search(r"reported|Georgetown|Ask a Manager", text), "who says so"
    assert text.count("## What to do next") == 1


def test_the_table_of_numbers_is_the_default_profile() -> None:
    profile, problems = read_profile((ROOT / "followup_core/data/profiles/default.yaml").read_bytes())
    assert profile is not None, problems
    rows = re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", NUMBERS.read_text(encoding="utf-8"), re.M)
    shown = {re.split(r"; |, (?:from|after handing)", step)[0]: days for step, days in rows}
    for row, name in ROWS.items():
        assert tuple(days_of(shown[row])) == profile.numbers[name].days, row
    assert set(ROWS.values()) == set(profile.numbers)


def days_of(cell: str) -> list[int]:
    """`same day, **+ 1**, + 2` -> [0, 1, 2]"""
    parts = re.sub(r"[*+ ]", "", cell).split(",")
    return [0 if part == "sameday" else int(part) for part in parts]


def test_the_page_on_checking_in_has_the_same_numbers() -> None:
    profile, _ = read_profile((ROOT / "followup_core/data/profiles/default.yaml").read_bytes())
    assert profile is not None
    text = (DOCS / "guide/check-in.md").read_text(encoding="utf-8")
    cells = re.findall(r"\| (?:that date|interview) (\+ .+?) \|", text)
    names = ("check-in-after-promise", "check-in", "check-in-after-phone-screen")
    assert [tuple(days_of(cell)) for cell in cells[:3]] == [profile.numbers[name].days for name in names]
    assert days_of(cells[3]) == [7, 10, 15]
