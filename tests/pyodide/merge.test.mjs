// A person's edits and a form that goes on: what still stands follows the form, what was rewritten stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import { merged } from "../../browser/merge.ts";

const BASE = "Hi ‹The name›,\n\nThank you for the talk about the ‹The role› role.\n\nKind regards,\nDana\n";

test("without an edit the form's text is taken, without a change the person's", () => {
  assert.equal(merged("a b", "a b", "a c"), "a c");
  assert.equal(merged("a b", "a d", "a b"), "a d");
});

test("a gap elsewhere in an edited text is filled", () => {
  const mine = BASE.replace("Thank you for the talk", "I enjoyed our long talk");
  const theirs = BASE.replace("‹The name›", "Maria").replace("‹The role›", "IT analyst");
  const text = merged(BASE, mine, theirs);
  assert.equal(text, mine.replace("‹The name›", "Maria").replace("‹The role›", "IT analyst"));
});

test("a field goes on following letter by letter", () => {
  let base = BASE;
  let mine = BASE.replace("Kind regards", "Warmly");
  for (const typed of ["M", "Ma", "Mar", "Maria", "Maria José 😀", ""]) {
    const theirs = BASE.replace("‹The name›", typed || "‹The name›");
    mine = merged(base, mine, theirs);
    base = theirs;
    assert.equal(mine, theirs.replace("Kind regards", "Warmly"));
  }
});

test("a value that the person rewrote stays as they wrote it", () => {
  const base = BASE.replace("‹The name›", "Maria");
  const mine = base.replace("Maria", "Ms Lopez");
  assert.equal(merged(base, mine, BASE.replace("‹The name›", "Tom")), mine);
});

test("words put beside a value do not cut it off", () => {
  const base = BASE.replace("‹The name›", "Maria");
  const mine = base.replace("Maria", "dear Maria");
  const theirs = BASE.replace("‹The name›", "Tom");
  assert.equal(merged(base, mine, theirs), theirs.replace("Tom", "dear Tom"));
});

test("a sentence that the person took out stays out", () => {
  const mine = BASE.replace("Thank you for the talk about the ‹The role› role.\n\n", "");
  assert.equal(merged(BASE, mine, BASE.replace("‹The role›", "analyst")), mine);
});

test("an optional paragraph that the form adds comes in", () => {
  const mine = BASE.replace("Kind regards", "Warmly");
  const theirs = BASE.replace("\n\nKind", "\n\nHere is the checklist.\n\nKind");
  assert.equal(merged(BASE, mine, theirs), theirs.replace("Kind regards", "Warmly"));
});

test("a long text takes no noticeable time", () => {
  const long = Array.from({ length: 1500 }, (_, i) => `word${i % 97}`).join(" ");
  const start = performance.now();
  merged(long, long.replace(/word3 /g, "mine "), long.replace(/word5 /g, "theirs "));
  assert.ok(performance.now() - start < 1000);
});
