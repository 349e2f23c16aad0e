// <followup-mine>: a person's own templates, above the list of ours. It is not there while there are none.

import { show, type Tree } from "./dom";
import { MINE, type Mine, readMine } from "./mine";
import { part } from "./parts";
import type { Store } from "./store";
import { language, t } from "./words";

/** The words for how a message is sent. */
export const BY_CHANNEL: Record<string, string> = {
  email: t("gallery.channel-email"),
  linkedin: t("gallery.channel-linkedin"),
  sms: t("gallery.channel-sms"),
  card: t("gallery.channel-card"),
  phone: t("gallery.channel-phone"),
};

/** The name of a language in the language of the tool. */
export function languageName(locale: string): string {
  return new Intl.DisplayNames([language()], { type: "language" }).of(locale) ?? locale;
}

export function byTitle(one: Mine, other: Mine): number {
  return one.title.localeCompare(other.title) || one.locale.localeCompare(other.locale);
}

/** The fragment that leads to a template, in the editor and in /drafts/. */
export function address(name: "own" | "template", { id, locale }: Pick<Mine, "id" | "locale">): string {
  return `#${new URLSearchParams({ [name]: id, locale }).toString()}`;
}

export async function startShelf(element: HTMLElement, store: Store): Promise<void> {
  const list = part(element, "list");
  const refresh = async () => {
    const mine = (await readMine(store)).sort(byTitle);
    part(element, "own").hidden = !mine.length;
    show(list, mine.map(entry));
  };
  store.onOtherTab(MINE, () => void refresh());
  await refresh();
}

function entry(mine: Mine): Tree {
  const { title, use_when, channel, locale } = mine;
  const facts = { channel: BY_CHANNEL[channel] ?? channel, language: languageName(locale) };
  return [
    "li",
    { class: "fu-entry" },
    [
      ["a", { class: "fu-entry-title", href: `editor/${address("own", mine)}`, lang: locale }, [title]],
      ["p", { class: "fu-entry-when", lang: locale }, [use_when]],
      ["p", { class: "fu-entry-facts" }, [t("gallery.sent-in", facts)]],
    ],
  ];
}
