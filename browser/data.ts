// <followup-data>: what this browser keeps, the file, earlier versions, the demo, and the end of all of it.

import { whatChanged } from "./changes";
import { applied, complete, type Core, Refusal } from "./core";
import { enterDemo } from "./demo";
import { show, type Tree } from "./dom";
import { eraseAll, isGone, type Left } from "./erase";
import {
  canHold,
  contentOf,
  FILENAME,
  inWords,
  known,
  type Opened,
  pick,
  remember,
  save,
  type Saving,
  textOf,
} from "./files";
import { DAMAGED, Keeper } from "./keeper";
import { download, onAction, part, Voice } from "./parts";
import { unsaved } from "./due";
import { RECORD, type Search, type SearchRecord } from "./search";
import { LOST, type Store } from "./store";
import { type Kept, versions } from "./versions";
import { type Key, rich, t } from "./words";

const WHEN = new Intl.DateTimeFormat(t("language.dates"), {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

export class YourData {
  readonly #voice: Voice;
  readonly #keeper: Keeper;
  #versions: Kept[] = [];
  /** What there was before the last step, to go back to. */
  #before: SearchRecord | undefined;

  constructor(
    private readonly tool: HTMLElement,
    private readonly store: Store,
    private readonly core: Core,
    private readonly root: URL,
  ) {
    this.#voice = new Voice(part(tool, "live"));
    this.#keeper = new Keeper(store);
  }

  async start(): Promise<void> {
    part(this.tool, "save-as").hidden = !canHold();
    onAction(this.tool, {
      "save-file": () => this.#save(),
      "save-as": () => this.#save({ as: true }),
      "save-over": () => this.#save({ over: true }),
      "open-file": () => this.#open(),
      "take-file": () => this.#takeFile(),
      "keep-mine": () => this.#say([]),
      restore: (button) => this.#restore(Number(button.dataset["key"])),
      "save-version": (button) => this.#saveVersion(Number(button.dataset["key"])),
      undo: () => this.#undo(),
      "forget-damaged": () => this.#forgetDamaged(),
      demo: () => this.#demo(),
      erase: () => this.#askToErase(true),
      "erase-not": () => this.#askToErase(false),
      "erase-yes": () => this.#erase(),
    });
    part(this.tool, "sure").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#askToErase(false);
    });
    part(this.tool, "file").addEventListener("change", () => void this.#picked());
    this.#keeper.onOther(() => void this.#show());
    this.store.onWrite(RECORD, this, () => void this.#show());
    await this.#keeper.load();
    await this.#show();
    this.tool.dataset["begun"] = "";
  }

  // ── what there is ────────────────────────────────────────────────────────────────────────────────────────

  async #show(): Promise<void> {
    const [list, file, persisted, damaged] = await Promise.all([
      versions(this.store).catch((): Kept[] => []),
      known(this.store),
      navigator.storage?.persisted?.().catch(() => false),
      this.store.read(DAMAGED).catch(() => undefined),
    ]);
    this.#versions = list;
    const { search } = this.#keeper.record;
    const count = search.applications.filter((a) => a.employer || a.role).length;
    show(part(this.tool, "state"), [
      ["p", {}, [count ? t("data.keeps", { count }) : t("data.no-search")]],
      ["p", {}, [t(persisted ? "data.promised" : "data.not-promised")]],
    ]);
    const changes = count || file ? unsaved(search, file) : 0;
    show(part(this.tool, "file-state"), [["p", {}, fileState(file, changes)]]);
    show(part(this.tool, "damaged"), damaged ? DAMAGED_NOTE : []);
    show(part(this.tool, "versions"), this.#versionList(search));
    part(this.tool, "demo").hidden = this.store.isDemo;
  }

  #versionList(now: Search): Tree[] {
    if (!this.#versions.length) return [["p", {}, [t("data.no-versions")]]];
    const items = this.#versions.map((version, i): Tree => {
      const older = this.#versions[i + 1];
      const when = WHEN.format(version.at);
      const what = older ? whatChanged(older.record.search, version.record.search) : [];
      const lines = older ? (what.length ? what : [t("data.small-things")]) : [t("data.oldest")];
      const back = whatChanged(now, version.record.search);
      const button = (action: string, words: Key, inFull: Key): Tree => [
        "button",
        {
          type: "button",
          class: "fu-button fu-button--quiet",
          "data-action": action,
          "data-key": String(version.id),
          "aria-label": t(inFull, { when }),
        },
        [t(words)],
      ];
      return [
        "li",
        { class: "fu-version", "data-field": String(version.id) },
        [
          ["h3", {}, [["time", { datetime: new Date(version.at).toISOString() }, [when]]]],
          ["ul", {}, lines.map((line): Tree => ["li", {}, [["bdi", {}, [line]]]])],
          [
            "details",
            { class: "fu-why" },
            [
              ["summary", {}, [t("data.going-back")]],
              ["p", {}, [back.length ? together(back) : t("data.same-as-now")]],
            ],
          ],
          [
            "p",
            { class: "fu-actions" },
            [
              button("restore", "data.go-back", "data.go-back-to"),
              button("save-version", "data.save-copy", "data.save-copy-of"),
            ],
          ],
        ],
      ];
    });
    return [["ol", { class: "fu-versions", role: "list" }, items]];
  }

  // ── the file ─────────────────────────────────────────────────────────────────────────────────────────────

  /** The present search file as text, in the person's own writing as far as the calculator can be had. */
  async #content(): Promise<string> {
    const { record } = this.#keeper;
    if (record.applied || !complete(record)) return contentOf(record);
    try {
      const next = await applied(this.core, record);
      if (this.#keeper.record === record) this.#keeper.record = next;
      await this.#keeper.save();
      return next.text;
    } catch {
      return contentOf(record);
    }
  }

  async #save(how: { as?: boolean; over?: boolean } = {}): Promise<void> {
    const { search } = this.#keeper.record;
    if (!search.applications.some((a) => a.employer || a.role)) {
      this.#voice.say(t("data.nothing-to-save"));
      return;
    }
    const text = await this.#content();
    try {
      this.#saved(await save(this.store, text, search, how));
    } catch {
      this.#say([["p", {}, [t("data.not-written")]]], "urgent");
    }
    await this.#show();
  }

  #saved(saving: Saving): void {
    const words: Tree = ["p", {}, [inWords(saving)]];
    if (saving.done === "denied") return this.#say([words], "urgent");
    if (saving.done === "elsewhere") {
      const ways = [
        quiet("save-over", t("data.write-over")),
        quiet("take-file", t("data.open-instead")),
        quiet("keep-mine", t("data.leave-both")),
      ];
      return this.#say([words, ["p", { class: "fu-actions" }, ways]], "urgent");
    }
    this.#say([]);
    this.#voice.say(inWords(saving));
  }

  #open(): void {
    if (canHold()) void this.#take(pick);
    else part(this.tool, "file").click();
  }

  async #picked(): Promise<void> {
    const input = part<HTMLInputElement>(this.tool, "file");
    const file = input.files?.[0];
    if (file) await this.#take(async () => ({ name: file.name, text: await textOf(file) }));
    input.value = "";
  }

  /** The file on the disk takes the place of what is here. */
  async #takeFile(): Promise<void> {
    const handle = (await known(this.store))?.handle;
    if (!handle) return;
    await this.#take(async () => {
      const file = await handle.getFile();
      return { name: file.name, text: await textOf(file), handle };
    });
  }

  /** Read a file as a whole, then put it in the place of what is here; what there was becomes a version. */
  async #take(read: () => Promise<Opened | null>): Promise<void> {
    try {
      const opened = await read();
      if (!opened) return this.#voice.say(t("data.none-opened"));
      const { text, name, handle } = opened;
      const search = await this.core.open(text);
      const before = this.#keeper.record;
      const record = { text, search, written: search.applications.length, applied: true };
      await this.#keeper.replace(record, "opened");
      await this.store.write({ [LOST]: undefined });
      this.store.troubles.over("lost");
      await remember(this.store, { name, text, search, at: Date.now(), ...(handle ? { handle } : {}) });
      this.#back(before, t("data.is-open", { name }));
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof DOMException)) throw error;
      const lines = error instanceof Refusal ? error.said : [error.message];
      this.#say(
        [
          ["p", {}, [t("data.not-opened")]],
          ["ul", {}, lines.map((line): Tree => ["li", {}, [line]])],
        ],
        "urgent",
      );
    }
    await this.#show();
  }

  // ── versions ─────────────────────────────────────────────────────────────────────────────────────────────

  async #restore(id: number): Promise<void> {
    const version = this.#versions.find((each) => each.id === id);
    if (!version) return;
    const before = this.#keeper.record;
    await this.#keeper.replace(version.record, "restored");
    this.#back(before, t("data.this-is", { when: WHEN.format(version.at) }));
    await this.#show();
  }

  async #undo(): Promise<void> {
    const before = this.#before;
    if (!before) return;
    this.#before = undefined;
    await this.#keeper.replace(before, "restored");
    this.#say([]);
    this.#voice.say(t("data.as-before"));
    part(this.tool, "said").focus();
    await this.#show();
  }

  /** Say what was done, with the way back. */
  #back(before: SearchRecord, words: string): void {
    this.#before = before;
    const undo: Tree = [
      "button",
      { type: "button", class: "fu-link", "data-action": "undo" },
      [t("common.undo")],
    ];
    this.#say([["p", {}, [`${words} `, undo]]]);
    part(this.tool, "said").focus();
    this.#voice.sayLater(words);
  }

  #saveVersion(id: number): void {
    const version = this.#versions.find((each) => each.id === id);
    if (!version) return;
    const day = new Date(version.at).toISOString().slice(0, 10);
    download(FILENAME.replace(".", `-${day}.`), "text/yaml", contentOf(version.record));
    this.#voice.say(t("data.copy-downloaded"));
  }

  async #forgetDamaged(): Promise<void> {
    await this.store.write({ [DAMAGED]: undefined });
    this.store.troubles.over("damaged");
    await this.#show();
  }

  // ── the demo, and the end ────────────────────────────────────────────────────────────────────────────────

  async #demo(): Promise<void> {
    this.#voice.say(t("data.demo-coming"));
    try {
      await enterDemo(this.core, this.root);
      location.href = new URL("planner/", this.root).href;
    } catch {
      this.#voice.say(t("data.demo-not-opened"));
    }
  }

  #askToErase(ask: boolean): void {
    part(this.tool, "sure").hidden = !ask;
    this.tool.querySelector<HTMLElement>('[data-action="erase"]')!.hidden = ask;
    this.tool.querySelector<HTMLElement>(`[data-action="${ask ? "erase-not" : "erase"}"]`)!.focus();
  }

  async #erase(): Promise<void> {
    const left = await eraseAll(this.store, this.root);
    const gone = isGone(left);
    for (const section of this.tool.querySelectorAll<HTMLElement>("[data-part=kept]")) section.hidden = true;
    const place = part(this.tool, "gone");
    place.hidden = false;
    show(place, gone ? GONE : stillThere(left));
    place.focus();
  }

  #say(trees: Tree[], how: "calm" | "urgent" = "calm"): void {
    const place = part(this.tool, "said");
    place.className = trees.length ? `fu-notice fu-notice--${how}` : "";
    show(place, trees);
    if (how === "urgent") place.focus();
  }
}

