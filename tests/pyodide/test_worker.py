"""The worker in a real browser: it answers as the core does here, and starts with an intact runtime only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from followup_core.service import call
from tests.pyodide.built import manifest
from tools.bundle import BUNDLE, NAMES
from tools.inside.exercise import DRAFT, PLAN
from tools.runtime import RUNTIME
from tools.serve import serve
from tools.site import ESBUILD
from tools.steps import ROOT
from tools.steps import call as command

WORKER = json.loads(NAMES.read_text(encoding="utf-8"))["worker"]

ASK = """
([address, asks]) => new Promise((resolve, reject) => {
  const worker = new Worker(address, { type: "module" });
  const heard = { answers: [], boot: [] };
  worker.onerror = () => reject(new Error("The worker broke."));
  worker.onmessage = ({ data }) => {
    (data.event ? heard.boot : heard.answers).push(data);
    if (data.stage === "failed" || heard.answers.length === asks.length) resolve(heard);
  };
  asks.forEach(([verb, params], id) => worker.postMessage({ v: 1, id, verb, params }));
})
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what the pages load, and an empty page."""
    shutil.copytree(BUNDLE, tmp_path, dirs_exist_ok=True)
    shutil.copytree(RUNTIME, tmp_path, dirs_exist_ok=True)
    (tmp_path / "index.html").write_text("<!doctype html><title>worker</title>", encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(folder: Path, chromium: Browser) -> Iterator[Page]:
    """The empty page in a fresh profile, with a foreign time zone."""
    with serve(folder) as server:
        context = chromium.new_context(timezone_id="Pacific/Auckland")
        page = context.new_page()
        page.goto(server.url)
        yield page
        context.close()


def heard(page: Page, *asks: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(ASK, [WORKER, [list(ask) for ask in asks]])
    return found


def test_answers_are_the_cores(page: Page) -> None:
    draft = {**DRAFT, "template": "thank-you-after-first", "view": True}
    export = {**PLAN, "what": "plan", "format": "json"}
    asks: list[tuple[str, dict[str, Any]]] = [
        ("plan", PLAN),
        ("draft", draft),
        ("export", export),
        ("dance", {}),
    ]
    answers = sorted(heard(page, *asks)["answers"], key=lambda answer: int(answer["id"]))
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3]
    for answer, (verb, params) in zip(answers, asks, strict=True):
        ours = json.loads(call(verb, json.dumps(params)))
        assert {name: answer.get(name) for name in ours} == ours
    assert not answers[3]["ok"]


def test_progress_counts_every_byte(page: Page) -> None:
    boot = heard(page, ("plan", PLAN))["boot"]
    total = sum(file["bytes"] for path, file in manifest["files"].items() if not path.endswith(".json"))
    assert {event["bytes"]["total"] for event in boot} == {total}
    done = [event["bytes"]["done"] for event in boot]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == total
    assert len(done) > 12, "the largest file should be counted as it arrives"
    assert boot[0]["stage"] == "download"
    assert [event["stage"] for event in boot[-2:]] == ["start", "ready"]


RULES = manifest["data"]["tone/en.json"]
IMPATIENT = ("lint", {"text": "Hi Maria, I am still waiting for your answer."})


def test_the_rules_of_a_language_come_when_they_are_asked_for(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    german = ("lint", {"text": "Ich warte noch immer auf Ihre Antwort.", "locale": "de"})
    found = heard(page, IMPATIENT, german, IMPATIENT)
    answers = sorted(found["answers"], key=lambda answer: int(answer["id"]))
    for answer, (verb, params) in zip(answers, (IMPATIENT, german, IMPATIENT), strict=True):
        assert answer["result"] == json.loads(call(verb, json.dumps(params)))["result"]
        assert answer["result"]["findings"]
    waits = {event["id"] for event in found["boot"] if event["event"] == "wait"}
    assert {0, 1} <= waits
    rules = [url for url in asked if "/tone-" in url]
    assert sorted(url.rsplit("-", 1)[1] for url in rules) == ["de.json", "en.json"]


@pytest.mark.parametrize("harm", ["damaged", "missing"])
def test_a_draft_does_without_rules_that_cannot_be_had(folder: Path, page: Page, harm: str) -> None:
    file = folder / RULES
    if harm == "damaged":
        flipped(file)
    else:
        file.unlink()
    draft = {**DRAFT, "template": "thank-you-after-first"}
    answers = sorted(
        heard(page, ("draft", draft), IMPATIENT)["answers"], key=lambda answer: int(answer["id"])
    )
    assert answers[0]["result"] == json.loads(call("draft", json.dumps({**draft, "lint": False})))["result"]
    assert answers[1]["error"]["code"] == "download"


POLICY = """\
<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self';
script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"><title>strict</title>
"""

THROUGH_A_BLOB = """
async ([address, params]) => {
  const code = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
  const worker = new Worker(URL.createObjectURL(code), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onerror = () => reject(new Error("The worker broke."));
    worker.onmessage = ({ data }) => {
      if (data.stage === "failed") reject(new Error(data.error.message));
      if (data.id === 1) resolve(data);
    };
    worker.postMessage({ v: 1, id: 1, verb: "plan", params });
  });
}
"""


def test_the_worker_can_live_under_a_strict_policy(folder: Path, page: Page) -> None:
    """A worker made of a blob is under the page's policy, which one loaded from an address is not."""
    (folder / "strict.html").write_text(POLICY, encoding="utf-8")
    start = page.url
    page.goto(start + "strict.html")
    assert page.evaluate(THROUGH_A_BLOB, [start + WORKER, PLAN])["ok"]


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def page_instead(path: Path) -> None:
    path.write_text("<!doctype html><title>Sign in to the network</title>", encoding="utf-8")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


