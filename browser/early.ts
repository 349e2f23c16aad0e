// What somebody does at a tool whose script is still on its way is not lost.

/** Note which buttons are pressed; the function it gives presses them, as soon as the tool listens. */
export function holdPresses(tool: HTMLElement): () => void {
  const pressed: HTMLElement[] = [];
  const note = (event: Event) => {
    const button = (event.target as Element).closest<HTMLElement>("button");
    if (button) pressed.push(button);
  };
  tool.addEventListener("click", note, true);
  return () => {
    tool.removeEventListener("click", note, true);
    for (const button of pressed) if (button.isConnected) button.click();
  };
}
