"""What a build step is, and how a list of them is run.

A step runs only if something it depends on has changed since its last success. What it depends on is one
hash: the names and contents of its input files, the source of the module that defines it, and its `facts`.
The hash is kept in `build/.stamps/<name>`. The stamp is removed before a step runs and written after it
succeeded, so an interrupted or failed step is always run again.

This module uses the standard library only: it runs before anything has been installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

Inputs = tuple[str, ...] | Callable[[], Iterable[Path]]


class StepError(Exception):
    """A step cannot go on. The message is shown as it is: say what is wrong and what to do about it."""


def no_facts() -> str:
    return ""


@dataclass(frozen=True)
class Step:
    """One step of the build.

    name     one word, also the name of its stamp
    says     what it does, for the person who waits
    inputs   globs below the root (`docs/**/*`; folders and `__pycache__` are left out), or a function
    outputs  files or folders, absolute or below the root; all must exist for the step to be skipped
    run      does the work; raises StepError
    facts    anything else the result depends on, as text: an environment variable, a version
    """

    name: str
    says: str
    inputs: Inputs
    outputs: tuple[Path, ...]
    run: Callable[[], None]
    facts: Callable[[], str] = no_facts


def input_files(step: Step, root: Path = ROOT) -> list[Path]:
    """The files whose contents the step depends on, sorted; its own module is one of them."""
    found = step.inputs() if callable(step.inputs) else _globbed(step.inputs, root)
    files = {path for path in found if path.is_file() and "__pycache__" not in path.parts}
    source = getattr(sys.modules[step.run.__module__], "__file__", None)
    return sorted(files | ({Path(source)} if source else set()))


def _globbed(patterns: Iterable[str], root: Path) -> Iterator[Path]:
    for pattern in patterns:
        yield from root.glob(pattern)


def fingerprint(step: Step, root: Path = ROOT) -> str:
    """The hash of everything the step depends on."""
    digest = hashlib.sha256(step.facts().encode())
    for path in input_files(step, root):
        name = path.relative_to(root) if path.is_relative_to(root) else path
        digest.update(f"\0{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def run_steps(steps: Sequence[Step], root: Path = ROOT, say: Callable[[str], None] | None = None) -> None:
    """Run what has changed, in order. Raises StepError with the sentence to show."""
    tell = say or _say
    width = max((len(step.name) for step in steps), default=0) + 2
    with only_one(root / "build" / ".lock", tell):
        for step in steps:
            _run_one(step, root, tell, width)


def _run_one(step: Step, root: Path, tell: Callable[[str], None], width: int) -> None:
    stamp = root / "build" / ".stamps" / step.name
    wanted = fingerprint(step, root)
    if _read(stamp) == wanted and all((root / output).exists() for output in step.outputs):
        tell(f"{step.name:<{width}}unchanged\n")
        return
    stamp.unlink(missing_ok=True)
    tell(f"{step.name:<{width}}{step.says} … ")
    start = time.monotonic()
    try:
        step.run()
    except BaseException:
        tell("failed\n")
        raise
    missing = [str(output) for output in step.outputs if not (root / output).exists()]
    if missing:
        tell("failed\n")
        raise StepError(f"The step “{step.name}” did not write {', '.join(missing)}.")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    fresh = stamp.with_suffix(".new")
    fresh.write_text(wanted, encoding="utf-8")
    fresh.replace(stamp)
    tell(f"{time.monotonic() - start:.1f} s\n")


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _say(text: str) -> None:
    print(text, end="", flush=True)


@contextmanager
def only_one(path: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file while working. A second run waits for the first one, and says so.

    The lock belongs to the process, not to the file: one that was killed leaves nothing to clean up.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            tell(f"Another build is at work in this folder (process {file.read()}). Waiting for it …\n")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for commands: the project's own Python, Node and npm come first on PATH."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, **(more or {})}


def call(*command: str | Path, more: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Run a command and give its standard output. If it fails, a StepError says what it printed."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=environment(more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise StepError(f"The command {words[0]} is not there. Run `make clean`, then try again.") from error
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        raise StepError(f"This command ended with exit code {done.returncode}: {' '.join(words)}\n{said}")
    return done.stdout
