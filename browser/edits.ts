// The search file as plain JSON, and the smallest list of edits that turns one state of it into another. The core
// makes these edits in the text, so that comments, order and quotes of its owner survive.

export type Json = string | boolean | number | null | Json[] | { [key: string]: Json };
export type Path = (string | number)[];
export interface Edit {
  op: "set" | "add" | "remove";
  path: Path;
  value?: Json;
}

function isMapping(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `add` appends to the list at `path`; removals of list items come last first, so that indexes stay right. */
export function edits(before: Json | undefined, after: Json | undefined, path: Path = []): Edit[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (after === undefined) return [{ op: "remove", path }];
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => edits(before[key], after[key], [...path, key]));
  }
  const whole = before === undefined || (Array.isArray(before) && before.length === 0);
  if (!whole && Array.isArray(before) && Array.isArray(after) && after.length > 0) {
    const shared = Math.min(before.length, after.length);
    return [
      ...after.slice(0, shared).flatMap((item, i) => edits(before[i], item, [...path, i])),
      ...before.slice(shared).map((_, i): Edit => ({ op: "remove", path: [...path, before.length - 1 - i] })),
      ...after.slice(shared).map((value): Edit => ({ op: "add", path, value })),
    ];
  }
  return [{ op: "set", path, value: after }];
}
