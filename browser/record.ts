// Whether a stored value is what this program stores, before anything relies on it.

import type { SearchRecord } from "./search";

type Bag = Record<string, unknown>;

/** Whether a value has the shape of a SearchRecord, down to what every tool reads without asking. */
export function isRecord(value: unknown): value is SearchRecord {
  if (!isBag(value) || typeof value["text"] !== "string") return false;
  if (typeof value["written"] !== "number" || typeof value["applied"] !== "boolean") return false;
  const search = value["search"];
  if (!isBag(search) || !isBag(search["me"]) || typeof search["me"]["name"] !== "string") return false;
  return Array.isArray(search["applications"]) && search["applications"].every(isApplication);
}

function isApplication(value: unknown): boolean {
  if (!isBag(value)) return false;
  if (!["id", "employer", "role"].every((key) => typeof value[key] === "string")) return false;
  return ["contacts", "interviews", "log"].every((key) => value[key] === undefined || isBags(value[key]));
}

function isBags(value: unknown): boolean {
  return Array.isArray(value) && value.every(isBag);
}

function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
