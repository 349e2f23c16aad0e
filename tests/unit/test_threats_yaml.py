"""Hostile, broken and surprising YAML: each case gets its verdict, in time, and never an exception."""

from __future__ import annotations

import sys
import time
from itertools import pairwise

import pytest

from followup_core import searchfile
from followup_core.source import MAX_NODES

BOMB_SECONDS = 0.5
"""What a bomb may take of the processor; it takes a hundredth of that."""
ANY_SECONDS = 5.0 if sys.platform == "emscripten" else 2.0
"""What any file within the limits may take of the processor; in a page five is the end."""

HEAD = "followup: 1\nme: {name: D}\n"
ONE = HEAD + "applications: [{id: a, employer: E, role: R, {MORE}}]\n"
NINE = "abcdefghi"
ALIAS_BOMB = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise(NINE)
)
MERGE_BOMB = "a: &a {x: 1}\n" + "".join(
    f"b{n}: &b{n} {{<<: [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]}}\n" for n in range(8)
)

# name, text or bytes, codes that must be among the errors
CASES: tuple[tuple[str, str | bytes, set[str]], ...] = (
    ("alias bomb", ALIAS_BOMB, {"YAML-ALIAS"}),
    ("merge bomb", MERGE_BOMB, {"YAML-ALIAS", "YAML-MERGE"}),
    ("one innocent alias", "x: &s text\ny: *s\n", {"YAML-ALIAS"}),
    ("merge key", "x: {<<: {a: 1}}\n", {"YAML-MERGE"}),
    ("flow depth 1,000", "a: " + "[" * 1_000 + "]" * 1_000, {"YAML-DEPTH"}),
    ("flow depth 100,000", "[" * 100_000, {"YAML-DEPTH"}),
    ("braces 1,000", "a: " + "{a: " * 1_000, {"YAML-DEPTH"}),
    ("block depth 600", "".join(" " * i + "k:\n" for i in range(600)), {"YAML-DEPTH"}),
    ("dashes in a row", "- " * 100_000, {"YAML-DEPTH"}),
    ("too many bytes", "a: " + "x" * 20_000_000, {"YAML-SIZE"}),
    ("too many bytes in few characters", "a: " + "日" * 100_000, {"YAML-SIZE"}),
    ("python object", "!!python/object/apply:os.system [id]\n", {"YAML-TAG"}),
    ("binary", "a: !!binary aGk=\n", {"YAML-TAG"}),
    ("set", "a: !!set {a}\n", {"YAML-TAG"}),
    ("ordered map", "a: !!omap [a: 1, a: 2]\n", {"YAML-TAG"}),
    ("timestamp", "a: !!timestamp x\n", {"YAML-TAG"}),
    ("own tag", "a: !own x\n", {"YAML-TAG"}),
    ("duplicate key", "subject: A\nb: 1\nsubject: B\n", {"YAML-DUPKEY"}),
    ("duplicate key, composed and decomposed", "Zoë: A\nZoe\u0308: B\n", {"YAML-DUPKEY"}),
    *(
        (f"key {key}", f"{key}: x\n", {"YAML-KEYTYPE"})
        for key in ("~", "1", "2024-01-01", ".nan", "true", "0x1F", "null")
    ),
    ("list as key", "[1, 2]: x\n", {"YAML-KEYTYPE"}),
    ("mapping as key", "{a: 1}: x\n", {"YAML-KEYTYPE"}),
    ("question mark key", "? a\n: b\n", {"YAML-KEYTYPE"}),
    ("missing key", ": x\n", {"YAML-KEYTYPE"}),
    (
        "missing month day",
        HEAD + "applications: [{id: a, employer: E, role: R, promise: {by: 2024-02-30}}]\n",
        {"DATE"},
    ),
    (
        "short date",
        HEAD + "applications: [{id: a, employer: E, role: R, promise: {by: 2024-1-2}}]\n",
        {"DATE"},
    ),
    ("year 0", HEAD + "applications: [{id: a, employer: E, role: R, promise: {by: 0000-01-01}}]\n", {"DATE"}),
    (
        "year 10000",
        HEAD + "applications: [{id: a, employer: E, role: R, promise: {by: 10000-01-01}}]\n",
        {"DATE"},
    ),
    ("raw NUL", "a: b\0c\n", {"YAML-CONTROL"}),
    ("escaped NUL", 'a: "b\\0c"\n', {"YAML-CONTROL"}),
    ("escaped bell in a key", '"a\\a": b\n', {"YAML-CONTROL"}),
    ("half a character", 'a: "\\ud83d"\n', {"YAML-CONTROL"}),
    ("half a character, raw", "a: \ud83d\n", {"YAML-CONTROL"}),
    ("escape beyond Unicode", 'a: "\\UFFFFFFFF"\n', {"YAML-SYNTAX"}),
    ("inner byte order mark", "a: 1\n\ufeffb: 2\n", {"YAML-BOM"}),
    ("invalid UTF-8", b"\xff\xfe\xfa", {"YAML-UTF8"}),
    ("Latin-1", b"a: caf\xe9\n", {"YAML-UTF8"}),
    ("UTF-16", "a: 1\n".encode("utf-16"), {"YAML-UTF8"}),
    ("UTF-16 without a mark", "a: 1\n".encode("utf-16-le"), {"YAML-CONTROL"}),
    ("tab as indentation", "a:\n\tb: 1\n", {"YAML-TAB"}),
    ("tab first", "\ta: 1\n", {"YAML-TAB"}),
    ("two documents", "a: 1\n---\na: 2\n", {"YAML-MULTI"}),
    ("empty", "", {"YAML-EMPTY"}),
    ("only comments", "# nothing\n", {"YAML-EMPTY"}),
    ("only a marker", "---\n", {"YAML-EMPTY"}),
    ("a sentence", "hello\n", {"YAML-NOTMAP"}),
    ("a list", "- a\n- b\n", {"YAML-NOTMAP"}),
    ("null", "null\n", {"YAML-NOTMAP"}),
    ("template braces", "a: {{ name }} hello\n", {"YAML-SYNTAX"}),
    ("template tag", "a: {% if x %}\n", {"YAML-SYNTAX"}),
    ("open quote", "a: 'x\nb: 1\n", {"YAML-SYNTAX"}),
    ("open double quote", 'a: "x\nb: 1\n', {"YAML-SYNTAX"}),
    ("open bracket", "a: [1, 2\nb: 3\n", {"YAML-SYNTAX"}),
    ("two colons", "a: b: c\n", {"YAML-SYNTAX"}),
    ("at sign", "a: @x\n", {"YAML-SYNTAX"}),
    ("backtick", "a: `x`\n", {"YAML-SYNTAX"}),
    ("directive", "%YAML 1.1\n---\na: 1\n", {"YAML-SYNTAX"}),
    ("unknown escape", 'a: "C:\\Users"\n', {"YAML-SYNTAX"}),
    ("unknown field", HEAD + "aplications: []\n", {"FIELD-UNKNOWN"}),
    ("mapping for text", "followup: 1\nme: {name: {x: 1}}\n", {"FIELD-TYPE"}),
    ("long field", f"followup: 1\nme: {{name: {'x' * 10_000}}}\n", {"TEXT-LONG"}),
    ("empty required field", "followup: 1\nme: {name: }\n", {"FIELD-EMPTY"}),
    ("only spaces", 'followup: 1\nme: {name: "   "}\n', {"FIELD-EMPTY"}),
    ("newer format", "followup: 2\nwhatever: [1]\n", {"VERSION"}),
)


