"""What the reference pages show is what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import followup_core
from followup_core import cli
from followup_core.catalog import builtin
from followup_core.model import STEP_KINDS
from followup_core.similarity import ALIKE
from followup_core.templates import CHANNEL_LIMITS
from followup_core.verbs import DRAFT_FORMATS, PLAN_FORMATS
from tests.samples import SEARCH

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def examples(name: str) -> list[Any]:
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page(name), re.DOTALL)]


def run(*arguments: str, input: str) -> Any:
    return json.loads(CliRunner().invoke(cli.cli, [*arguments, "--format", "json"], input=input).stdout)


def test_the_plan_example_is_what_the_command_prints() -> None:
    shown = examples("json.md")[0]
    real = run("plan", "-", "--today", "2026-11-20", input=SEARCH)
    assert list(shown) == list(real)
    assert shown["steps"] == real["steps"][:1]


def test_the_draft_example_is_what_the_command_prints() -> None:
    shown = examples("json.md")[1]
    real = run("draft", "thank-you-after-first", "--file", "-", "--today", "2026-11-20", input=SEARCH)
    assert list(shown) == list(real)
    beginning = shown.pop("body").rstrip("…")
    assert real.pop("body").startswith(beginning)
    for gap in (*shown["missing"], *real["missing"]):
        assert gap.pop("line") > 1 and gap.pop("column") > 1
    assert shown == real


def test_the_panel_example_is_what_the_command_prints() -> None:
    shown = examples("json.md")[2]
    real = run("draft", "--panel", "--file", "-", "--today", "2026-11-20", input=SEARCH)
    assert (list(shown), shown["similar"]) == (list(real), real["similar"])
    assert [list(each) for each in shown["drafts"]] == [list(each) for each in real["drafts"]]
    assert f"from {ALIKE} on" in page("json.md")
    assert shown["drafts"] == examples("json.md")[1:2]


def test_the_limits_of_the_channels_are_on_the_page() -> None:
    assert all(f"{limit} for a" in page("json.md") for limit in CHANNEL_LIMITS.values())


def test_the_lint_example_is_what_the_command_prints() -> None:
    text = re.findall(r"For the message `(.*?)`", page("json.md"))[0]
    shown = examples("json.md")[3]
    assert shown == run("lint", "-", "--kind", "check-in", input=text + "\n")


def test_the_check_example_is_what_the_command_prints() -> None:
    shown = examples("json.md")[4]
    real = run("check", "-", input=SEARCH.replace("country", "contry"))
    for diagnostic in (*shown["diagnostics"], *real["diagnostics"]):
        diagnostic.pop("path")
    assert shown == real


def test_every_command_and_format_is_on_the_page_and_no_other() -> None:
    text = page("command-line.md")
    assert set(re.findall(r"\| `followup (\w+)", text)) == set(cli.cli.commands)
    for form in (*PLAN_FORMATS, *DRAFT_FORMATS):
        assert f"`{form}`" in text


def test_the_table_of_steps_has_the_numbers_of_the_profiles() -> None:
    table = page("plan-rules.md").partition("## The steps")[2].partition("##")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \|[^|]*\| ([^|]*) \|$", table, re.MULTILINE)
    assert {kind for kind, _ in rows} == set(STEP_KINDS)
    shown = {(kind, tuple(map(int, re.findall(r"\+ (\d+)", window)))) for kind, window in rows}
    default = builtin().profile("default").numbers
    special = builtin().profile("public").numbers["check-in"]
    for name, number in default.items():
        kind = "check-in" if name.startswith("check-in") else name
        if kind != "thank-you":
            assert (kind, number.days) in shown, name
    assert ("check-in", special.days) in shown


def test_the_rules_are_numbered_without_a_hole() -> None:
    numbers = [int(n) for n in re.findall(r"^(\d+)\. \*\*", page("plan-rules.md"), re.MULTILINE)]
    assert numbers == list(range(1, 24))


PUBLIC = """
Application Contact Diagnostic Draft Edit Export Finding FollowupError InputError Interview LogEntry Me
Missing Plan Prepared Promise Reason Search Step UnknownNameError UsageError check draft export_draft
export_plan lint open_search plan save_search
""".split()  # noqa: SIM905 - a list of names reads better as text


def test_the_public_names_are_these() -> None:
    assert sorted(PUBLIC) == sorted(followup_core.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_explained(name: str) -> None:
    assert getattr(followup_core, name).__doc__
