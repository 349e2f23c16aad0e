"""Places, styles and words of what is read from YAML."""

from __future__ import annotations

import pytest

from followup_core import source
from followup_core.diagnostics import Collector, Mark
from followup_core.source import Mapping, Scalar, parse


def tree(text: str | bytes) -> Mapping:
    collector = Collector()
    root = parse(text, collector)
    assert root is not None, [str(d) for d in collector]
    assert not collector.failed
    return root


def scalar(text: str, *path: str) -> Scalar:
    node: source.Node | None = tree(text)
    for key in path:
        assert isinstance(node, Mapping)
        node = node.get(key)
    assert isinstance(node, Scalar)
    return node


def first(text: str) -> tuple[str, str, str]:
    collector = Collector()
    parse(text, collector)
    found = collector.sorted()[0]
    return found.code, found.message, found.hint


def test_nodes_know_where_they_stand() -> None:
    root = tree("# head\na: x  # tail\nb:\n  - {c: 'd', e: \"f\"}\n  - [g]\n")
    assert [entry.key.text for entry in root.entries] == ["a", "b"]
    a, b = root.get("a"), root.get("b")
    assert isinstance(a, Scalar) and (a.start, a.end) == (Mark(2, 4, 10), Mark(2, 5, 11))
    assert isinstance(b, source.Sequence) and not b.flow and b.start == Mark(4, 3, 25)
    inner = b.items[0]
    assert isinstance(inner, Mapping) and inner.flow and inner.start.column == 5
    c, e = inner.get("c"), inner.get("e")
    assert isinstance(c, Scalar) and c.style == "single" and c.quoted
    assert isinstance(e, Scalar) and e.style == "double" and e.quoted
    assert root.get("nope") is None and root.entry("nope") is None


@pytest.mark.parametrize("written", ["a:", "a: ~", "a: null", "a: # note", "{a}", "{a: }"])
def test_nothing_is_null(written: str) -> None:
    value = scalar(written, "a")
    assert value.is_null


@pytest.mark.parametrize("written", ["a: ''", 'a: ""', "a: 'null'", 'a: "~"', "a: |\n", "a: nil"])
def test_quoted_nothing_is_text(written: str) -> None:
    assert not scalar(written, "a").is_null


def test_an_empty_value_stands_behind_its_colon() -> None:
    root = tree("a:\n\nb :  # note\nc: 1\n")
    a, b = root.get("a"), root.get("b")
    assert isinstance(a, Scalar) and a.start == a.end == Mark(1, 3, 2)
    assert isinstance(b, Scalar) and b.start == Mark(3, 4, 7)


@pytest.mark.parametrize(
    ("text", "value", "index", "line", "column"),
    [
        ("a: hello", "hello", 4, 1, 8),
        ("a: one\n  two\n\n  three", "one two\nthree", 4, 2, 3),
        ("a: one\n  two\n\n  three", "one two\nthree", 8, 4, 3),
        ("a: 'it''s'", "it's", 3, 1, 9),
        ('a: "x\\u00e9\\ty"', "xé\ty", 1, 1, 6),
        ('a: "x\\u00e9\\ty"', "xé\ty", 3, 1, 14),
        ('a: "one \\\n   two"', "one two", 4, 2, 4),
        ("a: |\n  one\n    two\n  three\n", "one\n  two\nthree\n", 6, 3, 5),
        ("a: |2\n   one\n  two\n", " one\ntwo\n", 0, 2, 3),
        ("a: |2\n   one\n  two\n", " one\ntwo\n", 5, 3, 3),
        ("a: >-\n  one\n  two\n\n  three\n", "one two\nthree", 4, 3, 3),
        ("a: >-\n  one\n  two\n\n  three\n", "one two\nthree", 8, 5, 3),
        ("a: >\n  one\n    more\n  two\n", "one\n  more\ntwo\n", 6, 3, 5),
        ("a: |\r\n  one\r\n\r\n  two\r\n", "one\n\ntwo\n", 5, 4, 3),
        ("a: |+\n\n  one\n\n", "\none\n\n", 1, 3, 3),
    ],
)
def test_a_character_knows_its_place(text: str, value: str, index: int, line: int, column: int) -> None:
    node = scalar(text, "a")
    assert node.text == value
    assert (node.position_at(index).line, node.position_at(index).column) == (line, column)


def test_a_place_beyond_the_text_is_its_end() -> None:
    node = scalar("a: hello", "a")
    assert node.position_at(5).column == 9
    assert node.position_at(99).column == 9
    assert scalar("a:", "a").position_at(0) == Mark(1, 3, 2)


def test_unicode_separators_are_text() -> None:
    assert scalar("a: x\u2028y\u2029z\nb: 1", "a").text == "x\u2028y\u2029z"


def test_tabs_may_separate_but_not_indent() -> None:
    root = tree("a:\tx\t# note\nb: y\t\n\t\nc: [x,\t\n\ty]\n")
    assert source.Scalar is type(root.get("a"))
    assert [e.key.text for e in root.entries] == ["a", "b", "c"]
    assert first("a:\n\tb: 1")[0] == "YAML-TAB"
    assert first("a: x\ty")[0] == "YAML-TAB"


def test_document_marks_are_allowed_once() -> None:
    assert scalar("---\na: x\n...\n", "a").text == "x"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: {{ name }} hi", "quotes"),
        ("me:\n  name:Dana\n  email: x", "space after the colon in line 2"),
        ("a: 'x", "closing quote"),
        ("a: @x", "quotes"),
        ("a: - b", "own line"),
        ("a:\n - b\n  - c\n d", "colon"),
        ("a: [1, 2\nb: 3", "]"),
        ("a: {x: 1\nb: 3", "}"),
        ("a: |x\n b", "alone"),
        ("on:2026-01-01", "space after the colon"),
        ('a: "C:\\q"', "single quotes"),
        ("a: *x", "quotes"),
    ],
)
def test_mistakes_come_with_a_remedy(text: str, words: str) -> None:
    code, message, hint = first(text)
    assert code.startswith("YAML-")
    assert words in hint, (message, hint)
    assert message


def test_a_tree_survives_beside_errors_of_keys() -> None:
    collector = Collector()
    root = parse("a: 1\na: 2\n3: x\nb: y\n", collector)
    assert [d.code for d in collector] == ["YAML-DUPKEY", "YAML-KEYTYPE"]
    assert root is not None and [e.key.text for e in root.entries] == ["a", "b"]


def test_bytes_and_text_are_the_same() -> None:
    assert tree("é: ü".encode()) == tree("é: ü")
