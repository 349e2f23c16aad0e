// <followup-drafts>: a situation, its fields, and beside them the message as it will be read.

import { compose, recipient, type WebMail } from "./compose";
import { applied, complete, type Core, Refusal } from "./core";
import { show, type Tree } from "./dom";
import { Fields } from "./fields";
import type { Text } from "./marks";
import { control, download, focusLinks, keepKeys, onAction, part, showSaved, Voice } from "./parts";
import { type Application, RECORD, type SearchRecord } from "./search";
import { type Draft, type Own, Sheet } from "./sheet";
import { Autosave, type Store } from "./store";
import { localToday } from "./today";

/** Which message: a template in a language, and for whom, as the fragment of the address says it. */
interface Choice {
  template: string;
  locale: string;
  application: string;
  interview: string;
  to: string;
}

const MAIL_WAYS = ["copy-subject", "copy-both", "mail", "gmail", "outlook", "eml"];
const WAYS = ["copy-body", ...MAIL_WAYS];
const COMPANIES = { gmail: ["Gmail", "Google"], outlook: ["Outlook", "Microsoft"] };
/** How a message is sent, as followup_core/view.py says it. */
const BY_CHANNEL: Record<string, string> = {
  email: "by e-mail",
  linkedin: "on LinkedIn",
  sms: "by text message",
  card: "on a card",
  phone: "by phone",
};
const STARTING = "The message can be copied as soon as the calculator is there.";

export class Drafts {
  readonly #tool: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #fields: Fields;
  readonly #voice: Voice;
  readonly #autosave: Autosave;
  /** The templates of each language, as the groups of their list. */
  readonly #lists = new Map<string, Element[]>();
  #choice: Choice = { template: "", locale: "", application: "", interview: "", to: "" };
  #record: SearchRecord | undefined;
  readonly #sheet: Sheet;
  /** The question under way; a message leaves only after its answer. */
  #asked: Promise<void> = Promise.resolve();
  /** The message that the address asks for is on the page. */
  #begun: Promise<void> = Promise.resolve();
  #turn = 0;

