// What a person typed, in IndexedDB. A write is done when its transaction is: a request can succeed and be undone.
//
// Three object stores: `records` holds values by key; `revisions` holds a mark for every write of a value that several
// tabs change, by [key, number]; `versions` holds what such a value was before. A tab that writes revision 8 adds the
// mark [key, 8]: if another tab was faster, the mark is there, the whole transaction fails, and nothing is lost. No
// value has to be read first, so a write can be finished by the browser while the page goes away.

import { openDB, type IDBPDatabase } from "idb";
import { RECORD, type SearchRecord } from "./search";
import { Sentinel } from "./sentinel";
import { localToday } from "./today";
import { Troubles, troubleOf } from "./trouble";

export const RECORDS = "records";
export const REVISIONS = "revisions";
export const VERSIONS = "versions";
/** The form of the database. 1 had `records` only. */
export const FORMAT = 2;
/** Where it is noted that there was data once and the database was empty. */
export const LOST = "lost";

/** Another tab has written the value meanwhile. */
export class Conflict extends Error {}

/** A value with the number of the write that made it; 0 when nobody wrote it with a number. */
export interface Look<T> {
  value: T | undefined;
  revision: number;
  /** When it was written, in milliseconds since 1970; 0 when that is not known. */
  at: number;
}

interface Message {
  keys?: string[];
  erased?: true;
}

/** A place for JSON values by key. The name holds the path of the site: other projects may share the origin. */
export class Store {
  readonly troubles = new Troubles();
  readonly sentinel: Sentinel;
  /** The search file as the tool of this page holds it, saved or not; set by the keeper. */
  held: (() => SearchRecord) | undefined;
  #database: Promise<IDBPDatabase> | undefined;
  #tabs: BroadcastChannel | undefined;
  #here = new Set<(keys: string[], by: unknown) => void>();
  #erased = false;

