"""The page about packs explains every code, and no other. Reads sources, which a browser's Python has not."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")
MODULES = ("archive", "packs", "catalog")


def test_every_code_is_explained_and_no_other() -> None:
    sources = [(ROOT / "followup_core" / f"{name}.py").read_text(encoding="utf-8") for name in MODULES]
    used = {code for text in sources for code in re.findall(r'"(PACK-[A-Z]+)"', text)}
    assert used == set(re.findall(r"^\| `(PACK-[A-Z]+)` \|", PAGE, re.MULTILINE))
