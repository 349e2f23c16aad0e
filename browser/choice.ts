// <followup-language>: the list of languages that the tools speak. A choice loads the page anew; nothing is lost by it.

import { choose, chosen } from "./language";
import { control, part } from "./parts";
import { t } from "./words";

export function startChoice(element: HTMLElement, root: URL): void {
  const list = control(element, "interface") as HTMLSelectElement;
  list.value = chosen(root);
  list.addEventListener("change", () => {
    if (choose(root, list.value)) location.reload();
    else part(element, "not-kept").textContent = t("language.not-kept");
  });
  element.hidden = false;
}
