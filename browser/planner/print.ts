// Paper: the whole plan, or the list to take along alone. The style sheet knows by `data-print` what is meant.

import { part } from "../parts";

export function printed(tool: HTMLElement, what: "plan" | "take"): void {
  if (what === "plan") part<HTMLDetailsElement>(tool, "steps").open = true;
  const root = document.documentElement;
  root.dataset["print"] = what;
  window.addEventListener("afterprint", () => delete root.dataset["print"], { once: true });
  window.print();
}
