// The list of a person's own templates below the editor: the saved ones, and those begun and not saved yet. What is
// removed can be taken back.

import { ask } from "../asking";
import { show, type Tree } from "../dom";
import { type Change, changeMine, find, MINE, type Mine, readMine } from "../mine";
import { onAction, part, type Voice } from "../parts";
import { address, BY_CHANNEL, byTitle, languageName } from "../shelf";
import type { Store } from "../store";
import { t } from "../words";
import { hashOf, type Key, newDoc, ownDoc } from "./doc";
import type { Begun, Unsaved } from "./unsaved";

interface Around {
  store: Store;
  unsaved: Unsaved;
  voice: Voice;
  /** The relative way to the root of the site. */
  way: string;
  /** Store what was typed. */
  flush: () => Promise<void>;
  /** The saved template of this document is gone. */
  removed: (doc: string) => Promise<void>;
  /** The unsaved text of this document shall go. */
  discarded: (doc: string) => void;
  /** The list is another one now; the words say how. */
  changed: (words: string) => Promise<void>;
}

/** The numbers that a new document may have. */
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export class Own {
  #mine: Mine[] = [];
  #begun: Begun[] = [];
  #takeBack: Change | undefined;

  constructor(
    private readonly tool: HTMLElement,
    private readonly around: Around,
  ) {
    onAction(tool, {
      remove: (button) => this.#remove(button),
      discard: (button) => this.#discard(button),
      "take-back": () => this.#back(),
    });
  }

  /** Show what other tabs do to the list. */
  watch(): void {
    const reread = () => void this.reread().then(() => this.show());
    this.around.store.onOtherTab(MINE, reread);
    this.around.unsaved.onOtherTab(reread);
  }

  /** The saved ones. */
  get saved(): readonly Mine[] {
    return this.#mine;
  }

  get ids(): string[] {
    return this.#mine.map(({ id }) => id);
  }

  find(key: Key): Mine | undefined {
    return find(this.#mine, key);
  }

  isBegun(doc: string): boolean {
    return this.#begun.some((each) => each.doc === doc);
  }

  async reread(): Promise<void> {
    const { store, unsaved } = this.around;
    [this.#mine, this.#begun] = await Promise.all([readMine(store), unsaved.all().catch(() => [])]);
  }

  /** The unsaved text of a document calls itself so now; null when there is none any more. */
  async note(doc: string, id: string | null): Promise<void> {
    const known = this.#begun.find((each) => each.doc === doc);
    if ((known?.id ?? null) === id) return;
    await this.reread();
    this.show();
  }

  async save(template: Mine): Promise<void> {
    const back = await changeMine(this.around.store, { add: [template] });
    this.#takeBack = back.add?.length ? back : undefined;
  }

  /** Templates came in; `back` takes them out again. */
  imported(back: Change): void {
    this.#takeBack = back;
  }

  /** Put the cursor to a template of the list. */
  focus(key: Key): void {
    const entry = `[data-key="${CSS.escape(ownDoc(key).name)}"] a`;
    part(this.tool, "mine").querySelector<HTMLElement>(entry)?.focus();
  }

  show(): void {
    const mine = [...this.#mine].sort(byTitle);
    const begun = this.#begun.filter(({ doc }) => !mine.some((each) => doc === ownDoc(each).name));
    const free = NUMBERS.find((n) => !this.isBegun(newDoc(n).name)) ?? 1;
    part(this.tool, "begin").setAttribute("href", `#new=${free}`);
    this.#button("download-all").hidden = !mine.length;
    part(this.tool, "none").hidden = mine.length + begun.length > 0;
    show(part(this.tool, "mine"), [
      ...mine.map((each) => this.#entry(each)),
      ...begun.map((each) => this.#unfinished(each)),
    ]);
    part(this.tool, "back").hidden = !this.#takeBack;
  }

  #entry(mine: Mine): Tree {
    const { title, locale, id } = mine;
    const { name: doc, hash } = ownDoc(mine);
    const channel = BY_CHANNEL[mine.channel] ?? mine.channel;
    const facts = { channel, language: languageName(locale), id };
    const write = `${this.around.way}drafts/${address("template", mine)}`;
    const which = { "data-id": id, "data-locale": locale };
    return entry(
      doc,
      ["strong", { lang: locale }, [title]],
      t(this.isBegun(doc) ? "editor.facts-changed" : "common.facts", facts),
      [
        link(hash, t("editor.edit"), title),
        link(write, t("editor.write-with"), title),
        act("remove", t("editor.remove"), title, which),
      ],
    );
  }

  #unfinished({ doc, id }: Begun): Tree {
    const title = id || t("editor.a-template");
    return entry(doc, ["strong", {}, [title]], t("editor.not-saved-yet"), [
      link(hashOf(doc), t("editor.go-on"), title),
      act("discard", t("editor.throw-away"), title, { "data-doc": doc }),
    ]);
  }

  async #remove(button: HTMLElement): Promise<void> {
    const { id = "", locale = "" } = button.dataset;
    const { store, flush, removed, changed, voice } = this.around;
    await flush();
    try {
      this.#takeBack = await changeMine(store, { remove: [{ id, locale }] });
      await removed(ownDoc({ id, locale }).name);
      await changed(t("editor.removed", { id }));
      this.#button("take-back").focus();
    } catch {
      voice.say(t("editor.failed"));
    }
  }

  async #back(): Promise<void> {
    const { store, changed, voice } = this.around;
    if (!this.#takeBack) return;
    try {
      await changeMine(store, this.#takeBack);
      this.#takeBack = undefined;
      await changed(t("editor.taken-back"));
      this.#button("import").focus();
    } catch {
      voice.say(t("editor.failed"));
    }
  }

  /** Only what nobody saved is lost by this, so it is asked first. */
  async #discard(button: HTMLElement): Promise<void> {
    const { unsaved, flush, discarded, changed } = this.around;
    const doc = button.dataset["doc"] ?? "";
    const answer = await ask(part(this.tool, "question"), t("editor.discard-ask"), [
      ["yes", t("editor.throw-away")],
    ]);
    if (!answer) return;
    discarded(doc);
    await flush();
    await unsaved.write(doc, null).catch(() => undefined);
    await changed(t("editor.thrown-away"));
    this.#button("import").focus();
  }

  #button(action: string): HTMLElement {
    return this.tool.querySelector<HTMLElement>(`[data-action="${action}"]`)!;
  }
}

function entry(doc: string, title: Tree, facts: string, actions: Tree[]): Tree {
  const hint: Tree = ["span", { class: "fu-hint" }, [` ${facts}`]];
  return [
    "li",
    { class: "fu-mine", "data-key": doc },
    [title, hint, ["p", { class: "fu-actions" }, actions]],
  ];
}

function link(href: string, action: string, about: string): Tree {
  const name = t("common.about", { action, about });
  return ["a", { class: "fu-link", href, "aria-label": name }, [action]];
}

function act(does: string, action: string, about: string, more: Record<string, string>): Tree {
  const name = t("common.about", { action, about });
  const look = { type: "button", class: "fu-link", "data-action": does, "aria-label": name, ...more };
  return ["button", look, [action]];
}
