// Everybody an interview was with, side by side: a form and a note for each, and a word when two notes read alike.

import { type Core, Refusal } from "./core";
import { node, show, type Tree } from "./dom";
import { Fields } from "./fields";
import { onAction, part, type Voice } from "./parts";
import { type Draft, type Own, ownKey, Sheet } from "./sheet";
import { Autosave, type Store } from "./store";
import { localToday } from "./today";
import { type Plan, Ways } from "./ways";
import { t } from "./words";

interface Answer {
  drafts: (Draft & { person: string; kind: string })[];
  similar: { one: string; other: string }[];
}

export interface Around {
  core: Core;
  store: Store;
  voice: Voice;
  /** Where the words for a template and a person are stored: as for a single message. */
  keyOf: (template: string, to: string) => string;
  plan: (kind: string, channel: string, to: string) => Plan;
  back: () => void;
}

/** One of them. */
interface Person {
  id: string;
  name: string;
  key: string;
  section: HTMLElement;
  fields: Fields;
  sheet: Sheet;
  ways: Ways;
}

export class Panel {
  #people: Person[] = [];
  /** What to ask with: the search file, the application, the interview, the language. */
  #about: Record<string, unknown> = {};
  #asked: Promise<void> = Promise.resolve();
  readonly #autosave: Autosave;

  constructor(
    private readonly place: HTMLElement,
    private readonly mould: HTMLTemplateElement,
    private readonly around: Around,
  ) {
    this.#autosave = new Autosave(
      () => this.around.store.write(this.#typed()),
      (state) => state === "failed" && this.around.voice.say(t("panel.not-saved")),
    );
    place.addEventListener("input", (event) => {
      for (const { fields, sheet } of this.#people) {
        const typed = fields.note(event);
        if (!typed) continue;
        sheet.foresee(typed);
        this.#autosave.touch();
        this.#asked = this.#ask();
      }
    });
    onAction(place, { "one-message": () => this.around.back() });
  }

  close(): void {
    if (this.place.hidden) return;
    void this.#autosave.flush();
    this.place.hidden = true;
    this.place.replaceChildren();
    this.#people = [];
  }

  /** Show the panel of an interview. */
  open(about: Record<string, unknown>): Promise<void> {
    this.#about = about;
    this.#asked = this.#begin();
    return this.#asked;
  }

  async #begin(): Promise<void> {
    await this.#autosave.flush();
    const opens = this.place.hidden;
    if (opens) this.place.replaceChildren(...HEAD.map(node));
    this.place.hidden = false;
    const answer = await this.#answer();
    if (!answer) return;
    const ids = answer.drafts.map((draft) => `${draft.to} ${draft.template}`).join();
    if (ids !== this.#people.map(({ id, sheet }) => `${id} ${sheet.draft?.template}`).join())
      await this.#arrange(answer);
    await this.#ask();
    if (opens) this.place.querySelector<HTMLElement>(".fu-panel-title")?.focus();
  }

