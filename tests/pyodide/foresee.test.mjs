// What shows before the core has answered: the same change where the core printed the field, or nothing at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { foreseen } from "../../browser/foresee.ts";

/** A text with each `[field:words]` as a place. */
function printed(marked) {
  const places = [];
  let text = "";
  for (const [, before, field, words] of marked.matchAll(/([^[]*)(?:\[(\w+):([^\]]*)\])?/g)) {
    text += before;
    if (!field) continue;
    places.push({ start: text.length, end: text.length + words.length, field });
    text += words;
  }
  return { text, places };
}

const change = (marked, old, value) => foreseen(printed(marked), "a", old, value);

test("a letter shows wherever the field is printed, and all places move along", () => {
  const before = "😀 Hi [b:Zoë], about [a:the tou], [b:Zoë], and [a:the tou]!";
  assert.deepEqual(change(before, "the tou", "the tour"), printed(before.replaceAll("the tou", "the tour")));
  assert.deepEqual(change(before, "the tou", "th tou"), printed(before.replaceAll("the tou", "th tou")));
});

test("letter after letter, without an answer between", () => {
  let now = printed("about [a:the].");
  const words = "the tour of the house";
  for (let end = 4; end <= words.length; end += 1)
    now = foreseen(now, "a", words.slice(0, end - 1), words.slice(0, end));
  assert.equal(now.text, `about ${words}.`);
});

test("a capital and a full stop of the template stay", () => {
  assert.equal(change("[a:The tour.]", "the tour", "the tours").text, "The tours.");
  assert.equal(change("[a:The tour.]", "the tour", "the long tour").text, "The long tour.");
  assert.equal(change("[a:The tour.]", "the tour ", "the tour o").text, "The tour o.");
});

test("what a template may do with the first letter, the end or the whole is left to the core", () => {
  for (const [marked, old, value] of [
    ["[a:The tour.]", "the tour", "a tour"],
    ["[a:The tour.]", "the tour", "the tour!"],
    ["[a:the tour]", "the tour.", "the tour. A"],
    ["[a:December 2]", "2026-12-02", "2026-12-03"],
    ["[a:Maria]", "Dr. Maria Lopez", "Dr. Maria Lopez "],
    ["[a:Maria]", "Dr. Maria", "Dr. Marian"],
  ])
    assert.deepEqual(change(marked, old, value), printed(marked));
});

test("a field that is emptied, or was empty, is left to the core", () => {
  assert.deepEqual(change("[a:‹The role›]", " ", "x"), printed("[a:‹The role›]"));
  assert.deepEqual(change("[a:x]", "x", " "), printed("[a:x]"));
});
