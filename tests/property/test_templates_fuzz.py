"""Whatever is typed into a template or a field: diagnostics, never an exception; text, never a leak.

    FUZZ_INPUTS=100000 pytest tests/property/test_templates_fuzz.py

looks as far as that; `make bench NAME=template-fuzz` does it with faster, plainer inputs.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from followup_core import filling, markup, wording
from followup_core.catalog import DATA, builtin
from followup_core.diagnostics import Collector
from followup_core.templates import read_template, render

INPUTS = int(os.environ.get("FUZZ_INPUTS", "400"))
MANY = settings(max_examples=INPUTS, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))

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
