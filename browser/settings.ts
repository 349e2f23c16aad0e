// The few choices that belong to this browser and to no search: each a word in local storage.

/** The names begin as that of the database does, so that deleting everything deletes them as well. */
const nameOf = (root: URL, name: string): string => `followup ${root.pathname} ${name}`;

/** What was chosen on the site at `root`, if anything was and the browser tells. */
export function setting(root: URL, name: string): string | undefined {
  try {
    return localStorage.getItem(nameOf(root, name)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remember a choice, or forget it. Whether the browser did. */
export function keepSetting(root: URL, name: string, value: string | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(nameOf(root, name));
    else localStorage.setItem(nameOf(root, name), value);
    return true;
  } catch {
    return false;
  }
}
