// What stands between a person and their data, by name: what happened, what still works, what to do.

/** What a page can meet when it keeps something. The words for each are in notices.ts. */
export type Trouble =
  | "blocked" // another tab holds the data in an older form and does not let go
  | "newer" // the data has a newer form than this tab knows
  | "refused" // the browser keeps nothing for this site: a private window, or a setting
  | "full" // there is no room left
  | "broken" // the browser cannot reach what it keeps
  | "lost" // there was data, and the storage is empty now
  | "damaged" // what is stored is no search file
  | "erased" // everything was deleted in another tab
  | "clash" // two tabs changed the same thing
  | "demo" // this is the demo
  | "reminder"; // some changes are in no file yet

/** What this page has to say about its data, by name, and who shows it. */
export class Troubles {
  readonly #now = new Map<Trouble, unknown>();
  readonly #listeners = new Set<() => void>();

  get all(): ReadonlyMap<Trouble, unknown> {
    return this.#now;
  }

  has(trouble: Trouble): boolean {
    return this.#now.has(trouble);
  }

  report(trouble: Trouble, detail: unknown = null): void {
    if (this.#now.has(trouble) && detail === this.#now.get(trouble)) return;
    this.#now.set(trouble, detail);
    this.#tell();
  }

  over(...troubles: Trouble[]): void {
    if (troubles.filter((each) => this.#now.delete(each)).length) this.#tell();
  }

  /** Hear of every change, beginning with the present state. */
  listen(act: () => void): void {
    this.#listeners.add(act);
    act();
  }

  #tell(): void {
    for (const act of this.#listeners) act();
  }
}

const BY_NAME: Record<string, Trouble> = {
  VersionError: "newer",
  QuotaExceededError: "full",
  SecurityError: "refused",
  ReferenceError: "refused",
  TypeError: "refused",
};

/** The name of what a failed opening (or another use) of the database means. */
export function troubleOf(error: unknown, opening = false): Trouble {
  const name = (error as Error | undefined)?.name ?? "";
  // A browser that keeps nothing lacks the database, throws, or calls the state of things invalid.
  if (opening && name === "InvalidStateError") return "refused";
  const found = BY_NAME[name] ?? "broken";
  return found === "refused" && !opening ? "broken" : found;
}
