// <followup-editor>: a template's file with what the core says about it at every keystroke, beside it the message that
// its example gives; below, a person's own templates and the ways to share them. What is typed is a draft on this
// device until it is saved among the templates that the studio offers.

import { ask } from "./asking";
import { Code } from "./code";
import { type Core, Refusal } from "./core";
import { show } from "./dom";
import { type Doc, docAt, newDoc, ownDoc } from "./editor/doc";
import { Giving } from "./editor/giving";
import { Own } from "./editor/own";
import { heard, remarks } from "./editor/remarks";
import { recordOf, Unsaved } from "./editor/unsaved";
import { Import } from "./importing";
import {
  type Change,
  type Contents,
  type Diagnostic,
  find,
  idOf,
  isTemplate,
  type Item,
  type Mine,
  mineOf,
  ownId,
  withId,
} from "./mine";
import { decode, LinkError } from "./packlink";
import { onAction, part, Voice } from "./parts";
import { article, type Draft } from "./sheet";
import { BY_CHANNEL, languageName } from "./shelf";
import { Autosave, type Store } from "./store";
import { localToday } from "./today";
import { markSpeaker, t } from "./words";

export class Workshop {
  readonly #voice: Voice;
  readonly #code: Code;
  readonly #unsaved: Unsaved;
  readonly #autosave: Autosave;
  readonly #import: Import;
  readonly #own: Own;
  readonly #giving: Giving;
  #doc: Doc = newDoc();
  /** The text that the document began from: while it is the same, nothing is unsaved. */
  #base = "";
  #found: Diagnostic[] = [];
  #contents: Contents | undefined;
  #checked = "";
  #asked: Promise<void> = Promise.resolve();
  #turn = 0;
  /** The documents that other tabs are listened to for. */
  readonly #shared = new Set<string>();

