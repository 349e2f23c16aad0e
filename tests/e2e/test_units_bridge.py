"""The bridge with real workers, and the calculator that the tools see, as single units in a real browser.

What the bridge decides, step by step, is in tests/pyodide/bridge.test.mjs. Here the workers are real: they
are loaded, break, fall silent and are ended as a browser does it.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Watch
from tests.e2e.modules import run, stopped

WORDS = """
    const boot = (stage, more = {}) =>
        postMessage({ v: 1, event: "boot", stage, bytes: { done: 1, total: 2 }, ...more });
    const give = (id, result) => postMessage({ v: 1, id, ok: true, result });
    const refuse = (id, error) => postMessage({ v: 1, id, ok: false, error });
"""
"""What every worker here can say."""
ECHO = 'boot("ready"); onmessage = ({ data }) => give(data.id, data.params.say);'
SILENT = 'boot("ready");'
THROWING = 'boot("ready"); onmessage = () => { throw new Error("a bug"); };'
GONE = 'boot("ready"); onmessage = () => close();'
REJECTING = 'boot("ready"); onmessage = async () => { throw new Error("a bug"); };'

BRIDGED = f"""
    const heard = [];
    const opened = [];
    /** A bridge whose first worker runs the first script, the second the second; the last goes on. */
    const bridged = (...scripts) => new bridge.Bridge((fresh) => {{
        const script = `{WORDS}` + scripts[Math.min(opened.length, scripts.length - 1)];
        const blob = new Blob([script], {{ type: "text/javascript" }});
        const worker = bridge.opener(URL.createObjectURL(blob))(fresh);
        worker.addEventListener("message", ({{ data }}) => heard.push(data));
        opened.push(fresh);
        return worker;
    }});
    /** What a request gives, or the code of its error. */
    const told = (request) => request.then((result) => result, (error) => error.code);
    /** When the worker has said something that fits. */
    const said = async (fits) => {{
        while (!heard.some(fits)) await fetch(location.href, {{ method: "HEAD" }});
    }};
    const ready = (each) => new Promise((done) => each.onBoot(({{ stage }}) => stage === "ready" && done()));
"""


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────


def test_one_worker_is_started_however_often_it_is_asked_for(page: Page) -> None:
    script = f"""
        {BRIDGED}
        const one = bridged(args[0]);
        const before = opened.length;
        for (let n = 0; n < 3; n += 1) {{ one.start(); one.retry(); }}
        const answers = await Promise.all([1, 2, 3].map((say) => one.request("plan", {{ say }})));
        one.start();
        one.retry();
        return [before, answers, opened];
    """
    assert run(page, script, ECHO) == [0, [1, 2, 3], [False]]


def test_what_is_asked_before_python_is_there_is_not_sent_before(page: Page) -> None:
    slow = """
        let there = false;
        setTimeout(() => { there = true; boot("ready"); }, 150);
        onmessage = ({ data }) => give(data.id, [there, data.params.say]);
    """
    script = f"""
        {BRIDGED}
        const one = bridged(args[0]);
        const answers = Promise.all([1, 2, 3].map((say) => one.request("plan", {{ say }})));
        const stage = one.boot.stage;
        return [stage, await answers];
    """
    assert run(page, script, slow) == ["download", [[True, 1], [True, 2], [True, 3]]]


def test_an_answer_belongs_to_its_request_whatever_else_is_said(page: Page) -> None:
    """Answers to other requests, to none, twice, and words that a later version may know."""
    talkative = """
        boot("ready");
        onmessage = ({ data: { id, params } }) => {
            for (const other of [id - 1, id + 1, 77, undefined]) give(other, "somebody else's");
            postMessage({ v: 2, event: "news", about: "something" });
            postMessage({ v: 1, event: "wait", id: 77 });
            for (let n = 0; n < 2; n += 1) give(id, params.say);
        };
    """
    script = f"""
        {BRIDGED}
        const one = bridged(args[0]);
        const ask = (say) => one.request("plan", {{ say }});
        const together = await Promise.all(["a", "b", "c"].map(ask));
        return [together, await ask("d"), opened.length];
    """
    assert run(page, script, talkative) == [["a", "b", "c"], "d", 1]


def test_of_many_quick_questions_for_one_place_the_newest_is_answered(page: Page) -> None:
    """Of twenty letters typed while the worker is busy, only the first and the last one cost it any work."""
    busy = """
        let worked = 0;
        boot("ready");
        onmessage = ({ data }) => setTimeout(() => give(data.id, [data.params.say, (worked += 1)]), 100);
    """
    script = f"""
        {BRIDGED}
        const tool = new core.Core(bridged(args[0]), "");
        const refusal = (error) => (error instanceof core.Refusal ? error.code : "other");
        const ask = (say, key) => tool.ask("draft", {{ say }}, key).catch(refusal);
        tool.start();
        const alone = ask("alone", "elsewhere");
        const letters = Array.from({{ length: 20 }}, (_, n) => ask(n + 1, "sheet"));
        await said(({{ stage }}) => stage === "ready");
        return [await alone, await Promise.all(letters), await ask("after", "sheet")];
    """
    alone, letters, after = run(page, script, busy)
    assert alone == ["alone", 1]
    assert letters == [*["superseded"] * 19, [20, 2]]
    assert after == ["after", 3]


# ── a start that fails ───────────────────────────────────────────────────────────────────────────────────

PLACE = """
    const place = document.createElement("div");
    place.id = "place";
    place.hidden = true;
    document.querySelector("main").prepend(place);
