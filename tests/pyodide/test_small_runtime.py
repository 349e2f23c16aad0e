"""What the pages load does everything that the core does here, with the small standard library."""

from __future__ import annotations

from followup_core.catalog import builtin
from tests.pyodide.built import LOCK, SMALL_STDLIB, manifest
from tools.compile import INSIDE_TONE
from tools.runtime import RUNTIME, Inside
from tools.steps import PYTHON, ROOT, call
from tools.wheel import TONE

EXERCISE = ROOT / "tools" / "inside" / "exercise.py"


def test_every_verb_answers_as_it_does_natively() -> None:
    inside = Inside(
        EXERCISE, stdlib=SMALL_STDLIB, lock=LOCK, packages=["followup-core"], mounts={INSIDE_TONE: TONE}
    ).run()
    assert inside == call(PYTHON, "-m", "tools.inside.exercise")


def test_a_browser_gets_what_it_needs_and_nothing_else() -> None:
    there = {str(path.relative_to(RUNTIME)) for path in RUNTIME.rglob("*") if path.is_file()}
    assert there == set(manifest["files"])
    assert sorted(path.rsplit("/", 1)[1].split("-")[0] for path in there) == [
        "followup_core",
        "pyodide",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "pyodide.mjs",
        "python_stdlib.zip",
        "ruamel_yaml",
        *["tone"] * len(builtin().tone_locales),
    ]
