"""Whatever is typed into a template or a field: diagnostics, never an exception; text, never a leak."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from followup_core import filling, markup, wording
from followup_core.catalog import DATA, builtin
from followup_core.diagnostics import Collector
from followup_core.drafts import draft
from followup_core.templates import Template, read_template, render

MANY = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", "a", " if ", " endif ", " else ", " elif ", "not ", "==", "'", '"',
     "|", "date", "\n", "\r", "\\", "-", "(", "[", ".", "{", "}", "\u2028", "\0", "é", "😀"]
)  # fmt: skip
TEXTS = st.text(max_size=60) | st.lists(PIECES, max_size=40).map("".join)


@MANY
@given(TEXTS)
@example("{{")
@example("{%\n")
@example("{# #")
def test_any_text_gives_a_tree_or_diagnostics(text: str) -> None:
    collector = Collector()
    nodes = markup.parse(text, ("a",), collector)
    for problem in collector:
        assert problem.code.startswith("TPL-")
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.column >= 1
    if not collector.failed:
        filled = filling.fill(nodes, {"a": "x"}, wording.functions("en"))
        assert not filled.missing
        list(markup.uses(nodes))


SHIPPED = sorted((DATA / "templates").rglob("*.yaml"))


@SOME
@given(st.sampled_from(SHIPPED), st.data())
def test_a_damaged_file_gives_a_template_or_errors(path: Path, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.text(max_size=4) | PIECES) + text[end:]
    template, diagnostics = read_template(text, "x/" + data.draw(st.text(max_size=5)), builtin().vocabulary)
    assert (template is None) == any(each.severity == "error" for each in diagnostics)
    if template:
        assert not render(template, template.example).missing


WORDS = st.text(
    st.characters(exclude_characters="{}%#‹›[]<>", exclude_categories=["C"]), min_size=1, max_size=30
)
FORBIDDEN = ("{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "‹", "›", "[", "]")


@pytest.mark.parametrize("template", builtin().templates(), ids=lambda each: f"{each.locale}-{each.id}")
def test_no_hole_and_no_brace_can_leave(template: Template) -> None:
    @settings(max_examples=120, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        values = {}
        for field in template.fields:
            some = st.sampled_from(field.options) if field.options else WORDS
            values[field.name] = data.draw(st.sampled_from(["", " \n"]) | some)
        message = draft(template, values=values, today=dt.date(2026, 11, 20))
        holes = {name for name, value in values.items() if not value.strip() and template.needs(name)}
        assert {each.field for each in message.missing} == holes
        whole = f"{message.subject}\n{message.body}"
        if holes:
            assert message.mailto is None
            assert "‹" in whole
        else:
            assert not [sign for sign in FORBIDDEN if sign in whole]
            for field in template.fields:
                assert f"{field.label}" not in whole or field.label in " ".join(values.values())
            assert "\n\n\n" not in message.body
            assert message.body == message.body.strip("\n")

    check()


@MANY
@given(
    st.sampled_from(sorted(wording.FILTERS)), st.sampled_from(["en", "es", "de", "fr"]), st.text(min_size=1)
)
def test_filters_are_total_and_lose_nothing_silently(name: str, locale: str, text: str) -> None:
    clean = filling.clean("a", text, False)
    if not clean:
        return
    result = wording.functions(locale)[name](clean)
    assert result.strip()
    if name == "first_name":
        assert result in clean
    if name in ("sentence_case", "lower_first"):
        assert result[1:].endswith(clean[1:])


@SOME
@given(st.text(), st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, one_line: bool) -> None:
    once = filling.clean("a", text, one_line)
    assert filling.clean("a", once, one_line) == once
    if one_line:
        assert len(once.splitlines()) <= 1


@pytest.mark.parametrize(
    "piece",
    ["{{ a }}", "{{ ", "{% if a %}", "{% if a %}x{% endif %}", "{# ", "}}", '{{ "', "{{ ' {{ \" ",
     "{{ a | date ", "{% else %}", " ", "\n", "{", "{{ a\n", "{%if a%}\n   \n{%endif%}"],
)  # fmt: skip
def test_time_is_linear_in_the_text(piece: str) -> None:
    """Twenty times the text takes about twenty times as long: a quadratic reader would take four hundred."""

    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            collector = Collector()
            start = time.process_time()
            nodes = markup.parse(text, ("a",), collector)
            if not collector.failed:
                filling.fill(nodes, {"a": "x"}, wording.functions("en"))
            best = min(best, time.process_time() - start)
        return best

    short = piece * (3_000 // len(piece))
    assert seconds(short * 20) < 120 * seconds(short) + 0.02
