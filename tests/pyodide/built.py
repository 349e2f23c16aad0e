"""Where the build laid what the pages load."""

from __future__ import annotations

import json
from typing import Any

from tools.runtime import MANIFEST, RUNTIME

assert MANIFEST.is_file(), "The runtime is not built yet: run `make build` first."

manifest: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
PYTHON = RUNTIME / manifest["python"]
ENGINE = RUNTIME / manifest["engine"]
SMALL_STDLIB = PYTHON / "python_stdlib.zip"
LOCK = PYTHON / "pyodide-lock.json"
