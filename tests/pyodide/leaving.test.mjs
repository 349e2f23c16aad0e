// Why a message cannot leave: said in words, and never said of a message that is ready.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heldBack } from "../../browser/leaving.ts";

const READY = { missing: [], channel: "linkedin", length: 300, limit: 300 };

test("a message that is ready is not held back", () => {
  assert.equal(heldBack(READY, "copied"), "");
  assert.equal(heldBack({ ...READY, channel: "email", length: 9000, limit: null }, "copied"), "");
});

test("a gap is named, before anything about the length", () => {
  const draft = { ...READY, length: 400, missing: [{ label: "Your name" }, { label: "The role" }] };
  assert.equal(
    heldBack(draft, "copied"),
    "It can be copied as soon as this is filled in: Your name, The role.",
  );
});

test("one character too many is one character too many", () => {
  const said = "It is 1 character too long: LinkedIn takes 300 characters. Shorten your own words.";
  assert.equal(heldBack({ ...READY, length: 301 }, "copied"), said);
  const text = heldBack({ ...READY, channel: "sms", length: 310, limit: 306 }, "copied");
  assert.equal(
    text,
    "It is 4 characters too long: a text message takes 306 characters. Shorten your own words.",
  );
});
