// Brings the tools of a page to life: one store, one worker, whatever is on the page.

import { Bridge, opener } from "./bridge";
import { Core } from "./core";
import { Drafts } from "./drafts";
import { Embed } from "./embed";
import { part } from "./parts";
import { Planner } from "./planner";
import { openStore } from "./store";

let shared: Core | undefined;

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

export async function startTool(element: HTMLElement, name: "planner" | "drafts", root: URL): Promise<void> {
  const calculator = core(root);
  const boot = element.querySelector<HTMLElement>('[data-part="boot"]');
  if (boot) calculator.showBoot(boot);
  const Tool = name === "planner" ? Planner : Drafts;
  await new Tool(element, openStore(root), calculator).start();
}

export async function startEmbed(element: HTMLElement, root: URL, touched: Promise<void>): Promise<void> {
  const calculator = core(root);
  const boot = element.querySelector<HTMLElement>('[data-part="boot"]');
  if (boot) calculator.showBoot(boot);
  await new Embed(element, openStore(root), calculator).start(touched);
}

/** The editor brings a large piece of script, which no other page loads. */
export async function startEditor(element: HTMLElement, root: URL): Promise<void> {
  const calculator = core(root);
  const { Workshop } = await import("./workshop");
  calculator.showBoot(part(element, "boot"));
  await new Workshop(element, openStore(root), calculator).start();
}
