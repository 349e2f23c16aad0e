// At the head of every tool: what stands between a person and their data. What happened, what still works, what to do.

import { leaveDemo } from "./demo";
import { show, type Tree } from "./dom";
import { contentOf, FILENAME, known, remember } from "./files";
import { type Clashed, DAMAGED } from "./keeper";
import { download } from "./parts";
import { laterPlease } from "./reminder";
import { LOST, type Store } from "./store";
import type { Clash } from "./threeway";
import type { Trouble } from "./trouble";
import { type Key, rich, t } from "./words";

type Act = "save" | "retry" | "reload" | "anew" | "aside" | "theirs" | "mine" | "leave" | "later";

interface Words {
  title: Key;
  lines: Key[];
  acts: Act[];
  /** Where to read more: the page about the data. */
  more?: Key;
}

const LABELS: Record<Act, Key> = {
  save: "common.save-search-file",
  retry: "common.try-again",
  reload: "notices.reload",
  anew: "notices.anew",
  aside: "notices.save-aside",
  theirs: "notices.take-theirs",
  mine: "notices.keep-mine",
  leave: "notices.leave-demo",
  later: "notices.later",
};

/** Those that a person has to know at once, in the order of their weight; the others wait to be read. */
const URGENT: Trouble[] = [
  "erased",
  "full",
  "broken",
  "refused",
  "newer",
  "blocked",
  "damaged",
  "lost",
  "clash",
];
const CALM: Trouble[] = ["demo", "reminder"];

const WORDS: Record<Trouble, Words> = {
  blocked: {
    title: "notices.blocked",
    lines: ["notices.blocked-state", "notices.blocked-do"],
    acts: ["reload"],
  },
  newer: {
    title: "notices.newer",
    lines: ["notices.newer-state", "notices.newer-do"],
    acts: ["reload", "save"],
  },
  refused: {
    title: "notices.refused",
    lines: ["notices.refused-state", "notices.refused-do"],
    acts: ["save", "retry"],
  },
  full: {
    title: "notices.full",
    lines: ["notices.full-state", "notices.full-do"],
    acts: ["save", "retry"],
  },
  broken: {
    title: "notices.broken",
    lines: ["notices.broken-state", "notices.broken-do"],
    acts: ["retry", "save"],
  },
  lost: {
    title: "notices.lost",
    lines: ["notices.lost-state", "notices.lost-do"],
    acts: ["anew"],
    more: "notices.open-saved",
  },
  damaged: {
    title: "notices.damaged",
    lines: ["notices.damaged-state", "notices.damaged-do"],
    acts: ["aside"],
    more: "notices.see-versions",
  },
  erased: { title: "notices.erased", lines: ["notices.erased-do"], acts: ["reload", "save"] },
  // Its lines say what each tab has.
  clash: { title: "notices.clash", lines: [], acts: ["mine", "theirs"] },
  demo: { title: "notices.demo", lines: ["notices.demo-state"], acts: ["leave"] },
  reminder: { title: "data.in-no-file", lines: ["notices.reminder-do"], acts: ["save", "later"] },
};
const DEMO_LEFT: Words = { title: "notices.demo-left", lines: ["notices.demo-left-do"], acts: ["reload"] };

function words(trouble: Trouble, detail: unknown, store: Store): Words {
  if (trouble === "erased" && store.isDemo) return DEMO_LEFT;
  if (trouble === "reminder" && detail) return { ...WORDS.reminder, title: "notices.file-old" };
  return WORDS[trouble];
}

const THINGS = ["name", "employer", "role", "email", "country", "by", "on", "at", "notes"] as const;

function clashWords({ path, mine, theirs }: Clash): Tree[] {
  const last = String(path.at(-1));
  const whole = [mine, theirs].some((each) => typeof each === "object" && each !== null);
  if (whole)
    return rich(theirs === undefined ? "notices.clash-out-there" : "notices.clash-out-here", {
      name: own(last),
    });
  const key = path.findLast((each) => THINGS.some((thing) => thing === each));
  const known = THINGS.find((thing) => thing === key);
  const thing = known ? t(`notices.thing-${known}`) : t("notices.thing", { name: last });
  const whose = path[0] === "applications" && typeof path[1] === "string" ? path[1] : "";
  const said = (value: unknown): Tree =>
    value === undefined
      ? t("notices.says-nothing")
      : ["span", {}, rich("notices.says", { value: own(String(value)) })];
  return rich("notices.clash-values", {
    thing: whose ? ["span", {}, rich("notices.thing-of", { thing, whose: own(whose) })] : thing,
    mine: said(mine),
    theirs: said(theirs),
  });
}

