// What the search file was before: kept beside it, bounded in number and size, to look at and to go back to.

import { tooMany } from "./bounds";
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
