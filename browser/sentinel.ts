// A small mark outside the database, so that an emptied database is not taken for a first visit. It says when
// something was last saved, and whether the browser was asked to keep it; nothing about the person.

interface Mark {
  /** The day of the last save, as ISO text. */
  saved?: string;
  /** Whether the browser was asked not to clear the data by itself. */
  asked?: boolean;
}

export class Sentinel {
  constructor(readonly name: string) {}

  /** Empty when there is none or the browser keeps nothing. */
  read(): Mark {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "{}") as Mark;
    } catch {
      return {};
    }
  }

  note(mark: Mark): void {
    const old = this.read();
    const next = JSON.stringify({ ...old, ...mark });
    try {
      if (next !== JSON.stringify(old)) localStorage.setItem(this.name, next);
    } catch {
      // Without the mark a lost database looks like a first visit; everything else works.
    }
  }

  remove(): void {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // There was nothing to remove.
    }
  }
}
