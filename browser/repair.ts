// What the buttons of a remark do to a text: put an alternative in, or take words out. Nothing else changes.

import type { Mark, Part, Range, Text } from "./marks";

export interface Change extends Range {
  part: Part;
  words: string;
}

const SENTENCE_END = /[.!?]$/;

/** Put an alternative where it belongs: a sentence takes the place of the sentence, words that of the words. */
export function replacement(text: Text, mark: Mark, alternative: string): Change {
  const place = SENTENCE_END.test(alternative) ? mark.target : mark;
  const { start, end } = place;
  const whole = text[mark.part];
  if (start === end) return { part: mark.part, start, end, words: start ? ` ${alternative}` : alternative };
  const begins = beginsSentence(whole, start) && isCapital(whole.slice(start, end));
  return { part: mark.part, start, end, words: begins ? capitalised(alternative) : alternative };
}

/** Leave the words out, with the space that would stay behind. */
export function takenOut(text: Text, mark: Mark): Change {
  const whole = text[mark.part];
  let { start, end } = mark.target.start < mark.target.end ? mark.target : mark;
  const begins = beginsSentence(whole, start) && isCapital(whole.slice(start, end));
  const before = whole[start - 1] ?? "\n";
  const after = whole[end] ?? "\n";
  if (before === " " && /[\s,.;:!?]/.test(after)) start -= 1;
  else if (/\s/.test(before) && after === " ") end += 1;
  // A paragraph that is gone leaves no empty lines.
  else if (before === "\n" && after === "\n") while (whole[end] === "\n") end += 1;
  // The next word now begins the sentence.
  const next = /^\p{L}/u.exec(whole.slice(end))?.[0];
  if (begins && next) return { part: mark.part, start, end: end + next.length, words: next.toUpperCase() };
  return { part: mark.part, start, end, words: "" };
}

export function changed(text: Text, { part, start, end, words }: Change): Text {
  const whole = text[part];
  return { ...text, [part]: whole.slice(0, start) + words + whole.slice(end) };
}

function beginsSentence(whole: string, start: number): boolean {
  return /(^|[.!?:]\s+|\n\s*)$/.test(whole.slice(0, start));
}

function isCapital(words: string): boolean {
  const first = /\p{L}/u.exec(words)?.[0] ?? "";
  return first !== first.toLowerCase();
}

function capitalised(words: string): string {
  return words.replace(/\p{L}/u, (first) => first.toUpperCase());
}
