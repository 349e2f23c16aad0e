// From what somebody wants to the plan they see: the wish becomes text, the text a plan. One at a time; when
// something changes meanwhile, the plan is made again and nothing old is shown.

import { complete, type Core } from "../core";
import type { Tree } from "../dom";
import type { Search } from "../search";
import type { Notebook } from "./notebook";
import { begun, standIn, whole } from "./standin";
import type { Step } from "./steps";

export interface Planned {
  view: Tree;
  overview?: Tree;
  steps: Step[];
}

/** What is to be planned: one application by its number in the search, or all of them. */
export interface Wanted {
  all: boolean;
  current: number;
  today: string;
}

interface Answers {
  wanted: () => Wanted;
  /** A plan and the text it was made from; null when there is nothing to plan yet. */
  show: (planned: Planned | null, text: string) => void;
  refused: (error: unknown) => void;
}

export class Planning {
  #working = false;
  #again = false;

  constructor(
    private readonly core: Core,
    private readonly notebook: Notebook,
    private readonly answers: Answers,
  ) {}

  async update(): Promise<void> {
    this.#again = true;
    if (!this.core.ready || this.#working) return;
    this.#working = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#once().catch((error: unknown) => this.answers.refused(error));
      }
    } finally {
      this.#working = false;
    }
  }

  async #once(): Promise<void> {
    const wanted = this.answers.wanted();
    const { search } = this.notebook;
    const changed = () => {
      const now = this.answers.wanted();
      return now.all !== wanted.all || now.current !== wanted.current || this.notebook.search !== search;
    };
    const text = await this.#text(search);
    if (text === null || changed()) return void (this.#again = true);
    const application = search.applications[wanted.current];
    if (!text || !(wanted.all || (application && begun(application)))) return this.answers.show(null, text);
    const params = { text, today: wanted.today, view: true, base: this.core.way };
    const which = wanted.all ? {} : { application: application?.id || "application" };
    const planned = await this.core.ask<Planned>("plan", { ...params, ...which });
    if (changed()) return void (this.#again = true);
    this.answers.show(planned, text);
  }

  /** The text to plan from; "" when there is nothing to plan, null when somebody typed meanwhile. */
  async #text(search: Search): Promise<string | null> {
    const ready = complete(this.notebook.record);
    const record = ready ? await this.notebook.bringUp(this.core) : this.notebook.record;
    if (!record) return null;
    if (record.applied && whole(search)) return record.text;
    return search.applications.some(begun) ? standIn(this.core, search) : "";
  }
}
