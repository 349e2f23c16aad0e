"""The scripts of the pages, by esbuild, under names that tell their content.

browser/main.ts and what it loads later share pieces; browser/worker.ts stands alone and is told which files
the runtime has and what their hashes must be. The names go to build/assets.json, and to a template part that
puts them into every page: overrides/main.html includes it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from tools.runtime import MANIFEST, RUNTIME
from tools.site import ASSETS, ESBUILD
from tools.steps import BUILD, Step, StepError, call

BUNDLE = BUILD / "bundle"
NAMES = BUILD / "assets.json"
"""{"main", "worker", "engine", "python"}: files and folders below the site's assets/followup/."""
PARTIAL = BUILD / "overrides" / "partials" / "fu-assets.html"

TARGET = "es2022,chrome111,firefox114,safari16.4"
"""Browsers that have module workers and everything else the worker needs."""


def run() -> None:
    shutil.rmtree(BUNDLE, ignore_errors=True)
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    lock = (RUNTIME / manifest["python"] / "pyodide-lock.json").read_text(encoding="utf-8")
    runtime = {**manifest, "lock": json.dumps(json.loads(lock))}
    runtime["files"] = {path: file for path, file in manifest["files"].items() if not path.endswith(".json")}
    runtime["data"] = {
        name: {"path": path, **manifest["files"][path]} for name, path in manifest["data"].items()
    }
    names = {
        "main": bundled("browser/main.ts", "--splitting"),
        "worker": bundled("browser/worker.ts", f"--define:RUNTIME={json.dumps(runtime)}"),
        "engine": manifest["engine"],
        "python": manifest["python"],
    }
    NAMES.write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")
    PARTIAL.parent.mkdir(parents=True, exist_ok=True)
    PARTIAL.write_text(partial(names), encoding="utf-8")


def bundled(entry: str, *more: str) -> str:
    """Bundle one entry point; gives the name of the file that begins it."""
    meta = BUILD / "meta.json"
    call(
        ESBUILD, entry, "--bundle", "--format=esm", "--minify", f"--target={TARGET}",
        "--entry-names=[name]-[hash]", "--chunk-names=part-[hash]", "--legal-comments=none",
        "--log-level=warning", f"--outdir={BUNDLE}", f"--metafile={meta}", *more,
    )  # fmt: skip
    outputs: dict[str, dict[str, Any]] = json.loads(meta.read_text(encoding="utf-8"))["outputs"]
    meta.unlink()
    made = [Path(path).name for path, output in outputs.items() if output.get("entryPoint") == entry]
    if len(made) != 1:
        raise StepError(f"esbuild made {len(made)} files of {entry}, and one was expected.")
    return made[0]


def partial(names: dict[str, str]) -> str:
    """Addresses are those that MkDocs gives for the page at hand, so they work under any base path."""
    main, worker = (f"{{{{ '{ASSETS}/{names[name]}' | url }}}}" for name in ("main", "worker"))
    return (
        '<script type="application/json" id="fu-assets">'
        f'{{"main": "{main}", "worker": "{worker}"}}</script>\n'
        f'<script type="module" src="{main}"></script>\n'
    )


STEP = Step(
    name="bundle",
    says="the scripts of the pages with esbuild",
    inputs=("browser/**/*", "tsconfig*.json", "package-lock.json", "build/runtime.json", "tools/runtime.py"),
    outputs=(BUNDLE, NAMES, PARTIAL),
    run=run,
)
