"""The standard library of the browser's Python as bytecode, and the wheels that run beside it.

Pyodide ships the sources of the standard library, so each start on a page would compile them again.
pyodide-build's py-compile makes bytecode of them, once, inside Pyodide itself: another interpreter's bytecode
would not load.
"""

from __future__ import annotations

import shutil

from tools.runtime import COMPILER, FULL_STDLIB, GUESTS, PYODIDE, Inside, guests
from tools.steps import PYTHON, ROOT, Step, call

PYTHON_VERSION = "3.14"
"""Of Pyodide 314; the wheels must suit it."""


def run() -> None:
    _download()
    folder = FULL_STDLIB.parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(PYODIDE / FULL_STDLIB.name, FULL_STDLIB)
    Inside(
        ROOT / "tools" / "inside" / "compile.py",
        ["/work"],
        unpack=guests(*COMPILER),
        mounts={"/work": folder},
        flags=["-OO"],  # no docstrings: a fifth less to download, and nobody reads them there
    ).run()


def _download() -> None:
    shutil.rmtree(GUESTS, ignore_errors=True)
    call(
        PYTHON, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes",
        "--no-deps", "--only-binary=:all:", "--python-version", PYTHON_VERSION, "--dest", GUESTS,
        "-r", "requirements/pyodide.txt",
    )  # fmt: skip


STEP = Step(
    name="stdlib",
    says="the standard library as bytecode for the browser's Python",
    inputs=(
        "requirements/pyodide.txt",
        "package-lock.json",
        "tools/inside.mjs",
        "tools/inside/compile.py",
        "tools/runtime.py",
    ),
    outputs=(FULL_STDLIB, GUESTS),
    run=run,
)
