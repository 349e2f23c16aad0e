"""Any file a person may have typed keeps its bytes, except on the lines that an edit means."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode

from followup_core import searchfile, source, splice
from followup_core.diagnostics import Collector
from followup_core.splice import Edit, plain
from followup_core.writer import scalar_text

CALM = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))

ODD = [
    "no",
    "NO",
    "1.10",
    "2024-01-01",
    "12:30",
    "~",
    " lead",
    "trail ",
    "# x",
    "- x",
    ": x",
    "*x",
    "&x",
    "!x",
]
ODD += [
    "%x",
    "@x",
    "`x",
    "",
    "null",
    "a: b",
    "a #b",
    "'q'",
    '"',
    "\\",
    "x:",
    "[a]",
    "{a}",
    "a, b",
    "---",
    "...",
    "?",
]
ODD += [
    "a\nb",
    "a\n\nb\n",
    "\n",
    "\ta",
    "é ü",
    "日本",
    "👋🏽",
    "\u2028",
    "a\u2029b",
    "\u00a0",
    "0o17",
    "1e3",
    "<<",
    "|",
    ">",
]

characters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
texts = st.one_of(
    st.sampled_from(ODD), st.text(st.one_of(characters, st.sampled_from("\n\t :#'\"-,[]{}")), max_size=20)
)


def tree(text: str) -> source.Mapping:
    collector = Collector()
    root = source.parse(text, collector)
    assert root is not None and not collector.failed, (text, [str(d) for d in collector])
    return root


@settings(CALM, max_examples=250)
@given(st.lists(texts, min_size=40, max_size=60))
def test_every_text_survives_writing_and_reading(values: list[str]) -> None:
    written = splice.write({"values": values, "nested": [{"v": v} for v in values]}, searchfile.LAYOUT)
    assert plain(tree(written)) == {"values": values, "nested": [{"v": v} for v in values]}


@CALM
@given(
    texts,
    st.sampled_from(
        ["a: x", "a: 'x'", 'a: "x"', "a: |\n  x\n", "a: >-\n  x\nb: y", "a:", "a: {b: x}", "a: [x]"]
    ),
)
def test_every_text_can_replace_another(value: str, before: str) -> None:
    inner: dict[str, splice.Path] = {"{": ("a", "b"), "[": ("a", 0)}
    path = inner.get(before[3:4], ("a",))
    after = plain(tree(searchfile.edit(before, [Edit("set", path, value)])))
    for key in path:
        after = after[key]
    assert after == value


# ── a person's typing ────────────────────────────────────────────────────────────────────────────────────

names = st.sampled_from(["id", "name", "on", "with", "note", "log", "contacts", "promise", "x", "Zoë"])
words = st.sampled_from(
    ["maria", "2026-11-19", "14:30", "Head of Support", "it's", "a: b", "NO", "https://e.org/x", "é"]
)
leaves = st.one_of(words, st.none(), st.just("two\nlines\n"), st.just("one\n\nthree"))
data = st.dictionaries(
    names,
    st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner.filter(lambda v: v is not None), max_size=3),
            st.dictionaries(names, inner, max_size=4),
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


class Typist:
    """Writes data as YAML in one of the many ways people do, with comments wherever they may stand."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self.draw = draw
        self.comments = 0
        self.step = draw(st.integers(1, 4))
        self.dented = draw(st.booleans())

    def chance(self, one_in: int) -> bool:
        return bool(self.draw(st.integers(1, one_in)) == 1)

    def comment(self) -> str:
        self.comments += 1
        return f'#{"" if self.chance(2) else " "}c{self.comments}: it\'s [a] "remark"'

    def tail(self) -> str:
        return "  " * self.draw(st.integers(1, 3)) + self.comment() if self.chance(4) else ""

    def above(self, indent: int) -> str:
        blank = "\n" if self.chance(6) else ""
        return blank + (" " * indent + self.comment() + "\n" if self.chance(5) else "")

    def scalar(self, value: str | None, in_flow: bool) -> str:
        if value is None:
            return str(self.draw(st.sampled_from(["~", "null"] if in_flow else ["", "~", "null"])))
        style = self.draw(st.sampled_from(["plain", "single", "double"]))
        return scalar_text(value, in_flow, style, bare=self.chance(2))

    def flow(self, value: Any) -> str:
        pad = " " if self.chance(4) else ""
        if isinstance(value, dict):
            return "{" + pad + ", ".join(f"{k}: {self.flow(v)}" for k, v in value.items()) + pad + "}"
        if isinstance(value, list):
            return "[" + pad + ", ".join(self.flow(v) for v in value) + pad + "]"
        return self.scalar(value, True)

    def mapping(self, value: dict[str, Any], indent: int) -> str:
        lines = [self.entry(key, item, indent) for key, item in value.items()]
        return "".join(self.above(indent) * (i > 0) + " " * indent * (i > 0) + x for i, x in enumerate(lines))

    def entry(self, key: str, value: Any, indent: int) -> str:
        below = isinstance(value, dict | list) and value and not self.chance(3)
        if below and isinstance(value, dict):
            inner = indent + self.step
            return f"{key}:{self.tail()}\n{self.above(inner)}{' ' * inner}{self.mapping(value, inner)}"
        if below:
            inner = indent + (self.step if self.dented else 0)
            return f"{key}:{self.tail()}\n" + "".join(self.item(v, inner) for v in value)
        if isinstance(value, str) and "\n" in value and self.chance(2):
            head, body = ("|", value) if value.endswith("\n") else ("|-", value + "\n")
            pad = " " * (indent + self.step)
            lines = "".join(pad + x + "\n" if x else "\n" for x in body.removesuffix("\n").split("\n"))
            return f"{key}: {head}{self.tail()}\n{lines}"
        return f"{key}: {self.flow(value)}{self.tail()}\n"

    def item(self, value: Any, indent: int) -> str:
        start = self.above(indent) + " " * indent + "-"
        if isinstance(value, dict) and value and self.chance(2):
            gap: int = self.draw(st.integers(1, 3))
            return start + " " * gap + self.mapping(value, indent + 1 + gap)
        return f"{start} {self.flow(value)}{self.tail()}\n"


