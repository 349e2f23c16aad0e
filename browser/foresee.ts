// What a message will say in a moment. The answer of a worker, however quick, misses the frame that shows a letter in its
// field. So the letter goes at once wherever the core printed that field; the core's answer follows a frame or two later
// and takes the place of what was foreseen. Where a template does more with a value, only the answer shows it.

import { common } from "./common.ts";
import type { Range } from "./marks.ts";

/** Where a field is printed in a text, in the browser's own units. */
export interface Place extends Range {
  field: string;
}

export interface Printed {
  text: string;
  places: Place[];
}

/** The text when `field` says `value` instead of `old`. */
export function foreseen({ text, places }: Printed, field: string, old: string, value: string): Printed {
  const pieces: string[] = [];
  const moved: Place[] = [];
  let [done, length] = [0, 0];
  for (const place of places) {
    const printed = text.slice(place.start, place.end);
    const words = place.field === field ? reprinted(printed, old.trim(), value.trim()) : printed;
    const start = length + place.start - done;
    pieces.push(text.slice(done, place.start), words);
    [done, length] = [place.end, start + words.length];
    moved.push({ field: place.field, start, end: length });
  }
  return { text: [...pieces, text.slice(done)].join(""), places: moved };
}

const PLAIN_END = /[\p{L}\p{N}]$/u;

/** What a field prints with its new value: the same change in the same place. Templates make the first letter large or
 *  small and see to the full stop at the end; where a change meets that, or a gap, the words stay as they are. */
function reprinted(printed: string, old: string, value: string): string {
  if (!old || !value) return printed;
  const { first, last } = common(old, value);
  const end = old.length - last;
  const atStart = first === 0 && printed !== old;
  const atEnd = last === 0 && !(PLAIN_END.test(old) && PLAIN_END.test(value));
  if (atStart || atEnd || printed.slice(1, end) !== old.slice(1, end)) return printed;
  return printed.slice(0, first) + value.slice(first, value.length - last) + printed.slice(end);
}
