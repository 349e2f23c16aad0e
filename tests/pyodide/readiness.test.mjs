// The checklist in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rows, spoken, VERDICT, verdictOf } from "../../browser/readiness.ts";

const marks = (...severities) => severities.map((severity) => ({ finding: { severity } }));

test("every row says by its words whether it is done", () => {
  assert.deepEqual(
    rows(0, [], true).map((row) => row.words),
    ["Every gap is filled", "Nothing that would hurt you", "Nothing to rethink", "Nothing to polish"],
  );
  assert.deepEqual(
    rows(1, marks("polish", "polish", "stop"), true).map((row) => row.words),
    ["1 gap to fill", "1 place that would hurt you", "Nothing to rethink", "2 small things to polish"],
  );
  assert.equal(rows(2, [], false).length, 1);
});

test("only what is open is said aloud", () => {
  assert.equal(spoken("ready", rows(0, [], true)), VERDICT.ready);
  assert.equal(spoken("polish", rows(0, marks("polish"), true)), "1 small thing to polish.");
});

test("what is set aside no longer counts", () => {
  const all = marks("stop", "polish");
  assert.equal(verdictOf("stop", all, []), "stop");
  assert.equal(verdictOf("stop", all, [all[0]]), "polish");
  assert.equal(verdictOf("stop", all, all), "ready");
  assert.equal(verdictOf(null, all, all), null);
});
