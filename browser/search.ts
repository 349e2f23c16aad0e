// The shape of a search file in JSON, as the verb `open` gives it. Only what the forms touch is named.

import { t } from "./words";

export interface Contact {
  id: string;
  name: string;
  title?: string;
  email?: string;
  role?: string;
}
export interface Interview {
  on: string;
  at?: string;
  stage?: string;
  with?: string[];
  topics?: string[];
}
/** What really happened: sent or received, and what belongs to it. */
export interface LogEntry {
  on: string;
  sent?: string;
  received?: string;
  to?: string;
  from?: string;
  channel?: string;
  by?: string;
  note?: string;
}
export interface Application {
  id: string;
  employer: string;
  role: string;
  country?: string;
  sector?: string;
  language?: string;
  contacts?: Contact[];
  interviews?: Interview[];
  promise?: { by: string; said?: string; by_whom?: string };
  log?: LogEntry[];
}
export interface Search {
  followup: number;
  me: { name: string; email?: string };
  applications: Application[];
}

/** What is stored: the text is the record of truth; `search` is what the person wants it to say. */
export interface SearchRecord {
  text: string;
  search: Search;
  /** How many applications `text` has. */
  written: number;
  /** Whether `text` says what `search` says. It does not while the calculator has not read the last words typed. */
  applied: boolean;
}
export const RECORD = "search";
/** The calendar file that was exported last: what moved since is counted in the next one. */
export const CALENDAR = "calendar before";

export function emptyApplication(): Application {
  return { id: "", employer: "", role: "" };
}
export function emptySearch(): Search {
  return { followup: 1, me: { name: "" }, applications: [emptyApplication()] };
}

/** A short id from a name, unlike all of `taken`: `maria-lopez`, `maria-lopez-2`. */
export function idFrom(name: string, fallback: string, taken: string[]): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words =
    plain
      .match(/[a-z0-9]+/g)
      ?.join("-")
      .slice(0, 40) ?? fallback;
  let id = words;
  for (let n = 2; taken.includes(id); n += 1) id = `${words}-${n}`;
  return id;
}

/** What a plan cannot do without, in the order of the form: name of the input -> words. */
export function stillNeeded(search: Search, current: number): [input: string, words: string][] {
  const application = search.applications[current];
  const needed: [string, string, unknown][] = [
    ["employer", t("common.the-employer"), application?.employer],
    ["role", t("common.the-role"), application?.role],
    ["interviews.on", t("planner.the-date"), application?.interviews?.length || application?.promise],
    ["me.name", t("planner.the-name"), search.me.name],
  ];
  return needed.filter(([, , value]) => !value).map(([input, words]) => [input, words]);
}