"""
DAMAGED = """
    const error = { code: "download", message: "A file arrived damaged.", hint: "", field: "" };
    boot("download");
    boot("failed", { error });
"""
UNLOADABLE = [
    pytest.param({"status": 404, "body": ""}, "could not be loaded", id="missing"),
    pytest.param(
        {"body": "<!doctype html>", "content_type": "text/html"}, "could not be loaded", id="a page"
    ),
    pytest.param({"body": "const const"}, "could not be loaded", id="no script"),
    pytest.param({"body": "throw new Error('a bug');"}, "could not be loaded", id="throws"),
    pytest.param({"body": f"{WORDS} {DAMAGED}"}, "A file arrived damaged.", id="a damaged file"),
]


def boot_place(page: Page) -> Locator:
    return page.locator("#place")


@pytest.mark.parametrize(("first", "words"), UNLOADABLE)
def test_a_start_that_fails_is_said_and_tried_again_past_the_cache(
    page: Page, watches: list[Watch], first: dict[str, Any], words: str
) -> None:
    """Whoever asked meanwhile need not ask again."""
    for watch in watches:
        watch.allowed += ["Failed to load resource", "Failed to load module script"]
    named = f'{WORDS} boot("ready"); onmessage = ({{ data }}) => give(data.id, [self.name, data.params.say]);'
    replies = iter([first, {"body": named}])

    def answer(route: Route) -> None:
        route.fulfill(**{"content_type": "text/javascript", **next(replies)})

    page.route("**/a-worker.js", answer)
    script = f"""
        {PLACE}
        const open = bridge.opener(new URL("../a-worker.js", location.href));
        const tool = new core.Core(new bridge.Bridge(open), "../");
        tool.showBoot(place);
        const hidden = place.hidden;
        window.asked = tool.ask("plan", {{ say: "hello" }});
        return hidden;
    """
    assert run(page, script) is True
    place = boot_place(page)
    expect(place).to_have_attribute("data-stage", "failed")
    expect(place.get_by_role("alert")).to_contain_text(words)
    expect(place).to_contain_text("What you typed is safe on this device")
    place.get_by_role("button", name="Try again").click()
    expect(place).to_be_hidden()
    assert run(page, "return window.asked;") == ["reload", "hello"]


def test_how_far_the_start_is_and_that_typing_can_begin(page: Page) -> None:
    slow = """
        boot("download", { bytes: { done: 1_240_000, total: 5_000_000 } });
        new BroadcastChannel("go").onmessage = ({ data }) => boot(data);
    """
    script = (
        f"{BRIDGED} {PLACE}"
        + """
        window.tool = new core.Core(bridged(args[0]), "");
        tool.showBoot(place);
        const hidden = place.hidden;
        tool.start();
        return [hidden, tool.ready];
    """
    )
    assert run(page, script, slow) == [True, False]
    place = boot_place(page)
    words = "You can type already; it is kept on this device."
    expect(place).to_have_text(f"The calculator is on its way: 1.2 of 5.0 MB. {words}")
    page.evaluate("new BroadcastChannel('go').postMessage('start')")
    expect(place).to_have_text(f"The calculator is starting. {words}")
    page.evaluate("new BroadcastChannel('go').postMessage('ready')")
    expect(place).to_be_hidden()
    assert page.evaluate("tool.ready") is True


# ── a worker that breaks ─────────────────────────────────────────────────────────────────────────────────


def test_a_worker_that_breaks_once_is_not_noticed(page: Page) -> None:
    script = f"""
        {BRIDGED}
        const one = bridged(args[0], args[1]);
        const both = [one.request("plan", {{ say: "first" }}), one.request("draft", {{ say: "second" }})];
        return [await Promise.all(both), opened.length];
    """
    assert run(page, script, THROWING, ECHO) == [["first", "second"], 2]


def test_a_request_that_breaks_the_worker_twice_is_refused_and_the_next_one_is_not(page: Page) -> None:
    breaking = """
        boot("ready");
        onmessage = ({ data: { id, params } }) => {
            if (params.say === "break") throw new Error("a bug");
            give(id, params.say);
        };
    """
    script = f"""
        {BRIDGED}
        const tool = new core.Core(bridged(args[0]), "");
        const ask = (say) => tool.ask("plan", {{ say }});
        const refusal = (error) => [error instanceof core.Refusal, error.code, error.said];
        const both = [ask("break").catch(refusal), ask("fine")];
        return [await Promise.all(both), opened.length];
    """
    hint = "What you typed is still here. A shorter text may help."
    lines = [f"Something went wrong while working this out. ({hint})"]
    assert run(page, script, breaking) == [[[True, "broken", lines], "fine"], 3]


SILENCES = pytest.mark.parametrize("silence", [SILENT, GONE, REJECTING], ids=["hangs", "ends", "rejects"])


def asked(page: Page, *scripts: str) -> None:
    """Ask a bridge of workers that run these, and stop the clock once the first one has the question."""
    script = (
        f"{BRIDGED}"
        + """
        window.t = { bridge: bridged(...args), opened, heard, said, ready };
        await Promise.all([ready(t.bridge), t.bridge.start()]);
        t.ask = (say) => told(t.bridge.request("plan", { say }));
    """
    )
    run(page, script, *scripts)
    stopped(page)
    page.evaluate("t.answer = t.ask('hello'), null")


@SILENCES
def test_a_worker_without_an_answer_is_replaced_after_five_seconds(
    page: Page, watches: list[Watch], silence: str
) -> None:
    for watch in watches:
        watch.allowed.append("a bug")
    asked(page, silence, ECHO)
    page.clock.run_for(4900)
    assert page.evaluate("t.opened.length") == 1
    page.clock.run_for(200)
    assert run(page, "return [await t.answer, t.opened.length];") == ["hello", 2]


def test_two_workers_without_an_answer_are_an_error_and_the_next_request_is_answered(page: Page) -> None:
    asked(page, SILENT, SILENT, ECHO)
    page.clock.run_for(5100)
    run(page, "await t.ready(t.bridge);")
    page.clock.run_for(5100)
    script = "return [await t.answer, await t.ask('again'), t.opened.length];"
    assert run(page, script) == ["no-answer", "again", 3]


def test_a_worker_that_is_replaced_does_no_more_work(page: Page) -> None:
    beating = """
        boot("ready");
        const alive = new BroadcastChannel("alive");
        onmessage = () => setInterval(() => alive.postMessage(1), 10);
    """
    asked(page, beating, ECHO)
    script = """
        const alive = new BroadcastChannel("alive");
        t.beats = 0;
        await new Promise((heard) => (alive.onmessage = () => { t.beats += 1; heard(); }));
    """
    run(page, script)
    page.clock.run_for(5100)
    run(page, "await t.answer; t.beats = 0;")
    page.wait_for_timeout(200)
    assert page.evaluate("t.beats") <= 1, "one may have been on its way"


LOADING = """
    boot("ready");
    onmessage = ({ data: { id } }) => {
        postMessage({ v: 1, event: "wait", id });
        new BroadcastChannel("go").onmessage = () => give(id, "it is here");
    };
