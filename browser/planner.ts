// <followup-planner>: three questions, then the plan; one tap says what happened, and the plan follows.
//
// The form works before Python does: what is typed is stored at once as the wish `search`; when the calculator is
// there, the wish becomes edits of the text of the search file, and the text becomes the plan.

import { complete, type Core, Refusal } from "./core";
import { show, type Tree } from "./dom";
import { textOf } from "./files";
import { control, keepKeys, onAction, part, showSaved, Voice } from "./parts";
import { daysAgo } from "./planner/days";
import { Files } from "./planner/files";
import { Form } from "./planner/form";
import { endingOf, inWords, logList, tapped, unfinished } from "./planner/happened";
import { Entry } from "./planner/entry";
import { Notebook } from "./planner/notebook";
import { find } from "./planner/overview";
import { begun, standIn, whole } from "./planner/standin";
import { asSent, isNow, placed, type Step } from "./planner/steps";
import { nextInterview, takeAlong } from "./planner/take";
import {
  type Application,
  emptyApplication,
  type LogEntry,
  type Search,
  type SearchRecord,
  stillNeeded,
} from "./search";
import type { Store } from "./store";
import { localToday } from "./today";

const UPDATE_PAUSE = 200;
const EMPTY: Tree = ["p", { class: "fu-empty" }, ["Your plan appears here as soon as you say when it was."]];

/** What the page shows: the questions about one application, its plan, or all applications. */
type Scene = "begin" | "one" | "all";

interface Planned {
  view: Tree;
  overview?: Tree;
  steps: Step[];
}

export class Planner {
  readonly #tool: HTMLElement;
  readonly #form: Form;
  readonly #voice: Voice;
  readonly #notebook: Notebook;
  readonly #files: Files;
  readonly #entry: Entry;
  #scene: Scene = "begin";
  #current = 0;
  #typed = false;
  #today = localToday();
  #steps: Step[] = [];
  /** What the plan on the page was made from. */
  #text = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was done and is not yet said together with the plan that followed. */
  #said = "";
  #working = false;
  #again = false;
  /** What there was when somebody went to the input they are at. */
  #before: SearchRecord | undefined;

  constructor(
    tool: HTMLElement,
    store: Store,
    private readonly core: Core,
  ) {
    this.#tool = tool;
    this.#form = new Form(tool);
    this.#voice = new Voice(part(tool, "live"));
    this.#files = new Files(core, store);
    this.#entry = new Entry(part(tool, "entry"), (entry, at) => this.#write(entry, at));
    this.#notebook = new Notebook(store, (state) => showSaved(part(tool, "saved"), this.#voice, state));
  }

