// Reminds somebody that their search is in no file yet: seldom, and never again soon after "not now".

import { isTime, LONG, noted, type ReminderNote, unsaved } from "./due";
import { FILE, known } from "./files";
import { readRecord } from "./keeper";
import { emptySearch, RECORD } from "./search";
import type { Store } from "./store";
import { same } from "./threeway";

/** Where it is noted since when there are changes, and until when nothing is said. */
export const REMINDER = "reminder";

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
