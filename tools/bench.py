"""`make bench [NAME=…]`: measure, print a table, write build/bench.json.

Each module in tests/bench/ has a function `rows(name)` that measures and returns a list of rows; `name` is
the one row that was asked for, or None for all. A row is a dict:

    name, against    what is measured, and what it is compared with
    ours, other      our number and theirs, medians of the same run
    unit, runs       of both numbers; how many times each was measured

`ratio`, ours / other, is added here.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tools.steps import BUILD, ROOT

FOLDER = ROOT / "tests" / "bench"
RESULT = BUILD / "bench.json"
KEYS = ("name", "against", "unit", "ours", "other", "ratio", "runs")

Row = dict[str, Any]


def measure(name: str | None = None, folder: Path = FOLDER) -> list[Row]:
    """The rows of all modules in the folder, or the one row of this name."""
    found: list[Row] = []
    for path in sorted(folder.glob("[!_]*.py")):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        if hasattr(module, "rows"):
            found += [complete(row) for row in module.rows(name) if name in (None, row["name"])]
    return found


def complete(row: Row) -> Row:
    """The row with its ratio, its keys in the documented order."""
    whole = {**row, "ratio": round(row["ours"] / row["other"], 4)}
    return {key: whole[key] for key in KEYS}


def table(rows: Iterable[Row]) -> str:
    """The rows for people, in columns."""
    cells = [list(KEYS)] + [[_shown(row[key]) for key in KEYS] for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(KEYS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in lines)


def _shown(value: object) -> str:
    return f"{value:,.3f}" if isinstance(value, float) else str(value)


def main(arguments: Sequence[str]) -> int:
    name = arguments[0] if arguments else None
    rows = measure(name)
    if not rows:
        print(
            f"There is nothing to measure under the name “{name}”." if name else "Nothing to measure.",
            file=sys.stderr,
        )
        return 1
    print(table(rows))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
