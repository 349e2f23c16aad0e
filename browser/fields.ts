// The form of a template: which of its fields the person has filled, and how answers get into the rest.

import { show, type Tree } from "./dom";
import type { Control } from "./parts";
import { markSpeaker } from "./words";

export interface FieldValue {
  name: string;
  value: string;
}

export class Fields {
  #typed: Record<string, string> = {};
  /** Whether the form is that of the message; while somebody types it stays as it is. */
  #shown = false;

  /** What was typed before this script was there counts as well. */
  constructor(private readonly place: HTMLElement) {
    markSpeaker(place);
    for (const input of place.querySelectorAll<HTMLInputElement>("input, textarea"))
      if (input.value !== input.defaultValue) this.#typed[input.name] = input.value;
  }

  /** What the person typed, empty ones included: an emptied field stays empty. */
  get typed(): Record<string, string> {
    return { ...this.#typed };
  }

  /** Take what was stored, or nothing, as typed. */
  reset(values: Record<string, string> = {}): void {
    this.#typed = { ...values };
    this.#shown = false;
    this.#put(Object.entries(this.#typed).map(([name, value]) => ({ name, value })));
  }

  /** Note an event of the form, and say which field it came from, if any. */
  note(event: Event): FieldValue | null {
    const { name, value } = event.target as Control;
    if (!name || !this.place.contains(event.target as Control)) return null;
    this.#typed[name] = value;
    return { name, value };
  }

  /** Show the form of a message that begins, or in the present one what has become known; typing is never disturbed. */
  show(form: Tree, fields: FieldValue[]): void {
    if (!this.#shown) this.#showForm(form);
    this.#shown = true;
    this.#put(fields.filter(({ name }) => !(name in this.#typed)));
    this.#put(Object.entries(this.#typed).map(([name, value]) => ({ name, value })));
  }

  #showForm(form: Tree): void {
    const template = Array.isArray(form) ? form[1]["data-template"] : "";
    const same = this.place.querySelector("[data-template]")?.getAttribute("data-template") === template;
    if (!same) show(this.place, []);
    show(this.place, [form]);
  }

  #put(fields: FieldValue[]): void {
    for (const { name, value } of fields) {
      const input = this.place.querySelector<Control>(`[name="${CSS.escape(name)}"]`);
      if (input && input.value !== value) input.value = value;
    }
  }

  focus(name: string): void {
    this.place.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)?.focus();
  }
}
