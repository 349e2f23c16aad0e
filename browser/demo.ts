// A job search to look around in, in a database of its own: it never meets the real one.

import type { Core } from "./core";
import { RECORD, type SearchRecord } from "./search";
import { databaseName, Store } from "./store";
import { localToday } from "./today";

/** The search file of the demo; `{-3}` is the third working day before today, `{+2}` the second one after it. */
const TEXT = `# A demo: everybody in it is invented.
followup: 1
me:
  name: Dana Whitfield
  email: dana@example.com
applications:
  - id: northwind-traders
    employer: Northwind Traders
    role: IT support analyst
    country: US
    contacts:
      - {id: maria, name: Maria Lopez, title: Head of Support, email: maria@northwind.example, role: interviewer}
      - {id: tom, name: Tom Reed, email: tom@northwind.example, role: recruiter}
    interviews:
      - on: {-1}
        at: "14:30"
        stage: first
        with: [maria]
        topics: [the ticket backlog, the move to a new service desk]
    promise: {by: {+6}, said: {-1}, by_whom: maria}
  - id: contoso
    employer: Contoso
    role: Service desk lead
    country: GB
    contacts:
      - {id: amir, name: Amir Khan, email: amir@contoso.example, role: hiring-manager}
      - {id: joan, name: Joan Bell, email: joan@contoso.example, role: interviewer}
    interviews:
      - on: {-9}
        at: "10:00"
        stage: panel
        with: [amir, joan]
    log:
      - {on: {-8}, sent: thank-you, to: amir, channel: email}
  - id: fabrikam
    employer: Fabrikam
    role: Systems administrator
    country: DE
    contacts:
      - {id: lena, name: Lena Vogt, role: coordinator}
    interviews:
      - on: {+3}
        at: "09:00"
        stage: phone-screen
        with: [lena]
    notes: Bring the example about the printer.
`;

export function demoText(today = localToday()): string {
  return TEXT.replace(/\{([+-])(\d+)\}/g, (_, sign: string, count: string) =>
    workday(today, Number(count), sign === "+" ? 1 : -1),
  );
}

function workday(today: string, count: number, step: number): string {
  const [year = 0, month = 1, date = 1] = today.split("-").map(Number);
  const day = new Date(year, month - 1, date, 12);
  for (let left = count; left > 0;) {
    day.setDate(day.getDate() + step);
    if (day.getDay() % 6 !== 0) left -= 1;
  }
  return localToday(day);
}

/** Whether this tab shows the demo. Another tab is not asked. */
export function inDemo(root: URL): boolean {
  try {
    return sessionStorage.getItem(flag(root)) !== null;
  } catch {
    return false;
  }
}

const flag = (root: URL) => `${databaseName(root, true)} is shown`;

/** Make the demo as it is at its beginning, unless this browser has one, and show it in this tab. */
export async function enterDemo(core: Core, root: URL): Promise<void> {
  const store = new Store(databaseName(root, true), true);
  if (!(await store.read(RECORD))) {
    const text = demoText();
    const search = await core.open(text);
    const record: SearchRecord = { text, search, written: search.applications.length, applied: true };
    await store.swap(RECORD, record, (await store.look(RECORD)).revision);
  }
  sessionStorage.setItem(flag(root), "1");
}

/** Leave the demo and forget what was changed in it. */
export async function leaveDemo(store: Store, root: URL): Promise<void> {
  sessionStorage.removeItem(flag(root));
  await store.close();
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(databaseName(root, true));
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** The store that the tools of this tab share. */
export function openStore(root: URL): Store {
  const demo = inDemo(root);
  return new Store(databaseName(root, demo), demo);
}
