// <followup-editor>: a template's file with what the core says about it at every keystroke, beside it the message that
// its example gives; below, a person's own templates and the ways to share them. What is typed is a draft on this
// device until it is saved among the templates that the studio offers.

import { ask } from "./asking";
import { Code } from "./code";
import { type Core, Refusal } from "./core";
import { show, type Tree } from "./dom";
import { copied } from "./gallery";
import { Import } from "./importing";
import {
  BEGUN,
  type Begun,
  type Change,
  changeMine,
  type Contents,
  type Diagnostic,
  fileOf,
  find,
  idOf,
  isTemplate,
  type Item,
  MINE,
  type Mine,
  mineOf,
  noteBegun,
  ownId,
  readMine,
  sentence,
  withId,
} from "./mine";
import { decode, encode, LinkError } from "./packlink";
import { download, onAction, part, SAVED, Voice } from "./parts";
import { article, type Draft } from "./sheet";
import { address, BY_CHANNEL, byTitle, language } from "./shelf";
import { Autosave, type Store } from "./store";
import { localToday } from "./today";

/** A document of the editor: its name in the store, the fragment that leads to it, and what it begins from. */
interface Doc {
  name: string;
  hash: string;
  /** The saved template that it is, or the template of ours that it was made of. */
  own?: { id: string; locale: string };
  from?: { id: string; locale: string };
}

interface Stored {
  text: string;
}

const LABEL = "The file of the template";
const WAITING = "It is checked as soon as the calculator is there. You can type already.";
const STALE = "This is the last version without errors.";

export class Workshop {
  readonly #voice: Voice;
  readonly #code: Code;
  readonly #autosave: Autosave;
  readonly #import: Import;
  #doc: Doc = { name: "new", hash: "" };
  /** The text that the document began from: while it is the same, nothing is unsaved. */
  #base = "";
  #mine: Mine[] = [];
  #begun: Begun[] = [];
  #found: Diagnostic[] = [];
  #contents: Contents | undefined;
  #checked = "";
  #asked: Promise<void> = Promise.resolve();
  #turn = 0;
  #takeBack: Change | undefined;
  /** The documents that other tabs are listened to for. */
  readonly #shared = new Set<string>();

