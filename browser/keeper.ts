// The search file of this browser, as one tab holds it: what is stored, what the person wants, and how the two meet.
//
// How a tool uses it:
//
//     const keeper = new Keeper(store);
//     await keeper.load();                        // what is stored, or an empty search
//     keeper.record = {...keeper.record, search, applied: false};   // an edit, as often as one likes
//     new Autosave(() => keeper.save(), says);    // touch() after each edit; "saved" means that it is on the disk
//     keeper.onOther(() => fillTheForm());        // keeper.record changed without this tool: another tab, the log
//     await keeper.replace(record);               // another file takes the place of this one; a version is kept
//
// A change that must not be lost in between, such as an entry of the log, goes through `change(store, act)`.
//
// Several tabs: each save says which revision it comes from. When another tab was faster, what it changed is put
// together with what was changed here since the last common state, and the calculator then writes the sum into the
// newer text. Where both changed the same value, this tab's stays, the other state is kept as a version, and the
// person is told and can take the other one.

import { isRecord } from "./record";
import { emptyApplication, emptySearch, RECORD, type Search, type SearchRecord } from "./search";
import { Conflict, type Store } from "./store";
import { type Clash, same, threeway, withValue } from "./threeway";
import { newestVersion, prune, type Version } from "./versions";

/** A version is kept when the last one is older than this, in milliseconds, and before everything that replaces. */
export const VERSION_EVERY = 5 * 60_000;
/** Where a stored value that is no search file is set aside, as it was found. */
export const DAMAGED = "search that could not be read";
/** More conflicts in a row than this mean that something is wrong. */
const TRIES = 20;

/** What a clash notice needs: what to say, and what the other tab had. */
export interface Clashed {
  clashes: Clash[];
  /** Puts the other tab's values in the place of this one's. */
  takeTheirs: () => void;
}

export class Keeper {
  #record: SearchRecord = fresh();
  /** What is stored, as far as this tab knows; `#record` comes from it. */
  #base: SearchRecord | undefined;
  #revision = 0;
  #savedAt = 0;
  #versionAt = Date.now();
  #listeners = new Set<() => void>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Store) {
    store.held = () => this.#record;
    store.onWrite(RECORD, this, () => void this.refresh().catch(() => undefined));
    document.addEventListener("visibilitychange", () => {
      // A tab that slept may have missed what others wrote.
      if (document.visibilityState === "visible") void this.refresh().catch(() => undefined);
    });
  }

  get record(): SearchRecord {
    return this.#record;
  }

  set record(record: SearchRecord) {
    this.#record = record;
  }

  /** Read what is stored; gives whether there was something. Without a working store the search stays empty. */
  async load(): Promise<boolean> {
    const before = this.#record;
    try {
      const { value, revision, at } = await lookAt(this.store);
      // What was typed before the store answered goes on top of what is stored.
      if (value) this.#record = this.#record === before ? usable(value) : this.#rebased(this.#record, value);
      [this.#base, this.#revision, this.#savedAt] = [value, revision, at];
      const newest = await newestVersion(this.store);
      this.#versionAt = newest ?? (value ? 0 : Date.now());
      void prune(this.store).catch(() => undefined);
    } catch {
      return false;
    }
    return this.#base !== undefined;
  }

  /** Store `record`. Resolves when it is on the disk; what other tabs stored meanwhile is put together with it. */
  save(): Promise<void> {
    return this.#inTurn(() => this.#save());
  }

  /** Put another search in the place of this one. What was stored becomes a version, whose reason is `why`. */
  replace(record: SearchRecord, why: Version["why"]): Promise<void> {
    return this.#inTurn(async () => {
      const typed = this.#record;
      for (let tries = 0; ; tries += 1) {
        const now = await lookAt(this.store);
        // What this tab had and the store had not is worth keeping too.
        const old = typed === this.#base || !now.value ? now.value : this.#rebased(typed, now.value);
        try {
          await this.#swap(usable(record), now.revision, old && { at: Date.now(), why, record: old });
          break;
        } catch (error) {
          if (!(error instanceof Conflict) || tries >= TRIES) throw error;
        }
      }
      this.#record = this.#base!;
      this.#tell();
    });
  }

  /** Act when `record` has become another one without the hand of this tool. */
  onOther(act: () => void): void {
    this.#listeners.add(act);
  }

  /** Take in what others stored. */
  refresh(): Promise<void> {
    return this.#inTurn(() => this.#refresh());
  }

  /** One after another: a save and the news from another tab must not overlap. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act, act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #save(): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const record = this.#record;
      if (record === this.#base) return;
      try {
        return await this.#swap(record, this.#revision, this.#due());
      } catch (error) {
        if (!(error instanceof Conflict) || tries >= TRIES) throw error;
        await this.#refresh();
      }
    }
  }

  async #swap(record: SearchRecord, revision: number, version?: Version): Promise<void> {
    await this.store.swap(RECORD, record, revision, { by: this, ...(version ? { version } : {}) });
    [this.#base, this.#revision, this.#savedAt] = [record, revision + 1, Date.now()];
    if (version) {
      this.#versionAt = Date.now();
      void prune(this.store).catch(() => undefined);
    }
    askToKeep(this.store);
  }

  /** What is stored, when it is time to keep it as a version. */
  #due(): Version | undefined {
    if (!this.#base || Date.now() - this.#versionAt < VERSION_EVERY) return undefined;
    return { at: this.#savedAt || Date.now(), why: "edited", record: this.#base };
  }

  async #refresh(): Promise<void> {
    const { value, revision, at } = await lookAt(this.store);
    if (revision === this.#revision || !value) return;
    const mine = this.#record;
    const unsaved = mine !== this.#base && !same(mine.search, this.#base?.search);
    const next = unsaved ? this.#rebased(mine, value, true) : usable(value);
    [this.#base, this.#revision, this.#savedAt] = [value, revision, at];
    this.#record = next;
    this.#tell();
  }

  /** What was changed here since the last common state, on top of what another tab stored. */
  #rebased(mine: SearchRecord, theirs: SearchRecord, tell = false): SearchRecord {
    const common = this.#base?.search ?? emptySearch();
    const { value: search, clashes } = threeway<Search>(common, mine.search, theirs.search);
    if (clashes.length && tell) this.#clashed(clashes);
    if (same(search, theirs.search)) return theirs;
    const textIsMine = theirs.text === (this.#base?.text ?? "");
    const { text, written } = textIsMine ? mine : theirs;
    return {
      ...theirs,
      text,
      written,
      search,
      applied: textIsMine && mine.applied && same(search, mine.search),
    };
  }

  #clashed(clashes: Clash[]): void {
    // The other state goes into the versions, whatever the person decides.
    this.#versionAt = 0;
    const takeTheirs = () => {
      let search: Search = this.#record.search;
      for (const { path, theirs } of clashes) search = withValue(search, path, theirs);
      this.#record = { ...this.#record, search, applied: false };
      this.#tell();
      void this.save().catch(() => undefined);
    };
    this.store.troubles.report("clash", { clashes, takeTheirs } satisfies Clashed);
  }

  #tell(): void {
    for (const act of this.#listeners) act();
  }
}

