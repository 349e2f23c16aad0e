// The search file of this tab: the one place of the planner that reads and writes the stored record.

import { applied, type Core } from "../core";
import { Keeper } from "../keeper";
import type { Application, Search, SearchRecord } from "../search";
import { Autosave, type Store } from "../store";

/** A change that can be taken back. */
interface Change {
  before: SearchRecord;
  after: Search;
}

export class Notebook {
  readonly #keeper: Keeper;
  #change: Change | undefined;
  readonly #autosave: Autosave;

  constructor(store: Store, says: (state: "saving" | "saved" | "failed") => void) {
    this.#keeper = new Keeper(store);
    this.#autosave = new Autosave(() => this.#keeper.save(), says);
  }

  get #record(): SearchRecord {
    return this.#keeper.record;
  }
  set #record(record: SearchRecord) {
    this.#keeper.record = record;
  }

  get record(): SearchRecord {
    return this.#record;
  }
  get search(): Search {
    return this.#record.search;
  }

  /** Read what is stored; gives whether there was something. */
  load(): Promise<boolean> {
    return this.#keeper.load();
  }

  /** Act when another tab wrote a newer search; what is typed here and not stored yet is in it. */
  onOther(act: () => void): void {
    this.#keeper.onOther(act);
  }

  /** What the person wants the file to say from now on. */
  put(search: Search): void {
    this.#record = { ...this.#record, search, applied: false };
    this.#autosave.touch();
  }

  /** The same, with a way back. */
  change(search: Search): void {
    const before = this.#record;
    this.put(search);
    this.keep(before);
  }

  /** Remember what there was before the changes made since. */
  keep(before: SearchRecord): void {
    this.#change = { before, after: this.#record.search };
  }

  /** Take the last change back. False when somebody changed the same thing since. */
  undo(): boolean {
    const change = this.#change;
    if (!change) return false;
    this.#change = undefined;
    if (same(this.search, change.after)) {
      this.#record = change.before;
      this.#autosave.touch();
      return true;
    }
    const merged = restored(this.search, change.before.search, change.after);
    if (merged) this.put(merged);
    return merged !== null;
  }

  /** Bring the text to what the person wants; gives null when they changed their mind meanwhile. */
  async bringUp(core: Core): Promise<SearchRecord | null> {
    const record = this.#record;
    const next = await applied(core, record);
    if (this.#record !== record) return null;
    this.#record = next;
    if (next !== record) this.#autosave.touch();
    return next;
  }

  /** Put another search file in the place of this one; what there was can be taken back. */
  async replace(text: string, search: Search): Promise<void> {
    const before = this.#record;
    const written = search.applications.length;
    await this.#keeper.replace({ text, search, written, applied: true }, "opened");
    this.keep(before);
  }

  flush(): Promise<void> {
    return this.#autosave.flush();
  }
}

/** `now` with the applications that changed from `before` to `after` as they were, or null when one changed again. */
function restored(now: Search, before: Search, after: Search): Search | null {
  const find = (search: Search, id: string) => search.applications.find((a) => a.id === id);
  const ids = new Set([...before.applications, ...after.applications].map((a) => a.id));
  const changed = [...ids].filter((id) => !same(find(before, id), find(after, id)));
  if (!same(before.me, after.me) || changed.some((id) => !same(find(now, id), find(after, id)))) return null;
  const kept = now.applications.flatMap((a) => (changed.includes(a.id) ? (find(before, a.id) ?? []) : a));
  const gone = before.applications.filter((a): a is Application => !find(now, a.id));
  return { ...now, applications: [...kept, ...gone.filter((a) => changed.includes(a.id))] };
}

/** Whether two values say the same, whatever the order of their keys. */
export function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
