// The gallery: <followup-gallery> narrows the list of templates, <followup-source> copies a template's file.
// Without this script the whole list is there, and the file can be copied by hand.

import { keepKeys } from "./early";
import { SOURCE } from "./language";
import { onAction, part } from "./parts";
import { BY_CHANNEL, languageName } from "./shelf";
import { type Key, language, markSpeaker, t } from "./words";

const FILTERS = ["kind", "channel", "tone", "locale"] as const;
/** What a tone is called in the midst of a sentence. */
const IN_TONE: Record<string, Key> = {
  warm: "gallery.in-tone-warm",
  plain: "gallery.in-tone-plain",
  formal: "gallery.in-tone-formal",
};

export class Gallery {
  readonly #form: HTMLFormElement;
  readonly #entries: HTMLElement[];

  constructor(private readonly list: HTMLElement) {
    this.#form = list.querySelector("form")!;
    this.#entries = [...list.querySelectorAll<HTMLElement>(".fu-entry")];
  }

  start(): void {
    if (language() !== SOURCE) this.#speak();
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

  /** Say in another language what the build put together in English; the templates stay in theirs. */
  #speak(): void {
    for (const entry of this.#entries) {
      for (const own of entry.querySelectorAll(":is(a, .fu-entry-when):not([lang])")) markSpeaker(own);
      const { channel = "", tone = "" } = entry.dataset;
      const said = IN_TONE[tone];
      const facts = { channel: BY_CHANNEL[channel] ?? channel, tone: said ? t(said) : tone };
      entry.querySelector(".fu-entry-facts")!.textContent = t("gallery.facts", facts);
    }
    for (const shelf of this.list.querySelectorAll<HTMLElement>('[data-part="shelf"]')) {
      const { locale = "" } = shelf.querySelector<HTMLElement>(".fu-entry")!.dataset;
      shelf.querySelector("h2")!.firstChild!.nodeValue = t("gallery.in", { language: languageName(locale) });
    }
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
  if (found === all) return t("gallery.count", { count: all });
  if (!found) return t("gallery.none");
  return t("gallery.count-of", { found, all });
}

/** A button that copies the file shown below it. */
export function startSource(place: HTMLElement): void {
  const source = part(place, "source");
  if (!source.closest("pre[lang]")) markSpeaker(source);
  onAction(place, {
    copy: async () => {
      const done = await copied(source.textContent ?? "", source);
      part(place, "said").textContent = done ? t("gallery.file-copied") : REFUSED;
    },
  });
}

export const REFUSED = t("common.copy-by-hand");

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