"""
WAITS = "await t.said(({ event }) => event === 'wait');"


def test_a_worker_that_waits_for_a_file_is_given_the_time_of_a_download(page: Page) -> None:
    asked(page, LOADING)
    run(page, WAITS)
    page.clock.run_for(29_000)
    page.evaluate("new BroadcastChannel('go').postMessage(1)")
    assert run(page, "return [await t.answer, t.opened.length];") == ["it is here", 1]


def test_a_file_that_never_comes_is_no_reason_to_wait_for_ever(page: Page) -> None:
    asked(page, LOADING)
    for _ in range(2):
        run(page, f"{WAITS} t.heard.length = 0;")
        page.clock.run_for(30_100)
        run(page, "await t.ready(t.bridge);")
    assert run(page, "return [await t.answer, t.opened.length];") == ["stalled", 3]


# ── the calculator ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("idle", [True, False])
def test_the_start_can_wait_until_the_browser_has_nothing_to_do(page: Page, idle: bool) -> None:
    """Browsers without such a moment start a little later."""
    script = f"""
        {BRIDGED}
        if (!args[1]) delete window.requestIdleCallback;
        const one = bridged(args[0]);
        const tool = new core.Core(one, "");
        let times = 0;
        tool.whenReady(() => (times += 1));
        tool.startWhenIdle();
        tool.startWhenIdle();
        const before = [opened.length, times];
        await new Promise((done) => tool.whenReady(done));
        return [before, opened.length, times, tool.ready];
    """
    assert run(page, script, ECHO, idle) == [[0, 0], 1, 1, True]


def calculator(answers: str) -> str:
    """A script's beginning: a calculator that answers by this function of verb and parameters."""
    worker = f"""
        const answer = {answers};
        boot("ready");
        onmessage = ({{ data: {{ id, verb, params }} }}) => {{
            const said = answer(verb, params);
            if (said.code) refuse(id, {{ hint: "", field: "", ...said }});
            else give(id, said);
        }};
    """
    return f"""
        {BRIDGED}
        const tool = new core.Core(bridged({worker!r}), "");
        const plain = (tree) => (typeof tree === "string" ? tree : tree[2].map(plain).join(""));
        const refused = (error) => [error instanceof core.Refusal, error.said.map(plain)];
    """


