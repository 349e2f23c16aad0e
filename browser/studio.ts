// Brings the tools of a page to life: one store, one worker, whatever is on the page.

import { Bridge, opener } from "./bridge";
import { Core } from "./core";
import { Drafts } from "./drafts";
import { openStore } from "./demo";
import { Embed } from "./embed";
import { showNotices } from "./notices";
import { part } from "./parts";
import { Planner } from "./planner";
import { watchReminder } from "./reminder";
import type { Store } from "./store";

let shared: Core | undefined;
let opened: Store | undefined;

/** The store of this page; made once. */
function store(root: URL): Store {
  opened ??= openStore(root);
  return opened;
}

/** The calculator of this page; made once, started by whoever needs it. */
function core(root: URL): Core {
  if (!shared) {
    const names = JSON.parse(document.getElementById("fu-assets")?.textContent ?? "{}") as {
      worker?: string;
    };
    if (!names.worker) throw new Error("the page does not name its worker");
    const depth = location.pathname.slice(root.pathname.length).split("/").length - 1;
    shared = new Core(new Bridge(opener(new URL(names.worker, document.baseURI))), "../".repeat(depth));
  }
  return shared;
}

export async function startTool(
  element: HTMLElement,
  name: "planner" | "drafts" | "data",
  root: URL,
): Promise<void> {
  const [calculator, kept] = [core(root), store(root)];
  const boot = element.querySelector<HTMLElement>('[data-part="boot"]');
  if (boot) calculator.showBoot(boot);
  showNotices(element, kept, root);
  if (name === "data") {
    const { YourData } = await import("./data");
    await new YourData(element, kept, calculator, root).start();
  } else await new (name === "planner" ? Planner : Drafts)(element, kept, calculator).start();
  if (name !== "drafts") watchReminder(kept);
}

export async function startEmbed(element: HTMLElement, root: URL, touched: Promise<void>): Promise<void> {
  const [calculator, kept] = [core(root), store(root)];
  const boot = element.querySelector<HTMLElement>('[data-part="boot"]');
  if (boot) calculator.showBoot(boot);
  // A form that keeps what is typed has to say what stands in the way of it.
  if (element.querySelector("[data-part=saved]")) showNotices(element, kept, root);
  await new Embed(element, kept, calculator).start(touched);
}

/** The editor brings a large piece of script, which no other page loads. */
export async function startEditor(element: HTMLElement, root: URL): Promise<void> {
  const calculator = core(root);
  const { Workshop } = await import("./workshop");
  calculator.showBoot(part(element, "boot"));
  const kept = store(root);
  showNotices(element, kept, root);
  await new Workshop(element, kept, calculator).start();
}
