// <followup-planner>: three questions, then the plan; one tap says what happened, and the plan follows.
//
// The form works before Python does: what is typed is stored at once as the wish `search`; when the calculator is
// there, the wish becomes edits of the text of the search file, and the text becomes the plan.

import { type Core, Refusal } from "./core";
import { show, type Tree } from "./dom";
import { textOf } from "./files";
import { control, onAction, part, showSaved, Voice } from "./parts";
import { daysAgo } from "./planner/days";
import { Files } from "./planner/files";
import { Form } from "./planner/form";
import { logList } from "./planner/happened";
import { Log } from "./planner/log";
import { type Need, needed, noPlanYet, showList, showNeeded } from "./planner/needed";
import { Notebook, same } from "./planner/notebook";
import { find } from "./planner/overview";
import { type Planned, Planning } from "./planner/planning";
import { printed } from "./planner/print";
import { begun, whole } from "./planner/standin";
import { placed, type Step } from "./planner/steps";
import { nextInterview, takeAlong } from "./planner/take";
import { keepFocus, noUndo, offerUndo } from "./planner/undo";
import { type Application, emptyApplication, emptySearch, type SearchRecord } from "./search";
import type { Store } from "./store";
import { localToday } from "./today";
import { list, markSpeaker, fromCore, t } from "./words";

const UPDATE_PAUSE = 200;
/** The parts of the page that show what the core says. */
const OF_CORE = ["today", "plan", "steps-inside", "overview"];
const EMPTY: Tree = ["p", { class: "fu-empty" }, [t("planner.empty")]];

/** What the page shows: the questions about one application, its plan, or all applications. */
type Scene = "begin" | "one" | "all";

