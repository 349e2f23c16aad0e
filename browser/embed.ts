// <followup-embed>: the finished example of a guide page, alive once somebody touches its form.

import type { Core } from "./core";
import { show } from "./dom";
import type { Draft } from "./drafts";
import { Fields } from "./fields";
import { part } from "./parts";
import { localToday } from "./today";

export class Embed {
  readonly #origin: { template: string; values: Record<string, string>; level: number };
  readonly #fields: Fields;

  constructor(
    private readonly tool: HTMLElement,
    private readonly core: Core,
  ) {
    this.#origin = JSON.parse(tool.dataset["source"] ?? "{}");
    this.#fields = new Fields(part(tool, "fields"));
  }

  async start(): Promise<void> {
    this.tool.addEventListener("submit", (event) => event.preventDefault());
    this.tool.addEventListener("input", (event) => this.#fields.note(event) && void this.#ask());
    this.core.whenReady(() => this.#ask());
    this.core.start();
  }

  async #ask(): Promise<void> {
    if (!this.core.ready) return;
    const { template, values, level } = this.#origin;
    const params = {
      template,
      values: { ...values, ...this.#fields.typed },
      today: localToday(),
      view: true,
      level,
    };
    const draft = await this.core
      .ask<Draft>("draft", { ...params, base: this.core.way, with_form: true }, "embed")
      .catch(() => undefined);
    if (draft) show(part(this.tool, "message"), [draft.view]);
  }
}
