"""The core's own tests, inside the browser's Python, against the wheels that the pages load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.pyodide.built import LOCK, SMALL_STDLIB
from tools.compile import INSIDE_TONE
from tools.runtime import FULL_STDLIB, Inside, guests
from tools.steps import ROOT, environment
from tools.wheel import TONE

FOLDERS = ("unit", "property", "golden", "oracle")
READ = ("tests", "browser", "docs")
"""What tests may read."""
PYTEST = ("pytest", "pluggy", "iniconfig", "packaging", "pygments", "hypothesis", "sortedcontainers")
THERE = {"followup_core", "ruamel", "pytest", "hypothesis", *sys.stdlib_module_names}
"""What a test may import and still run inside; the others ask oracles, or test tools and commands."""
NOT_THERE = {"subprocess", "threading", "concurrent.futures", "followup_core.cli"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def runs_inside(path: Path) -> bool:
    return all(is_there(name) for name in imports(path))


def is_there(name: str) -> bool:
    top = name.split(".", maxsplit=1)[0]
    helper = (ROOT / name.replace(".", "/")).with_suffix(".py")
    if top == "tests":
        return not helper.is_file() or runs_inside(helper)
    return top in THERE and name not in NOT_THERE


def test_core_tests_pass_inside_pyodide() -> None:
    files = [path for folder in FOLDERS for path in sorted((ROOT / "tests" / folder).rglob("test_*.py"))]
    chosen = [f"/repo/{path.relative_to(ROOT)}" for path in files if runs_inside(path)]
    assert len(chosen) >= len(files) // 2, f"Too few tests could run inside Pyodide: {chosen}"
    run = Inside(
        ROOT / "tests" / "pyodide" / "suite.py",
        [f"/small/{SMALL_STDLIB.name}", *chosen],
        stdlib=FULL_STDLIB,
        lock=LOCK,
        packages=["followup-core"],
        unpack=guests(*PYTEST),
        mounts={
            "/small": SMALL_STDLIB.parent,
            INSIDE_TONE: TONE,
            **{f"/repo/{folder}": ROOT / folder for folder in READ},
        },
    )
    done = subprocess.run(
        run.command(), cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=1800
    )
    assert done.returncode == 0, done.stdout + done.stderr