@pytest.mark.parametrize(("text", "codes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_verdict(text: str | bytes, codes: set[str]) -> None:
    started = time.process_time()
    search, found = searchfile.read(text)
    seconds = time.process_time() - started
    assert search is None
    assert codes <= {d.code for d in found}, [str(d) for d in found]
    assert seconds < BOMB_SECONDS
    for diagnostic in found:
        assert diagnostic.line >= 1 and diagnostic.column >= 1
        words = f"{diagnostic.message} {diagnostic.hint}"
        assert (
            "\n" not in words
            and "Traceback" not in words
            and "ruamel" not in words
            and "unhashable" not in words
        )


FLOODS: dict[str, str] = {
    "many pairs": "".join(f"k{i}: value number {i} [x]\n" for i in range(7_500)),
    "many items": "a: [" + "a," * 125_000 + "]",
    "many small maps": "a: [" + "{a: 1}," * 30_000 + "]",
    "many small lists": "a: [" + "[]," * 60_000 + "]",
    "lists in lists": "a:\n" + "- - - - - x\n" * 20_000,
    "one key again and again": "a: b\n" * 40_000,
    "colons": ": " * 100_000,
    "question marks": "a: " + "? a: " * 20_000,
    "exclamation marks": "!" * 200_000,
    "ampersands": "&a " * 60_000,
    "stars": "a: [" + "*a, " * 40_000 + "]",
    "quotes": "a: " + "'" * 200_000,
    "quoted words": "a: " + "'a' " * 50_000,
    "one long word": "a: " + "x" * 200_000,
    "many words": "a: " + "x " * 100_000,
    "many folded lines": "a: " + "\n  x" * 60_000,
    "many lines in quotes": "a: '" + "\n" * 200_000 + "'",
    "many escapes": 'a: "' + "\\n" * 100_000 + '"',
    "long block": "a: |\n" + " x\n" * 80_000,
    "folded block": "a: >\n" + ("  " * 10 + "\n x\n") * 8_000,
    "comments": "#" * 250_000,
    "many comments": "a: 1\n" + "# c\n" * 60_000,
    "blank lines": "\n" * 250_000,
    "spaces": " " * 250_000,
    "tabs": "a: " + "\t" * 250_000,
    "tabs on lines": "a: \n" + " \t\n" * 80_000,
    "long key": "x" * 2_000 + ": a",
    "long keys": ("x" * 1_000 + ": a\n") * 200,
    "byte order marks": "a: " + "\ufeff" * 80_000,
    "control characters": "a: " + "\x07" * 200_000,
    "unknown fields": HEAD + "".join(f"x{i}: 1\n" for i in range(15_000)),
    "long unknown fields": HEAD + "".join(f"{'ab' * 100}{i}: 1\n" for i in range(1_000)),
    "wrong applications": HEAD + "applications: [" + "x," * 19_000 + "]",
    "wrong words": ONE.replace("{MORE}", f"log: [{'{on: x, sent: thakn-you},' * 5_000}]"),
    "people nobody knows": ONE.replace(
        "{MORE}",
        f"contacts: [{','.join(f'{{id: p{i}, name: P}}' for i in range(2_000))}], "
        f"log: [{','.join(f'{{on: 2026-01-02, sent: closing, to: q{i}}}' for i in range(2_000))}]",
    ),
    "one application again and again": HEAD
    + "applications: ["
    + "{id: a, employer: E, role: R}," * 4_000
    + "]",
}


@pytest.mark.parametrize("text", FLOODS.values(), ids=FLOODS)
def test_no_file_within_the_limits_takes_long_or_floods_the_reader(text: str) -> None:
    started = time.process_time()
    _, found = searchfile.read(text)
    assert time.process_time() - started < ANY_SECONDS
    assert len(found) < 250


def test_the_limit_of_values_is_exact() -> None:
    fits = "a: [" + ", ".join(["x"] * (MAX_NODES - 2)) + "]"
    assert "YAML-NODES" not in {d.code for d in searchfile.read(fits)[1]}
    assert "YAML-NODES" in {d.code for d in searchfile.read(fits.replace("]", ", x]"))[1]}


@pytest.mark.parametrize(
    "text",
    ["NO", "no", "Off", "yes", "on", "1.10", "017", "1e3", "1_000", "0o17", "09:00:00", "=", "2024-01-01"],
)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_text_stays_as_typed(text: str, quote: str) -> None:
    search, found = searchfile.read(f"followup: 1\nme: {{name: {quote}{text}{quote}}}\n")
    assert search is not None, found
    assert search.me.name == text


def test_norway_is_a_country() -> None:
    search, _ = searchfile.read(
        ONE.replace("{MORE}", "country: NO, language: no, interviews: [{on: 2026-01-02, at: 12:30}]")
    )
    assert search is not None
    application = search.applications[0]
    assert (application.country, application.language) == ("NO", "no")
    assert application.interviews[0].at is not None and application.interviews[0].at.isoformat() == "12:30:00"


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_a_leading_mark_do_not_matter(eol: str, start: str) -> None:
    text = "followup: 1\nme:\n  name: D\napplications:\n  - id: a\n    employer: E\n    role: R\n"
    text += "    notes: |\n      x\n\n      y\n"
    expected, _ = searchfile.read(text)
    typed = start + text.replace("\n", eol)
    assert searchfile.read(typed)[0] == searchfile.read(typed.encode())[0] == expected
    assert expected is not None and expected.applications[0].notes == "x\n\ny\n"


def test_places_are_those_of_the_culprit() -> None:
    def place(text: str | bytes, code: str) -> tuple[int, int, str]:
        found = next(d for d in searchfile.read(text)[1] if d.code == code)
        return found.line, found.column, found.message

    assert place(ALIAS_BOMB, "YAML-ALIAS")[:2] == (1, 4)
    assert place("a: 1\nb: !!set {a}\n", "YAML-TAG")[:2] == (2, 4)
    assert place("a: " + "[" * 30, "YAML-DEPTH")[:2] == (1, 23)
    assert place(b"ok: 1\na: caf\xe9\n", "YAML-UTF8") == (
        2,
        7,
        "The file is not UTF-8: byte 12 does not belong there.",
    )
    assert place("a: 1\nb: 'x\u0007y'\n", "YAML-CONTROL")[:2] == (2, 6)
    assert place('a: "b\\0c"\n', "YAML-CONTROL")[:2] == (1, 6)
    line, column, message = place("subject: A\nb: 1\nsubject: B\n", "YAML-DUPKEY")
    assert (line, column) == (3, 1) and "line 3" in message and "line 1" in message
    assert place("a: 'x\nb: 1\n", "YAML-SYNTAX")[:2] == (1, 4)
    assert place("a:\n  x: 1\n\ty: 1\n", "YAML-TAB")[:2] == (3, 1)


def test_everything_is_said_at_once() -> None:
    text = (
        "followup: 1\nme: {name: D, emial: x}\nme: {}\napplications:\n"
        "  - id: A\n    employer: ' '\n    role: [x]\n"
        "    country: uk\n    interviews: [{on: 2024-02-30, with: [ghost]}]\n"
    )
    codes = {d.code for d in searchfile.read(text)[1]}
    assert {
        "YAML-DUPKEY",
        "FIELD-UNKNOWN",
        "ID",
        "FIELD-EMPTY",
        "FIELD-TYPE",
        "COUNTRY",
        "DATE",
        "REF",
    } <= codes
