// Small things every tool of the page needs.

import { node, type Tree } from "./dom.ts";
import { t } from "./words.ts";

/** The part of a tool that its form calls `data-part="name"`. A missing one is a mistake in tools/forms.py. */
export function part<T extends HTMLElement = HTMLElement>(tool: Element, name: string): T {
  const found = tool.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the page lacks the part ${name}`);
  return found;
}

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function control(within: ParentNode, name: string): Control {
  const found = within.querySelector<Control>(`[name="${name}"]`);
  if (!found) throw new Error(`the page lacks the input ${name}`);
  return found;
}

/** Do what a button's data-action says. */
export function onAction(tool: HTMLElement, actions: Record<string, (button: HTMLElement) => unknown>): void {
  tool.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-action]");
    if (button && tool.contains(button)) void actions[button.dataset["action"] ?? ""]?.(button);
  });
}

/** A link to an input of the tool puts the cursor there; the address stays what it is. */
export function focusLinks(tool: HTMLElement): void {
  tool.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#fu-"]');
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    input.focus();
  });
}

/** Give the browser a file to save. */
export function download(filename: string, mediaType: string, content: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: mediaType }));
  link.download = filename;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The shortest time between two messages, in milliseconds: a screen reader needs it to finish one. */
const BREATH = 2_000;
/** How long what was said stays before the eyes. */
const SHOWN = 12_000;

/** How long the page must be at rest before what it shows anyway is said as well. */
const PAUSE = 1_500;

/** What is said; as trees, where a part of it is in another language. */
type Said = string | Tree[];

/** One polite voice: the latest message counts, it waits until the typing pauses, and never interrupts itself. */
export class Voice {
  #soon: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #spoke = -Infinity;
  #last = "";

  constructor(private readonly place: HTMLElement) {}

  /** Say it now, and show it for a while unless it is `seen` elsewhere on the page. */
  say(text: Said, seen = false): void {
    clearTimeout(this.#soon);
    clearTimeout(this.#later);
    const now = () => {
      this.#speak(text, seen);
      this.#leaving = setTimeout(() => (this.place.textContent = ""), SHOWN);
    };
    const wait = this.#breath();
    if (wait > 0) this.#soon = setTimeout(now, wait);
    else now();
  }

  /** Say in a pause what the page shows anyway, unless it was said before. What `say` has to say goes first. */
  sayLater(text: Said): void {
    clearTimeout(this.#later);
    const same = typeof text === "string" ? text : JSON.stringify(text);
    if (same === this.#last) return;
    const now = () => {
      const wait = this.#breath();
      if (wait > 0) {
        this.#later = setTimeout(now, wait);
        return;
      }
      this.#last = same;
      this.#speak(text, true);
    };
    this.#later = setTimeout(now, Math.max(PAUSE, this.#breath()));
  }

  /** How long until the next message may follow the one before, in milliseconds. */
  #breath(): number {
    return this.#spoke + BREATH - performance.now();
  }

  #speak(text: Said, quiet: boolean): void {
    clearTimeout(this.#leaving);
    this.#spoke = performance.now();
    this.place.toggleAttribute("data-quiet", quiet);
    this.place.replaceChildren(...(typeof text === "string" ? [text] : text.map(node)));
  }
}

export const SAVED = {
  saving: t("common.saving"),
  saved: t("common.saved"),
  failed: t("common.not-saved"),
};

/** Show the state of saving; only a failure is worth an interruption. */
export function showSaved(place: HTMLElement, voice: Voice, state: keyof typeof SAVED): void {
  place.textContent = SAVED[state];
  place.dataset["state"] = state;
  if (state === "failed") voice.say(SAVED.failed);
}
