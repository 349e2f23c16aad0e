// What was typed on a template's own page, or in a guide page, and wants to go on in the studio.

export interface Travel {
  template: string;
  locale: string;
  values: Record<string, string>;
}

/** Where it waits in the store. */
export const TRAVEL = "from another page";
