// A pack that somebody gave: what is in it, what is wrong with it, what it would replace. Nothing is taken in until the
// person says so, and a pack that cannot be used changes nothing.

import { type Core, Refusal } from "./core";
import { node, type Tree } from "./dom";
import {
  type Change,
  changeMine,
  type Contents,
  type Diagnostic,
  find,
  isTemplate,
  type Item,
  type Mine,
  mineOf,
  ownId,
  readMine,
  sentence,
  withId,
} from "./mine";
import type { Files } from "./packlink";
import { BY_CHANNEL, languageName } from "./shelf";
import type { Store } from "./store";
import { fromCore, t } from "./words";

/** The most bytes of a file that is read: the limit of a pack. */
const MAX_BYTES = 5 * 1024 * 1024;
const TYPES = /\.(zip|ya?ml)$/i;

/** What may become of a template of the pack. */
type Fate = "add" | "same" | "keep" | "replace" | "both";
type Template = Item & Mine;

interface Around {
  core: Core;
  store: Store;
  /** Templates have come in: how many, and the change that takes them out again. */
  done: (count: number, back: Change, first: Mine) => void;
  /** The preview is closed. */
  closed: () => void;
}

/** What the preview is called: while the pack is read, when it is there, and when it cannot be used. */
interface Titles {
  reading: string;
  what: string;
  nothing: string;
}

export class Import {
  #turn = 0;
  #found: Template[] = [];
  #mine: Mine[] = [];

  constructor(
    private readonly place: HTMLElement,
    private readonly around: Around,
  ) {
    place.addEventListener("click", (event) => {
      const does = (event.target as Element).closest<HTMLElement>("[data-import]")?.dataset["import"];
      if (does === "close") this.#close();
      if (does === "add") void this.#add();
    });
    place.addEventListener("change", () => this.#count());
  }

  /** Show what is in a file that the person chose. */
  async openFile(file: File): Promise<void> {
    const name = plain(file.name);
    const of = t("import.nothing-from", { name });
    if (!TYPES.test(file.name)) return this.#refuse(of, [t("import.no-pack", { name })]);
    if (file.size > MAX_BYTES) return this.#refuse(of, [t("import.too-large", { name })]);
    const turn = (this.#turn += 1);
    const bytes = await file.arrayBuffer().catch(() => null);
    if (turn !== this.#turn) return;
    if (!bytes) return this.#refuse(of, [t("import.not-read", { name })]);
    const titles = {
      reading: t("import.reading", { name }),
      what: t("import.what-is-in", { name }),
      nothing: of,
    };
    await this.#open(titles, { name, data: base64(new Uint8Array(bytes)) });
  }

  /** Show what is in a link. */
  async openLink(files: Files): Promise<void> {
    const titles = {
      reading: t("import.reading-link"),
      what: t("import.what-is-in-link"),
      nothing: t("import.nothing-from-link"),
    };
    await this.#open(titles, { name: "link", files });
  }

  /** Say why nothing can be taken in. */
  refuseLink(reason: string): void {
    this.#refuse(t("import.nothing-from-link"), [t("import.bad-link", { reason })]);
  }

  async #open(titles: Titles, params: Record<string, unknown>): Promise<void> {
    const turn = (this.#turn += 1);
    this.#show([["p", { role: "status" }, [titles.reading]]]);
    try {
      const contents = await this.around.core.ask<Contents>("pack", params);
      const mine = await readMine(this.around.store);
      if (turn === this.#turn) this.#preview(titles, contents, mine);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (turn === this.#turn) this.#refuse(titles.nothing, error.said);
    }
  }

  // ── what it shows ────────────────────────────────────────────────────────────────────────────────────────

  #show(trees: Tree[]): void {
    this.place.replaceChildren(...trees.map(node));
    this.place.hidden = false;
  }

  #refuse(title: string, why: Tree[]): void {
    this.#turn += 1;
    this.#show([
      ["h2", { tabindex: "-1", id: "fu-import" }, [title]],
      ["p", { role: "alert" }, why],
      ["p", { class: "fu-hint" }, [t("import.as-they-were")]],
      ["p", { class: "fu-actions" }, [button("close", t("common.close"), "fu-button")]],
    ]);
    this.place.querySelector("h2")?.focus();
  }

