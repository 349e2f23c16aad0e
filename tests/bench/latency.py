"""How soon a letter that is typed in /drafts/ is on the paper, tone check and all.

    typing-p50, typing-p95    from a key to the frame that shows its letter in the message, against one frame
                              of 16 ms and five bare echoes of a worker in the same page, in turns
    typing-task               the longest task of the page's own thread meanwhile, against 50 ms

The built site, served from this machine; a template with all its fields filled, a moment of some length.
"""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.bench.boot import opened, profile
from tools.serve import serve
from tools.site import SITE, base_path

ROWS = ("typing-p50", "typing-p95", "typing-task")
FRAME = 16
TASK = 50
MOMENT = "One moment from the conversation"
TEXT = "how the night shift hands over to the day shift, and why you still write it on paper every week"
FIELDS = {
    "Your name": "Dana Whitfield",
    "The employer": "Northwind",
    "The role": "IT analyst",
    "The name you greet this person with": "Maria",
}

PREPARE = """
() => {
  const echo = new Worker(URL.createObjectURL(new Blob(["onmessage = ({ data }) => postMessage(data)"])));
  const bench = (window.bench = { keys: [], echoes: [], tasks: [0], wanted: "", start: 0 });
  new PerformanceObserver((list) => bench.tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });
  document.addEventListener("keydown", (event) => (bench.start = event.timeStamp), true);
  document.addEventListener("input", (event) => (bench.wanted = event.target.value), true);
  const look = () => {
    const shown = document.querySelector("[data-text=body]")?.textContent ?? "";
    if (bench.wanted && shown.includes(bench.wanted)) {
      const start = bench.start;
      bench.wanted = "";
      requestAnimationFrame(() => {
        const channel = new MessageChannel(); // its message comes after the frame is painted
        channel.port1.onmessage = () => bench.keys.push(performance.now() - start);
        channel.port2.postMessage(null);
      });
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
  bench.echo = () => new Promise((resolve) => {
    const start = performance.now();
    echo.onmessage = () => { bench.echoes.push(performance.now() - start); resolve(); };
    echo.postMessage({ v: 1, id: 1, verb: "draft", params: { text: "x".repeat(2000) } });
  });
}
"""


def rows(name: str | None = None) -> list[dict[str, Any]]:
    if name not in (None, *ROWS):
        return []
    with serve(SITE, base_path()) as server, sync_playwright() as playwright, profile(playwright) as context:
        page = opened(context, f"{server.url}drafts/")
        found = typed(page)
    keys, echoes = sorted(found["keys"]), sorted(found["echoes"])
    made = []
    for row, share in (("typing-p50", 50), ("typing-p95", 95)):
        ours, echo = percentile(keys, share), percentile(echoes, share)
        made.append(result(row, f"one frame, p{share}", "ms", ours, FRAME, len(keys)))
        made.append(result(row, f"five bare echoes of a worker, p{share}", "ms", ours, 5 * echo, len(echoes)))
    made.append(result("typing-task", "the longest task", "ms", max(found["tasks"]), TASK, len(keys)))
    return [row for row in made if name in (None, row["name"])]


def typed(page: Page) -> dict[str, list[float]]:
    """What the page noted while TEXT was typed twice; the first time warms everything up."""
    moment = page.get_by_label(MOMENT)
    moment.fill("the tour")
    for label, value in FIELDS.items():
        page.get_by_label(label, exact=True).fill(value)
    page.locator(".fu-verdict").wait_for()
    page.wait_for_timeout(1500)
    page.evaluate(PREPARE)
    for _ in range(2):
        moment.fill("")
        page.wait_for_timeout(1000)
        page.evaluate("bench.keys = []; bench.echoes = []; bench.tasks = [0]")
        for letter in TEXT:
            moment.press_sequentially(letter)
            page.wait_for_timeout(60)
            page.evaluate("bench.echo()")
    found: dict[str, list[float]] = page.evaluate(
        "({ keys: bench.keys, echoes: bench.echoes, tasks: bench.tasks })"
    )
    return found


def percentile(numbers: list[float], share: int) -> float:
    return statistics.quantiles(numbers, n=100, method="inclusive")[share - 1]


def result(name: str, against: str, unit: str, ours: float, other: float, runs: int) -> dict[str, Any]:
    return {
        "name": name,
        "against": against,
        "unit": unit,
        "ours": round(ours, 1),
        "other": round(other, 1),
        "runs": runs,
    }
