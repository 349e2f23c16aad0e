"""Checks messages full of odd characters and prints where the remarks stand, here and inside Pyodide.

As a program it prints [[text, findings], …] as JSON, findings as the verb `lint` gives them.
"""

import json
import random
from typing import Any

from followup_core.service import call

FAULTS = ("I am still waiting for your answer", "I need this job")
"""Words that the tone check remarks upon wherever they stand in a sentence."""
STRANGE = (
    "😀",
    "👩🏽‍🔧",
    "👩‍👩‍👧",
    "🇩🇪",
    "e\u0301",
    "x\u0308\u0323",
    "\u0301",
    "é",
    "𝒜𝒷",
    "𠮷",
    "日本語",
    "नमस्ते",
    "שלום",
    "ﬃ",
    "İ",
    "ß",
    "\u200b",
    "\ufeff",
    "\u00a0",
    "\u2028",
    "\x85",
    "\t",
)
"""Characters of one, two or more units in UTF-8 and UTF-16, joined ones, and those whose case is longer."""
ENDS = ("\n", "\r\n", "\r", "\n\n", "\r\n\r\n", " ", "")
RANDOM = 200
SEED = 2026


SHAPES = (
    "{before} Hi Maria,{end}{end}{before}. {fault}.",
    "Subject: {before}{end}{end}{before}. {fault}. {before} that is it.{end}{before}",
    "{fault}. {before}{end}{fault}!",
)


def table() -> list[tuple[str, str]]:
    """(a fault, a message with it behind strange characters)"""
    return [
        (fault, shape.format(before=before, fault=fault, end=end))
        for before in STRANGE
        for fault in FAULTS
        for end in ("\n", "\r\n")
        for shape in SHAPES
    ]


def texts() -> list[str]:
    """The messages of the table, then random ones, always the same."""
    chance = random.Random(SEED)
    words = (
        *STRANGE,
        *(f"{fault}." for fault in FAULTS),
        "Hi Maria,",
        "thank you for the tour",
        "Best,",
        "“",
        "”",
    )

    def piece() -> str:
        return chance.choice(words) + chance.choice(ENDS)

    mixed = ["".join(piece() for _ in range(chance.randint(1, 25))) for _ in range(RANDOM)]
    return [*(text for _, text in table()), *mixed]


def findings(text: str) -> list[dict[str, Any]]:
    answer = json.loads(call("lint", json.dumps({"text": text, "locale": "en"})))
    found: list[dict[str, Any]] = answer["result"]["findings"]
    return found


def main() -> None:
    print(json.dumps([[text, findings(text)] for text in texts()]))


if __name__ == "__main__":
    main()