def test_a_refusal_says_what_would_help(page: Page) -> None:
    script = calculator("""(verb, { hint }) => ({ code: "NAME", message: "No such template.", hint })""")
    script += """
        const lines = (hint) => tool.ask("draft", { hint }).catch((error) => [error.said, error.code]);
        return [await lines("Did you mean x?"), await lines("")];
    """
    assert run(page, script) == [
        [["No such template. (Did you mean x?)"], "NAME"],
        [["No such template."], "NAME"],
    ]


def test_in_another_language_a_refusal_tells_whose_words_it_has(page: Page) -> None:
    script = calculator("""(verb) => {
        if (verb === "draft") throw new Error("a bug");
        return { code: "NAME", message: "No such template." };
    }""")
    script += """
        await words.learn("de");
        const refusal = (verb) => tool.ask(verb, {}).catch((error) => error.said);
        return [await refusal("plan"), await refusal("draft")];
    """
    core, [ours] = run(page, script)
    assert core == [["span", {"lang": "en", "dir": "ltr"}, ["No such template."]]]
    assert isinstance(ours, str)


OPENED: list[tuple[dict[str, Any], Any]] = [
    ({"search": {"followup": 1}, "diagnostics": []}, {"followup": 1}),
    (
        {"search": {"followup": 1}, "diagnostics": [{"severity": "warning", "message": "x", "line": 1}]},
        {"followup": 1},
    ),
    (
        {
            "search": None,
            "diagnostics": [
                {"severity": "warning", "message": "Old.", "hint": "", "line": 1},
                {"severity": "error", "message": "No such country.", "hint": "Two letters.", "line": 3},
                {"severity": "error", "message": "No date.", "hint": "", "line": 9},
            ],
        },
        [True, ["Line 3: No such country. (Two letters.)", "Line 9: No date."]],
    ),
    ({"search": None, "diagnostics": []}, [True, ["This file is not a search file."]]),
]