  /** Make a place for everybody, with what was typed for them before. */
  async #arrange({ drafts }: Answer): Promise<void> {
    const list = part(this.place, "people");
    list.replaceChildren();
    this.#people = drafts.map((draft) => this.#person(draft));
    list.append(...this.#people.map(({ section }) => section));
    const { store } = this.around;
    await Promise.all(
      this.#people.map(async ({ key, fields, sheet }) => {
        fields.reset(await store.read<Record<string, string>>(key).catch(() => undefined));
        sheet.begin(await store.read<Own>(ownKey(key)).catch(() => undefined));
      }),
    );
  }

  #person(draft: Answer["drafts"][number]): Person {
    const { core, voice, plan, keyOf } = this.around;
    const { channel, kind, template } = draft;
    const id = draft.to ?? "";
    const suffix = `-${id}`;
    const section = this.mould.content.firstElementChild!.cloneNode(true) as HTMLElement;
    for (const each of [section, ...section.querySelectorAll("*")]) numbered(each, suffix);
    section.querySelector("h2")!.textContent = draft.person;
    const fields = new Fields(part(section, "fields"));
    const fill = (field: string) => fields.focus(field);
    const quiet = { say: (text: string) => voice.say(text), sayLater: () => undefined };
    const touched = () => this.#autosave.touch();
    const { text: search, application } = this.#about;
    const about = () => ({ kind, channel, search, application, to: id });
    const shown = () => person.ways.allow();
    const sheet = new Sheet(section, { core, voice: quiet, about, touched, shown, fill, suffix });
    const ways = new Ways(section, sheet, {
      core,
      voice: quiet,
      params: () => ({ ...this.#about, template, to: id, values: fields.typed, today: localToday() }),
      flush: () => this.#autosave.flush(),
      asked: () => this.#asked,
      fill,
      plan: () => plan(kind, channel, id),
    });
    const person = { id, name: draft.person, key: keyOf(template, id), section, fields, sheet, ways };
    return person;
  }

  async #ask(): Promise<void> {
    const answer = await this.#answer();
    if (!answer) return;
    for (const draft of answer.drafts) {
      const person = this.#people.find(({ id }) => id === draft.to);
      if (!person) continue;
      person.fields.show(suffixed(draft.form, `-${person.id}`), draft.fields);
      person.sheet.take(draft);
    }
    this.#compare(answer);
  }

  async #answer(): Promise<Answer | null> {
    const values = Object.fromEntries(this.#people.map(({ id, fields }) => [id, fields.typed]));
    const { core } = this.around;
    const params = { panel: true, ...this.#about, values, today: localToday(), view: true, base: core.way };
    try {
      return await core.ask<Answer>("draft", params, "panel");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code !== "superseded") show(part(this.place, "alike"), [["p", {}, error.said]]);
      return null;
    }
  }

  /** Say which notes read alike: people who sit together compare them. */
  #compare({ similar }: Answer): void {
    const name = (id: string) => this.#people.find((person) => person.id === id)?.name ?? id;
    const pairs = similar.map(({ one, other }) => t("panel.pair", { one: name(one), other: name(other) }));
    const words = pairs.length
      ? t("panel.alike", { pairs: pairs.reduce((all, pair) => t("panel.more-pairs", { pairs: all, pair })) })
      : t("panel.unlike");
    const place = part(this.place, "alike");
    place.dataset["alike"] = pairs.length ? "yes" : "no";
    show(place, [["p", {}, [words]]]);
    this.around.voice.sayLater(words);
  }

  #typed(): Record<string, unknown> {
    return Object.fromEntries(
      this.#people.flatMap(({ key, fields, sheet }) => [
        [key, fields.typed],
        [ownKey(key), sheet.own],
      ]),
    );
  }
}

const HEAD: Tree[] = [
  [
    "p",
    {},
    [["button", { type: "button", class: "fu-link", "data-action": "one-message" }, [t("panel.back")]]],
  ],
  ["h2", { class: "fu-panel-title", tabindex: "-1" }, [t("panel.title")]],
  ["div", { class: "fu-alike", "data-part": "alike" }, []],
  ["div", { class: "fu-people", "data-part": "people" }, []],
];

const REFERRING = ["id", "for", "aria-describedby", "aria-labelledby"];

/** Ids of one person's part are unlike those of all others. */
function numbered(element: Element, suffix: string): void {
  for (const name of REFERRING) {
    const value = element.getAttribute(name);
    if (value) element.setAttribute(name, withSuffix(value, suffix));
  }
}

function withSuffix(ids: string, suffix: string): string {
  return ids
    .split(" ")
    .map((id) => id + suffix)
    .join(" ");
}

function suffixed(tree: Tree, suffix: string): Tree {
  if (typeof tree === "string") return tree;
  const [tag, attributes, children] = tree;
  const own = Object.entries(attributes).map(([name, value]): [string, string] => [
    name,
    REFERRING.includes(name) ? withSuffix(value, suffix) : value,
  ]);
  return [tag, Object.fromEntries(own), children.map((child) => suffixed(child, suffix))];
}
