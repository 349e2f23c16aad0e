// A text that a form wrote and a person then edited: what the form changes later goes into the text wherever its own
// words still stand; where the person wrote, the person's words stay.

import { common } from "./common.ts";

/** `mine` is an edited `base`; `theirs` is the new `base`. Gives `mine` with what changed from `base` to `theirs`. */
export function merged(base: string, mine: string, theirs: string): string {
  if (base === theirs || mine === theirs) return mine;
  if (base === mine) return theirs;
  const [b, m, t] = [tokens(base), tokens(mine), tokens(theirs)];
  const own = joined(hunks(b, m), b);
  const kept = [...own, ...hunks(b, t).filter((hunk) => !own.some((other) => collide(hunk, other)))];
  kept.sort((one, other) => one.start - other.start || one.end - other.end);
  const out: string[] = [];
  let done = 0;
  for (const { start, end, words } of kept) {
    out.push(...b.slice(done, start), ...words);
    done = end;
  }
  return [...out, ...b.slice(done)].join("");
}

/** What became of `a` in `b`: each `a.slice(start, end)` is `words` now. */
export function changes(a: string, b: string): { start: number; end: number; words: string }[] {
  if (a === b) return [];
  const [x, y] = [tokens(a), tokens(b)];
  const starts = [0];
  for (const token of x) starts.push(starts.at(-1)! + token.length);
  return hunks(x, y).map((hunk) => ({
    start: starts[hunk.start]!,
    end: starts[hunk.end]!,
    words: hunk.words.join(""),
  }));
}

/** `tokens.slice(start, end)` of the base became `words`. */
interface Hunk {
  start: number;
  end: number;
  words: string[];
}

function tokens(text: string): string[] {
  return text.match(/\s|[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*|[^\s]/gu) ?? [];
}

function collide(one: Hunk, other: Hunk): boolean {
  if (one.start === one.end && other.start === other.end) return one.start === other.start;
  return one.start < other.end && other.start < one.end;
}

/** A table of more cells than this would take too long; the differing middle then counts as one change. */
const MAX_CELLS = 1_000_000;

/** The changes that make `b` of `a`, by their longest common subsequence. */
function hunks(a: string[], b: string[]): Hunk[] {
  const { first, last } = common(a, b);
  const [x, y] = [a.slice(first, a.length - last), b.slice(first, b.length - last)];
  if (!x.length && !y.length) return [];
  if (!x.length || !y.length || x.length * y.length > MAX_CELLS)
    return [{ start: first, end: first + x.length, words: y }];
  return walked(x, y, table(x, y)).map(({ start, end, words }) => ({
    start: start + first,
    end: end + first,
    words,
  }));
}

/** How long the longest common subsequence of `x.slice(i)` and `y.slice(j)` is, row by row. */
function table(x: string[], y: string[]): Uint32Array {
  const width = y.length + 1;
  const lengths = new Uint32Array((x.length + 1) * width);
  for (let i = x.length - 1; i >= 0; i -= 1)
    for (let j = y.length - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      const skipped = Math.max(lengths[here + width]!, lengths[here + 1]!);
      lengths[here] = x[i] === y[j] ? lengths[here + width + 1]! + 1 : skipped;
    }
  return lengths;
}

function walked(x: string[], y: string[], lengths: Uint32Array): Hunk[] {
  const width = y.length + 1;
  const found: Hunk[] = [];
  let open: Hunk | undefined;
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      open = undefined;
      i += 1;
      j += 1;
      continue;
    }
    if (!open) found.push((open = { start: i, end: i, words: [] }));
    const right =
      j < y.length && (i === x.length || lengths[i * width + j + 1]! >= lengths[(i + 1) * width + j]!);
    if (right) open.words.push(y[j++]!);
    else open.end = i += 1;
  }
  return found;
}

/** Changes with nothing but a blank between them are one: who rewrites a sentence means all of it. */
function joined(all: Hunk[], base: string[]): Hunk[] {
  const kept: Hunk[] = [];
  for (const hunk of all) {
    const last = kept.at(-1);
    const between = last ? base.slice(last.end, hunk.start) : [];
    if (last && between.every((token) => !token.trim())) {
      last.words = [...last.words, ...between, ...hunk.words];
      last.end = hunk.end;
    } else kept.push({ ...hunk });
  }
  return kept;
}
