// The addresses under which Gmail and Outlook on the web begin a message. Nothing here asks anybody for anything:
// a person opens such an address with a click, and only then does the company get the text.

export type WebMail = "gmail" | "outlook";

export interface Message {
  /** One address, or "" to choose later. */
  to: string;
  subject: string;
  body: string;
}

/** Characters of the longest address; the same as for mail links in followup_core/mail.py, for the same reason. */
export const MAX_ADDRESS = 1900;

const CONTROL = /[\p{Cc}\u2028\u2029\p{Cs}]/u;
const CONTROL_IN_BODY = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;

/** The address that begins this message, or null when it would be too long or holds what no mail may hold. */
export function compose(where: WebMail, { to, subject, body }: Message): string | null {
  if (CONTROL.test(to) || CONTROL.test(subject) || CONTROL_IN_BODY.test(body)) return null;
  const [t, s, b] = [to, subject, body.replace(/\r\n|\r|\n/g, "\r\n")].map(encoded);
  const address =
    where === "gmail"
      ? `https://mail.google.com/mail/?view=cm&fs=1&to=${t}&su=${s}&body=${b}`
      : `https://outlook.live.com/mail/0/deeplink/compose?to=${t}&subject=${s}&body=${b}`;
  return address.length > MAX_ADDRESS ? null : address;
}

/** Everything but letters, digits and -._~ as percent signs and hexadecimal digits (RFC 3986). */
function encoded(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

/** The recipient of a mail link of the core, which has judged the address. */
export function recipient(mailto: string): string {
  return decodeURIComponent(/^mailto:([^?]*)/.exec(mailto)?.[1] ?? "");
}