/** What a person typed, in its own direction. */
const own = (text: string): Tree => ["bdi", {}, [text]];

/** Show at the head of `tool` what there is to say, as long as there is something. */
export function showNotices(tool: HTMLElement, store: Store, root: URL): void {
  if (store.isDemo) store.troubles.report("demo");
  void aside(store).then((found) => found && store.troubles.report("damaged"));
  const place = document.createElement("div");
  place.className = "fu-notices";
  place.dataset["part"] = "notices";
  tool.prepend(place);
  place.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-notice]");
    if (button) void act(button.dataset["notice"] as Act, store, root).catch(() => undefined);
  });
  const about = new URL("your-data/", root).href;
  store.troubles.listen(() => {
    const now = [...URGENT, ...CALM].filter((trouble) => store.troubles.has(trouble));
    show(
      place,
      now.map((trouble) => notice(trouble, store.troubles.all.get(trouble), store, about)),
    );
  });
}

function notice(trouble: Trouble, detail: unknown, store: Store, about: string): Tree {
  const { title, lines, acts, more } = words(trouble, detail, store);
  const said =
    trouble === "clash"
      ? (detail as Clashed).clashes.map(clashWords)
      : lines.map((line) => [t(line, { day: String(detail) })]);
  const urgent = URGENT.includes(trouble);
  const possible = acts.filter((each) => each !== "save" || store.held);
  const buttons = possible.map((each): Tree => {
    const look = each === "later" ? "fu-link" : "fu-button fu-button--quiet";
    return ["button", { type: "button", class: look, "data-notice": each }, [t(LABELS[each])]];
  });
  const link: Tree[] = more ? [["a", { class: "fu-button fu-button--quiet", href: about }, [t(more)]]] : [];
  return [
    "section",
    {
      class: `fu-notice fu-notice--${urgent ? "urgent" : "calm"}`,
      "data-field": trouble,
      "aria-label": t(title),
    },
    [
      ["p", { class: "fu-notice-title", ...(urgent ? { role: "alert" } : {}) }, [t(title)]],
      ...said.map((line): Tree => ["p", {}, line]),
      ["p", { class: "fu-actions" }, [...link, ...buttons]],
    ],
  ];
}

async function act(what: Act, store: Store, root: URL): Promise<void> {
  const { troubles } = store;
  const clash = troubles.all.get("clash") as Clashed | undefined;
  const acts: Record<Act, () => unknown> = {
    save: () => saveHeld(store),
    retry: () => store.retry(),
    reload: () => location.reload(),
    anew: async () => {
      await store.write({ [LOST]: undefined });
      troubles.over("lost");
    },
    aside: async () => {
      const found = JSON.stringify(await aside(store), null, 2);
      download("what-was-found.json", "application/json", found);
    },
    theirs: () => {
      troubles.over("clash");
      clash?.takeTheirs();
    },
    mine: () => troubles.over("clash"),
    leave: async () => {
      await leaveDemo(store, root);
      location.reload();
    },
    later: () => laterPlease(store),
  };
  await acts[what]();
}

async function aside(store: Store): Promise<unknown> {
  return (await store.read<{ value: unknown } | undefined>(DAMAGED).catch(() => undefined))?.value;
}

/** A copy of what this page holds goes to the downloads; this works whatever the storage does. */
async function saveHeld(store: Store): Promise<void> {
  const record = store.held?.();
  if (!record) return;
  const note = await known(store);
  const name = note?.name ?? FILENAME;
  const text = contentOf(record);
  download(name, "text/yaml", text);
  if (note?.handle) return;
  await remember(store, { name, text, search: record.search, at: Date.now() });
}
