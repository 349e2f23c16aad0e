// When it is time to remind somebody of a file of their own.

import { countChanges } from "./changes.ts";
import type { Search } from "./search";

export interface ReminderNote {
  /** Since when there are changes that no file has, in milliseconds since 1970. */
  since?: number;
  /** Until when the reminder is quiet. */
  quiet?: number;
}

/** So many changed values, or some changes so long ago, are worth a word. In values and milliseconds. */
export const MANY = 30;
export const LONG = 7 * 86_400_000;

/** How many values are in no file yet. */
export function unsaved(search: Search, file: { search: Search } | undefined): number {
  return countChanges(file?.search, search);
}

/** Whether to remind now. */
export function isTime(changes: number, note: ReminderNote, now: number): boolean {
  if (changes === 0 || now < (note.quiet ?? 0)) return false;
  return changes >= MANY || now - (note.since ?? now) >= LONG;
}

/** The note as it is to be kept, given how many changes there are. */
export function noted(changes: number, note: ReminderNote, now: number): ReminderNote {
  if (changes === 0) return {};
  return { ...note, since: note.since ?? now };
}
