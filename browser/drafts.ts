// <followup-drafts>: what has happened, the words that fit it, and beside them the message as it will be read.

import { applied, complete, type Core, Refusal } from "./core";
import { show, type Tree } from "./dom";
import { Fields } from "./fields";
import { readRecord } from "./keeper";
import { MINE, type Mine, optionOf, packsFor, readMine } from "./mine";
import { Panel } from "./panel";
import { control, focusLinks, onAction, part, showSaved, Voice } from "./parts";
import { type Application, type Interview, RECORD, type SearchRecord } from "./search";
import { type Entry, isLogged, log, unlog } from "./sent";
import { type Draft, type Own, ownKey, Sheet } from "./sheet";
import { languageName } from "./shelf";
import { Autosave, type Store } from "./store";
import { TRAVEL, type Travel } from "./travel";
import { localToday } from "./today";
import { type Plan, Ways } from "./ways";
import { type Key, t, toolSpeaks } from "./words";

/** Which message: a situation, a template in a language, and for whom, as the fragment of the address says it. */
interface Choice {
  situation: string;
  template: string;
  locale: string;
  application: string;
  interview: string;
  to: string;
  /** "1" for a note to everybody of an interview. */
  panel: string;
}

const SENT: Record<string, Key> = {
  email: "drafts.sent-email",
  linkedin: "drafts.sent-linkedin",
  sms: "drafts.sent-sms",
  card: "drafts.sent-card",
  phone: "drafts.sent-phone",
};
const COMING: Tree = ["p", { class: "fu-empty" }, [t("drafts.coming")]];
const NO_FORM: Tree = ["p", { class: "fu-empty", ...toolSpeaks() }, [t("drafts.form-coming")]];

