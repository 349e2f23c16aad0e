// One message on the page: to read with its gaps and remarks marked in place, or to edit as a text; remarks.ts says
// below it what is known about it. A person's own edits stay while the form goes on changing the rest.

import { type Core, Refusal } from "./core";
import { show, type Tree } from "./dom";
import type { FieldValue } from "./fields";
import { foreseen, type Printed } from "./foresee";
import { heldBack, type Leaving } from "./leaving";
import {
  byGravity,
  carried,
  type Finding,
  type Gap,
  gaps,
  type Mark,
  messageText,
  type Part,
  placed,
  readable,
  remarkId,
  type Text,
  type Verdict,
} from "./marks";
import { merged } from "./merge";
import { offsets } from "./offsets";
import type { Voice } from "./parts";
import { rows, spoken, verdictOf } from "./readiness";
import { type Missing, showKnown } from "./remarks";
import { type Change, changed, replacement, takenOut } from "./repair";
import { coreSpeaks, t } from "./words";
import { Writing } from "./writing";

/** What the verb `draft` gives. */
export interface Draft extends Text {
  template: string;
  to: string | null;
  missing: Missing[];
  findings: Finding[];
  verdict: Verdict | null;
  mailto: string | null;
  channel: string;
  locale: string;
  length: number;
  /** The most characters that the channel takes, if it takes few. */
  limit: number | null;
  fields: (FieldValue & { label: string })[];
  /** Where subject and body print a field, in code points. */
  places: Record<Part, [start: number, end: number, field: string][]>;
  view: Tree;
  form: Tree;
}

/** A person's own work on a message: what the form wrote, what the person made of it, what they set aside. */
export interface Own {
  base?: Text;
  mine?: Text;
  dismissed: string[];
}

export interface Surroundings {
  core: Core;
  voice: Pick<Voice, "say" | "sayLater">;
  /** What the verb `lint` should know besides the text and the language. */
  about: () => Record<string, unknown>;
  /** Something changed that is worth storing. */
  touched: () => void;
  /** The message, or what is known about it, is another one now. */
  shown: () => void;
  /** Put the cursor into a field of the form. */
  fill: (field: string) => void;
  /** Tells the sheets of one page apart in ids; "" when there is one. */
  suffix: string;
}

/** A change that can be taken back: the texts around it, and what was set aside before. */
interface Step {
  before: Text;
  after: Text;
  dismissed: string[];
}

const NOTHING: Record<Part, Printed> = {
  subject: { text: "", places: [] },
  body: { text: "", places: [] },
};

