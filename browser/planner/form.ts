// The form of one application: what its inputs say as part of a search, and the other way round.

import { show, type Tree } from "../dom";
import { type Control, control, part } from "../parts";
import {
  type Application,
  type Contact,
  emptyApplication,
  idFrom,
  type Interview,
  type LogEntry,
  type Search,
} from "../search";
import { t } from "../words";

/** What a search file may say or leave out: the form shows both alike, and the file stays as it is. */
const IMPLIED = new Set(["en", "private"]);

type Kind = "contacts" | "interviews";

export class Form {
  readonly element: HTMLFormElement;
  #rows = 0;
  /** What a row stood for when it was made: keeps what the form does not show. */
  readonly #origin = new WeakMap<Element, Contact | Interview>();
  /** The application has the id that others may speak of. */
  #idIsFinal = false;

  constructor(private readonly tool: HTMLElement) {
    this.element = tool.querySelector("form")!;
    this.element.addEventListener("change", (event) => {
      const input = event.target as HTMLInputElement;
      if (input.name === "employer" && input.value) this.#idIsFinal = true;
      const row = input.closest("[data-row]");
      if (input.name === "contacts.name" && row && input.value) this.#settle(row);
    });
  }

  // ── the form as the three questions, or as a whole ───────────────────────────────────────────────────────

  get short(): boolean {
    return this.element.hasAttribute("data-short");
  }

  set short(short: boolean) {
    this.element.toggleAttribute("data-short", short);
    const button = this.element.querySelector('[data-action="more"]')!;
    button.setAttribute("aria-expanded", String(!short));
    button.textContent = t(short ? "planner.more-details" : "planner.fewer-details");
  }

  /** Put the cursor into an input, unfolding what hides it. */
  focus(name: string): void {
    const input = control(this.element, name);
    if (input.closest("[data-more]")) this.short = false;
    input.focus();
  }

  /** What was typed before this script was there. */
  early(): [name: string, value: string][] {
    const inputs = [...this.element.querySelectorAll<HTMLInputElement>("input[name], textarea")];
    const selects = [...this.element.querySelectorAll("select")].filter(
      (select) => select.selectedIndex > 0 && !select.options[select.selectedIndex]?.defaultSelected,
    );
    return [...inputs.filter(({ value }) => value), ...selects].map(({ name, value }) => [name, value]);
  }

  set(name: string, value: string | undefined, within: ParentNode = this.element): void {
    control(within, name).value = value ?? "";
  }

  // ── form -> search ───────────────────────────────────────────────────────────────────────────────────────

