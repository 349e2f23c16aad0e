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
import { BY_CHANNEL, language } from "./shelf";
import type { Store } from "./store";

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
    if (!TYPES.test(file.name))
      return this.#refuse(
        name,
        `“${name}” is not a pack.`,
        "Choose a file that ends in .zip, .yaml or .yml.",
      );
    if (file.size > MAX_BYTES)
      return this.#refuse(
        name,
        `“${name}” is larger than 5 MiB.`,
        "A pack is much smaller; ask for its parts.",
      );
    const turn = (this.#turn += 1);
    const bytes = await file.arrayBuffer().catch(() => null);
    if (turn !== this.#turn) return;
    if (!bytes) return this.#refuse(name, `“${name}” could not be read.`, "Choose it once more.");
    await this.#open(name, { name, data: base64(new Uint8Array(bytes)) });
  }

  /** Show what is in a link. */
  async openLink(files: Files): Promise<void> {
    await this.#open("the link", { name: "link", files });
  }

  /** Say why nothing can be taken in. */
  refuseLink(reason: string): void {
    this.#refuse("the link", "This link cannot be used.", reason);
  }

  async #open(name: string, params: Record<string, unknown>): Promise<void> {
    const turn = (this.#turn += 1);
    this.#show([["p", { role: "status" }, [`Reading ${name} …`]]]);
    try {
      const contents = await this.around.core.ask<Contents>("pack", params);
      const mine = await readMine(this.around.store);
      if (turn === this.#turn) this.#preview(name, contents, mine);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (turn === this.#turn) this.#refuse(name, error.lines.join(" "), "");
    }
  }

  // ── what it shows ────────────────────────────────────────────────────────────────────────────────────────

  #show(trees: Tree[]): void {
    this.place.replaceChildren(...trees.map(node));
    this.place.hidden = false;
  }

  #refuse(name: string, message: string, remedy: string): void {
    this.#turn += 1;
    this.#show([
      ["h2", { tabindex: "-1", id: "fu-import" }, [`Nothing was taken from ${name}`]],
      ["p", { role: "alert" }, [remedy ? `${message} ${remedy}` : message]],
      ["p", { class: "fu-hint" }, ["Your own templates are as they were."]],
      ["p", { class: "fu-actions" }, [button("close", "Close", "fu-button")]],
    ]);
    this.place.querySelector("h2")?.focus();
  }

  #preview(name: string, { pack, items, diagnostics }: Contents, mine: Mine[]): void {
    const found = items.filter(isTemplate);
    const errors = diagnostics.filter((each) => each.severity === "error" && each.code !== "PACK-SHADOW");
    if (!found.length) {
      const first = errors[0] ?? diagnostics[0];
      const others = items.length ? "It holds no template, and only templates are used on this page." : "";
      if (!first) return this.#refuse(name, others, "The command line uses the rest.");
      return this.#refuse(name, remark(first), first.hint ? sentence(first.hint) : "");
    }
    this.#found = found;
    this.#mine = mine;
    const rest = items.filter((each) => each.what !== "template" && each.what !== "unreadable");
    this.#show([
      ["h2", { tabindex: "-1", id: "fu-import" }, [`What is in ${name}`]],
      ["p", { class: "fu-hint" }, [claim(pack)]],
      ["ol", { class: "fu-pack", role: "list" }, found.map((each, n) => this.#entry(each, n))],
      ...leftOut(errors, rest),
      ["p", { class: "fu-reason", id: "fu-import-count" }, [""]],
      [
        "p",
        { class: "fu-actions" },
        [
          ["button", { type: "button", class: "fu-button", "data-import": "add" }, ["Add"]],
          button("close", "Cancel", "fu-button fu-button--quiet"),
        ],
      ],
    ]);
    this.#count();
    this.place.querySelector("h2")?.focus();
  }

  #entry(template: Template, n: number): Tree {
    const { title, use_when, channel, locale, id, text, taken } = template;
    const old = find(this.#mine, template);
    const facts = `${BY_CHANNEL[channel] ?? channel}, ${language(locale)}, ${id}`;
    const choices = fates(template, old);
    const chooses: Tree[] =
      choices.length > 1
        ? [
            ["label", { for: `fu-fate-${n}` }, [taken ? TAKEN : CONFLICT]],
            ["select", { id: `fu-fate-${n}`, "data-fate": String(n) }, choices.map(option)],
          ]
        : [];
    const same: Tree[] =
      choices[0] === "same" ? [["p", { class: "fu-hint" }, ["You have exactly this one."]]] : [];
    const difference: Tree[] =
      old && old.text !== text ? [folded("What is different", lines(old.text, text))] : [];
    return [
      "li",
      {},
      [
        ["h3", { lang: locale }, [title]],
        ["p", { lang: locale }, [use_when]],
        ["p", { class: "fu-hint" }, [facts]],
        ...(chooses.length ? [["div", { class: "fu-field" }, chooses] as Tree] : []),
        ...same,
        ...difference,
        folded("Its file", [["pre", { tabindex: "0" }, [["code", {}, [text]]]]]),
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
    add.textContent = length === 1 ? "Add 1 template" : `Add ${length} templates`;
    if (length) add.removeAttribute("aria-disabled");
    else add.setAttribute("aria-disabled", "true");
    reason.textContent = length ? "" : "There is nothing to add.";
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
      const why = error instanceof Refusal ? error.lines.join(" ") : "This browser refused to store it.";
      this.#refuse("the pack", why, "");
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

const CONFLICT = "You have a template of this id, and it says something else.";
const TAKEN = "followup has its own template of this id, which stays.";
const FATES: Record<Fate, string> = {
  add: "Add it",
  same: "",
  keep: "Leave it out",
  replace: "Replace mine",
  both: "Keep both, with a new id",
};

/** What may become of a template; the first is what happens when nobody chooses. */
function fates({ taken, text }: Template, old: Mine | undefined): Fate[] {
  if (taken) return ["keep", "both"];
  if (!old) return ["add"];
  return old.text === text ? ["same"] : ["keep", "replace", "both"];
}

/** The template under another id, read by the core once more. */
async function renamed(core: Core, template: Template, id: string): Promise<Mine> {
  const name = `${id}.yaml`;
  const { items } = await core.ask<Contents>("pack", { name, text: withId(template.text, id) });
  const made = items[0];
  if (!made || !isTemplate(made) || made.taken)
    throw new Refusal([
      `${template.title} cannot have another id. Leave it out, or change the id in its file.`,
    ]);
  return mineOf(made);
}

function claim(pack: Contents["pack"]): string {
  if (!pack?.version) return "Nobody has checked what it says. Read it before you use it.";
  const by = pack.author ? `, by ${pack.author}` : "";
  return `It calls itself ${pack.title}, version ${pack.version}${by}. Nobody has checked that.`;
}

function leftOut(errors: Diagnostic[], rest: Item[]): Tree[] {
  const wrong = errors.map((each): Tree => {
    const hint = each.hint ? ` ${sentence(each.hint)}` : "";
    return ["li", {}, [`${remark(each)}${hint}`]];
  });
  const unused = rest.map((each): Tree => [
    "li",
    {},
    [`${each.path}: a ${each.what}. Only the command line uses it.`],
  ]);
  if (!wrong.length && !unused.length) return [];
  return [
    ["h3", {}, ["Left out"]],
    ["ul", {}, [...wrong, ...unused]],
  ];
}

/** Message and place in one line. */
function remark({ message, path, line, column }: Diagnostic): string {
  const place = line > 1 || column > 1 ? `${path}, line ${line}` : path;
  return `${place}: ${message}`;
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
function lines(old: string, now: string): Tree[] {
  const [a, b] = [old.split("\n"), now.split("\n")];
  let first = 0;
  while (first < Math.min(a.length, b.length) && a[first] === b[first]) first += 1;
  let last = 0;
  while (last < Math.min(a.length, b.length) - first && a.at(-1 - last) === b.at(-1 - last)) last += 1;
  const part = (all: string[]) => all.slice(first, all.length - last).join("\n") || "(nothing)";
  const shown = (label: string, all: string[]): Tree[] => [
    ["p", { class: "fu-hint" }, [`${label}, from line ${first + 1}:`]],
    ["pre", { tabindex: "0" }, [["code", {}, [part(all)]]]],
  ];
  return [...shown("Yours", a), ...shown("Theirs", b)];
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
