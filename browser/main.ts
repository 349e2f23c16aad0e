// What every page loads: nothing but the question whether there is a tool on it. Reading is never slowed by Python.

import { holdLink, holdPresses, keepKeys } from "./early";
import { listenForKeys } from "./keys";
import { chosen, SOURCE } from "./language";

/** The root of the site; this script lies in assets/followup/. */
const root = new URL("../../", import.meta.url);

/** Let `load` bring an element to life, in the language of the reader. What is typed or pressed in one that is
 *  `pressed` before it listens is not lost. */
function tool(name: string, load: (element: HTMLElement) => Promise<void>, pressed = true): void {
  class Tool extends HTMLElement {
    connectedCallback(): void {
      const press = pressed ? holdPresses(this) : () => undefined;
      void speaking(this)
        .then(() => load(this))
        .then(press, (error: unknown) => {
          for (const words of this.querySelectorAll<HTMLElement>("[data-part=not-started]"))
            words.hidden = false;
          throw error;
        });
    }
  }
  if (!customElements.get(name)) customElements.define(name, Tool);
}

async function speaking(element: HTMLElement): Promise<void> {
  const language = chosen(root);
  if (language === SOURCE) return;
  const { learn, translate } = await import("./translate");
  if (await learn(language)) translate(element);
}

for (const name of ["planner", "drafts", "data"] as const)
  tool(`followup-${name}`, async (element) => {
    keepKeys(element);
    const { startTool } = await import("./studio");
    await startTool(element, name, root);
  });

tool("followup-editor", async (element) => {
  keepKeys(element);
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
tool(
  "followup-embed",
  async (element) => {
    if (!element.querySelector("form, input, textarea, select")) return;
    keepKeys(element);
    const follow = holdLink(element, 'a[href*="drafts/#"]');
    const touched = new Promise<void>((resolve) => {
      for (const type of ["focusin", "pointerdown", "input"])
        element.addEventListener(type, () => resolve(), { once: true });
    });
    if (!element.querySelector("[data-part=saved]")) await touched;
    try {
      const { startEmbed } = await import("./studio");
      await startEmbed(element, root, touched);
    } finally {
      follow();
    }
  },
  false,
);

listenForKeys(root);

tool("followup-language", async (element) => {
  const { startChoice } = await import("./choice");
  startChoice(element, root);
});
