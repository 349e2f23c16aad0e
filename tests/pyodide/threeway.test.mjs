// Two states of the same data put together: nothing that somebody added or changed is left out unseen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { same, threeway, withValue } from "../../browser/threeway.ts";

const list = (...applications) => ({ me: { name: "Dana" }, applications });

test("what only one of them changed is taken from it", () => {
  const base = { a: 1, b: 2, c: { d: 3 }, gone: 5 };
  const { value, clashes } = threeway(
    base,
    { a: 9, b: 2, c: { d: 3 }, gone: 5 },
    { a: 1, b: 2, c: { d: 8 }, e: 7 },
  );
  assert.deepEqual(value, { a: 9, b: 2, c: { d: 8 }, e: 7 });
  assert.deepEqual(clashes, []);
});

test("where both changed the same, mine stays and it is told", () => {
  const { value, clashes } = threeway({ role: "a" }, { role: "b" }, { role: "c" });
  assert.deepEqual(value, { role: "b" });
  assert.deepEqual(clashes, [{ path: ["role"], mine: "b", theirs: "c" }]);
});

test("both changed it alike: nothing to tell", () => {
  assert.deepEqual(threeway({ role: "a" }, { role: "b" }, { role: "b" }), {
    value: { role: "b" },
    clashes: [],
  });
});

test("applications are known by their id, wherever they stand", () => {
  const base = list({ id: "a", role: "x" }, { id: "b", role: "x" });
  const mine = list({ id: "b", role: "mine" }, { id: "a", role: "x" }, { id: "m" });
  const theirs = list({ id: "t" }, { id: "a", role: "theirs" }, { id: "b", role: "x" });
  const { value, clashes } = threeway(base, mine, theirs);
  assert.deepEqual(clashes, []);
  assert.deepEqual(new Set(value.applications.map(({ id }) => id)), new Set(["a", "b", "m", "t"]));
  assert.equal(value.applications.find(({ id }) => id === "a").role, "theirs");
  assert.equal(value.applications.find(({ id }) => id === "b").role, "mine");
});

test("an id that grew while a name was typed is still the same application", () => {
  const base = list({ id: "nor", employer: "Nor", role: "" });
  const mine = list({ id: "northwind", employer: "Northwind", role: "" });
  const theirs = list({ id: "nor", employer: "Nor", role: "analyst" });
  const { value, clashes } = threeway(base, mine, theirs);
  assert.deepEqual(value.applications, [{ id: "northwind", employer: "Northwind", role: "analyst" }]);
  assert.deepEqual(clashes, []);
});

test("taken out by one, untouched by the other: gone; changed by the other: kept and told", () => {
  const base = list({ id: "a", role: "x" }, { id: "b", role: "x" });
  const without = list({ id: "b", role: "x" });
  assert.deepEqual(threeway(base, base, without).value, without);
  assert.deepEqual(threeway(base, without, base).value, without);
  const changed = list({ id: "a", role: "new" }, { id: "b", role: "x" });
  for (const [mine, theirs] of [
    [without, changed],
    [changed, without],
  ]) {
    const { value, clashes } = threeway(base, mine, theirs);
    assert.ok(value.applications.some(({ id, role }) => id === "a" && role === "new"));
    assert.equal(clashes.length, 1);
    assert.deepEqual(clashes[0].path, ["applications", "a"]);
  }
});

test("entries of a log that both wrote are both there, once", () => {
  const entry = (on) => ({ on, sent: "thank-you" });
  const { value } = threeway([entry("1")], [entry("1"), entry("2")], [entry("1"), entry("3"), entry("4")]);
  assert.deepEqual(
    value.map(({ on }) => on),
    ["1", "3", "4", "2"],
  );
  assert.equal(threeway([], [entry("2")], [entry("2")]).value.length, 1);
});

test("nothing is ever lost: random states, all their own values are in the sum", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const changed = (state, who) => {
    const copy = structuredClone(state);
    for (const item of copy.applications) if (random(2)) item[`f${random(4)}`] = `${who}${random(1000)}`;
    if (random(2)) copy.applications.push({ id: `${who}${random(1000)}` });
    return copy;
  };
  for (let round = 0; round < 500; round += 1) {
    const base = list({ id: "a", f0: "0" }, { id: "b", f1: "0" }, { id: "c", f2: "0" });
    const [mine, theirs] = [changed(base, "m"), changed(base, "t")];
    const { value, clashes } = threeway(base, mine, theirs);
    for (const [side, who] of [
      [mine, "mine"],
      [theirs, "theirs"],
    ])
      for (const item of side.applications)
        for (const [key, each] of Object.entries(item)) {
          const there = value.applications.find(({ id }) => id === item.id);
          assert.ok(there, `${item.id} is missing`);
          const old = base.applications.find(({ id }) => id === item.id)?.[key];
          const told = clashes.some(({ path }) => path[1] === item.id && path[2] === key);
          assert.ok(each === old || there[key] === each || (who === "theirs" && told), `${item.id}.${key}`);
        }
  }
});

test("a value is put back at its place, and taken out of it", () => {
  const data = list({ id: "a", role: "x" }, { id: "b", role: "y" });
  assert.equal(withValue(data, ["applications", "b", "role"], "z").applications[1].role, "z");
  assert.deepEqual(withValue(data, ["applications", "a"], undefined).applications, [{ id: "b", role: "y" }]);
  assert.deepEqual(withValue(data, ["me", "name"], undefined).me, {});
  assert.equal(data.applications[1].role, "y");
});

test("the order of keys says nothing, the order of items does", () => {
  assert.ok(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }));
  assert.ok(!same([1, 2], [2, 1]));
  assert.ok(same({ a: undefined }, {}));
});

test("a key called __proto__ is a key like others", () => {
  const evil = JSON.parse('{"__proto__": {"admin": true}, "a": 1}');
  const { value } = threeway({}, evil, { b: 2 });
  assert.equal({}.admin, undefined);
  assert.equal(value.b, 2);
});
