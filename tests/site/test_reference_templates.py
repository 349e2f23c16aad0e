"""docs/reference/templates.md: what it shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup_core import filling, markup, templates, wording
from followup_core.catalog import builtin
from followup_core.diagnostics import Collector
from followup_core.model import CHANNELS, FIELD_KINDS, ROLES, SECTORS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "templates.md").read_text("utf-8")
FILES = re.findall(r"```yaml\n(id: .*?)```", PAGE, re.DOTALL)
EXAMPLES = re.findall(r"```text\ntemplate: (.*)\nvalues: *(.*)\nbecomes:  (.*)\n```", PAGE)
CODES = re.findall(r"^\| `(TPL-[A-Z]+)` \|", PAGE, re.MULTILINE)


def section(title: str) -> str:
    """The text under a heading, up to the next one."""
    return re.split(r"\n#+ ", PAGE.partition(f"# {title}\n")[2])[0]


@pytest.mark.parametrize("text", FILES)
def test_the_files_are_good(text: str) -> None:
    name = text.split()[1]
    template, diagnostics = templates.read_template(text, f"{name}.yaml", builtin().vocabulary)
    assert template is not None
    assert not diagnostics


@pytest.mark.parametrize(("text", "values", "expected"), EXAMPLES)
def test_the_examples_come_true(text: str, values: str, expected: str) -> None:
    given = dict(pair.split(" = ") for pair in values.split("; ") if pair)
    collector = Collector()
    nodes = markup.parse(text, [*builtin().vocabulary, "moment", "form", "answer"], collector)
    assert not list(collector)
    assert filling.fill(nodes, given, wording.functions("en")).text == expected


def test_all_of_it_was_found() -> None:
    assert len(FILES) == PAGE.count("```yaml") == 1
    assert len(EXAMPLES) == PAGE.count("```text") >= 9


def test_the_lists_are_complete() -> None:
    filters = re.findall(r"^\| `(\w+)` \|", section("Filters"), re.MULTILINE)
    assert sorted(filters) == sorted(wording.FILTERS)
    keys = re.findall(r"^\| `(\w+)` \|", section("One file"), re.MULTILINE)
    assert keys == [field.name for field in templates.TEMPLATE.fields]
    kinds = re.search(r"^\| `kind` \| (.*) \|$", PAGE, re.MULTILINE)
    assert kinds
    assert re.findall(r"`([a-z-]+)`", kinds.group(1)) == list(templates.TEMPLATE_KINDS)
    assert re.findall(r"^\| `(\w+)` \|", section("Fields"), re.MULTILINE) == list(FIELD_KINDS)
    assert [name for name in builtin().vocabulary if f"`{name}`" not in section("Fields")] == []
    assert [word for word in (*CHANNELS, *SECTORS, *ROLES) if f"`{word}`" not in PAGE] == []


def test_every_code_of_the_sources_is_explained() -> None:
    sources = (Path(templates.__file__).read_text("utf-8"), Path(markup.__file__).read_text("utf-8"))
    used = set(re.findall(r'"(TPL-[A-Z]+)"', "".join(sources)))
    assert used == set(CODES)


def test_the_limits_are_the_real_ones() -> None:
    limits = (markup.MAX_TEMPLATE, filling.MAX_VALUE, filling.MAX_OUTPUT, *templates.CHANNEL_LIMITS.values())
    assert [limit for limit in limits if f"{limit:,}" not in PAGE] == []
    assert markup.MAX_DEPTH == 8
    assert "eight deep" in PAGE
