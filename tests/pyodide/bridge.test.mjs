// The bridge with workers that do as they are told, and with a clock that stands until it is moved.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Bridge, RequestError } from "../../browser/bridge.ts";

/** A worker that remembers what it was sent. */
class Puppet {
  sent = [];
  ended = false;
  onmessage = null;
  onmessageerror = null;
  onerror = null;

  postMessage(message) {
    this.sent.push(message);
  }
  terminate() {
    this.ended = true;
  }
  says(data) {
    this.onmessage({ data });
  }
  boot(stage, done = 0, error = undefined) {
    this.says({ v: 1, event: "boot", stage, bytes: { done, total: 100 }, ...(error && { error }) });
  }
  answers(result, ask = this.sent.at(-1)) {
    this.says({ v: 1, id: ask.id, ok: true, result });
  }
}

let workers, bridge, stages;
const worker = () => workers.at(-1);

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  workers = [];
  stages = [];
  bridge = new Bridge((fresh) => {
    workers.push(Object.assign(new Puppet(), { fresh }));
    return worker();
  });
  bridge.onBoot(({ stage }) => stages.at(-1) !== stage && stages.push(stage));
});

function ready() {
  bridge.start();
  worker().boot("ready", 100);
}

const refused = (code) => (error) => error instanceof RequestError && error.code === code;

test("nothing is loaded before somebody asks", () => {
  assert.equal(workers.length, 0);
  assert.deepEqual(stages, ["idle"]);
});

test("a request starts Python and is sent when it is up", async () => {
  const plan = bridge.request("plan", { today: "2026-11-23" });
  assert.deepEqual(worker().sent, []);
  worker().boot("download", 40);
  assert.deepEqual(bridge.boot, { stage: "download", done: 40, total: 100, error: null });
  worker().boot("ready", 100);
  assert.deepEqual(worker().sent, [{ v: 1, id: 1, verb: "plan", params: { today: "2026-11-23" } }]);
  worker().answers({ steps: [] });
  assert.deepEqual(await plan, { steps: [] });
  assert.deepEqual(stages, ["idle", "download", "ready"]);
});

test("one request at a time, in order", async () => {
  ready();
  const first = bridge.request("plan", {});
  const second = bridge.request("check", {});
  assert.equal(worker().sent.length, 1);
  worker().answers("one");
  assert.equal(worker().sent.length, 2);
  worker().answers("two");
  assert.deepEqual(await Promise.all([first, second]), ["one", "two"]);
});

test("an error of the core is an error with its words", async () => {
  ready();
  const draft = bridge.request("draft", {});
  const error = {
    code: "NAME-UNKNOWN",
    message: "No such template.",
    hint: "did you mean …",
    field: "template",
  };
  worker().says({ v: 1, id: 1, ok: false, error });
  await assert.rejects(draft, { name: "RequestError", ...error });
});

test("a newer request takes the place of one that waits", async () => {
  ready();
  const other = bridge.request("check", {});
  const old = bridge.request("draft", { text: "A" }, { key: "studio" });
  const fresh = bridge.request("draft", { text: "B" }, { key: "studio" });
  await assert.rejects(old, refused("superseded"));
  worker().answers("checked");
  assert.deepEqual(
    worker().sent.map((ask) => ask.params.text),
    [undefined, "B"],
  );
  worker().answers("B");
  assert.deepEqual(await Promise.all([other, fresh]), ["checked", "B"]);
});

test("the answer to one that was superseded at work is never shown", async () => {
  ready();
  const old = bridge.request("draft", { text: "A" }, { key: "studio" });
  const fresh = bridge.request("draft", { text: "B" }, { key: "studio" });
  await assert.rejects(old, refused("superseded"));
  worker().answers("A's text");
  worker().answers("B's text");
  assert.equal(await fresh, "B's text");
});

test("requests of other keys are left alone", async () => {
  ready();
  const plan = bridge.request("plan", {}, { key: "plan" });
  const draft = bridge.request("draft", {}, { key: "draft" });
  worker().answers("plan");
  worker().answers("draft");
  assert.deepEqual(await Promise.all([plan, draft]), ["plan", "draft"]);
});

test("an answer to something else is dropped", async () => {
  ready();
  const plan = bridge.request("plan", {});
  worker().says({ v: 1, id: 77, ok: true, result: "stale" });
  worker().answers("mine");
  assert.equal(await plan, "mine");
});

