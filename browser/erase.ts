// Delete everything that this site keeps in this browser, and look whether it is gone.

import { announceErased, databaseName, type Store } from "./store";

/** How long another tab may take to let go of a database, in milliseconds. */
const PATIENCE = 4_000;
/** How long the news may take to reach the other tabs, in milliseconds. */
const NEWS = 100;

/** What was found afterwards, each by its name; all empty when everything is gone. */
export interface Left {
  databases: string[];
  caches: string[];
  workers: string[];
  marks: string[];
}

/** Delete the databases, the caches, the service workers and the small marks of the site at `root`; nothing of other
 *  projects at the same address. Gives what is still there. */
export async function eraseAll(store: Store, root: URL): Promise<Left> {
  await store.close();
  for (const name of databaseNames(root)) announceErased(name);
  await new Promise((resolve) => setTimeout(resolve, NEWS));
  for (const name of databaseNames(root)) await removed(name);
  for (const name of await cacheNames(root)) await caches.delete(name);
  for (const worker of await workers(root)) await worker.unregister();
  for (const [place, keys] of marks(root)) for (const key of keys) place.removeItem(key);
  return left(root);
}

/** What the site at `root` keeps. */
export async function left(root: URL): Promise<Left> {
  const mine = databaseNames(root);
  const all = (await indexedDB.databases?.().catch(() => [])) ?? [];
  return {
    databases: all.flatMap(({ name }) => (name && mine.includes(name) ? [name] : [])),
    caches: await cacheNames(root),
    workers: (await workers(root)).map(({ scope }) => scope),
    marks: marks(root).flatMap(([, keys]) => keys),
  };
}

export function isGone(left: Left): boolean {
  return Object.values(left).every((names: string[]) => names.length === 0);
}

function databaseNames(root: URL): string[] {
  return [databaseName(root), databaseName(root, true)];
}

/** Resolves also when another tab does not let go: what is left is looked at afterwards. */
function removed(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = () => resolve();
    setTimeout(resolve, PATIENCE);
  });
}

async function cacheNames(root: URL): Promise<string[]> {
  if (!("caches" in globalThis)) return [];
  const names = await caches.keys().catch(() => []);
  return names.filter((name) => name.startsWith(`followup ${root.pathname}`));
}

async function workers(root: URL): Promise<readonly ServiceWorkerRegistration[]> {
  const all = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  return all.filter(({ scope }) => scope.startsWith(root.href));
}

/** Our own marks, and what the theme noted for this path: the choice of light or dark. */
function marks(root: URL): [Storage, string[]][] {
  const own = (key: string) =>
    databaseNames(root).some((name) => key.startsWith(name)) || key.startsWith(`${root.pathname}.__`);
  return [() => localStorage, () => sessionStorage].flatMap((open): [Storage, string[]][] => {
    try {
      const place = open();
      return [[place, Object.keys(place).filter(own)]];
    } catch {
      return [];
    }
  });
}
