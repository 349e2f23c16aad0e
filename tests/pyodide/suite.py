"""Runs inside Pyodide: pytest over the core's tests, watching what the core imports.

usage: suite.py STDLIB FILE...

The interpreter has the whole standard library, since pytest needs much of it. STDLIB is the small one that
the pages get: an import from outside it that the core causes would fail there, so here it fails the run.
"""

from __future__ import annotations

import _imp
import builtins
import importlib
import importlib.util
import sys
import zipfile
from collections.abc import Mapping, Sequence
from types import FrameType, ModuleType
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

EXAMPLES = 15
CORE = ("followup_core/", "ruamel/")
"""What the file names in the core's bytecode begin with: they are as in the wheel."""
TESTS = "/repo/"

real_import = builtins.__import__
real_import_module = importlib.import_module
outside: dict[str, str] = {}


def modules(archive: str) -> set[str]:
    """The modules in a zip of bytecode: json/decoder.pyc is json.decoder, json/__init__.pyc is json."""
    stems = (name[:-4] for name in zipfile.ZipFile(archive).namelist() if name.endswith(".pyc"))
    return {stem.removesuffix("/__init__").replace("/", ".") for stem in stems}


WHOLE = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"
FROZEN: set[str] = set(_imp._frozen_module_names())  # type: ignore[attr-defined]  # not in the stubs
"""Part of the interpreter itself, wherever the standard library is."""
MISSING = modules(WHOLE) - modules(sys.argv[1]) - FROZEN


def watched_import(
    name: str,
    globals: Mapping[str, object] | None = None,
    locals: Mapping[str, object] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    found = real_import(name, globals, locals, fromlist, level)
    package = str(globals["__package__"]) if globals and level else None
    whole = importlib.util.resolve_name("." * level + name, package)
    note(whole, *(f"{whole}.{part}" for part in fromlist or ()))
    return found


def watched_import_module(name: str, package: str | None = None) -> ModuleType:
    found = real_import_module(name, package)
    note(found.__name__)
    return found


def note(*names: str) -> None:
    for name in MISSING.intersection(names):
        if culprit := core_frame():
            outside.setdefault(name, culprit)


def core_frame() -> str | None:
    """Where in the core the present call comes from, or None. What tests do when called back is not its."""
    frame: FrameType | None = sys._getframe(3)
    while frame and not frame.f_code.co_filename.startswith(TESTS):
        if frame.f_code.co_filename.startswith(CORE):
            return f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back
    return None


class FewerExamples:
    """Property tests look for mistakes natively; in here they show that the same code does the same."""

    @staticmethod
    def pytest_itemcollected(item: pytest.Item) -> None:
        test: Any = getattr(item, "obj", None)
        if is_hypothesis_test(test):
            # Where @settings leaves what it was given; the version of hypothesis is pinned.
            given = test._hypothesis_internal_use_settings
            few = {"max_examples": min(given.max_examples, EXAMPLES), "derandomize": True}
            test._hypothesis_internal_use_settings = settings(given, deadline=None, database=None, **few)


builtins.__import__ = watched_import
importlib.import_module = watched_import_module
sys.path.insert(0, TESTS)
sys.dont_write_bytecode = True
options = [
    "-q",
    "--noconftest",
    "-p",
    "no:cacheprovider",
    "--import-mode=importlib",
    f"--rootdir={TESTS}",
    "--tb=short",
]
code = pytest.main([*options, *sys.argv[2:]], plugins=[FewerExamples()])
for name, culprit in sorted(outside.items()):
    print(f"The core imports {name}, which the pages do not have: {culprit}")
sys.exit(1 if outside else int(code))
