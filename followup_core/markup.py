"""The template language: one text with fields and conditions -> a tree, which `filling` turns into text.

A strict subset of Jinja2 with `trim_blocks` and `lstrip_blocks`: what both can fill, both fill alike, tested
with Jinja2 as the oracle.

    {{ field }}   {{ field | filter | filter }}   {{ "text as it is, such as {{" }}
    {% if field %} {% if not field %} {% if field == "text" %} {% elif … %} {% else %} {% endif %}
    {# a comment #}

- One line break at the very end of the text is dropped, as Jinja2 does by default.
- A condition or comment alone on its line takes the line with it.
- A value is text. Blank ones are missing and false; every other one is true, "no", "0" and "false" included.
- Nothing is evaluated: the tree holds names, filters and literals, and a value is never read as a template.

Reading takes time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from followup_core.diagnostics import Collector, Mark
from followup_core.errors import nearest
from followup_core.markup_tree import If, Node, Nodes, Print, Test, Text, Use, trace, uses
from followup_core.wording import FILTERS

__all__ = [
    "MAX_TEMPLATE",
    "RESERVED",
    "If",
    "Node",
    "Nodes",
    "Print",
    "Test",
    "Text",
    "Use",
    "parse",
    "trace",
    "uses",
]

MAX_TEMPLATE = 64 * 1024
"""Code points of one template text."""
MAX_DEPTH = 8
"""Conditions inside conditions."""
MAX_ERRORS = 50
"""After that many errors in one text reading stops; nobody reads the fifty-first."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RESERVED = _words(
    """
    and or not in is if elif else endif for endfor set true false none True False None self super loop range
    dict lipsum cycler joiner namespace caller varargs kwargs
    """
)
"""Words that mean something in Jinja2 and cannot be fields."""


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

_MARKS = re.compile(r"\{[{%#]|[}%#]\}")
_SPACE = re.compile(r"\s*")
_TOKEN = re.compile(
    r"""(?P<end>[}%]\})|(?P<open>\{[{%#])|(?P<name>[^\W\d]\w*)|(?P<string>"[^"\n]*"|'[^'\n]*')|==|."""
)
_CLOSER = {"{{": "}}", "{%": "%}"}


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


@dataclass(slots=True)
class _Open:
    """An `if` whose `endif` has not been read yet."""

    at: int
    test: Test | None
    branches: list[tuple[Test, Nodes]] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    has_else: bool = False

    def close_branch(self) -> None:
        if self.test is not None:
            self.branches.append((self.test, tuple(self.nodes)))
            self.nodes = []


class _Stop(Exception):  # noqa: N818 - not an error: reading goes on behind the tag
    """The rest of this tag cannot be understood."""


