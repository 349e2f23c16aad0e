// The words of the tools. words/<language>.json has them, one file for each language: English is complete and
// stands in for what another file lacks. A text is `area.name`; {braces} hold a place for a value; a text that
// depends on a number is a set of forms, one for each category of Intl.PluralRules, chosen by the value `count`.

import type { Tree } from "./dom";
import { SOURCE } from "./language.ts";
import english from "./words/en.json" with { type: "json" };

type Forms = Readonly<Record<string, string>>;
type Texts = Readonly<Record<string, Readonly<Record<string, string | Forms>>>>;
type Areas = typeof english;

/** The name of every text there is. */
export type Key = { [Area in keyof Areas]: `${Area}.${keyof Areas[Area] & string}` }[keyof Areas];
export type Values = Readonly<Record<string, string | number>>;

const HOLE = /\{([a-z_]+)\}/;

let texts: Texts = english;
let spoken = SOURCE;
let plural = new Intl.PluralRules(SOURCE);

/** The language that is spoken. */
export function language(): string {
  return spoken;
}

/** Speak another language from now on; `false` when there is no such file. Must come before the first text is asked for. */
export async function learn(wanted: string): Promise<boolean> {
  try {
    texts = ((await import(`./words/${wanted}.json`)) as { default: Texts }).default;
  } catch {
    return false;
  }
  spoken = wanted;
  plural = new Intl.PluralRules(wanted);
  return true;
}

/** A text with its values. */
export function t(key: Key, values: Values = {}): string {
  return pieces(key, values["count"])
    .map((piece, i) => (i % 2 ? String(values[piece] ?? `{${piece}}`) : piece))
    .join("");
}

/** A text with elements in the places of its values. */
export function rich(key: Key, parts: Readonly<Record<string, Tree>>, count?: number): Tree[] {
  return pieces(key, count)
    .map((piece, i) => (i % 2 ? (parts[piece] ?? `{${piece}}`) : piece))
    .filter((tree) => tree !== "");
}

/** Texts one after another, as the language lists things; a `conjunction` says "and" before the last. */
export function list(texts: readonly string[], type: "unit" | "conjunction" = "unit"): string {
  return new Intl.ListFormat(t("language.dates"), { type }).format(texts);
}

// ── two languages side by side ───────────────────────────────────────────────────────────────────────────

/** The attributes of what the core says, which is in the language of the pages. None where that is spoken. */
export function coreSpeaks(): Record<string, string> {
  return spoken === SOURCE ? {} : { lang: SOURCE, dir: "ltr" };
}

/** Words of the core in the midst of those of the tool. */
export function fromCore(words: string): Tree {
  return spoken === SOURCE ? words : ["span", coreSpeaks(), [words]];
}

/** The attributes of words of the tool in the midst of what the core says. */
export function toolSpeaks(): Record<string, string> {
  return spoken === SOURCE ? {} : { lang: spoken, dir: t("language.direction") };
}

/** Say that `place` shows what the core says, or (`core` is false) what the tool says. */
export function markSpeaker(place: Element, core = true): void {
  if (spoken === SOURCE) return;
  for (const name of ["lang", "dir"]) place.removeAttribute(name);
  for (const [name, value] of Object.entries(core ? coreSpeaks() : {})) place.setAttribute(name, value);
}

/** Every text of English beside that of the language that is spoken, as far as it has one; but a language is not
 *  called by the name of another. */
export function* pairs(): Generator<[english: string, spoken: string]> {
  for (const [area, all] of Object.entries(english as Texts))
    for (const [name, source] of Object.entries(all)) {
      if (area === "language" && name === "name") continue;
      const mine = texts[area]?.[name];
      if (typeof source === "string" && typeof mine === "string") yield [source, mine];
    }
}

/** A text taken apart: words, the name of a place, words … */
export function pieces(key: Key, count?: string | number): string[] {
  const [area = "", name = ""] = key.split(".");
  const found = texts[area]?.[name] ?? (english as Texts)[area]?.[name] ?? key;
  return (typeof found === "string" ? found : form(found, Number(count))).split(HOLE);
}

function form(forms: Forms, count: number): string {
  return forms[plural.select(count)] ?? forms["other"] ?? "";
}
