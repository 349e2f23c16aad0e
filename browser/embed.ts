// <followup-embed>: the finished example of a guide page, or the form of a template's page, alive once somebody
// touches its form. The second keeps what is typed, and has buttons that copy; a message with a gap, or one too long for its channel,
// cannot be copied.

import type { Core } from "./core";
import { show } from "./dom";
import { Fields } from "./fields";
import { copied, REFUSED } from "./gallery";
import { heldBack } from "./leaving";
import { focusLinks, onAction, part, showSaved, Voice } from "./parts";
import type { Draft } from "./sheet";
import { Autosave, type Store } from "./store";
import { localToday } from "./today";
import { TRAVEL, type Travel } from "./travel";
import { markSpeaker, t } from "./words";

/** What the build asked the core. */
interface Origin {
  template: string;
  values: Record<string, string>;
  locale?: string;
  level?: number;
}

export class Embed {
  readonly #origin: Origin;
  readonly #fields: Fields;
  readonly #voice: Voice | undefined;
  readonly #autosave: Autosave | undefined;
  #draft: Draft | undefined;
  /** The question under way; a message leaves only after its answer. */
  #asked: Promise<void> = Promise.resolve();

  constructor(
    private readonly tool: HTMLElement,
    private readonly store: Store,
    private readonly core: Core,
  ) {
    this.#origin = JSON.parse(tool.dataset["source"] ?? "{}");
    this.#fields = new Fields(part(tool, "fields"));
    markSpeaker(part(tool, "message"));
    const live = tool.querySelector<HTMLElement>('[data-part="live"]');
    if (!live) return;
    const voice = (this.#voice = new Voice(live));
    this.#autosave = new Autosave(
      () => this.store.write({ [this.#key]: this.#fields.typed }),
      (state) => showSaved(part(this.tool, "saved"), voice, state),
    );
  }

  /** Be alive; the calculator is started when the form has been touched, or already holds something. */
  async start(touched: Promise<void>): Promise<void> {
    this.tool.addEventListener("submit", (event) => event.preventDefault());
    this.tool.addEventListener("input", (event) => {
      if (!this.#fields.note(event)) return;
      this.#autosave?.touch();
      void this.#ask();
    });
    this.tool.addEventListener("click", (event) => {
      if ((event.target as Element).closest('a[href*="drafts/#"]')) this.#travel();
    });
    if (this.#voice) {
      this.#letLeave();
      const early = Object.keys(this.#fields.typed).length > 0;
      await this.#recall();
      if (early) this.#autosave?.touch();
    }
    this.core.whenReady(() => this.#ask());
    if (Object.values(this.#fields.typed).some(Boolean)) this.core.startWhenIdle();
    await touched;
    this.core.start();
  }

  get #key(): string {
    return `template ${this.#origin.locale ?? ""} ${this.#origin.template}`;
  }

  /** Put back what was typed on this page before; what has been typed meanwhile wins. */
  async #recall(): Promise<void> {
    const typed = await this.store.read<Record<string, string>>(this.#key).catch(() => undefined);
    if (typed) this.#fields.reset({ ...typed, ...this.#fields.typed });
  }

  /** What was typed here goes along to the studio. */
  #travel(): void {
    const values = this.#fields.typed;
    const { template, locale = "en" } = this.#origin;
    const travel: Travel = { template, locale, values };
    if (Object.keys(values).length) void this.store.write({ [TRAVEL]: travel }).catch(() => undefined);
  }

  #ask(): Promise<void> {
    if (!this.core.ready) return Promise.resolve();
    this.#asked = this.#answer();
    return this.#asked;
  }

  async #answer(): Promise<void> {
    const { template, values, locale, level } = this.#origin;
    const params = {
      template,
      locale,
      level,
      values: { ...values, ...this.#fields.typed },
      today: localToday(),
      view: true,
    };
    const draft = await this.core
      .ask<Draft>("draft", { ...params, base: this.core.way, with_form: true }, "embed")
      .catch(() => undefined);
    if (!draft) return;
    this.#draft = draft;
    show(part(this.tool, "message"), [draft.view]);
    if (this.#voice) this.#allow();
  }

  // ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────

  #letLeave(): void {
    focusLinks(this.tool);
    onAction(this.tool, {
      "copy-body": () => this.#copy("body", t("common.message-copied")),
      "copy-subject": () => this.#copy("subject", t("common.subject-copied")),
    });
    this.tool.addEventListener("click", (event) => {
      const gap = (event.target as Element).closest<HTMLElement>("[data-gap]");
      if (gap) this.#fields.focus(gap.dataset["gap"] ?? "");
    });
  }

  /** Why the message cannot leave, or "". */
  #reason(): string {
    if (!this.#draft) return t("common.copy-later");
    return heldBack(this.#draft, "copied");
  }

  #allow(): void {
    const reason = this.#reason();
    part(this.tool, "reason").textContent = reason;
    for (const button of this.tool.querySelectorAll("[data-action^='copy-']"))
      if (reason) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
  }

  async #copy(what: "body" | "subject", done: string): Promise<void> {
    await this.#asked;
    const reason = this.#reason();
    const missing = this.#draft?.missing[0];
    if (!this.#draft || reason) {
      this.#voice?.say(reason);
      if (missing) this.#fields.focus(missing.field);
      return;
    }
    const shown = this.tool.querySelector(`[data-text="${what}"]`);
    this.#voice?.say((await copied(this.#draft[what], shown)) ? done : REFUSED);
  }
}
