"""The words of the tools, from browser/words/en.json: the build prints the pages in English.

A text is `area.name`, and {braces} hold a place for a value. browser/translate.ts puts the words of another
language in their place, by the English ones.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from followup_core.elements import Child, Element, el
from tools.steps import ROOT

FOLDER = ROOT / "browser" / "words"
SOURCE = "en"


@cache
def texts(language: str) -> dict[str, dict[str, str | dict[str, str]]]:
    """Areas, names and texts of a language; a text that depends on a number is {plural category: form}."""
    found: dict[str, dict[str, str | dict[str, str]]] = json.loads(
        (FOLDER / f"{language}.json").read_text(encoding="utf-8")
    )
    return found


def word(key: str, **values: object) -> str:
    """An English text with its values. Raises KeyError for an unknown name or a missing value."""
    area, _, name = key.partition(".")
    text = texts(SOURCE)[area][name]
    if not isinstance(text, str):
        text = text["one" if values["count"] == 1 else "other"]
    return text.format(**values)


def worded(tag: str, attributes: dict[str, str | None] | None, key: str, **parts: Element) -> Element:
    """A sentence with elements in the places of its values."""
    area, _, name = key.partition(".")
    text = texts(SOURCE)[area][name]
    assert isinstance(text, str), f"{key} has several forms"
    children: list[Child] = []
    for i, piece in enumerate(text.replace("{", "}").split("}")):
        if i % 2:
            part = parts[piece]
            children.append(Element(part.tag, {**part.attributes, "data-hole": piece}, part.children))
        elif piece:
            children.append(piece)
    return el(tag, {**(attributes or {}), "data-words": key}, *children)


def languages() -> list[tuple[str, str]]:
    """The languages that the tools speak, each with its name in itself; English first."""
    others = sorted(path.stem for path in Path(FOLDER).glob("*.json") if path.stem != SOURCE)
    return [(language, str(texts(language)["language"]["name"])) for language in (SOURCE, *others)]
