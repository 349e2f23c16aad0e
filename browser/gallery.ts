// The gallery: <followup-gallery> narrows the list of templates, <followup-source> copies a template's file.
// Without this script the whole list is there, and the file can be copied by hand.

import { keepKeys, onAction, part } from "./parts";

const FILTERS = ["kind", "channel", "tone", "locale"] as const;

export class Gallery {
  readonly #form: HTMLFormElement;
  readonly #entries: HTMLElement[];

  constructor(private readonly list: HTMLElement) {
    this.#form = list.querySelector("form")!;
    this.#entries = [...list.querySelectorAll<HTMLElement>(".fu-entry")];
  }

  start(): void {
    keepKeys(this.#form);
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("change", () => this.#chosen());
    this.#form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const name of FILTERS) this.#select(name).value = "";
      this.#chosen();
      this.#select("kind").focus();
    });
    window.addEventListener("hashchange", () => this.#follow());
    if (location.hash.length > 1) this.#follow();
    else if (FILTERS.some((name) => this.#select(name).value)) this.#chosen(); // before this script was there
    this.#show();
  }

  #select(name: string): HTMLSelectElement {
    return this.#form.elements.namedItem(name) as HTMLSelectElement;
  }

  /** Do as the address says. What it does not say is open; a link to a place in the list changes nothing. */
  #follow(): void {
    const said = new URLSearchParams(location.hash.slice(1));
    if (location.hash.length > 1 && !FILTERS.some((name) => said.has(name))) return;
    for (const name of FILTERS) {
      const select = this.#select(name);
      select.value = said.get(name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    this.#show();
  }

  /** The address says what is chosen, so that it can be shared. */
  #chosen(): void {
    const said = new URLSearchParams(FILTERS.map((name) => [name, this.#select(name).value]));
    for (const name of FILTERS) if (!said.get(name)) said.delete(name);
    const { pathname, search } = location;
    history.replaceState(history.state, "", said.size ? `#${said.toString()}` : pathname + search);
    this.#show();
  }

  #show(): void {
    const wanted = FILTERS.map((name) => [name, this.#select(name).value] as const).filter(
      ([, value]) => value,
    );
    for (const entry of this.#entries)
      entry.hidden = wanted.some(([name, value]) => entry.dataset[name] !== value);
    for (const name of ["group", "shelf"])
      for (const place of this.list.querySelectorAll<HTMLElement>(`[data-part="${name}"]`))
        place.hidden = !place.querySelector(".fu-entry:not([hidden])");
    const found = this.#entries.filter((entry) => !entry.hidden).length;
    part(this.list, "count").textContent = counted(found, this.#entries.length);
    this.#form.querySelector<HTMLButtonElement>("[type=reset]")!.hidden = !wanted.length;
  }
}

function counted(found: number, all: number): string {
  if (found === all) return `${all} templates`;
  if (!found) return "No template is like that yet. Leave one of the choices open.";
  return `${found} of ${all} templates`;
}

/** A button that copies the file shown below it. */
export function startSource(place: HTMLElement): void {
  const source = part(place, "source");
  onAction(place, {
    copy: async () => {
      const done = await copied(source.textContent ?? "", source);
      part(place, "said").textContent = done ? "The file is copied." : REFUSED;
    },
  });
}

export const REFUSED = "Copying was refused. The text is selected: copy it with Ctrl+C, or with ⌘C on a Mac.";

/** Copy a text. When the browser refuses, select the place that shows it, and say false. */
export async function copied(text: string, shown: Element | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    return false;
  }
}
