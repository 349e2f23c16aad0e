// Python counts code points, a browser counts UTF-16 units. This is the one place where the first become the second.

/** The place of the n-th code point of `text` in UTF-16 units; beyond the end it is the end. */
export function offsets(text: string): (codePoints: number) => number {
  const wide = wideOnes(text);
  return (codePoints) => Math.max(0, Math.min(text.length, codePoints + before(wide, codePoints)));
}

/** The positions, in code points, of the characters that take two units, in order. */
function wideOnes(text: string): number[] {
  const found: number[] = [];
  let codePoints = 0;
  for (let i = 0; i < text.length; i += 1, codePoints += 1)
    if ((text.codePointAt(i) ?? 0) > 0xffff) {
      found.push(codePoints);
      i += 1;
    }
  return found;
}

/** How many of the sorted numbers are smaller than `limit`. */
function before(sorted: number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
