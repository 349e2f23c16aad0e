"""`make bench NAME=lighthouse`: what Lighthouse says of the built site on a phone, category by category.

Served from this machine as GitHub Pages would; Lighthouse slows the net and the processor down to those of a
middling phone. Each row is the median of some runs against what we want: 100, for the performance 95.

Only when asked for by name: Lighthouse is fetched by npm, once, and its runs take some minutes.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from tools import browser
from tools.serve import serve
from tools.site import SITE, base_path
from tools.steps import VENV, call

NAME = "lighthouse"
LIGHTHOUSE = "lighthouse@13.5.0"
WANTED = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
PAGES = (
    "",
    "guide/",
    "guide/check-in/",
    "guide/say-thanks/",
    "guide/when-to-stop/",
    "guide/questions-people-ask/",
    "guide/what-not-to-write/",
    "guide/where-our-numbers-come-from/",
    "guide/customs/de/",
)
RUNS = int(os.environ.get("RUNS", "3"))


def rows(name: str | None = None) -> list[dict[str, Any]]:
    if name != NAME:
        return []
    found = []
    with serve(SITE, base_path()) as server:
        for page in PAGES:
            runs = [audit(server.url + page) for _ in range(RUNS)]
            for category, wanted in WANTED.items():
                ours = statistics.median(run["categories"][category]["score"] * 100 for run in runs)
                found.append(row(page or "the first page", category, wanted, round(ours)))
                if ours < wanted:
                    print(
                        *(f"{page or '/'} {category}: {each}" for each in complaints(runs[-1], category)),
                        sep="\n",
                    )
    return found


def row(page: str, category: str, wanted: int, ours: int) -> dict[str, Any]:
    return {
        "name": NAME,
        "against": f"{wanted} wanted: {category} of {page}",
        "unit": "points",
        "ours": ours,
        "other": wanted,
        "runs": RUNS,
    }


def audit(address: str) -> dict[str, Any]:
    """One run of Lighthouse over a page, in a browser of its own."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        call(
            VENV / "bin" / "npx", "--yes", "--ignore-scripts", LIGHTHOUSE, address, "--quiet",
            "--output=json", f"--output-path={result}", f"--only-categories={','.join(WANTED)}",
            f"--chrome-flags={' '.join(['--headless=new', *browser.ARGUMENTS])}",
            more={"CHROME_PATH": str(browser.get())},
        )  # fmt: skip
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found


def complaints(run: dict[str, Any], category: str) -> list[str]:
    """The audits of a category that cost points, and what they point at."""
    asked = (run["audits"][each["id"]] for each in run["categories"][category]["auditRefs"] if each["weight"])
    return [
        f"{each['title']} {each.get('displayValue', '')} {_places(each)}".strip()
        for each in asked
        if each["score"] is not None and each["score"] < 1
    ]


def _places(found: dict[str, Any]) -> str:
    items = found.get("details", {}).get("items", [])
    return " ".join(str(each["node"]["snippet"]) for each in items if "node" in each)[:500]