export class Sheet {
  readonly #place: HTMLElement;
  #draft: Draft | undefined;
  /** Where the draft prints its fields. */
  #printed: Record<Part, Printed> = NOTHING;
  #own: Own = { dismissed: [] };
  #marks: Mark[] = [];
  #verdict: Verdict | null = null;
  #undo: Step[] = [];
  #editing = false;
  /** The fields to write in, while somebody does. */
  #writing: Writing | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(
    place: HTMLElement,
    private readonly around: Surroundings,
  ) {
    this.#place = place;
    place.addEventListener("click", (event) => this.#clicked(event));
    place.addEventListener("input", (event) => this.#typed(event));
  }

  // ── what it holds ────────────────────────────────────────────────────────────────────────────────────────

  get draft(): Draft | undefined {
    return this.#draft;
  }

  /** The message as it stands. */
  get text(): Text {
    const { subject = "", body = "" } = this.#own.mine ?? this.#draft ?? {};
    return { subject, body };
  }

  get isEdited(): boolean {
    return this.#own.mine !== undefined;
  }

  get own(): Own {
    return this.#own;
  }

  /** Resolves when the newest text has been read. */
  get settled(): Promise<void> {
    return this.#reading;
  }

  /** Begin another message, with what the person made of it before. */
  begin(own: Own = { dismissed: [] }): void {
    this.#own = own;
    this.#draft = undefined;
    this.#marks = [];
    this.#undo = [];
    this.#edit(false);
  }

  /** The form has written the message anew. */
  take(draft: Draft): void {
    const before = this.text;
    const edited = this.isEdited;
    this.#printed = { subject: printed(draft, "subject"), body: printed(draft, "body") };
    this.#become(draft);
    if (edited) this.#follow(before);
    else {
      this.#marks = placed(this.text, draft.findings);
      this.#verdict = draft.verdict;
      this.show();
    }
  }

  /** A field says something else. Show already what the message will say; what is known about it stays until the form
   *  has written it anew. */
  foresee({ name, value }: FieldValue): void {
    const draft = this.#draft;
    const old = draft?.fields.find((field) => field.name === name)?.value;
    if (!draft || old === undefined || !this.around.core.ready) return;
    const before = this.text;
    const { subject, body } = this.#printed;
    this.#printed = {
      subject: foreseen(subject, name, old, value),
      body: foreseen(body, name, old, value),
    };
    this.#become({
      ...draft,
      subject: this.#printed.subject.text,
      body: this.#printed.body.text,
      fields: draft.fields.map((field) => (field.name === name ? { ...field, value } : field)),
    });
    this.#marks = carried(this.#marks, before, this.text);
    this.#showMessage(this.#draft!);
  }

  #become(draft: Draft): void {
    this.#draft = draft;
    const { base, mine } = this.#own;
    if (base && mine)
      this.#write({
        subject: merged(base.subject, mine.subject, draft.subject),
        body: merged(base.body, mine.body, draft.body),
      });
  }

  /** Nothing is known of the message: show what there is instead. */
  clear(instead: Tree[]): void {
    this.#draft = undefined;
    show(this.#part("message"), instead);
    show(this.#part("check"), []);
    this.#tools();
  }

  // ── the person's own text ────────────────────────────────────────────────────────────────────────────────

  #write(mine: Text): void {
    const { subject, body } = this.#draft ?? { subject: "", body: "" };
    const { dismissed } = this.#own;
    const same = mine.subject === subject && mine.body === body;
    this.#own = same ? { dismissed } : { base: { subject, body }, mine, dismissed };
  }

  /** The text changed from `before`: marks move along until it has been read again. */
  #follow(before: Text): void {
    this.#marks = carried(this.#marks, before, this.text);
    this.show();
    this.#reading = this.#lint();
  }

  async #lint(): Promise<void> {
    const { core, about, suffix } = this.around;
    const { text } = this;
    if (!core.ready || !this.#draft) return;
    const params = { text: messageText(text), locale: this.#draft.locale, ...about() };
    try {
      const report = await core.ask<{ findings: Finding[]; verdict: Verdict }>(
        "lint",
        params,
        `lint${suffix}`,
      );
      this.#marks = placed(text, report.findings);
      this.#verdict = report.verdict;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "superseded") return;
      this.#marks = [];
      this.#verdict = null;
    }
    this.show();
  }

  #typed(event: Event): void {
    const typed = this.#writing?.typed(event);
    if (!typed) return;
    const before = this.text;
    this.#write({ ...before, [typed.part]: typed.words });
    this.#follow(before);
    this.around.touched();
  }

  /** Make a change that can be taken back. */
  #change(said: string, act: () => void): void {
    const before = this.text;
    const { dismissed } = this.#own;
    act();
    this.#undo.push({ before, after: this.text, dismissed });
    this.#follow(before);
    this.around.touched();
    this.around.voice.say(said);
  }

  #repair(change: Change, said: string): void {
    this.#change(said, () => this.#write(changed(this.text, change)));
    if (this.#writing) this.#writing.select(change.part, change.start + change.words.length);
    else this.#button("undo")?.focus();
  }

  /** Take the last change back; what was written since, by the form or by hand, stays. */
  #takeBack(): void {
    const step = this.#undo.pop();
    if (!step) return;
    const now = this.text;
    const back = (part: Part) => merged(step.after[part], now[part], step.before[part]);
    this.#own = { ...this.#own, dismissed: step.dismissed };
    this.#write({ subject: back("subject"), body: back("body") });
    this.#follow(now);
    this.around.touched();
    this.around.voice.say(t("sheet.as-before"));
    (this.#undo.length ? this.#button("undo") : this.#button("edit"))?.focus();
  }

  // ── what a person presses ────────────────────────────────────────────────────────────────────────────────

  #clicked(event: Event): void {
    const target = event.target as Element;
    const link = target.closest<HTMLElement>("a[data-mark]");
    if (link) {
      event.preventDefault();
      this.#open(link.dataset["mark"] ?? "");
      return;
    }
    const hole = target.closest<HTMLElement>("[data-gap]");
    if (hole) this.around.fill(hole.dataset["gap"] ?? "");
    const button = target.closest<HTMLElement>("button[data-does]");
    if (button) this.#do(button.dataset["does"] ?? "", button);
  }

  #do(what: string, button: HTMLElement): void {
    if (what === "edit") return this.#edit(!this.#editing, true);
    if (what === "undo") return this.#takeBack();
    if (what === "afresh") return this.#afresh();
    if (what === "recall") return this.#recall();
    const mark = this.#marks.find(({ key }) => key === button.dataset["key"]);
    if (!mark) return;
    if (what === "use") {
      const alternative = mark.finding.alternatives[Number(button.dataset["choice"])] ?? "";
      this.#repair(replacement(this.text, mark, alternative), t("sheet.replaced", { words: alternative }));
    }
    if (what === "leave-out") this.#repair(takenOut(this.text, mark), t("sheet.taken-out"));
    if (what === "dismiss") this.#dismiss(mark);
    if (what === "place") this.#goTo(mark);
  }

  #open(key: string): void {
    const summary = document.getElementById(this.#remark(key));
    const details = summary?.closest("details");
    if (details) details.open = true;
    summary?.focus();
  }

  /** Lead to the words that a remark is about. */
  #goTo(mark: Mark): void {
    if (this.#writing) this.#writing.select(mark.part, mark.start, mark.end);
    else this.#place.querySelector<HTMLElement>(`a[data-mark="${CSS.escape(mark.key)}"]`)?.focus();
  }

  #afresh(): void {
    this.#change(t("sheet.started-afresh"), () => {
      this.#own = { dismissed: this.#own.dismissed };
    });
    this.#button("undo")?.focus();
  }

  /** A remark is set aside with the words it is about, so that it comes back when they are written elsewhere. */
  #dismiss(mark: Mark): void {
    const next = byGravity(this.#open_).find((_other, i, all) => all[i - 1] === mark);
    this.#change(t("sheet.was-set-aside"), () => {
      this.#own = { ...this.#own, dismissed: [...this.#own.dismissed, dismissalOf(mark)] };
    });
    const after = next && document.getElementById(this.#remark(next.key));
    (after ?? this.#button("undo"))?.focus();
  }

  #recall(): void {
    this.#change(t("sheet.recalled"), () => {
      this.#own = { ...this.#own, dismissed: [] };
    });
    this.#button("undo")?.focus();
  }

  #edit(on: boolean, byHand = false): void {
    if (on === this.#editing) return;
    this.#editing = on;
    this.#writing = undefined;
    show(this.#part("message"), []);
    this.show();
    if (!byHand) return;
    if (on) (this.#writing as Writing | undefined)?.focus();
    else this.#button("edit")?.focus();
  }

  /** Select the whole of a part that is being edited, for somebody to copy by hand. */
  select(part: Part): void {
    this.#writing?.select(part);
  }

  // ── whether it may leave ─────────────────────────────────────────────────────────────────────────────────

  get #holes(): Record<Part, Gap[]> {
    const fields = this.#draft?.fields ?? [];
    const { subject, body } = this.text;
    return { subject: gaps(subject, fields), body: gaps(body, fields) };
  }

  /** What is missing: the fields whose gaps still stand in the text, and those that would change all of it. */
  get missing(): Missing[] {
    const { missing = [], fields = [] } = this.#draft ?? {};
    if (!this.isEdited || !this.#own.base) return missing;
    const { subject, body } = this.#own.base;
    const had = new Set([...gaps(subject, fields), ...gaps(body, fields)].map(({ field }) => field));
    const holes = [...this.#holes.subject, ...this.#holes.body];
    const open = missing.filter(({ field }) => !had.has(field) || holes.some((hole) => hole.field === field));
    return holes.some(({ field }) => !field) ? [...open, { field: "", label: t("sheet.gap-in-text") }] : open;
  }

  /** Why the message cannot leave, or "". */
  reason(leaving: Leaving): string {
    if (!this.#draft) return "";
    const { channel, limit } = this.#draft;
    const left = this.#marks.filter(({ finding }) => finding.measure === "placeholders");
    const missing = [
      ...this.missing,
      ...left.map(({ finding }) => ({ label: t("sheet.quoted", { text: finding.text }) })),
    ];
    return heldBack({ missing, channel, length: this.#length, limit }, leaving);
  }

  get #length(): number {
    return [...this.text.body].length;
  }

  // ── what it shows ────────────────────────────────────────────────────────────────────────────────────────

  /** Remarks that are not set aside. */
  get #open_(): Mark[] {
    return this.#marks.filter((mark) => !this.#own.dismissed.includes(dismissalOf(mark)));
  }

  show(): void {
    if (!this.#draft) return;
    this.#showMessage(this.#draft);
    this.#showCheck(this.#draft);
    this.#tools();
    this.around.shown();
  }

  #showMessage(draft: Draft): void {
    if (this.#editing) this.#showWriting(draft);
    else this.#showReading(draft);
  }

  #showReading(draft: Draft): void {
    const { text } = this;
    const holes = this.#holes;
    const words = (part: Part) =>
      readable(
        text[part],
        holes[part],
        this.#open_.filter((mark) => mark.part === part),
        (key) => this.#remark(key),
      );
    const letter = withWords(article(draft.view), { subject: words("subject"), body: words("body") });
    show(this.#part("message"), [
      ["div", { class: "fu-draft", "data-template": draft.template, ...coreSpeaks() }, [letter]],
    ]);
  }

  #showWriting({ subject, locale }: Draft): void {
    const { suffix } = this.around;
    const titled = Boolean(subject || this.text.subject);
    this.#writing ??= new Writing(this.#part("message"), { locale, titled, suffix });
    this.#writing.show({ text: this.text, holes: this.#holes, marks: this.#open_ });
  }

  #showCheck({ limit, locale }: Draft): void {
    const marks = this.#open_;
    const { missing } = this;
    const aside = this.#marks.filter((mark) => !marks.includes(mark));
    const verdict = verdictOf(this.#verdict, this.#marks, aside);
    const list = rows(missing.length, marks, verdict !== null);
    const { core, suffix, voice } = this.around;
    showKnown(this.#part("check"), {
      verdict,
      rows: list,
      missing,
      marks,
      aside: aside.length,
      length: this.#length,
      limit,
      locale,
      way: core.way,
      suffix,
    });
    voice.sayLater(spoken(verdict, list));
  }

  /** The buttons around the text: they say what they would do now. */
  #tools(): void {
    const edit = this.#button("edit");
    if (edit) show(edit, [this.#editing ? t("sheet.done-editing") : t("sheet.edit")]);
    edit?.toggleAttribute("hidden", !this.#draft);
    this.#button("undo")?.toggleAttribute("hidden", !this.#undo.length);
    this.#button("afresh")?.toggleAttribute("hidden", !this.isEdited);
  }

  #part(name: string): HTMLElement {
    return this.#place.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  }

  #button(does: string): HTMLElement | null {
    return this.#place.querySelector<HTMLElement>(`button[data-does="${does}"]`);
  }

  #remark(key: string): string {
    return remarkId(key) + this.around.suffix;
  }
}

function dismissalOf({ finding }: Mark): string {
  return `${finding.rule} ${finding.text.trim().toLowerCase()}`;
}

/** A part of a draft, and where it prints its fields. */
function printed(draft: Draft, part: Part): Printed {
  const text = draft[part];
  const at = offsets(text);
  const places = draft.places[part].map(([start, end, field]) => ({ start: at(start), end: at(end), field }));
  return { text, places };
}

/** The letter within the view of a draft. */
export function article(view: Tree): Tree {
  if (typeof view === "string") return view;
  return view[2].find((child) => child[0] === "article") ?? view;
}

/** The letter with other words in its subject and body. */
function withWords(tree: Tree, words: Record<Part, Tree[]>): Tree {
  if (typeof tree === "string") return tree;
  const [tag, attributes, children] = tree;
  if (attributes["data-text"] === "body") return [tag, attributes, words.body];
  if (attributes["class"] === "fu-subject") return [tag, attributes, words.subject];
  return [tag, attributes, children.map((child) => withWords(child, words))];
}

/** Where a person's own version of a message is stored, beside what was typed into its fields. */
export function ownKey(key: string): string {
  return `own text of ${key}`;
}
