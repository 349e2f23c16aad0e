"""What a browser loads to run the core: Pyodide, a small standard library, wheels of bytecode, their lock.

build/runtime/ gets two folders, because they change at different times and browsers keep compiled code by
address; build/runtime.json lists them.

engine-<version>-<hash>/   Pyodide itself: new only with a new Pyodide
python-<hash>/             the standard library, the core, what the core needs, pyodide-lock.json; and the
                           rules of the tone check, which are loaded when a language is asked for

The standard library holds what was really imported while the core was used as on the pages
(tools/inside/record.py); nothing is listed by hand. The core's tests, run inside Pyodide, fail if the core
reaches for anything else.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tools.runtime import COMPILER, FULL_STDLIB, MANIFEST, PYODIDE, RUNTIME, Inside, guests
from tools.steps import BUILD, ROOT, Step
from tools.wheel import SLIM, TONE

ENGINE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
LOCK = "pyodide-lock.json"
PROGRAMS = ROOT / "tools" / "inside"
WORK = BUILD / "pack"
USED = WORK / "stdlib.txt"
"""The files of the standard library that the core needs, one on each line."""
INSIDE_TONE = "/lib/python3.14/site-packages/followup_core/data/tone"
"""Where the rules of the tone check belong, inside Pyodide."""
AHEAD = ("_ahead.bin", "_ahead.pyc")
"""What tools/inside/ahead.py is about."""


def run() -> None:
    for folder in (WORK, RUNTIME):
        shutil.rmtree(folder, ignore_errors=True)
    packages = WORK / "python"
    packages.mkdir(parents=True)
    pack(packages, [*SLIM.glob("*.whl"), *guests("ruamel_yaml")])
    record(packages / LOCK)
    for rules in compiled_tone():
        shutil.copyfile(rules, packages / f"tone-{rules.name}")
    more = [WORK / name for name in AHEAD]
    trim(FULL_STDLIB, packages / FULL_STDLIB.name, USED.read_text(encoding="utf-8").splitlines(), more)
    publish(packages)


def pack(folder: Path, wheels: Iterable[Path]) -> None:
    """Put these wheels into the folder as bytecode, with the lock that names them.

    They keep their docstrings: a dataclass without one makes itself one when it is imported, which takes ten
    times as long as all the rest of it.
    """
    for wheel in wheels:
        shutil.copy(wheel, folder)
    Inside(
        PROGRAMS / "pack.py",
        ["/work", "/pyodide/pyodide-lock.json"],
        stdlib=FULL_STDLIB,
        unpack=guests(*COMPILER),
        mounts={"/work": folder, "/pyodide": PYODIDE},
    ).run()


def record(lock: Path) -> None:
    """Find out what of the standard library the core needs, and compile ahead what it would at import."""
    Inside(
        PROGRAMS / "record.py",
        ["/programs/exercise.py", f"/work/{USED.name}", "/programs/ahead.py", "/work"],
        stdlib=FULL_STDLIB,
        lock=lock,
        packages=["followup-core"],
        mounts={"/programs": PROGRAMS, "/work": WORK, INSIDE_TONE: TONE},
    ).run()


def compiled_tone() -> list[Path]:
    """The compiled rules of each language, `<locale>.json`."""
    return [path for path in sorted(TONE.glob("*.json")) if "." not in path.stem]


def trim(full: Path, small: Path, names: Iterable[str], more: Iterable[Path] = ()) -> None:
    """Copy only these files of a zip and add `more`, in order and undated: equal files give equal bytes."""
    with (
        zipfile.ZipFile(full) as source,
        zipfile.ZipFile(small, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        contents = {name: source.read(name) for name in names} | {
            path.name: path.read_bytes() for path in more
        }
        for name, content in sorted(contents.items()):
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, compresslevel=9)


def publish(packages: Path) -> None:
    """Lay everything out under names that change whenever the content does."""
    version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    engine = [PYODIDE / name for name in ENGINE]
    python = sorted(packages.iterdir())
    folders = {"engine": f"engine-{version}-{digest(engine)}", "python": f"python-{digest(python)}"}
    files = {}
    for kind, paths in (("engine", engine), ("python", python)):
        folder = RUNTIME / folders[kind]
        folder.mkdir(parents=True)
        for path in paths:
            shutil.copyfile(path, folder / path.name)
            content = path.read_bytes()
            files[f"{folders[kind]}/{path.name}"] = {
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
    data = {f"tone/{path.name}": f"{folders['python']}/tone-{path.name}" for path in compiled_tone()}
    manifest = json.dumps({**folders, "files": files, "data": data}, indent=1)
    MANIFEST.write_text(manifest + "\n", encoding="utf-8")


def digest(paths: Iterable[Path]) -> str:
    """A short name for these files and their contents."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:12]


STEP = Step(
    name="compile",
    says="the core as bytecode, the standard library as small as it needs, and their lock",
    inputs=(
        "build/wheels-slim/*",
        "build/tone/*.json",
        "build/stdlib/*",
        "tools/inside/*",
        "tools/inside.mjs",
        "tools/runtime.py",
    ),
    outputs=(RUNTIME, MANIFEST),
    run=run,
)