  constructor(
    private readonly tool: HTMLElement,
    private readonly store: Store,
    private readonly core: Core,
  ) {
    this.#voice = new Voice(part(tool, "live"));
    this.#code = new Code(part(tool, "code"), {
      label: LABEL,
      hint: part(tool, "keys").textContent ?? "",
      typed: () => this.#typed(),
      reached: (message) => this.#voice.say(message),
    });
    this.#autosave = new Autosave(
      () => this.#write(),
      (state) => this.#showState(state),
    );
    this.#import = new Import(part(tool, "import"), {
      core,
      store,
      done: (count, back, first) => void this.#imported(count, back, first),
      closed: () => this.#button("import").focus(),
    });
  }

  async start(): Promise<void> {
    await this.#reread();
    this.#listen();
    await this.#follow();
    this.tool.dataset["begun"] = "";
    this.core.whenReady(() => this.#check());
    this.core.startWhenIdle();
  }

  #listen(): void {
    const file = part<HTMLInputElement>(this.tool, "file");
    onAction(this.tool, {
      save: () => this.#save(),
      undo: () => this.#code.undo(),
      redo: () => this.#code.redo(),
      afresh: () => this.#afresh(),
      download: () => this.#download(),
      share: () => this.#share(),
      "copy-link": () => this.#copyLink(),
      "close-link": () => this.#closeLink(),
      import: () => file.click(),
      "download-all": () => this.#downloadAll(),
      remove: (button) => this.#remove(button),
      discard: (button) => this.#discard(button),
      "take-back": () => this.#back(),
      place: (button) => this.#goTo(Number(button.dataset["place"])),
    });
    const chosen = () => {
      const first = file.files?.[0];
      if (first) void this.#import.openFile(first);
      file.value = "";
    };
    file.addEventListener("change", chosen);
    chosen(); // also what was chosen before this script was there
    window.addEventListener("hashchange", () => void this.#follow().then(() => this.#code.focus()));
    for (const key of [MINE, BEGUN])
      this.store.onOtherTab(key, () => void this.#reread().then(() => this.#list()));
  }

  // ── which document ───────────────────────────────────────────────────────────────────────────────────────

  /** Do as the address says. A link with templates leaves the address at once and shows a preview. */
  async #follow(): Promise<void> {
    const said = new URLSearchParams(location.hash.slice(1));
    const pack = said.get("pack");
    const id = said.get("own") ?? said.get("template");
    const key = { id: id ?? "", locale: said.get("locale") ?? "en" };
    const number = Number(said.get("new") ?? "1") || 1;
    let doc: Doc = { name: number > 1 ? `new ${number}` : "new", hash: number > 1 ? `#new=${number}` : "" };
    if (said.has("own")) doc = { name: `own ${key.locale} ${key.id}`, hash: address("own", key), own: key };
    if (said.has("template"))
      doc = { name: `from ${key.locale} ${key.id}`, hash: address("template", key), from: key };
    if (pack !== null) {
      history.replaceState(null, "", location.pathname + location.search);
      if (this.tool.dataset["begun"] === undefined) await this.#open(doc);
      return this.#openLink(pack);
    }
    if (doc.name !== this.#doc.name || this.tool.dataset["begun"] === undefined) await this.#open(doc);
    if (said.has("import")) this.#button("import").focus();
  }

  async #open(doc: Doc): Promise<void> {
    await this.#autosave.flush();
    const turn = (this.#turn += 1);
    const [base, stored] = await Promise.all([
      this.#original(doc),
      this.store.read<Stored | null>(key(doc.name)).catch(() => null),
    ]);
    if (turn !== this.#turn) return;
    if (base === null && !stored) return this.#lost(doc);
    this.#doc = doc;
    this.#base = base ?? "";
    this.#found = [];
    this.#contents = undefined;
    this.#closeLink();
    this.#code.begin(stored?.text ?? this.#base);
    this.#shareWithTabs(doc.name);
    this.#showState("saved");
    show(part(this.tool, "problems"), [["p", { class: "fu-hint" }, [WAITING]]]);
    this.#list();
    await this.#check();
  }

  /** What a document begins with, or null when that is not to be had. */
  async #original({ own, from }: Doc): Promise<string | null> {
    if (own) return find(this.#mine, own)?.text ?? null;
    const taken = this.#mine.map((each) => each.id);
    if (!from) {
      const starter = this.tool.querySelector<HTMLTemplateElement>('template[data-part="starter"]')!;
      const text = starter.content.textContent ?? "";
      return withId(text, ownId(idOf(text), taken));
    }
    // The file lies beside the page of the template.
    const folder = from.locale === "en" ? "" : `${encodeURIComponent(from.locale)}/`;
    const answer = await fetch(`../${folder}${encodeURIComponent(from.id)}.yaml`).catch(() => null);
    if (!answer?.ok) return null;
    const text = await answer.text();
    return withId(text, ownId(from.id, taken));
  }

  /** The address names a template that is not there: say so, and begin where nothing can be lost. */
  async #lost(doc: Doc): Promise<void> {
    history.replaceState(null, "", location.pathname + location.search);
    await this.#open({ name: "new", hash: "" });
    const id = doc.own?.id ?? doc.from?.id;
    this.#voice.say(`There is no template ${id} on this device. Here is a new one instead.`);
  }

  /** Another tab changed the text of this document: show it, and undo leads back. What is being typed here wins. */
  #shareWithTabs(name: string): void {
    if (this.#shared.has(name)) return;
    this.#shared.add(name);
    this.store.onOtherTab(key(name), () => {
      if (name === this.#doc.name && this.#autosave.idle) void this.#takeOver(name);
    });
  }

  async #takeOver(name: string): Promise<void> {
    const stored = await this.store.read<Stored | null>(key(name)).catch(() => undefined);
    await this.#reread();
    const text = stored?.text ?? this.#base;
    if (name !== this.#doc.name || !this.#autosave.idle || text === this.#code.text) return;
    this.#code.change(text);
  }

  async #reread(): Promise<void> {
    const [mine, begun] = await Promise.all([
      readMine(this.store),
      this.store.read<Begun[]>(BEGUN).catch(() => undefined),
    ]);
    this.#mine = mine;
    this.#begun = begun ?? [];
    if (this.#doc.own) this.#base = find(mine, this.#doc.own)?.text ?? "";
  }

  // ── typing ───────────────────────────────────────────────────────────────────────────────────────────────

  #typed(): void {
    this.#autosave.touch();
    void this.#check();
  }

  async #write(): Promise<void> {
    const { text } = this.#code;
    const { name } = this.#doc;
    const unsaved = text !== this.#base;
    await this.store.write({ [key(name)]: unsaved ? { text } : null });
    if (unsaved === this.#begun.some(({ doc }) => doc === name)) return;
    await noteBegun(this.store, name, unsaved ? idOf(text) || "a template" : null);
    await this.#reread();
    this.#list();
  }

  #showState(state: keyof typeof SAVED): void {
    const place = part(this.tool, "saved");
    place.dataset["state"] = state;
    place.textContent = state === "saved" ? this.#where() : state === "failed" ? FAILED : SAVED.saving;
    if (state === "failed") this.#voice.say(FAILED);
    const changed = this.#code.text !== this.#base;
    this.#button("afresh").hidden = !changed;
  }

  /** Where the text is now, in honest words. */
  #where(): string {
    const changed = this.#code.text !== this.#base;
    const own = this.#doc.own && find(this.#mine, this.#doc.own);
    if (own && !changed) return "Saved among your templates.";
    if (own) return "Changed since you saved it. The change is kept on this device.";
    return changed
      ? "A draft, kept on this device. Save it to use it in a message."
      : "Nothing is changed yet. What you type stays on this device.";
  }

  #check(): Promise<void> {
    if (this.core.ready) this.#asked = this.#judge();
    return this.#asked;
  }

  async #judge(): Promise<void> {
    const { text } = this.#code;
    try {
      const contents = await this.core.ask<Contents>("pack", { name: "template", text }, "editor");
      if (text !== this.#code.text) return;
      this.#contents = contents;
      this.#checked = text;
      this.#found = contents.diagnostics;
      this.#code.mark(this.#found);
      this.#showProblems();
      await this.#preview(text);
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "superseded") return;
    show(part(this.tool, "problems"), [["p", {}, [error.lines.join(" ")]]]);
  }

  /** The template that the text is, when it has no errors. */
  get #good(): (Item & Mine & { example: Record<string, string> }) | undefined {
    const item = this.#contents?.items[0];
    return item && isTemplate(item) && !item.taken && this.#checked === this.#code.text ? item : undefined;
  }

  #showProblems(): void {
    const errors = this.#found.filter((each) => each.severity === "error").length;
    const words = summary(errors, this.#found.length - errors);
    const list: Tree[] = this.#found.length
      ? [
          [
            "ol",
            { class: "fu-problems", role: "list", "aria-label": "What the check says" },
            this.#found.map(problem),
          ],
        ]
      : [];
    show(part(this.tool, "problems"), [["p", { class: "fu-problems-sum" }, [words]], ...list]);
    const first = this.#found[0];
    this.#voice.sayLater(first ? `${words} Line ${first.line}: ${first.message}` : words);
  }

  #goTo(n: number): void {
    const found = this.#found[n];
    if (found) this.#code.goTo(found);
  }

  /** The message that the example gives; with errors, the last one stays and says so. */
  async #preview(text: string): Promise<void> {
    const item = this.#good;
    const note = part(this.tool, "note");
    const empty = !part(this.tool, "message").hasChildNodes();
    if (!item) {
      const what = this.#contents?.items[0]?.what ?? "";
      note.textContent =
        OTHER[what] ?? (empty ? "The message appears here when there are no errors." : STALE);
      return;
    }
    const { id, locale, example: values, channel } = item;
    const packs = [{ name: `${id}.yaml`, text }];
    const params = {
      template: id,
      locale,
      packs,
      values,
      today: localToday(),
      view: true,
      base: this.core.way,
    };
    const draft = await this.core.ask<Draft>("draft", params, "preview");
    if (text !== this.#code.text) return;
    show(part(this.tool, "message"), [article(draft.view)]);
    const room = draft.limit === null ? "" : `, ${draft.length} of ${draft.limit} characters`;
    note.textContent = `${BY_CHANNEL[channel] ?? channel}, ${language(locale)}${room}.`;
  }

  // ── saving ───────────────────────────────────────────────────────────────────────────────────────────────

  async #save(): Promise<void> {
    const { name } = this.#doc;
    if (!this.core.ready) this.#voice.say("It is saved as soon as the calculator is there.");
    if (this.#checked !== this.#code.text) await this.#judge();
    await this.#asked;
    if (name !== this.#doc.name) return;
    const item = this.#good;
    if (!item) {
      this.#voice.say("It can be saved as soon as there are no errors. The draft is kept meanwhile.");
      return this.#goTo(this.#found.findIndex((each) => each.severity === "error"));
    }
    const own = this.#doc.own;
    let saved = mineOf(item);
    const there = find(this.#mine, item);
    if (there && there.text !== item.text && !(own && find([there], own))) {
      const words = `You have a template called ${item.id} already. It says something else.`;
      const answer = await ask(part(this.tool, "question"), words, [
        ["replace", "Replace that one"],
        ["both", "Keep both"],
      ]);
      if (!answer) return;
      if (answer === "both") {
        const id = ownId(
          item.id,
          this.#mine.map((each) => each.id),
        );
        this.#code.change(withId(item.text, id));
        await this.#check();
        if (!this.#good) return;
        saved = mineOf(this.#good);
      }
    }
    await this.#keep(saved);
  }

  async #keep(saved: Mine): Promise<void> {
    try {
      await this.#autosave.flush();
      const before = this.#doc;
      const back = await changeMine(this.store, { add: [saved] });
      await this.store.write({ [key(before.name)]: null });
      await noteBegun(this.store, before.name, null);
      const own = { id: saved.id, locale: saved.locale };
      this.#doc = { name: `own ${own.locale} ${own.id}`, hash: address("own", own), own };
      this.#shareWithTabs(this.#doc.name);
      history.replaceState(null, "", this.#doc.hash);
      this.#takeBack = back.add?.length ? back : undefined;
      const renamed = before.own && !find([saved], before.own);
      const words = renamed
        ? `Saved as ${saved.id}. ${before.own?.id} is still there.`
        : "Saved among your templates.";
      await this.#changed(words);
    } catch {
      this.#voice.say(FAILED);
    }
  }

  /** The list is another one now. */
  async #changed(words: string): Promise<void> {
    await this.#reread();
    this.#list();
    this.#showState("saved");
    this.#voice.say(words);
  }

  /** Give up what was changed here; undo brings it back. */
  #afresh(): void {
    this.#code.change(this.#base);
    this.#code.focus();
    this.#voice.say("As it was before. Undo brings your text back.");
  }

  // ── the list ─────────────────────────────────────────────────────────────────────────────────────────────

  #list(): void {
    const mine = [...this.#mine].sort(byTitle);
    const begun = this.#begun.filter(({ doc }) => !this.#mine.some((each) => doc === ownDoc(each)));
    const free =
      [1, 2, 3, 4, 5, 6, 7, 8, 9].find((n) => !this.#begun.some(({ doc }) => doc === newDoc(n))) ?? 1;
    part(this.tool, "begin").setAttribute("href", `#new=${free}`);
    this.#button("download-all").hidden = !mine.length;
    part(this.tool, "none").hidden = mine.length + begun.length > 0;
    show(part(this.tool, "mine"), [
      ...mine.map((each) => this.#entry(each)),
      ...begun.map((each) => this.#unfinished(each)),
    ]);
    const back = part(this.tool, "back");
    back.hidden = !this.#takeBack;
  }

  #entry(mine: Mine): Tree {
    const { title, locale, channel, id } = mine;
    const changed = this.#begun.some(({ doc }) => doc === ownDoc(mine)) ? ", changed since you saved it" : "";
    const which = { "data-id": id, "data-locale": locale };
    return [
      "li",
      { class: "fu-mine", "data-key": ownDoc(mine) },
      [
        ["strong", { lang: locale }, [title]],
        [
          "span",
          { class: "fu-hint" },
          [` ${BY_CHANNEL[channel] ?? channel}, ${language(locale)}, ${id}${changed}`],
        ],
        [
          "p",
          { class: "fu-actions" },
          [
            link(address("own", mine), "Edit", title),
            link(`${this.core.way}drafts/${address("template", mine)}`, "Write with it", title),
            act("remove", "Remove", title, which),
          ],
        ],
      ],
    ];
  }

  #unfinished({ doc, title }: Begun): Tree {
    return [
      "li",
      { class: "fu-mine", "data-key": doc },
      [
        ["strong", {}, [title]],
        ["span", { class: "fu-hint" }, [" begun, not saved yet"]],
        [
          "p",
          { class: "fu-actions" },
          [link(hashOf(doc), "Go on", title), act("discard", "Throw it away", title, { "data-doc": doc })],
        ],
      ],
    ];
  }

  async #remove(button: HTMLElement): Promise<void> {
    const { id = "", locale = "" } = button.dataset;
    await this.#autosave.flush();
    try {
      this.#takeBack = await changeMine(this.store, { remove: [{ id, locale }] });
      if (this.#doc.name === ownDoc({ id, locale })) {
        history.replaceState(null, "", location.pathname + location.search);
        await this.#open({ name: "new", hash: "" });
      }
      await this.#changed(`${id} is removed. You can take that back.`);
      this.#button("take-back").focus();
    } catch {
      this.#voice.say(FAILED);
    }
  }

  async #back(): Promise<void> {
    if (!this.#takeBack) return;
    try {
      await changeMine(this.store, this.#takeBack);
      this.#takeBack = undefined;
      await this.#changed("Your templates are as they were before.");
      this.#button("import").focus();
    } catch {
      this.#voice.say(FAILED);
    }
  }

  /** Only what nobody saved is lost by this, so it is asked first. */
  async #discard(button: HTMLElement): Promise<void> {
    const doc = button.dataset["doc"] ?? "";
    const answer = await ask(part(this.tool, "question"), "What you wrote there is gone then.", [
      ["yes", "Throw it away"],
    ]);
    if (!answer) return;
    if (doc === this.#doc.name) this.#code.change(this.#base);
    await this.#autosave.flush();
    await this.store.write({ [key(doc)]: null }).catch(() => undefined);
    await noteBegun(this.store, doc, null).catch(() => undefined);
    await this.#changed("It is thrown away.");
    this.#button("import").focus();
  }

  // ── giving away ──────────────────────────────────────────────────────────────────────────────────────────

  #download(): void {
    const { text } = this.#code;
    download(`${idOf(text) || "template"}.yaml`, "application/yaml", text);
  }

  async #downloadAll(): Promise<void> {
    const files = Object.fromEntries(this.#mine.map((each) => [fileOf(each), each.text]));
    try {
      const params = { what: "pack", name: "my-templates.zip", files };
      const made = await this.core.ask<{ filename: string; media_type: string; content: string }>(
        "export",
        params,
      );
      const bytes = Uint8Array.from(atob(made.content), (letter) => letter.charCodeAt(0));
      download(made.filename, made.media_type, bytes);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#voice.say(error.lines.join(" "));
    }
  }

  /** A link that holds the file. It is made here and sent nowhere. */
  async #share(): Promise<void> {
    if (this.#checked !== this.#code.text) await this.#judge();
    const item = this.#good;
    if (!item) return this.#voice.say("It can be shared as soon as there are no errors.");
    const fragment = await encode({ [fileOf(item)]: item.text });
    if (fragment === null)
      return this.#voice.say("This is too long for a link. Download the file and send that instead.");
    const place = part(this.tool, "link");
    const input = place.querySelector("input")!;
    input.value = `${location.origin}${location.pathname}#pack=${fragment}`;
    place.hidden = false;
    input.focus();
    input.select();
  }

  async #copyLink(): Promise<void> {
    const input = part(this.tool, "link").querySelector("input")!;
    input.select();
    this.#voice.say((await copied(input.value, null)) ? "The link is copied." : COPY_BY_HAND);
  }

  #closeLink(): void {
    const place = part(this.tool, "link");
    if (place.contains(document.activeElement)) this.#button("share").focus();
    place.hidden = true;
  }

  async #openLink(fragment: string): Promise<void> {
    try {
      await this.#import.openLink(await decode(fragment));
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      this.#import.refuseLink(error.message);
    }
  }

  async #imported(count: number, back: Change, first: Mine): Promise<void> {
    this.#takeBack = back;
    await this.#changed(count === 1 ? "1 template is added." : `${count} templates are added.`);
    // A template that is open and was replaced is shown as it is now, unless somebody is changing it.
    if (this.#doc.own && this.#begun.every(({ doc }) => doc !== this.#doc.name)) this.#showNow();
    part(this.tool, "mine")
      .querySelector<HTMLElement>(`[data-key="${CSS.escape(ownDoc(first))}"] a`)
      ?.focus();
  }

  #showNow(): void {
    if (this.#code.text !== this.#base) this.#code.change(this.#base);
  }

  #button(action: string): HTMLElement {
    return this.tool.querySelector<HTMLElement>(`[data-action="${action}"]`)!;
  }
}