  async start(): Promise<void> {
    keepKeys(this.#tool);
    await this.#notebook.load();
    const early = this.#form.early();
    this.#arrive();
    this.#listen();
    for (const [name, value] of early) this.#form.set(name, value);
    if (early.length) this.#changed();
    void this.#openFile(); // one that was chosen before this script was there
    this.core.whenReady(() => this.#update());
    this.core.startWhenIdle();
  }

  // ── what somebody does ───────────────────────────────────────────────────────────────────────────────────

  #listen(): void {
    const form = this.#form.element;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#showPlan();
    });
    form.addEventListener("input", () => this.#changed());
    form.addEventListener("focusin", () => (this.#before = this.#notebook.record));
    form.addEventListener("change", (event) => this.#settled(event.target as HTMLElement));
    control(this.#tool, "find").addEventListener("input", () => this.#find());
    part(this.#tool, "file").addEventListener("change", () => void this.#openFile());
    part(this.#tool, "take").addEventListener("toggle", () => void this.#showTake());
    this.#tool.addEventListener("click", (event) => this.#followLink(event));
    onAction(this.#tool, { ...this.#formActions(), ...this.#logActions(), ...this.#fileActions() });
    window.addEventListener("hashchange", () => this.#arrive(true));
    this.#notebook.onOther(() => this.#follow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.#today !== localToday()) void this.#update();
    });
  }

  #formActions(): Record<string, (button: HTMLElement) => unknown> {
    const remove = (button: HTMLElement) => {
      const before = this.#notebook.record;
      const what = this.#form.remove(button);
      this.#changed();
      this.#notebook.keep(before);
      this.#offer(`Removed: ${what}.`);
    };
    return {
      "add-person": () => this.#form.add("contacts"),
      "add-interview": () => this.#form.add("interviews"),
      "remove-person": remove,
      "remove-interview": remove,
      "day-0": (button) => this.#form.day(button, daysAgo(0)),
      "day-1": (button) => this.#form.day(button, daysAgo(1)),
      more: () => (this.#form.short = !this.#form.short),
      about: () => this.#unfold(part(this.#tool, "form-box").hidden === true),
      "add-application": () => this.#addApplication(),
      "remove-application": () => this.#removeApplication(),
    };
  }

  #logActions(): Record<string, (button: HTMLElement) => unknown> {
    return {
      happened: (button) => this.#happened(button),
      sent: (button) => this.#sent(button.dataset["id"] ?? ""),
      reopen: (button) => this.#reopen(button.dataset["application"] ?? ""),
      "entry-change": (button) => this.#change(Number(button.dataset["at"]), button),
      "entry-remove": (button) => this.#takeOut(Number(button.dataset["at"])),
      undo: () => this.#undo(),
    };
  }

  #fileActions(): Record<string, (button: HTMLElement) => unknown> {
    return {
      calendar: () => this.#export((text) => this.#files.calendar(text, this.#today)),
      "step-calendar": (button) =>
        this.#export((text) => this.#files.calendar(text, this.#today, button.dataset["id"])),
      markdown: () => this.#export((text) => this.#files.plan(text, this.#today, "markdown")),
      csv: () => this.#export((text) => this.#files.plan(text, this.#today, "csv")),
      print: () => this.#print("plan"),
      "print-take": () => this.#print("take"),
      "save-file": async () => this.#voice.say(await this.#files.search(this.#notebook.record)),
      "open-file": () => part(this.#tool, "file").click(),
    };
  }

  #changed(): void {
    this.#typed = true;
    this.#notebook.put(this.#form.read(this.#notebook.search, this.#current));
    this.#showNeeded();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#update(), UPDATE_PAUSE);
  }

  /** A field has its new value: while the plan is in use, it can be taken back. */
  #settled(input: HTMLElement): void {
    const before = this.#before;
    if (this.#scene !== "one" || !before || before.search === this.#notebook.search) return;
    const words = input.closest("label") ?? input.closest(".fu-field")?.querySelector("label");
    this.#notebook.keep(before);
    this.#before = this.#notebook.record;
    this.#offer(`Changed: ${words?.textContent ?? "the details"}.`);
  }

  /** A link to an input puts the cursor there; one to a message waits until the message can be filled in. */
  #followLink(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    const name = link?.dataset["input"];
    const needed = this.#needed()[0];
    if (name) {
      event.preventDefault();
      this.#ask(name);
    } else if (link?.getAttribute("href")?.includes("drafts/#") && needed && this.#scene !== "all") {
      event.preventDefault();
      this.#ask(needed[0]);
      this.#voice.say(
        `Your message still needs ${this.#needed()
          .map(([, words]) => words)
          .join(" and ")}.`,
      );
    }
  }

  #ask(name: string): void {
    this.#unfold(true);
    part(this.#tool, "words").hidden = false;
    this.#form.focus(name);
  }

  // ── which scene ──────────────────────────────────────────────────────────────────────────────────────────

  get #applications(): Application[] {
    return this.#notebook.search.applications;
  }
  get #application(): Application {
    return this.#applications[this.#current] ?? emptyApplication();
  }
  get #several(): boolean {
    return this.#applications.filter((a) => begun(a) || a.employer !== "").length > 1;
  }

  /** Do as the address says: `#application=ID`, or all of them. */
  #arrive(byHand = false): void {
    const id = new URLSearchParams(location.hash.slice(1)).get("application");
    const named = this.#applications.findIndex((a) => a.id === id && id !== "");
    if (named >= 0) this.#choose(named);
    else if (this.#several) this.#enter("all");
    else
      this.#choose(
        Math.max(
          0,
          this.#applications.findIndex((a) => begun(a) || a.employer),
        ),
      );
    if (byHand) show(part(this.#tool, "undo"), []);
    if (byHand) part(this.#tool, this.#scene === "all" ? "all-title" : "title").focus();
  }

  #choose(index: number): void {
    this.#current = index;
    const { employer, role } = this.#application;
    this.#enter(begun(this.#application) && employer && role ? "one" : "begin");
  }

  #enter(scene: Scene): void {
    this.#scene = scene;
    this.#tool.dataset["state"] = scene;
    this.#entry.close();
    this.#form.fill(this.#notebook.search, this.#current);
    const about = part(this.#tool, "about");
    about.hidden = scene === "all";
    // Moving it takes the cursor away, so it moves only when it has to.
    const columns = about.parentElement!;
    if (scene === "begin" && columns.firstElementChild !== about) columns.prepend(about);
    if (scene !== "begin" && columns.lastElementChild !== about) columns.append(about);
    about.querySelector<HTMLElement>('[data-action="about"]')!.hidden = scene === "begin";
    for (const each of about.querySelectorAll<HTMLElement>("[data-begin]")) each.hidden = scene !== "begin";
    this.#form.short = scene === "begin";
    this.#unfold(scene === "begin");
    for (const name of ["take", "steps", "log"]) part(this.#tool, name).hidden = true;
    part(this.#tool, "happened").hidden = scene !== "one";
    part(this.#tool, "all").hidden = scene !== "all";
    part(this.#tool, "which").hidden = scene === "all" || (scene === "begin" && !this.#several);
    show(part(this.#tool, "plan"), []);
    void this.#update();
  }

  #unfold(open: boolean): void {
    part(this.#tool, "form-box").hidden = !open;
    const button = this.#tool.querySelector('[data-action="about"]')!;
    button.setAttribute("aria-expanded", String(open));
  }

  /** The questions are answered: the plan takes their place. */
  #showPlan(): void {
    const date = this.#needed().find(([name]) => name === "interviews.on");
    if (date) return this.#ask(date[0]);
    this.#enter("one");
    part(this.#tool, "title").focus();
  }

  #go(address: string): void {
    history.pushState(null, "", address || location.pathname);
    this.#arrive(true);
  }

  #addApplication(): void {
    const { search } = this.#notebook;
    let index = search.applications.findIndex((a) => !a.employer && !begun(a));
    if (index < 0) {
      index = search.applications.length;
      this.#notebook.put({ ...search, applications: [...search.applications, emptyApplication()] });
    }
    history.pushState(null, "", "#new");
    this.#choose(index);
    this.#form.focus("contacts.name");
  }

  #removeApplication(): void {
    const { employer } = this.#application;
    const applications = this.#applications.filter((_, i) => i !== this.#current);
    if (!applications.length) applications.push(emptyApplication());
    this.#notebook.change({ ...this.#notebook.search, applications });
    this.#current = 0;
    this.#go("");
    this.#offer(`Removed: ${employer || "an application"}.`);
  }

  // ── what happened ────────────────────────────────────────────────────────────────────────────────────────

  #happened(button: HTMLElement): void {
    const what = button.dataset["what"] ?? "";
    const next = this.#steps.find(isNow);
    if (what === "sent" && next) return this.#sent(next.id);
    const entry = tapped(what, localToday());
    if (entry) return this.#write(entry, -1);
    const open = this.#steps.find((step) => step.template && !isNow(step));
    const begin = what === "sent" && open ? asSent(open, localToday()) : unfinished(what, localToday());
    this.#entry.open(begin, { at: -1 }, this.#application, button);
  }

  /** The message of a step went out. */
  #sent(id: string): void {
    const step = this.#steps.find((each) => each.id === id);
    if (!step) return;
    const index = this.#applications.findIndex((a) => a.id === step.application);
    this.#write(asSent(step, localToday()), -1, index < 0 ? this.#current : index);
  }

  #change(at: number, trigger: HTMLElement): void {
    const entry = this.#application.log?.[at];
    if (entry) this.#entry.open(entry, { at }, this.#application, trigger);
  }

  #reopen(id: string): void {
    const index = this.#applications.findIndex((a) => a.id === id);
    if (index < 0) return;
    this.#go(`#application=${id}`);
    const mistake = endingOf(this.#application);
    const entry = unfinished("new-promise", localToday());
    this.#entry.open(entry, { at: -1, mistake }, this.#application, part(this.#tool, "title"));
  }

  /** Write an entry into the log of an application: a new one at its end, or in the place of another. */
  #write(entry: LogEntry, at: number, index = this.#current): void {
    const application = this.#applications[index];
    if (!application) return;
    const log = application.log ?? [];
    this.#log(index, at < 0 ? [...log, entry] : log.with(at, entry));
    this.#offer(`Noted: ${inWords(entry, application)}.`, at < 0 ? log.length : at);
  }

  #takeOut(at: number): void {
    const entry = this.#application.log?.[at];
    if (!entry) return;
    this.#entry.close();
    const words = inWords(entry, this.#application);
    this.#log(this.#current, this.#application.log?.filter((_, i) => i !== at) ?? []);
    this.#offer(`Taken out: ${words}.`);
  }

  #log(index: number, log: LogEntry[]): void {
    const { search } = this.#notebook;
    const application: Application = { ...search.applications[index]!, log };
    if (!log.length) delete application.log;
    this.#notebook.change({ ...search, applications: search.applications.with(index, application) });
    void this.#update();
  }

  // ── taking back ──────────────────────────────────────────────────────────────────────────────────────────

  /** Say what was done, and offer the way back; an entry that one tap wrote can be made more exact. */
  #offer(words: string, at?: number): void {
    const link = (action: string, text: string, more = {}): Tree => [
      "button",
      { type: "button", class: "fu-link fu-fold", "data-action": action, ...more },
      [text],
    ];
    const details = at === undefined || this.#scene !== "one" ? [] : [exact(at)];
    show(part(this.#tool, "undo"), [["p", {}, [words, " ", link("undo", "Undo"), ...details]]]);
    this.#say(words);
    this.#keepFocus();
  }

  /** Say what was done; what the plan says then follows in the same breath. */
  #say(words: string): void {
    this.#said = words;
    this.#voice.say(words);
  }

  #undo(): void {
    const done = this.#notebook.undo();
    show(part(this.#tool, "undo"), []);
    const words = done
      ? "It is as it was before."
      : "This was changed again meanwhile, so nothing was undone.";
    this.#say(words);
    if (done) this.#refill();
    this.#keepFocus();
  }

  /** Show what the notebook says now, where somebody is. */
  #refill(): void {
    if (this.#scene === "all" || !this.#several || !begun(this.#application)) this.#arrive();
    else {
      this.#current = Math.max(0, Math.min(this.#current, this.#applications.length - 1));
      this.#form.fill(this.#notebook.search, this.#current);
      void this.#update();
    }
  }

  /** Who was at a button that is gone goes on at the nearest thing that is there. */
  #keepFocus(): void {
    const active = document.activeElement;
    if (active && active !== document.body && active.isConnected) return;
    const places = ['[data-action="undo"]', '[data-part="title"]', '[data-part="all-title"]'];
    const found = places.map((each) => this.#tool.querySelector<HTMLElement>(each));
    found.find((each) => each?.getClientRects().length)?.focus();
  }

  // ── wish -> text -> plan ─────────────────────────────────────────────────────────────────────────────────

  async #update(): Promise<void> {
    this.#today = localToday();
    this.#showNeeded();
    this.#showWhich();
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
    const [scene, current, { search }] = [this.#scene, this.#current, this.#notebook];
    const changed = () =>
      this.#scene !== scene || this.#current !== current || this.#notebook.search !== search;
    try {
      const text = await this.#planText(search);
      const id = this.#application.id || "application";
      const shown = scene === "all" || begun(this.#application);
      if (text === null || changed()) return void (this.#again = true);
      if (!text || !shown) return this.#showPlanned(null, text);
      const params = { text, today: this.#today, view: true, base: this.core.way };
      const which = scene === "all" ? {} : { application: id };
      const planned = await this.core.ask<Planned>("plan", { ...params, ...which });
      if (changed()) return void (this.#again = true);
      this.#showPlanned(planned, text);
      this.#announce();
    } catch (error) {
      this.#refused(error);
    }
  }

  /** The text to plan from; "" when there is nothing to plan, null when somebody typed meanwhile. */
  async #planText(search: Search): Promise<string | null> {
    const ready = complete(this.#notebook.record);
    const record = ready ? await this.#notebook.bringUp(this.core) : this.#notebook.record;
    if (!record) return null;
    if (record.applied && whole(search)) return record.text;
    return search.applications.some(begun) ? standIn(this.core, search) : "";
  }

  #showPlanned(planned: Planned | null, text: string): void {
    this.#text = text;
    this.#steps = planned?.steps ?? [];
    const { today, plan } = planned ? placed(planned.view, planned.steps) : { today: [EMPTY], plan: [] };
    const all = this.#scene === "all";
    show(part(this.#tool, "today"), today);
    show(part(this.#tool, "plan"), all ? [] : plan);
    show(part(this.#tool, "steps-inside"), all ? plan : []);
    show(part(this.#tool, "overview"), all && planned?.overview ? [planned.overview] : []);
    part(this.#tool, "steps").hidden = !all || !plan.length;
    if (all) this.#find();
    this.#showLog();
    void this.#showTake();
    this.#keepFocus();
  }

  #showWhich(): void {
    const { employer, role } = this.#application;
    part(this.#tool, "title").textContent =
      [employer, role].filter(Boolean).join(", ") || "A new application";
    part(this.#tool, "back").hidden = !this.#several;
    part(this.#tool, "words").hidden =
      this.#scene === "begin" && this.#form.short && !begun(this.#application);
    const add = this.#tool.querySelector<HTMLElement>('[data-action="add-application"]')!;
    add.hidden = this.#scene === "begin" && !this.#several;
  }

  #showLog(): void {
    const count = this.#application.log?.length ?? 0;
    const fold = part(this.#tool, "log");
    fold.hidden = this.#scene !== "one" || !count;
    fold.querySelector("summary")!.textContent = `What you noted (${count})`;
    show(part(this.#tool, "log-inside"), count ? logList(this.#application) : []);
  }

  async #showTake(): Promise<void> {
    const fold = part<HTMLDetailsElement>(this.#tool, "take");
    const number = this.#scene === "one" ? nextInterview(this.#steps) : null;
    fold.hidden = number === null || !whole(this.#notebook.search);
    if (fold.hidden || !fold.open || number === null) return;
    const made = await takeAlong(this.core, this.#text, this.#application, number, this.#today).catch(
      () => [],
    );
    show(part(this.#tool, "take-inside"), made);
  }

  #find(): void {
    const wanted = control(this.#tool, "find").value;
    const count = find(part(this.#tool, "overview"), wanted);
    part(this.#tool, "found").hidden = count > 0;
  }

  #announce(): void {
    const headline = part(this.#tool, "today").querySelector(".fu-today :is(h2, h3)")?.textContent;
    if (headline && this.#said) this.#voice.say(`${this.#said} ${headline}`);
    else if (headline) this.#voice.sayLater(headline);
    this.#said = "";
  }

  /** What is still needed: for a plan at first, then for messages that are filled in. */
  #needed(): [input: string, words: string][] {
    const needed = stillNeeded(this.#notebook.search, this.#current);
    const date = needed.filter(([name]) => name === "interviews.on");
    return date.length ? date : needed;
  }

  #showNeeded(): void {
    const needed = this.#scene === "all" ? [] : this.#needed();
    const place = part(this.#tool, "needed");
    const asked = this.#scene === "begin" && (!this.#typed || needed[0]?.[0] !== "interviews.on");
    place.hidden = !needed.length || asked;
    const items = needed.map(([input, words]): Tree => {
      return [
        "li",
        {},
        [["a", { href: `#${control(this.#form.element, input).id}`, "data-input": input }, [words]]],
      ];
    });
    const forPlan = needed[0]?.[0] === "interviews.on";
    show(place, [
      ["p", {}, [forPlan ? "For a plan, this is still needed:" : "For your messages, this is still needed:"]],
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

  async #export(make: (text: string) => Promise<void>): Promise<void> {
    if (!this.core.ready || !this.#text || !whole(this.#notebook.search)) {
      this.#voice.say("The file is ready as soon as there is a plan, with the role and your name.");
      return;
    }
    try {
      await make(this.#text);
      this.#voice.say("The file is in your downloads.");
    } catch (error) {
      this.#refused(error);
    }
  }

  #print(what: "plan" | "take"): void {
    if (what === "plan") part<HTMLDetailsElement>(this.#tool, "steps").open = true;
    const root = document.documentElement;
    root.dataset["print"] = what;
    window.addEventListener("afterprint", () => delete root.dataset["print"], { once: true });
    window.print();
  }

  async #openFile(): Promise<void> {
    const input = part<HTMLInputElement>(this.#tool, "file");
    const file = input.files?.[0];
    if (!file) return;
    try {
      const text = await textOf(file);
      const search = await this.core.open(text);
      await this.#notebook.replace(text, search);
      await this.#files.opened(file.name, text, search);
      this.#current = 0;
      history.replaceState(null, "", location.pathname);
      this.#arrive();
      this.#offer("The search file is open.");
    } catch (error) {
      this.#refused(error, "This file could not be opened. What you had is as it was.");
    } finally {
      input.value = "";
    }
  }

  /** Another tab changed the search. */
  #follow(): void {
    const { id } = this.#application;
    const index = this.#applications.findIndex((a) => a.id === id);
    this.#current = Math.max(0, Math.min(index < 0 ? this.#current : index, this.#applications.length - 1));
    this.#form.fill(this.#notebook.search, this.#current);
    void this.#update();
  }
}

function exact(at: number): Tree {
  const attributes = { type: "button", class: "fu-link fu-fold", "data-action": "entry-change" };
  return ["button", { ...attributes, "data-at": String(at) }, ["Add details"]];
}