class _Reader:
    def __init__(
        self, text: str, mark: Callable[[int], Mark], names: Collection[str], collector: Collector
    ) -> None:
        self.text = text.removesuffix("\n")
        self.mark, self.names, self.collector = mark, names, collector
        self.nodes: list[Node] = []
        self.stack: list[_Open] = []
        self.errors = 0

    # ── errors

    def error(self, code: str, at: int, message: str, hint: str = "") -> None:
        self.errors += 1
        self.collector.error(code, message, self.mark(at), hint)

    def stop(self, code: str, at: int, message: str, hint: str = "") -> _Stop:
        self.error(code, at, message, hint)
        return _Stop()

    # ── text and tags

    def read(self) -> Nodes:
        text, start, position, line_starts = self.text, 0, 0, True
        while self.errors < MAX_ERRORS and (found := _MARKS.search(text, position)):
            mark, at = found.group(), found.start()
            if mark not in ("{{", "{%", "{#"):
                self.error(
                    "TPL-STRAY", at, f"{mark} closes something that was never opened.", _as_it_is(mark)
                )
                position = found.end()
                continue
            self.add_text(start, at, may_strip=mark != "{{", line_starts=line_starts)
            start = position = self.comment(at) if mark == "{#" else self.tag(mark, at)
            line_starts = False
            if mark != "{{" and text.startswith("\n", position):
                start = position = position + 1
                line_starts = True
        self.add_text(start, len(text), may_strip=False, line_starts=False)
        for opened in self.stack:
            self.error("TPL-UNCLOSED", opened.at, "This if has no endif.", "write {% endif %} where it ends")
        return tuple(self.nodes)

    def add_text(self, start: int, end: int, *, may_strip: bool, line_starts: bool) -> None:
        """The text before a tag, without the blanks that only indent a condition or comment."""
        text = self.text[start:end]
        if may_strip:
            line = text.rfind("\n") + 1
            if (line or line_starts) and text[line:].isspace():
                text = text[:line]
        if text:
            self.add(Text.read(text, start))

    def add(self, node: Node) -> None:
        (self.stack[-1].nodes if self.stack else self.nodes).append(node)

    def comment(self, at: int) -> int:
        end = self.text.find("#}", at + 2)
        if end < 0:
            self.error(
                "TPL-UNCLOSED",
                at,
                "This comment is never closed.",
                "write #} where it ends; outside | blocks YAML needs quotes around a text with {# #}",
            )
            return len(self.text)
        if self.text[at + 2] in "+-":
            self.error("TPL-SYNTAX", at + 2, *_TRIM_MARK)
        elif self.text[end - 1] in "+-":
            self.error("TPL-SYNTAX", end - 1, *_TRIM_MARK)
        return end + 2

    def tokens(self, opener: str, at: int) -> tuple[list[_Token], int]:
        """What stands in a tag, its closing braces last, and the offset behind it; [] when it never ends."""
        tokens: list[_Token] = []
        position = at + 2
        while True:
            position = _SPACE.match(self.text, position).end()  # type: ignore[union-attr] # matches always
            found = _TOKEN.match(self.text, position)
            if found is None or found.lastgroup == "open":
                right = _CLOSER[opener]
                self.error("TPL-UNCLOSED", at, f"{opener} is never closed.", f"write {right} where it ends")
                return [], position
            position = found.end()
            tokens.append(_Token(found.lastgroup or found.group(), found.group(), found.start()))
            if found.lastgroup == "end":
                return tokens, position

    def tag(self, opener: str, at: int) -> int:
        """Read one tag; the offset behind it."""
        tokens, position = self.tokens(opener, at)
        if not tokens:
            return position
        closer = tokens[-1]
        if closer.text != _CLOSER[opener]:
            right = _CLOSER[opener]
            self.error("TPL-SYNTAX", closer.at, f"{opener} is closed by {right}.", f"write {right} here")
            return position
        tokens = self.without_trim_marks(tokens)
        try:
            if opener == "{{":
                self.value(tokens)
            else:
                self.statement(tokens, at)
        except _Stop:
            pass
        return position

    def without_trim_marks(self, tokens: list[_Token]) -> list[_Token]:
        """Say that `{%-` and `-%}` are not used, and read the tag as if they were not there."""
        for place in (0, -2):
            if len(tokens) > 1 and tokens[place].kind in ("-", "+"):
                self.error("TPL-SYNTAX", tokens[place].at, *_TRIM_MARK)
                del tokens[place]
        return tokens

    # ── {{ … }}

    def value(self, tokens: list[_Token]) -> None:
        first, rest = tokens[0], tokens[1:]
        if first.kind == "string":
            if rest[0].kind == "|":
                raise self.stop(
                    "TPL-SYNTAX", rest[0].at, "A text in quotes takes no filter.", "write it as you want it"
                )
            self.end(rest[0])
            self.add(Text.read(self.literal(first), first.at + 1))
            return
        name = self.field(first, rest[0] if rest else first)
        self.add(Print(name, self.filters(rest), first.at))

    def filters(self, tokens: list[_Token]) -> tuple[str, ...]:
        """The filter names up to the end of the tag."""
        filters = []
        position = 0
        while tokens[position].kind == "|":
            token = tokens[position + 1]
            if token.text == "attr":
                raise self.stop("TPL-ATTR", token.at, *_ATTRIBUTE)
            if token.kind != "name":
                raise self.stop("TPL-SYNTAX", token.at, "After | a filter is missing.", _FILTER_LIST)
            if token.text not in FILTERS:
                guess = nearest(token.text, FILTERS)
                hint = f"did you mean {guess}?" if guess else _FILTER_LIST
                self.error("TPL-FILTER", token.at, f"There is no filter called {_shown(token.text)}.", hint)
                if tokens[position + 2].kind == "(":
                    raise _Stop
            filters.append(token.text)
            position += 2
        self.end(tokens[position])
        return tuple(filters)

    def field(self, token: _Token, following: _Token) -> str:
        """The name of a field, checked."""
        if token.kind == "end":
            raise self.stop("TPL-SYNTAX", token.at, "A field name is missing here.", "write {{ field }}")
        if token.kind != "name":
            self.end(token)
        if following.kind in (".", "["):
            guess = nearest(token.text, self.names)
            raise self.stop(
                "TPL-ATTR", following.at, _ATTRIBUTE[0], f"did you mean {guess}?" if guess else _ATTRIBUTE[1]
            )
        if following.kind == "(":
            raise self.stop("TPL-CALL", following.at, *_CALL)
        if token.text not in self.names:
            guess = nearest(token.text, self.names)
            hint = f"did you mean {guess}?" if guess else "declare it under fields, or see the vocabulary"
            self.error("TPL-NAME", token.at, f"There is no field called {_shown(token.text)}.", hint)
        return token.text

    def literal(self, token: _Token) -> str:
        if "\\" in token.text:
            place = token.at + token.text.index("\\")
            raise self.stop(
                "TPL-SYNTAX", place, "A backslash cannot stand in quotes.", "write it outside the braces"
            )
        return token.text[1:-1]

    def end(self, token: _Token) -> None:
        """Nothing may follow."""
        if token.kind == "end":
            return
        code, message, hint = (
            _UNEXPECTED.get(token.kind) or _UNEXPECTED.get(token.text) or _unknown(token.text)
        )
        raise self.stop(code, token.at, message, hint)

    # ── {% … %}

    def statement(self, tokens: list[_Token], at: int) -> None:
        word = tokens[0].text
        if word in ("if", "elif"):
            test = self.condition(tokens[1:], word)
            self.begin(test, at) if word == "if" else self.branch(test, at)
        elif word in ("else", "endif"):
            self.branch(None, at) if word == "else" else self.close(at)
            self.end(tokens[1])
        elif tokens[0].kind in ("name", "end"):
            shown = (
                f"There is no tag called {_shown(word)}."
                if tokens[0].kind == "name"
                else "This tag is empty."
            )
            guess = nearest(word, ("if", "elif", "else", "endif"))
            raise self.stop("TPL-TAG", tokens[0].at, shown, f"did you mean {guess}?" if guess else _TAGS)
        else:
            self.end(tokens[0])

    def condition(self, tokens: list[_Token], word: str) -> Test | None:
        """The test; None when it is not understood, so that the structure around it still counts."""
        try:
            negated = tokens[0].text == "not"
            position = int(negated)
            token = tokens[position]
            if token.kind == "end":
                raise self.stop(
                    "TPL-SYNTAX", token.at, f"After {word} a field is missing.", "write {% if field %}"
                )
            name = self.field(token, tokens[position + 1])
            following = tokens[position + 1]
            if following.text != "==" or negated:
                self.end(following)
                return Test(name, negated, None, token.at)
            value = tokens[position + 2]
            if value.kind != "string":
                raise self.stop(
                    "TPL-SYNTAX", value.at, "After == a text in quotes is missing.", 'write == "text"'
                )
            literal = self.literal(value)
            self.end(tokens[position + 3])
            return Test(name, False, literal, token.at)
        except _Stop:
            return None

    def begin(self, test: Test | None, at: int) -> None:
        if len(self.stack) == MAX_DEPTH:
            self.error(
                "TPL-LIMIT",
                at,
                f"Conditions are nested deeper than {MAX_DEPTH}.",
                "use elif, or two templates",
            )
        self.stack.append(_Open(at, test or Test("", False, None, at)))

    def branch(self, test: Test | None, at: int) -> None:
        word = "else" if test is None else "elif"
        if not self.stack:
            self.error("TPL-SYNTAX", at, f"This {word} belongs to no if.", "begin with {% if field %}")
            return
        opened = self.stack[-1]
        if opened.has_else:
            self.error("TPL-SYNTAX", at, f"This {word} comes after else.", "else is the last branch")
            return
        opened.close_branch()
        opened.test = test
        opened.has_else = test is None

    def close(self, at: int) -> None:
        if not self.stack:
            self.error("TPL-SYNTAX", at, "This endif belongs to no if.", "begin with {% if field %}")
            return
        opened = self.stack.pop()
        opened.close_branch()
        self.add(If(tuple(opened.branches), tuple(opened.nodes)))


