// How many earlier versions are kept, and which.

/** At most so many versions, and so many characters in all; but the newest is always kept. */
export const MOST = 40;
export const MOST_CHARACTERS = 4_000_000;
/** Younger ones are all kept, as far as the bounds allow; older ones once for each day. In milliseconds. */
const RECENT = 2 * 86_400_000;
/** Which versions are too many, of all with the newest first. */
export function tooMany(all: { id: number; at: number; size: number }[], now: number): number[] {
  const out: number[] = [];
  const days = new Set<string>();
  let [count, size] = [0, 0];
  for (const each of all) {
    const old = now - each.at > RECENT;
    const day = new Date(each.at).toDateString();
    const again = old && days.has(day);
    if (count > 0 && (again || count >= MOST || size + each.size > MOST_CHARACTERS)) {
      out.push(each.id);
      continue;
    }
    if (old) days.add(day);
    count += 1;
    size += each.size;
  }
  return out;
}
