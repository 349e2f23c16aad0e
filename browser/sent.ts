// A message that went out becomes an entry in the search file's log, and can be taken out of it again.

import { applied, type Core } from "./core";
import { change } from "./keeper";
import type { Search, SearchRecord } from "./search";
import type { Store } from "./store";

export interface Entry {
  on: string;
  sent: string;
  to?: string;
  channel: string;
}

/** The search file after a change, or null when the application is not there (any more). */
type Changed = Promise<SearchRecord | null>;

/** The log of an application, as far as it is known here. */
function logOf(search: Search, application: string): Entry[] {
  const found = search.applications.find(({ id }) => id === application) as { log?: Entry[] } | undefined;
  return found?.log ?? [];
}

function same(one: Entry, other: Entry): boolean {
  return one.on === other.on && one.sent === other.sent && one.to === other.to;
}

/** Whether this is in the log already. */
export function isLogged(search: Search | undefined, application: string, entry: Entry): boolean {
  return search !== undefined && logOf(search, application).some((each) => same(each, entry));
}

/** What the search file was before this page wrote an entry, by its text afterwards. */
const before = new Map<string, SearchRecord>();

/** Write an entry at the end of the log. */
export async function log(core: Core, store: Store, application: string, entry: Entry): Changed {
  let old: SearchRecord | undefined;
  const next = await change(store, (record) => {
    old = record;
    return edited(core, record, application, (path) => ({ op: "add", path, value: entry }));
  });
  if (old?.applied && next) before.set(next.text, old);
  return next;
}

/** Take the last such entry out again; if nothing else changed since, every byte is as it was. */
export async function unlog(core: Core, store: Store, application: string, entry: Entry): Changed {
  return change(store, async (record) => {
    const old = before.get(record.text);
    if (old) return old;
    return edited(core, record, application, (path, entries) => {
      const index = entries.findLastIndex((each) => same(each, entry));
      return index < 0 ? null : { op: "remove", path: [...path, index] };
    });
  });
}

type Path = (string | number)[];
interface Edit {
  op: "add" | "remove";
  path: Path;
  value?: Entry;
}

/** A search file with one edit in the log of an application, or null when there is nothing to edit. */
async function edited(
  core: Core,
  stored: SearchRecord,
  application: string,
  edit: (log: Path, entries: Entry[]) => Edit | null,
): Changed {
  const record = await applied(core, stored);
  const search = await core.open(record.text);
  const index = search.applications.findIndex(({ id }) => id === application);
  const made = index < 0 ? null : edit(["applications", index, "log"], logOf(search, application));
  if (!made) return null;
  const { text } = await core.ask<{ text: string }>("save", { text: record.text, edits: [made] });
  return { ...record, text, search: await core.open(text) };
}
