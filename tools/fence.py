"""The ```followup fence of a page: YAML in, its finished result out, readable before any script has run.

    draft: TEMPLATE-ID          a message; `values:` fill its fields, its own example fills the others;
                                `form: true` puts its fields beside it; in the language `locale:`
    plan: {…}                   the plan of an inline search file on the day `today:`; `level: 2` makes its
                                headings larger than usual, for a page whose title it follows
    template: TEMPLATE-ID       the whole page of a template, in the language `locale:`
    rules: CATEGORY | limits | LOCALE
                                the rules of the tone check, see tools/rulebook.py
    numbers: steps | sources | places
                                the numbers of the profiles, see tools/numbers.py
    tool: planner | drafts | gallery | mine | editor | data
                                the whole tool of /planner/, /drafts/ or /templates/, the shelf of one's own
                                templates, /templates/editor/ or /your-data/

The result stands in <followup-embed> with its source as JSON in `data-source`, so the page can bring it to
life when somebody touches it. `today` is always written out: a build gives the same bytes on every day. A
mistake in a fence fails the build and says in which page it is.

Used by pymdownx.superfences as a custom fence: no MkDocs hook and no plugin.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from textwrap import dedent
from typing import Any

from pymdownx.superfences import (  # type: ignore[import-untyped]  # it comes without types
    SuperFencesException,
)

from followup_core import service, source
from followup_core.catalog import DATA, builtin
from followup_core.diagnostics import Collector
from followup_core.elements import Child, Element, el, from_json, to_html
from tools import forms, gallery, numbers, planner, rulebook, workshop, yourdata
from tools.words import word

KEYS = {"draft", "values", "form", "plan", "today", "tool", "level", "template", "locale", "rules", "numbers"}
FIRST_KIND = "thank-you"
SOME_DAY = "2026-11-20"
"""The today of a message that does not say its own; the same in every build."""


class FenceError(Exception):
    """What is wrong with a fence, as one sentence."""


def format(text: str, language: str, css_class: str, options: object, md: Any, **_: object) -> str:
    """The HTML of one fence. Raises SuperFencesException, which ends the build."""
    page, base = _page(md)
    try:
        # Markdown takes an unknown tag for a part of a sentence and would put it into a paragraph.
        return to_html(_listed(text, base) or el("div", {"class": "fu-frame"}, _embed(text, base)))
    except (FenceError, ValueError) as error:
        first = text.strip().splitlines()[:1]
        raise SuperFencesException(f"{page}: the followup fence that begins with {first}: {error}") from error


def _page(md: Any) -> tuple[str, str]:
    """The name of the page in hand and the way from it to the root of the site, where MkDocs leaves them."""
    try:
        file = md.treeprocessors["relpath"].file
    except (AttributeError, KeyError):
        return "a page", ""
    return file.src_uri, "../" * file.url.removeprefix("./").count("/")


def _listed(text: str, base: str) -> Element | None:
    """What is only read, a list or a table of the data; None when the fence asks for something else."""
    node = _read(text)
    lists = {"rules": rulebook.shown, "numbers": numbers.shown}
    wanted = [verb for verb in lists if node.get(verb) is not None]
    if not wanted:
        return None
    if len(node.entries) > 1:
        raise FenceError(f"`{wanted[0]}` stands alone.")
    try:
        return lists[wanted[0]](_text(node, wanted[0]), base)
    except ValueError as error:
        raise FenceError(str(error)) from error


def _embed(text: str, base: str) -> Element:
    node = _read(text)
    verbs: dict[str, Callable[[str, source.Mapping, str], Element]] = {
        "draft": _draft,
        "plan": _plan,
        "template": _template,
        "tool": _tool,
    }
    wanted = [verb for verb in verbs if node.get(verb) is not None]
    if len(wanted) != 1:
        raise FenceError(
            "it needs exactly one of `draft:`, `numbers:`, `plan:`, `rules:`, `template:` and `tool:`."
        )
    return verbs[wanted[0]](text, node, base)


def _read(text: str) -> source.Mapping:
    collector = Collector("fence")
    node = source.parse(text, collector)
    if collector.failed or not isinstance(node, source.Mapping):
        raise FenceError("; ".join(map(str, collector)) or "it needs `key: value` lines.")
    unknown = [entry.key.text for entry in node.entries if entry.key.text not in KEYS]
    if unknown:
        raise FenceError(f"it does not know {', '.join(unknown)}; known are {', '.join(sorted(KEYS))}.")
    return node


def _text(node: source.Mapping, key: str) -> str:
    """The plain value of a key; "" when it is absent."""
    found = node.get(key)
    if found is None:
        return ""
    if not isinstance(found, source.Scalar):
        raise FenceError(f"`{key}` must be a plain value.")
    return found.text


def _call(verb: str, params: dict[str, Any]) -> dict[str, Any]:
    answer = json.loads(service.call(verb, json.dumps(params)))
    if not answer["ok"]:
        error = answer["error"]
        raise FenceError(f"{error['code']} {error['message']} {error['hint']}".strip())
    result: dict[str, Any] = answer["result"]
    return result


def _frame(kind: str, origin: dict[str, Any], *children: Child | None) -> Element:
    shown = json.dumps(origin, ensure_ascii=False, sort_keys=True)
    attributes = {"class": f"fu-embed fu-embed--{kind}", "data-search-exclude": "", "data-source": shown}
    return el("followup-embed", attributes, *children)


# ── the kinds ────────────────────────────────────────────────────────────────────────────────────────────


def _draft(text: str, node: source.Mapping, base: str) -> Element:
    template = _text(node, "draft")
    given = node.get("values")
    if given is not None and not isinstance(given, source.Mapping):
        raise FenceError("`values` must be a mapping.")
    own = {e.key.text: _text(given, e.key.text) for e in given.entries} if given else {}
    locale = _text(node, "locale") or "en"
    values = {**_example(template, locale), **own}
    with_form = _text(node, "form") == "true"
    today = _text(node, "today") or SOME_DAY
    origin = {"template": template, "values": values, "today": today, "view": True, "base": base}
    chosen = ""
    if locale != "en":
        origin["locale"] = locale
        chosen = f"&locale={locale}"
    result = _call("draft", origin)
    fields = from_json(result["form"]) if with_form else None
    more = el(
        "a",
        {"class": "fu-button", "href": f"{base}drafts/#template={template}{chosen}"},
        word("common.write-your-own"),
    )
    return _frame(
        "draft",
        {"verb": "draft", **origin},
        el("div", {"data-part": "message"}, from_json(result["view"])),
        _own_words(fields) if fields else None,
        el("p", {"class": "fu-actions"}, more),
    )


def _own_words(fields: Child) -> Element:
    """The fields below the finished message, folded: a guide page is read first and filled in second."""
    summary = el("summary", None, word("common.own-words"))
    return el("details", {"class": "fu-own"}, summary, el("div", {"data-part": "fields"}, fields))


def _example(template: str, locale: str) -> dict[str, str]:
    try:
        return dict(builtin().template(template, locale).example)
    except Exception as error:
        raise FenceError(str(error)) from error


def _plan(text: str, node: source.Mapping, base: str) -> Element:
    today = _text(node, "today")
    if not today:
        raise FenceError(
            "a plan needs `today: YYYY-MM-DD`, so that it is the same whenever the site is built."
        )
    level = int(_text(node, "level") or 3)
    inline = _inline(text, node.get("plan"))
    origin = {"text": inline, "today": today, "view": True, "base": base, "level": level}
    result = _call("plan", origin)
    more = el("a", {"class": "fu-button", "href": f"{base}planner/"}, word("common.make-a-plan"))
    return _frame(
        "plan",
        {"verb": "plan", **origin},
        el("div", {"data-part": "plan"}, from_json(result["view"])),
        el("p", {"class": "fu-actions"}, more),
    )


def _inline(text: str, node: source.Node | None) -> str:
    """The search file written inside a fence, as the text it would be in a file of its own."""
    if isinstance(node, source.Scalar):
        return node.text
    if not isinstance(node, source.Mapping) or node.flow:
        raise FenceError("`plan` needs a search file, indented below it.")
    start = node.start.offset - (node.start.column - 1)
    return dedent(text[start : node.end.offset]).rstrip() + "\n"


def _template(text: str, node: source.Mapping, base: str) -> Element:
    id, locale = _text(node, "template"), _text(node, "locale") or "en"
    try:
        template = builtin().template(id, locale)
    except Exception as error:
        raise FenceError(str(error)) from error
    if template.locale != locale:
        raise FenceError(f"there is no template {id} in the language {locale}.")
    file = (DATA / "templates" / locale / f"{id}.yaml").read_bytes().decode("utf-8")
    return gallery.sheet(template, builtin().templates(), file, base)


def _tool(text: str, node: source.Mapping, base: str) -> Element:
    name = _text(node, "tool")
    if name == "planner":
        return planner.planner()
    if name == "gallery":
        return gallery.index(builtin().templates(), base)
    if name == "mine":
        return workshop.shelf(base)
    if name == "editor":
        return workshop.editor(base)
    if name == "data":
        return yourdata.your_data()
    if name != "drafts":
        raise FenceError("`tool` is planner, drafts, gallery, mine, editor or data.")
    first = builtin().template_for(FIRST_KIND, stage="first")
    if first is None:
        raise FenceError(f"there is no template of the kind {FIRST_KIND}.")
    result = _call("draft", {"template": first, "values": {}, "today": SOME_DAY, "view": True, "base": base})
    shown = builtin().templates(), builtin().template(first)
    return forms.drafts(*shown, from_json(result["form"]), from_json(result["view"]))
