// What is still needed: for a plan at first, then for messages that are filled in. And what the core refused.

import { show, type Tree } from "../dom";
import { control } from "../parts";
import { type Search, stillNeeded } from "../search";
import { t } from "../words";

/** An input that is empty, and the words for what it asks. */
export type Need = [input: string, words: string];

const DATE = "interviews.on";

export function needed(search: Search, current: number): Need[] {
  const all = stillNeeded(search, current);
  const date = all.filter(([input]) => input === DATE);
  return date.length ? date : all;
}

/** Whether there can be no plan yet. */
export function noPlanYet(needs: Need[]): boolean {
  return needs[0]?.[0] === DATE;
}

/** Say in `place` what is needed, each with a link to its input. */
export function showNeeded(place: HTMLElement, form: ParentNode, needs: Need[]): void {
  const items = needs.map(([input, words]): Tree => {
    const link = { href: `#${control(form, input).id}`, "data-input": input };
    return ["a", link, [words]];
  });
  showList(place, t(noPlanYet(needs) ? "planner.needed-plan" : "planner.needed-messages"), items);
}

/** A heading and what belongs to it. */
export function showList(place: HTMLElement, heading: string, items: Tree[]): void {
  show(place, [
    ["p", {}, [heading]],
    ["ul", {}, items.map((item): Tree => ["li", {}, [item]])],
  ]);
}
