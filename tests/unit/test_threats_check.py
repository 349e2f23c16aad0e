"""`followup check` on every hostile file: the expected verdict, one plain line each, within two seconds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from followup_core import cli
from tests.unit.test_threats_yaml import CASES, FLOODS

AS_A_FILE = {
    "half a character, raw": {"YAML-UTF8"},  # in a file it is no UTF-8 at all
    "template braces": {"TPL-QUOTE"},  # here the file may be a template
    "template tag": {"TPL-QUOTE"},
}
"""What differs when the text lies in a file of unknown kind."""
SECONDS = 2.0
"""Of the processor, not of the clock: the machine may be busy."""


def check(path: Path) -> tuple[int, list[str], float]:
    started = time.process_time()
    result = CliRunner().invoke(cli.cli, ["check", str(path)])
    return result.exit_code, result.stderr.splitlines(), time.process_time() - started


@pytest.mark.parametrize(("name", "text", "codes"), CASES, ids=[case[0] for case in CASES])
def test_each_case_gets_its_verdict(tmp_path: Path, name: str, text: str | bytes, codes: set[str]) -> None:
    path = tmp_path / "search.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    exit_code, lines, seconds = check(path)
    assert exit_code == 1
    assert all(line.startswith(f"{path}:") for line in lines)
    assert "Traceback" not in "".join(lines)
    found = {line.removeprefix(f"{path}:").split(" ")[1] for line in lines}
    assert AS_A_FILE.get(name, codes) <= found, found
    assert seconds < SECONDS


@pytest.mark.parametrize("text", FLOODS.values(), ids=FLOODS)
def test_no_flood_takes_long(tmp_path: Path, text: str) -> None:
    path = tmp_path / "search.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    exit_code, lines, seconds = check(path)
    assert exit_code in (0, 1)
    assert len(lines) < 250
    assert seconds < SECONDS