@st.composite
def typed_files(draw: Any) -> tuple[str, dict[str, Any]]:
    value = draw(data)
    text = Typist(draw).mapping(value, 0)
    if draw(st.booleans()):
        text = "# head\n\n" + text + "# foot\n"
    if draw(st.booleans()) and not text.endswith("\n\n"):
        text = text.removesuffix("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    return draw(st.sampled_from(["", "\ufeff"])) + text, plain(tree(text))


def paths(value: Any, here: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(here, value)] + [found for key, item in pairs for found in paths(item, (*here, key))]


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def lines_of(text: str) -> list[str]:
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)


def assert_kept(text: str, new: str, allow_lost_comments: bool = False) -> None:
    ends = set(re.findall(r"\r\n|\r|\n", text))
    assert set(re.findall(r"\r\n|\r|\n", new)) <= (ends or {"\n"})
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    lost = Counter(re.findall(r"#[^#\r\n]*?c\d+:|# head|# foot", text)) - Counter(
        re.findall(r"#[^#\r\n]*?c\d+:|# head|# foot", new)
    )
    assert allow_lost_comments or not lost, (text, new)


@CALM
@given(typed_files())
def test_nothing_changes_when_nothing_is_edited(typed: tuple[str, dict[str, Any]]) -> None:
    text, value = typed
    assert plain(tree(text)) == value
    assert searchfile.edit(text, []) == text
    same = [Edit("set", path, item) for path, item in paths(value) if path and item is not None]
    assert searchfile.edit(text, [e for e in same if None not in [v for _, v in paths(e.value)]]) == text


@CALM
@given(typed_files(), texts, st.data())
def test_a_changed_value_changes_its_line_only(
    typed: tuple[str, dict[str, Any]], new_text: str, pick: st.DataObject
) -> None:
    text, value = typed
    leaves = [(path, item) for path, item in paths(value) if path and not isinstance(item, dict | list)]
    assume(leaves)
    path, old = pick.draw(st.sampled_from(leaves))
    new = searchfile.edit(text, [Edit("set", path, new_text)])
    expected: Any = copy.deepcopy(value)
    holder = at(expected, path[:-1])
    holder[path[-1]] = new_text
    assert plain(tree(new)) == expected
    assert_kept(text, new)
    if "\n" not in new_text and "\n" not in (old or ""):
        before, after = lines_of(text), lines_of(new)
        assert len(before) == len(after)
        assert sum(a != b for a, b in zip(before, after, strict=True)) <= 1


@CALM
@given(typed_files(), st.data())
def test_removing_takes_only_what_was_meant(typed: tuple[str, dict[str, Any]], pick: st.DataObject) -> None:
    text, value = typed
    path, _ = pick.draw(st.sampled_from([found for found in paths(value) if found[0]]))
    new = searchfile.edit(text, [Edit("remove", path)])
    expected: Any = copy.deepcopy(value)
    holder = at(expected, path[:-1])
    del holder[path[-1]]
    assert plain(tree(new)) == expected
    assert_kept(text, new, allow_lost_comments=True)
    assert Counter(lines_of(new)) - Counter(lines_of(text)) == Counter() or len(lines_of(new)) <= len(
        lines_of(text)
    )


