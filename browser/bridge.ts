// The page's side of the worker: asks, waits, notices when it no longer answers, and starts another one.
//
// The worker holds nothing that matters, so it may be ended at any time. One request is with the worker at a time; the
// others wait here, where a newer one can replace an older one of the same key. If the worker does not answer within
// five seconds, or breaks, it is ended, another one is started and the request is sent once more; after that it is
// reported. While Python cannot be started, requests wait for retry().

import type { Answer, Ask, BootEvent, Message, Params, Problem, Stage, Verb } from "./protocol";
import { t } from "./words.ts";

/** How long one request may work: the core promises two seconds, and a slow phone needs some patience. */
const ANSWER_MS = 5_000;
/** How long a start may go without a sign of life. Nothing arrives while Python itself starts, so that may take longer. */
const STALL_MS: Record<"download" | "start", number> = { download: 30_000, start: 60_000 };

/** What a start looks like from outside. */
export interface Boot {
  stage: "idle" | Stage;
  done: number;
  total: number;
  /** Why it failed; null in any other stage. */
  error: Problem | null;
}

/**
 * A request without a result. `code` is the core's, or one of these:
 * `superseded` (a newer request took its place: nothing to show), `no-answer` (it took too long, twice),
 * `broken` (the worker broke, twice).
 */
export class RequestError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly field: string;
  /** Whether the words are the core's, in its own language. */
  readonly byCore: boolean;

  constructor(problem: Problem, byCore = false) {
    super(problem.message);
    this.name = "RequestError";
    this.code = problem.code;
    this.hint = problem.hint;
    this.field = problem.field;
    this.byCore = byCore;
  }
}

/** The part of a worker that is used here. */
export type Channel = Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onmessageerror" | "onerror">;

/** Opens the worker at this address. `fresh` makes it pass over the browser's cache, which may hold what was damaged. */
export function opener(address: string | URL): (fresh: boolean) => Channel {
  return (fresh) => new Worker(address, { type: "module", name: fresh ? "reload" : "" });
}

interface Job {
  request: Ask;
  key: string | undefined;
  tries: number;
  resolve: (result: unknown) => void;
  reject: (error: RequestError) => void;
}

export class Bridge {
  #open: (fresh: boolean) => Channel;
  #worker: Channel | null = null;
  #boot: Boot = { stage: "idle", done: 0, total: 0, error: null };
  #listeners = new Set<(boot: Boot) => void>();
  #waiting: Job[] = [];
  #current: Job | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  /** `open` makes a new worker; it is called whenever one is needed. On a page it is `opener(address)`. */
  constructor(open: (fresh: boolean) => Channel) {
    this.#open = open;
  }

  get boot(): Boot {
    return this.#boot;
  }

  /** Hear of every step of the start, beginning with the present one. Gives the function that ends it. */
  onBoot(listener: (boot: Boot) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#boot);
    return () => this.#listeners.delete(listener);
  }