/** Change the stored search file in the newest form it has, whatever other tabs do meanwhile. `act` gives the record
 *  as it should be, or null to leave everything; it is asked again when another tab was faster. */
export async function change(
  store: Store,
  act: (record: SearchRecord) => Promise<SearchRecord | null>,
): Promise<SearchRecord | null> {
  for (let tries = 0; ; tries += 1) {
    const { value, revision, at } = await lookAt(store);
    const next = value ? await act(value) : null;
    if (!next) return null;
    try {
      const newest = (await newestVersion(store)) ?? 0;
      const due = value && Date.now() - newest >= VERSION_EVERY;
      const version: Version | undefined = due
        ? { at: at || Date.now(), why: "edited", record: value }
        : undefined;
      await store.swap(RECORD, next, revision, { version });
      return next;
    } catch (error) {
      if (!(error instanceof Conflict) || tries >= TRIES) throw error;
    }
  }
}

/** The stored search file, if it is one. What is not is set aside, kept, and told. */
export async function readRecord(store: Store): Promise<SearchRecord | undefined> {
  return (await lookAt(store)).value;
}

async function lookAt(
  store: Store,
): Promise<{ value: SearchRecord | undefined; revision: number; at: number }> {
  const { value, revision, at } = await store.look<unknown>(RECORD);
  if (value === undefined || isRecord(value))
    return { value: value as SearchRecord | undefined, revision, at };
  const aside = await store.read<{ value: unknown }>(DAMAGED);
  if (!aside || !same(aside.value, value)) await store.write({ [DAMAGED]: { at: Date.now(), value } });
  store.troubles.report("damaged");
  return { value: undefined, revision, at };
}

/** Ask the browser, at the first save, not to clear the data by itself. Some browsers ask the person. */
function askToKeep(store: Store): void {
  if (store.isDemo || store.sentinel.read().asked) return;
  store.sentinel.note({ asked: true });
  void navigator.storage?.persist?.().catch(() => undefined);
}

function fresh(): SearchRecord {
  return { text: "", search: emptySearch(), written: 0, applied: false };
}

/** A search has at least the application that is about to be typed. */
function usable(record: SearchRecord): SearchRecord {
  if (record.search.applications.length) return record;
  return { ...record, search: { ...record.search, applications: [emptyApplication()] } };
}
