// A plan needs less than a search file: until somebody says the role or their own name, words stand in for them.
// They are seen by nobody: the plan names neither, and no message is written from this text.

import type { Core } from "../core";
import type { Application, Search } from "../search";

/** Whether anything is known that could be planned. */
export function begun(application: Application): boolean {
  return Boolean(application.interviews?.length || application.promise);
}

/** Whether every application that has begun can stand in the search file as it is. */
export function whole({ me, applications }: Search): boolean {
  return me.name !== "" && applications.every((a) => !begun(a) || (a.employer !== "" && a.role !== ""));
}

/** The text of a search file for the plan alone. */
export async function standIn(core: Core, search: Search): Promise<string> {
  const applications = search.applications.filter((a) => begun(a) || (a.employer && a.role));
  const edits = [
    { op: "set", path: ["me"], value: { ...search.me, name: search.me.name || "You" } },
    { op: "set", path: ["applications"], value: applications.map(named) },
  ];
  return (await core.ask<{ text: string }>("save", { text: "", edits })).text;
}

function named(application: Application): Application {
  const { id, employer, role } = application;
  return {
    ...application,
    id: id || "application",
    employer: employer || "The employer",
    role: role || "the role",
  };
}
