"""Where remarks stand, in the browser's Python too: docs/reference/json.md, “Lint”, says how they count."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.pyodide.built import LOCK, SMALL_STDLIB
from tests.pyodide.places import RANDOM, findings, table, texts
from tools.compile import INSIDE_TONE
from tools.runtime import Inside
from tools.steps import ROOT
from tools.wheel import TONE

PROGRAM = ROOT / "tests" / "pyodide" / "places.py"


@cache
def inside() -> list[tuple[str, list[dict[str, Any]]]]:
    """Every message with its findings, as what the pages load finds them."""
    packages = ["followup-core"]
    run = Inside(PROGRAM, stdlib=SMALL_STDLIB, lock=LOCK, packages=packages, mounts={INSIDE_TONE: TONE})
    return [(text, found) for text, found in json.loads(run.run())]


def test_they_stand_where_they_stand_natively() -> None:
    assert [text for text, _ in inside()] == texts()
    for text, found in inside():
        assert found == findings(text), ascii(text)


def test_they_cover_the_words_of_the_fault_and_count_code_points() -> None:
    """Behind emoji, combining marks, astral letters and line ends of every kind."""
    for (fault, text), (_, found) in zip(table(), inside(), strict=False):
        here = [each for each in found if each["text"] == fault]
        places = [at for at in range(len(text)) if text.startswith(fault, at)]
        assert [each["start"] for each in here] == places, ascii(text)


def test_they_lie_within_the_message_and_say_its_words() -> None:
    found_in = [(text, each) for text, found in inside() for each in found]
    assert len(found_in) > 2 * RANDOM, "otherwise little is tested"
    for text, each in found_in:
        start, end = each["start"], each["end"]
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == each["text"], ascii(text)
        first, last = each["replaces"]
        assert 0 <= first <= last <= len(text)
