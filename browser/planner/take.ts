// Before an interview: the list to take along, from the card of the core's templates, to be printed alone.

import type { Core } from "../core";
import type { Tree } from "../dom";
import type { Application } from "../search";
import { coreSpeaks, t } from "../words";
import { spoken } from "./days";
import type { Step } from "./steps";

const CARD = "ask-next-steps-card";
const BLANK = "________";

/** The interview that is next, by its number in the search file. */
export function nextInterview(steps: Step[]): number | null {
  const step = steps.find(({ kind, status }) => kind === "ask-next-steps" && status !== "done");
  const number = Number(step?.id.split("/")[3]?.split(".")[0]);
  return Number.isInteger(number) && number > 0 ? number : null;
}

/** The list for one interview: when, with whom, about what, and what to ask before leaving. */
export async function takeAlong(
  core: Core,
  text: string,
  application: Application,
  number: number,
  today: string,
): Promise<Tree[]> {
  const interview = application.interviews?.[number - 1];
  if (!interview) return [];
  const params = {
    template: CARD,
    locale: "en",
    text,
    application: application.id,
    interview: number,
    today,
  };
  const { body } = await core.ask<{ body: string }>("draft", {
    ...params,
    values: { question: BLANK },
    lint: false,
  });
  const people = (application.contacts ?? []).filter(({ id }) => interview.with?.includes(id));
  const facts: [string, string[]][] = [
    [t("planner.take-when"), [`${spoken(interview.on)}${interview.at ? `, ${interview.at}` : ""}`]],
    [t("planner.take-with"), people.map(({ name, title }) => (title ? `${name}, ${title}` : name))],
    [t("planner.take-topics"), interview.topics ?? []],
  ];
  const shown = facts.filter(([, values]) => values.length);
  const address = new URLSearchParams({ template: CARD, application: application.id });
  return [
    [
      "div",
      { class: "fu-take" },
      [
        [
          "dl",
          { class: "fu-envelope" },
          shown.flatMap(([term, values]): Tree[] => [
            ["dt", {}, [term]],
            ...values.map((value): Tree => ["dd", {}, [["bdi", {}, [value]]]]),
          ]),
        ],
        ...paragraphs(body),
      ],
    ],
    [
      "p",
      { class: "fu-actions" },
      [
        [
          "button",
          { type: "button", class: "fu-button fu-button--quiet", "data-action": "print-take" },
          [t("planner.take-print")],
        ],
        [
          "a",
          { class: "fu-link fu-fold", href: `${core.way}drafts/#${address.toString()}` },
          [t("planner.take-question")],
        ],
      ],
    ],
  ];
}

/** The card as it is written: its lists as lists to tick off. */
function paragraphs(body: string): Tree[] {
  return body
    .trim()
    .split(/\n{2,}/)
    .flatMap((block) => {
      const lines = block.split("\n");
      const items = lines.filter((line) => /^\d+\. /.test(line)).map((line) => line.replace(/^\d+\. /, ""));
      const rest = lines.filter((line) => !/^\d+\. /.test(line));
      return [
        ...rest.map((line): Tree => ["p", coreSpeaks(), [["bdi", {}, [line]]]]),
        ...(items.length
          ? [
              [
                "ul",
                { class: "fu-ticks", role: "list", ...coreSpeaks() },
                items.map((item): Tree => ["li", {}, [item]]),
              ] satisfies Tree,
            ]
          : []),
      ];
    });
}
