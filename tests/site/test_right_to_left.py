"""The stylesheets say start and end, never left and right: the pages are whole from right to left too.

Where a direction is one of the screen by its nature, a comment right before the declaration says why and
begins with `Physical:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.steps import ROOT

STYLES = sorted((ROOT / "overrides/assets/stylesheets").glob("*.css"))
SIDE = re.compile(r"(?<![\w-])(left|right)(?![\w-])")
ARROWS = re.compile("[←→⇐⇒▶◀▸◂▹◃‹›«»➔➜]")
MOVES = re.compile(r"(translateX|rotate[XYZ]?|scaleX|skewX?|skewY|matrix(3d)?)\(|translate(3d)?\((?!0[,)])")
OF_SIDES = {"float", "clear", "text-align", "text-align-last", "caption-side"}
OF_PLACES = {"background", "background-position", "object-position", "transform-origin", "perspective-origin"}
BOXES = {"margin", "padding", "inset", "border-width", "border-color", "border-style", "scroll-margin"}
DECLARATION = re.compile(
    r"(?:^|[;{])\s*(?P<comments>(?:/\*.*?\*/\s*)*)(?P<name>[-\w]+)\s*:(?P<value>[^;{}]+)(?=[;}])", re.S
)


def words(value: str) -> list[str]:
    """The parts of a value; what is between parentheses stays together."""
    return re.findall(r"(?:[^\s()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+", value)


def layers(value: str) -> list[str]:
    """What commas separate, as far as they are in no parentheses."""
    return re.findall(r"(?:[^,()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+", value)


def lopsided(name: str, value: str) -> bool:
    """Whether a shorthand of four sides or corners differs between left and right."""
    sides = words(value)
    if name in BOXES:
        return len(sides) == 4 and sides[1] != sides[3]
    top_left, top_right, bottom_right, bottom_left = [
        sides[at] for at in ((0,) * 4, (0, 1, 0, 1), (0, 1, 2, 1), (0, 1, 2, 3))[min(len(sides), 4) - 1]
    ]
    return (top_left, bottom_left) != (top_right, bottom_right)


def turned(value: str) -> bool:
    """Whether a gradient runs in another way than up or down."""
    ways = [way.strip() for way in re.findall(r"linear-gradient\(([^,]*)", value)]
    return any(SIDE.search(way) or re.match(r"(?!0deg|180deg)-?[\d.]+(deg|turn|rad)", way) for way in ways)


def physical(name: str, value: str) -> bool:
    if SIDE.search(name.replace("-", " ")) or name == "direction":
        return True
    if name in OF_SIDES | OF_PLACES and SIDE.search(value):
        return True
    if (name in BOXES or name == "border-radius") and lopsided(name, value):
        return True
    if name.endswith("shadow") and any(
        words(layer.replace("inset ", ""))[0] not in {"0", "none"} and not layer.strip().startswith("var(")
        for layer in layers(value)
    ):
        return True
    if name in {"translate", "rotate"} and words(value)[0] not in {"0", "none"}:
        return True
    return (name == "transform" and bool(MOVES.search(value))) or turned(value)


def found(text: str) -> Iterator[str]:
    for match in DECLARATION.finditer(text):
        name, value = match["name"], match["value"].strip()
        if physical(name, value) and "/* Physical:" not in match["comments"]:
            yield f"{name}: {value}"
    rules = re.findall(r"([^{};]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    turned_round = {
        selector.replace(":dir(rtl)", "").strip() for selector, _ in rules if ":dir(rtl)" in selector
    }
    for selector, body in rules:
        for content in re.findall(r"content:\s*([^;]+)", body):
            if ARROWS.search(content) and selector.replace(":dir(rtl)", "").strip() not in turned_round:
                yield f"{selector.strip()} content: {content}"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_a_stylesheet_has_no_left_and_no_right(path: Path) -> None:
    assert list(found(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "declaration",
    [
        "left: 0", "right: auto", "margin-left: 1em", "padding-right: 0", "border-left-color: red",
        "border-top-left-radius: 4px", "scroll-margin-right: 1em", "float: left", "text-align: right",
        "margin: 0 0 1em 2em", "padding: 0 calc(2 * var(--a)) 0 1em", "inset: 0 auto auto 0",
        "border-radius: 4px 0 0 4px", "border-radius: 4px 0", "box-shadow: inset 3px 0 0 red",
        "box-shadow: 0 1px 2px red, 2px 0 red", "transform: translateX(4px)", "transform: rotate(90deg)",
        "translate: 4px 0", "background: linear-gradient(to right, red, blue)",
        "background: linear-gradient(45deg, red, blue)", "background-position: left top", "direction: ltr",
        'content: "→"',
    ],
)  # fmt: skip
def test_what_is_physical_is_found(declaration: str) -> None:
    assert list(found(f"a {{ color: red; {declaration}; }}"))


@pytest.mark.parametrize(
    "rules",
    [
        "a { margin: 0 1em; padding: 0 1em 2em; inset-inline: 0 auto; border-inline-start: 1px solid }",
        "a { border-radius: 4px 4px 0 0; box-shadow: inset 0 0 0 1px red, 0 1px 2px rgb(0 0 0 / 35%) }",
        "a { float: inline-start; text-align: start; transform: translateY(4px) }",
        "a { background: linear-gradient(to bottom, red, blue); text-decoration-thickness: 1px }",
        "a { /* Physical: a picture of days. */ direction: ltr; }",
        'a::before { content: "▸" } a:dir(rtl)::before { content: "◂" }',
    ],
)
def test_what_turns_with_the_text_is_not(rules: str) -> None:
    assert list(found(rules)) == []
