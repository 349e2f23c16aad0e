"""Becomes `_ahead`, which the pages import before the core: what dataclasses compile was compiled before.

The dataclasses module writes the source of every __init__, __repr__ and __eq__ while a class is made, and has
it compiled: most of the time that importing the core takes. tools/inside/record.py notes these sources and
compiles them with this very interpreter. A source that was not noted is compiled as ever.
"""

import builtins
import dataclasses
import marshal
from typing import Any

LOADER: Any = globals()["__loader__"]
"""Reads from the zip that this module lies in."""
CODES: dict[str, Any] = marshal.loads(LOADER.get_data("_ahead.bin"))


def run(source: str, globals: dict[str, Any], locals: dict[str, Any]) -> None:
    """What `exec` does for dataclasses."""
    builtins.exec(CODES.get(source) or source, globals, locals)


dataclasses.exec = run  # type: ignore[attr-defined]  # found by dataclasses before the built-in of that name
