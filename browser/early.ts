// What every tool needs before its script is there: what somebody does meanwhile is not lost, and no key leaves the page.

/** Keep the presses of buttons; the function it gives makes them, as soon as the tool listens. */
export function holdPresses(tool: HTMLElement): () => void {
  const pressed: { kind: string; at: number }[] = [];
  const hold = (event: Event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    const action = button.dataset["action"];
    const kind = action ? `button[data-action="${action}"]` : `button[type="${button.type}"]`;
    pressed.push({ kind, at: [...tool.querySelectorAll(kind)].indexOf(button) });
  };
  tool.addEventListener("click", hold, true);
  return () => {
    tool.removeEventListener("click", hold, true);
    for (const { kind, at } of pressed) {
      // The tool may have made its rows anew: what counts is the button that stands there now, and can be seen.
      const button = tool.querySelectorAll<HTMLElement>(kind)[at];
      if (button?.getClientRects().length) button.click();
    }
  };
}

/** Keep the press of a link that takes along what was typed; the function it gives makes it. */
export function holdLink(tool: HTMLElement, links: string): () => void {
  let pressed: HTMLAnchorElement | null = null;
  const hold = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(links);
    const fields = [...tool.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
    const typed = fields.some(({ value, defaultValue }) => value !== defaultValue);
    if (!link || !typed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    pressed = link;
  };
  tool.addEventListener("click", hold, true);
  return () => {
    tool.removeEventListener("click", hold, true);
    pressed?.click();
  };
}

/** The theme listens for single keys (n, p, s, f, /) and would leave the page while somebody uses the tool. */
export function keepKeys(tool: HTMLElement): void {
  tool.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1) event.stopPropagation();
  });
}
