// Python, in a worker that holds nothing that matters: it starts the runtime, answers one request after the other with
// followup_core/service.py, and may be ended at any time.
//
// All downloads begin at once, and each is checked against the hash it had when the site was built. A file that fails
// would leave loadPyodide waiting for ever, so that is noticed here. The response of the WebAssembly file is handed on
// as it came, not wrapped: only then do browsers keep its compiled code.

import type { loadPyodide } from "pyodide";
import type { Ask, BootEvent, Message, Problem, Stage } from "./protocol";

/** Written into this file by tools/bundle.py. */
declare const RUNTIME: {
  engine: string;
  python: string;
  files: Record<string, File>;
  /** Parts of the core's data that are loaded when they are asked for, by their paths in its data folder. */
  data: Record<string, File & { path: string }>;
  lock: string;
};

type File = { bytes: number; sha256: string };
type Options = NonNullable<Parameters<typeof loadPyodide>[0]>;
type Engine = { loadPyodide: typeof loadPyodide; default: NonNullable<Options["createPyodideModule"]> };
type Outcome = { ok: true; result: unknown } | { ok: false; error: Problem };
/** The functions of followup_core/service.py. */
type Core = {
  call: (verb: string, params: string) => string;
  supply: (path: string, content: string) => void;
};

const PACKAGE = "followup-core";
/** Hands dataclasses what it would compile while the core is imported: tools/inside/ahead.py. */
const AHEAD = "_ahead";
const BASE = new URL(".", import.meta.url);
const WASM = `${RUNTIME.engine}/pyodide.asm.wasm`;
const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];
const TOTAL = Object.values(RUNTIME.files).reduce((sum, { bytes }) => sum + bytes, 0);
/** After a failed start the page names its worker so: what the browser kept may be what was damaged. */
const CACHE: RequestCache = self.name === "reload" ? "reload" : "default";

/** A file could not be downloaded, or it arrived damaged. */
class DownloadError extends Error {}

const network = self.fetch.bind(self);
const downloads = new Map<string, Promise<Response>>();
const parts = new Map<string, Promise<string>>();
/** What most pages ask for soon. */
const LIKELY = "tone/en.json";
/** How long after the start it is fetched ahead. */
const CALM_MS = 1_000;
let done = 0;

const booted = boot();
booted.then(
  () => {
    tell("ready");
    // The first answer goes first. What fails here is asked for again when it is needed.
    setTimeout(() => void fetched(LIKELY).catch(() => undefined), CALM_MS);
  },
  (error: unknown) => tell("failed", explained(error)),
);

self.onmessage = async ({ data: ask }: MessageEvent<Ask>): Promise<void> => {
  const core = await booted.catch(() => null);
  if (core) post(await answer(core, ask));
};

async function answer(core: Core, { v, id, verb, params }: Ask): Promise<Message> {
  try {
    return { v, id, ...(await outcome(core, id, verb, params)) };
  } catch (error) {
    // The core answers with its errors. One that escapes it is a bug, and may have left Python in any state.
    console.error(error);
    return { v, id, ok: false, error: problem("broken") };
  }
}

/** What the core says, given every part of its data that it asks for. A draft is worth having without the tone check. */
async function outcome(core: Core, id: number, verb: Ask["verb"], params: Ask["params"]): Promise<Outcome> {
  for (;;) {
    const said = JSON.parse(core.call(verb, JSON.stringify(params))) as Outcome;
    if (said.ok || said.error.code !== "DATA") return said;
    post({ v: 1, event: "wait", id });
    try {
      core.supply(said.error.field, await fetched(said.error.field));
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      if (verb !== "draft" || params["lint"] === false) return { ok: false, error: explained(error) };
      params = { ...params, lint: false };
    }
  }
}

/** A part of the data as text. One that failed is fetched anew when it is asked for again. */
function fetched(name: string): Promise<string> {
  const file = RUNTIME.data[name]!;
  let text = parts.get(name);
  if (!text) {
    text = downloaded(file.path, { integrity: `sha256-${base64(file.sha256)}` }).then((whole) =>
      whole.text(),
    );
    text.catch(() => parts.delete(name));
    parts.set(name, text);
  }
  return text;
}