  constructor(
    private readonly tool: HTMLElement,
    private readonly store: Store,
    private readonly core: Core,
  ) {
    this.#voice = new Voice(part(tool, "live"));
    markSpeaker(part(tool, "message"));
    this.#code = new Code(part(tool, "code"), {
      label: t("editor.file-label"),
      hint: part(tool, "keys").textContent ?? "",
      typed: () => this.#typed(),
      reached: (message) => this.#voice.say(message),
    });
    this.#unsaved = new Unsaved(store);
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
    this.#own = new Own(tool, {
      store,
      unsaved: this.#unsaved,
      voice: this.#voice,
      way: core.way,
      flush: () => this.#autosave.flush(),
      removed: (doc) => this.#removed(doc),
      discarded: (doc) => {
        if (doc === this.#doc.name) this.#code.change(this.#base);
      },
      changed: (words) => this.#changed(words),
    });
    this.#giving = new Giving(tool, {
      core,
      voice: this.#voice,
      text: () => this.#code.text,
      good: async () => {
        if (this.#checked !== this.#code.text) await this.#judge();
        return this.#good;
      },
      mine: () => this.#own.saved,
    });
  }

  async start(): Promise<void> {
    await this.#own.reread();
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
      import: () => file.click(),
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
    window.addEventListener("pagehide", () => this.#note());
    document.addEventListener("visibilitychange", () => document.hidden && this.#note());
    this.#own.watch();
  }

  // ── which document ───────────────────────────────────────────────────────────────────────────────────────

  /** Do as the address says. A link with templates leaves the address at once and shows a preview. */
  async #follow(): Promise<void> {
    const said = new URLSearchParams(location.hash.slice(1));
    const pack = said.get("pack");
    const doc = docAt(said);
    if (pack !== null) {
      this.#forgetAddress();
      if (this.tool.dataset["begun"] === undefined) await this.#open(doc);
      return this.#openLink(pack);
    }
    if (doc.name !== this.#doc.name || this.tool.dataset["begun"] === undefined) await this.#open(doc);
    if (said.has("import")) this.#button("import").focus();
  }

  async #open(doc: Doc): Promise<void> {
    await this.#autosave.flush();
    const turn = (this.#turn += 1);
    const [original, stored] = await Promise.all([this.#original(doc), this.#unsaved.read(doc.name)]);
    if (turn !== this.#turn) return;
    if (original === null && stored === undefined) return this.#lost(doc);
    // What was typed into the document before, while this one was fetched.
    const noted = this.#note();
    this.#doc = doc;
    this.#base = original ?? "";
    this.#found = [];
    this.#contents = undefined;
    this.#giving.closeLink();
    const newest = this.#unsaved.noted(doc.name);
    this.#code.begin((newest === undefined ? stored : newest) ?? this.#base);
    this.#shareWithTabs(doc.name);
    this.#showState("saved");
    show(part(this.tool, "problems"), [["p", { class: "fu-hint" }, [t("editor.waiting")]]]);
    if (noted) await this.#own.reread();
    this.#own.show();
    await this.#check();
  }

  /** What a document begins with, or null when that is not to be had. */
  async #original({ own, from }: Doc): Promise<string | null> {
    if (own) return this.#own.find(own)?.text ?? null;
    if (!from) {
      const starter = this.tool.querySelector<HTMLTemplateElement>('template[data-part="starter"]')!;
      const text = starter.content.textContent ?? "";
      return withId(text, ownId(idOf(text), this.#own.ids));
    }
    // The file lies beside the page of the template.
    const folder = from.locale === "en" ? "" : `${encodeURIComponent(from.locale)}/`;
    const answer = await fetch(`../${folder}${encodeURIComponent(from.id)}.yaml`).catch(() => null);
    if (!answer?.ok) return null;
    return withId(await answer.text(), ownId(from.id, this.#own.ids));
  }

  /** The address names a template that is not there: say so, and begin where nothing can be lost. */
  async #lost(doc: Doc): Promise<void> {
    this.#forgetAddress();
    await this.#open(newDoc());
    this.#voice.say(t("editor.not-there", { id: doc.own?.id ?? doc.from?.id ?? "" }));
  }

  async #removed(doc: string): Promise<void> {
    if (this.#doc.name !== doc) return;
    this.#forgetAddress();
    await this.#open(newDoc());
  }

  #forgetAddress(): void {
    history.replaceState(null, "", location.pathname + location.search);
  }

  /** Another tab changed the text of this document: show it, and undo leads back. What is being typed here wins. */
  #shareWithTabs(name: string): void {
    if (this.#shared.has(name)) return;
    this.#shared.add(name);
    this.store.onOtherTab(recordOf(name), () => {
      if (name === this.#doc.name && this.#autosave.idle) void this.#takeOver(name);
    });
  }

  async #takeOver(name: string): Promise<void> {
    const stored = await this.#unsaved.read(name);
    await this.#reread();
    const text = stored ?? this.#base;
    if (name !== this.#doc.name || !this.#autosave.idle || text === this.#code.text) return;
    this.#code.change(text);
  }

  async #reread(): Promise<void> {
    await this.#own.reread();
    if (this.#doc.own) this.#base = this.#own.find(this.#doc.own)?.text ?? "";
  }

  // ── typing ───────────────────────────────────────────────────────────────────────────────────────────────

  #typed(): void {
    this.#autosave.touch();
    void this.#check();
  }

  /** The text, as far as it is not what the document began from. */
  get #changedText(): string | null {
    const { text } = this.#code;
    return text === this.#base ? null : text;
  }

  /** Keep at once what is not on the disk yet. Gives whether there was something. */
  #note(): boolean {
    if (this.#autosave.idle) return false;
    this.#unsaved.note(this.#doc.name, this.#changedText);
    return true;
  }

  async #write(): Promise<void> {
    const text = this.#changedText;
    const { name } = this.#doc;
    await this.#unsaved.write(name, text);
    await this.#own.note(name, text === null ? null : idOf(text));
  }

  #showState(state: "saving" | "saved" | "failed"): void {
    const place = part(this.tool, "saved");
    place.dataset["state"] = state;
    place.textContent =
      state === "saved" ? this.#where() : t(state === "failed" ? "editor.failed" : "common.saving");
    if (state === "failed") this.#voice.say(t("editor.failed"));
    this.#button("afresh").hidden = this.#changedText === null;
  }

  /** Where the text is now, in honest words. */
  #where(): string {
    const changed = this.#changedText !== null;
    if (this.#doc.own && this.#own.find(this.#doc.own))
      return t(changed ? "editor.changed-since" : "editor.saved");
    return t(changed ? "editor.is-draft" : "editor.nothing-changed");
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
      show(part(this.tool, "problems"), remarks(this.#found));
      this.#voice.sayLater(heard(this.#found));
      await this.#preview(text);
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "superseded") return;
    show(part(this.tool, "problems"), [["p", {}, error.said]]);
  }

  /** The template that the text is, when it has no errors. */
  get #good(): (Item & Mine & { example: Record<string, string> }) | undefined {
    const item = this.#contents?.items[0];
    return item && isTemplate(item) && !item.taken && this.#checked === this.#code.text ? item : undefined;
  }

  #goTo(n: number): void {
    const found = this.#found[n];
    if (found) this.#code.goTo(found);
  }

  /** The message that the example gives; with errors, the last one stays and says so. */
  async #preview(text: string): Promise<void> {
    const item = this.#good;
    const note = part(this.tool, "note");
    if (!item) {
      note.textContent = this.#whyNoMessage();
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
    const facts = { channel: BY_CHANNEL[channel] ?? channel, language: languageName(locale) };
    const { length, limit } = draft;
    note.textContent =
      limit === null ? t("editor.sent-as", facts) : t("editor.sent-as-of", { ...facts, length, limit });
  }

  #whyNoMessage(): string {
    const what = this.#contents?.items[0]?.what;
    if (what === "tone rule") return t("editor.is-tone-rule");
    if (what === "profile") return t("editor.is-profile");
    return t(part(this.tool, "message").hasChildNodes() ? "editor.last-good" : "editor.no-message-yet");
  }

  // ── saving ───────────────────────────────────────────────────────────────────────────────────────────────

  async #save(): Promise<void> {
    const { name } = this.#doc;
    if (!this.core.ready) this.#voice.say(t("editor.save-soon"));
    if (this.#checked !== this.#code.text) await this.#judge();
    await this.#asked;
    if (name !== this.#doc.name) return;
    if (!this.#good) {
      this.#voice.say(t("editor.save-later"));
      return this.#goTo(this.#found.findIndex((each) => each.severity === "error"));
    }
    const template = await this.#unlikeOthers(this.#good);
    if (template) await this.#keep(mineOf(template));
  }

  /** The template, under another id when the person wants to keep a different one that has its id; undefined when
   *  nothing shall be saved. */
  async #unlikeOthers(item: Item & Mine): Promise<Mine | undefined> {
    const { own } = this.#doc;
    const there = this.#own.find(item);
    if (!there || there.text === item.text || (own && find([there], own))) return item;
    const answer = await ask(part(this.tool, "question"), t("editor.id-taken", { id: item.id }), [
      ["replace", t("editor.replace")],
      ["both", t("editor.keep-both")],
    ]);
    if (answer !== "both") return answer ? item : undefined;
    this.#code.change(withId(item.text, ownId(item.id, this.#own.ids)));
    await this.#check();
    return this.#good;
  }

  async #keep(saved: Mine): Promise<void> {
    try {
      await this.#autosave.flush();
      const before = this.#doc;
      await this.#own.save(saved);
      await this.#unsaved.write(before.name, null);
      this.#doc = ownDoc(saved);
      this.#shareWithTabs(this.#doc.name);
      history.replaceState(null, "", this.#doc.hash);
      const renamed = before.own && !find([saved], before.own);
      await this.#changed(
        renamed ? t("editor.saved-as", { id: saved.id, old: before.own!.id }) : t("editor.saved"),
      );
    } catch {
      this.#voice.say(t("editor.failed"));
    }
  }

  /** The list is another one now. */
  async #changed(words: string): Promise<void> {
    await this.#reread();
    this.#own.show();
    this.#showState("saved");
    this.#voice.say(words);
  }

  /** Give up what was changed here; undo brings it back. */
  #afresh(): void {
    this.#code.change(this.#base);
    this.#code.focus();
    this.#voice.say(t("editor.as-before"));
  }

  // ── what comes in ────────────────────────────────────────────────────────────────────────────────────────

  async #openLink(fragment: string): Promise<void> {
    try {
      await this.#import.openLink(await decode(fragment));
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      this.#import.refuseLink(error.message);
    }
  }

  async #imported(count: number, back: Change, first: Mine): Promise<void> {
    this.#own.imported(back);
    await this.#changed(t("editor.added", { count }));
    // A template that is open and was replaced is shown as it is now, unless somebody is changing it.
    const replaced = this.#doc.own && !this.#own.isBegun(this.#doc.name);
    if (replaced && this.#changedText !== null) this.#code.change(this.#base);
    this.#own.focus(first);
  }

  #button(action: string): HTMLElement {
    return this.tool.querySelector<HTMLElement>(`[data-action="${action}"]`)!;
  }
}
