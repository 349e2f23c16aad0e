// One message on the page: to read with its gaps and remarks marked in place, or to edit as a text; below it how far it
// is from ready, and what each remark offers. A person's own edits stay while the form goes on changing the rest.

import { type Core, Refusal } from "./core";
import { node, show, showList, type Tree } from "./dom";
import type { FieldValue } from "./fields";
import { foreseen, type Printed } from "./foresee";
import { heldBack } from "./leaving";
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
  SEVERITY,
  type Text,
  underlaid,
  type Verdict,
} from "./marks";
import { merged } from "./merge";
import { offsets } from "./offsets";
import type { Voice } from "./parts";
import { HOLES, type Row, rows, spoken, TOGETHER, UNCHECKED, VERDICT, verdictOf } from "./readiness";
import { type Change, changed, replacement, takenOut } from "./repair";

/** What the verb `draft` gives. */
export interface Draft extends Text {
  template: string;
  to: string | null;
  missing: { field: string; label: string }[];
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

const PARTS: Part[] = ["subject", "body"];
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
  #inputs: Record<Part, HTMLTextAreaElement> | undefined;
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
    const input = event.target as HTMLTextAreaElement;
    const part = PARTS.find((each) => this.#inputs?.[each] === input);
    if (!part) return;
    const before = this.text;
    const words = part === "subject" ? input.value.replace(/[\r\n]+/g, " ") : input.value;
    this.#write({ ...before, [part]: words });
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
    const input = this.#inputs?.[change.part];
    if (this.#editing && input) {
      input.focus();
      input.setSelectionRange(change.start + change.words.length, change.start + change.words.length);
    } else this.#button("undo")?.focus();
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
    this.around.voice.say("It is as it was before.");
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
      this.#repair(replacement(this.text, mark, alternative), `Replaced. It now says: ${alternative}`);
    }
    if (what === "leave-out") this.#repair(takenOut(this.text, mark), "Taken out.");
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
    const input = this.#inputs?.[mark.part];
    if (this.#editing && input) {
      input.focus();
      input.setSelectionRange(mark.start, mark.end);
    } else this.#place.querySelector<HTMLElement>(`a[data-mark="${CSS.escape(mark.key)}"]`)?.focus();
  }

  #afresh(): void {
    this.#change("The message is the template's again. Your fields are kept.", () => {
      this.#own = { dismissed: this.#own.dismissed };
    });
    this.#button("undo")?.focus();
  }

  /** A remark is set aside with the words it is about, so that it comes back when they are written elsewhere. */
  #dismiss(mark: Mark): void {
    const next = byGravity(this.#open_).find((_other, i, all) => all[i - 1] === mark);
    this.#change("Set aside for this message.", () => {
      this.#own = { ...this.#own, dismissed: [...this.#own.dismissed, dismissalOf(mark)] };
    });
    const after = next && document.getElementById(this.#remark(next.key));
    (after ?? this.#button("undo"))?.focus();
  }

  #recall(): void {
    this.#change("All remarks are back.", () => {
      this.#own = { ...this.#own, dismissed: [] };
    });
    this.#button("undo")?.focus();
  }

  #edit(on: boolean, byHand = false): void {
    if (on === this.#editing) return;
    this.#editing = on;
    this.#inputs = undefined;
    show(this.#part("message"), []);
    this.show();
    if (!byHand) return;
    if (on) (this.#inputs as Record<Part, HTMLElement> | undefined)?.body.focus();
    else this.#button("edit")?.focus();
  }

  /** Select the whole of a part that is being edited, for somebody to copy by hand. */
  select(part: Part): void {
    this.#inputs?.[part].select();
  }

  // ── whether it may leave ─────────────────────────────────────────────────────────────────────────────────

  get #holes(): Record<Part, Gap[]> {
    const fields = this.#draft?.fields ?? [];
    const { subject, body } = this.text;
    return { subject: gaps(subject, fields), body: gaps(body, fields) };
  }

  /** What is missing: the fields whose gaps still stand in the text, and those that would change all of it. */
  get missing(): { field: string; label: string }[] {
    const { missing = [], fields = [] } = this.#draft ?? {};
    if (!this.isEdited || !this.#own.base) return missing;
    const { subject, body } = this.#own.base;
    const had = new Set([...gaps(subject, fields), ...gaps(body, fields)].map(({ field }) => field));
    const holes = [...this.#holes.subject, ...this.#holes.body];
    const open = missing.filter(({ field }) => !had.has(field) || holes.some((hole) => hole.field === field));
    return holes.some(({ field }) => !field) ? [...open, { field: "", label: "a gap in the text" }] : open;
  }

  /** Why the message cannot leave, or "". `ways` is what could be done with it. */
  reason(ways: string): string {
    if (!this.#draft) return "";
    const { channel, limit } = this.#draft;
    const left = this.#marks.filter(({ finding }) => finding.measure === "placeholders");
    const missing = [...this.missing, ...left.map(({ finding }) => ({ label: `“${finding.text}”` }))];
    return heldBack({ missing, channel, length: this.#length, limit }, ways);
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
    show(this.#part("message"), [["div", { class: "fu-draft", "data-template": draft.template }, [letter]]]);
  }

  #showWriting(draft: Draft): void {
    const place = this.#part("message");
    if (!this.#inputs) {
      place.replaceChildren(node(this.#writing(draft)));
      const input = (part: Part) =>
        place.querySelector<HTMLTextAreaElement>(`textarea[data-part-of="${part}"]`)!;
      this.#inputs = { subject: input("subject"), body: input("body") };
    }
    const { text } = this;
    const holes = this.#holes;
    for (const part of PARTS) {
      const marks = this.#open_.filter((mark) => mark.part === part);
      put(this.#inputs[part], text[part]);
      const under = this.#inputs[part].previousElementSibling!;
      // A line break at the end needs something behind it to take its room.
      show(under, [...underlaid(text[part], holes[part], marks), "\u200b"]);
    }
  }

  #writing(draft: Draft): Tree {
    const field = (part: Part, label: string): Tree => {
      const id = `fu-own-${part}${this.around.suffix}`;
      const words = { lang: draft.locale, dir: "auto" };
      return [
        "div",
        { class: `fu-field fu-text fu-text--${part}` },
        [
          ["label", { for: id }, [label]],
          [
            "div",
            { class: "fu-laid" },
            [
              ["div", { class: "fu-under", "aria-hidden": "true", ...words }, []],
              ["textarea", { id, name: id, rows: "1", "data-part-of": part, ...words }, []],
            ],
          ],
        ],
      ];
    };
    const subject = draft.subject || this.text.subject;
    const hidden: Record<string, string> = subject ? {} : { hidden: "" };
    return [
      "div",
      { class: "fu-letter fu-writing", role: "group", "aria-label": "The message as a text" },
      [
        ["div", hidden, [field("subject", "Subject")]],
        field("body", "Message"),
        [
          "p",
          { class: "fu-hint" },
          ["What you fill into the form still comes in here, wherever you changed nothing yourself."],
        ],
      ],
    ];
  }

  #showCheck(draft: Draft): void {
    const marks = this.#open_;
    const { missing } = this;
    const set = this.#marks.filter((mark) => !marks.includes(mark));
    const verdict = verdictOf(this.#verdict, this.#marks, set);
    const list = rows(missing.length, marks, verdict !== null);
    const place = this.#part("check");
    const id = `fu-check${this.around.suffix}`;
    if (!place.querySelector(".fu-remarks"))
      place.replaceChildren(
        node(["div", { class: "fu-check-head" }, []]),
        node(["ul", { class: "fu-remarks", role: "list", "aria-label": "Remarks" }, []]),
        node(["div", { class: "fu-check-end" }, []]),
      );
    place.setAttribute("role", "group");
    place.setAttribute("aria-labelledby", id);
    const [head, remarks, end] = [...place.children] as [Element, Element, Element];
    show(head, [
      ["h2", { id, class: "fu-check-title" }, ["Until it is ready"]],
      verdictLine(verdict, missing.length, marks),
      ["ul", { class: "fu-todo", role: "list" }, list.map((row) => this.#row(row, missing))],
      ...this.#count(draft),
    ]);
    showList(
      remarks,
      byGravity(marks).map((mark) => this.#card(mark)),
    );
    (remarks as HTMLElement).hidden = !marks.length;
    show(end, set.length ? [setAside(set.length)] : []);
    this.around.voice.sayLater(spoken(verdict, list));
  }

  #row(row: Row, missing: { field: string; label: string }[]): Tree {
    const look = { class: `fu-todo-row fu-todo-row--${row.done ? "done" : "open"} fu-todo-row--${row.name}` };
    if (row.name !== "gaps" || row.done) return ["li", look, [row.words]];
    const links = missing.map(({ field, label }): Tree => {
      const id = `fu-field-${field}${this.around.suffix}`;
      return ["li", {}, [field ? ["a", { href: `#${id}` }, [label]] : label]];
    });
    return [
      "li",
      look,
      [
        [
          "div",
          { class: "fu-missing" },
          [
            ["p", {}, [`${row.words}:`]],
            ["ul", {}, links],
          ],
        ],
      ],
    ];
  }

  /** How much of the room is used, where a channel has little. */
  #count({ limit }: Draft): Tree[] {
    if (limit === null) return [];
    const look = this.#length > limit ? "fu-length fu-length--over" : "fu-length";
    return [["p", { class: look }, [`${this.#length} of ${limit} characters`]]];
  }

  #card(mark: Mark): Exclude<Tree, string> {
    const { key, finding } = mark;
    const { severity, title, text, message, alternatives, leave_out, page } = finding;
    const does = (what: string, words: string, more: Record<string, string> = {}): Tree => [
      "button",
      { type: "button", class: "fu-link", "data-does": what, "data-key": key, ...more },
      [words],
    ];
    const lang = { lang: this.#draft?.locale ?? "" };
    const offers = alternatives.map((words, i): Tree => {
      const use: Tree = ["span", lang, [`“${words}”`]];
      const shown = { type: "button", class: "fu-offer", "data-does": "use", "data-key": key };
      return ["li", {}, [["button", { ...shown, "data-choice": String(i) }, ["Write ", use]]]];
    });
    const quoted: Tree[] = text.trim()
      ? [" ", ["span", { class: "fu-quoted", ...lang }, [`“${shortened(text)}”`]]]
      : [];
    return [
      "li",
      { class: `fu-remark fu-remark--${severity}`, "data-key": key },
      [
        [
          "details",
          {},
          [
            [
              "summary",
              { id: this.#remark(key), tabindex: "0" },
              [
                ["span", { class: `fu-severity fu-severity--${severity}` }, [SEVERITY[severity]]],
                " ",
                ["span", { class: "fu-remark-title" }, [title]],
                ...quoted,
              ],
            ],
            ["p", { class: "fu-remark-why" }, [message]],
            ...(offers.length ? [["ul", { class: "fu-offers", role: "list" }, offers] as Tree] : []),
            [
              "p",
              { class: "fu-remark-more" },
              [
                ...(leave_out ? [does("leave-out", "Take it out"), " "] : []),
                does("place", "Show the place"),
                " ",
                does("dismiss", "Set it aside"),
                ...(page ? [" ", guide(page, this.around.core.way)] : []),
              ],
            ],
          ],
        ],
      ],
    ];
  }

  /** The buttons around the text: they say what they would do now. */
  #tools(): void {
    const edit = this.#button("edit");
    if (edit) show(edit, [this.#editing ? "Done editing" : "Edit the text"]);
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

function verdictLine(verdict: Verdict | null, missing: number, marks: Mark[]): Tree {
  const look = missing ? "gaps" : (verdict ?? "unread");
  const small = verdict === "rethink" && !marks.some((mark) => mark.finding.severity === "rethink");
  const words = missing && verdict !== "stop" ? HOLES : verdict === null ? UNCHECKED : VERDICT[verdict];
  const together = small && !missing ? [" ", TOGETHER] : [];
  return [
    "p",
    { class: `fu-verdict fu-verdict--${look}`, "data-verdict": verdict ?? "" },
    [words, ...together],
  ];
}

function setAside(count: number): Tree {
  const words = count === 1 ? "1 remark is set aside. " : `${count} remarks are set aside. `;
  const again: Tree = ["button", { type: "button", class: "fu-link", "data-does": "recall" }, ["Show again"]];
  return ["p", { class: "fu-hint" }, [words, again]];
}

function guide(page: string, way: string): Tree {
  const own = !/^[a-z]+:/i.test(page);
  return ["a", { class: "fu-guide", href: own ? way + page : page }, ["Read why in the guide"]];
}

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 60).trimEnd()} …` : line;
}

/** A part of a draft, and where it prints its fields. */
function printed(draft: Draft, part: Part): Printed {
  const text = draft[part];
  const at = offsets(text);
  const places = draft.places[part].map(([start, end, field]) => ({ start: at(start), end: at(end), field }));
  return { text, places };
}

/** Show a value without moving the cursor of somebody who writes there. */
function put(input: HTMLTextAreaElement, value: string): void {
  const old = input.value;
  if (old === value) return;
  let first = 0;
  while (first < old.length && first < value.length && old[first] === value[first]) first += 1;
  let last = 0;
  while (last < Math.min(old.length, value.length) - first && old.at(-1 - last) === value.at(-1 - last))
    last += 1;
  input.setRangeText(value.slice(first, value.length - last), first, old.length - last, "preserve");
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
