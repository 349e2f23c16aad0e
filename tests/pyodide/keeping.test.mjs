// What changed, which versions stay, and when to remind: decisions without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countChanges, whatChanged } from "../../browser/changes.ts";
import { isRecord } from "../../browser/record.ts";
import { isTime, LONG, MANY, noted } from "../../browser/due.ts";
import { MOST, MOST_CHARACTERS, tooMany } from "../../browser/bounds.ts";

const search = (...applications) => ({ followup: 1, me: { name: "Dana" }, applications });
const northwind = { id: "n", employer: "Northwind", role: "analyst" };
const DAY = 86_400_000;

test("changes are told in words", () => {
  const before = search(northwind, { id: "c", employer: "Contoso", role: "lead" });
  const after = search(
    { ...northwind, role: "engineer", log: [{ on: "1" }], interviews: [{ on: "1" }, { on: "2" }] },
    { id: "f", employer: "Fabrikam", role: "admin" },
  );
  assert.deepEqual(whatChanged(before, after), [
    "Fabrikam: added",
    "Contoso: removed",
    "Northwind: the role, 1 entry of what happened added, 2 interviews added",
  ]);
  assert.deepEqual(whatChanged(after, after), []);
  assert.deepEqual(whatChanged(undefined, search(northwind)), [
    "Northwind: added",
    "What you say about yourself",
  ]);
});

test("single values are counted, empty ones are not", () => {
  assert.equal(countChanges(search(northwind), search({ ...northwind, role: "x", notes: "" })), 1);
  assert.equal(countChanges(undefined, { followup: 1, me: { name: "" }, applications: [] }), 1);
});

test("versions stay within their bounds, the newest always", () => {
  const now = 100 * DAY;
  const many = Array.from({ length: 100 }, (_, i) => ({ id: i, at: now - i * 60_000, size: 10 }));
  assert.deepEqual(
    tooMany(many, now),
    many.slice(MOST).map(({ id }) => id),
  );
  const large = [0, 1, 2].map((id) => ({ id, at: now - id, size: MOST_CHARACTERS }));
  assert.deepEqual(tooMany(large, now), [1, 2]);
  assert.deepEqual(tooMany([{ id: 1, at: 0, size: 10 * MOST_CHARACTERS }], now), []);
});

test("of older days one version stays each", () => {
  const now = new Date(2026, 10, 20, 12).getTime();
  const at = (days, hour) => now - days * DAY + hour * 3_600_000;
  const all = [at(0, 0), at(0, -1), at(5, 0), at(5, -1), at(5, -2), at(6, 0), at(6, -3)];
  const kept = all.map((time, id) => ({ id, at: time, size: 1 }));
  assert.deepEqual(tooMany(kept, now), [3, 4, 6]);
});

test("a reminder comes after many changes or after a week, and stays away when asked to", () => {
  const now = 50 * DAY;
  assert.equal(isTime(0, {}, now), false);
  assert.equal(isTime(MANY, {}, now), true);
  assert.equal(isTime(1, noted(1, {}, now), now), false);
  assert.equal(isTime(1, { since: now - LONG }, now), true);
  assert.equal(isTime(MANY, { since: 0, quiet: now + 1 }, now), false);
  assert.deepEqual(noted(0, { since: 1, quiet: 2 }, now), {});
  assert.deepEqual(noted(2, { since: 1 }, now), { since: 1 });
});

test("what is not a record is not taken for one", () => {
  const good = { text: "", written: 0, applied: false, search: search(northwind) };
  assert.ok(isRecord(good));
  for (const bad of [
    null,
    "text",
    {},
    { ...good, text: 7 },
    { ...good, applied: "yes" },
    { ...good, search: null },
    { ...good, search: { me: {}, applications: [] } },
    { ...good, search: { ...good.search, applications: {} } },
    { ...good, search: search({ id: "n" }) },
    { ...good, search: search({ ...northwind, log: "x" }) },
    { ...good, search: search({ ...northwind, contacts: [null] }) },
  ])
    assert.equal(isRecord(bad), false, JSON.stringify(bad));
});
