"""Runs inside Pyodide: make the wheels of a folder what the pages load.

usage: pack.py FOLDER STOCK

FOLDER holds wheels with sources; afterwards it holds wheels with bytecode, and pyodide-lock.json with their
hashes. STOCK is the lock that came with Pyodide: what it says of the interpreter is kept, its packages are
not, for none of them is served.
"""

import json
import sys
from pathlib import Path

from pyodide_build.cli.py_compile import main  # type: ignore[import-not-found]  # lives inside Pyodide only
from pyodide_lock import PyodideLockSpec  # type: ignore[import-not-found]  # lives inside Pyodide only
from pyodide_lock.utils import add_wheels_to_spec  # type: ignore[import-not-found]  # lives inside Pyodide only

folder = Path(sys.argv[1])
lock = folder / "pyodide-lock.json"
info = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))["info"]

add_wheels_to_spec(
    PyodideLockSpec.from_dict({"info": info, "packages": {}}), sorted(folder.glob("*.whl")), base_path=folder
).to_json(lock)
main([str(folder), "--silent", "--compression-level", "9"], standalone_mode=False)

spec = PyodideLockSpec.from_json(lock)
spec.check_wheel_filenames()
spec.to_json(lock, indent=1)
