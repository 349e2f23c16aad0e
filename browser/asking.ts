// A question in the page itself, with its answers as buttons. The way out comes first and has the cursor.

import { node, type Tree } from "./dom";
import { t } from "./words";

/** Ask in `place`. Gives the name of the answer, or "" for "Leave it as it is" and for Escape. */
export function ask(
  place: HTMLElement,
  words: string,
  answers: [name: string, label: string][],
): Promise<string> {
  const id = `${place.dataset["part"]}-words`;
  const button = (name: string, label: string): Tree => [
    "button",
    { type: "button", class: `fu-button${name ? " fu-button--quiet" : ""}`, "data-answer": name },
    [label],
  ];
  const back = document.activeElement as HTMLElement | null;
  place.replaceChildren(
    node([
      "div",
      { class: "fu-question", role: "group", "aria-labelledby": id },
      [
        ["p", { id }, [words]],
        [
          "p",
          { class: "fu-actions" },
          [["", t("common.leave-it")] as const, ...answers].map(([name, label]) => button(name, label)),
        ],
      ],
    ]),
  );
  place.hidden = false;
  place.querySelector("button")?.focus();
  return new Promise((resolve) => {
    const done = (answer: string) => {
      ended.abort();
      place.hidden = true;
      place.replaceChildren();
      back?.focus();
      resolve(answer);
    };
    const ended = new AbortController();
    const { signal } = ended;
    place.addEventListener(
      "click",
      (event) => {
        const chosen = (event.target as Element).closest<HTMLElement>("[data-answer]");
        if (chosen) done(chosen.dataset["answer"] ?? "");
      },
      { signal },
    );
    place.addEventListener("keydown", (event) => event.key === "Escape" && done(""), { signal });
  });
}
