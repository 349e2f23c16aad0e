// The calculator as the tools of a page see it: its verbs, its diagnostics as one error, and how far its start is.

import { type Bridge, RequestError } from "./bridge";
import { type Tree, show } from "./dom";
import type { Verb } from "./protocol";
import type { Search, SearchRecord } from "./search";
import { fromCore, language, rich, t } from "./words";

interface Diagnostic {
  severity: "error" | "warning";
  message: string;
  hint: string;
  line: number;
}

/** Why something could not be done, in lines a person can act on. */
export class Refusal extends Error {
  constructor(
    lines: string[],
    readonly code = "",
    /** The lines as they are shown: in them, what the core says is marked as such. */
    readonly said: Tree[] = lines,
  ) {
    super(lines.join(" "));
  }
}

export class Core {
  constructor(
    private readonly bridge: Bridge,
    /** The relative way from this page to the root of the site: "", "../", … */
    readonly way: string,
  ) {}

  get ready(): boolean {
    return this.bridge.boot.stage === "ready";
  }

  /** Begin when the browser has nothing better to do: reading and typing come first. */
  startWhenIdle(): void {
    if ("requestIdleCallback" in window) requestIdleCallback(() => this.bridge.start(), { timeout: 2000 });
    else setTimeout(() => this.bridge.start(), 200);
  }

  start(): void {
    this.bridge.start();
  }

  whenReady(act: () => unknown): void {
    this.bridge.onBoot((boot) => boot.stage === "ready" && void act());
  }

  /** Ask for a result. Throws a Refusal; code `superseded` means that a newer question took its place. */
  async ask<T>(verb: Verb, params: Record<string, unknown>, key?: string): Promise<T> {
    try {
      return await this.bridge.request<T>(verb, params, key ? { key } : {});
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const said = sentence(error.message, error.hint);
      throw new Refusal([said], error.code, [error.byCore ? fromCore(said) : said]);
    }
  }

  /** The search file as data. */
  async open(text: string): Promise<Search> {
    const { search, diagnostics } = await this.ask<{ search: Search | null; diagnostics: Diagnostic[] }>(
      "open",
      {
        text,
      },
    );
    refuse(diagnostics);
    if (!search) throw new Refusal([t("common.no-search-file")]);
    return search;
  }

  /** Show in `place` how far the start is, what still works after a failure, and the way to try again. */
  showBoot(place: HTMLElement): void {
    place.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-action='retry']")) this.bridge.retry();
    });
    this.bridge.onBoot(({ stage, done, total, error }) => {
      place.hidden = stage === "idle" || stage === "ready";
      place.dataset["stage"] = stage;
      show(place, stage === "failed" ? failed(error?.message ?? "") : progress(stage, done, total));
    });
  }
}

function sentence(message: string, hint: string): string {
  return hint ? `${message} (${hint})` : message;
}

function megabytes(bytes: number): string {
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return (bytes / 1e6).toLocaleString(language(), tenths);
}

function progress(stage: string, done: number, total: number): Tree[] {
  const size = { done: megabytes(done), total: megabytes(total) };
  const loading = total ? t("common.loading-size", size) : t("common.loading");
  return [["p", {}, [stage === "start" ? t("common.starting") : loading]]];
}

function failed(why: string): Tree[] {
  const again = { type: "button", class: "fu-button", "data-action": "retry" };
  return [
    ["p", { role: "alert" }, [`${t("common.not-loaded")} `, why]],
    ["p", {}, [t("common.not-loaded-safe")]],
    ["p", {}, [["button", again, [t("common.try-again")]]]],
  ];
}

function refuse(diagnostics: Diagnostic[]): void {
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (!errors.length) return;
  const all = errors.map((d) => ({ line: String(d.line), message: sentence(d.message, d.hint) }));
  throw new Refusal(
    all.map((values) => t("common.line", values)),
    "",
    all.map(({ line, message }) => ["span", {}, rich("common.line", { line, message: fromCore(message) })]),
  );
}

// ── from the wish to the text ────────────────────────────────────────────────────────────────────────────

/** The part of the wish that can be a search file: a new application waits until it has an employer and a role. */
function whole({ applications }: Search): Search["applications"] {
  return applications.filter((a) => a.employer && a.role);
}

/** Whether the wish can become the text. It cannot while an application that is in the text lacks its employer. */
export function complete({ search, written }: SearchRecord): boolean {
  const { length } = whole(search);
  return search.me.name !== "" && length > 0 && length >= written;
}

/** The record with its text brought to what the person wants it to say; only what differs changes in the text.
 *  An empty text becomes a new search file. */
export async function applied(core: Core, record: SearchRecord): Promise<SearchRecord> {
  if (record.applied) return record;
  const applications = whole(record.search);
  const edits = [
    { op: "set", path: ["me"], value: record.search.me },
    { op: "set", path: ["applications"], value: applications },
  ];
  const saved = await core.ask<Saved>("save", { text: record.text, edits });
  refuse(saved.diagnostics);
  return { ...record, text: saved.text, written: applications.length, applied: true };
}

interface Saved {
  text: string;
  diagnostics: Diagnostic[];
}
