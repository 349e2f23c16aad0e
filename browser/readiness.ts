// How far a message is from ready, in words: the verdict, and the four things it depends on.

import type { Mark, Severity, Verdict } from "./marks";
import { type Key, list, t } from "./words.ts";

export const VERDICT: Record<Verdict, string> = {
  ready: t("sheet.ready"),
  polish: t("sheet.polish"),
  rethink: t("sheet.rethink"),
  stop: t("sheet.stop"),
};
export const HOLES = t("sheet.unfinished");
export const TOGETHER = t("sheet.together");
export const UNCHECKED = t("sheet.unread");

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

const LEFT: Record<Severity, { none: Key; some: Key }> = {
  stop: { none: "sheet.no-stop", some: "sheet.left-stop" },
  rethink: { none: "sheet.no-rethink", some: "sheet.left-rethink" },
  polish: { none: "sheet.no-polish", some: "sheet.left-polish" },
};

/** The checklist to ready. Before the tone is read, only the gaps are known. */
export function rows(missing: number, marks: Mark[], read: boolean): Row[] {
  const gaps = missing ? t("sheet.gaps", { count: missing }) : t("sheet.no-gaps");
  const first: Row = { name: "gaps", done: !missing, words: gaps };
  if (!read) return [first];
  const counted = GRAVEST.map((name): Row => {
    const count = marks.filter((mark) => mark.finding.severity === name).length;
    const { none, some } = LEFT[name];
    return { name, done: !count, words: count ? t(some, { count }) : t(none) };
  });
  return [first, ...counted];
}

/** The same in one short sentence, to be said aloud. */
export function spoken(verdict: Verdict | null, all: Row[]): string {
  const open = all.filter((row) => !row.done).map((row) => row.words);
  if (open.length) return t("sheet.open-rows", { rows: list(open) });
  return verdict === null ? t("sheet.open-rows", { rows: t("sheet.no-gaps") }) : VERDICT.ready;
}
