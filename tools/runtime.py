"""The browser's Python, driven from here: programs that run inside Pyodide under Node.

Whatever Python builds the site, what ends up on the pages is made by the very interpreter that will run it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.steps import BUILD, ROOT, VENV, call
from tools.wheel import EPOCH

PYODIDE = ROOT / "node_modules" / "pyodide"
GUESTS = BUILD / "guests"
"""Wheels that run inside Pyodide, as requirements/pyodide.txt pins them."""
FULL_STDLIB = BUILD / "stdlib" / "python_stdlib.zip"
"""The whole standard library as bytecode: for tools and tests. The pages get what they need of it."""
RUNTIME = BUILD / "runtime"
"""What a browser loads."""
MANIFEST = BUILD / "runtime.json"
"""What is there: {"engine", "python": folders, "files": {path: {"bytes", "sha256"}}, "data": {place: path}}.
`data` is what a page loads when it is asked for; its places are in the core's data folder."""

COMPILER = (
    "pyodide_build", "pyodide_lock", "attrs", "cattrs", "click", "markdown_it_py", "mdurl", "packaging",
    "pkginfo", "platformdirs", "pygments", "rich", "typing_extensions",
)  # fmt: skip
"""The wheels that pyodide-build's py-compile and pyodide-lock need, by the beginning of their file names."""


def guests(*names: str) -> list[Path]:
    """The files of these wheels. A name that is not there, or twice, is an error of ours."""
    found = []
    for name in names:
        (wheel,) = GUESTS.glob(f"{name}-*.whl")
        found.append(wheel)
    return found


@dataclass(frozen=True)
class Inside:
    """One run of a Python program inside Pyodide; tools/inside.mjs says what each of these means."""

    program: Path
    arguments: Sequence[str] = ()
    stdlib: Path | None = None
    lock: Path | None = None
    packages: Sequence[str] = ()
    unpack: Sequence[Path] = ()
    mounts: Mapping[str, Path] = field(default_factory=dict)
    flags: Sequence[str] = ()

    def command(self) -> tuple[str, ...]:
        given: dict[str, object] = {
            "program": str(self.program),
            "arguments": list(self.arguments),
            "packages": list(self.packages),
            "unpack": [str(wheel) for wheel in self.unpack],
            "mounts": {inside: str(outside) for inside, outside in self.mounts.items()},
            "flags": list(self.flags),
            "env": {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": "0"},
        }
        given |= {name: str(path) for name, path in (("stdlib", self.stdlib), ("lock", self.lock)) if path}
        return str(VENV / "bin" / "node"), str(ROOT / "tools" / "inside.mjs"), json.dumps(given)

    def run(self) -> str:
        """What the program printed. StepError if it failed."""
        return call(*self.command())
