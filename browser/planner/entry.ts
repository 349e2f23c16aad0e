// The small form in which an entry of the log is made or changed.

import { show } from "../dom";
import { control, onAction } from "../parts";
import type { Application, LogEntry } from "../search";
import { localToday } from "../today";
import { entryForm, type Place, problem, readEntry } from "./happened";

export class Entry {
  #entry: LogEntry = { on: "" };
  #to: Place = { at: -1 };
  #application: Application | undefined;
  #trigger: HTMLElement | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly write: (entry: LogEntry, at: number) => void,
  ) {
    onAction(place, { "entry-save": () => this.#save(), "entry-cancel": () => this.close(true) });
    place.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close(true);
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      this.#save();
    });
    place.addEventListener("change", (event) => {
      if ((event.target as HTMLInputElement).name !== "entry-what") return;
      this.#entry = { ...readEntry(this.place, this.#entry) };
      this.#show();
    });
  }

  /** Ask about an entry; when the form goes away unused, the focus goes back to `trigger`. */
  open(entry: LogEntry, to: Place, application: Application, trigger: HTMLElement): void {
    [this.#entry, this.#to, this.#application, this.#trigger] = [entry, to, application, trigger];
    show(this.place, []);
    this.#show();
    const find = (name: string) => this.place.querySelector<HTMLElement>(`[name="entry-${name}"]`);
    const first = find("by") ?? find("what");
    first?.focus();
    this.place.scrollIntoView({ block: "nearest" });
  }

  close(back = false): void {
    show(this.place, []);
    if (back) this.#trigger?.focus();
  }

  #show(): void {
    if (this.#application)
      show(this.place, [entryForm(this.#entry, this.#to, this.#application, localToday())]);
  }

  #save(): void {
    const entry = readEntry(this.place, this.#entry);
    const wrong = problem(entry, localToday());
    if (wrong) {
      const [name, words] = wrong;
      this.place.querySelector('[data-entry="problem"]')!.textContent = words;
      return control(this.place, name).focus();
    }
    this.close(true);
    this.write(entry, this.#to.at);
  }
}
