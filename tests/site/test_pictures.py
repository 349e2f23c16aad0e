"""The pictures of the tools: every one that is made is shown, has words, and is small."""

from __future__ import annotations

import re

from PIL import Image

from tools.pictures import FOLDER, SHOWN, path_of
from tools.screenshots import SCHEMES, SCREENS
from tools.steps import ROOT

MOST = 60_000
"""Bytes of one picture. Only those that somebody scrolls to are loaded."""
MADE = {
    path_of(name, screen, scheme): screen
    for screen, names in SHOWN.items()
    for name in names
    for scheme in SCHEMES
}


def test_there_are_those_that_are_shown_and_no_others() -> None:
    assert set(FOLDER.iterdir()) == set(MADE)
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/index.md")]
    named = set(re.findall(r"assets/pictures/([\w.-]+\.webp)", "".join(texts)))
    assert named == {path.name for path in MADE}


def test_they_are_small_and_have_the_size_of_their_screen() -> None:
    for path, screen in MADE.items():
        assert path.stat().st_size <= MOST, path
        size = SCREENS[screen]
        with Image.open(path) as picture:
            assert picture.width / picture.height == size["width"] / size["height"], path


def test_each_says_what_it_shows() -> None:
    page = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    alts = re.findall(r"!\[(.*?)\]\(assets/pictures/", page)
    assert len(alts) == 4
    assert all(len(alt) > 40 for alt in alts)
