"""Find a browser for the tests, or get one: `python -m tools.browser` prints its path.

Any Chromium will do: Chromium, Chrome or Edge. FOLLOWUP_BROWSER names one; otherwise PATH and the usual
places are searched, then Playwright's own. If there is none, Playwright is asked for one, then, as root,
apt-get. A missing browser is a failure: the tests in it are half of the proof.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.steps import PYTHON, StepError, environment

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/snap/bin/chromium",
)
CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
IN_CACHE = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")

QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ARGUMENTS = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
"""For our own pages only: no errands of the browser's own; its sandbox cannot start as root."""

MISSING = (
    "The tests need a browser, and none was found or could be installed."
    " Install Chromium, Chrome or Edge, or set FOLLOWUP_BROWSER to the path of one."
)


def find() -> Path | None:
    """The browser to use, or None. One that FOLLOWUP_BROWSER names must be there."""
    named = os.environ.get("FOLLOWUP_BROWSER")
    if named:
        found = shutil.which(named)
        if found is None:
            raise StepError(f"FOLLOWUP_BROWSER names {named}, and there is no such program.")
        return Path(found)
    return next(_candidates(), None)


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from (Path(place) for place in PLACES if os.access(place, os.X_OK))
    caches = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "", *CACHES]
    for cache in (Path(name).expanduser() for name in caches if name):
        for pattern in IN_CACHE:
            yield from (
                path for path in sorted(cache.glob(pattern), reverse=True) if os.access(path, os.X_OK)
            )


def get(say: Callable[[str], None] = print) -> Path:
    """The browser to use, installed if need be. Raises StepError if there is no way to one."""
    found = find()
    for what, commands in () if found else _installers():
        say(f"No browser is here yet. Getting one with {what} …")
        if all(_succeeds(command) for command in commands) and (found := find()):
            break
        say(f"That did not work: {what}.")
    if found is None:
        raise StepError(MISSING)
    return found


def _installers() -> Iterator[tuple[str, list[list[str]]]]:
    yield "playwright install chromium", [[str(PYTHON), "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        yield "apt-get install chromium", [["apt-get", "update"], install]


def _succeeds(command: list[str]) -> bool:
    more = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment(more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=900,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    try:
        print(f"browser  {get()}")
    except StepError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
