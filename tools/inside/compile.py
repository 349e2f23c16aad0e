"""Runs inside Pyodide: turn the wheels and zips of a folder into bytecode, in place.

usage: compile.py FOLDER
"""

import sys

from pyodide_build.cli.py_compile import main  # type: ignore[import-not-found]  # lives inside Pyodide only

main([sys.argv[1], "--silent", "--compression-level", "9"], standalone_mode=False)
