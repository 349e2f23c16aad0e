"""What the README says is so: its commands run as they stand there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from tools.steps import ROOT, environment

README = (ROOT / "README.md").read_text(encoding="utf-8")
MISSING_FIELDS = 3


def test_it_opens_with_the_two_commands() -> None:
    assert [line.split("#")[0].strip() for line in README.splitlines()[3:5]] == ["make serve", "make test"]


def test_the_command_lines_run(tmp_path: Path) -> None:
    lines = re.findall(r"^followup (.*)$", README, re.M)
    assert len(lines) >= 5
    for line in lines:
        words = shlex.split(line, comments=True)
        done = subprocess.run(
            [sys.executable, "-m", "followup_core.cli", *words],
            cwd=tmp_path,
            env=environment({"PYTHONPATH": str(ROOT)}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (MISSING_FIELDS if words[0] == "draft" else 0), (line, done.stderr)
        assert "Traceback" not in done.stderr


def test_every_make_target_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = [
        README,
        *((ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "CHANGELOG.md")),
    ]
    named = {target for text in texts for target in re.findall(r"make ([a-z]+)", text)}
    assert {"serve", "test", "build", "check"} <= named
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.M)] == []


def test_the_pages_it_names_exist() -> None:
    for page in re.findall(r"`/(\w+)/`", README):
        assert (ROOT / "docs" / f"{page}.md").is_file() or (ROOT / "docs" / page / "index.md").is_file(), page
