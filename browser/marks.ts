// Where the remarks of the tone check and the gaps stand in a message, and the message as trees with both marked.

import type { Tree } from "./dom";
import { changes } from "./merge.ts";
import { offsets } from "./offsets.ts";
import { t } from "./words.ts";

export type Severity = "polish" | "rethink" | "stop";
export type Verdict = "ready" | Severity;

/** One remark, as the verbs `lint` and `draft` give it. Places count code points of `messageText`. */
export interface Finding {
  rule: string;
  severity: Severity;
  start: number;
  end: number;
  text: string;
  message: string;
  page: string;
  title: string;
  /** What it counts, or "" for one about words. */
  measure: string;
  alternatives: string[];
  leave_out: boolean;
  /** Where an alternative that is a whole sentence goes. */
  replaces: [number, number];
}

export interface Text {
  subject: string;
  body: string;
}
export type Part = keyof Text;

/** A place in one part of a message, in the browser's own units. */
export interface Range {
  start: number;
  end: number;
}

export interface Gap extends Range {
  field: string;
}

export interface Mark extends Range {
  /** Tells remarks apart and stays while the text around changes. */
  key: string;
  part: Part;
  target: Range;
  finding: Finding;
}

const SUBJECT = "Subject: ";

/** Subject and body as the tone check reads them; followup_core/verbs.py writes the same. */
export function messageText({ subject, body }: Text): string {
  return subject ? `${SUBJECT}${subject}\n\n${body}` : body;
}

/** Where the findings stand in the parts of the text that was checked. */
export function placed(text: Text, findings: Finding[]): Mark[] {
  const at = offsets(messageText(text));
  const bodyStart = text.subject ? SUBJECT.length + text.subject.length + 2 : 0;
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const { rule, start, end, replaces } = finding;
    const part: Part = text.subject && at(end) <= bodyStart ? "subject" : "body";
    const first = part === "subject" ? SUBJECT.length : bodyStart;
    const { length } = text[part];
    const place = (position: number) => Math.max(0, Math.min(length, at(position) - first));
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    const target = { start: place(replaces[0]), end: place(replaces[1]) };
    return { key: `${rule}-${count}`, part, start: place(start), end: place(end), target, finding };
  });
}

/** The marks of an earlier text, moved to where they stand now; one whose edge was changed is left out.
 *  It bridges the time until the new text has been checked. */
export function carried(marks: Mark[], before: Text, after: Text): Mark[] {
  const made = { subject: changes(before.subject, after.subject), body: changes(before.body, after.body) };
  return marks.flatMap((mark) => {
    const moved = (range: Range) => made[mark.part].reduceRight<Range | null>(follow, range);
    const [place, target] = [moved(mark), moved(mark.target)];
    return place && target ? [{ ...mark, ...place, target }] : [];
  });
}

/** The range after a change: behind it, it moves; around it, it grows. */
function follow(range: Range | null, { start, end, words }: Range & { words: string }): Range | null {
  if (!range || range.end <= start) return range;
  const by = words.length - (end - start);
  if (end <= range.start) return { start: range.start + by, end: range.end + by };
  return range.start <= start && end <= range.end ? { start: range.start, end: range.end + by } : null;
}

// ── gaps ─────────────────────────────────────────────────────────────────────────────────────────────────

/** How the core writes a gap: the label of its field in brackets that letters do not have. */
const [OPEN, CLOSE] = ["‹", "›"];

interface Field {
  name: string;
  label: string;
  value: string;
}

/** The gaps in a text, those a person cut in two as well: a bracket that no field holds is one. */
export function gaps(text: string, fields: readonly Field[]): Gap[] {
  const found: Gap[] = [];
  const own = fields.some(({ value }) => value.includes(OPEN) || value.includes(CLOSE));
  const names = new Map(fields.map(({ name, label }) => [label, name]));
  for (const { index, 0: words } of text.matchAll(/‹[^‹›]*›|[‹›]/g)) {
    const field = names.get(words.slice(1, -1));
    if (field === undefined && own) continue;
    found.push({ start: index, end: index + words.length, field: field ?? "" });
  }
  return found;
}

// ── trees ────────────────────────────────────────────────────────────────────────────────────────────────

const GRAVITY: Record<Severity, number> = { polish: 1, rethink: 2, stop: 3 };
export const remarkId = (key: string) => `fu-remark-${key}`;

/** Marks in the order in which a person should look at them: the gravest first, then as in the text. */
export function byGravity(marks: Mark[]): Mark[] {
  return [...marks].sort((a, b) => GRAVITY[b.finding.severity] - GRAVITY[a.finding.severity]);
}

interface Piece extends Range {
  gap: Gap | undefined;
  mark: Mark | undefined;
}

/** The text cut wherever a gap or a mark begins or ends. Of two marks on one place the graver one shows. */
export function pieces(text: string, holes: Gap[], marks: Mark[]): Piece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...holes, ...marks]) cuts.add(start).add(end);
  const sorted = [...cuts].filter((cut) => cut <= text.length).sort((a, b) => a - b);
  const ranked = byGravity(marks);
  return sorted.slice(1).map((end, i) => {
    const start = sorted[i]!;
    const over = (range: Range) => range.start <= start && end <= range.end;
    return { start, end, gap: holes.find(over), mark: ranked.find(over) };
  });
}

/** What a severity is called, in a few words that blame nobody. */
export const SEVERITY: Record<Severity, string> = {
  stop: t("sheet.severity-stop"),
  rethink: t("sheet.severity-rethink"),
  polish: t("sheet.severity-polish"),
};

/** A part of the message to read: gaps with their labels, remarks as links to what is said about them. */
export function readable(
  text: string,
  holes: Gap[],
  marks: Mark[],
  idOf: (key: string) => string = remarkId,
): Tree[] {
  const linked = new Set<Mark>();
  return joined(pieces(text, holes, marks)).map(({ start, end, gap, mark }): Tree => {
    const words = text.slice(start, end);
    const inside: Tree = gap ? ["mark", { class: "fu-gap", "data-gap": gap.field }, [words]] : words;
    if (!mark) return inside;
    const { severity, title } = mark.finding;
    const look = { class: `fu-finding fu-finding--${severity}`, "data-mark": mark.key };
    if (linked.has(mark)) return ["span", look, [inside]];
    linked.add(mark);
    const told = t("sheet.remark-on", { severity: SEVERITY[severity], title });
    return ["a", { ...look, href: `#${idOf(mark.key)}`, title: told }, [inside]];
  });
}

/** The same under a text that is being edited: only lines, nothing to press. */
export function underlaid(text: string, holes: Gap[], marks: Mark[]): Tree[] {
  return joined(pieces(text, holes, marks)).map(({ start, end, gap, mark }): Tree => {
    const words = text.slice(start, end);
    if (mark) return ["span", { class: `fu-finding fu-finding--${mark.finding.severity}` }, [words]];
    return gap ? ["span", { class: "fu-gap" }, [words]] : words;
  });
}

/** Neighbours without a mark or a gap become one piece. */
function joined(all: Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (const piece of all) {
    const last = kept.at(-1);
    if (last && last.gap === piece.gap && last.mark === piece.mark) last.end = piece.end;
    else kept.push({ ...piece });
  }
  return kept;
}
