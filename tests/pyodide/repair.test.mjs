// What the buttons of a remark write: the alternative in the right place, and nothing else touched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, replacement, takenOut } from "../../browser/repair.ts";

function mark(text, words, sentence = words) {
  const range = (piece) => ({
    start: text.body.indexOf(piece),
    end: text.body.indexOf(piece) + piece.length,
  });
  return { part: "body", ...range(words), target: range(sentence), finding: {} };
}
const body = (words) => ({ subject: "S", body: words });

test("words take the place of words, a sentence that of its sentence", () => {
  const text = body("Hi.\n\nI am just checking in 😀. Bye.");
  const found = mark(text, "just checking in", "I am just checking in 😀.");
  assert.equal(changed(text, replacement(text, found, "asking")).body, "Hi.\n\nI am asking 😀. Bye.");
  const whole = changed(text, replacement(text, found, "Is there news?")).body;
  assert.equal(whole, "Hi.\n\nIs there news? Bye.");
});

test("a sentence goes on beginning with a capital letter", () => {
  const text = body("Just checking in. Bye.");
  assert.equal(
    changed(text, replacement(text, mark(text, "Just checking"), "looking")).body,
    "Looking in. Bye.",
  );
});

test("what is missing is added behind its sentence", () => {
  const text = body("Thank you. Bye.");
  const found = { ...mark(text, "Thank you."), target: { start: 10, end: 10 } };
  const after = changed(text, replacement(text, found, "There is no need to reply.")).body;
  assert.equal(after, "Thank you. There is no need to reply. Bye.");
});

for (const [before, words, after] of [
  ["I just wanted to ask.", "just", "I wanted to ask."],
  ["I am here, sadly.", ", sadly", "I am here."],
  ["Sorry to bother you. I have news.", "Sorry to bother you.", "I have news."],
  ["Obviously you know.", "Obviously", "You know."],
  ["One. Two. Three.", "Two.", "One. Three."],
  ["One.\n\nTwo.\n\nThree.", "Two.", "One.\n\nThree."],
  ["One. Two.", "Two.", "One."],
])
  test(`taken out: ${JSON.stringify(before)}`, () => {
    const text = body(before);
    assert.equal(changed(text, takenOut(text, mark(text, words))).body, after);
  });
