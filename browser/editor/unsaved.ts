// The unsaved texts of documents, each a record of the store. Writing a record takes a moment, and a page that is
// left at once may not have it. So a text that is not on the disk when the page goes is noted in localStorage as
// well, which takes no time; whoever opens the editor next turns the note into the record.

import { idOf } from "../mine";
import { RECORDS, type Store } from "../store";

/** A document that has been begun, and what its text calls itself, or "". */
export interface Begun {
  doc: string;
  id: string;
}

/** The text, or null when nothing of the document is unsaved. */
type Text = string | null;
type Stored = { text: string } | null;

const RECORD = "template draft ";

/** Where the unsaved text of a document is kept. */
export function recordOf(doc: string): string {
  return RECORD + doc;
}

export class Unsaved {
  /** Begins like the name of the database, so that deleting everything deletes the notes too. */
  readonly #note: string;

  constructor(private readonly store: Store) {
    this.#note = `${store.name} ${RECORD}`;
  }

  /** The text of a document; undefined when there is none, or nothing can be read. */
  async read(doc: string): Promise<string | undefined> {
    const stored = await this.store.read<Stored>(recordOf(doc)).catch(() => null);
    const noted = this.noted(doc);
    return (noted === undefined ? stored?.text : noted) ?? undefined;
  }

  async write(doc: string, text: Text): Promise<void> {
    const note = this.#get(doc);
    await this.store.write({ [recordOf(doc)]: text === null ? null : { text } });
    // A note that came while this was written is newer.
    if (note !== null && note === this.#get(doc)) localStorage.removeItem(this.#note + doc);
  }

  /** Keep a text at once, for the time that its record needs. */
  note(doc: string, text: Text): void {
    if (this.store.troubles.has("erased")) return;
    try {
      localStorage.setItem(this.#note + doc, JSON.stringify(text));
    } catch {
      // Full or forbidden: the record has to do.
    }
  }

  /** The noted text of a document; undefined without a note. */
  noted(doc: string): Text | undefined {
    try {
      return JSON.parse(this.#get(doc) ?? "") as Text;
    } catch {
      return undefined;
    }
  }

  /** Every document that has an unsaved text. Notes become records. */
  async all(): Promise<Begun[]> {
    for (const doc of this.#notedDocs())
      await this.write(doc, this.noted(doc) ?? null).catch(() => undefined);
    return this.store.use(async (database) => {
      const range = IDBKeyRange.bound(RECORD, `${RECORD}\uffff`);
      const records = database.transaction(RECORDS).objectStore(RECORDS);
      const [keys, values] = await Promise.all([records.getAllKeys(range), records.getAll(range)]);
      return keys.flatMap((key, i) => {
        const stored = values[i] as Stored;
        return stored ? [{ doc: String(key).slice(RECORD.length), id: idOf(stored.text) }] : [];
      });
    });
  }

  /** Act whenever another tab has written an unsaved text. */
  onOtherTab(act: () => void): void {
    this.store.onOtherTab((key) => key.startsWith(RECORD), act);
  }

  #get(doc: string): string | null {
    try {
      return localStorage.getItem(this.#note + doc);
    } catch {
      return null;
    }
  }

  #notedDocs(): string[] {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.#note));
      return keys.map((key) => key.slice(this.#note.length));
    } catch {
      return [];
    }
  }
}
