"""Runs inside Pyodide: use the core as the pages will, then tell what of the standard library that took.

usage: record.py EXERCISE OUT

EXERCISE is tools/inside/exercise.py. OUT gets one file name of the standard library's zip on each line.
"""

import importlib
import pkgutil
import runpy
import sys
import traceback
from pathlib import Path
from zipimport import zipimporter

import followup_core

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
Path(sys.argv[2]).write_text("".join(f"{name}\n" for name in sorted(used)), encoding="utf-8")