const FAILED = "Not saved: this browser refused. Download the file to keep what you typed.";
const COPY_BY_HAND = "Copying was refused. The link is selected: copy it with Ctrl+C, or with ⌘C on a Mac.";
const OTHER: Record<string, string> = {
  "tone rule": "This is a tone rule. It is checked here, and used on the command line.",
  profile: "This is a profile. It is checked here, and used on the command line.",
};

/** Where the unsaved text of a document is kept. */
function key(doc: string): string {
  return `template draft ${doc}`;
}

function ownDoc({ id, locale }: Pick<Mine, "id" | "locale">): string {
  return `own ${locale} ${id}`;
}

function newDoc(n: number): string {
  return n > 1 ? `new ${n}` : "new";
}

/** The fragment that leads to a document. */
function hashOf(doc: string): string {
  const [what, first = "", id = ""] = doc.split(" ");
  if (what === "new") return `#new=${first || 1}`;
  return address(what === "own" ? "own" : "template", { id, locale: first });
}

function summary(errors: number, warnings: number): string {
  const counted = (n: number, one: string, more: string) => (n === 1 ? `1 ${one}` : `${n} ${more}`);
  const said = [
    errors ? counted(errors, "error", "errors") : "",
    warnings ? counted(warnings, "remark", "remarks") : "",
  ].filter(Boolean);
  return said.length ? `${said.join(", ")}.` : "Everything is understood.";
}

function problem({ severity, message, hint, line }: Diagnostic, n: number): Tree {
  const more = hint ? ` ${sentence(hint)}` : "";
  return [
    "li",
    { class: `fu-problem fu-problem--${severity}` },
    [
      [
        "button",
        { type: "button", class: "fu-link", "data-action": "place", "data-place": String(n) },
        [`Line ${line}`],
      ],
      ` ${severity === "error" ? "Error" : "Remark"}: ${message}${more}`,
    ],
  ];
}

function link(href: string, words: string, about: string): Tree {
  return ["a", { class: "fu-link", href, "aria-label": `${words}: ${about}` }, [words]];
}

function act(action: string, words: string, about: string, more: Record<string, string>): Tree {
  const said = { "data-action": action, "aria-label": `${words}: ${about}`, ...more };
  return ["button", { type: "button", class: "fu-link", ...said }, [words]];
}
