// <followup-planner>: the form of one application on the left, the live plan on the right.
//
// The form works before Python does: what is typed is stored at once as the wish `search`; when the calculator is
// there, the wish becomes edits of the text of the search file, and the text becomes the plan.

import { applied, complete, type Core, Refusal } from "./core";
import { show, type Tree } from "./dom";
import { contentOf, inWords, remember, save } from "./files";
import { Keeper } from "./keeper";
import { control, download, focusLinks, keepKeys, onAction, part, showSaved, Voice } from "./parts";
import {
  type Application,
  type Contact,
  emptyApplication,
  idFrom,
  type Interview,
  CALENDAR,
  type SearchRecord,
  stillNeeded,
} from "./search";
import { Autosave, type Store } from "./store";
import { localToday } from "./today";

const UPDATE_PAUSE = 200;

export class Planner {
  readonly #tool: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #voice: Voice;
  readonly #autosave: Autosave;
  readonly #keeper: Keeper;
  #current = 0;
  #idIsFinal = false;
  #typed = false;
  #today = localToday();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working = false;
  #again = false;
  #rows = 0;
  /** What there was before a file was opened. */
  #previous: SearchRecord | undefined;
  /** What a row stood for when it was made: keeps what the form does not show. */
  readonly #origin = new WeakMap<Element, Contact | Interview>();

  constructor(
    tool: HTMLElement,
    private readonly store: Store,
    private readonly core: Core,
  ) {
    this.#tool = tool;
    this.#keeper = new Keeper(store);
    this.#form = tool.querySelector("form")!;
    this.#voice = new Voice(part(tool, "live"));
    this.#autosave = new Autosave(
      () => this.#keeper.save(),
      (state) => showSaved(part(tool, "saved"), this.#voice, state),
    );
  }

