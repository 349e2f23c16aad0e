"""The page about tone rules says what the program does. Reads sources, which a browser's Python has not."""

from __future__ import annotations

import re
from pathlib import Path

from followup_core.catalog import builtin
from followup_core.measures import About
from followup_core.patterns import MAX_GAP, MAX_SYMBOLS, USUAL_GAP
from followup_core.tone import STACKED, Context, Tone
from followup_core.tonerules import CATEGORIES, LEAST_EXAMPLES, MEASURES, RULE, SEVERITIES, read_rule

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "tone-rules.md").read_text(encoding="utf-8")
MODULES = ("tonerules", "words")


def test_every_code_is_explained_and_no_other() -> None:
    sources = [(ROOT / "followup_core" / f"{name}.py").read_text(encoding="utf-8") for name in MODULES]
    used = {code for text in sources for code in re.findall(r'"(TONE-[A-Z]+)"', text)}
    assert used == set(re.findall(r"^\| `(TONE-[A-Z]+)` \|", PAGE, re.MULTILINE))


def test_every_key_measure_category_and_severity_is_named() -> None:
    for name in (*RULE.by_name, *MEASURES, *CATEGORIES, *SEVERITIES):
        assert re.search(rf"[`*]{re.escape(name)}\b|^{re.escape(name)}:", PAGE, re.MULTILINE), name


def test_the_numbers_are_those_of_the_program() -> None:
    assert f"at most {MAX_SYMBOLS} words, and its gaps pass over {MAX_GAP} words" in PAGE
    assert (STACKED, USUAL_GAP, LEAST_EXAMPLES) == (3, 3, 3)
    assert "Three different *polish* findings" in PAGE and "up to three words, up to five" in PAGE


def test_the_example_is_a_good_rule() -> None:
    text = re.findall(r"```yaml\n(id: .*?)```", PAGE, re.DOTALL)[0]
    words = builtin().words("en")
    rule, found = read_rule(text, "only-a-word.yaml", words)
    assert rule is not None and not found
    tone = Tone(words, [rule])
    for example in rule.flag:
        assert tone.lint(example.text, Context(about=About())).findings, example.text
    for example in rule.passing:
        assert not tone.lint(example.text).findings, example.text
