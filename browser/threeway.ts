// What two tabs made of the same data, put together: whatever only one of them changed is taken from it; where both
// changed the same value, mine stays and the clash is told. Nothing that somebody added is left out.

export type Path = (string | number)[];

/** Both changed the same. `undefined` means that it was taken out. */
export interface Clash {
  path: Path;
  mine: unknown;
  theirs: unknown;
}

type Bag = Record<string, unknown>;

/** `mine` and `theirs` both came from `base`. */
export function threeway<T>(base: T, mine: T, theirs: T): { value: T; clashes: Clash[] } {
  const clashes: Clash[] = [];
  const value = merged(base, mine, theirs, [], clashes) as T;
  return { value, clashes };
}

/** Whether two values say the same, whatever the order of their keys. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, i) => same(each, other[i]));
  if (!isBag(one) || !isBag(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => same(one[key], other[key]));
}

/** The data with another value at a path; `undefined` takes out what is there. In a list, a text is an id. */
export function withValue<T>(data: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  if (isList(data)) {
    const found = typeof key === "number" ? key : data.findIndex((each) => isBag(each) && each["id"] === key);
    const at = found < 0 ? data.length : found;
    const next = withValue(data[at], rest, value);
    const put = next === undefined ? [] : [next];
    return [...data.slice(0, at), ...put, ...data.slice(at + 1)] as T;
  }
  const { [key]: old, ...others } = (isBag(data) ? data : {}) as Bag;
  const next = withValue(old, rest, value);
  return (next === undefined ? others : { ...(data as Bag), [key]: next }) as T;
}

function merged(base: unknown, mine: unknown, theirs: unknown, path: Path, clashes: Clash[]): unknown {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  if (isBag(mine) && isBag(theirs)) return bags(isBag(base) ? base : {}, mine, theirs, path, clashes);
  if (isList(mine) && isList(theirs)) return lists(isList(base) ? base : [], mine, theirs, path, clashes);
  clashes.push({ path, mine, theirs });
  // Taken out here and changed there: what was changed stays. The person is asked.
  return mine === undefined && typeof theirs === "object" ? theirs : mine;
}

function bags(base: Bag, mine: Bag, theirs: Bag, path: Path, clashes: Clash[]): Bag {
  const result: Bag = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = merged(base[key], mine[key], theirs[key], [...path, key], clashes);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function lists(base: unknown[], mine: unknown[], theirs: unknown[], path: Path, clashes: Clash[]): unknown[] {
  if ([...base, ...mine, ...theirs].every((each) => isBag(each) && typeof each["id"] === "string"))
    return named(base as Bag[], mine as Bag[], theirs as Bag[], path, clashes);
  // Without names: as long as all are of one length, place by place; else what one took out goes, what one put in stays.
  if (base.length === mine.length && base.length === theirs.length)
    return mine.map((each, i) => merged(base[i], each, theirs[i], [...path, i], clashes));
  const has = (list: unknown[], item: unknown) => list.some((each) => same(each, item));
  const kept = theirs.filter((each) => !has(base, each) || has(mine, each));
  return [...kept, ...mine.filter((each) => !has(base, each) && !has(theirs, each))];
}

/** Lists of things with an id. One whose id changed stands where it stood: ids grow while a name is typed. */
function named(base: Bag[], mine: Bag[], theirs: Bag[], path: Path, clashes: Clash[]): Bag[] {
  const myOwn = partners(base, mine);
  const their = partners(base, theirs);
  const result: Bag[] = [];
  const taken = new Set<Bag>();
  // The order is theirs, with what is new here at the end.
  for (const item of theirs) {
    const origin = base.find((each) => their.get(each) === item);
    const counterpart = origin ? myOwn.get(origin) : fresh(item, mine, [...myOwn.values()]);
    if (counterpart) taken.add(counterpart);
    const value = merged(origin, counterpart, item, [...path, String(item["id"])], clashes);
    if (value !== undefined) result.push(value as Bag);
  }
  for (const item of mine) {
    if (taken.has(item)) continue;
    const origin = base.find((each) => myOwn.get(each) === item);
    // It was in the base, and they took it out; changed here, it stays.
    const value = origin ? merged(origin, item, undefined, [...path, String(item["id"])], clashes) : item;
    if (value !== undefined) result.push(value as Bag);
  }
  return result;
}

/** Both added something of the same id: take it for the same, unless it has no name yet. */
function fresh(item: Bag, mine: Bag[], known: Bag[]): Bag | undefined {
  return item["id"] ? mine.find((each) => each["id"] === item["id"] && !known.includes(each)) : undefined;
}

function partners(base: Bag[], list: Bag[]): Map<Bag, Bag> {
  const found = new Map<Bag, Bag>();
  const used = new Set<Bag>();
  const pair = (from: Bag, to: Bag | undefined) => {
    if (!to || used.has(to)) return;
    found.set(from, to);
    used.add(to);
  };
  for (const each of base)
    pair(
      each,
      list.find((other) => other["id"] === each["id"]),
    );
  const ids = new Set(base.map((each) => each["id"]));
  base.forEach((each, i) => {
    const other = list[i];
    if (!found.has(each) && other && !ids.has(other["id"])) pair(each, other);
  });
  return found;
}

function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
