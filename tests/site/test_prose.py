"""The prose of the guide is plain and whole: each page answers, shows who says so, fills in a message, leads
on, and its numbers are those of the plan. What each check looks at: tests/site/prose.py."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from followup_core import service
from followup_core.catalog import builtin
from followup_core.diagnostics import Collector
from followup_core.source import Mapping, Node, Scalar, parse
from tests.site import prose
from tests.site.prose import DOCS, PROFILES, ROOT
from tools import gallery
from tools.fence import SOME_DAY

GENERATED = ("what-not-to-write", "where-our-numbers-come-from")
"""Pages of the guide whose lists come from data: tests/site/test_rulebook.py and test_numbers.py."""
GUIDE = sorted(path for path in (DOCS / "guide").glob("*.md"))
ADVICE = [path for path in GUIDE if path.stem not in (*GENERATED, "index")]
OURS = [DOCS / "index.md", DOCS / "privacy.md", *GUIDE, DOCS / "guide/customs/index.md"]
REFERENCE = ("about", "after-the-interview-card", "questions-people-ask")
"""Pages that show how to find one's way; they have no “What not to write”."""


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", OURS, ids=by_name)
def test_a_page_is_easy_to_read(path: Path) -> None:
    assert prose.hard_to_read(prose.page(path)) == []


@pytest.mark.parametrize("path", OURS, ids=by_name)
def test_a_page_has_no_filler(path: Path) -> None:
    assert prose.filler(prose.page(path)) == []


@pytest.mark.parametrize("path", ADVICE, ids=by_name)
def test_a_page_of_advice_is_whole(path: Path) -> None:
    page = prose.page(path)
    assert prose.missing_parts(page) == []
    assert prose.unlike_its_front_matter(page) == []


@pytest.mark.parametrize("path", [path for path in ADVICE if path.stem not in REFERENCE], ids=by_name)
def test_a_page_of_advice_says_what_not_to_write_and_why(path: Path) -> None:
    assert prose.unexplained(prose.page(path)) == []


@pytest.mark.parametrize("path", ADVICE, ids=by_name)
def test_the_numbers_of_a_page_are_those_of_the_profiles(path: Path) -> None:
    assert prose.wrong_numbers(prose.page(path)) == []


@pytest.mark.parametrize("path", OURS, ids=by_name)
def test_links_lead_to_pages_and_headings_that_are_there(path: Path) -> None:
    assert prose.broken_links(prose.page(path), made()) == []


def made() -> frozenset[str]:
    """The pages that the build writes, from docs/ on; MkDocs, which is strict, and the seal look at those."""
    templates = {f"{gallery.address(template).rstrip('/')}.md" for template in builtin().templates()}
    places = (path.stem for path in PROFILES.glob("*.yaml"))
    customs = {f"guide/customs/{place}.md" for place in places if place != "default"}
    return frozenset(templates | customs)


@pytest.mark.parametrize("path", ADVICE, ids=by_name)
def test_every_message_on_a_page_is_whole_and_its_own(path: Path) -> None:
    """Nothing is missing in it, and each value that the page gives is one that its template asks for."""
    for fence in fences(path):
        name = fence.pop("draft", None)
        if name is None:
            continue
        template = builtin().template(name)
        given = fence.get("values", {})
        assert set(given) <= set(template.example) | {field.name for field in template.fields}, name
        asked = {
            "template": name,
            "values": {**template.example, **given},
            "today": fence.get("today", SOME_DAY),
        }
        answer = json.loads(service.call("draft", json.dumps(asked)))
        assert answer["ok"], answer
        assert answer["result"]["missing"] == [], name


def fences(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"^```followup\n(.*?)^```", text, re.S | re.M)
    return [values(parse(fence, Collector(path.name))) for fence in found]


def values(node: Node | None) -> Any:
    """A tree of YAML as mappings and text; lists do not matter here."""
    if isinstance(node, Mapping):
        return {entry.key.text: values(entry.value) for entry in node.entries}
    return node.text if isinstance(node, Scalar) else None


def test_every_page_of_the_guide_is_in_the_menu_and_in_the_list() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = (DOCS / "guide/index.md").read_text(encoding="utf-8")
    assert [path.name for path in GUIDE if f" guide/{path.name}\n" not in menu] == []
    assert [path.name for path in GUIDE if path.stem != "index" and f"]({path.name})" not in listed] == []


def test_no_two_pages_answer_the_same() -> None:
    metas = [prose.page(path).meta for path in ADVICE]
    for key in ("title", "description", "answers"):
        assert len({meta[key] for meta in metas}) == len(metas), key


def test_every_page_of_advice_is_the_next_of_another() -> None:
    """Nobody has to go back to the list to find a page that belongs to their story."""
    led_to = {link for path in ADVICE for link in prose.next_links(prose.page(path))}
    assert [path.name for path in ADVICE if path.name not in led_to and path.stem not in REFERENCE] == []


def test_pages_that_plans_rules_and_templates_lead_to_are_there() -> None:
    named = {page for page, _ in gallery.GUIDE.values()}
    for file in (ROOT / "followup_core/data").rglob("*.yaml"):
        named |= set(re.findall(r"^ *page: (\S+)$", file.read_text(encoding="utf-8"), re.M))
    assert [page for page in sorted(named) if not leads_somewhere(page)] == []


