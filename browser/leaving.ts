// Why a message cannot leave yet: the same words in the studio and on a template's own page.

import { type Key, list, t } from "./words.ts";

/** What the verb `draft` says about a message's readiness. */
export interface Readiness {
  missing: { label: string }[];
  channel: string;
  /** Characters of the message, and the most that its channel takes; null when there is no limit. */
  length: number;
  limit: number | null;
}

/** What could be done with the message. */
export type Leaving = "copied" | "sent";

const MISSING: Record<Leaving, Key> = { copied: "common.to-be-copied", sent: "common.to-be-sent" };
const TOO_LONG: Record<string, Key> = { linkedin: "common.too-long-linkedin", sms: "common.too-long-sms" };

/** The reason in one sentence, or "" when the message may go. */
export function heldBack({ missing, channel, length, limit }: Readiness, leaving: Leaving): string {
  if (missing.length) return t(MISSING[leaving], { labels: list(missing.map(({ label }) => label)) });
  if (limit === null || length <= limit) return "";
  return t(TOO_LONG[channel] ?? "common.too-long", { count: length - limit, limit });
}
