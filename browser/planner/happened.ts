// What happened, as entries of the log: one tap writes one, a small form asks for what a tap cannot know.

import type { Tree } from "../dom";
import type { Application, LogEntry } from "../search";
import { t } from "../words";
import { spoken } from "./days";

/** One thing that can be noted, by the key of an entry that says it. */
interface Happening {
  side: "sent" | "received";
  words: string;
  /** Whether a date belongs to it. */
  by?: "needed" | "possible";
}

const MESSAGES = [
  "thank-you",
  "check-in",
  "second-check-in",
  "closing",
  "add-value",
  "assignment-received",
  "rejection-reply",
  "offer-reply",
  "offer-deadline",
  "no-show",
] as const;
const DECISIONS: Record<string, string> = {
  withdrew: t("log.withdrew"),
  accepted: t("log.accepted"),
  declined: t("log.declined"),
};
const RECEIVED: Record<string, Happening> = {
  reply: { side: "received", words: t("log.reply") },
  "new-promise": { side: "received", words: t("log.new-promise"), by: "needed" },
  rejection: { side: "received", words: t("log.rejection") },
  offer: { side: "received", words: t("log.offer"), by: "possible" },
  "no-show": { side: "received", words: t("log.nobody-came") },
  "silence-acknowledged": { side: "received", words: t("log.silence") },
};
const HAPPENINGS: Record<string, Happening> = {
  ...Object.fromEntries(
    MESSAGES.map((kind) => [
      `sent ${kind}`,
      { side: "sent", words: t(`log.sent-${kind}`) } satisfies Happening,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(DECISIONS).map(([kind, words]) => [
      `sent ${kind}`,
      { side: "sent", words } satisfies Happening,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(RECEIVED).map(([event, happening]) => [`received ${event}`, happening]),
  ),
};

const ENDINGS = new Set(["rejection", "silence-acknowledged", ...Object.keys(DECISIONS)]);

/** What an entry says happened, as a key of HAPPENINGS. */
function keyOf(entry: LogEntry): string {
  return entry.sent ? `sent ${entry.sent}` : `received ${entry.received}`;
}

/** The entry that one tap on a button writes, or null when it needs to be asked for more. */
export function tapped(what: string, on: string): LogEntry | null {
  if (what === "withdrew") return { on, sent: "withdrew" };
  const happening = RECEIVED[what];
  return happening && happening.by !== "needed" ? { on, received: what } : null;
}

/** What the form begins with where one tap is not enough. */
export function unfinished(what: string, on: string): LogEntry {
  if (what === "sent") return { on, sent: "check-in" };
  return { on, received: RECEIVED[what] ? what : "no-show" };
}

/** An entry in words: `You sent a thank-you to Maria Lopez`, `They named a new date: 1 December`. */
export function inWords(entry: LogEntry, application: Application | undefined): string {
  const name = (id: string | undefined) => application?.contacts?.find((c) => c.id === id)?.name;
  const what = HAPPENINGS[keyOf(entry)]?.words ?? entry.sent ?? entry.received ?? "";
  const [to, from] = [name(entry.to), name(entry.from)];
  const whole = to ? t("log.to", { what, name: to }) : from ? t("log.from", { what, name: from }) : what;
  return entry.by ? t("log.by", { what: whole, day: spoken(entry.by) }) : whole;
}

// ── the form of an entry ─────────────────────────────────────────────────────────────────────────────────

/** Where an entry goes: its place in the log, or -1 for a new one; to reopen, the place of what ended it. */
export interface Place {
  at: number;
  mistake?: number;
}

export function entryForm(
  entry: LogEntry,
  { at, mistake }: Place,
  application: Application,
  today: string,
): Tree {
  const key = keyOf(entry);
  const happening = HAPPENINGS[key];
  const people = application.contacts ?? [];
  const person = entry.to ?? entry.from ?? "";
  const save = t(at < 0 ? "log.note-it" : "log.save");
  const by = t(happening?.by === "needed" ? "log.new-date" : "log.hear-by");
  return [
    "div",
    { class: "fu-entry", role: "group", "aria-label": t("log.happening"), "data-at": String(at) },
    [
      labelled(t("log.what-happened"), select("entry-what", Object.entries(HAPPENINGS), key)),
      ...(happening?.by ? [labelled(by, dated("entry-by", entry.by ?? ""))] : []),
      [
        "div",
        { class: "fu-row" },
        [
          labelled(t("log.when"), dated("entry-on", entry.on, today)),
          ...(people.length ? [labelled(side(happening), chooser(people, person))] : []),
        ],
      ],
      labelled(t("log.note"), [
        "input",
        { id: "fu-entry-note", name: "entry-note", type: "text", value: entry.note ?? "" },
        [],
      ]),
      ["p", { class: "fu-reason", "data-entry": "problem", role: "alert" }, []],
      [
        "p",
        { class: "fu-actions" },
        [
          ["button", { type: "button", class: "fu-button", "data-action": "entry-save" }, [save]],
          [
            "button",
            { type: "button", class: "fu-link fu-fold", "data-action": "entry-cancel" },
            [t("common.cancel")],
          ],
          ...(mistake === undefined ? [] : [tookWrong(application, mistake)]),
        ],
      ],
    ],
  ];
}

function tookWrong(application: Application, at: number): Tree {
  const entry = application.log?.[at];
  const words = entry ? t("log.mistake", { entry: inWords(entry, application) }) : "";
  const attributes = { type: "button", class: "fu-link fu-fold", "data-action": "entry-remove" };
  return ["button", { ...attributes, "data-at": String(at) }, [words]];
}

/** The place of the entry that ended an application, or -1. */
export function endingOf(application: Application): number {
  const entries = application.log ?? [];
  return entries.reduce((found, entry, at) => {
    const ends = ENDINGS.has(entry.received ?? entry.sent ?? "");
    return ends && (found < 0 || entry.on >= (entries[found]?.on ?? "")) ? at : found;
  }, -1);
}

function side(happening: Happening | undefined): string {
  return t(happening?.side === "received" ? "log.who-said" : "log.to-whom");
}

function labelled(words: string, input: Exclude<Tree, string>): Tree {
  return [
    "div",
    { class: "fu-field", "data-field": input[1]["id"] ?? "" },
    [["label", { for: input[1]["id"] ?? "" }, [words]], input],
  ];
}

function dated(name: string, value: string, max = "2100-12-31"): Exclude<Tree, string> {
  return ["input", { id: `fu-${name}`, name, type: "date", min: "1970-01-01", max, value }, []];
}

function select(name: string, options: [string, Happening][], chosen: string): Exclude<Tree, string> {
  return [
    "select",
    { id: `fu-${name}`, name },
    options.map(([key, { words }]) => option(key, words, chosen)),
  ];
}

function chooser(people: { id: string; name: string }[], chosen: string): Exclude<Tree, string> {
  const options = [option("", t("log.nobody"), chosen)];
  return [
    "select",
    { id: "fu-entry-person", name: "entry-person" },
    [...options, ...people.map(({ id, name }) => option(id, name, chosen))],
  ];
}

function option(value: string, words: string, chosen: string): Tree {
  return ["option", { value, ...(value === chosen ? { selected: "" } : {}) }, [words]];
}

/** The entry that the form says; keeps of `before` what the form does not show. */
export function readEntry(form: Element, before: LogEntry): LogEntry {
  const value = (name: string) =>
    form.querySelector<HTMLInputElement>(`[name="entry-${name}"]`)?.value.trim() ?? "";
  const [side = "sent", kind = ""] = value("what").split(" ");
  const entry: LogEntry = { on: value("on"), [side]: kind };
  const person = value("person");
  if (person) entry[side === "sent" ? "to" : "from"] = person;
  if (side === "sent" && before.channel && before.sent === kind) entry.channel = before.channel;
  if (HAPPENINGS[value("what")]?.by && value("by")) entry.by = value("by");
  if (value("note")) entry.note = value("note");
  return entry;
}

/** Why an entry cannot be written yet: the name of the input and a sentence; null when it can. */
export function problem(entry: LogEntry, today: string): [input: string, words: string] | null {
  if (!entry.on) return ["entry-on", t("log.which-day")];
  if (entry.on > today) return ["entry-on", t("log.to-come")];
  const needsDate = HAPPENINGS[keyOf(entry)]?.by === "needed" && !entry.by;
  return needsDate ? ["entry-by", t("log.which-date")] : null;
}

// ── the log ──────────────────────────────────────────────────────────────────────────────────────────────

/** What was noted so far, the latest first, each with a way to change it and to take it out. */
export function logList(application: Application): Tree[] {
  const entries = (application.log ?? []).map((entry, at) => ({ entry, at }));
  entries.sort((one, other) =>
    one.entry.on < other.entry.on ? 1 : one.entry.on > other.entry.on ? -1 : other.at - one.at,
  );
  const items = entries.map(({ entry, at }): Tree => {
    const words = inWords(entry, application);
    const button = (action: string, name: string): Tree => [
      "button",
      {
        type: "button",
        class: "fu-link",
        "data-action": action,
        "data-at": String(at),
        "aria-label": t("log.of-entry", { action: name, entry: words, day: spoken(entry.on) }),
      },
      [name],
    ];
    return [
      "li",
      { class: "fu-logged" },
      [
        ["p", {}, [["time", { datetime: entry.on }, [spoken(entry.on)]], " ", ["bdi", {}, [words]]]],
        ...(entry.note ? [["p", { class: "fu-hint" }, [["bdi", {}, [entry.note]]]] satisfies Tree] : []),
        [
          "p",
          { class: "fu-logged-actions" },
          [button("entry-change", t("log.change")), button("entry-remove", t("log.remove"))],
        ],
      ],
    ];
  });
  return [["ul", { class: "fu-log", role: "list" }, items]];
}
