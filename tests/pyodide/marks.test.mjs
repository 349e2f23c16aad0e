// Where remarks and gaps stand: code points become the browser's units, and every mark covers its words exactly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byGravity, carried, gaps, messageText, pieces, placed, readable } from "../../browser/marks.ts";
import { offsets } from "../../browser/offsets.ts";

const WORDS = ["plain", "😀", "e\u0301", "é", "👩‍👩‍👧", "🇩🇪", "\n", "𝒜", "नमस्ते", "\ud83d", "x\u0308\u0323", ""];

test("the n-th code point is found in any text", () => {
  for (const a of WORDS)
    for (const b of WORDS)
      for (const c of WORDS) {
        const text = a + b + c;
        const at = offsets(text);
        const points = [...text];
        for (let n = 0; n <= points.length; n += 1) assert.equal(at(n), points.slice(0, n).join("").length);
        assert.equal(at(points.length + 5), text.length);
      }
});

/** A finding about `words` as the core would give it, counted in code points. */
function finding(text, words, more = {}) {
  const whole = messageText(text);
  const from = whole.indexOf(words);
  const start = [...whole.slice(0, from)].length;
  const end = start + [...words].length;
  const replaces = [start, end];
  return { rule: "a", severity: "polish", start, end, replaces, text: words, title: "T", ...more };
}

const TEXT = { subject: "😀 Thank you, Zoe\u0301", body: "Hi 👩‍👩‍👧 Zoë,\n\nI am just checking in 😀 ASAP.\n" };
const covered = (mark) => TEXT[mark.part].slice(mark.start, mark.end);

test("a mark covers its words in subject and body, behind emoji and combining marks", () => {
  for (const words of ["Thank you", "Zoe\u0301", "checking in", "ASAP", "😀 ASAP", "Hi"]) {
    const [mark] = placed(TEXT, [finding(TEXT, words)]);
    assert.equal(covered(mark), words);
    assert.equal(mark.part, TEXT.subject.includes(words) ? "subject" : "body");
  }
});

test("without a subject the body begins the text", () => {
  const text = { subject: "", body: "😀 ASAP" };
  const [mark] = placed(text, [finding(text, "ASAP")]);
  assert.equal(text.body.slice(mark.start, mark.end), "ASAP");
});

test("marks of one rule keep their names while others come and go", () => {
  const both = placed(TEXT, [finding(TEXT, "Hi"), finding(TEXT, "ASAP")]);
  assert.deepEqual(
    both.map((mark) => mark.key),
    ["a-1", "a-2"],
  );
});

test("while the new text is not checked yet, marks move along, grow or go", () => {
  const marks = placed(TEXT, [finding(TEXT, "Hi"), finding(TEXT, "checking in"), finding(TEXT, "ASAP")]);
  const after = { ...TEXT, body: TEXT.body.replace("checking in", "checking 😀😀 in") };
  const left = carried(marks, TEXT, after);
  assert.deepEqual(
    left.map((mark) => after.body.slice(mark.start, mark.end)),
    ["Hi", "checking 😀😀 in", "ASAP"],
  );
  const gone = carried(marks, TEXT, { ...TEXT, body: TEXT.body.replace("just checking", "asking") });
  assert.deepEqual(
    gone.map(({ finding }) => finding.text),
    ["Hi", "ASAP"],
  );
  assert.equal(carried(marks, TEXT, { ...TEXT, subject: "x" }).length, 3);
});

test("a mark between two changes stays", () => {
  const text = { subject: "", body: "At Fabrikam I am just checking in with Fabrikam." };
  const after = { ...text, body: text.body.replaceAll("Fabrikam", "Contoso Ltd") };
  const [mark] = carried(placed(text, [finding(text, "checking in")]), text, after);
  assert.equal(after.body.slice(mark.start, mark.end), "checking in");
});

test("every piece of a text appears once and in order, whatever overlaps", () => {
  const marks = placed(TEXT, [
    finding(TEXT, "I am just checking in 😀 ASAP."),
    finding(TEXT, "checking in", { rule: "b", severity: "stop" }),
    finding(TEXT, "in 😀 ASAP", { rule: "c", severity: "rethink" }),
  ]);
  const cut = pieces(TEXT.body, [], marks);
  assert.equal(cut.map(({ start, end }) => TEXT.body.slice(start, end)).join(""), TEXT.body);
  const on = (words) => cut.find(({ start }) => start === TEXT.body.indexOf(words))?.mark?.finding.rule;
  assert.equal(on("I am"), "a");
  assert.equal(on("checking"), "b");
  assert.equal(on(" 😀 ASAP"), "c");
  const links = readable(TEXT.body, [], marks).filter(([tag]) => tag === "a");
  assert.equal(links.length, 3);
  assert.deepEqual(
    byGravity(marks).map((mark) => mark.finding.severity),
    ["stop", "rethink", "polish"],
  );
});

const FIELDS = [{ name: "role", label: "The role", value: "" }];

test("a gap is found by the label of its field, and so is one cut in two", () => {
  assert.deepEqual(gaps("the ‹The role› role", FIELDS), [{ start: 4, end: 14, field: "role" }]);
  assert.deepEqual(gaps("the ‹The ro role", FIELDS), [{ start: 4, end: 5, field: "" }]);
  assert.deepEqual(gaps("the The role› role", FIELDS), [{ start: 12, end: 13, field: "" }]);
  assert.deepEqual(gaps("nothing", FIELDS), []);
});

test("quotation marks of that shape in a person's own words are no gap", () => {
  const fields = [...FIELDS, { name: "moment", label: "A moment", value: "der Satz ‹so nicht›" }];
  assert.deepEqual(gaps("über den Satz ‹so nicht› und ‹The role›", fields), [
    { start: 29, end: 39, field: "role" },
  ]);
});
