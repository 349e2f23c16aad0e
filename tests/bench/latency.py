"""How soon a letter that is typed in /drafts/ is on the paper, and what the tone check says of it beside it.

    typing-p50, typing-p95    from a key to the frame that shows its letter in the message, against one frame
                              of 16 ms, against five bare echoes of a worker in the same page, in turns, and
                              against one such echo with the frame that shows it
    typing-findings-p95       from a key that completes or breaks a phrase of a rule to the frame that shows
                              or removes its mark, against the echo with its frame
    typing-task               the longest task of the page's own thread meanwhile, against 50 ms

The built site, served from this machine; a template with all its fields filled, a moment of some length; all
rules are loaded, and read the message at every key. An echo with its frame is what a key costs that a worker
only sends back: one text changes at once, as the field does, another when the worker has answered.
"""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from tests.bench.boot import opened, profile
from tools.serve import serve
from tools.site import SITE, base_path

ROWS = ("typing-p50", "typing-p95", "typing-findings-p95", "typing-task")
FRAME = 16
ECHO = "one bare echo with its frame"
TASK = 50
MOMENT = "One moment from the conversation"
PRESSING = " I need it ASAP"
TIMES = 30
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
  const bench = (window.bench = { wanted: "", start: 0, marked: 0 });
  bench.clear = () => Object.assign(bench, { keys: [], marks: [], echoes: [], painted: [], tasks: [0] });
  bench.clear();
  const count = () => document.querySelectorAll("[data-text=body] a.fu-finding").length;
  const shown = (numbers, start) => requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its message comes after the frame is painted
    channel.port1.onmessage = () => numbers.push(performance.now() - start);
    channel.port2.postMessage(null);
  });
  new PerformanceObserver((list) => bench.tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });
  document.addEventListener("keydown", (event) => {
    bench.start = event.timeStamp;
    bench.marked = count();
  }, true);
  document.addEventListener("input", (event) => (bench.wanted = event.target.value), true);
  const look = () => {
    const text = document.querySelector("[data-text=body]")?.textContent ?? "";
    if (bench.wanted && text.includes(bench.wanted)) {
      bench.wanted = "";
      shown(bench.keys, bench.start);
    }
    if (count() !== bench.marked) {
      bench.marked = count();
      shown(bench.marks, bench.start);
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
  const [field, paper] = [document.createElement("p"), document.createElement("p")];
  document.querySelector("followup-drafts").after(field, paper);
  bench.echo = () => new Promise((resolve) => {
    const start = performance.now();
    echo.onmessage = () => {
      bench.echoes.push(performance.now() - start);
      paper.textContent = start;
      shown(bench.painted, start);
      resolve();
    };
    field.textContent = start;
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
    keys, echoes, painted, marks = (found[name] for name in ("keys", "echoes", "painted", "marks"))
    made = []
    for row, share in (("typing-p50", 50), ("typing-p95", 95)):
        ours, echo, frame = (percentile(numbers, share) for numbers in (keys, echoes, painted))
        made.append(result(row, f"one frame, p{share}", "ms", ours, FRAME, len(keys)))
        made.append(result(row, f"five bare echoes of a worker, p{share}", "ms", ours, 5 * echo, len(echoes)))
        made.append(result(row, f"{ECHO}, p{share}", "ms", ours, frame, len(painted)))
    findings, frame = percentile(marks, 95), percentile(painted, 95)
    made.append(result("typing-findings-p95", f"{ECHO}, p95", "ms", findings, frame, len(marks)))
    made.append(result("typing-task", "the longest task", "ms", max(found["tasks"]), TASK, len(keys)))
    return [row for row in made if name in (None, row["name"])]


def typed(page: Page) -> dict[str, list[float]]:
    """What the page noted while TEXT was typed twice, and then PRESSING made and broken again and again; the
    first time warms everything up."""
    moment = page.get_by_label(MOMENT)
    moment.fill("the tour")
    for label, value in FIELDS.items():
        page.get_by_label(label, exact=True).fill(value)
    page.locator(".fu-verdict[data-verdict=ready]").wait_for()
    page.wait_for_timeout(1500)
    page.evaluate(PREPARE)
    for _ in range(2):
        moment.fill("")
        page.wait_for_timeout(1000)
        page.evaluate("bench.clear()")
        for letter in TEXT:
            press(page, moment, letter)
    keys = page.evaluate("bench.keys")
    for letter in PRESSING:
        press(page, moment, letter)
    page.evaluate("bench.marks = []")
    for _ in range(TIMES):
        press(page, moment, "Backspace")
        press(page, moment, PRESSING[-1])
    found: dict[str, list[float]] = page.evaluate("bench")
    return {**found, "keys": keys}


def press(page: Page, field: Locator, key: str) -> None:
    """Press a key, and between two have an echo; neither comes while a frame of the other is due."""
    field.press(key)
    page.wait_for_timeout(60)
    page.evaluate("bench.echo()")
    page.wait_for_timeout(60)


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
