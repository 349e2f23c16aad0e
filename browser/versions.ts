// What the search file was before: kept beside it, bounded in number and size, to look at and to go back to.

import { RECORD, type SearchRecord } from "./search";
import { marks, REVISIONS, type Store, VERSIONS } from "./store";

/** A state that was stored once. */
export interface Version {
  /** When it was stored last, in milliseconds since 1970. */
  at: number;
  /** What took its place: more typing, another file, another version, another tab. */
  why: "edited" | "opened" | "restored" | "clash";
  record: SearchRecord;
}

export interface Kept extends Version {
  id: number;
}

/** At most so many versions, and so many characters in all; but the newest is always kept. */
export const MOST = 40;
export const MOST_CHARACTERS = 4_000_000;
/** Younger ones are all kept, as far as the bounds allow; older ones once for each day. In milliseconds. */
const RECENT = 2 * 86_400_000;
/** Marks of revisions are kept so long: a tab that slept longer reads before it writes. In milliseconds. */
const MARKS_KEPT = 14 * 86_400_000;

/** All versions, the newest first. */
export async function versions(store: Store): Promise<Kept[]> {
  return store.use(async (database) => {
    const transaction = database.transaction(VERSIONS);
    const [ids, all] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    return all.map((each: Version, i) => ({ ...each, id: ids[i] as number })).reverse();
  });
}

/** When the newest version was made, or undefined. */
export async function newestVersion(store: Store): Promise<number | undefined> {
  return store.use(async (database) => {
    const last = await database.transaction(VERSIONS).store.openCursor(null, "prev");
    return (last?.value as Version | undefined)?.at;
  });
}

/** Which versions are too many, of all with the newest first. */
export function tooMany(all: { id: number; at: number; size: number }[], now: number): number[] {
  const out: number[] = [];
  const days = new Set<string>();
  let [count, size] = [0, 0];
  for (const each of all) {
    const old = now - each.at > RECENT;
    const day = new Date(each.at).toDateString();
    const again = old && days.has(day);
    if (count > 0 && (again || count >= MOST || size + each.size > MOST_CHARACTERS)) {
      out.push(each.id);
      continue;
    }
    if (old) days.add(day);
    count += 1;
    size += each.size;
  }
  return out;
}

/** Keep the bounds. */
export async function prune(store: Store): Promise<void> {
  const all = await versions(store);
  const sized = all.map(({ id, at, record }) => ({ id, at, size: JSON.stringify(record).length }));
  const out = tooMany(sized, Date.now());
  await store.use(async (database) => {
    const transaction = database.transaction([VERSIONS, REVISIONS], "readwrite");
    for (const id of out) void transaction.objectStore(VERSIONS).delete(id);
    const old = Date.now() - MARKS_KEPT;
    // Marks are in the order of their making; the newest always stays, it is the number of the present value.
    let mark = await transaction.objectStore(REVISIONS).openCursor(marks(RECORD));
    while (mark && (mark.value as number) < old) {
      const [key, revision] = mark.key as [string, number];
      mark = await mark.continue();
      if (mark) void transaction.objectStore(REVISIONS).delete([key, revision]);
    }
    await transaction.done;
  });
}
