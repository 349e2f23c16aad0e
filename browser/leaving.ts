// Why a message cannot leave yet: the same words in the studio and on a template's own page.

/** What the verb `draft` says about a message's readiness. */
export interface Readiness {
  missing: { label: string }[];
  channel: string;
  /** Characters of the message, and the most that its channel takes; null when there is no limit. */
  length: number;
  limit: number | null;
}

const TAKES: Record<string, string> = { linkedin: "LinkedIn takes", sms: "a text message takes" };

/** The reason in one sentence, or "" when the message may go. `ways` is what could be done with it. */
export function heldBack({ missing, channel, length, limit }: Readiness, ways: string): string {
  const labels = missing.map((m) => m.label);
  if (labels.length) return `It can be ${ways} as soon as this is filled in: ${labels.join(", ")}.`;
  if (limit === null || length <= limit) return "";
  const over = length - limit;
  const takes = `${TAKES[channel] ?? "It takes"} ${limit} characters`;
  return `It is ${over} ${over === 1 ? "character" : "characters"} too long: ${takes}. Shorten your own words.`;
}
