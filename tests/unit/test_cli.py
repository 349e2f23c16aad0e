"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from followup_core import cli, service
from followup_core.catalog import builtin
from followup_core.errors import FollowupError
from tests.samples import SEARCH


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "search.yaml"
    path.write_text(SEARCH, encoding="utf-8")
    return path


def run(*arguments: object, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.cli, [str(a) for a in arguments], input=input)


def test_plan_as_text_says_what_when_and_why(file: Path) -> None:
    result = run("plan", file, "--today", "2026-11-20")
    assert result.exit_code == 0, result.stderr
    assert "Fri 20 Nov  Thank Maria Lopez, Northwind Traders" in result.stdout
    assert "They said Tuesday 1 December." in result.stdout
    assert "\x1b" not in result.stdout


def test_plan_as_json_is_what_the_page_gets(file: Path) -> None:
    result = run("plan", file, "--today", "2026-11-20", "--format", "json")
    asked: dict[str, Any] = {"what": "plan", "format": "json", "text": SEARCH, "today": "2026-11-20"}
    answer = json.loads(service.call("export", json.dumps(asked)))
    assert result.stdout == answer["result"]["content"]
    steps = [
        (s["kind"], s["earliest"], s["date"], s["latest"], s["status"])
        for s in json.loads(result.stdout)["steps"]
    ]
    assert steps[:2] == [
        ("thank-you", "2026-11-19", "2026-11-20", "2026-11-20", "due"),
        ("check-in", "2026-12-02", "2026-12-03", "2026-12-04", "waiting"),
    ]


@pytest.mark.parametrize("form", ["markdown", "csv", "ics", "svg"])
def test_plan_in_the_other_formats(file: Path, form: str) -> None:
    result = run("plan", file, "--today", "2026-11-20", "--format", form)
    assert result.exit_code == 0
    assert "Maria Lopez" in result.stdout


