// What two texts, or two lists of words, begin and end with alike.

/** How much of the start and of what is left of the end is the same in both. */
export function common(a: ArrayLike<string>, b: ArrayLike<string>): { first: number; last: number } {
  const shorter = Math.min(a.length, b.length);
  let first = 0;
  while (first < shorter && a[first] === b[first]) first += 1;
  let last = 0;
  while (last < shorter - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last += 1;
  return { first, last };
}
