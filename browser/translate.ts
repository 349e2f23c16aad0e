// Puts the words of another language into a tool that the build printed in English.

import { type Key, language, learn, markSpeaker, pairs, pieces, t } from "./words";

export { learn };

const ATTRIBUTES = ["aria-label", "aria-description", "label", "placeholder", "title"];
/** What speaks a language of its own, or none. */
const LEFT_ALONE = "[lang], [translate=no], script, style";
/** What the core wrote while the site was built: English, as that which it writes later. */
const OF_CORE = ".fu-plan, .fu-draft, .fu-fields";

/** Say everything in `tool` in the language that is spoken. */
export function translate(tool: HTMLElement): void {
  tool.lang = language();
  tool.dir = t("language.direction");
  for (const each of tool.querySelectorAll(OF_CORE)) markSpeaker(each);
  within(tool, new Map(pairs()));
}

function within(place: ParentNode, words: ReadonlyMap<string, string>): void {
  for (const child of place.childNodes) {
    if (child instanceof Text) child.data = put(child.data, words);
    if (!(child instanceof HTMLElement) || child.matches(LEFT_ALONE)) continue;
    for (const name of ATTRIBUTES) {
      const value = child.getAttribute(name);
      if (value) child.setAttribute(name, put(value, words));
    }
    if (child.dataset["words"]) rebuild(child, child.dataset["words"] as Key);
    if (child instanceof HTMLSelectElement) rename(child);
    within(child instanceof HTMLTemplateElement ? child.content : child, words);
  }
}

/** The text in the other language, with the space around it; itself, if there is none. */
function put(text: string, words: ReadonlyMap<string, string>): string {
  const known = words.get(text.trim().replace(/\s+/g, " "));
  return known === undefined ? text : text.replace(/\S(.*\S)?/s, () => known);
}

/** A sentence with elements in it: they find their places by `data-hole`. */
function rebuild(sentence: HTMLElement, key: Key): void {
  const parts = new Map([...sentence.children].map((child) => [child.getAttribute("data-hole"), child]));
  sentence.replaceChildren(...pieces(key).map((piece, i) => (i % 2 ? (parts.get(piece) ?? "") : piece)));
}

/** Countries and languages are named by the browser, in its order: `data-names` says which of the two a list holds.
 *  The code is the value of an option; what the empty one stands for, if for anything, is `data-empty`. */
function rename(list: HTMLSelectElement): void {
  const type = list.dataset["names"] as "region" | "language" | undefined;
  if (!type) return;
  const { value } = list;
  const names = new Intl.DisplayNames([language()], { type });
  for (const option of list.options) {
    const code = option.value || list.dataset["empty"];
    if (code) option.text = names.of(code) ?? option.text;
  }
  const { compare } = new Intl.Collator(language());
  const named = [...list.options].filter((option) => option.value);
  list.append(...named.sort((one, other) => compare(one.text, other.text)));
  list.value = value;
}
