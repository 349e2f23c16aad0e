"""How soon a page has its first plan, and how much it downloads for it: our runtime against the stock one.

Both do the same job from the same small server on this machine: start a module worker, load Python, import
the core, answer one `plan`. Stock means `loadPyodide()` as it comes, with the wheels of the core and of
ruamel.yaml as anybody would build them. The clock runs in the page, from `new Worker` to the answer.

First: a fresh browser profile each time. Repeat: a profile that has been here before, so that files come from
the browser's cache, and compiled code may. Runs take turns; medians are reported.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tools import browser
from tools.bundle import BUNDLE, NAMES
from tools.runtime import PYODIDE, RUNTIME, guests
from tools.serve import serve
from tools.wheel import SLIM

RUNS = 7
WARM_UPS = 3
"""Browsers keep compiled code only of what was loaded more than once."""

PLAN = {
    "today": "2026-11-23",
    "text": """\
followup: 1
me: {name: Dana Whitfield}
applications:
  - id: northwind-it
    employer: Northwind Traders
    role: IT support analyst
    country: US
    contacts: [{id: maria, name: Maria Lopez, role: interviewer}]
    interviews: [{on: 2026-11-19, at: "14:30", stage: first, with: [maria]}]
    promise: {by: 2026-12-01, said: 2026-11-19, by_whom: maria}
""",
}

STOCK_WORKER = """\
import { loadPyodide } from "./pyodide.mjs";
const started = loadPyodide({ packages: %s });
self.onmessage = async ({ data: { v, id, verb, params } }) => {
  const call = (await started).pyimport("followup_core.service.call");
  self.postMessage({ v, id, ...JSON.parse(call(verb, JSON.stringify(params))) });
};
"""

FIRST_PLAN = """
([address, params]) => new Promise((resolve, reject) => {
  const start = performance.now();
  const worker = new Worker(address, { type: "module" });
  worker.onerror = () => reject(new Error("The worker broke."));
  worker.onmessage = ({ data }) => {
    if (data.stage === "failed") reject(new Error(JSON.stringify(data)));
    if (data.id !== 1) return;
    if (!data.ok) reject(new Error(JSON.stringify(data.error)));
    resolve(performance.now() - start);
  };
  worker.postMessage({ v: 1, id: 1, verb: "plan", params });
})
"""

TRANSFERRED = """
() => performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.transferSize, 0)
"""


ROWS = ("boot-first-time", "boot-first-bytes", "boot-repeat-time")


def rows(name: str | None = None) -> list[dict[str, Any]]:
    if name not in (None, *ROWS):
        return []
    found = []
    with both() as (base, workers), sync_playwright() as playwright:
        if name in (None, "boot-first-time", "boot-first-bytes"):
            times, sizes = first(playwright, base, workers)
            found += [row("boot-first-time", "ms", times), row("boot-first-bytes", "bytes", sizes)]
        if name in (None, "boot-repeat-time"):
            found.append(row("boot-repeat-time", "ms", repeated(playwright, base, workers)))
    return found


Numbers = dict[str, list[float]]


def row(name: str, unit: str, numbers: Numbers) -> dict[str, Any]:
    ours, other = (round(statistics.median(numbers[side]), 1) for side in ("ours", "stock"))
    return {
        "name": name,
        "against": "stock loadPyodide() with source wheels",
        "unit": unit,
        "ours": ours,
        "other": other,
        "runs": len(numbers["ours"]),
    }


@contextmanager
def both() -> Iterator[tuple[str, dict[str, str]]]:
    """Serve both runtimes: the address of an empty page, and the worker's address for each."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "index.html").write_text("<!doctype html><title>bench</title>", encoding="utf-8")
        shutil.copytree(BUNDLE, folder / "ours")
        shutil.copytree(RUNTIME, folder / "ours", dirs_exist_ok=True)
        shutil.copytree(PYODIDE, folder / "stock")
        wheels = [*SLIM.glob("*.whl"), *guests("ruamel_yaml")]
        for wheel in wheels:
            shutil.copy(wheel, folder / "stock")
        with serve(folder, "/") as server:
            packages = json.dumps([f"{server.url}stock/{wheel.name}" for wheel in wheels])
            (folder / "stock" / "worker.js").write_text(STOCK_WORKER % packages, encoding="utf-8")
            ours = json.loads(NAMES.read_text(encoding="utf-8"))["worker"]
            yield server.url, {"ours": f"{server.url}ours/{ours}", "stock": f"{server.url}stock/worker.js"}


def first(playwright: Playwright, base: str, workers: dict[str, str]) -> tuple[Numbers, Numbers]:
    """Milliseconds and bytes of first visits."""
    times: Numbers = {side: [] for side in workers}
    sizes: Numbers = {side: [] for side in workers}
    for _ in range(RUNS):
        for side, worker in workers.items():
            with profile(playwright) as context:
                page = opened(context, base)
                times[side].append(page.evaluate(FIRST_PLAN, [worker, PLAN]))
                inside = page.workers[0].evaluate(TRANSFERRED)
                sizes[side].append(page.evaluate(TRANSFERRED) + inside)
    return times, sizes


def repeated(playwright: Playwright, base: str, workers: dict[str, str]) -> Numbers:
    """Milliseconds of later visits."""
    times: Numbers = {side: [] for side in workers}
    with profile(playwright) as context:
        for turn in range(WARM_UPS + RUNS):
            for side, worker in workers.items():
                page = opened(context, base)
                time = page.evaluate(FIRST_PLAN, [worker, PLAN])
                page.wait_for_timeout(500)  # compiled code is stored a little later
                page.close()
                if turn >= WARM_UPS:
                    times[side].append(time)
    return times


@contextmanager
def profile(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser with an empty profile on disk, as a new visitor has it."""
    with tempfile.TemporaryDirectory() as place:
        context = playwright.chromium.launch_persistent_context(
            place, executable_path=browser.find(), args=browser.ARGUMENTS, headless=True
        )
        try:
            yield context
        finally:
            context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page
