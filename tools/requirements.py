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
OPTIONS = (
    "--quiet",
    "--upgrade",
    "--universal",
    "--python-version=3.11",
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
        for wanted in sorted((ROOT / "requirements").glob("*.in")):
            print(f"pinning {wanted.name} …", flush=True)
            call(HOME / "bin" / "uv", "pip", "compile", *OPTIONS, wanted, "-o", wanted.with_suffix(".txt"))
    except StepError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
