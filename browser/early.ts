// What somebody does at a tool whose script is still on its way is not lost.

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
