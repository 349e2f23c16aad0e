// Templates in the fragment of a link: their files as JSON, compressed, in the letters that an address may hold. A
// fragment never reaches a server. What comes in a link was written by anybody: it is measured before it is believed.

import { t } from "./words.ts";

/** Name of a file in the pack -> its text. */
export type Files = Record<string, string>;

/** The form of what follows; another one may come. */
const FORM = "1.";
/** The most characters of a fragment: programs that pass links on cut longer ones. */
export const MAX_LINK = 16_000;
/** The most characters that are read; somebody's own page may take more than a mail program. */
export const MAX_READ = 64_000;
/** The most bytes that a fragment may grow to. */
export const MAX_TEXT = 256 * 1024;
const MAX_FILES = 50;

/** Why a link is not read: one sentence, and what would help. */
export class LinkError extends Error {}

const DAMAGED = t("import.link-damaged");
const NEWER = t("import.link-newer");
const TOO_LONG = t("import.link-too-long");

/** The fragment for these files, without `#`; null when it would be too long for a link. */
export async function encode(files: Files): Promise<string | null> {
  const bytes = new TextEncoder().encode(JSON.stringify(files));
  if (bytes.length > MAX_TEXT) return null;
  const packed = await collect(streamed(bytes, new CompressionStream("deflate-raw")), MAX_TEXT);
  const fragment = FORM + base64url(packed);
  return fragment.length <= MAX_LINK ? fragment : null;
}

/** The files in a fragment. Throws a LinkError. */
export async function decode(fragment: string): Promise<Files> {
  if (fragment.length > MAX_READ) throw new LinkError(TOO_LONG);
  if (!/^\d{1,4}\./.test(fragment)) throw new LinkError(DAMAGED);
  if (!fragment.startsWith(FORM)) throw new LinkError(NEWER);
  const packed = bytesOf(fragment.slice(FORM.length));
  const bytes = await collect(streamed(packed, new DecompressionStream("deflate-raw")), MAX_TEXT);
  try {
    return files(JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)));
  } catch {
    throw new LinkError(DAMAGED);
  }
}

function files(data: unknown): Files {
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw new LinkError(DAMAGED);
  const entries = Object.entries(data);
  if (!entries.length || entries.length > MAX_FILES || !entries.every(([, text]) => typeof text === "string"))
    throw new LinkError(DAMAGED);
  return Object.fromEntries(entries) as Files;
}

function streamed(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream) {
  return new Blob([bytes]).stream().pipeThrough(through);
}

/** All bytes of a stream. Whatever is promised, no more than `limit` of them are ever kept. */
async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>, limit: number) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read().catch(() => {
      throw new LinkError(DAMAGED);
    });
    if (done) break;
    length += value.length;
    if (length > limit) {
      void reader.cancel().catch(() => undefined);
      throw new LinkError(TOO_LONG);
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function base64url(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new LinkError(DAMAGED);
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    throw new LinkError(DAMAGED);
  }
}