test("a worker that hangs is replaced after five seconds, and the request sent once more", async () => {
  ready();
  const plan = bridge.request("plan", {});
  const next = bridge.request("check", {});
  mock.timers.tick(4_999);
  assert.equal(workers.length, 1);
  mock.timers.tick(1);
  assert.equal(workers[0].ended, true);
  assert.equal(workers.length, 2);
  worker().boot("ready", 100);
  assert.equal(worker().sent[0].verb, "plan");
  worker().answers("at last");
  worker().answers("checked");
  assert.deepEqual(await Promise.all([plan, next]), ["at last", "checked"]);
});

test("one that hangs twice is reported, and the next request works", async () => {
  ready();
  const plan = bridge.request("plan", {});
  const next = bridge.request("check", {});
  mock.timers.tick(5_000);
  worker().boot("ready", 100);
  mock.timers.tick(5_000);
  await assert.rejects(plan, refused("no-answer"));
  assert.equal(workers.length, 3);
  worker().boot("ready", 100);
  worker().answers("checked");
  assert.equal(await next, "checked");
});

test("one that hangs and was superseded is not sent again", async () => {
  ready();
  const old = bridge.request("draft", { text: "A" }, { key: "studio" });
  const fresh = bridge.request("draft", { text: "B" }, { key: "studio" });
  await assert.rejects(old, refused("superseded"));
  mock.timers.tick(5_000);
  worker().boot("ready", 100);
  assert.deepEqual(
    worker().sent.map((ask) => ask.params.text),
    ["B"],
  );
  worker().answers("B");
  assert.equal(await fresh, "B");
});

test("the time of a start is not counted as time to answer", async () => {
  const plan = bridge.request("plan", {});
  worker().boot("download", 1);
  mock.timers.tick(20_000);
  worker().boot("download", 2);
  mock.timers.tick(20_000);
  worker().boot("ready", 100);
  worker().answers("slow but fine");
  assert.equal(await plan, "slow but fine");
  assert.equal(workers.length, 1);
});

for (const [how, breaks] of [
  ["throws", (puppet) => puppet.onerror({})],
  ["sends what cannot be read", (puppet) => puppet.onmessageerror({})],
  [
    "says that the core broke",
    (puppet) =>
      puppet.says({ v: 1, id: 1, ok: false, error: { code: "broken", message: "!", hint: "", field: "" } }),
  ],
]) {
  test(`a worker that ${how} is replaced, and the request sent once more`, async () => {
    ready();
    const plan = bridge.request("plan", {});
    breaks(worker());
    assert.equal(workers[0].ended, true);
    worker().boot("ready", 100);
    breaks(worker());
    await assert.rejects(plan, refused("broken"));
    worker().boot("ready", 100);
    const next = bridge.request("plan", {});
    worker().answers("again");
    assert.equal(await next, "again");
  });
}

test("a download that comes to a halt is noticed", () => {
  bridge.start();
  worker().boot("download", 10);
  mock.timers.tick(30_000);
  assert.equal(bridge.boot.stage, "failed");
  assert.equal(bridge.boot.error.code, "stalled");
  assert.equal(worker().ended, true);
});

test("a start that never ends is noticed", () => {
  bridge.start();
  worker().boot("start", 100);
  mock.timers.tick(60_000);
  assert.equal(bridge.boot.error.code, "stalled");
});

test("after a failed start requests wait, and are answered after a retry past the cache", async () => {
  const plan = bridge.request("plan", {});
  worker().boot("failed", 10, { code: "download", message: "A file is damaged.", hint: "", field: "" });
  assert.equal(bridge.boot.error.message, "A file is damaged.");
  const check = bridge.request("check", {});
  assert.equal(workers.length, 1);
  assert.equal(worker().fresh, false);
  bridge.retry();
  assert.equal(worker().fresh, true);
  worker().boot("ready", 100);
  worker().answers("plan");
  worker().answers("check");
  assert.deepEqual(await Promise.all([plan, check]), ["plan", "check"]);
});

test("a worker that cannot be loaded is a failed start", () => {
  bridge.start();
  worker().onerror({});
  assert.equal(bridge.boot.error.code, "no-start");
});

test("a browser without workers is a failed start", () => {
  bridge = new Bridge(() => {
    throw new Error("SecurityError");
  });
  bridge.start();
  assert.equal(bridge.boot.error.code, "no-worker");
});

test("the last words of a worker that was ended are not heard", async () => {
  ready();
  const plan = bridge.request("plan", {});
  const [old] = workers;
  mock.timers.tick(5_000);
  old.answers("too late", old.sent[0]);
  worker().boot("ready", 100);
  worker().answers("in time");
  assert.equal(await plan, "in time");
});

test("who listens no more hears no more", () => {
  const heard = [];
  const stop = bridge.onBoot(({ stage }) => heard.push(stage));
  stop();
  bridge.start();
  assert.deepEqual(heard, ["idle"]);
});
