// The ways to give templates away: the open file, all of one's own as a zip, and a link that holds the file.

import { type Core, Refusal } from "../core";
import { copied } from "../gallery";
import { fileOf, idOf, type Mine } from "../mine";
import { encode } from "../packlink";
import { download, onAction, part, type Voice } from "../parts";
import { t } from "../words";

interface Around {
  core: Core;
  voice: Voice;
  /** The open file. */
  text: () => string;
  /** The template that the open file is, or nothing while it has errors. */
  good: () => Promise<Mine | undefined>;
  /** The saved ones. */
  mine: () => readonly Mine[];
}

export class Giving {
  readonly #link: HTMLElement;
  readonly #input: HTMLInputElement;

  constructor(
    private readonly tool: HTMLElement,
    private readonly around: Around,
  ) {
    this.#link = part(tool, "link");
    this.#input = this.#link.querySelector("input")!;
    onAction(tool, {
      download: () => this.#download(),
      "download-all": () => this.#downloadAll(),
      share: () => this.#share(),
      "copy-link": () => this.#copyLink(),
      "close-link": () => this.closeLink(),
    });
  }

  closeLink(): void {
    if (this.#link.contains(document.activeElement))
      this.tool.querySelector<HTMLElement>('[data-action="share"]')?.focus();
    this.#link.hidden = true;
  }

  #download(): void {
    const text = this.around.text();
    download(`${idOf(text) || "template"}.yaml`, "application/yaml", text);
  }

  async #downloadAll(): Promise<void> {
    const files = Object.fromEntries(this.around.mine().map((each) => [fileOf(each), each.text]));
    try {
      const params = { what: "pack", name: "my-templates.zip", files };
      const made = await this.around.core.ask<{ filename: string; media_type: string; content: string }>(
        "export",
        params,
      );
      const bytes = Uint8Array.from(atob(made.content), (letter) => letter.charCodeAt(0));
      download(made.filename, made.media_type, bytes);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.around.voice.say(error.said);
    }
  }

  /** A link that holds the file. It is made here and sent nowhere. */
  async #share(): Promise<void> {
    const { voice } = this.around;
    const template = await this.around.good();
    if (!template) return voice.say(t("editor.share-later"));
    const fragment = await encode({ [fileOf(template)]: template.text });
    if (fragment === null) return voice.say(t("editor.too-long-for-a-link"));
    this.#input.value = `${location.origin}${location.pathname}#pack=${fragment}`;
    this.#link.hidden = false;
    this.#input.focus();
    this.#input.select();
  }

  async #copyLink(): Promise<void> {
    this.#input.select();
    const went = await copied(this.#input.value, null);
    this.around.voice.say(t(went ? "editor.link-copied" : "editor.copy-link-by-hand"));
  }
}