const quiet = (action: string, words: string): Tree => [
  "button",
  { type: "button", class: "fu-button fu-button--quiet", "data-action": action },
  [words],
];

const DAMAGED_NOTE: Tree[] = [
  ["p", {}, [t("data.set-aside")]],
  ["p", { class: "fu-actions" }, [quiet("forget-damaged", t("data.remove-aside"))]],
];

const GONE: Tree[] = [
  ["h2", {}, [t("data.gone")]],
  ["p", {}, [t("data.nothing-left")]],
  ["p", {}, [t("data.begins-anew")]],
];

function stillThere(left: Left): Tree[] {
  const names = Object.values(left).flat() as string[];
  return [
    ["h2", {}, [t("data.not-gone")]],
    ["p", {}, [t("data.held")]],
    ["ul", {}, names.map((name): Tree => ["li", {}, [name]])],
  ];
}

/** The lines that `whatChanged` gives as one text. */
function together(lines: string[]): string {
  return lines.reduce((first, next) => t("data.both", { first, next }));
}

function fileState(file: { name: string; at: number } | undefined, changes: number): Tree[] {
  if (!file) return [t(changes ? "data.in-no-file" : "data.no-file")];
  const parts: Record<string, Tree> = {
    name: ["bdi", {}, [file.name]],
    when: WHEN.format(file.at),
    count: String(changes),
  };
  return changes ? rich("data.file-changed", parts, changes) : rich("data.file-same", parts);
}
