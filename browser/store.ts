// What a person typed, in IndexedDB. A write is done when its transaction is: a request can succeed and be undone.

import { openDB, type IDBPDatabase } from "idb";

const RECORDS = "records";

/** A place for JSON values by key. The name holds the path of the site: other projects may share the origin. */
export class Store {
  #database: Promise<IDBPDatabase>;
  #tabs: BroadcastChannel | undefined;

  constructor(name: string) {
    if ("BroadcastChannel" in globalThis) this.#tabs = new BroadcastChannel(name);
    this.#database = openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore(RECORDS),
      // Another tab wants a newer form of the database: let it, this tab opens again when it writes.
      blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
    });
    this.#database.catch(() => undefined);
  }

  async read<T>(key: string): Promise<T | undefined> {
    return (await this.#database).get(RECORDS, key) as Promise<T | undefined>;
  }

  /** Write all of it or nothing. Resolves when it is on the disk, as far as a browser can say. */
  async write(values: Record<string, unknown>): Promise<void> {
    const database = await this.#database;
    const transaction = database.transaction(RECORDS, "readwrite", { durability: "strict" });
    const puts = Object.entries(values).map(([key, value]) => transaction.store.put(value, key));
    // Asked for it, the browser finishes the transaction even if the page goes away in this moment.
    transaction.commit();
    await Promise.all([...puts, transaction.done]);
    this.#tabs?.postMessage(Object.keys(values));
  }

  /** Act whenever another tab has written the value of `key`. */
  onOtherTab(key: string, act: () => void): void {
    this.#tabs?.addEventListener("message", ({ data }) => {
      if (Array.isArray(data) && data.includes(key)) act();
    });
  }
}

/** The one store of this site. */
export function openStore(base: URL): Store {
  return new Store(`followup ${base.pathname}`);
}

/** Calls `write` soon after a change, also while more follow, and at once when the page is about to go; never two
 *  at the same time. */
export class Autosave {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #dirty = false;
  #idle = true;

  constructor(
    private readonly write: () => Promise<void>,
    private readonly says: (state: "saving" | "saved" | "failed") => void,
    private readonly pause = 150,
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
    this.says("saving");
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
        () => {
          this.#idle = !this.#dirty;
          this.says(this.#dirty ? "saving" : "saved");
        },
        () => this.says("failed"),
      );
    return this.#running;
  }
}
