// Which language the tools speak: the one that the pages are written in, until a reader chooses another.

import { keepSetting, setting } from "./settings.ts";

/** The language of the pages. */
export const SOURCE = "en";

/** The language that was chosen on the site at `root`. */
export function chosen(root: URL): string {
  return setting(root, "language") ?? SOURCE;
}

/** Remember a choice. Whether the browser did. */
export function choose(root: URL, language: string): boolean {
  return keepSetting(root, "language", language === SOURCE ? undefined : language);
}
