// Which language the tools speak: the one that the pages are written in, until a reader chooses another.

/** The language of the pages. */
export const SOURCE = "en";

/** The name begins as that of the database does, so that deleting everything deletes it as well. */
const nameOf = (root: URL): string => `followup ${root.pathname} language`;

/** The language that was chosen on the site at `root`. */
export function chosen(root: URL): string {
  try {
    return localStorage.getItem(nameOf(root)) ?? SOURCE;
  } catch {
    return SOURCE;
  }
}

/** Remember a choice. Whether the browser did. */
export function choose(root: URL, language: string): boolean {
  try {
    if (language === SOURCE) localStorage.removeItem(nameOf(root));
    else localStorage.setItem(nameOf(root), language);
    return true;
  } catch {
    return false;
  }
}
