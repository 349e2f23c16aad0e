// The ways a finished message leaves: copied, into a mail program or web mail, as a file; and how the plan hears of it.

import { compose, recipient, type WebMail } from "./compose";
import type { Core } from "./core";
import { show, type Tree } from "./dom";
import { copied, REFUSED } from "./gallery";
import type { Part, Text } from "./marks";
import { download, onAction, part, type Voice } from "./parts";
import type { Sheet } from "./sheet";
import { t } from "./words";

const MAIL_WAYS = ["copy-subject", "copy-both", "mail", "gmail", "outlook", "eml"];
const WAYS = ["copy-body", ...MAIL_WAYS];
const COMPANIES: Record<WebMail, [name: string, company: string]> = {
  gmail: ["Gmail", "Google"],
  outlook: ["Outlook", "Microsoft"],
};

/** The plan's side of a message: null when the message belongs to no application. */
export interface Plan {
  /** What is said when it is noted; "" when it cannot be, and `why` says why. */
  words: string;
  why: string;
  isNoted: () => boolean;
  note: () => Promise<boolean>;
  takeBack: () => Promise<boolean>;
}

export interface Around {
  core: Core;
  voice: Pick<Voice, "say">;
  /** What `draft` was asked for. */
  params: () => Record<string, unknown>;
  /** Store everything typed; nothing may be lost when another program comes to the front. */
  flush: () => Promise<void>;
  /** The question under way; a message leaves only after its answer. */
  asked: () => Promise<void>;
  fill: (field: string) => void;
  plan: () => Plan;
}

export class Ways {
  constructor(
    private readonly place: HTMLElement,
    private readonly sheet: Sheet,
    private readonly around: Around,
  ) {
    onAction(place, {
      "copy-body": () => this.#leave(({ body }) => this.#copy(body, t("common.message-copied"), "body")),
      "copy-subject": () =>
        this.#leave(({ subject }) => this.#copy(subject, t("common.subject-copied"), "subject")),
      "copy-both": () =>
        this.#leave(({ subject, body }) =>
          this.#copy(`${subject}\n\n${body}`, t("drafts.both-copied"), "body"),
        ),
      mail: () => this.#leave(() => this.#mail()),
      gmail: () => this.#leave((text) => this.#webMail("gmail", text)),
      outlook: () => this.#leave((text) => this.#webMail("outlook", text)),
      eml: () => this.#leave(() => this.#eml()),
      "mark-sent": () => this.#leave(() => this.#note()),
      "unmark-sent": () => this.#takeBack(),
    });
  }

  /** Why the message cannot leave, or "". */
  #reason(): string {
    return this.sheet.draft ? this.sheet.reason("sent") : t("common.copy-later");
  }

  /** Open or shut the ways, as the message now is. */
  allow(): void {
    const reason = this.#reason();
    show(part(this.place, "reason"), reason ? [reason] : []);
    for (const way of WAYS) this.#shut(way, reason !== "");
    const { channel, subject } = { channel: "email", ...this.sheet.draft, ...this.sheet.text };
    const isMail = channel === "email";
    for (const way of MAIL_WAYS) this.#button(way)?.toggleAttribute("hidden", !isMail);
    this.#button("copy-subject")?.toggleAttribute("hidden", !isMail || (this.sheet.draft && !subject));
    part(this.place, "web-mail").hidden = !isMail;
    this.#showPlan(reason);
  }

  #showPlan(reason: string): void {
    const plan = this.around.plan();
    const noted = plan.isNoted();
    const button = this.#button("mark-sent");
    this.#shut("mark-sent", reason !== "" || !plan.words);
    button?.toggleAttribute("hidden", noted);
    const undo: Tree = [
      "button",
      { type: "button", class: "fu-link", "data-action": "unmark-sent" },
      [t("common.undo")],
    ];
    const link: Tree = ["a", { href: `${this.around.core.way}planner/` }, [t("drafts.see-plan")]];
    const said = noted ? [`${plan.words} `, undo, " ", link] : [plan.why];
    show(part(this.place, "sent"), said.some(Boolean) ? [["p", { class: "fu-hint" }, said]] : []);
  }

  #button(action: string): HTMLElement | null {
    return this.place.querySelector<HTMLElement>(`[data-action="${action}"]`);
  }

  #shut(action: string, shut: boolean): void {
    const button = this.#button(action);
    if (shut) button?.setAttribute("aria-disabled", "true");
    else button?.removeAttribute("aria-disabled");
  }

  /** Let the message go as it is now, not as it was before the last key. */
  async #leave(act: (text: Text) => Promise<void>): Promise<void> {
    for (let asked; asked !== this.around.asked();) await (asked = this.around.asked());
    await this.sheet.settled;
    const reason = this.#reason();
    if (!this.sheet.draft || reason) {
      this.around.voice.say(reason);
      const field = this.sheet.missing[0]?.field;
      if (field) this.around.fill(field);
      return;
    }
    await act(this.sheet.text);
  }

  async #copy(text: string, done: string, shown: Part): Promise<void> {
    const place = this.place.querySelector(`[data-text="${shown}"]`);
    const went = await copied(text, place);
    if (!went && !place) this.sheet.select(shown);
    this.around.voice.say(went ? done : REFUSED);
  }

  /** The mail link of the message as it stands, or null when there is none: it would be too long. */
  async #link(): Promise<string | null> {
    if (!this.sheet.isEdited) return this.sheet.draft?.mailto ?? null;
    const params = { what: "draft", format: "mailto", ...this.around.params(), ...this.sheet.text };
    const made = await this.around.core.ask<{ content: string }>("export", params).catch(() => null);
    return made?.content.trim() ?? null;
  }

  async #mail(): Promise<void> {
    await this.around.flush();
    const link = await this.#link();
    if (!link) return this.around.voice.say(t("drafts.no-mail-link"));
    location.href = link;
    this.around.voice.say(t("drafts.mail-opens"));
  }

  async #webMail(where: WebMail, { subject, body }: Text): Promise<void> {
    const [name, company] = COMPANIES[where];
    const link = await this.#link();
    const address = link && compose(where, { to: recipient(link), subject, body });
    if (!address) {
      this.around.voice.say(t("drafts.no-web-link", { name }));
      return;
    }
    window.open(address, "_blank", "noopener,noreferrer");
    this.around.voice.say(t("drafts.tab-opens", { name, company }));
    await this.around.flush();
  }

  async #eml(): Promise<void> {
    const own = this.sheet.isEdited ? this.sheet.text : {};
    const params = { what: "draft", format: "eml", ...this.around.params(), ...own };
    const made = await this.around.core.ask<{ filename: string; media_type: string; content: string }>(
      "export",
      params,
    );
    download(made.filename, made.media_type, made.content);
    this.around.voice.say(t("drafts.downloaded"));
  }

  async #note(): Promise<void> {
    const plan = this.around.plan();
    if (!plan.words) return this.around.voice.say(plan.why);
    const done = await plan.note();
    this.allow();
    this.around.voice.say(done ? plan.words : t("drafts.plan-unchanged"));
    this.#button("unmark-sent")?.focus();
  }

  async #takeBack(): Promise<void> {
    const done = await this.around.plan().takeBack();
    this.allow();
    this.around.voice.say(done ? t("drafts.plan-as-before") : t("drafts.plan-unchanged"));
    this.#button("mark-sent")?.focus();
  }
}