FETCHED = [path for path in manifest["files"] if path.endswith((".wasm", ".zip", ".whl"))]
LARGEST = max(FETCHED, key=lambda path: manifest["files"][path]["bytes"])


@pytest.mark.parametrize(
    ("name", "harm"),
    [(name, flipped) for name in FETCHED] + [(LARGEST, harm) for harm in (page_instead, halved, Path.unlink)],
)
def test_a_damaged_runtime_does_not_start(
    name: str, harm: Callable[[Path], None], folder: Path, page: Page
) -> None:
    harm(folder / name)
    found = heard(page, ("plan", PLAN))
    assert found["answers"] == []
    assert found["boot"][-1]["stage"] == "failed"
    assert found["boot"][-1]["error"]["code"] == "download"


def test_a_module_that_is_missing_is_said(folder: Path, page: Page) -> None:
    (folder / manifest["engine"] / "pyodide.asm.mjs").unlink()
    assert heard(page, ("plan", PLAN))["boot"][-1]["error"]["code"] == "download"


HANGING = (
    "data:text/javascript,self.onmessage = () => { while (true); };"
    "self.postMessage({ event: 'boot', stage: 'ready', bytes: {} });"
)

THROUGH_THE_BRIDGE = """
async ([bridge, hanging, address, params]) => {
  const { Bridge, opener } = await import(bridge);
  const open = opener(address);
  let opened = 0;
  const started = new Bridge((fresh) => opened++ ? open(fresh) : new Worker(hanging, { type: "module" }));
  const longest = { ms: 0 };
  let last = performance.now();
  const pulse = setInterval(() => {
    longest.ms = Math.max(longest.ms, performance.now() - last);
    last = performance.now();
  }, 20);
  const start = performance.now();
  const plan = await started.request("plan", params);
  clearInterval(pulse);
  return { steps: plan.steps.length, ms: performance.now() - start, blocked: longest.ms, opened };
}
"""


def test_a_worker_that_hangs_is_replaced(folder: Path, page: Page) -> None:
    command(
        ESBUILD,
        "browser/bridge.ts",
        "--bundle",
        "--format=esm",
        f"--outfile={folder / 'bridge.js'}",
        cwd=ROOT,
    )
    address = page.url
    found = page.evaluate(THROUGH_THE_BRIDGE, [address + "bridge.js", HANGING, address + WORKER, PLAN])
    assert found["opened"] == 2
    assert found["steps"] > 0
    assert found["ms"] > 5000, "the first worker had its five seconds"
    assert found["blocked"] < 2500, "and the page went on meanwhile"