def _shown(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


def _as_it_is(mark: str) -> str:
    return f'to write it as it is: {{{{ "{mark}" }}}}'


_TAGS = "the tags are if, elif, else and endif"
_FILTER_LIST = "the filters are " + ", ".join(FILTERS)
_ATTRIBUTE = ("A field has no parts: dots and brackets are not used.", "write {{ field }}")
_CALL = ("Nothing can be called in a template.", "write {{ field }} or {{ field | filter }}, without ( )")
_TRIM_MARK = (
    "The marks - and + for line breaks are not used.",
    "remove it: a condition alone on its line leaves no empty line",
)
_AND_OR = ("TPL-SYNTAX", "Conditions cannot be joined with and, or.", "put one if inside the other")
_UNEXPECTED: Mapping[str, tuple[str, str, str]] = {
    ".": ("TPL-ATTR", *_ATTRIBUTE),
    "[": ("TPL-ATTR", *_ATTRIBUTE),
    "(": ("TPL-CALL", *_CALL),
    "-": ("TPL-SYNTAX", *_TRIM_MARK),
    "+": ("TPL-SYNTAX", *_TRIM_MARK),
    "|": ("TPL-FILTER", "A condition takes no filter.", "write {% if field %}"),
    "=": ("TPL-SYNTAX", "A single = compares nothing.", "write =="),
    "==": (
        "TPL-SYNTAX",
        "== cannot stand here.",
        'write {% if field == "text" %}, and else for the opposite',
    ),
    "!": ("TPL-SYNTAX", "!= is not used.", 'write {% if field == "text" %} … {% else %}'),
    "{": ("TPL-SYNTAX", "There is a brace too many here.", "two braces open a field: {{ field }}"),
    "}": ("TPL-SYNTAX", "There is a brace too many here.", "two braces close a field: {{ field }}"),
    '"': ("TPL-SYNTAX", "This quote is not closed in its line.", "add the second quote"),
    "'": ("TPL-SYNTAX", "This quote is not closed in its line.", "add the second quote"),
    "string": ("TPL-SYNTAX", "A text in quotes cannot stand here.", 'write {% if field == "text" %}'),
    "and": _AND_OR,
    "or": _AND_OR,
}


def _unknown(text: str) -> tuple[str, str, str]:
    hint = "a field name holds letters, digits and _ only"
    return "TPL-SYNTAX", f"{_shown(text)} cannot stand here.", hint


def parse(
    text: str, names: Collection[str], collector: Collector, mark: Callable[[int], Mark] | None = None
) -> Nodes:
    """The tree of a template text; every error goes to `collector`, and with one the tree is not usable.

    `names` are the fields that exist. `mark` tells the place in the file of an offset in `text`.
    """
    mark = mark or (lambda offset: _place(text, offset))
    if len(text) > MAX_TEMPLATE:
        collector.error(
            "TPL-LIMIT", f"A template text holds at most {MAX_TEMPLATE:,} characters.", mark(0), "shorten it"
        )
        return ()
    reader = _Reader(text, mark, names, collector)
    if "\r" in text:
        reader.error("TPL-SYNTAX", text.index("\r"), "A lone carriage return stands here.", "use line feeds")
    return reader.read()


def _place(text: str, offset: int) -> Mark:
    return Mark(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), offset)