  constructor(
    readonly name: string,
    readonly isDemo = false,
  ) {
    this.sentinel = new Sentinel(name);
    if ("BroadcastChannel" in globalThis) this.#tabs = new BroadcastChannel(name);
    this.#tabs?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data?.erased && !this.#erased) this.#lock();
    });
    this.#open().catch(() => undefined);
  }

  async read<T>(key: string): Promise<T | undefined> {
    return this.use(async (database) => (await database.get(RECORDS, key)) as T | undefined);
  }

  /** Write all of it or nothing. Resolves when it is on the disk, as far as a browser can say. For values that only
   *  one place writes, and where the last one counts. */
  async write(values: Record<string, unknown>): Promise<void> {
    await this.#commit([RECORDS], (store) => {
      for (const [key, value] of Object.entries(values)) store(RECORDS).put(value, key);
    });
    this.#written(Object.keys(values));
  }

  /** A value and the number of its last write. */
  async look<T>(key: string): Promise<Look<T>> {
    return this.use(async (database) => {
      const transaction = database.transaction([RECORDS, REVISIONS]);
      const value = (await transaction.objectStore(RECORDS).get(key)) as T | undefined;
      const last = await transaction.objectStore(REVISIONS).openCursor(marks(key), "prev");
      const [, revision] = (last?.key ?? [key, 0]) as [string, number];
      return { value, revision, at: Number(last?.value ?? 0) };
    });
  }

  /** Write the value of `key` if `revision` is still its last one. `version` is kept beside it, `by` is not told.
   *  Throws a Conflict, with everything as it was, when another tab was faster. */
  async swap(
    key: string,
    value: unknown,
    revision: number,
    { version, by }: { version?: unknown; by?: unknown } = {},
  ): Promise<void> {
    try {
      await this.#commit([RECORDS, REVISIONS, VERSIONS], (store) => {
        store(REVISIONS).add(Date.now(), [key, revision + 1]);
        store(RECORDS).put(value, key);
        if (version !== undefined) store(VERSIONS).add(version);
      });
    } catch (error) {
      if ((error as Error).name === "ConstraintError") throw new Conflict(key);
      throw error;
    }
    this.#written([key], by);
  }

  /** Act whenever another tab has written the value of `key`, or of a key that this is true of. */
  onOtherTab(key: string | ((written: string) => boolean), act: () => void): void {
    const wanted = typeof key === "string" ? (written: string) => written === key : key;
    this.#tabs?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data?.keys?.some(wanted)) act();
    });
  }

  /** Act whenever anybody but `me` has written the value of `key`, in this tab or another. */
  onWrite(key: string, me: unknown, act: () => void): void {
    this.onOtherTab(key, act);
    this.#here.add((keys, by) => by !== me && keys.includes(key) && act());
  }

  /** Use the database itself. A connection that was lost is made anew, once. */
  async use<T>(act: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    const first = await this.#open();
    try {
      return await act(first).catch(async (error: unknown) => {
        if ((error as Error).name !== "InvalidStateError") throw error;
        this.#database = undefined;
        return act(await this.#open());
      });
    } catch (error) {
      // Two tabs at the same value are no trouble: the slower one reads and tries again.
      if ((error as Error).name !== "ConstraintError" && !this.#erased)
        this.troubles.report(troubleOf(error));
      throw error;
    }
  }

  /** Try again what failed. */
  async retry(): Promise<void> {
    if (this.#erased) return;
    this.#database = undefined;
    await this.read(LOST);
    this.troubles.over("blocked", "broken", "full", "newer", "refused");
  }

  /** Say that all of it is about to be deleted: no tab writes from now on, so that nothing comes back. */
  async close(): Promise<void> {
    announceErased(this.name);
    const database = this.#database;
    this.#erased = true;
    (await database?.catch(() => undefined))?.close();
  }

  #lock(): void {
    this.#erased = true;
    void this.#database?.then((database) => database.close()).catch(() => undefined);
    this.troubles.report("erased");
  }

  async #commit(stores: string[], act: (store: (name: string) => Puts) => void): Promise<void> {
    await this.use(async (database) => {
      const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
      const requests: Promise<unknown>[] = [];
      try {
        act((name) => {
          const store = transaction.objectStore(name);
          return {
            put: (value, key) => void requests.push(store.put(value, key)),
            add: (value, key) => void requests.push(store.add(value, key)),
          };
        });
      } catch (error) {
        // A value that cannot be stored takes back what was asked before it.
        transaction.abort();
        await Promise.allSettled([...requests, transaction.done]);
        throw error;
      }
      // Asked for it, the browser finishes the transaction even if the page goes away in this moment.
      transaction.commit();
      const ends = await Promise.allSettled([...requests, transaction.done]);
      // One request fails for a reason, and takes the others and the transaction with it.
      const reasons = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as Error] : []));
      if (reasons.length) throw reasons.find(({ name }) => name !== "AbortError") ?? reasons[0];
    });
    this.troubles.over("full", "broken");
    if (!this.isDemo) this.sentinel.note({ saved: localToday() });
  }

  #written(keys: string[], by?: unknown): void {
    this.#tabs?.postMessage({ keys } satisfies Message);
    for (const act of this.#here) act(keys, by);
  }

  #open(): Promise<IDBPDatabase> {
    if (this.#erased) return Promise.reject(new Error("everything was deleted"));
    if (this.#database) return this.#database;
    const opening = this.#opened();
    this.#database = opening;
    opening.catch((error: unknown) => {
      if (this.#database === opening) this.#database = undefined;
      this.troubles.report(troubleOf(error, true));
    });
    return opening;
  }

  async #opened(): Promise<IDBPDatabase> {
    const { saved } = this.sentinel.read();
    const database = await openDB(this.name, FORMAT, {
      upgrade: (database, old, _new, transaction) => {
        if (old < 1) database.createObjectStore(RECORDS);
        if (old < 2) {
          database.createObjectStore(REVISIONS);
          database.createObjectStore(VERSIONS, { autoIncrement: true });
          // A search file of the first form counts as written once: who has not read it cannot write over it.
          if (old === 1) void transaction.objectStore(REVISIONS).add(Date.now(), [RECORD, 1]);
        }
        if (old === 0 && saved) void transaction.objectStore(RECORDS).put({ saved }, LOST);
      },
      blocked: () => this.troubles.report("blocked"),
      // Another tab wants a newer form of the database, or to delete it: let it. This tab opens again when it writes.
      blocking: (_old, _new, event) => {
        (event.target as IDBDatabase).close();
        this.#database = undefined;
      },
      terminated: () => (this.#database = undefined),
    });
    this.troubles.over("blocked", "broken", "newer", "refused");
    if (this.troubles.has("erased")) database.close();
    const lost = await database.get(RECORDS, LOST);
    if (lost) this.troubles.report("lost", lost.saved);
    return database;
  }
}

/** Tell every tab that a database is about to be deleted. */
export function announceErased(name: string): void {
  if (!("BroadcastChannel" in globalThis)) return;
  const tabs = new BroadcastChannel(name);
  tabs.postMessage({ erased: true } satisfies Message);
  tabs.close();
}

interface Puts {
  put: (value: unknown, key?: IDBValidKey) => void;
  add: (value: unknown, key?: IDBValidKey) => void;
}

/** All marks of a key. */
export function marks(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key, 0], [key, Infinity]);
}

/** The name of the database of a site, and of its demo. */
export function databaseName(base: URL, demo = false): string {
  return `followup ${demo ? "demo " : ""}${base.pathname}`;
}

/** Calls `write` soon after a change, also while more follow, and at once when the page is about to go; never two
 *  at the same time. After a failure it tries again by itself, at growing distances. */
export class Autosave {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #dirty = false;
  #idle = true;
  #failures = 0;

  constructor(
    private readonly write: () => Promise<void>,
    private readonly says: (state: "saving" | "saved" | "failed") => void,
    private readonly pause = 150,
    /** The time to the first repeat of what failed; it doubles up to 32 times as much. */
    private readonly patience = 2_000,
  ) {
    const leave = () => void this.flush();
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
    window.addEventListener("pagehide", leave);
  }

  /** Whether everything typed so far is stored. */
  get idle(): boolean {
    return this.#idle;
  }

  touch(): void {
    this.#dirty = true;
    this.#idle = false;
    if (!this.#failures) this.says("saving");
    this.#timer ??= setTimeout(() => void this.flush(), this.pause);
  }

  /** Resolves when everything typed so far is written or has failed to be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#dirty) return this.#running;
    this.#dirty = false;
    this.#running = this.#running
      .then(() => this.write())
      .then(
        () => this.#done(),
        () => this.#failed(),
      );
    return this.#running;
  }

  #done(): void {
    this.#failures = 0;
    this.#idle = !this.#dirty;
    this.says(this.#dirty ? "saving" : "saved");
  }

  /** Said once; the repeats are silent until one succeeds. */
  #failed(): void {
    this.#dirty = true;
    if (!this.#failures) this.says("failed");
    this.#timer ??= setTimeout(() => void this.flush(), this.patience * 2 ** Math.min(this.#failures, 5));
    this.#failures += 1;
  }
}
