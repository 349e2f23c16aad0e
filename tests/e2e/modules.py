"""Modules of the page, imported in a real browser at the address of the site, for tests of single units."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from tools.bundle import TARGET
from tools.site import ESBUILD
from tools.steps import ROOT, call

NAMES = (
    "bridge", "changes", "core", "demo", "dom", "early", "erase", "fields", "files", "keeper", "parts",
    "record", "reminder", "search", "sentinel", "store", "threeway", "trouble", "versions", "words",
)  # fmt: skip

PLACE = """
    const place = document.createElement("div");
    place.id = "place";
    document.querySelector("main").prepend(place);
"""
"""Where a test puts what it needs."""
BUTTONS = """
    const button = (action, words = action) => {
        const made = document.createElement("button");
        if (action) made.dataset.action = action;
        made.textContent = words;
        return made;
    };
    const pressed = [];
    const actions = { add: (each) => pressed.push(each.textContent), copy: () => pressed.push("copied") };
"""
"""Buttons that a test makes, and what they do: note that they were pressed."""


@cache
def bundled() -> str:
    """All of them as one script that exports each under its name, so that they share what they share."""
    with tempfile.TemporaryDirectory() as folder:
        entry = Path(folder) / "units.ts"
        lines = (f'export * as {name} from "{(ROOT / "browser" / name).as_posix()}";\n' for name in NAMES)
        entry.write_text("".join(lines), encoding="utf-8")
        options = ("--bundle", "--format=esm", f"--target={TARGET}", "--log-level=warning")
        return call(ESBUILD, entry, *options)


def units(page: Page) -> Page:
    """The page, which can now be asked with `run`."""
    page.route("**/units.js", answer)
    return page


def answer(route: Route) -> None:
    route.fulfill(body=bundled(), content_type="text/javascript")


PATIENCE_MS = 20_000
LIMIT = f"""new Promise((_, fail) => {{
    const clock = new Worker(URL.createObjectURL(new Blob(["setTimeout(postMessage, {PATIENCE_MS}, 0)"])));
    clock.onmessage = () => fail(new Error("the script did not come to its end"));
}})"""
"""A worker's clock goes on where that of the page stands."""


def run(page: Page, script: str, *arguments: Any) -> Any:
    """What an async script returns; every module is there by its name, and `args` holds the arguments.

    The page is one directly below the root of the site. The script may use the names for things of its own.
    """
    names = f"const {{ {', '.join(NAMES)} }} = await import(new URL('../units.js', location.href));"
    ours = f"(async () => {{ {names} {{ {script} }} }})()"
    return page.evaluate(f"(args) => Promise.race([{ours}, {LIMIT}])", list(arguments))


def stopped(page: Page) -> Page:
    """The page with a clock that stands until `page.clock.run_for` moves it."""
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    return page