def test_a_calendar_counts_what_moved_since_the_one_before(file: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.ics"
    export = ("plan", file, "--today", "2026-11-20", "--format", "ics", "--previous", before)
    before.write_text("", encoding="utf-8")
    first = run(*export).stdout_bytes
    before.write_bytes(first)
    assert run(*export).stdout_bytes == first
    file.write_text(SEARCH.replace("by: 2026-12-01", "by: 2026-12-08"), encoding="utf-8")
    moved = run(*export).stdout
    assert b"SEQUENCE:1" not in first and "SEQUENCE:1" in moved


def test_plan_reads_standard_input() -> None:
    result = run("plan", "-", "--today", "2026-11-20", input=SEARCH)
    assert result.exit_code == 0
    assert "Thank Maria Lopez" in result.stdout


def test_problems_of_a_file_go_to_standard_error_one_a_line(file: Path) -> None:
    file.write_text(SEARCH.replace("country: US", "contry: US").replace("2026-11-19, at", "2026-02-30, at"))
    result = run("plan", file)
    assert result.exit_code == 1
    assert result.stdout == ""
    first, second = result.stderr.splitlines()
    assert first.startswith(f"{file}:7:5: FIELD-UNKNOWN ") and "country" in first
    assert second.startswith(f"{file}:11:") and " DATE " in second


def test_a_file_that_cannot_be_read_is_exit_code_2(tmp_path: Path) -> None:
    result = run("plan", tmp_path / "nothing.yaml")
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [["plan"], ["plan", "x", "--today", "20 May"], ["nonsense"], ["draft", "x", "--set", "y"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_an_unknown_application_names_the_nearest(file: Path) -> None:
    result = run("plan", file, "--application", "northwind")
    assert result.exit_code == 2
    assert "did you mean 'northwind-it'?" in result.stderr


def test_a_draft_with_a_gap_prints_no_message_and_says_what_is_missing(file: Path) -> None:
    result = run("draft", "thank-you-after-first", "--file", file, "--today", "2026-11-20")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "thank-you-after-first.yaml:" in result.stderr and "--set moment=" in result.stderr


@pytest.mark.parametrize("form", ["eml", "mailto"])
def test_no_format_lets_a_gap_out(file: Path, form: str) -> None:
    result = run("draft", "thank-you-after-first", "--file", file, "--format", form)
    assert (result.exit_code, result.stdout) == (3, "")


def test_json_lists_what_is_missing(file: Path) -> None:
    result = run("draft", "thank-you-after-first", "--file", file, "--format", "json")
    assert result.exit_code == 3
    assert [m["field"] for m in json.loads(result.stdout)["missing"]] == ["moment"]


def test_a_full_draft_comes_out_in_every_format(file: Path) -> None:
    for form, sign in (
        ("text", "Subject: "),
        ("json", '"missing": []'),
        ("eml", "X-Unsent: 1"),
        ("mailto", "mailto:"),
    ):
        moment = "moment=how you halved the ticket backlog"
        result = run("draft", "thank-you-after-first", "--file", file, "--set", moment, "--format", form)
        assert result.exit_code == 0, result.stderr
        assert sign in result.stdout


def test_check_is_quiet_about_good_files_and_finds_out_what_a_file_is(file: Path, tmp_path: Path) -> None:
    assert (run("check", file).exit_code, run("check", file).output) == (0, "")
    data = Path(cli.__file__).parent / "data"
    for folder in ("templates", "profiles"):
        result = run("check", data / folder)
        assert (result.exit_code, result.output) == (0, "")


def test_check_of_a_folder_names_each_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("followup: 1\nme: {nam: X}\n")
    (tmp_path / "b.yml").write_text("id: b\nkind: thank-yu\nbody: x\n")
    result = run("check", tmp_path, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["diagnostics"]
    assert {Path(d["path"]).name for d in found} == {"a.yaml", "b.yml"}
    assert set(found[0]) == {"code", "severity", "message", "path", "line", "column", "hint"}


def test_init_writes_a_good_file_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert run("init", path).exit_code == 0
    assert run("check", path).exit_code == 0
    path.write_text("precious")
    assert run("init", path).exit_code == 2
    assert path.read_text() == "precious"
    assert run("init", path, "--force").exit_code == 0
    assert path.read_text() != "precious"


def test_log_adds_one_line_and_keeps_every_other_byte(file: Path) -> None:
    result = run(
        "log",
        file,
        "--application",
        "northwind-it",
        "--sent",
        "thank-you",
        "--to",
        "maria",
        "--on",
        "2026-11-20",
    )
    assert result.exit_code == 0, result.stderr
    after = file.read_text()
    assert [line for line in after.splitlines() if line not in SEARCH.splitlines()] == [
        "    log:",
        "      - {on: 2026-11-20, sent: thank-you, to: maria}",
    ]
    assert after.replace("    log:\n      - {on: 2026-11-20, sent: thank-you, to: maria}\n", "") == SEARCH


def test_log_refuses_what_does_not_fit_and_leaves_the_file(file: Path) -> None:
    for more in (["--sent", "thank-you", "--to", "nobody"], ["--received", "new-promise"], []):
        result = run("log", file, "--application", "northwind-it", *more)
        assert result.exit_code == 2, result.output
        assert file.read_text() == SEARCH


def test_templates_lists_and_shows() -> None:
    assert "thank-you-after-first" in run("templates").stdout
    assert "body: |" in run("templates", "show", "thank-you-after-first").stdout
    assert run("templates", "list", "--locale", "xx").exit_code == 2
    listed = json.loads(run("templates", "--kind", "closing", "--format", "json").stdout)["templates"]
    assert {t["kind"] for t in listed} == {"closing"}


PANEL = SEARCH.replace(
    "role: interviewer}\n", "role: interviewer}\n      - {id: tom, name: Tom Reed, role: hiring-manager}\n"
).replace("stage: first, with: [maria]", "stage: panel, with: [maria, tom]")


def test_a_panel_prints_a_message_for_everybody(file: Path) -> None:
    file.write_text(PANEL)
    ask = ("draft", "--panel", "--file", file, "--today", "2026-11-20")
    gaps = run(*ask, "--set", "maria.question=the Friday queue")
    assert (gaps.exit_code, gaps.stdout) == (3, "")
    assert "MISSING What matters most to this person (--set tom.aim=…)" in gaps.stderr
    words = ("--set", "maria.question=the Friday queue", "--set", "tom.aim=a calm winter")
    whole = run(*ask, *words)
    assert (whole.exit_code, whole.stderr) == (0, "")
    first, second = whole.stdout.split("\n----\n\n")
    assert first.startswith("To: Maria Lopez <maria@northwind.example>\nSubject: Your question about")
    assert second.startswith("To: Tom Reed\nSubject: ")
    data = json.loads(run(*ask, *words, "--format", "json").stdout)
    assert [each["to"] for each in data["drafts"]] == ["maria", "tom"]


def test_messages_of_a_panel_that_read_alike_are_named(file: Path) -> None:
    file.write_text(PANEL.replace("country: US", "country: US\n    language: de"))
    result = run("draft", "--panel", "--file", file, "--today", "2026-11-20")
    assert "maria and tom: their messages read alike (" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["closing-note"],
        ["--to", "maria"],
        ["--format", "eml"],
        ["--set", "moment=x"],
        ["--set", "mara.moment=x"],
        ["--interview", "7"],
    ],
)
def test_a_panel_refuses_what_is_for_one_message(file: Path, arguments: list[str]) -> None:
    assert run("draft", "--panel", "--file", file, *arguments).exit_code == 2
    assert run("draft", "--panel").exit_code == 2
    assert run("draft").exit_code == 2


def test_a_message_that_is_too_long_for_its_channel_is_refused() -> None:
    example = builtin().template("check-in-linkedin").example
    words = [part for name in example for part in ("--set", f"{name}={'w' * 150}")]
    result = run("draft", "check-in-linkedin", "--today", "2026-11-20", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "a LinkedIn note takes 300 characters" in result.stderr


def test_a_draft_in_another_language() -> None:
    shown = run("draft", "closing-note", "--today", "2026-11-20", "--locale", "de", "--format", "json")
    assert json.loads(shown.stdout)["locale"] == "de"


def test_a_bug_shows_no_traceback_unless_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ValueError("private words")

    monkeypatch.setattr(cli, "cli", broken)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert "private words" not in shown and "Traceback" not in shown and "FOLLOWUP_DEBUG" in shown
    monkeypatch.setenv("FOLLOWUP_DEBUG", "1")
    with pytest.raises(ValueError, match="private words"):
        cli.main()


def test_control_characters_of_a_file_do_not_reach_the_terminal(file: Path) -> None:
    file.write_text(SEARCH.replace("Northwind Traders", '"North\\u202ewind"'))
    assert "\u202e" not in run("plan", file, "--today", "2026-11-20").stdout


def test_every_error_class_has_a_code() -> None:
    assert FollowupError("CODE", "Message.").code == "CODE"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "-", "--application", "a", "--sent", "check-in"), "standard input is none"),
        (("draft", "share-an-article", "--application", "a"), "name it with --file"),
        (("plan", "x.yaml", "--today", "tomorrow"), "is not a day. (write it as"),
    ],
)
def test_wrong_usage_says_what_to_do(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_entry_dated_ahead_is_noted_with_a_word_about_it(file: Path) -> None:
    result = run("log", file, "--application", "northwind-it", "--sent", "check-in", "--on", "2099-01-05")
    assert result.exit_code == 0
    assert "The plan leaves it out until 2099-01-05." in result.stderr


def test_output_that_cannot_be_written_is_named() -> None:
    with Path(os.devnull).open("rb") as read_only:
        command = [sys.executable, "-m", "followup_core.cli", "init", "-"]
        done = subprocess.run(command, stdout=read_only, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "<stdout>:1:1: FILE <stdout> cannot be written. (bad file descriptor)\n"
