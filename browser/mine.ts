// A person's own templates, those that they have saved, in the store.

import type { Store } from "./store";
import { t } from "./words";

/** One remark of the core about a file. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  message: string;
  path: string;
  line: number;
  /** In code points, as everything that the core counts. */
  column: number;
  hint: string;
}

/** What the verb `pack` says about a template that has no errors. */
export interface Mine {
  id: string;
  locale: string;
  kind: string;
  channel: string;
  title: string;
  use_when: string;
  situations: string[];
  text: string;
}

/** What the verb `pack` says about one file of a pack; only a template has the rest. */
export type Item = { path: string; id: string; what: string; taken: boolean } & Partial<
  Mine & { example: Record<string, string> }
>;

export interface Contents {
  pack: { id: string; title: string; version: string; author: string } | null;
  items: Item[];
  diagnostics: Diagnostic[];
}

/** Where the saved ones are kept: a list. */
export const MINE = "templates";

export interface Change {
  add?: Mine[];
  remove?: Key[];
}
type Key = Pick<Mine, "id" | "locale">;

export async function readMine(store: Store): Promise<Mine[]> {
  return (await store.read<Mine[]>(MINE).catch(() => undefined)) ?? [];
}

export function find(list: Mine[], { id, locale }: Key): Mine | undefined {
  return list.find((each) => each.id === id && each.locale === locale);
}

/** Whether a file of a pack is a template without errors. */
export function isTemplate(item: Item): item is Item & Mine & { example: Record<string, string> } {
  return item.what === "template";
}

/** Only what is stored of an item. */
export function mineOf(item: Mine): Mine {
  const { id, locale, kind, channel, title, use_when, situations, text } = item;
  return { id, locale, kind, channel, title, use_when, situations, text };
}

/** Make a change to the saved ones. Gives the change that takes it back. */
export async function changeMine(store: Store, { add = [], remove = [] }: Change): Promise<Change> {
  const back: Required<Change> = { add: [], remove: [] };
  await changed<Mine[]>(store, MINE, [], (list) => {
    for (const each of [...remove, ...add]) {
      const old = find(list, each);
      if (old) back.add.push(old);
      else back.remove.push({ id: each.id, locale: each.locale });
    }
    const touched = [...remove, ...add];
    return [...list.filter((each) => !find(touched as Mine[], each)), ...add];
  });
  return back;
}

/** Read, change and write in one go: no other tab comes in between. */
async function changed<T>(store: Store, key: string, none: T, act: (value: T) => T): Promise<void> {
  const go = async () => store.write({ [key]: act((await store.read<T>(key)) ?? none) });
  if (navigator.locks) await navigator.locks.request(`followup ${key}`, go);
  else await go();
}

/** A hint of the core as a sentence of its own. */
export function sentence(hint: string): string {
  const first = hint.slice(0, 1).toUpperCase() + hint.slice(1);
  return !hint || /[.?!…]$/.test(hint) ? first : `${first}.`;
}

// ── ids ──────────────────────────────────────────────────────────────────────────────────────────────────

const ID = /^(id:[ \t]*)(["']?)([a-z0-9-]+)\2/m;

/** The id that a text gives itself, or "". */
export function idOf(text: string): string {
  return ID.exec(text)?.[3] ?? "";
}

/** The text with another id, and every other byte as it was. */
export function withId(text: string, id: string): string {
  return text.replace(ID, (_whole, key: string) => key + id);
}

/** An id for a person's own version of a template, unlike all of `taken`: `my-check-in`, `my-check-in-2`. */
export function ownId(id: string, taken: string[]): string {
  const base = id.startsWith("my-") ? id : `my-${id}`;
  let found = base;
  for (let n = 2; taken.includes(found); n += 1) found = `${base}-${n}`;
  return found;
}

/** The place of a template in a zip or a link: other languages than English have a folder. */
export function fileOf({ id, locale }: Key): string {
  return locale === "en" ? `${id}.yaml` : `${locale}/${id}.yaml`;
}

// ── in the studio ────────────────────────────────────────────────────────────────────────────────────────

/** A template of one's own as the list of wordings in /drafts/ shows it; the build writes the others so. */
export function optionOf(mine: Mine): HTMLOptionElement {
  const option = document.createElement("option");
  const { id, kind, channel, use_when, situations, locale, title } = mine;
  option.value = id;
  option.lang = locale;
  option.textContent = t("gallery.your-wording", { title });
  Object.assign(option.dataset, { use: use_when, channel, kind, situations: situations.join(" "), own: "" });
  return option;
}

/** What the verbs `draft` and `export` need besides, when the template is one's own. */
export function packsFor(list: Mine[], id: string, locale: string): Record<string, unknown> {
  const mine = find(list, { id, locale });
  return mine ? { packs: [{ name: `${id}.yaml`, text: mine.text }] } : {};
}
