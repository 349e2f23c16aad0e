// What is different between two states of a search, in the words of a reader.

import type { Application, Search } from "./search";
import { same } from "./threeway.ts";
import { list, t } from "./words.ts";

type Bag = Record<string, unknown>;

const VALUES = ["employer", "role", "country", "region", "sector", "language", "promise", "notes"] as const;
const LISTS = ["contacts", "interviews", "log"] as const;

/** One line for each application that differs, and one for what is about the person. Empty when nothing differs. */
export function whatChanged(before: Search | undefined, after: Search): string[] {
  const old = new Map((before?.applications ?? []).filter(named).map((each) => [each.id, each]));
  const now = new Map(after.applications.filter(named).map((each) => [each.id, each]));
  const added = [...now.values()]
    .filter(({ id }) => !old.has(id))
    .map((each) => t("data.was-added", { name: title(each) }));
  const gone = [...old.values()]
    .filter(({ id }) => !now.has(id))
    .map((each) => t("data.was-removed", { name: title(each) }));
  const edited = [...now.values()].flatMap((each) => {
    const was = old.get(each.id);
    const words = was ? parts(was as unknown as Bag, each as unknown as Bag) : [];
    return words.length ? [t("data.was-changed", { name: title(each), parts: list(words) })] : [];
  });
  const me = same(before?.me ?? { name: "" }, after.me) ? [] : [t("data.about-you")];
  return [...added, ...gone, ...edited, ...me];
}

/** How many single values differ. */
export function countChanges(before: Search | undefined, after: Search): number {
  const [old, now] = [leaves(before ?? {}), leaves(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].filter((key) => old.get(key) !== now.get(key)).length;
}

function named({ employer, role }: Application): boolean {
  return Boolean(employer || role);
}

function title({ employer, role }: Application): string {
  return employer || role;
}

function parts(was: Bag, is: Bag): string[] {
  const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...keys].flatMap((key) => {
    if (same(was[key], is[key])) return [];
    const many = LISTS.find((each) => each === key);
    if (many) return [listed(many, was[key] ?? [], is[key] ?? [])];
    const one = VALUES.find((each) => each === key);
    return [one ? t(`data.the-${one}`) : key];
  });
}

function listed(name: (typeof LISTS)[number], was: unknown, is: unknown): string {
  const [old, now] = [was as unknown[], is as unknown[]];
  const more = now.length - old.length;
  if (more === 0) return t(`data.list-${name}-changed`);
  return t(`data.list-${name}-${more > 0 ? "added" : "removed"}`, { count: Math.abs(more) });
}

function leaves(value: unknown, path = "", found = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === "object" && value !== null)
    for (const [key, each] of Object.entries(value)) leaves(each, `${path}/${key}`, found);
  else if (value !== undefined && value !== "") found.set(path, value);
  return found;
}