export class Drafts {
  readonly #tool: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #fields: Fields;
  readonly #autosave: Autosave;
  readonly #sheet: Sheet;
  readonly #ways: Ways;
  readonly #panel: Panel;
  /** The templates of each language, the usual ones first. */
  readonly #lists = new Map<string, HTMLOptionElement[]>();
  #choice: Choice = {
    situation: "",
    template: "",
    locale: "",
    application: "",
    interview: "",
    to: "",
    panel: "",
  };
  #record: SearchRecord | undefined;
  #mine: Mine[] = [];
  /** The question under way; a message leaves only after its answer. */
  #asked: Promise<void> = Promise.resolve();
  /** The message that the address asks for is on the page. */
  #begun: Promise<void> = Promise.resolve();
  #turn = 0;
  /** The template that the page shows without any script. */
  #written = "";

  constructor(
    tool: HTMLElement,
    private readonly store: Store,
    private readonly core: Core,
  ) {
    this.#tool = tool;
    this.#form = tool.querySelector("form")!;
    this.#fields = new Fields(part(tool, "fields"));
    const voice = new Voice(part(tool, "live"));
    const result = part(tool, "result");
    this.#autosave = new Autosave(
      () => this.store.write({ [this.#key()]: this.#fields.typed, [ownKey(this.#key())]: this.#sheet.own }),
      (state) => showSaved(part(tool, "saved"), voice, state),
    );
    const fill = (field: string) => this.#fields.focus(field);
    this.#sheet = new Sheet(result, {
      core,
      voice,
      about: () => this.#about(),
      touched: () => this.#autosave.touch(),
      shown: () => this.#ways.allow(),
      fill,
      suffix: "",
    });
    this.#ways = new Ways(result, this.#sheet, {
      core,
      voice,
      params: () => this.#params(),
      flush: () => this.#autosave.flush(),
      asked: () => this.#asked,
      fill,
      plan: () => this.#plan(),
    });
    this.#panel = new Panel(
      part(tool, "panel"),
      this.#tool.querySelector("template[data-template=person]")!,
      {
        core,
        store,
        voice,
        keyOf: (template, to) =>
          this.#key({ ...this.#choice, template, to, application: this.#choice.application }),
        plan: (kind, channel, to) => this.#planFor(kind, channel, to),
        back: () => void this.#choose({ ...this.#choice, panel: "" }),
      },
    );
  }

  async start(): Promise<void> {
    for (const list of this.#tool.querySelectorAll<HTMLTemplateElement>("template[data-locale]"))
      this.#lists.set(list.dataset["locale"] ?? "", optionsOf(list));
    this.#written = this.#control("template").value;
    focusLinks(this.#tool);
    this.#begun = this.#begin();
    this.#listen();
    this.#ways.allow();
    await this.#begun;
    this.#tool.dataset["begun"] = "";
    this.store.onOtherTab(RECORD, () => void this.#reread());
    this.store.onOtherTab(MINE, () => void this.#takeMine().then(() => this.#choose(this.#choice)));
    this.core.whenReady(() => this.#bringUp());
    this.core.startWhenIdle();
  }

  async #begin(): Promise<void> {
    this.#record = await readRecord(this.store).catch(() => undefined);
    await this.#takeMine();
    await this.#follow();
  }

  /** Put the person's own templates behind ours. */
  async #takeMine(): Promise<void> {
    this.#mine = await readMine(this.store);
    for (const [locale, list] of this.#lists)
      this.#lists.set(
        locale,
        list.filter(({ dataset }) => dataset["own"] === undefined),
      );
    for (const each of this.#mine) {
      if (!this.#lists.has(each.locale))
        this.#control("locale").add(new Option(languageName(each.locale), each.locale));
      this.#lists.set(each.locale, [...(this.#lists.get(each.locale) ?? []), optionOf(each)]);
    }
  }

  #listen(): void {
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("input", (event) => {
      const typed = this.#fields.note(event);
      if (!typed) return;
      this.#sheet.foresee(typed);
      this.#autosave.touch();
      void this.#ask();
    });
    this.#form.addEventListener("change", (event) => {
      const { name, value } = event.target as HTMLSelectElement;
      // What the address asks for comes first, however early somebody chooses something else.
      void this.#begun.then(() => this.#chosen(name, value));
    });
    window.addEventListener("hashchange", () => void this.#follow());
    onAction(this.#form, { panel: () => this.#choose({ ...this.#choice, panel: "1" }) });
  }

  #control(name: string): HTMLSelectElement {
    return control(this.#form, name) as HTMLSelectElement;
  }

  /** Somebody chose `value` in the list called `name`. */
  #chosen(name: string, value: string): void {
    const now = this.#choice;
    if (name === "situation") {
      const template = this.#fitting(value, now.locale)[0]?.value ?? now.template;
      const interview = this.#interviewOf(value, now.application);
      void this.#choose({ ...now, situation: value, template, interview });
    }
    if (name === "template") void this.#choose({ ...now, template: value });
    if (name === "locale") void this.#choose({ ...now, locale: value, template: this.#alike(value) });
    if (name === "application") {
      const locale = this.#language(value);
      const interview = this.#interviewOf(now.situation, value);
      void this.#choose({
        ...now,
        template: this.#alike(locale),
        locale,
        application: value,
        interview,
        to: "",
      });
    }
    if (name === "to") void this.#choose({ ...now, to: value });
  }

  // ── which message ────────────────────────────────────────────────────────────────────────────────────────

  #key({ template, locale, application, to }: Choice = this.#choice): string {
    return `draft ${template} ${application} ${to}${locale === this.#pageLanguage ? "" : ` ${locale}`}`;
  }

  get #pageLanguage(): string {
    return this.#control("locale").querySelector("option[selected]")?.getAttribute("value") ?? "";
  }

  /** The language of an application, or of the page when there are no templates in it. */
  #language(application: string): string {
    const spoken = this.#applications.find((a) => a.id === application)?.language ?? "";
    return [spoken, spoken.split("-")[0] ?? ""].find((l) => this.#lists.has(l)) ?? this.#pageLanguage;
  }

  #option(template: string, locale: string): HTMLOptionElement | undefined {
    return this.#lists.get(locale)?.find((option) => option.value === template);
  }

  #fitting(situation: string, locale: string): HTMLOptionElement[] {
    return (this.#lists.get(locale) ?? []).filter((option) => situationsOf(option).includes(situation));
  }

  /** The template of another language for the present situation: the same, or the usual one. */
  #alike(locale: string): string {
    const { template, situation } = this.#choice;
    if (this.#option(template, locale)) return template;
    return (this.#fitting(situation, locale)[0] ?? this.#lists.get(locale)?.[0])?.value ?? "";
  }

  /** The situation of a template: that of the interview where it fits, else its first. */
  #situation(template: string, locale: string, application: string, interview: string): string {
    const option = this.#option(template, locale);
    const fitting = option ? situationsOf(option) : [];
    const stage = this.#interview(application, interview)?.stage;
    return fitting.find((each) => each === `thank-you/${stage}`) ?? fitting.at(-1) ?? "";
  }

  get #applications(): Application[] {
    return this.#record?.search.applications.filter((a) => a.employer && a.role) ?? [];
  }

  #application(id: string): Application | undefined {
    return this.#applications.find((a) => a.id === id);
  }

  /** The interview with this number, else the last one up to today. */
  #interview(application: string, number: string): Interview | undefined {
    const all = this.#application(application)?.interviews ?? [];
    if (number) return all[Number(number) - 1];
    const held = all.filter(({ on }) => on <= localToday());
    return held.reduce<Interview | undefined>(
      (last, each) => (last && last.on > each.on ? last : each),
      undefined,
    );
  }

  /** The number of the last interview of the stage that a situation speaks of, or "". */
  #interviewOf(situation: string, application: string): string {
    const stage = situation.split("/")[1] ?? "";
    const index =
      this.#application(application)?.interviews?.findLastIndex((each) => each.stage === stage) ?? -1;
    return index < 0 ? "" : String(index + 1);
  }

  /** Everybody the interview in question was with. */
  get #crowd(): string[] {
    const { situation, application, interview } = this.#choice;
    if (!situation.startsWith("thank-you/")) return [];
    return [...new Set(this.#interview(application, interview)?.with ?? [])];
  }

  /** Do as the address says; what it does not say is as the page has it. A link to a field of the form is none of it. */
  async #follow(): Promise<void> {
    const said = new URLSearchParams(location.hash.slice(1));
    const wanted = said.get("template") ?? said.get("situation");
    if (this.#choice.template && !wanted) return;
    const application = said.get("application") ?? this.#applications[0]?.id ?? "";
    const languages = [said.get("locale") ?? "", this.#language(application), this.#pageLanguage];
    // What somebody chose before this script was there counts as well.
    const [early, shown] = [this.#control("situation").value, this.#control("template").value];
    const asked = wanted ? (said.get("situation") ?? "") : early;
    const named = said.get("template") ?? shown;
    const suits = (option: HTMLOptionElement | undefined) =>
      option && (said.has("template") || situationsOf(option).includes(asked)) ? option : undefined;
    const find = (l: string) => suits(this.#option(named, l)) ?? this.#fitting(asked, l)[0];
    const locale = languages.find(find) ?? this.#pageLanguage;
    const template = find(locale)?.value ?? this.#written;
    const interview = said.get("interview") ?? this.#interviewOf(asked, application);
    const fits = this.#fitting(asked, locale).some((option) => option.value === template);
    const found = this.#situation(template, locale, application, interview);
    await this.#choose({
      situation: fits ? asked : found,
      template,
      locale,
      application,
      interview,
      to: said.get("to") ?? this.#usual(application, interview),
      panel: said.get("panel") ?? "",
    });
  }

  /** Whom somebody probably means: who was there last time. */
  #usual(application: string, interview: string): string {
    const there = this.#interview(application, interview)?.with?.[0];
    return there ?? this.#application(application)?.contacts?.[0]?.id ?? "";
  }

  async #choose(choice: Choice): Promise<void> {
    await this.#autosave.flush();
    const early = this.#choice.template === "";
    const found = this.#application(choice.application);
    const known = found?.contacts?.some((c) => c.id === choice.to);
    this.#choice = { ...choice, application: found ? choice.application : "", to: known ? choice.to : "" };
    if (found && !known) this.#choice.to = this.#usual(choice.application, choice.interview);
    if (this.#crowd.length < 2) this.#choice.panel = "";
    this.#showChoice(found);
    const key = this.#key();
    const [typed, own, travel] = await Promise.all([
      this.store.read<Record<string, string>>(key).catch(() => undefined),
      this.store.read<Own>(ownKey(key)).catch(() => undefined),
      this.#arrived(),
    ]);
    if (key !== this.#key()) return;
    this.#fields.reset({ ...typed, ...travel, ...(early ? this.#fields.typed : {}) });
    if (Object.keys(travel).length) this.#autosave.touch();
    this.#sheet.begin(own);
    if (!this.core.ready && choice.template !== this.#written) this.#showComing();
    await this.#ask();
  }

  /** What was typed on the page of this template, once. */
  async #arrived(): Promise<Record<string, string>> {
    const travel = await this.store.read<Travel | null>(TRAVEL).catch(() => null);
    const { template, locale } = this.#choice;
    if (travel?.template !== template || travel.locale !== locale) return {};
    await this.store.write({ [TRAVEL]: null }).catch(() => undefined);
    return travel.values;
  }

  /** The calculator is not there yet, and the page must not show the message of another situation. */
  #showComing(): void {
    this.#sheet.clear([COMING]);
    this.#ways.allow();
    show(part(this.#tool, "fields"), [NO_FORM]);
  }

  #showChoice(found: Application | undefined): void {
    const { situation, template, locale, application, to, interview, panel } = this.#choice;
    const option = (value: string, words: string): Tree => ["option", { value }, [words]];
    const applications = this.#applications.map((a) => option(a.id, `${a.employer}, ${a.role}`));
    const people = found?.contacts?.map((c) => option(c.id, c.name)) ?? [];
    show(this.#control("application"), [...applications, option("", t("drafts.none-of-these"))]);
    show(this.#control("to"), [...people, option("", t("drafts.somebody-else"))]);
    for (const each of this.#control("situation").querySelectorAll("option"))
      each.hidden = each.disabled = !this.#fitting(each.value, locale).length;
    const fitting = this.#fitting(situation, locale);
    this.#control("template").replaceChildren(...fitting.map((each) => each.cloneNode(true)));
    for (const [name, value] of Object.entries({ situation, template, locale, application, to }))
      this.#control(name).value = value;
    this.#showUse();
    part(this.#tool, "applications").hidden = !applications.length;
    const everybody = this.#form.querySelector<HTMLElement>('[data-action="panel"]')!;
    everybody.hidden = this.#crowd.length < 2;
    everybody.textContent = t("drafts.to-all", { count: this.#crowd.length });
    part(this.#tool, "one").hidden = panel !== "";
    const derived: Partial<Choice> = {
      situation: this.#situation(template, locale, application, interview),
      locale: this.#language(application),
    };
    const said = Object.entries(this.#choice).filter(
      ([name, value]) => value && derived[name as keyof Choice] !== value,
    );
    history.replaceState(null, "", `#${new URLSearchParams(said).toString()}`);
  }

  /** When the template fits and how it is sent. */
  #showUse(): void {
    const { template, locale } = this.#choice;
    const { use = "", channel = "" } = this.#option(template, locale)?.dataset ?? {};
    const sent = SENT[channel];
    show(part(this.#tool, "use"), [["span", { lang: locale }, [use]], sent ? ` ${t(sent)}` : ""]);
  }

  // ── the message ──────────────────────────────────────────────────────────────────────────────────────────

  /** Another tab changed the search: follow it. */
  async #reread(): Promise<void> {
    this.#record = await readRecord(this.store).catch(() => this.#record);
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

  /** The search file and the application in it, for a message that belongs to one. */
  #file(): Record<string, unknown> {
    const { application, interview } = this.#choice;
    if (!application || !this.#record?.applied) return {};
    const { text } = this.#record;
    return { text, application, ...(interview ? { interview: Number(interview) } : {}) };
  }

  #params(): Record<string, unknown> {
    const { template, locale, to } = this.#choice;
    const file = this.#file();
    return {
      template,
      locale,
      ...packsFor(this.#mine, template, locale),
      ...file,
      ...(file["application"] && to ? { to } : {}),
      values: this.#fields.typed,
      today: localToday(),
    };
  }

  /** What the tone check should know about the message. */
  #about(): Record<string, unknown> {
    const { template, locale, application, to } = this.#choice;
    const { kind, channel } = this.#option(template, locale)?.dataset ?? {};
    const file = application && this.#record?.applied ? { search: this.#record.text, application } : {};
    return { kind, channel, ...file, ...(application && to ? { to } : {}) };
  }

  #ask(): Promise<void> {
    const turn = (this.#turn += 1);
    if (!this.core.ready) return Promise.resolve();
    const { locale, panel } = this.#choice;
    if (panel) this.#asked = this.#panel.open({ ...this.#file(), locale });
    else {
      this.#panel.close();
      this.#asked = this.#answer(turn);
    }
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
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "superseded") return;
    this.#sheet.clear([["p", { class: "fu-empty" }, error.said]]);
    this.#ways.allow();
  }

  // ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────

  #plan(): Plan {
    const { template, locale, to } = this.#choice;
    const { kind = "", channel = "" } = this.#option(template, locale)?.dataset ?? {};
    return this.#planFor(kind, channel, to);
  }

  /** How a message of this kind to this person is noted in the plan. */
  #planFor(kind: string, channel: string, to: string): Plan {
    const { application } = this.#choice;
    const person = this.#application(application)?.contacts?.find((c) => c.id === to);
    const entry: Entry = { on: localToday(), sent: kind, ...(to ? { to } : {}), channel };
    const change = async (act: typeof log) => {
      const next = await act(this.core, this.store, application, entry).catch(() => null);
      if (next) this.#record = next;
      return next !== null;
    };
    const noted = person ? t("drafts.noted-to", { person: person.name }) : t("drafts.noted");
    return {
      words: application && kind ? noted : "",
      why: application ? "" : t("drafts.not-in-plan"),
      isNoted: () => application !== "" && isLogged(this.#record?.search, application, entry),
      note: () => change(log),
      takeBack: () => change(unlog),
    };
  }
}

/** The templates of one language; their titles are in it, whatever the tool speaks. */
function optionsOf(list: HTMLTemplateElement): HTMLOptionElement[] {
  const options = [...list.content.querySelectorAll("option")];
  for (const option of options) option.lang ||= list.dataset["locale"] ?? "";
  return options;
}

function situationsOf(option: HTMLOptionElement): string[] {
  return option.dataset["situations"]?.split(" ") ?? [];
}
