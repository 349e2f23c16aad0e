// Templates in a link: what goes in comes out, and nothing that somebody else wrote can do harm.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { decode, encode, LinkError, MAX_LINK, MAX_READ, MAX_TEXT } from "../../browser/packlink.ts";

const FOLDER = new URL("../../followup_core/data/templates/en/", import.meta.url);
const written = (text) => `1.${deflateRawSync(text).toString("base64url")}`;
const refused = (fragment, words) =>
  assert.rejects(decode(fragment), (error) => error instanceof LinkError && words.test(error.message));

test("every template of ours fits into a link and comes back as it was", async () => {
  for (const name of readdirSync(FOLDER)) {
    const files = { [name]: readFileSync(new URL(name, FOLDER), "utf-8") };
    const fragment = await encode(files);
    assert.match(fragment, /^1\.[\w-]+$/);
    assert.deepEqual(await decode(fragment), files);
  }
});

test("letters of all kinds come back as they were", async () => {
  const files = { "a.yaml": "é 🎉 \u202e ‹›\r\n\t\u0000", "de/ä.yaml": "", "__proto__.yaml": "{{ x }}" };
  assert.deepEqual(await decode(await encode(files)), files);
});

test("equal files give an equal link", async () => {
  assert.equal(await encode({ "a.yaml": "id: a" }), await encode({ "a.yaml": "id: a" }));
});

test("what is too long for a link gives none", async () => {
  const noise = () =>
    Array.from({ length: MAX_LINK }, () => Math.random().toString(36)[2])
      .join("")
      .slice(0, MAX_LINK * 2);
  assert.equal(await encode({ "a.yaml": noise() + noise() + noise() }), null);
  assert.equal(await encode({ "a.yaml": "a".repeat(MAX_TEXT) }), null);
});

test("a link that was cut, changed or mistyped is refused", async () => {
  const fragment = await encode({ "a.yaml": "id: a\nkind: thank-you\n" });
  for (const broken of [
    "",
    "1.",
    "1",
    "abc",
    "1.%%%",
    "1.a b",
    fragment.slice(0, -9),
    fragment.slice(0, 8),
    `1.A${fragment.slice(3)}`,
    `${fragment}AAAA`,
    "1.A",
  ])
    await refused(broken, /damaged/);
});

test("a link of another form says so", () => refused("2.abc", /does not know/));

test("what is not a list of files is refused", async () => {
  for (const text of ["", "{", "[]", "1", "null", "{}", '{"a": 1}', '{"a": {"b": "c"}}', '["a"]'])
    await refused(written(text), /damaged/);
  await refused(written(Buffer.from([0x7b, 0xff, 0x7d])), /damaged/);
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`${i}.yaml`, "a"]));
  await refused(written(JSON.stringify(many)), /damaged/);
});

test("a link that grows beyond all bounds is stopped", async () => {
  const bomb = written(Buffer.alloc(40_000_000, 32));
  assert.ok(bomb.length < MAX_READ);
  const before = process.memoryUsage().arrayBuffers;
  await refused(bomb, /more than a link may/);
  assert.ok(process.memoryUsage().arrayBuffers - before < 20_000_000);
  await refused(`1.${"A".repeat(MAX_READ)}`, /more than a link may/);
});