  #preview(titles: Titles, { pack, items, diagnostics }: Contents, mine: Mine[]): void {
    const found = items.filter(isTemplate);
    const errors = diagnostics.filter((each) => each.severity === "error" && each.code !== "PACK-SHADOW");
    if (!found.length) {
      const first = errors[0] ?? diagnostics[0];
      return this.#refuse(titles.nothing, [first ? remark(first) : t("import.no-template")]);
    }
    this.#found = found;
    this.#mine = mine;
    const rest = items.filter((each) => each.what !== "template" && each.what !== "unreadable");
    this.#show([
      ["h2", { tabindex: "-1", id: "fu-import" }, [titles.what]],
      ["p", { class: "fu-hint" }, [claim(pack)]],
      ["ol", { class: "fu-pack", role: "list" }, found.map((each, n) => this.#entry(each, n))],
      ...leftOut(errors, rest),
      ["p", { class: "fu-reason", id: "fu-import-count" }, [""]],
      [
        "p",
        { class: "fu-actions" },
        [
          ["button", { type: "button", class: "fu-button", "data-import": "add" }, [""]],
          button("close", t("common.cancel"), "fu-button fu-button--quiet"),
        ],
      ],
    ]);
    this.#count();
    this.place.querySelector("h2")?.focus();
  }

  #entry(template: Template, n: number): Tree {
    const { title, use_when, channel, locale, id, text, taken } = template;
    const old = find(this.#mine, template);
    const facts = { channel: BY_CHANNEL[channel] ?? channel, language: languageName(locale), id };
    const choices = fates(template, old);
    const chooses: Tree[] =
      choices.length > 1
        ? [
            ["label", { for: `fu-fate-${n}` }, [t(taken ? "import.id-of-ours" : "import.id-of-yours")]],
            ["select", { id: `fu-fate-${n}`, "data-fate": String(n) }, choices.map(option)],
          ]
        : [];
    const same: Tree[] = choices[0] === "same" ? [["p", { class: "fu-hint" }, [t("import.same")]]] : [];
    const difference: Tree[] =
      old && old.text !== text ? [folded(t("import.different"), lines(old.text, text, locale))] : [];
    return [
      "li",
      {},
      [
        ["h3", { lang: locale }, [title]],
        ["p", { lang: locale }, [use_when]],
        ["p", { class: "fu-hint" }, [t("common.facts", facts)]],
        ...(chooses.length ? [["div", { class: "fu-field" }, chooses] as Tree] : []),
        ...same,
        ...difference,
        folded(t("import.its-file"), [source(text, locale)]),
      ],
    ];
  }

  // ── what the person decides ──────────────────────────────────────────────────────────────────────────────

  #fate(n: number): Fate {
    const chosen = this.place.querySelector<HTMLSelectElement>(`[data-fate="${n}"]`)?.value as
      Fate | undefined;
    return chosen ?? fates(this.#found[n]!, find(this.#mine, this.#found[n]!))[0]!;
  }

  get #wanted(): Template[] {
    return this.#found.filter((_each, n) => ["add", "replace", "both"].includes(this.#fate(n)));
  }

  #count(): void {
    const add = this.place.querySelector('[data-import="add"]');
    const reason = this.place.querySelector("#fu-import-count");
    if (!add || !reason) return;
    const { length } = this.#wanted;
    add.textContent = t("import.add", { count: length });
    if (length) add.removeAttribute("aria-disabled");
    else add.setAttribute("aria-disabled", "true");
    reason.textContent = length ? "" : t("import.nothing-to-add");
  }

  async #add(): Promise<void> {
    const { core, store, done } = this.around;
    if (!this.#wanted.length) return;
    const turn = (this.#turn += 1);
    const taken = [...this.#mine, ...this.#found].map(({ id }) => id);
    const add: Mine[] = [];
    try {
      for (const [n, each] of this.#found.entries()) {
        const fate = this.#fate(n);
        if (fate === "add" || fate === "replace") add.push(mineOf(each));
        if (fate !== "both") continue;
        const id = ownId(each.id, taken);
        taken.push(id);
        add.push(await renamed(core, each, id));
      }
      if (turn !== this.#turn) return;
      const back = await changeMine(store, { add });
      this.#close();
      done(add.length, back, add[0]!);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#refuse(t("import.nothing-from-pack"), whyNot(error));
    }
  }

  #close(): void {
    this.#turn += 1;
    this.#found = [];
    this.place.hidden = true;
    this.place.replaceChildren();
    this.around.closed();
  }
}

const FATES: Record<Fate, string> = {
  add: t("import.add-it"),
  same: "",
  keep: t("import.leave-out"),
  replace: t("import.replace"),
  both: t("import.keep-both"),
};

/** What may become of a template; the first is what happens when nobody chooses. */
function fates({ taken, text }: Template, old: Mine | undefined): Fate[] {
  if (taken) return ["keep", "both"];
  if (!old) return ["add"];
  return old.text === text ? ["same"] : ["keep", "replace", "both"];
}

function whyNot(error: unknown): Tree[] {
  return error instanceof Refusal ? error.said : [t("import.not-stored")];
}

/** The template under another id, read by the core once more. */
async function renamed(core: Core, template: Template, id: string): Promise<Mine> {
  const name = `${id}.yaml`;
  const { items } = await core.ask<Contents>("pack", { name, text: withId(template.text, id) });
  const made = items[0];
  if (!made || !isTemplate(made) || made.taken)
    throw new Refusal([t("import.no-other-id", { title: template.title })]);
  return mineOf(made);
}

function claim(pack: Contents["pack"]): string {
  if (!pack?.version) return t("import.unchecked");
  const { title, version, author } = pack;
  return author ? t("import.claims-by", { title, version, author }) : t("import.claims", { title, version });
}

function leftOut(errors: Diagnostic[], rest: Item[]): Tree[] {
  const wrong = errors.map((each): Tree => ["li", {}, [remark(each)]]);
  const unused = rest.map(({ path, what }): Tree => [
    "li",
    {},
    [t(what === "profile" ? "import.unused-profile" : "import.unused-rule", { path })],
  ]);
  if (!wrong.length && !unused.length) return [];
  return [
    ["h3", {}, [t("import.left-out")]],
    ["ul", {}, [...wrong, ...unused]],
  ];
}

/** Place, message and hint in one line, as the core says them. */
function remark({ message, hint, path, line, column }: Diagnostic): Tree {
  const place = line > 1 || column > 1 ? `${path}, line ${line}` : path;
  return fromCore(hint ? `${place}: ${message} ${sentence(hint)}` : `${place}: ${message}`);
}

function option(fate: Fate): Tree {
  return ["option", { value: fate }, [FATES[fate]]];
}

function button(does: string, words: string, look: string): Tree {
  return ["button", { type: "button", class: look, "data-import": does }, [words]];
}

function folded(summary: string, children: Tree[]): Tree {
  return ["details", {}, [["summary", {}, [summary]], ...children]];
}

/** What differs, between the lines at the beginning and at the end that are the same in both. */
function lines(old: string, now: string, locale: string): Tree[] {
  const [a, b] = [old.split("\n"), now.split("\n")];
  let first = 0;
  while (first < Math.min(a.length, b.length) && a[first] === b[first]) first += 1;
  let last = 0;
  while (last < Math.min(a.length, b.length) - first && a.at(-1 - last) === b.at(-1 - last)) last += 1;
  const line = first + 1;
  const part = (all: string[]) => {
    const text = all.slice(first, all.length - last).join("\n");
    return text ? source(text, locale) : source(t("import.nothing"));
  };
  const label = (words: string): Tree => ["p", { class: "fu-hint" }, [words]];
  return [label(t("import.yours", { line })), part(a), label(t("import.theirs", { line })), part(b)];
}

/** A piece of a file, which is in the language of the template. */
function source(text: string, lang?: string): Tree {
  return ["pre", { tabindex: "0", ...(lang ? { lang } : {}) }, [["code", {}, [text]]]];
}

/** The name of a file as words of a sentence: short, on one line, without signs that turn the text around. */
function plain(name: string): string {
  const shown = name.replace(/[\p{C}\u2028\u2029]/gu, "\u{fffd}");
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 0x8000)
    parts.push(String.fromCharCode(...bytes.subarray(i, i + 0x8000)));
  return btoa(parts.join(""));
}