@CALM
@given(typed_files(), data, st.data())
def test_adding_keeps_every_old_line(
    typed: tuple[str, dict[str, Any]], extra: dict[str, Any], pick: st.DataObject
) -> None:
    text, value = typed
    extra = plain(tree(splice.write(extra, searchfile.LAYOUT)))
    lists = [path for path, item in paths(value) if isinstance(item, list)]
    index = pick.draw(st.integers(0, 3))
    path = pick.draw(st.sampled_from([("fresh",), *lists]))
    expected: Any = copy.deepcopy(value)
    holder = at(expected, path[:-1])
    target = holder.setdefault("fresh", []) if path == ("fresh",) else holder[path[-1]]
    place = min(index, len(target))
    appends = place == len(target) and isinstance(path[-1], str) and pick.draw(st.booleans())
    target.insert(place, extra)
    new = searchfile.edit(text, [Edit("add", path if appends else (*path, place), extra)])
    assert plain(tree(new)) == expected
    assert_kept(text, new)


@CALM
@given(typed_files(), data)
def test_any_value_can_become_any_other(typed: tuple[str, dict[str, Any]], other: dict[str, Any]) -> None:
    text, value = typed
    other = plain(tree(splice.write(other, searchfile.LAYOUT)))
    edits = [Edit("set", (key,), item) for key, item in other.items()]
    assert plain(tree(searchfile.edit(text, edits))) == {**value, **other}


# ── the same text as another reader ──────────────────────────────────────────────────────────────────────


def composed(node: Any) -> Any:
    if isinstance(node, MappingNode):
        return {key.value: composed(item) for key, item in node.value}
    if isinstance(node, SequenceNode):
        return [composed(item) for item in node.value]
    return node.value


def scalars(node: source.Node) -> list[source.Scalar]:
    if isinstance(node, source.Mapping):
        return [s for entry in node.entries for s in (entry.key, *scalars(entry.value))]
    if isinstance(node, source.Sequence):
        return [s for item in node.items for s in scalars(item)]
    return [node]


def raw(node: source.Node) -> Any:
    if isinstance(node, source.Mapping):
        return {entry.key.text: raw(entry.value) for entry in node.entries}
    if isinstance(node, source.Sequence):
        return [raw(item) for item in node.items]
    return node.text


@CALM
@given(typed_files())
def test_texts_equal_those_of_another_reader(typed: tuple[str, dict[str, Any]]) -> None:
    text, _ = typed
    assert raw(tree(text)) == composed(YAML(typ="safe", pure=True).compose(text.removeprefix("\ufeff")))


@CALM
@given(typed_files())
def test_every_character_knows_its_place(typed: tuple[str, dict[str, Any]]) -> None:
    text = typed[0].removeprefix("\ufeff")
    for scalar in scalars(tree(text)):
        assert len(scalar._offsets) == len(scalar.text)
        for index, character in enumerate(scalar.text):
            found = text[scalar.position_at(index).offset]
            assert found == character or found in "\\\r\n'", (scalar, index)


folded = st.lists(
    st.sampled_from(["one", "two words", "", "  more", "\ttab", "x: y", "# no", "'", '"', "\\n"]), max_size=8
)


@CALM
@given(
    folded,
    st.sampled_from(["|", ">", "|-", ">+", "|2", ">2-", "plain", "'", '"']),
    st.sampled_from(["\n", "\r\n"]),
)
def test_folded_and_indented_texts_know_their_places(lines: list[str], style: str, eol: str) -> None:
    if style == "plain" or style in "'\"":
        body = "\n".join(
            "  " + x.replace("'", "").replace('"', "").replace("\\n", "")
            for x in lines
            if ":" not in x and "#" not in x and "\t" not in x
        )
        quote = "" if style == "plain" else style
        text = (
            f"a:\n  b: {quote}start\n{body}{quote}\n"
            if quote
            else f"a:\n  b: start\n{''.join('  ' + x for x in body.splitlines(True))}\n"
        )
    else:
        text = f"a:\n  b: {style}\n" + "".join(f"    {x}\n" if x else "\n" for x in lines)
    text = text.replace("\n", eol)
    collector = Collector()
    root = source.parse(text, collector)
    assume(root is not None)
    assert root is not None
    for scalar in scalars(root):
        assert len(scalar._offsets) == len(scalar.text), (text, scalar.text, scalar._offsets)
        for index, character in enumerate(scalar.text):
            found = text[scalar.position_at(index).offset]
            assert found == character or found in "\\\r\n'", (text, scalar, index)
