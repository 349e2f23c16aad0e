// What every page loads: nothing but the question whether there is a tool on it. Reading is never slowed by Python.

import { holdPresses } from "./early";
import { keepKeys } from "./parts";

/** The root of the site; this script lies in assets/followup/. */
const root = new URL("../../", import.meta.url);

function tool(name: string, load: (element: HTMLElement) => Promise<void>): void {
  class Tool extends HTMLElement {
    connectedCallback(): void {
      void load(this);
    }
  }
  if (!customElements.get(name)) customElements.define(name, Tool);
}

async function begin(element: HTMLElement, name: "planner" | "drafts" | "data"): Promise<void> {
  keepKeys(element);
  const { startTool } = await import("./studio");
  await startTool(element, name, root);
}

tool("followup-planner", async (element) => {
  const press = holdPresses(element);
  await begin(element, "planner");
  press();
});
tool("followup-drafts", (element) => begin(element, "drafts"));
tool("followup-data", (element) => begin(element, "data"));

tool("followup-editor", async (element) => {
  const { startEditor } = await import("./studio");
  await startEditor(element, root);
});

// The gallery needs no calculator.
tool("followup-gallery", async (element) => {
  const { Gallery } = await import("./gallery");
  new Gallery(element).start();
});
tool("followup-source", async (element) => {
  const { startSource } = await import("./gallery");
  startSource(element);
});

tool("followup-mine", async (element) => {
  const [{ startShelf }, { openStore }] = await Promise.all([import("./shelf"), import("./demo")]);
  await startShelf(element, openStore(root));
});

// An example in a guide page is finished as it is; it comes to life when somebody touches its form. The form of a
// template's page shows at once what was typed there before.
tool("followup-embed", async (element) => {
  if (!element.querySelector("form, input, textarea, select")) return;
  keepKeys(element);
  const touched = new Promise<void>((resolve) => {
    for (const type of ["focusin", "pointerdown", "input"])
      element.addEventListener(type, () => resolve(), { once: true });
  });
  if (!element.querySelector("[data-part=saved]")) await touched;
  const { startEmbed } = await import("./studio");
  await startEmbed(element, root, touched);
});
