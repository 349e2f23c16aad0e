// What the check says about a file: how much there is to say, and each remark with the way to its place.

import type { Tree } from "../dom";
import { type Diagnostic, sentence } from "../mine";
import { fromCore, list, rich, t } from "../words";

/** How many errors and other remarks there are, as a sentence. */
export function verdict(found: readonly Diagnostic[]): string {
  const errors = found.filter(({ severity }) => severity === "error").length;
  const counts = [
    ...(errors ? [t("editor.errors", { count: errors })] : []),
    ...(found.length > errors ? [t("editor.remarks", { count: found.length - errors })] : []),
  ];
  return counts.length ? t("editor.verdict", { counts: list(counts) }) : t("editor.no-remarks");
}

/** The verdict with the first remark, for those who hear the page. */
export function heard(found: readonly Diagnostic[]): string {
  const [first] = found;
  if (!first) return verdict(found);
  const { line, message } = first;
  return t("editor.heard", { verdict: verdict(found), line, message });
}

export function remarks(found: readonly Diagnostic[]): Tree[] {
  const sum: Tree = ["p", { class: "fu-problems-sum" }, [verdict(found)]];
  if (!found.length) return [sum];
  const look = { class: "fu-problems", role: "list", "aria-label": t("editor.check-says") };
  return [sum, ["ol", look, found.map(problem)]];
}

function problem({ severity, message, hint, line }: Diagnostic, n: number): Tree {
  const place = { type: "button", class: "fu-link", "data-action": "place", "data-place": String(n) };
  const parts: Record<string, Tree> = {
    place: ["button", place, [t("editor.line", { line })]],
    message: fromCore(hint ? `${message} ${sentence(hint)}` : message),
  };
  const key = severity === "error" ? "editor.is-error" : "editor.is-remark";
  return ["li", { class: `fu-problem fu-problem--${severity}` }, rich(key, parts)];
}