/** Rejects as soon as a download fails. */
function boot(): Promise<Core> {
  tell("download");
  return new Promise((resolve, reject) => {
    const proofs: Promise<void>[] = [];
    for (const path of Object.keys(RUNTIME.files)) {
      if (path.endsWith(".mjs")) continue; // imported, not fetched
      const response = path === WASM ? downloaded(path) : intact(path);
      if (path === WASM) proofs.push(response.then((whole) => proven(path, whole.clone())));
      downloads.set(address(path), response);
    }
    Promise.all([...downloads.values(), ...proofs]).catch(reject);
    Promise.all([python(), ...proofs]).then(([core]) => resolve(core), reject);
  });
}

async function python(): Promise<Core> {
  // Pyodide asks for its files one after the other; here they are on their way already.
  self.fetch = (input, init) => downloads.get(String(input)) ?? network(input, init);
  const [{ loadPyodide: load }, { default: createPyodideModule }] = await Promise.all([
    imported("pyodide.mjs"),
    imported("pyodide.asm.mjs"),
  ]);
  const pyodide = await load({
    indexURL: address(`${RUNTIME.engine}/`),
    stdLibURL: address(`${RUNTIME.python}/python_stdlib.zip`),
    lockFileContents: RUNTIME.lock,
    packageBaseUrl: address(`${RUNTIME.python}/`),
    packages: [PACKAGE],
    createPyodideModule,
  });
  // A package that fails is only written to the console.
  if (!(PACKAGE in pyodide.loadedPackages)) throw new DownloadError();
  pyodide.pyimport(AHEAD);
  return pyodide.pyimport("followup_core.service");
}

async function imported(name: string): Promise<Engine> {
  const path = `${RUNTIME.engine}/${name}`;
  const module: Engine = await import(address(path)).catch(() => {
    throw new DownloadError();
  });
  count(RUNTIME.files[path]?.bytes ?? 0);
  return module;
}

async function downloaded(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await network(address(path), { cache: CACHE, ...init }).catch(() => null);
  if (!response?.ok) throw new DownloadError();
  return response;
}

/** A file that the browser hands over when it is complete and has the right hash. */
async function intact(path: string): Promise<Response> {
  const file = RUNTIME.files[path]!;
  const response = await downloaded(path, { integrity: `sha256-${base64(file.sha256)}` });
  count(file.bytes);
  return response;
}

/** Reads a copy of a response that is being used elsewhere already: counts it, and rejects if it is not what it should be. */
async function proven(path: string, { body }: Response): Promise<void> {
  const whole = new Uint8Array(RUNTIME.files[path]!.bytes);
  let length = 0;
  for (const reader = body!.getReader(); ;) {
    const { done: ended, value } = await reader.read();
    if (ended) break;
    if (length + value.length > whole.length) throw new DownloadError();
    whole.set(value, length);
    length += value.length;
    count(value.length);
    if (WASM_MAGIC.some((byte, place) => place < length && whole[place] !== byte)) throw new DownloadError();
  }
  // Browsers offer hashes only over https and on this machine itself.
  if (
    length < whole.length ||
    (self.isSecureContext && (await sha256(whole)) !== RUNTIME.files[path]!.sha256)
  ) {
    throw new DownloadError();
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64(hex: string): string {
  return btoa(hex.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16))));
}

function address(path: string): string {
  return new URL(path, BASE).href;
}

function count(bytes: number): void {
  done += bytes;
  tell(done < TOTAL ? "download" : "start");
}

function tell(stage: Stage, error?: Problem): void {
  const event: BootEvent = { v: 1, event: "boot", stage, bytes: { done, total: TOTAL } };
  post(error ? { ...event, error } : event);
}

function post(message: Message): void {
  self.postMessage(message);
}

function explained(error: unknown): Problem {
  if (error instanceof DownloadError) return problem("download");
  console.error(error);
  return problem("no-python");
}

/** The bridge has the words for it. */
function problem(code: string): Problem {
  return { code, message: "", hint: "", field: "" };
}