  constructor(
    tool: HTMLElement,
    private readonly store: Store,
    private readonly core: Core,
  ) {
    this.#tool = tool;
    this.#form = tool.querySelector("form")!;
    this.#fields = new Fields(part(tool, "fields"));
    this.#voice = new Voice(part(tool, "live"));
    this.#autosave = new Autosave(
      () => this.store.write({ [this.#key()]: this.#fields.typed, [ownKey(this.#key())]: this.#sheet.own }),
      (state) => showSaved(part(tool, "saved"), this.#voice, state),
    );
    this.#sheet = new Sheet(part(tool, "sheet"), {
      core,
      voice: this.#voice,
      about: () => this.#about(),
      touched: () => this.#autosave.touch(),
      shown: () => this.#allow(),
      fill: (field) => this.#fields.focus(field),
      suffix: "",
    });
  }

  async start(): Promise<void> {
    const own = control(this.#form, "locale").querySelector("option[selected]")?.getAttribute("value") ?? "";
    this.#lists.set(own, [...control(this.#form, "template").children]);
    for (const list of this.#tool.querySelectorAll<HTMLTemplateElement>("template[data-locale]"))
      this.#lists.set(list.dataset["locale"] ?? "", [...list.content.children]);
    keepKeys(this.#tool);
    focusLinks(this.#tool);
    this.#begun = this.#begin();
    this.#listen();
    this.#allow();
    await this.#begun;
    this.store.onOtherTab(RECORD, () => void this.#reread());
    this.core.whenReady(() => this.#bringUp());
    this.core.startWhenIdle();
  }

  async #begin(): Promise<void> {
    this.#record = await this.store.read<SearchRecord>(RECORD).catch(() => undefined);
    await this.#follow();
  }

  #listen(): void {
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("input", (event) => {
      if (!this.#fields.note(event)) return;
      this.#autosave.touch();
      void this.#ask();
    });
    this.#form.addEventListener("change", (event) => {
      const { name, value } = event.target as HTMLSelectElement;
      // What the address asks for comes first, however early somebody chooses something else.
      void this.#begun.then(() => this.#chosen(name, value));
    });
    window.addEventListener("hashchange", () => void this.#follow());
    onAction(this.#tool, {
      "copy-body": () => this.#leave((text) => this.#copy(text.body, "The message is copied.", "body")),
      "copy-subject": () =>
        this.#leave((text) => this.#copy(text.subject, "The subject is copied.", "subject")),
      "copy-both": () =>
        this.#leave(({ subject, body }) =>
          this.#copy(`${subject}\n\n${body}`, "Subject and message are copied.", "body"),
        ),
      mail: () => this.#leave(() => this.#mail()),
      gmail: () => this.#leave((text) => this.#webMail("gmail", text)),
      outlook: () => this.#leave((text) => this.#webMail("outlook", text)),
      eml: () => this.#leave(() => this.#eml()),
    });
  }

  /** Somebody chose `value` in the list called `name`. */
  #chosen(name: string, value: string): void {
    if (name === "template") void this.#choose({ ...this.#choice, template: value, interview: "" });
    if (name === "locale")
      void this.#choose({ ...this.#choice, locale: value, template: this.#alike(value) });
    if (name === "application") {
      const locale = this.#language(value);
      const template = this.#alike(locale);
      void this.#choose({ template, locale, application: value, interview: "", to: "" });
    }
    if (name === "to") void this.#choose({ ...this.#choice, to: value });
  }

  // ── which message ────────────────────────────────────────────────────────────────────────────────────────

  #key({ template, locale, application, to }: Choice = this.#choice): string {
    return `draft ${template} ${application} ${to}${locale === this.#pageLanguage ? "" : ` ${locale}`}`;
  }

  get #pageLanguage(): string {
    return [...this.#lists.keys()][0] ?? "";
  }

  /** The language of an application, or of the page when there are no templates in it. */
  #language(application: string): string {
    const spoken = this.#applications.find((a) => a.id === application)?.language ?? "";
    return [spoken, spoken.split("-")[0] ?? ""].find((l) => this.#lists.has(l)) ?? this.#pageLanguage;
  }

  /** The options of a language by their template. */
  #templates(locale: string): Map<string, HTMLOptionElement> {
    const options = (this.#lists.get(locale) ?? []).flatMap((group) => [...group.querySelectorAll("option")]);
    return new Map(options.map((option) => [option.value, option]));
  }

  /** The template of another language for the present situation: the same, or the first that does the same. */
  #alike(locale: string): string {
    const { template } = this.#choice;
    const known = this.#templates(locale);
    if (known.has(template)) return template;
    const group = (id: string, l: string) => this.#templates(l).get(id)?.closest("optgroup")?.label;
    const situation = group(template, this.#choice.locale);
    const found = [...known.keys()].find((id) => group(id, locale) === situation);
    return found ?? [...known.keys()][0] ?? "";
  }

  get #applications(): Application[] {
    return this.#record?.search.applications.filter((a) => a.employer && a.role) ?? [];
  }

  /** Do as the address says; what it does not say is as the page has it. A link to a field of the form is none of it. */
  async #follow(): Promise<void> {
    const said = new URLSearchParams(location.hash.slice(1));
    if (this.#choice.template && !said.has("template")) return;
    const written = control(this.#form, "template").value;
    const template = said.get("template") ?? written;
    const application = said.get("application") ?? this.#applications[0]?.id ?? "";
    const languages = [said.get("locale") ?? "", this.#language(application), this.#pageLanguage];
    const locale = languages.find((l) => this.#templates(l).has(template));
    await this.#choose({
      template: locale ? template : written,
      locale: locale ?? this.#pageLanguage,
      application,
      interview: said.get("interview") ?? "",
      to: said.get("to") ?? this.#usual(application),
    });
  }

  /** Whom somebody probably means: who was there last time. */
  #usual(application: string): string {
    const found = this.#applications.find((a) => a.id === application);
    return found?.interviews?.at(-1)?.with?.[0] ?? found?.contacts?.[0]?.id ?? "";
  }