def test_the_gallery_calls_a_page_as_it_calls_itself() -> None:
    for page, title in gallery.GUIDE.values():
        text = (DOCS / f"{page.rstrip('/')}.md").read_text(encoding="utf-8")
        assert re.findall(r"^# (.+)$", text, re.M)[0] == title


def leads_somewhere(page: str) -> bool:
    """`guide/check-in/#bring-something-if-you-have-it` is a page, and it has that heading."""
    name, _, anchor = page.partition("#")
    path = DOCS / f"{name.rstrip('/')}.md"
    if not anchor and path.relative_to(DOCS).as_posix() in made():
        return True
    return path.is_file() and (not anchor or anchor in prose.anchors(path))


# ── the checks find what they look for ───────────────────────────────────────────────────────────────────

SAMPLE = """---
title: The date passed
description: When their date has passed, write two working days after it, three at the latest. One question.
answers: May I write now?
numbers: [check-in-after-promise]
next: [check-in.md, when-to-stop.md]
---
# The date passed

Write two working days after the date they named. Ask one question.

## When exactly

| Your case | Earliest, **best**, latest |
|---|---|
| They named a day | that date + 1, **+ 2**, + 3 |

## Who says what

Georgetown University waits a week. We found 0 to 7 working days. Our plan takes two working days.

## What to write

```followup
draft: check-in-after-promise
```

## What not to write

“You said Tuesday”
:   It sounds like a charge against them.

“Any news?”
:   It is hard to answer and easy to put off.

“I am still waiting”
:   They know that, and it makes them feel bad.

## What to do next

- They answered: [Check in](check-in.md#when-exactly)
- They did not: [When to stop](when-to-stop.md)
"""

CHECKS = (
    prose.hard_to_read,
    prose.filler,
    prose.missing_parts,
    prose.unlike_its_front_matter,
    prose.unexplained,
    prose.wrong_numbers,
    lambda page: prose.broken_links(page, frozenset()),
)


def problems(text: str) -> list[str]:
    page = prose.read(text)
    return [problem for check in CHECKS for problem in check(page)]


def test_a_good_page_has_no_problem() -> None:
    assert problems(SAMPLE) == []


@pytest.mark.parametrize(
    ("good", "bad", "found"),
    [
        ("Ask one question.", "Ask " + "one more " * 13 + "calm question.", "29 words"),
        (
            "It sounds like",
            "An organisational characterisation necessitates administrative " * 4 + "like",
            "grade",
        ),
        ("Ask one question.", "Simply ask one question.", "simply"),
        ("title: The date passed", "title: " + "The date " * 6, "a title"),
        ("write two working days after it, three at the latest. One question.", "wait.", "a description"),
        ("May I write now?", "May I write now", "the question it answers"),
        ("Ask one question.\n", "\n", "an answer"),
        ("Georgetown University waits", "Somebody waits", "who says what"),
        ("```followup", "```yaml", "a filled message"),
        ("## What to do next", "## What now", "links to what comes next"),
        ("next: [check-in.md, when", "next: [when", "the last section leads to"),
        (":   It sounds like a charge against them.", ":   Bad.", "You said Tuesday"),
        ("## What not to write", "## Other words", "at least three"),
        ("three at the latest", "five at the latest", "5 in"),
        ("write two working days after it", "write four working days after it", "4 in"),
        ("Write two working days", "Write six working days", "6 in"),
        ("Write two working days", "Write on the fourth working day", "4 in"),
        ("**+ 2**, + 3", "**+ 2**, + 4", "the row"),
        ("| that date + 1, **+ 2**, + 3 |", "| 4 working days later |", "4 in"),
        ("that date + 1, **+ 2**, + 3", "interview + 5, **+ 7**, + 10", "does not name"),
        ("We found 0 to 7 working", "We found 0 to 9 working", "9 in"),
        ("We found 0 to 7 working days.", "Most sources say 2 to 3.", "2 in"),
        ("Georgetown University waits", "Nine working days, and Georgetown University waits", "9 in"),
        ("Our plan takes two working", "Our plan takes seven working", "7 in"),
        ("numbers: [check-in-after-promise]", "numbers: []", "2 in"),
        ("check-in.md#when-exactly", "check-in.md#when", "check-in.md#when"),
        ("(when-to-stop.md)", "(never-written.md)", "never-written.md"),
    ],
)
def test_each_check_finds_its_fault(good: str, bad: str, found: str) -> None:
    assert good in SAMPLE
    told = problems(SAMPLE.replace(good, bad, 1))
    assert any(found in problem for problem in told), told


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(
            (word, 1)
            for word in ("named", "notes", "league", "lines", "asked", "choice", "hour", "they", "once")
        ),
        *(
            (word, 2)
            for word in ("needed", "table", "being", "quiet", "message", "people", "careful", "timeline")
        ),
        *(
            (word, 3)
            for word in ("employer", "idea", "video", "usual", "serious", "agency", "decided", "articles")
        ),
        *((word, 4) for word in ("material", "conversation", "experience", "situation")),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, syllables: int) -> None:
    assert prose.syllables(word) == syllables


def test_a_reading_grade_is_the_formula_of_flesch_and_kincaid() -> None:
    """Five words and seven syllables: 0.39 * 5 + 11.8 * 7 / 5 - 15.59."""
    assert prose.grade(["They answer you on Monday."]) == pytest.approx(2.88)
