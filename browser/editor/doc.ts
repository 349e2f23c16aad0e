// The documents of the editor: a new template, one made of a template of ours, a saved one of one's own. Each has a
// name in the store and a fragment of the address that leads to it.

import type { Mine } from "../mine";
import { address } from "../shelf";

export type Key = Pick<Mine, "id" | "locale">;

export interface Doc {
  name: string;
  hash: string;
  /** The saved template that it is, or the template of ours that it was made of. */
  own?: Key;
  from?: Key;
}

/** The first new one needs no fragment; the others are numbered. */
export function newDoc(n = 1): Doc {
  return n > 1 ? { name: `new ${n}`, hash: `#new=${n}` } : { name: "new", hash: "" };
}

export function ownDoc({ id, locale }: Key): Doc {
  const own = { id, locale };
  return { name: `own ${locale} ${id}`, hash: address("own", own), own };
}

function fromDoc(from: Key): Doc {
  return { name: `from ${from.locale} ${from.id}`, hash: address("template", from), from };
}

/** The document that an address asks for. */
export function docAt(said: URLSearchParams): Doc {
  const locale = said.get("locale") ?? "en";
  const [own, from] = [said.get("own"), said.get("template")];
  if (from !== null) return fromDoc({ id: from, locale });
  if (own !== null) return ownDoc({ id: own, locale });
  return newDoc(Number(said.get("new") ?? "1") || 1);
}

/** The fragment that leads to the document of this name; that of the first new one is said, to change the address. */
export function hashOf(name: string): string {
  const [what, first = "", id = ""] = name.split(" ");
  if (what === "new") return `#new=${first || 1}`;
  return address(what === "own" ? "own" : "template", { id, locale: first });
}
