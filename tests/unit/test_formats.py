"""The plan as text of several kinds."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_core import formats
from followup_core.formats import plan_csv, plan_markdown, plan_text
from followup_core.model import Plan, Search
from followup_core.verbs import plan
from tests.samples import SEARCH

TODAY = dt.date(2026, 11, 20)


def made(text: str = SEARCH) -> tuple[Plan, Search]:
    return plan(text, TODAY)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_text_keeps_to_the_width(width: int) -> None:
    lines = plan_text(*made(), width=width).splitlines()
    assert max(map(len, lines)) <= width


def test_color_adds_only_attributes() -> None:
    colored = plan_text(*made(), color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plan_text(*made())


def test_an_empty_search_says_what_to_do() -> None:
    text = plan_text(*made("followup: 1\nme: {name: Dana}\n"))
    assert "enter an interview" in text


@pytest.mark.parametrize(
    "employer", ["<img src=x>", "a*b_c`d", "[x](javascript:alert(1))", "a|b", "# head", "a & b"]
)
def test_markdown_shows_what_was_typed(employer: str) -> None:
    text = plan_markdown(*made(SEARCH.replace("Northwind Traders", f'"{employer}"')))
    assert re.sub(r"\\(.)", r"\1", text).count(employer) == len(made()[0].steps)
    assert not re.search(r"(?<!\\)[<\[`|&]", text.replace("- [ ]", "").replace("- [x]", ""))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert formats._cell(f"{start}HYPERLINK(1)").lstrip('"').startswith("'")


@given(st.lists(st.text().filter(lambda t: "\x00" not in t), min_size=1))
def test_csv_reads_back(row: list[str]) -> None:
    text = ",".join(formats._cell(value) for value in row) + "\r\n"
    (back,) = list(csv.reader(io.StringIO(text, newline="")))
    guarded = [f"'{value}" if value.startswith(formats.FORMULA_STARTS) else value for value in row]
    assert back == (guarded if row != [""] else [])


def test_the_table_has_a_row_for_each_step() -> None:
    result, search = made()
    rows = list(csv.DictReader(io.StringIO(plan_csv(result, search), newline="")))
    assert [row["id"] for row in rows] == [step.id for step in result.steps]
    assert rows[0]["to"] == "Maria Lopez"
