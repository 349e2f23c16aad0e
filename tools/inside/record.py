"""Runs inside Pyodide: use the core as the pages will, then tell what of the standard library that took.

usage: record.py EXERCISE OUT AHEAD FOLDER

EXERCISE is tools/inside/exercise.py. OUT gets one file name of the standard library's zip on each line.
FOLDER gets _ahead.pyc, the module AHEAD (tools/inside/ahead.py), and _ahead.bin, the compiled sources that it
hands to dataclasses.
"""

import builtins
import dataclasses
import importlib
import marshal
import pkgutil
import py_compile
import runpy
import sys
import traceback
from pathlib import Path
from types import CodeType
from typing import Any
from zipimport import zipimporter

codes: dict[str, CodeType] = {}


def noted(source: str, globals: dict[str, Any], locals: dict[str, Any]) -> None:
    codes[source] = compile(source, "<string>", "exec", dont_inherit=True)
    builtins.exec(codes[source], globals, locals)


dataclasses.exec = noted  # type: ignore[attr-defined]  # found by dataclasses before the built-in of that name

import followup_core  # noqa: E402 - its dataclasses are to be noted

LIBRARY = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"

for module in pkgutil.walk_packages(followup_core.__path__, "followup_core."):
    # The command line needs click, and no page has one.
    if module.name not in {"followup_core.cli", "followup_core.__main__"}:
        importlib.import_module(module.name)

runpy.run_path(sys.argv[1], run_name="__main__")

try:
    raise ValueError("A mistake of ours must be shown as well: its traceback is imported late.")
except ValueError:
    traceback.format_exc()

# Modules frozen into the interpreter claim to lie in the zip as well: only their loader tells.
specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
used = {
    str(spec.origin).removeprefix(f"{LIBRARY}/")
    for spec in specs
    if spec and isinstance(spec.loader, zipimporter) and spec.loader.archive == LIBRARY
}
folder = Path(sys.argv[4])
(folder / "_ahead.bin").write_bytes(marshal.dumps(dict(sorted(codes.items()))))
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
py_compile.compile(sys.argv[3], str(folder / "_ahead.pyc"), "_ahead.py", doraise=True, invalidation_mode=mode)
Path(sys.argv[2]).write_text("".join(f"{name}\n" for name in sorted(used)), encoding="utf-8")
