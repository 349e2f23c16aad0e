// <followup-language>: the list of languages that the tools speak. A choice loads the page anew; nothing is lost by it.

import { choose } from "./language";
import { control, part } from "./parts";
import { language, t } from "./words";

export function startChoice(element: HTMLElement, root: URL): void {
  const list = control(element, "interface") as HTMLSelectElement;
  list.value = language();
  list.addEventListener("change", () => {
    if (choose(root, list.value)) location.reload();
    else {
      const place = part(element, "not-kept");
      place.textContent = t("language.not-kept");
      place.hidden = false;
    }
  });
  element.hidden = false;
}
