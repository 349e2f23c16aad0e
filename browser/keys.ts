// Single keys, for whoever works without a mouse; `?` lists them. None is one of the theme's: f, s and / open the
// search, p and the comma go back a page, n and the full stop go on. Whoever speaks to the machine, or hits keys by
// accident, can switch all of them off, the theme's too.

import { keepSetting, setting } from "./settings";
import type { Key } from "./words";

export interface Shortcut {
  key: string;
  /** What it does. */
  words: Key;
  /** The button that it presses, or the place that it goes to. */
  goal: string;
}

/** The keys of each tool. */
export const KEYS: Readonly<Record<string, Shortcut[]>> = {
  "followup-planner": [
    { key: "t", words: "shortcuts.today", goal: '[data-part="title"], [data-part="all-title"]' },
    { key: "d", words: "shortcuts.details", goal: '[data-action="about"]' },
    { key: "a", words: "shortcuts.add", goal: '[data-action="add-application"]' },
    { key: "u", words: "common.undo", goal: '[data-action="undo"]' },
  ],
  "followup-drafts": [
    { key: "e", words: "sheet.edit", goal: '[data-does="edit"]' },
    { key: "u", words: "common.undo", goal: '[data-does="undo"]' },
    { key: "c", words: "shortcuts.copy", goal: '[data-action="copy-body"]' },
  ],
  "followup-data": [{ key: "u", words: "common.undo", goal: '[data-action="undo"]' }],
};

/** The tool of this page, and its keys. */
export function ownKeys(): { tool: Element; shortcuts: Shortcut[] } | undefined {
  for (const [name, shortcuts] of Object.entries(KEYS)) {
    const tool = document.querySelector(name);
    if (tool) return { tool, shortcuts };
  }
  return undefined;
}

export function areOff(root: URL): boolean {
  return setting(root, "keys") === "off";
}

export function switchKeys(root: URL, on: boolean): void {
  keepSetting(root, "keys", on ? undefined : "off");
}

/** Listen before everybody else does. */
export function listenForKeys(root: URL): void {
  const list = async () => (await import("./shortcuts")).openList(root);
  window.addEventListener(
    "keydown",
    (event) => {
      if (!isSingle(event) || isWriting(event) || document.querySelector("dialog[open]")) return;
      if (areOff(root)) return event.stopPropagation();
      if (event.key === "?") void list();
      else if (!press(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  for (const button of document.querySelectorAll<HTMLElement>("[data-keys-list]")) {
    button.hidden = false;
    button.addEventListener("click", () => void list());
  }
}

function isSingle(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, isComposing } = event;
  return key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey && !isComposing;
}

/** Whether the key belongs to a text or a list; the editor's lies in a shadow root. */
function isWriting(event: KeyboardEvent): boolean {
  const place = event.composedPath()[0] as HTMLElement;
  return place.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(place.tagName);
}

/** Whether a key of this page's tool has something to press now. */
function press(key: string): boolean {
  const own = ownKeys();
  const goal = own?.shortcuts.find((each) => each.key === key)?.goal;
  const seen = goal ? [...own.tool.querySelectorAll<HTMLElement>(goal)] : [];
  const found = seen.find((each) => each.getClientRects().length);
  if (found?.matches("button")) found.click();
  else found?.focus();
  return found !== undefined;
}
