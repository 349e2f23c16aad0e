// What the page and the worker say to each other. Types only: each side checks nothing but what it cannot know.
// Everything that crosses is plain JSON data; no proxy, function or error object does.

/** The version of the envelope. A worker and a page of one build always agree. */
export type Version = 1;

/** The verbs of followup_core/service.py, which describes their parameters and results. */
export type Verb = "plan" | "draft" | "lint" | "check" | "export" | "open" | "save" | "pack";

export type Params = Readonly<Record<string, unknown>>;

/** Page to worker. `id` is never used twice by one page. */
export interface Ask {
  v: Version;
  id: number;
  verb: Verb;
  params: Params;
}

/** Worker to page: the answer to the request with this id, or why there is none. */
export type Answer = Result | Refusal;

export interface Result {
  v: Version;
  id: number;
  ok: true;
  result: unknown;
}

export interface Refusal {
  v: Version;
  id: number;
  ok: false;
  error: Problem;
}

/** What went wrong, in words for the person who reads the page. */
export interface Problem {
  /** A word for programs: those of the core, or one of the bridge's own (see bridge.ts). */
  code: string;
  /** Empty when the bridge has the words for the code. */
  message: string;
  /** What would help, or empty. */
  hint: string;
  /** The name of the parameter or field in question, or empty. */
  field: string;
}

/** How far the start is. `failed` and `ready` are last words. */
export type Stage = "download" | "start" | "ready" | "failed";

/** Worker to page, unasked: the start goes on. */
export interface BootEvent {
  v: Version;
  event: "boot";
  stage: Stage;
  /** Bytes of files received so far, and of all files that are needed, both after decompression. */
  bytes: { done: number; total: number };
  /** Only with `failed`. */
  error?: Problem;
}

/** Worker to page, unasked: the answer to this request must wait for a download. */
export interface WaitEvent {
  v: Version;
  event: "wait";
  id: number;
}

export type Message = Answer | BootEvent | WaitEvent;
