// A message as two fields to write in, with what is marked laid under the words.

import { common } from "./common";
import { node, show, type Tree } from "./dom";
import { type Gap, type Mark, type Part, type Text, underlaid } from "./marks";
import { t } from "./words";

/** What a person edits, and what is marked in it. */
export interface Written {
  text: Text;
  holes: Record<Part, Gap[]>;
  marks: Mark[];
}

/** How the fields are made. */
export interface Paper {
  locale: string;
  /** Whether the message has a subject. */
  titled: boolean;
  /** Tells the sheets of one page apart in ids. */
  suffix: string;
}

const PARTS: Part[] = ["subject", "body"];

export class Writing {
  readonly #inputs: Record<Part, HTMLTextAreaElement>;

  constructor(place: HTMLElement, paper: Paper) {
    place.replaceChildren(node(writing(paper)));
    const input = (part: Part) =>
      place.querySelector<HTMLTextAreaElement>(`textarea[data-part-of="${part}"]`)!;
    this.#inputs = { subject: input("subject"), body: input("body") };
  }

  /** What a field says now, if the event came from one of the two. */
  typed(event: Event): { part: Part; words: string } | undefined {
    const part = PARTS.find((each) => this.#inputs[each] === event.target);
    if (!part) return undefined;
    const { value } = this.#inputs[part];
    return { part, words: part === "subject" ? value.replace(/[\r\n]+/g, " ") : value };
  }

  show({ text, holes, marks }: Written): void {
    for (const part of PARTS) {
      const input = this.#inputs[part];
      put(input, text[part]);
      const own = marks.filter((mark) => mark.part === part);
      // A line break at the end needs something behind it to take its room.
      show(input.previousElementSibling!, [...underlaid(text[part], holes[part], own), "\u200b"]);
    }
  }

  focus(): void {
    this.#inputs.body.focus();
  }

  /** Select some words of a part and put the cursor there; without a place, all of it. */
  select(part: Part, start?: number, end = start): void {
    const input = this.#inputs[part];
    if (start === undefined) return input.select();
    input.focus();
    input.setSelectionRange(start, end!);
  }
}

/** Show a value without moving the cursor of somebody who writes there. */
function put(input: HTMLTextAreaElement, value: string): void {
  const old = input.value;
  if (old === value) return;
  const { first, last } = common(old, value);
  input.setRangeText(value.slice(first, value.length - last), first, old.length - last, "preserve");
}

function writing({ locale, titled, suffix }: Paper): Tree {
  const hidden: Record<string, string> = titled ? {} : { hidden: "" };
  return [
    "div",
    { class: "fu-letter fu-writing", role: "group", "aria-label": t("sheet.as-text") },
    [
      ["div", hidden, [field("subject", t("sheet.subject"), locale, suffix)]],
      field("body", t("sheet.message"), locale, suffix),
      ["p", { class: "fu-hint" }, [t("sheet.form-still")]],
    ],
  ];
}

function field(part: Part, label: string, locale: string, suffix: string): Tree {
  const id = `fu-own-${part}${suffix}`;
  const words = { lang: locale, dir: "auto" };
  return [
    "div",
    { class: `fu-field fu-text fu-text--${part}` },
    [
      ["label", { for: id }, [label]],
      [
        "div",
        { class: "fu-laid" },
        [
          ["div", { class: "fu-under", "aria-hidden": "true", ...words }, []],
          ["textarea", { id, name: id, rows: "1", "data-part-of": part, ...words }, []],
        ],
      ],
    ],
  ];
}
