// What somebody does at a tool whose script is still on its way is not lost.

/** Note which buttons are pressed; the function it gives presses them, as soon as the tool listens. */
export function holdPresses(tool: HTMLElement): () => void {
  const pressed: { kind: string; at: number }[] = [];
  const note = (event: Event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button) return;
    const action = button.dataset["action"];
    const kind = action ? `button[data-action="${action}"]` : `button[type="${button.type}"]`;
    pressed.push({ kind, at: [...tool.querySelectorAll(kind)].indexOf(button) });
  };
  tool.addEventListener("click", note, true);
  return () => {
    tool.removeEventListener("click", note, true);
    for (const { kind, at } of pressed) {
      // The tool may have made its rows anew: what counts is the button that stands there now, and can be seen.
      const button = tool.querySelectorAll<HTMLElement>(kind)[at];
      if (button?.getClientRects().length) button.click();
    }
  };
}
