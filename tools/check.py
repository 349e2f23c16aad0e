"""`make check`: format, lint, types and directions of import. All checks run; each says what it found."""

from __future__ import annotations

import subprocess
import sys
import time

from tools.steps import PYTHON, ROOT, VENV, environment

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", (str(PYTHON), "-m", "ruff", "format", "--check", ".")),
    ("lint", (str(PYTHON), "-m", "ruff", "check", ".")),
    ("types", (str(PYTHON), "-m", "mypy")),
    ("imports", (str(VENV / "bin" / "lint-imports"),)),
    ("page types", (str(VENV / "bin" / "npm"), "run", "--silent", "types")),
    ("page format", (str(VENV / "bin" / "npm"), "run", "--silent", "format:check")),
)


def main() -> int:
    failed = []
    for name, command in CHECKS:
        print(f"{name:<13}", end="", flush=True)
        start = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            failed.append(name)
            print(f"found something\n{done.stdout}{done.stderr}".rstrip(), flush=True)
        else:
            print(f"fine, {time.monotonic() - start:.1f} s", flush=True)
    if failed:
        print(f"\nNot right yet: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