  #value(name: string, within: ParentNode = this.element): string {
    return control(within, name).value.trim();
  }

  /** The search with what the form says about its application number `current`. */
  read(search: Search, current: number): Search {
    const before = search.applications[current] ?? emptyApplication();
    const contacts = this.#contacts();
    const taken = search.applications.filter((_, i) => i !== current).map((a) => a.id);
    const employer = this.#value("employer");
    const application: Application = {
      ...before,
      id: this.#idIsFinal && before.id ? before.id : idFrom(employer, "application", taken),
      employer,
      role: this.#value("role"),
    };
    for (const name of ["country", "sector", "language"] as const) {
      const value = this.#value(name);
      if (value || !IMPLIED.has(before[name] ?? "")) optional(application, name, value);
    }
    const people = [...contacts.values()];
    const known = new Set(people.map(({ id }) => id));
    optional(application, "contacts", people);
    optional(application, "interviews", this.#interviews(contacts));
    const by = this.#value("promise.by");
    optional(application, "promise", by && named({ ...before.promise, by }, ["by_whom"], known));
    optional(
      application,
      "log",
      before.log?.map((entry) => named<LogEntry>(entry, ["to", "from"], known)),
    );
    const me = { ...search.me, name: this.#value("me.name") };
    optional(me, "email", this.#value("me.email"));
    this.#showPeople(contacts);
    return { ...search, me, applications: search.applications.with(current, application) };
  }

  #contacts(): Map<string, Contact> {
    const contacts = new Map<string, Contact>();
    for (const row of this.#rowsOf("contacts")) {
      const name = this.#value("contacts.name", row);
      if (!name) continue;
      const taken = [...contacts.values()].map((c) => c.id);
      const before = this.#origin.get(row) as Contact | undefined;
      const id = before?.id || idFrom(name, "person", taken);
      const contact: Contact = { ...before, id, name };
      for (const key of ["email", "title", "role"] as const)
        optional(contact, key, this.#value(`contacts.${key}`, row));
      contacts.set(row.dataset["key"] ?? "", contact);
    }
    return contacts;
  }

  #interviews(contacts: Map<string, Contact>): Interview[] {
    return this.#rowsOf("interviews").flatMap((row) => {
      const on = this.#value("interviews.on", row);
      if (!on) return [];
      const interview: Interview = { ...this.#origin.get(row), on };
      optional(interview, "at", this.#value("interviews.at", row));
      optional(interview, "stage", this.#value("interviews.stage", row));
      const met = [...contacts].filter(([key]) => this.#wasThere(row, key)).map(([, contact]) => contact.id);
      optional(interview, "with", met);
      const topics = this.#value("interviews.topics", row).split("\n");
      optional(
        interview,
        "topics",
        topics.map((topic) => topic.trim()).filter((topic) => topic),
      );
      return [interview];
    });
  }

  /** Who is named is taken to have been there, until somebody says otherwise. */
  #wasThere(row: Element, key: string): boolean {
    return row.querySelector<HTMLInputElement>(`[data-part="with"] input[value="${key}"]`)?.checked ?? true;
  }

  /** An id grows with the name while it is typed; afterwards it stays, because the log may speak of it. */
  #settle(row: Element): void {
    const contact = this.#contacts().get((row as HTMLElement).dataset["key"] ?? "");
    if (contact) this.#origin.set(row, contact);
  }

  // ── search -> form ───────────────────────────────────────────────────────────────────────────────────────

  /** Show an application; who is at an input stays there. */
  fill(search: Search, current: number): void {
    const active = document.activeElement;
    const at = active && this.element.contains(active) ? sameAs(active) : undefined;
    const row = active?.closest<HTMLElement>("[data-row]");
    const place = row ? this.#rowsOf(row.dataset["row"] as Kind).indexOf(row) : -1;
    this.#fill(search, current);
    if (!at || active?.isConnected) return;
    const rows = row ? this.#rowsOf(row.dataset["row"] as Kind) : [];
    (rows[place] ?? rows.at(-1) ?? this.element).querySelector<HTMLElement>(at)?.focus();
  }

  #fill(search: Search, current: number): void {
    const application = search.applications[current] ?? emptyApplication();
    this.#idIsFinal = application.id !== "" && application.employer !== "";
    const values: Record<string, string | undefined> = {
      employer: application.employer,
      role: application.role,
      country: application.country,
      sector: application.sector,
      "promise.by": application.promise?.by,
      "me.name": search.me.name,
      "me.email": search.me.email,
    };
    for (const [name, value] of Object.entries(values)) this.set(name, value);
    this.#choose("language", application.language === "en" ? "" : application.language);
    if (application.sector === "private") this.set("sector", "");
    const contacts = application.contacts ?? [];
    const interviews = application.interviews ?? [];
    for (const name of ["contacts", "interviews"] as const) part(this.tool, name).replaceChildren();
    const keys = new Map(contacts.map((contact) => [contact.id, this.#newRow("contacts", contact)] as const));
    if (!contacts.length) this.#newRow("contacts");
    for (const interview of interviews) this.#newRow("interviews", interview);
    if (!interviews.length) this.#newRow("interviews");
    this.#showPeople(this.#contacts());
    this.#rowsOf("interviews").forEach((row, i) => {
      const met = interviews[i]?.with;
      for (const [id, person] of keys) {
        const box = row.querySelector<HTMLInputElement>(`input[value="${person.dataset["key"]}"]`);
        if (box && interviews[i]) box.checked = met?.includes(id) ?? false;
      }
    });
  }

  /** Choose in a list; a value of the file that the list lacks joins it. */
  #choose(name: string, value = ""): void {
    const select = control(this.element, name) as HTMLSelectElement;
    if (![...select.options].some((option) => option.value === value)) {
      const option = document.createElement("option");
      option.value = option.textContent = value;
      select.append(option);
    }
    select.value = value;
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
      show(place, [["legend", {}, [t("planner.with")]], ...boxes]);
    }
  }

  // ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────

  #rowsOf(kind: Kind): HTMLElement[] {
    return [...part(this.tool, kind).querySelectorAll<HTMLElement>(`[data-row="${kind}"]`)];
  }

  #newRow(kind: Kind, origin?: Contact | Interview): HTMLElement {
    const mould = this.tool.querySelector<HTMLTemplateElement>(`template[data-template="${kind}"]`)!;
    const row = mould.content.firstElementChild!.cloneNode(true) as HTMLElement;
    row.dataset["key"] = String((this.#rows += 1));
    for (const labelled of row.querySelectorAll("label")) labelled.htmlFor += `-${this.#rows}`;
    for (const input of row.querySelectorAll("[id]")) input.id += `-${this.#rows}`;
    for (const input of row.querySelectorAll("[aria-describedby]"))
      input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")}-${this.#rows}`);
    if (origin) {
      for (const input of row.querySelectorAll<Control>("[name]"))
        input.value = shown(
          (origin as unknown as Record<string, unknown>)[input.name.slice(kind.length + 1)],
        );
      this.#origin.set(row, origin);
    }
    part(this.tool, kind).append(row);
    return row;
  }

  add(kind: Kind): void {
    const row = this.#newRow(kind);
    this.#showPeople(this.#contacts());
    row.querySelector<HTMLElement>("input")?.focus();
  }

  /** Take out the row of a button; gives what it was called. */
  remove(button: HTMLElement): string {
    const row = button.closest<HTMLElement>("[data-row]")!;
    const kind = row.dataset["row"] as Kind;
    const named = row.querySelector<HTMLInputElement>("input")?.value ?? "";
    row.remove();
    if (!this.#rowsOf(kind).length) this.#newRow(kind);
    this.#rowsOf(kind).at(-1)?.querySelector<HTMLElement>("input")?.focus();
    return named || t(kind === "contacts" ? "planner.nameless-person" : "planner.nameless-interview");
  }

  /** Say on which day the interview of a button was. */
  day(button: HTMLElement, day: string): void {
    const input = control(button.closest("[data-row]")!, "interviews.on");
    input.value = day;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** What finds an input or a button again in a row that was made anew. */
function sameAs(element: Element): string | undefined {
  for (const name of ["name", "data-action"]) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${value}"]`;
  }
  return undefined;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join("\n");
  return typeof value === "string" ? value : "";
}

/** The same without the names of people who are not there (any more). */
function named<T extends object>(value: T, keys: (keyof T)[], known: Set<string>): T {
  const kept = { ...value };
  for (const key of keys) if (kept[key] !== undefined && !known.has(String(kept[key]))) delete kept[key];
  return kept;
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