  /** Start Python now, if it has not been started. A request does so as well. */
  start(): void {
    if (this.#boot.stage === "idle") this.#launch();
  }

  /** After a failed start: try again. Requests that wait are then answered. */
  retry(): void {
    if (this.#boot.stage === "failed") this.#launch(true);
  }

  /**
   * Ask the core. Gives its result, or throws a RequestError.
   *
   * `key` names the place that will show the answer: a newer request of the same key supersedes this one.
   */
  request<T>(verb: Verb, params: Params, { key }: { key?: string } = {}): Promise<T> {
    if (key !== undefined) this.#supersede(key);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        request: { v: 1, id: ++this.#lastId, verb, params },
        key,
        tries: 0,
        resolve: resolve as (result: unknown) => void,
        reject,
      });
      this.start();
      this.#next();
    });
  }

  /** The one at work cannot be stopped short of ending the worker, so it runs on and nobody waits for it. */
  #supersede(key: string): void {
    const old = this.#waiting.filter((job) => job.key === key);
    this.#waiting = this.#waiting.filter((job) => job.key !== key);
    if (this.#current?.key === key) {
      old.push(this.#current);
      this.#current.key = undefined;
      this.#current.tries = Infinity;
    }
    for (const job of old)
      job.reject(new RequestError(problem("superseded", "A newer request took its place.")));
  }

  #next(): void {
    if (this.#boot.stage !== "ready" || this.#current) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#current = job;
    job.tries += 1;
    this.#wait(ANSWER_MS, () => this.#lost(problem("no-answer", NO_ANSWER, SMALLER)));
    this.#worker?.postMessage(job.request);
  }

  #launch(fresh = false): void {
    this.#drop();
    this.#tell({ stage: "download", done: 0, total: 0, error: null });
    this.#wait(STALL_MS.download, () => this.#failed(problem("stalled", STALLED, CONNECTION)));
    try {
      this.#worker = this.#listen(this.#open(fresh));
    } catch {
      this.#failed(problem("no-worker", NO_WORKER, CONNECTION));
    }
  }

  #listen(worker: Channel): Channel {
    worker.onmessage = (event: MessageEvent<Message>) => {
      if (worker !== this.#worker) return;
      if ("stage" in event.data) this.#progress(event.data);
      else if ("event" in event.data) this.#patience(event.data.id);
      else this.#answer(event.data);
    };
    worker.onmessageerror = () => worker === this.#worker && this.#broke();
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (worker === this.#worker) this.#broke();
    };
    return worker;
  }

  #progress({ stage, bytes, error }: BootEvent): void {
    if (stage === "failed")
      return this.#failed(error ? told(error) : problem("no-start", NO_START, CONNECTION));
    this.#tell({ stage, ...bytes, error: null });
    clearTimeout(this.#timer);
    if (stage === "ready") this.#next();
    else this.#wait(STALL_MS[stage], () => this.#failed(problem("stalled", STALLED, CONNECTION)));
  }

  /** The core waits for a file, which takes as long as the network does. */
  #patience(id: number): void {
    if (this.#current?.request.id !== id) return;
    this.#wait(STALL_MS.download, () => this.#lost(problem("stalled", STALLED, CONNECTION)));
  }

  #answer(answer: Answer): void {
    const job = this.#current;
    if (job?.request.id !== answer.id) return;
    if (!answer.ok && answer.error.code === "broken") return this.#lost(told(answer.error));
    this.#done();
    if (answer.ok) job.resolve(answer.result);
    else job.reject(new RequestError(told(answer.error), Boolean(answer.error.message)));
    this.#next();
  }

  #broke(): void {
    if (this.#boot.stage === "ready") this.#lost(problem("broken", BROKEN, SMALLER));
    else this.#failed(problem("no-start", NO_START, CONNECTION));
  }

  /** The worker is of no use any more: another one is started, and its request goes first or is given up. */
  #lost(reason: Problem): void {
    const job = this.#current;
    this.#done();
    if (job && job.tries < 2) this.#waiting.unshift(job);
    else job?.reject(new RequestError(reason));
    this.#launch();
  }

  #failed(error: Problem): void {
    this.#drop();
    this.#tell({ ...this.#boot, stage: "failed", error });
  }

  #done(): void {
    clearTimeout(this.#timer);
    this.#current = null;
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
  }

  #wait(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  #tell(boot: Boot): void {
    this.#boot = boot;
    for (const listener of this.#listeners) listener(boot);
  }
}

function problem(code: string, message: string, hint = ""): Problem {
  return { code, message, hint, field: "" };
}

/** What the worker tells, in words. */
function told(error: Problem): Problem {
  const [message = "", hint = ""] = error.message ? [error.message, error.hint] : (TOLD[error.code] ?? []);
  return { ...error, message, hint };
}

const NO_ANSWER = t("common.took-too-long");
const BROKEN = t("common.went-wrong");
const SMALLER = t("common.still-here");
const STALLED = t("common.stalled");
const NO_START = t("common.no-start");
const NO_WORKER = t("common.no-worker");
const CONNECTION = t("common.check-connection");

/** The words for what the worker tells by its code. */
const TOLD: Record<string, [message: string, hint?: string]> = {
  broken: [BROKEN],
  download: [t("common.damaged-download"), t("common.connect-and-retry")],
  "no-python": [t("common.no-python"), t("common.newer-browser")],
};
