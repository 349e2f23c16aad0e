// Turns the element trees of followup_core/view.py into nodes. Texts stay texts, and nothing is parsed as HTML.
// The lists are those of followup_core/elements.py; tests/unit/test_view.py compares them.

export type Tree = string | [tag: string, attributes: Record<string, string>, children: Tree[]];

export const SVG_TAGS = new Set("svg g circle desc line path rect text title tspan".split(" "));
export const TAGS = new Set(
  (
    "a article aside bdi br button code dd details div dl dt em fieldset figcaption figure form h2 h3 h4 h5 h6 hr " +
    "input kbd label legend li mark ol optgroup option output p pre section select small span strong summary textarea " +
    "time ul"
  ).split(" "),
);
export const ATTRIBUTES = new Set(
  (
    "autocapitalize autocomplete checked class datetime dir disabled download for hidden href id inputmode label " +
    "lang max maxlength min multiple name open placeholder referrerpolicy rel required role rows selected " +
    "spellcheck tabindex title type value " +
    "viewBox cx cy d dx dy height r rx text-anchor width x x1 x2 y y1 y2"
  ).split(" "),
);
const PREFIXED = /^(aria|data)-[a-z]+(-[a-z]+)*$/;

/** Whether a link is http, https, mailto or relative, without parts a browser would guess at. */
export function safeLink(address: string): boolean {
  if (/[\u0000-\u0020\\\u007f]/.test(address) || address.startsWith("//")) return false;
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(address)?.[0].toLowerCase();
  if (scheme === undefined || scheme === "mailto:") return true;
  return (scheme === "http:" || scheme === "https:") && address.startsWith("//", scheme.length);
}

function allowed(name: string, value: string): boolean {
  return (ATTRIBUTES.has(name) || PREFIXED.test(name)) && (name !== "href" || safeLink(value));
}

function element(tag: string): Element {
  if (SVG_TAGS.has(tag)) return document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (!TAGS.has(tag)) throw new Error(`<${tag}> is not a tag of the view`);
  return document.createElement(tag);
}

/** A new node for a tree. Throws on a tag or attribute that is not on the lists. */
export function node(tree: Tree): Node {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, attributes, children] = tree;
  const made = element(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (!allowed(name, value)) throw new Error(`${name} is not an attribute of the view`);
    made.setAttribute(name, value);
  }
  made.append(...children.map(node));
  return made;
}

/** Make `parent` show exactly these trees, keeping the nodes that stay, with their focus and their open details. */
export function show(parent: Element, trees: Tree[]): void {
  trees.forEach((tree, i) => {
    const old = parent.childNodes[i];
    if (!old) parent.append(node(tree));
    else if (!kept(old, tree)) old.replaceWith(node(tree));
  });
  while (parent.childNodes.length > trees.length) parent.lastChild?.remove();
}

/** Like `show`, for elements that `data-key` tells apart: one that stays keeps its node wherever it moves. */
export function showList(parent: Element, trees: Exclude<Tree, string>[]): void {
  const keyOf = (element: Element) => element.getAttribute("data-key") ?? "";
  const old = new Map([...parent.children].map((child) => [keyOf(child), child]));
  const wanted = new Set(trees.map(([, attributes]) => attributes["data-key"]));
  for (const [key, child] of old) if (!wanted.has(key)) child.remove();
  const active = document.activeElement;
  let next = parent.firstElementChild;
  for (const tree of trees) {
    const mine = old.get(tree[1]["data-key"] ?? "");
    if (mine) kept(mine, tree);
    if (mine && mine === next) next = mine.nextElementSibling;
    else parent.insertBefore(mine ?? node(tree), next);
  }
  // A node that moves loses the cursor.
  if (active instanceof HTMLElement && active !== document.activeElement && parent.contains(active))
    active.focus({ preventScroll: true });
}

function kept(old: Node, tree: Tree): boolean {
  if (typeof tree === "string") {
    if (old.nodeType !== Node.TEXT_NODE) return false;
    if (old.nodeValue !== tree) old.nodeValue = tree;
    return true;
  }
  const [tag, attributes, children] = tree;
  if (!(old instanceof Element) || old.localName !== tag) return false;
  if (["data-step", "data-field"].some((key) => (old.getAttribute(key) ?? undefined) !== attributes[key]))
    return false;
  for (const name of old.getAttributeNames())
    if (!(name in attributes) && name !== "open") old.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes)) {
    if (!allowed(name, value)) throw new Error(`${name} is not an attribute of the view`);
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  show(old, children);
  return true;
}
