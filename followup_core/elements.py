"""A small tree of elements: what the build prints as HTML and the page turns into nodes.

Only the tags and attributes listed here exist, and a link leads to http, https, mailto or a relative place;
anything else raises ValueError. browser/dom.ts holds the same lists, and a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

_HTML = """
    a article aside bdi br button code dd details div dl dt em fieldset figcaption figure form
    h2 h3 h4 h5 h6 hr input kbd label legend li mark ol optgroup option output p pre section select small span
    strong summary textarea time ul
"""
_SVG = "svg g circle desc line path rect text title tspan"
_NAMES = """
    autocapitalize autocomplete checked class datetime dir disabled download for hidden href id inputmode
    label lang max maxlength min multiple name open placeholder referrerpolicy rel required role rows selected
    spellcheck tabindex title type value
    viewBox cx cy d dx dy height r rx text-anchor width x x1 x2 y y1 y2
"""
SVG_TAGS = frozenset(_SVG.split())
TAGS = frozenset(_HTML.split()) | SVG_TAGS
VOID_TAGS = frozenset({"br", "hr", "input"})
ATTRIBUTES = frozenset(_NAMES.split())
_PRINTED = """
    followup-data followup-drafts followup-editor followup-embed followup-gallery followup-mine
    followup-language followup-planner followup-source h1 style
    table tbody td template th thead tr
"""
PRINTED_TAGS = frozenset(_PRINTED.split())
PRINTED_ATTRIBUTES = frozenset({"accept", "method", "readonly", "xmlns"})
"""What only the build and files have; browser/dom.ts makes none of it."""
_PREFIXED = re.compile(r"(?:aria|data)-[a-z]+(?:-[a-z]+)*\Z")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_SCHEMES = ("http:", "https:", "mailto:")
# The standard library's html.escape would bring all named entities with it, 80 kB that a browser loads.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})

Child: TypeAlias = "Element | str"
Json: TypeAlias = "str | list[object]"


@dataclass(frozen=True, slots=True)
class Element:
    """One element. `attributes` are text by name; a boolean attribute has the value ""."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Child, ...] = ()

    def __post_init__(self) -> None:
        if self.tag not in TAGS and self.tag not in PRINTED_TAGS:
            raise ValueError(f"<{self.tag}> is not a tag of the view")
        if self.children and self.tag in VOID_TAGS:
            raise ValueError(f"<{self.tag}> cannot have children")
        for name, value in self.attributes.items():
            if name not in ATTRIBUTES | PRINTED_ATTRIBUTES and not _PREFIXED.match(name):
                raise ValueError(f"{name!r} is not an attribute of the view")
            if name == "href" and not safe_link(value):
                raise ValueError(f"{value!r} is not a link of the view")


def el(tag: str, attributes: Mapping[str, str | None] | None = None, /, *children: Child | None) -> Element:
    """An element; attributes and children that are None are left out."""
    kept = {name: value for name, value in (attributes or {}).items() if value is not None}
    return Element(tag, kept, tuple(child for child in children if child is not None))


def safe_link(address: str) -> bool:
    """Whether `address` is http, https, mailto or relative, without parts a browser would guess at."""
    if any(ord(c) <= 0x20 or c in "\\\x7f" for c in address) or address.startswith("//"):
        return False
    scheme = _SCHEME.match(address)
    if scheme is None:
        return True
    found = scheme.group().lower()
    if found == "mailto:":
        return True
    return found in _SCHEMES and address[len(found) :].startswith("//")


def to_html(element: Child) -> str:
    """The HTML of a tree, with every text and value escaped."""
    if isinstance(element, str):
        return element.translate(_ESCAPES)
    attributes = "".join(
        f' {name}="{value.translate(_ESCAPES)}"' for name, value in element.attributes.items()
    )
    if element.tag in VOID_TAGS:
        return f"<{element.tag}{attributes}>"
    # A parser drops the first line break of these two, so that one more keeps the text as it is.
    lead = "\n" if element.tag in {"pre", "textarea"} else ""
    return f"<{element.tag}{attributes}>{lead}{''.join(map(to_html, element.children))}</{element.tag}>"


def to_json(element: Child) -> Json:
    """The tree as JSON: a text, or [tag, attributes, children]."""
    if isinstance(element, str):
        return element
    return [element.tag, dict(element.attributes), [to_json(child) for child in element.children]]


def from_json(tree: object) -> Child:
    """The tree that `to_json` wrote. Raises ValueError for anything else."""
    if isinstance(tree, str):
        return tree
    match tree:
        case [str(tag), dict(attributes), list(children)]:
            return Element(tag, attributes, tuple(map(from_json, children)))
    raise ValueError(f"{tree!r} is no tree of elements")