export class Planner {
  readonly #tool: HTMLElement;
  readonly #form: Form;
  readonly #voice: Voice;
  readonly #notebook: Notebook;
  readonly #files: Files;
  readonly #log: Log;
  readonly #planning: Planning;
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
    this.#notebook = new Notebook(store, (state) => showSaved(part(tool, "saved"), this.#voice, state));
    this.#log = new Log(tool, this.#notebook, {
      current: () => this.#current,
      steps: () => this.#steps,
      changed: () => void this.#update(),
      offer: (words, at) => this.#offer(words, at),
    });
    this.#planning = new Planning(core, this.#notebook, {
      wanted: () => ({ all: this.#scene === "all", current: this.#current, today: this.#today }),
      show: (planned, text) => this.#showPlanned(planned, text),
      refused: (error) => this.#refused(error),
    });
  }

  async start(): Promise<void> {
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
      this.#offer(t("planner.removed", { what }));
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
      ...this.#log.actions(),
      reopen: (button) => this.#reopen(button.dataset["application"] ?? ""),
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
      print: () => printed(this.#tool, "plan"),
      "print-take": () => printed(this.#tool, "take"),
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
    this.#offer(t("planner.changed", { what: words?.textContent ?? t("planner.the-details") }));
  }

  /** A link to an input puts the cursor there; one to a message waits until the message can be filled in. */
  #followLink(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    const name = link?.dataset["input"];
    const [first] = this.#needs;
    if (name) {
      event.preventDefault();
      this.#ask(name);
    } else if (link?.getAttribute("href")?.includes("drafts/#") && first && this.#scene !== "all") {
      event.preventDefault();
      this.#ask(first[0]);
      const what = list(
        this.#needs.map(([, words]) => words),
        "conjunction",
      );
      this.#voice.say(t("planner.message-needs", { what }));
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
    if (byHand) noUndo(this.#tool);
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
    this.#log.close();
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
    const needs = this.#needs;
    if (needs[0] && noPlanYet(needs)) return this.#ask(needs[0][0]);
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
    this.#offer(t("planner.removed", { what: employer || t("planner.nameless-application") }));
  }

  #reopen(id: string): void {
    if (!this.#applications.some((a) => a.id === id)) return;
    this.#go(`#application=${id}`);
    this.#log.askForNews();
  }

  // ── taking back ──────────────────────────────────────────────────────────────────────────────────────────

  /** Say what was done, and offer the way back; an entry that one tap wrote can be made more exact. */
  #offer(words: string, at?: number): void {
    offerUndo(this.#tool, words, this.#scene === "one" ? at : undefined);
    this.#say(words, true);
    keepFocus(this.#tool);
  }

  /** Say what was done; what the plan says then follows in the same breath. */
  #say(words: string, seen = false): void {
    this.#said = words;
    this.#voice.say(words, seen);
  }

  #undo(): void {
    const done = this.#notebook.undo();
    noUndo(this.#tool);
    this.#say(t(done ? "planner.as-before" : "planner.not-undone"));
    if (done) this.#refill();
    keepFocus(this.#tool);
  }

  /** Show what the notebook says now, where somebody is. */
  #refill(): void {
    const alone = this.#scene === "begin" && !this.#several;
    if (this.#scene === "all" || alone || !begun(this.#application)) this.#arrive();
    else {
      this.#current = Math.max(0, Math.min(this.#current, this.#applications.length - 1));
      this.#form.fill(this.#notebook.search, this.#current);
      void this.#update();
    }
  }

  // ── wish -> text -> plan ─────────────────────────────────────────────────────────────────────────────────

  #update(): Promise<void> {
    this.#today = localToday();
    this.#showNeeded();
    this.#showWhich();
    this.#tool.toggleAttribute("data-blank", same(this.#notebook.search, emptySearch()));
    return this.#planning.update();
  }

  #showPlanned(planned: Planned | null, text: string): void {
    this.#text = text;
    this.#steps = planned?.steps ?? [];
    this.#tool.toggleAttribute("data-planned", planned !== null);
    const { today, plan } = planned ? placed(planned.view, planned.steps) : { today: [EMPTY], plan: [] };
    const all = this.#scene === "all";
    for (const name of OF_CORE) markSpeaker(part(this.#tool, name), planned !== null);
    show(part(this.#tool, "today"), today);
    show(part(this.#tool, "plan"), all ? [] : plan);
    show(part(this.#tool, "steps-inside"), all ? plan : []);
    show(part(this.#tool, "overview"), all && planned?.overview ? [planned.overview] : []);
    part(this.#tool, "steps").hidden = !all || !plan.length;
    if (all) this.#find();
    this.#showLog();
    void this.#showTake();
    keepFocus(this.#tool);
    if (planned) this.#announce();
  }

  #showWhich(): void {
    const { employer, role } = this.#application;
    part(this.#tool, "title").textContent =
      [employer, role].filter(Boolean).join(", ") || t("planner.new-application");
    part(this.#tool, "back").hidden = !this.#several;
    part(this.#tool, "which").hidden = this.#scene === "all" || (this.#scene === "begin" && !this.#several);
    part(this.#tool, "words").hidden =
      this.#scene === "begin" && this.#form.short && !begun(this.#application);
    const add = this.#tool.querySelector<HTMLElement>('[data-action="add-application"]')!;
    add.hidden = this.#scene === "begin" && !this.#several;
  }

  #showLog(): void {
    const count = this.#application.log?.length ?? 0;
    const fold = part(this.#tool, "log");
    fold.hidden = this.#scene !== "one" || !count;
    fold.querySelector("summary")!.textContent = t("log.so-many-noted", { count });
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
    const seen = this.#tool.querySelector(".fu-undo > p") !== null;
    if (headline && this.#said) this.#voice.say([this.#said, " ", fromCore(headline)], seen);
    else if (headline) this.#voice.sayLater([fromCore(headline)]);
    this.#said = "";
  }

  get #needs(): Need[] {
    return needed(this.#notebook.search, this.#current);
  }

  #showNeeded(): void {
    const needs = this.#scene === "all" ? [] : this.#needs;
    const early = this.#scene === "begin" && (!this.#typed || !noPlanYet(needs));
    const place = part(this.#tool, "needed");
    place.hidden = !needs.length || early;
    showNeeded(place, this.#form.element, needs);
  }

  #refused(error: unknown, heading = t("planner.look")): void {
    if (!(error instanceof Refusal)) throw error;
    const place = part(this.#tool, "needed");
    place.hidden = false;
    showList(place, heading, error.said);
    this.#voice.sayLater([heading, " ", ...error.said.slice(0, 1)]);
  }

  // ── files ────────────────────────────────────────────────────────────────────────────────────────────────

  async #export(make: (text: string) => Promise<void>): Promise<void> {
    if (!this.core.ready || !this.#text || !whole(this.#notebook.search)) {
      this.#voice.say(t("planner.file-later"));
      return;
    }
    try {
      await make(this.#text);
      this.#voice.say(t("planner.file-made"));
    } catch (error) {
      this.#refused(error);
    }
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
      this.#offer(t("planner.file-open"));
    } catch (error) {
      this.#refused(error, t("planner.file-refused"));
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
