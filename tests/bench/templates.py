"""Templates: our language against Jinja2, natively and inside Pyodide, and what damaged texts cost.

Inside Pyodide both sides run in the same interpreter with the whole standard library; our side is the wheel
that the pages load. Jinja2 and MarkupSafe are the very files that requirements/dev.txt pins for this machine,
without the one that is compiled for it: MarkupSafe then falls back to its own plain Python. That changes no
number, for nothing here is escaped and it has no work to do.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from followup_core import filling, markup, wording
from followup_core.diagnostics import Collector
from tests.bench._damaged import NAMES, text
from tools.runtime import FULL_STDLIB, MANIFEST, RUNTIME, Inside
from tools.steps import PYTHON, ROOT, call

TURNS = 15
FILLS = "tests.bench._fills"
AGAINST = {
    "first": "Jinja2's sandbox, compile + render",
    "again": "a template that Jinja2 compiled before",
}

# ── filling ──────────────────────────────────────────────────────────────────────────────────────────────


def natively() -> str:
    return call(PYTHON, "-m", FILLS, str(TURNS))


def in_the_browsers_python() -> str:
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    lock = RUNTIME / manifest["python"] / "pyodide-lock.json"
    program = ROOT / f"{FILLS.replace('.', '/')}.py"
    with tempfile.TemporaryDirectory() as folder:
        for name in ("jinja2", "markupsafe"):
            copy_plain(name, Path(folder))
        inside = Inside(
            program,
            [str(TURNS), "/jinja2"],
            stdlib=FULL_STDLIB,
            lock=lock,
            packages=["followup-core"],
            mounts={"/jinja2": Path(folder)},
        )
        return inside.run()


def copy_plain(name: str, folder: Path) -> None:
    """Copy the Python files of an installed package."""
    spec = find_spec(name)
    assert spec and spec.submodule_search_locations, f"{name} is not installed"
    (source,) = spec.submodule_search_locations
    shutil.copytree(
        source, folder / name, ignore=shutil.ignore_patterns("*.so", "*.pyd", "*.c", "__pycache__")
    )


def fills(suffix: str, printed: str, where: str) -> Iterator[dict[str, Any]]:
    numbers = json.loads(printed)
    for job, against in AGAINST.items():
        ours, other = numbers[job]
        yield {
            "name": f"template-{job}{suffix}",
            "against": f"{against}{where}",
            "unit": "µs",
            "ours": ours,
            "other": other,
            "runs": TURNS,
        }


def native_fills() -> Iterator[dict[str, Any]]:
    yield from fills("", natively(), "")


def fills_inside() -> Iterator[dict[str, Any]]:
    yield from fills("-pyodide", in_the_browsers_python(), ", in Pyodide")


# ── damaged texts ────────────────────────────────────────────────────────────────────────────────────────

INPUTS = 100_000
BATCHES = 10
SIZE, TIMES = 200, 10
FILTERS = wording.functions("en")
VALUES = {"a": "x", "b": "2026-12-02"}


def read(source: str) -> None:
    """Read a text and fill it if it is good; AssertionError if what is said about it makes no sense."""
    collector = Collector()
    nodes = markup.parse(source, NAMES, collector)
    for problem in collector:
        assert problem.code.startswith("TPL-"), problem
        assert 1 <= problem.line <= source.count("\n") + 1, problem
    if not collector.failed:
        filling.fill(nodes, VALUES, FILTERS)


def batch(size: int, count: int, rng: random.Random) -> float:
    """The microseconds for each of so many texts."""
    sources = [text(size, rng) for _ in range(count)]
    start = time.perf_counter()
    for source in sources:
        read(source)
    return (time.perf_counter() - start) * 1e6 / count


def damaged() -> Iterator[dict[str, Any]]:
    """All inputs give a tree or diagnostics, and ten times the text takes ten times as long."""
    rng = random.Random(0)
    small, large = [], []
    for _ in range(BATCHES):
        small.append(batch(SIZE, INPUTS // BATCHES, rng))
        large.append(batch(SIZE * TIMES, INPUTS // BATCHES // TIMES, rng) / TIMES)
    yield {
        "name": "template-fuzz",
        "against": f"texts of {SIZE * TIMES:,} characters, for each {SIZE}",
        "unit": "µs",
        "ours": statistics.median(small),
        "other": statistics.median(large),
        "runs": BATCHES,
    }


MEASURES = {
    "template-first": native_fills,
    "template-again": native_fills,
    "template-first-pyodide": fills_inside,
    "template-again-pyodide": fills_inside,
    "template-fuzz": damaged,
}


def rows(name: str | None) -> list[dict[str, Any]]:
    wanted = dict.fromkeys(measure for key, measure in MEASURES.items() if name in (None, key))
    return [found for measure in wanted for found in measure()]
