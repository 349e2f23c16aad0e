// The list of keys, as a dialog.

import { node, type Tree } from "./dom";
import { areOff, ownKeys, switchKeys } from "./keys";
import { chosen } from "./language";
import { type Key, language, learn, t } from "./words";

/** The theme's keys, and those that every text input knows. */
const EVERYWHERE: [keys: string[], words: Key][] = [
  [["?"], "shortcuts.list"],
  [["/", "s", "f"], "shortcuts.search"],
  [["n", "."], "shortcuts.on"],
  [["p", ","], "shortcuts.back"],
];
const EDITOR: [keys: string[], words: Key][] = [
  [["F8"], "shortcuts.remark"],
  [["Ctrl+Z", "⌘Z"], "shortcuts.editor-undo"],
  [["Esc", "Tab"], "shortcuts.leave"],
];

export async function openList(root: URL): Promise<void> {
  if (chosen(root) !== language()) await learn(chosen(root));
  const dialog = document.createElement("dialog");
  dialog.className = "fu-keys md-typeset";
  dialog.lang = language();
  dialog.dir = t("language.direction");
  dialog.setAttribute("aria-labelledby", "fu-keys-title");
  dialog.append(...content(!areOff(root)).map(node));
  dialog.querySelector("input")!.addEventListener("change", (event) => {
    switchKeys(root, (event.target as HTMLInputElement).checked);
  });
  dialog.querySelector("button")!.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("h2")!.focus(); // from the top
}

function content(on: boolean): Tree[] {
  const own = ownKeys()?.shortcuts.map(({ key, words }): [string[], Key] => [[key], words]) ?? [];
  const editor = document.querySelector("followup-editor") ? EDITOR : [];
  const checked: Record<string, string> = on ? { checked: "" } : {};
  return [
    ["h2", { id: "fu-keys-title", tabindex: "-1" }, [t("shortcuts.title")]],
    ...table(t("shortcuts.here"), [...own, ...editor]),
    ...table(t("shortcuts.everywhere"), EVERYWHERE),
    ["label", {}, [["input", { type: "checkbox", ...checked }, []], t("shortcuts.use")]],
    ["p", { class: "fu-hint" }, [t("shortcuts.off")]],
    ["p", { class: "fu-actions" }, [["button", { type: "button", class: "fu-button" }, [t("common.close")]]]],
  ];
}

function table(title: string, rows: [keys: string[], words: Key][]): Tree[] {
  if (!rows.length) return [];
  const row = ([keys, words]: [string[], Key]): Tree => [
    "div",
    {},
    [
      ["dt", {}, keys.map((key): Tree => ["kbd", {}, [key]])],
      ["dd", {}, [t(words)]],
    ],
  ];
  return [
    ["h3", {}, [title]],
    ["dl", { class: "fu-keys-list" }, rows.map(row)],
  ];
}
