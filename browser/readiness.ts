// How far a message is from ready, in words: the verdict, and the four things it depends on.

import type { Mark, Severity, Verdict } from "./marks";

export const VERDICT: Record<Verdict, string> = {
  ready: "Ready. Read it once more, then send it.",
  polish: "Good. There are small things to polish, if you like.",
  rethink: "Better to rethink this before it goes out.",
  stop: "Please do not send it like this.",
};
export const HOLES = "Not finished yet.";
export const TOGETHER = "Each is small. Together they press.";
export const UNCHECKED = "The tone of this message has not been read.";

const GRAVEST: Severity[] = ["stop", "rethink", "polish"];

/** What the remarks that are left come to. `said` is the core's verdict about all of them. */
export function verdictOf(said: Verdict | null, all: Mark[], dismissed: Mark[]): Verdict | null {
  if (said === null || !dismissed.length) return said;
  const left = all.filter((mark) => !dismissed.includes(mark));
  return GRAVEST.find((severity) => left.some((mark) => mark.finding.severity === severity)) ?? "ready";
}

export interface Row {
  name: "gaps" | Severity;
  done: boolean;
  words: string;
}

const LEFT: Record<Severity, [none: string, one: string, many: string]> = {
  stop: ["Nothing that would hurt you", "1 place that would hurt you", "# places that would hurt you"],
  rethink: ["Nothing to rethink", "1 place to rethink", "# places to rethink"],
  polish: ["Nothing to polish", "1 small thing to polish", "# small things to polish"],
};

/** The checklist to ready. Before the tone is read, only the gaps are known. */
export function rows(missing: number, marks: Mark[], read: boolean): Row[] {
  const gaps = missing === 1 ? "1 gap to fill" : `${missing} gaps to fill`;
  const first: Row = { name: "gaps", done: !missing, words: missing ? gaps : "Every gap is filled" };
  if (!read) return [first];
  const counted = GRAVEST.map((name): Row => {
    const count = marks.filter((mark) => mark.finding.severity === name).length;
    const [none, one, many] = LEFT[name];
    return { name, done: !count, words: count > 1 ? many.replace("#", String(count)) : count ? one : none };
  });
  return [first, ...counted];
}

/** The same in one short sentence, to be said aloud. */
export function spoken(verdict: Verdict | null, all: Row[]): string {
  const open = all.filter((row) => !row.done).map((row) => row.words);
  if (!open.length) return verdict === null ? "Every gap is filled." : VERDICT.ready;
  return `${open.join(", ")}.`;
}
