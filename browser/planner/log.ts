// The log of an application: a tap or the small form writes an entry into the search, and the plan follows.

import { part } from "../parts";
import { type Application, emptyApplication, type LogEntry } from "../search";
import { localToday } from "../today";
import { t } from "../words";
import { Entry } from "./entry";
import { endingOf, inWords, tapped, unfinished } from "./happened";
import type { Notebook } from "./notebook";
import { asSent, isNow, type Step } from "./steps";

/** The page around the log. */
interface Around {
  current: () => number;
  steps: () => Step[];
  /** The log says something else now. */
  changed: () => void;
  /** Say what was done and offer the way back; `at` is the place of the entry in the log. */
  offer: (words: string, at?: number) => void;
}

export class Log {
  readonly #entry: Entry;

  constructor(
    private readonly tool: HTMLElement,
    private readonly notebook: Notebook,
    private readonly around: Around,
  ) {
    this.#entry = new Entry(part(tool, "entry"), (entry, at) => this.#write(entry, at));
  }

  /** What the buttons of the log do, by their data-action. */
  actions(): Record<string, (button: HTMLElement) => unknown> {
    return {
      happened: (button) => this.#happened(button),
      sent: (button) => this.#sent(button.dataset["id"] ?? ""),
      "entry-change": (button) => this.#change(Number(button.dataset["at"]), button),
      "entry-remove": (button) => this.#takeOut(Number(button.dataset["at"])),
    };
  }

  /** Put the small form away. */
  close(): void {
    this.#entry.close();
  }

  /** Ask what brought a closed application to life again: news, or a slip of the finger. */
  askForNews(): void {
    const mistake = endingOf(this.#application);
    const entry = unfinished("new-promise", localToday());
    this.#entry.open(entry, { at: -1, mistake }, this.#application, part(this.tool, "title"));
  }

  get #application(): Application {
    return this.notebook.search.applications[this.around.current()] ?? emptyApplication();
  }

  #happened(button: HTMLElement): void {
    const what = button.dataset["what"] ?? "";
    const steps = this.around.steps();
    const next = steps.find(isNow);
    if (what === "sent" && next) return this.#sent(next.id);
    const entry = tapped(what, localToday());
    if (entry) return this.#write(entry, -1);
    const open = steps.find((step) => step.template && !isNow(step));
    const begin = what === "sent" && open ? asSent(open, localToday()) : unfinished(what, localToday());
    this.#entry.open(begin, { at: -1 }, this.#application, button);
  }

  /** The message of a step went out. */
  #sent(id: string): void {
    const step = this.around.steps().find((each) => each.id === id);
    if (!step) return;
    const index = this.notebook.search.applications.findIndex((a) => a.id === step.application);
    this.#write(asSent(step, localToday()), -1, index < 0 ? this.around.current() : index);
  }

  #change(at: number, trigger: HTMLElement): void {
    const entry = this.#application.log?.[at];
    if (entry) this.#entry.open(entry, { at }, this.#application, trigger);
  }

  /** Write an entry into the log of an application: a new one at its end, or in the place of another. */
  #write(entry: LogEntry, at: number, index = this.around.current()): void {
    const application = this.notebook.search.applications[index];
    if (!application) return;
    const log = application.log ?? [];
    this.#put(index, at < 0 ? [...log, entry] : log.with(at, entry));
    this.around.offer(t("log.noted", { entry: inWords(entry, application) }), at < 0 ? log.length : at);
  }

  #takeOut(at: number): void {
    const application = this.#application;
    const entry = application.log?.[at];
    if (!entry) return;
    this.#entry.close();
    this.#put(this.around.current(), application.log?.filter((_, i) => i !== at) ?? []);
    this.around.offer(t("log.taken-out", { entry: inWords(entry, application) }));
  }

  #put(index: number, log: LogEntry[]): void {
    const { search } = this.notebook;
    const application: Application = { ...search.applications[index]!, log };
    if (!log.length) delete application.log;
    this.notebook.change({ ...search, applications: search.applications.with(index, application) });
    this.around.changed();
  }
}
