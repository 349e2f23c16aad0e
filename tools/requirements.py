"""`make requirements`: pin what requirements/*.in ask for, newest versions, with hashes, for Python 3.11 and
later.

Uses uv, itself pinned, in a folder of its own under build/. The pinned files name no registry: whatever
registry pip is set up for must serve files with these hashes.
"""

from __future__ import annotations

import sys
import venv

from tools.steps import BUILD, ROOT, StepError, call

HOME = BUILD / "uv"
ANY_PYTHON = ("--universal", "--python-version=3.11")
FILES = {"dev": ANY_PYTHON, "pyodide": ("--no-deps", "--python-version=3.14"), "uv": ANY_PYTHON}
"""Each pinned file with what is special about it; the one for Pyodide names every package itself."""
OPTIONS = (
    "--quiet",
    "--upgrade",
    "--generate-hashes",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--custom-compile-command=make requirements",
)


def main() -> int:
    try:
        venv.create(HOME, with_pip=True)
        python = HOME / "bin" / "python"
        pins = ROOT / "requirements" / "uv.txt"
        call(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", pins)
        for name, special in FILES.items():
            print(f"pinning {name} …", flush=True)
            source, target = (f"requirements/{name}.{ending}" for ending in ("in", "txt"))
            call(HOME / "bin" / "uv", "pip", "compile", *OPTIONS, *special, source, "-o", target)
    except StepError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
