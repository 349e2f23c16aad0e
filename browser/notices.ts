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

type Act = "save" | "retry" | "reload" | "anew" | "aside" | "theirs" | "mine" | "leave" | "later";

interface Words {
  title: string;
  lines: string[];
  acts: Act[];
  /** Where to read more: the page about the data. */
  more?: string;
}

const LABELS: Record<Act, string> = {
  save: "Save the search file",
  retry: "Try again",
  reload: "Reload this page",
  anew: "Start anew",
  aside: "Save what was found",
  theirs: "Take the other tab’s",
  mine: "Keep this tab’s",
  leave: "Leave the demo",
  later: "Not now",
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

function words(trouble: Trouble, detail: unknown, store: Store): Words {
  switch (trouble) {
    case "blocked":
      return {
        title: "An older tab of this site is in the way.",
        lines: [
          "It holds on to your data, so this tab cannot reach it yet. Nothing is lost.",
          "Close the other tabs of this site, or reload them. This page then goes on by itself.",
        ],
        acts: ["reload"],
      };
    case "newer":
      return {
        title: "This tab is older than your data.",
        lines: [
          "Another tab has a newer version of this site. This one saves nothing any more, so that nothing is damaged.",
          "Reload this page. What you typed here since can be saved as a file first.",
        ],
        acts: ["reload", "save"],
      };
    case "refused":
      return {
        title: "This browser keeps nothing for this site.",
        lines: [
          "This may be a private window, or storage is switched off for this site. Everything works until you close the page.",
          "Save your search file before you leave. You can open it here again.",
        ],
        acts: ["save", "retry"],
      };
    case "full":
      return {
        title: "Not saved: there is no room left.",
        lines: [
          "What you typed is still on this page, and you can go on. It would be lost if you closed the page now.",
          "Save your search file, then make some room on this device. Saving is tried again by itself.",
        ],
        acts: ["save", "retry"],
      };
    case "broken":
      return {
        title: "Not saved: the browser cannot reach your data.",
        lines: [
          "What is on this page still works. Nothing was deleted.",
          "Try again. If that does not help, save your search file and start the browser again.",
        ],
        acts: ["retry", "save"],
      };
    case "lost":
      return {
        title: "Your data is missing.",
        lines: [
          `This browser saved something here, last on ${String(detail)}, and now its storage is empty. Somebody may have cleared the data of this site, or the browser did.`,
          "If you have a saved search file, open it, and everything in it is here again. Otherwise you can start anew.",
        ],
        acts: ["anew"],
        more: "Open a saved file",
      };
    case "damaged":
      return {
        title: "Your stored search cannot be read.",
        lines: [
          "What was found is set aside and stays there. Your messages and earlier versions are not touched.",
          "Go back to an earlier version, or open your saved file. You can also save what was found and look at it.",
        ],
        acts: ["aside"],
        more: "See earlier versions",
      };
    case "erased":
      if (store.isDemo)
        return { title: "The demo was left in another tab.", lines: ["Reload this page."], acts: ["reload"] };
      return {
        title: "Everything was deleted in another tab.",
        lines: [
          "What you still see here is kept nowhere. You can save it as a file, or reload the page to begin anew.",
        ],
        acts: ["reload", "save"],
      };
    case "clash":
      return {
        title: "Another tab changed the same thing.",
        lines: (detail as Clashed).clashes.map(clashWords),
        acts: ["mine", "theirs"],
      };
    case "demo":
      return {
        title: "This is a demo.",
        lines: [
          "Everybody in it is invented. Try what you like: your own data is not here and is not touched.",
        ],
        acts: ["leave"],
      };
    case "reminder":
      return {
        title: detail ? "Your file is some time old." : "Your search is in no file yet.",
        lines: ["Browsers may clear what they keep. A file of your own is the safe copy."],
        acts: ["save", "later"],
      };
  }
}

const THINGS: Record<string, string> = {
  name: "name",
  employer: "employer",
  role: "role",
  email: "e-mail address",
  country: "country",
  by: "promised date",
  on: "date",
  at: "time",
  notes: "notes",
};

function clashWords({ path, mine, theirs }: Clash): string {
  const what = path.findLast((key) => typeof key === "string" && key in THINGS);
  const whose = path[0] === "applications" && typeof path[1] === "string" ? ` of ${path[1]}` : "";
  const thing = `The ${THINGS[String(what)] ?? String(path.at(-1))}${whose}`;
  const whole = typeof mine === "object" && mine !== null;
  if (whole || (typeof theirs === "object" && theirs !== null)) {
    const name = String(path.at(-1));
    return theirs === undefined
      ? `“${name}” was taken out there and changed here. It is kept for now.`
      : `“${name}” was changed there and taken out here. It is kept for now.`;
  }
  const said = (value: unknown) => (value === undefined ? "nothing" : `“${String(value)}”`);
  return `${thing}: here it says ${said(mine)}, there it says ${said(theirs)}. This tab’s is kept for now.`;
}

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
      now.map((trouble) =>
        notice(trouble, words(trouble, store.troubles.all.get(trouble), store), store, about),
      ),
    );
  });
}

function notice(trouble: Trouble, { title, lines, acts, more }: Words, store: Store, about: string): Tree {
  const urgent = URGENT.includes(trouble);
  const possible = acts.filter((each) => each !== "save" || store.held);
  const buttons = possible.map((each): Tree => {
    const look = each === "later" ? "fu-link" : "fu-button fu-button--quiet";
    return ["button", { type: "button", class: look, "data-notice": each }, [LABELS[each]]];
  });
  const link: Tree[] = more ? [["a", { class: "fu-button fu-button--quiet", href: about }, [more]]] : [];
  return [
    "section",
    {
      class: `fu-notice fu-notice--${urgent ? "urgent" : "calm"}`,
      "data-field": trouble,
      "aria-label": title,
    },
    [
      ["p", { class: "fu-notice-title", ...(urgent ? { role: "alert" } : {}) }, [title]],
      ...lines.map((line): Tree => ["p", {}, [line]]),
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
