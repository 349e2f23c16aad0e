// When to remind somebody that their search is in no file yet: seldom, and never again soon after "not now".

import { countChanges } from "./changes";
import { FILE, type FileNote, known } from "./files";
import { readRecord } from "./keeper";
import { emptySearch, RECORD, type Search } from "./search";
import type { Store } from "./store";
import { same } from "./threeway";

/** Where it is noted since when there are changes, and until when nothing is said. */
export const REMINDER = "reminder";

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
export function unsaved(search: Search, file: FileNote | undefined): number {
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

/** How long after a change the reminder looks again, in milliseconds. */
const SETTLED = 3_000;

/** Look now and after each change whether it is time, and say so among the troubles of the store. */
export function watchReminder(store: Store): void {
  if (store.isDemo) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(store).catch(() => undefined), SETTLED);
  };
  for (const key of [RECORD, FILE]) store.onWrite(key, watchReminder, soon);
  void look(store).catch(() => undefined);
}

async function look(store: Store): Promise<void> {
  const search = store.held?.().search ?? (await readRecord(store))?.search;
  const file = await known(store);
  const changes = search?.me.name || file ? unsaved(search ?? emptySearch(), file) : 0;
  const before = (await store.read<ReminderNote>(REMINDER)) ?? {};
  const now = Date.now();
  const note = noted(changes, before, now);
  if (!same(note, before)) await store.write({ [REMINDER]: note });
  if (isTime(changes, note, now)) store.troubles.report("reminder", file?.at ?? null);
  else store.troubles.over("reminder");
}

/** "Not now": nothing is said for a week. */
export async function laterPlease(store: Store): Promise<void> {
  const note = (await store.read<ReminderNote>(REMINDER)) ?? {};
  await store.write({ [REMINDER]: { ...note, quiet: Date.now() + LONG } });
  store.troubles.over("reminder");
}