@pytest.mark.parametrize(("answer", "outcome"), OPENED, ids=["good", "warned", "wrong", "nothing"])
def test_a_file_is_opened_or_refused_with_its_lines(page: Page, answer: dict[str, Any], outcome: Any) -> None:
    script = calculator("(verb, { text }) => (verb === 'open' ? JSON.parse(text) : {})")
    script += "return tool.open(JSON.stringify(args[0])).catch(refused);"
    assert run(page, script, answer) == outcome


RECORD = """
    const me = { name: "Dana" };
    const whole = { id: "a", employer: "A", role: "x" };
    const begun = { id: "b", employer: "", role: "y" };
    const made = (applications, more = {}) => ({
        text: "old", written: 0, applied: false, search: { followup: 1, me, applications }, ...more,
    });
"""


def test_what_the_person_wants_is_written_but_not_an_application_that_has_only_begun(page: Page) -> None:
    script = calculator("""(verb, params) => ({ text: JSON.stringify([verb, params]), diagnostics: [] })""")
    script += f"""
        {RECORD}
        const wish = made([whole, begun], {{ extra: 1 }});
        const after = await core.applied(tool, wish);
        return [JSON.parse(after.text), {{ ...after, text: "" }}, wish.text, wish.applied];
    """
    (verb, params), after, text, applied = run(page, script)
    ours = {"id": "a", "employer": "A", "role": "x"}
    assert verb == "save"
    assert params == {
        "text": "old",
        "edits": [
            {"op": "set", "path": ["me"], "value": {"name": "Dana"}},
            {"op": "set", "path": ["applications"], "value": [ours]},
        ],
    }
    assert (after["written"], after["applied"], after["extra"]) == (1, True, 1)
    assert [each["id"] for each in after["search"]["applications"]] == ["a", "b"]
    assert (text, applied) == ("old", False), "what was given is not changed"


def test_a_text_that_says_it_already_needs_no_calculator(page: Page) -> None:
    script = calculator("() => ({})")
    script += f"""
        {RECORD}
        const record = made([whole], {{ applied: true }});
        return [(await core.applied(tool, record)) === record, opened.length];
    """
    assert run(page, script) == [True, 0]


def test_what_cannot_be_written_is_refused_and_changes_nothing(page: Page) -> None:
    error = {"severity": "error", "message": "No.", "hint": "", "line": 2}
    script = calculator("(verb, { text }) => ({ text: 'new', diagnostics: JSON.parse(text) })")
    script += f"""
        {RECORD}
        const record = made([whole], {{ text: JSON.stringify([args[0]]) }});
        return [await core.applied(tool, record).catch(refused), record.applied];
    """
    assert run(page, script, error) == [[True, ["Line 2: No."]], False]


def test_a_wish_can_be_written_once_nothing_that_is_written_would_get_lost(page: Page) -> None:
    script = f"""
        {RECORD}
        const nameless = {{ ...made([whole]), search: {{ ...made([whole]).search, me: {{ name: "" }} }} }};
        return [
            made([whole]), made([whole, begun], {{ written: 1 }}),
            made([]), made([begun]), made([whole, begun], {{ written: 2 }}), nameless,
        ].map(core.complete);
    """
    assert run(page, script) == [True, True, False, False, False, False]
