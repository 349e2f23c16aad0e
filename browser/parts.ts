// Small things every tool of the page needs.

import { node, type Tree } from "./dom";
import { t } from "./words";

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

/** The theme listens for single keys (n, p, s, f, /) and would leave the page while somebody uses the tool. */
export function keepKeys(tool: HTMLElement): void {
  tool.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1) event.stopPropagation();
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

/** One polite voice: the latest message counts, it waits until the typing pauses, and never interrupts itself. */
export class Voice {
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #spoke = -Infinity;
  #last = "";

  constructor(private readonly place: HTMLElement) {}

  /** Say it now, and show it for a while unless it is `seen` elsewhere on the page. */
  say(words: string | Tree[], seen = false): void {
    this.#in(0, () => {
      this.place.toggleAttribute("data-quiet", seen);
      this.#show(words);
      this.#leaving = setTimeout(() => (this.place.textContent = ""), SHOWN);
    });
  }

  /** Say in a pause what the page shows anyway, unless it is what was said before. */
  sayLater(words: string | Tree[]): void {
    const text = JSON.stringify(words);
    if (text === this.#last) return;
    this.#in(1500, () => {
      this.#last = text;
      this.place.setAttribute("data-quiet", "");
      this.#show(words);
    });
  }

  #show(words: string | Tree[]): void {
    if (typeof words === "string") this.place.textContent = words;
    else this.place.replaceChildren(...words.map(node));
  }

  #in(pause: number, speak: () => void): void {
    clearTimeout(this.#waiting);
    const wait = Math.max(pause, this.#spoke + BREATH - performance.now());
    const now = () => {
      clearTimeout(this.#leaving);
      this.#spoke = performance.now();
      speak();
    };
    if (wait > 0) this.#waiting = setTimeout(now, wait);
    else now();
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