  async #choose(choice: Choice): Promise<void> {
    await this.#autosave.flush();
    const found = this.#applications.find((a) => a.id === choice.application);
    const known = found?.contacts?.some((c) => c.id === choice.to);
    this.#choice = { ...choice, application: found ? choice.application : "", to: known ? choice.to : "" };
    if (found && !known) this.#choice.to = this.#usual(choice.application);
    this.#showChoice(found);
    const key = this.#key();
    const [typed, own] = await Promise.all([
      this.store.read<Record<string, string>>(key).catch(() => undefined),
      this.store.read<Own>(ownKey(key)).catch(() => undefined),
    ]);
    if (key !== this.#key()) return;
    this.#fields.reset({ ...typed, ...(this.#sheet.draft ? {} : this.#fields.typed) });
    this.#sheet.begin(own);
    await this.#ask();
  }

  #showChoice(found: Application | undefined): void {
    const option = (value: string, words: string): Tree => ["option", { value }, [words]];
    const applications = this.#applications.map((a) => option(a.id, `${a.employer}, ${a.role}`));
    const people = found?.contacts?.map((c) => option(c.id, c.name)) ?? [];
    const nobody = option("", "Somebody else");
    show(control(this.#form, "application"), [...applications, option("", "None of these")]);
    show(control(this.#form, "to"), [...people, nobody]);
    control(this.#form, "locale").value = this.#choice.locale;
    control(this.#form, "template").replaceChildren(...(this.#lists.get(this.#choice.locale) ?? []));
    control(this.#form, "template").value = this.#choice.template;
    this.#showUse();
    control(this.#form, "application").value = this.#choice.application;
    control(this.#form, "to").value = this.#choice.to;
    part(this.#tool, "applications").hidden = !applications.length;
    const usual = this.#choice.locale === this.#language(this.#choice.application);
    const said = Object.entries(this.#choice).filter(
      ([name, value]) => value && !(usual && name === "locale"),
    );
    history.replaceState(null, "", `#${new URLSearchParams(said).toString()}`);
  }

  /** When the template fits and how it is sent, as tools/forms.py writes it; the ways that only mail has. */
  #showUse(): void {
    const { template, locale } = this.#choice;
    const { use = "", channel = "" } = this.#templates(locale).get(template)?.dataset ?? {};
    show(part(this.#tool, "use"), [["span", { lang: locale }, [use]], ` Sent ${BY_CHANNEL[channel]}.`]);
    const isMail = channel === "email";
    for (const way of MAIL_WAYS) {
      const button = this.#tool.querySelector<HTMLElement>(`[data-action="${way}"]`);
      if (button) button.hidden = !isMail;
    }
    part(this.#tool, "web-mail").hidden = !isMail;
  }

  // ── the message ──────────────────────────────────────────────────────────────────────────────────────────

  /** Another tab changed the search: follow it. This page only reads it. */
  async #reread(): Promise<void> {
    this.#record = await this.store.read<SearchRecord>(RECORD).catch(() => this.#record);
    if (this.core.ready) await this.#bringUp();
  }

  /** The calculator is there: bring the search file up to date, then write the message. */
  async #bringUp(): Promise<void> {
    if (this.#record && complete(this.#record)) {
      try {
        this.#record = await applied(this.core, this.#record);
      } catch (error) {
        this.#refused(error);
      }
    }
    await this.#ask();
  }

  #params(): Record<string, unknown> {
    const { template, locale, application, interview, to } = this.#choice;
    const file = application && this.#record?.applied ? { text: this.#record.text, application } : {};
    return {
      template,
      locale,
      ...file,
      ...(application && to ? { to } : {}),
      ...(application && interview ? { interview: Number(interview) } : {}),
      values: this.#fields.typed,
      today: localToday(),
    };
  }

  /** What the tone check should know about the message. */
  #about(): Record<string, unknown> {
    const { template, locale, application, to } = this.#choice;
    const { kind, channel } = this.#templates(locale).get(template)?.dataset ?? {};
    const file = application && this.#record?.applied ? { search: this.#record.text, application } : {};
    return { kind, channel, ...file, ...(application && to ? { to } : {}) };
  }

  #ask(): Promise<void> {
    const turn = (this.#turn += 1);
    if (!this.core.ready) return Promise.resolve();
    this.#asked = this.#answer(turn);
    return this.#asked;
  }

  async #answer(turn: number): Promise<void> {
    const params = { ...this.#params(), view: true, base: this.core.way };
    try {
      const draft = await this.core.ask<Draft>("draft", params, "draft");
      if (turn !== this.#turn) return;
      this.#fields.show(draft.form, draft.fields);
      this.#sheet.take(draft);
    } catch (error) {
      if (turn === this.#turn) this.#refused(error);
    }
    this.#allow();
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "superseded") return;
    this.#sheet.clear([["p", { class: "fu-empty" }, [error.lines.join(" ")]]]);
  }

  // ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Why the message cannot leave, or "". */
  #reason(): string {
    return this.#sheet.draft ? this.#sheet.reason("copied and sent") : STARTING;
  }

  #allow(): void {
    const reason = this.#reason();
    part(this.#tool, "reason").textContent = reason;
    for (const way of WAYS) {
      const button = this.#tool.querySelector(`[data-action="${way}"]`);
      if (reason) button?.setAttribute("aria-disabled", "true");
      else button?.removeAttribute("aria-disabled");
    }
  }

  /** Let the message go as it is now, not as it was before the last key. */
  async #leave(act: (text: Text) => Promise<void>): Promise<void> {
    await this.#asked;
    await this.#sheet.settled;
    if (!this.#sheet.draft || this.#reason()) {
      this.#voice.say(this.#reason());
      const field = this.#sheet.missing[0]?.field;
      if (field) this.#fields.focus(field);
      return;
    }
    await act(this.#sheet.text);
  }

  async #copy(text: string, done: string, shown: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#voice.say(done);
    } catch {
      const place = this.#tool.querySelector(`[data-text="${shown}"]`);
      if (place) getSelection()?.selectAllChildren(place);
      this.#voice.say("Copying was refused. The text is selected: copy it with Ctrl+C, or with ⌘C on a Mac.");
    }
  }

  /** The mail link of the message as it stands, or null when there is none: it would be too long. */
  async #link(): Promise<string | null> {
    if (!this.#sheet.isEdited) return this.#sheet.draft?.mailto ?? null;
    const params = { what: "draft", format: "mailto", ...this.#params(), ...this.#sheet.text };
    const made = await this.core.ask<{ content: string }>("export", params).catch(() => null);
    return made?.content.trim() ?? null;
  }

  async #mail(): Promise<void> {
    await this.#autosave.flush();
    const link = await this.#link();
    if (!link) {
      this.#voice.say(
        "This message is too long for a mail link, or not an e-mail. Copy it, or download the .eml file.",
      );
      return;
    }
    location.href = link;
    this.#voice.say("Your mail program should open now. If nothing happens, copy the message.");
  }

  async #webMail(where: WebMail, { subject, body }: Text): Promise<void> {
    const [name, company] = COMPANIES[where];
    const link = await this.#link();
    const address = link && compose(where, { to: recipient(link), subject, body });
    if (!address) {
      this.#voice.say(`This message is too long for a link to ${name}. Copy it, and paste it there.`);
      return;
    }
    window.open(address, "_blank", "noopener,noreferrer");
    this.#voice.say(`${name} should open in a new tab with your message, which ${company} then has.`);
    await this.#autosave.flush();
  }

  async #eml(): Promise<void> {
    const own = this.#sheet.isEdited ? this.#sheet.text : {};
    const params = { what: "draft", format: "eml", ...this.#params(), ...own };
    const made = await this.core.ask<{ filename: string; media_type: string; content: string }>(
      "export",
      params,
    );
    download(made.filename, made.media_type, made.content);
    this.#voice.say("The message is in your downloads. Open it with your mail program.");
  }
}

/** Where a person's own version of a message is stored, beside what was typed into its fields. */
function ownKey(key: string): string {
  return `own text of ${key}`;
}
