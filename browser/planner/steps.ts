// The plan of the core with what the planner adds to it: a step can be marked as sent and put into a calendar.

import type { Tree } from "../dom";
import type { LogEntry } from "../search";
import { t, toolSpeaks } from "../words";

/** One step, as the verb `plan` gives it. */
export interface Step {
  id: string;
  application: string;
  kind: string;
  to: string | null;
  channel: string | null;
  earliest: string;
  date: string;
  latest: string;
  status: string;
  template: string | null;
}

type Element = Exclude<Tree, string>;

const NO_MESSAGE = new Set(["ask-next-steps", "stop"]);
const OVER = new Set(["done", "skipped"]);

/** Whether it is time for the message of a step, or was. */
export function isNow(step: Step): boolean {
  return (step.status === "due" || step.status === "overdue") && !NO_MESSAGE.has(step.kind);
}

/** The entry that says that the message of a step went out. */
export function asSent({ kind, to, channel }: Step, on: string): LogEntry {
  return { on, sent: kind, ...(to ? { to } : {}), ...(channel ? { channel } : {}) };
}

/** The card of today, and the rest of the plan: the picture, the list, remarks. */
export function placed(view: Tree, steps: Step[]): { today: Tree[]; plan: Tree[] } {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const [tag, attributes, [card, ...rest]] = view as Element;
  return {
    today: card ? [withActions(card as Element, byId)] : [],
    plan: rest.length ? [[tag, attributes, rest.map((each) => inList(each, byId))]] : [],
  };
}

function inList(tree: Tree, byId: Map<string, Step>): Tree {
  if (typeof tree === "string") return tree;
  const [tag, attributes, children] = tree;
  if (tag === "ol") return [tag, attributes, children.map((item) => withActions(item as Element, byId))];
  return tree;
}

/** The element of a step with the buttons that fit it, beside the link to its message. */
function withActions(element: Element, byId: Map<string, Step>): Tree {
  const [tag, attributes, children] = element;
  const step = byId.get(attributes["data-step"] ?? "");
  const buttons = step ? buttonsFor(step, titleOf(children)) : [];
  if (!buttons.length) return element;
  const found = children.findIndex((child) => isActions(child));
  const old = children[found] as Element | undefined;
  const actions: Tree = ["p", { class: "fu-actions" }, [...(old?.[2] ?? []), ...buttons]];
  if (old) return [tag, attributes, children.with(found, actions)];
  const folded = children.findIndex((child) => typeof child !== "string" && child[0] === "details");
  const at = folded < 0 ? children.length : folded;
  return [tag, attributes, [...children.slice(0, at), actions, ...children.slice(at)]];
}

function isActions(tree: Tree): boolean {
  return typeof tree !== "string" && tree[1]["class"] === "fu-actions";
}

function titleOf(children: Tree[]): string {
  const heading = children.find((child) => typeof child !== "string" && /^h\d$/.test(child[0]));
  return heading ? textOf(heading).replace(/\.$/, "") : "";
}

export function textOf(tree: Tree): string {
  return typeof tree === "string" ? tree : tree[2].map(textOf).join("");
}

function buttonsFor(step: Step, title: string): Tree[] {
  const button = (action: string, words: string, look: string): Tree => [
    "button",
    {
      type: "button",
      class: look,
      ...toolSpeaks(),
      "data-action": action,
      "data-id": step.id,
      "aria-label": t("planner.of-step", { action: words, step: title }),
    },
    [words],
  ];
  if (OVER.has(step.status) || step.kind === "stop") return [];
  const sent = isNow(step) ? [button("sent", t("log.i-sent-it"), "fu-button fu-button--quiet")] : [];
  return [...sent, button("step-calendar", t("planner.step-calendar"), "fu-link fu-fold")];
}
