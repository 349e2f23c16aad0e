"""The first step: a virtual environment with the pinned Python packages, Node and npm, and the npm packages.

Runs in whatever Python 3.11+ the machine has, with the standard library only. Packages come as wheels whose
hashes are in requirements/dev.txt; npm packages are checked against package-lock.json and run no install
scripts.
"""

from __future__ import annotations

import subprocess
import sys
import venv

from tools.steps import PYTHON, ROOT, VENV, Step, StepError, call

MODULES = ROOT / "node_modules" / ".package-lock.json"
"""npm writes this file last, so it tells a finished installation from an interrupted one."""


def run() -> None:
    _environment()
    call(
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
        "--only-binary=:all:", "-r", "requirements/dev.txt",
    )  # fmt: skip
    call(VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def _environment() -> None:
    if _usable():
        return
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise StepError(_NO_VENV) from error


def _usable() -> bool:
    """Whether there is a whole environment, made by a Python of this version."""
    config = VENV / "pyvenv.cfg"
    wanted = f"version = {sys.version_info.major}.{sys.version_info.minor}."
    whole = PYTHON.exists() and (VENV / "bin" / "pip").exists() and config.is_file()
    return whole and wanted in config.read_text(encoding="utf-8")


_NO_VENV = (
    "Python cannot create a virtual environment here. On Debian and Ubuntu, install it with:"
    " apt-get install python3-venv"
)


def facts() -> str:
    """Programs inside an environment name its folder and its Python: moved or upgraded, it is made anew."""
    return f"{ROOT} {sys.version_info[:2]}"


STEP = Step(
    name="tools",
    says="Python packages, Node and npm packages, pinned by hash",
    inputs=("requirements/dev.txt", "package.json", "package-lock.json", ".npmrc"),
    outputs=(PYTHON, VENV / "bin" / "node", MODULES),
    run=run,
    facts=facts,
)
