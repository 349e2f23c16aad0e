"""Colours that meet on a page can be told apart, in the light and in the dark scheme (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "overrides/assets/stylesheets/tokens.css").read_text(encoding="utf-8")
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--fu-([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", TOKENS)
}
GROUNDS = ("paper", "surface", "accent-soft", "wait-soft", "done-soft", "due-soft", "gap-soft")
TEXTS = ("ink", "ink-soft", "accent", "wait", "done", "due", "gap")
PAIRS = [(text, ground, 4.5) for text in TEXTS for ground in GROUNDS] + [
    ("accent-ink", "accent", 4.5),
    ("line-strong", "paper", 3.0),
    ("line-strong", "surface", 3.0),
]


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast(front: str, ground: str, least: float, scheme: int) -> None:
    assert contrast(COLOURS[front][scheme], COLOURS[ground][scheme]) >= least


def test_the_browser_bar_has_the_colour_of_the_paper() -> None:
    frame = (Path(__file__).parents[2] / "overrides/main.html").read_text(encoding="utf-8")
    assert tuple(re.findall(r'name="theme-color" content="(#\w{6})"', frame)) == COLOURS["paper"]
