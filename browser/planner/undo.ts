// What was done, in words beside the plan, with the way back.

import { show, type Tree } from "../dom";
import { part } from "../parts";
import { t } from "../words";

/** Where the cursor goes on when the button it was at is gone, the nearest first. */
const PLACES = ['[data-action="undo"]', '[data-part="title"]', '[data-part="all-title"]'];

/** Show what was done; an entry of the log, number `at`, can be made more exact. */
export function offerUndo(tool: HTMLElement, words: string, at?: number): void {
  const details =
    at === undefined ? [] : [link("entry-change", t("planner.add-details"), { "data-at": String(at) })];
  show(part(tool, "undo"), [["p", {}, [words, " ", link("undo", t("common.undo")), ...details]]]);
}

export function noUndo(tool: HTMLElement): void {
  show(part(tool, "undo"), []);
}

/** Who was at a button that is gone goes on at the nearest thing that is there. */
export function keepFocus(tool: HTMLElement): void {
  const active = document.activeElement;
  if (active && active !== document.body && active.isConnected) return;
  const found = PLACES.map((each) => tool.querySelector<HTMLElement>(each));
  found.find((each) => each?.getClientRects().length)?.focus();
}

function link(action: string, text: string, more = {}): Tree {
  return ["button", { type: "button", class: "fu-link fu-fold", "data-action": action, ...more }, [text]];
}