  async start(): Promise<void> {
    keepKeys(this.#tool);
    focusLinks(this.#tool);
    await this.#keeper.load();
    const early = this.#early();
    if (this.#record.written) this.#planFirst();
    this.#fill();
    this.#listen();
    for (const [name, value] of early) set(this.#form, name, value);
    if (early.length) this.#changed();
    void this.#openFile(); // one that was chosen before this script was there
    this.core.whenReady(() => this.#update());
    this.core.startWhenIdle();
  }

  get #record(): SearchRecord {
    return this.#keeper.record;
  }

  set #record(record: SearchRecord) {
    this.#keeper.record = record;
  }

  #listen(): void {
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("input", (event) => {
      const name = (event.target as Partial<Control>).name;
      if (name !== "application") this.#changed();
    });
    this.#form.addEventListener("change", (event) => {
      const input = event.target as HTMLInputElement;
      if (input.name === "application") this.#choose(Number(input.value));
      if (input.name === "employer" && input.value) this.#idIsFinal = true;
      const row = input.closest("[data-row]");
      if (input.name === "contacts.name" && row && input.value) this.#settle(row);
    });
    onAction(this.#tool, {
      "add-person": () => this.#addRow("contacts"),
      "add-interview": () => this.#addRow("interviews"),
      "remove-person": (button) => this.#removeRow(button),
      "remove-interview": (button) => this.#removeRow(button),
      "add-application": () => this.#addApplication(),
      calendar: () => this.#calendar(),
      "save-file": () => this.#saveFile(),
      "open-file": () => part(this.#tool, "file").click(),
      undo: () => this.#undo(),
    });
    part(this.#tool, "file").addEventListener("change", () => void this.#openFile());
    this.#keeper.onOther(() => this.#follow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.#today !== localToday()) void this.#update();
    });
  }

  /** On a phone, who comes back for the plan does not scroll past the form. */
  #planFirst(): void {
    const plan = this.#tool.querySelector(".fu-result");
    if (plan && matchMedia("(max-width: 60em)").matches) plan.parentElement?.prepend(plan);
  }

  /** What was typed before this script was there. */
  #early(): [name: string, value: string][] {
    const inputs = [...this.#form.querySelectorAll<HTMLInputElement>("input[name]")].filter(
      (input) => input.value,
    );
    const selects = [...this.#form.querySelectorAll("select")].filter(
      (select) => select.selectedIndex > 0 && !select.options[select.selectedIndex]?.defaultSelected,
    );
    return [...inputs, ...selects].map(({ name, value }) => [name, value]);
  }

  // ── form -> wish ─────────────────────────────────────────────────────────────────────────────────────────

  #changed(): void {
    this.#typed = true;
    this.#read();
    this.#autosave.touch();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#update(), UPDATE_PAUSE);
  }

  #value(name: string, within: ParentNode = this.#form): string {
    return control(within, name).value.trim();
  }

  #read(): void {
    const { search } = this.#record;
    const before = search.applications[this.#current] ?? emptyApplication();
    const contacts = this.#readContacts();
    const taken = search.applications.filter((_, i) => i !== this.#current).map((a) => a.id);
    const employer = this.#value("employer");
    const application: Application = {
      ...before,
      id: this.#idIsFinal && before.id ? before.id : idFrom(employer, "application", taken),
      employer,
      role: this.#value("role"),
    };
    optional(application, "country", this.#value("country"));
    optional(application, "contacts", [...contacts.values()]);
    optional(application, "interviews", this.#readInterviews(contacts));
    const by = this.#value("promise.by");
    optional(application, "promise", by && { ...before.promise, by });
    const me = { ...search.me, name: this.#value("me.name") };
    optional(me, "email", this.#value("me.email"));
    const applications = search.applications.with(this.#current, application);
    this.#record = { ...this.#record, search: { ...search, me, applications }, applied: false };
    this.#showPeople(contacts);
  }

  #readContacts(): Map<string, Contact> {
    const contacts = new Map<string, Contact>();
    for (const row of this.#rowsOf("contacts")) {
      const name = this.#value("contacts.name", row);
      if (!name) continue;
      const taken = [...contacts.values()].map((c) => c.id);
      const before = this.#origin.get(row) as Contact | undefined;
      const id = before?.id || idFrom(name, "person", taken);
      const contact: Contact = { ...before, id, name };
      optional(contact, "email", this.#value("contacts.email", row));
      optional(contact, "role", this.#value("contacts.role", row));
      contacts.set(row.dataset["key"] ?? "", contact);
    }
    return contacts;
  }

  #readInterviews(contacts: Map<string, Contact>): Interview[] {
    return this.#rowsOf("interviews").flatMap((row) => {
      const on = this.#value("interviews.on", row);
      if (!on) return [];
      const interview: Interview = { ...this.#origin.get(row), on };
      optional(interview, "at", this.#value("interviews.at", row));
      optional(interview, "stage", this.#value("interviews.stage", row));
      const met = [...contacts].filter(([key]) => this.#wasThere(row, key)).map(([, contact]) => contact.id);
      optional(interview, "with", met);
      return [interview];
    });
  }

  /** Who is named is taken to have been there, until somebody says otherwise. */
  #wasThere(row: Element, key: string): boolean {
    return row.querySelector<HTMLInputElement>(`[data-part="with"] input[value="${key}"]`)?.checked ?? true;
  }

  /** An id grows with the name while it is typed; afterwards it stays, because the log may speak of it. */
  #settle(row: Element): void {
    const contact = this.#readContacts().get((row as HTMLElement).dataset["key"] ?? "");
    if (contact) this.#origin.set(row, contact);
  }

  // ── wish -> form ─────────────────────────────────────────────────────────────────────────────────────────

  #fill(): void {
    const { search } = this.#record;
    const application = search.applications[this.#current] ?? emptyApplication();
    this.#idIsFinal = application.id !== "";
    const values: Record<string, string | undefined> = {
      employer: application.employer,
      role: application.role,
      country: application.country,
      "promise.by": application.promise?.by,
      "me.name": search.me.name,
      "me.email": search.me.email,
    };
    for (const [name, value] of Object.entries(values)) set(this.#form, name, value);
    const contacts = application.contacts ?? [];
    const interviews = application.interviews ?? [];
    for (const name of ["contacts", "interviews"] as const) part(this.#tool, name).replaceChildren();
    const keys = new Map(contacts.map((contact) => [contact.id, this.#newRow("contacts", contact)] as const));
    if (!contacts.length) this.#newRow("contacts");
    for (const interview of interviews) this.#newRow("interviews", interview);
    if (!interviews.length) this.#newRow("interviews");
    this.#showPeople(this.#readContacts());
    this.#rowsOf("interviews").forEach((row, i) => {
      const met = interviews[i]?.with;
      for (const [id, person] of keys) {
        const box = row.querySelector<HTMLInputElement>(`input[value="${person.dataset["key"]}"]`);
        if (box && interviews[i]) box.checked = met?.includes(id) ?? false;
      }
    });
    this.#showApplications();
  }

  #showApplications(): void {
    const { applications } = this.#record.search;
    const options = applications.map((a, i): Tree => {
      const words = [a.employer, a.role].filter(Boolean).join(", ") || "A new application";
      return ["option", { value: String(i) }, [words]];
    });
    const select = control(this.#form, "application");
    show(select, options);
    select.value = String(this.#current);
    const started = applications.some((a) => a.employer && a.role);
    part(this.#tool, "applications").hidden = !started;
  }

  #showPeople(contacts: Map<string, Contact>): void {
    for (const row of this.#rowsOf("interviews")) {
      const place = part(row, "with");
      place.hidden = contacts.size === 0;
      const boxes = [...contacts].map(([key, contact]): Tree => {
        const checked: Record<string, string> = this.#wasThere(row, key) ? { checked: "" } : {};
        const box: Tree = ["input", { type: "checkbox", value: key, ...checked }, []];
        return ["label", { class: "fu-choice", "data-field": key }, [box, ["bdi", {}, [contact.name]]]];
      });
      show(place, [["legend", {}, ["Who was there?"]], ...boxes]);
    }
  }

  // ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────

  #rowsOf(kind: "contacts" | "interviews"): HTMLElement[] {
    return [...part(this.#tool, kind).querySelectorAll<HTMLElement>(`[data-row="${kind}"]`)];
  }

  #newRow(kind: "contacts" | "interviews", origin?: Contact | Interview): HTMLElement {
    const mould = this.#tool.querySelector<HTMLTemplateElement>(`template[data-template="${kind}"]`)!;
    const row = mould.content.firstElementChild!.cloneNode(true) as HTMLElement;
    row.dataset["key"] = String((this.#rows += 1));
    for (const labelled of row.querySelectorAll("label")) labelled.htmlFor += `-${this.#rows}`;
    for (const input of row.querySelectorAll("[id]")) input.id += `-${this.#rows}`;
    if (origin)
      for (const input of row.querySelectorAll<Control>("[name]")) {
        const value: unknown = (origin as unknown as Record<string, unknown>)[
          input.name.slice(kind.length + 1)
        ];
        input.value = typeof value === "string" ? value : "";
      }
    if (origin) this.#origin.set(row, origin);
    part(this.#tool, kind).append(row);
    return row;
  }

  #addRow(kind: "contacts" | "interviews"): void {
    const row = this.#newRow(kind);
    this.#showPeople(this.#readContacts());
    row.querySelector<HTMLElement>("input")?.focus();
  }

  #removeRow(button: HTMLElement): void {
    const row = button.closest<HTMLElement>("[data-row]");
    const kind = row?.dataset["row"] as "contacts" | "interviews" | undefined;
    if (!row || !kind) return;
    row.remove();
    if (!this.#rowsOf(kind).length) this.#newRow(kind);
    this.#rowsOf(kind).at(-1)?.querySelector<HTMLElement>("input")?.focus();
    this.#changed();
  }

  // ── applications ─────────────────────────────────────────────────────────────────────────────────────────

  #choose(index: number): void {
    this.#current = index;
    this.#fill();
    void this.#update();
  }

  #addApplication(): void {
    const { search } = this.#record;
    const empty = search.applications.findIndex((a) => !a.employer && !a.role);
    if (empty < 0) search.applications.push(emptyApplication());
    this.#choose(empty < 0 ? search.applications.length - 1 : empty);
    control(this.#form, "employer").focus();
  }

  // ── wish -> text -> plan ─────────────────────────────────────────────────────────────────────────────────

  async #update(): Promise<void> {
    this.#today = localToday();
    this.#showApplications();
    this.#showNeeded();
    if (!this.core.ready) return;
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = true;
    try {
      do {
        this.#again = false;
        await this.#once();
      } while (this.#again);
    } finally {
      this.#working = false;
    }
  }

  async #once(): Promise<void> {
    const record = this.#record;
    if (!complete(record)) return;
    try {
      const next = await applied(this.core, record);
      if (this.#record !== record) return void (this.#again = true);
      this.#record = next;
      if (next !== record) this.#autosave.touch();
      const params = { text: next.text, today: this.#today, view: true, base: this.core.way };
      const { view } = await this.core.ask<{ view: Tree }>("plan", params);
      if (this.#record !== next) return void (this.#again = true);
      show(part(this.#tool, "plan"), [view]);
      this.#announce();
    } catch (error) {
      this.#refused(error);
    }
  }

  #announce(): void {
    const headline = part(this.#tool, "plan").querySelector(".fu-today :is(h2, h3)")?.textContent;
    if (headline) this.#voice.sayLater(headline);
  }

  #showNeeded(): void {
    const needed = stillNeeded(this.#record.search, this.#current);
    const place = part(this.#tool, "needed");
    const begun = this.#typed || needed.length < 4;
    place.hidden = !needed.length || !begun;
    const items = needed.map(([input, words]): Tree => {
      const id = control(this.#form, input).id;
      return ["li", {}, [["a", { href: `#${id}` }, [words]]]];
    });
    show(place, [
      ["p", {}, ["For a plan, this is still needed:"]],
      ["ul", {}, items],
    ]);
  }

  #refused(error: unknown, heading = "Please look at this:"): void {
    if (!(error instanceof Refusal)) throw error;
    const place = part(this.#tool, "needed");
    place.hidden = false;
    const lines = error.lines.map((line): Tree => ["li", {}, [line]]);
    show(place, [
      ["p", {}, [heading]],
      ["ul", {}, lines],
    ]);
    this.#voice.sayLater(`${heading} ${error.lines[0] ?? ""}`);
  }

  // ── files ────────────────────────────────────────────────────────────────────────────────────────────────

  async #calendar(): Promise<void> {
    if (!this.core.ready || !this.#record.applied) {
      this.#voice.say("The calendar file is ready as soon as there is a plan.");
      return;
    }
    const previous = (await this.store.read<string>(CALENDAR).catch(() => undefined)) ?? "";
    const params = { what: "plan", format: "ics", text: this.#record.text, today: localToday(), previous };
    const made = await this.core.ask<{ filename: string; media_type: string; content: string }>(
      "export",
      params,
    );
    download(made.filename, made.media_type, made.content);
    await this.store.write({ [CALENDAR]: made.content }).catch(() => undefined);
    this.#voice.say("The calendar file is in your downloads.");
  }

  async #saveFile(): Promise<void> {
    const { search } = this.#record;
    const saving = await save(this.store, contentOf(this.#record), search, { ask: false });
    this.#voice.say(inWords(saving));
  }

  async #openFile(): Promise<void> {
    const input = part<HTMLInputElement>(this.#tool, "file");
    const file = input.files?.[0];
    if (!file) return;
    try {
      const text = await file.text();
      const search = await this.core.open(text);
      this.#previous = this.#record;
      await this.#keeper.replace(
        { text, search, written: search.applications.length, applied: true },
        "opened",
      );
      this.#take();
      await remember(this.store, { name: file.name, text, search, at: Date.now() });
      this.#voice.say("The search file is open.");
      show(part(this.#tool, "undo"), [["p", {}, ["The search file is open. ", undoButton]]]);
    } catch (error) {
      this.#refused(error, "This file could not be opened. What you had is as it was.");
    } finally {
      input.value = "";
    }
  }

  async #undo(): Promise<void> {
    if (this.#previous) await this.#keeper.replace(this.#previous, "restored");
    this.#take();
    show(part(this.#tool, "undo"), []);
    this.#voice.say("You have your former search file back.");
  }

  /** Show what another tab changed. */
  #follow(): void {
    const { length } = this.#record.search.applications;
    this.#current = Math.max(0, Math.min(this.#current, length - 1));
    this.#fill();
    void this.#update();
  }

  #take(): void {
    this.#current = 0;
    this.#fill();
    void this.#update();
  }
}

type Control = HTMLInputElement | HTMLSelectElement;
const undoButton: Tree = ["button", { type: "button", class: "fu-link", "data-action": "undo" }, ["Undo"]];

function set(within: ParentNode, name: string, value: string | undefined): void {
  control(within, name).value = value ?? "";
}

/** Set a key that is left out when it has nothing to say. */
function optional<T extends object, K extends keyof T>(
  target: T,
  key: K,
  value: T[K] | "" | undefined,
): void {
  if (value && !(Array.isArray(value) && value.length === 0)) target[key] = value;
  else delete target[key];
}
