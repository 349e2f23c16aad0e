// What leaves the planner as a file: the calendar, notes, a table, the search file itself.

import type { Core } from "../core";
import { contentOf, inWords, remember, save } from "../files";
import { download } from "../parts";
import { CALENDAR, type Search, type SearchRecord } from "../search";
import type { Store } from "../store";

interface Made {
  filename: string;
  media_type: string;
  content: string;
}

export class Files {
  constructor(
    private readonly core: Core,
    private readonly store: Store,
  ) {}

  /** The calendar file of everything or of one step; an event that moved since the last time counts as changed. */
  async calendar(text: string, today: string, step?: string): Promise<void> {
    const previous = (await this.store.read<string>(CALENDAR).catch(() => undefined)) ?? "";
    const made = await this.#make(text, today, "ics", { previous, ...(step ? { step } : {}) });
    download(made.filename, made.media_type, made.content);
    const known = step ? joined(previous, made.content) : made.content;
    await this.store.write({ [CALENDAR]: known }).catch(() => undefined);
  }

  async plan(text: string, today: string, format: "markdown" | "csv"): Promise<void> {
    const made = await this.#make(text, today, format);
    download(made.filename, made.media_type, made.content);
  }

  /** The search file goes into the file that the person keeps, or else to the downloads; gives what to say. */
  async search(record: SearchRecord): Promise<string> {
    return inWords(await save(this.store, contentOf(record), record.search, { ask: false }));
  }

  /** Remember which file is open. */
  opened(name: string, text: string, search: Search): Promise<void> {
    return remember(this.store, { name, text, search, at: Date.now() });
  }

  #make(text: string, today: string, format: string, more: Record<string, string> = {}): Promise<Made> {
    return this.core.ask<Made>("export", { what: "plan", format, text, today, ...more });
  }
}

const EVENT = /BEGIN:VEVENT\r\n[\s\S]*?END:VEVENT\r\n/g;

/** The events that were exported so far, each in its latest form. */
export function joined(previous: string, made: string): string {
  const events = new Map<string, string>();
  for (const [event] of `${previous}${made}`.matchAll(EVENT))
    events.set(/^UID:(.*)$/m.exec(event)?.[1] ?? "", event);
  return [...events.values()].join("");
}
