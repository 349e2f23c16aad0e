"""The words of the tools: one file for each language, English complete, and nothing that no one says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from tools.steps import ROOT
from tools.words import FOLDER, SOURCE, languages, texts

LANGUAGES = [language for language, _name in languages()]
OTHERS = [language for language in LANGUAGES if language != SOURCE]
HOLE = re.compile(r"\{([a-z_]+)\}")
# Read by a name that is put together, or by what is spoken: browser/translate.ts and Intl.
SAID_OTHERWISE = {"language.name", "language.direction", "language.dates"}


def leaves(language: str) -> dict[str, str | dict[str, str]]:
    return {f"{area}.{name}": text for area, all_ in texts(language).items() for name, text in all_.items()}


def forms(text: str | dict[str, str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_says_what_english_says_and_nothing_else(language: str) -> None:
    english = leaves(SOURCE)
    for key, text in leaves(language).items():
        assert key in english, key
        assert isinstance(text, str) == isinstance(english[key], str), key
        wanted = {hole for form in forms(english[key]) for hole in HOLE.findall(form)}
        for form in forms(text):
            assert set(HOLE.findall(form)) <= wanted, (key, form)
        if isinstance(text, str):
            assert set(HOLE.findall(text)) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_a_number_has_every_form_of_its_language(language: str) -> None:
    # Fractions and millions have forms of their own in some languages; what is counted here is small.
    wanted = {Locale.parse(language).plural_form(n) for n in range(1000)}
    for key, text in leaves(language).items():
        if isinstance(text, dict):
            assert set(text) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_spaces_at_its_ends(language: str) -> None:
    for key, text in leaves(language).items():
        for form in forms(text):
            assert form and form == form.strip() and "  " not in form, key


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_english_text_has_the_same_translation(language: str) -> None:
    # browser/translate.ts finds what the build printed by its English text.
    english, mine = leaves(SOURCE), leaves(language)
    said: dict[str, set[str]] = {}
    for key, text in english.items():
        if isinstance(text, str) and not HOLE.search(text):
            said.setdefault(text, set()).update([str(mine[key])] if key in mine else [])
    assert {text: each for text, each in said.items() if len(each) > 1} == {}


def test_every_text_is_said_somewhere() -> None:
    files = [*ROOT.glob("browser/**/*.ts"), *ROOT.glob("tools/*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    said = set(re.findall(r"[\"'`]([a-z]+\.[a-z0-9-]+)[\"'`]", code)) | SAID_OTHERWISE
    families = tuple(re.findall(r"[\"'`]([a-z]+\.[a-z0-9-]*)\$?\{", code))
    unsaid = [key for key in leaves(SOURCE) if key not in said and not key.startswith(families or ("\0",))]
    assert not unsaid


SENTENCE = re.compile(r"([\"'`])([A-Z][\w’]*(?: [\w’]+)+[^\"'`]*)\1")
COMMENT = re.compile(r"/\*[\s\S]*?\*/|(?<!:)//.*|new Error\(.*")
NOT_OURS = {
    "Control character",  # names that CodeMirror gives its phrases
    "Selection deleted",
    "A newer request took its place.",  # said by nobody: the page drops what was superseded
    "The employer",  # stands in a search file until the name is known
}


def test_no_script_says_a_text_of_its_own() -> None:
    said = set()
    for path in ROOT.glob("browser/**/*.ts"):
        code = COMMENT.sub("", path.read_text(encoding="utf-8"))
        said |= {text for _quote, text in SENTENCE.findall(code)}
    assert said <= NOT_OURS


def test_the_files_are_named_by_their_language() -> None:
    assert LANGUAGES[0] == SOURCE
    for path in Path(FOLDER).glob("*.json"):
        assert Locale.parse(path.stem).language == path.stem
