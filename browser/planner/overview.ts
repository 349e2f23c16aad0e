// Several applications: what the core says of each, and those of them that have the words somebody looks for.

/** Show only the applications in `place` whose words hold all of `wanted`; gives how many there are. */
export function find(place: Element, wanted: string): number {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const job of place.querySelectorAll<HTMLElement>(".fu-job")) {
    const text = plain(job.textContent ?? "");
    job.hidden = !words.every((word) => text.includes(word));
    if (!job.hidden) count += 1;
  }
  const archive = place.querySelector<HTMLDetailsElement>(".fu-archive");
  if (archive) {
    const some = archive.querySelector(".fu-job:not([hidden])") !== null;
    archive.hidden = !some;
    if (words.length && some) archive.open = true;
  }
  return count;
}

/** Without capitals and accents: who looks for `munch` finds München. */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
