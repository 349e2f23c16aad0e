// What is said below a message: how far it is from ready, and what each remark offers to do.

import { node, show, showList, type Tree } from "./dom";
import { byGravity, type Mark, remarkId, SEVERITY, type Verdict } from "./marks";
import { HOLES, type Row, TOGETHER, UNCHECKED, VERDICT } from "./readiness";
import { coreSpeaks, rich, t } from "./words";

export interface Missing {
  field: string;
  label: string;
}

/** All that is known about a message. */
export interface Known {
  verdict: Verdict | null;
  rows: Row[];
  missing: Missing[];
  /** The remarks that are not set aside, and how many are. */
  marks: Mark[];
  aside: number;
  /** Characters of the message, and the most that its channel takes; null when there is no limit. */
  length: number;
  limit: number | null;
  /** The language of the message. */
  locale: string;
  /** The relative way to the root of the site. */
  way: string;
  /** Tells the messages of one page apart in ids. */
  suffix: string;
}

/** Show it, keeping what is open and where the focus is. */
export function showKnown(place: HTMLElement, known: Known): void {
  const { verdict, missing, marks, suffix } = known;
  const id = `fu-check${suffix}`;
  if (!place.querySelector(".fu-remarks")) place.replaceChildren(...PLACES.map(node));
  place.setAttribute("role", "group");
  place.setAttribute("aria-labelledby", id);
  const [head, remarks, end] = [...place.children] as [HTMLElement, HTMLElement, HTMLElement];
  show(head, [
    ["h2", { id, class: "fu-check-title" }, [t("sheet.title")]],
    verdictLine(verdict, missing.length, marks),
    ["ul", { class: "fu-todo", role: "list" }, known.rows.map((row) => rowOf(row, known))],
    ...room(known),
  ]);
  showList(
    remarks,
    byGravity(marks).map((mark) => card(mark, known)),
  );
  remarks.hidden = !marks.length;
  show(end, known.aside ? [setAside(known.aside)] : []);
}

const PLACES: Tree[] = [
  ["div", { class: "fu-check-head" }, []],
  ["ul", { class: "fu-remarks", role: "list", "aria-label": t("sheet.remarks") }, []],
  ["div", { class: "fu-check-end" }, []],
];

function verdictLine(verdict: Verdict | null, missing: number, marks: Mark[]): Tree {
  const look = missing ? "gaps" : (verdict ?? "unread");
  const small = verdict === "rethink" && !marks.some((mark) => mark.finding.severity === "rethink");
  const words = missing && verdict !== "stop" ? HOLES : verdict === null ? UNCHECKED : VERDICT[verdict];
  const together = small && !missing ? [" ", TOGETHER] : [];
  return [
    "p",
    { class: `fu-verdict fu-verdict--${look}`, "data-verdict": verdict ?? "" },
    [words, ...together],
  ];
}

function rowOf(row: Row, { missing, suffix }: Known): Tree {
  const look = { class: `fu-todo-row fu-todo-row--${row.done ? "done" : "open"} fu-todo-row--${row.name}` };
  if (row.name !== "gaps" || row.done) return ["li", look, [row.words]];
  const links = missing.map(({ field, label }): Tree => {
    const href = `#fu-field-${field}${suffix}`;
    return ["li", {}, [field ? ["a", { href, ...coreSpeaks() }, [label]] : label]];
  });
  const listed: Tree[] = [
    ["p", {}, [t("sheet.listed", { row: row.words })]],
    ["ul", {}, links],
  ];
  return ["li", look, [["div", { class: "fu-missing" }, listed]]];
}

/** How much of the room is used, where a channel has little. */
function room({ length, limit }: Known): Tree[] {
  if (limit === null) return [];
  const look = length > limit ? "fu-length fu-length--over" : "fu-length";
  return [["p", { class: look }, [t("sheet.count", { length, limit })]]];
}

// ── one remark ───────────────────────────────────────────────────────────────────────────────────────────

function card(mark: Mark, { locale, way, suffix }: Known): Exclude<Tree, string> {
  const { key, finding } = mark;
  const { severity, title, text, message, alternatives } = finding;
  const words = (said: string): Tree => ["span", { lang: locale }, [said]];
  const quoted: Tree[] = text.trim()
    ? [" ", ["span", { class: "fu-quoted" }, rich("sheet.quoted", { text: words(shortened(text)) })]]
    : [];
  const summary: Tree = [
    "summary",
    { id: remarkId(key) + suffix, tabindex: "0" },
    [
      ["span", { class: `fu-severity fu-severity--${severity}` }, [SEVERITY[severity]]],
      " ",
      ["span", { class: "fu-remark-title", ...coreSpeaks() }, [title]],
      ...quoted,
    ],
  ];
  const offers = alternatives.map((said, i): Tree => {
    const look = { type: "button", class: "fu-offer", "data-does": "use", "data-key": key };
    const button: Tree = [
      "button",
      { ...look, "data-choice": String(i) },
      rich("sheet.write", { words: words(said) }),
    ];
    return ["li", {}, [button]];
  });
  return [
    "li",
    { class: `fu-remark fu-remark--${severity}`, "data-key": key },
    [
      [
        "details",
        {},
        [
          summary,
          ["p", { class: "fu-remark-why", ...coreSpeaks() }, [message]],
          ...(offers.length ? [["ul", { class: "fu-offers", role: "list" }, offers] as Tree] : []),
          ["p", { class: "fu-remark-more" }, more(mark, way)],
        ],
      ],
    ],
  ];
}

/** What can be done about every remark. */
function more({ key, finding: { leave_out, page } }: Mark, way: string): Tree[] {
  const does = (what: string, words: string): Tree => [
    "button",
    { type: "button", class: "fu-link", "data-does": what, "data-key": key },
    [words],
  ];
  return [
    ...(leave_out ? [does("leave-out", t("sheet.take-out")), " "] : []),
    does("place", t("sheet.show-place")),
    " ",
    does("dismiss", t("sheet.set-aside")),
    ...(page ? [" ", guide(page, way)] : []),
  ];
}

function guide(page: string, way: string): Tree {
  const own = !/^[a-z]+:/i.test(page);
  return ["a", { class: "fu-guide", href: own ? way + page : page }, [t("sheet.read-why")]];
}

function setAside(count: number): Tree {
  const look = { type: "button", class: "fu-link", "data-does": "recall" };
  const again: Tree = ["button", look, [t("sheet.show-again")]];
  return ["p", { class: "fu-hint" }, [`${t("sheet.aside", { count })} `, again]];
}

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 60).trimEnd()} …` : line;
}
