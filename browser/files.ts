// One search file that a person keeps: opened from their disk and saved to it, byte for byte as its text is.
//
// Where the browser can hold on to a file (File System Access), saving writes into that file; elsewhere a file is
// picked and a copy goes to the downloads. Which one it is, is remembered beside the text that it held last.

import { Refusal } from "./core";
import { download } from "./parts";
import type { Search, SearchRecord } from "./search";
import type { Store } from "./store";
import { t } from "./words";

/** Where it is remembered which file belongs to this browser's search. */
export const FILE = "file";
export const FILENAME = "job-search.yaml";
/** The limit of the core for a search file, in bytes. */
export const MOST_BYTES = 256 * 1024;

/** The file of this search, as it was read or written last. */
export interface FileNote {
  name: string;
  text: string;
  search: Search;
  /** In milliseconds since 1970. */
  at: number;
  handle?: FileSystemFileHandle;
}

/** What became of a wish to save. */
export type Saving =
  | { done: "written" | "downloaded"; name: string }
  | { done: "cancelled" }
  /** The browser does not let the page write to the file. */
  | { done: "denied"; name: string }
  /** Somebody else changed the file since it was read or written here. */
  | { done: "elsewhere"; name: string };

export interface Opened {
  name: string;
  text: string;
  handle?: FileSystemFileHandle;
}

type Handle = FileSystemFileHandle & {
  queryPermission?: (mode: { mode: "readwrite" }) => Promise<PermissionState>;
  requestPermission?: (mode: { mode: "readwrite" }) => Promise<PermissionState>;
};
interface Pickers {
  showOpenFilePicker?: (options: object) => Promise<Handle[]>;
  showSaveFilePicker?: (options: object) => Promise<Handle>;
}

const TYPES = [
  {
    description: t("data.search-file"),
    accept: { "text/yaml": [".yaml", ".yml"], "application/json": [".json"] },
  },
];
const pickers = () => globalThis as unknown as Pickers;

/** The content of a search file. JSON is YAML too: what is not written into the text yet is there nevertheless. */
export function contentOf({ text, search, applied }: SearchRecord): string {
  return applied ? text : `${JSON.stringify(search, null, 2)}\n`;
}

/** What to say about a saving. */
export function inWords(saving: Saving): string {
  return t(`data.saving-${saving.done}`, { name: "name" in saving ? saving.name : "" });
}

/** Whether this browser can write into a file that somebody picked. */
export function canHold(): boolean {
  return Boolean(pickers().showOpenFilePicker && pickers().showSaveFilePicker);
}

/** The text of a file with every byte of it, a mark at its beginning included. Refuses what cannot be a search file. */
export async function textOf(file: File): Promise<string> {
  if (file.size > MOST_BYTES)
    throw new Refusal([t("data.too-large", { name: file.name, size: MOST_BYTES / 1024 })]);
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new Refusal([t("data.not-read", { name: file.name })]);
  }
  if (!bytes.byteLength) throw new Refusal([t("data.empty", { name: file.name })]);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal([t("data.not-text", { name: file.name })]);
  }
}

/** Let the person pick a file where the page can hold on to it. Null when they change their mind. */
export async function pick(): Promise<Opened | null> {
  try {
    const [handle] = (await pickers().showOpenFilePicker?.({ types: TYPES, multiple: false })) ?? [];
    if (!handle) return null;
    const file = await handle.getFile();
    return { name: file.name, text: await textOf(file), handle };
  } catch (error) {
    if (isName(error, "AbortError")) return null;
    throw error;
  }
}

export async function known(store: Store): Promise<FileNote | undefined> {
  return store.read<FileNote>(FILE).catch(() => undefined);
}

/** Remember the file of this search. A handle that cannot be stored is for this visit only. */
export async function remember(store: Store, note: FileNote): Promise<void> {
  const { handle, ...rest } = note;
  try {
    await store.write({ [FILE]: handle ? structuredClone(note) : rest });
  } catch {
    await store.write({ [FILE]: rest }).catch(() => undefined);
  }
}

/** Save a text to the file of this search: the one that is known, or with `as` another one. With `over`, also over
 *  what somebody else wrote into it. Where no file is known, `ask` lets the person pick one; else it is a download. */
export async function save(
  store: Store,
  text: string,
  search: Search,
  { as = false, over = false, ask = true }: { as?: boolean; over?: boolean; ask?: boolean } = {},
): Promise<Saving> {
  const note = await known(store);
  const name = note?.name ?? FILENAME;
  const at = Date.now();
  if (!canHold() || (!ask && !note?.handle)) {
    download(name, "text/yaml", text);
    await remember(store, { name, text, search, at });
    return { done: "downloaded", name };
  }
  try {
    const held = as ? undefined : await usable(note, over);
    if (held === "denied" || held === "elsewhere") return { done: held, name };
    const handle = held ?? (await pickers().showSaveFilePicker!({ suggestedName: name, types: TYPES }));
    await put(handle, text);
    await remember(store, { name: handle.name, text, search, at, handle });
    return { done: "written", name: handle.name };
  } catch (error) {
    if (isName(error, "AbortError")) return { done: "cancelled" };
    if (isName(error, "NotAllowedError")) return { done: "denied", name };
    throw error;
  }
}

/** The known file, if it is still there, may be written, and holds what it held here last. */
async function usable(
  note: FileNote | undefined,
  over: boolean,
): Promise<Handle | undefined | "denied" | "elsewhere"> {
  const handle: Handle | undefined = note?.handle;
  if (!handle) return undefined;
  const mode = { mode: "readwrite" } as const;
  const may = async () => (await handle.queryPermission?.(mode)) ?? "granted";
  if ((await may()) !== "granted" && (await handle.requestPermission?.(mode)) !== "granted") return "denied";
  try {
    const file = await handle.getFile();
    const now = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await file.arrayBuffer());
    return over || now === note?.text ? handle : "elsewhere";
  } catch (error) {
    // It was moved or deleted: the person says where the next one goes.
    if (isName(error, "NotFoundError")) return undefined;
    throw error;
  }
}

/** The file has the old text until all of the new one is written. */
async function put(handle: FileSystemFileHandle, text: string): Promise<void> {
  const stream = await handle.createWritable();
  try {
    await stream.write(new TextEncoder().encode(text));
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw error;
  }
}

function isName(error: unknown, name: string): boolean {
  return (error as Error | undefined)?.name === name;
}
