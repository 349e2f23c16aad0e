"""The plan as a picture, in two forms: horizontal for a desk and for paper, vertical for a phone.

The window of a step is a bar and the day to act on a dot; a dotted stretch is waiting. Days off are shaded
where all applications share them, and a line marks today. Shapes differ with the status, not only colours.
The classes are styled by the page; `standalone` brings a style along for a file of its own.
"""

from __future__ import annotations

from followup_core.drawing import subject
from followup_core.elements import Element, el, to_html
from followup_core.horizontal import WIDTH, horizontal
from followup_core.model import Plan, Search
from followup_core.vertical import vertical

STYLE = """
svg { color-scheme: light dark; --ink: #22302c; --soft: #5a6b65; --line: #d5ddd9; --off: #eef2f0;
      --accent: #2f6f5e; --wait: #7a5c17; --paper: #ffffff; background: var(--paper); }
@media (prefers-color-scheme: dark) { svg { --ink: #e6ece9; --soft: #a3b3ad; --line: #3a4743; --off: #232c29;
      --accent: #7cc4ae; --wait: #e2c071; --paper: #171d1b; } }
text { font: 13px system-ui, sans-serif; fill: var(--ink); }
.fu-pic-tick text, .fu-pic-when { fill: var(--soft); font-size: 11px; }
.fu-pic-off { fill: var(--off); }
.fu-pic-tick line { stroke: var(--line); }
.fu-pic-today line { stroke: var(--accent); stroke-width: 2; }
.fu-pic-today text { fill: var(--accent); font-weight: 600; font-size: 11px; }
.fu-pic-bar { fill: var(--accent); opacity: .3; }
.fu-pic-wait { stroke: var(--wait); stroke-width: 2; stroke-dasharray: 1 5; stroke-linecap: round; }
.fu-pic-dot { fill: var(--accent); stroke: var(--accent); stroke-width: 2; }
.fu-pic-row--done .fu-pic-dot, .fu-pic-row--stop .fu-pic-dot { fill: var(--soft); stroke: var(--soft); }
.fu-pic-row--skipped .fu-pic-dot, .fu-pic-row--upcoming .fu-pic-dot, .fu-pic-row--waiting .fu-pic-dot {
      fill: var(--paper); }
.fu-pic-row--skipped .fu-pic-dot { stroke: var(--soft); }
.fu-pic-row--skipped text { fill: var(--soft); text-decoration: line-through; }
.fu-pic-check { fill: none; stroke: var(--paper); stroke-width: 1.5; }
"""


def plan_picture(plan: Plan, search: Search) -> Element:
    """The picture of a plan, of its next MAX_ROWS steps when there are more."""
    return horizontal(subject(plan, search))


def plan_pictures(plan: Plan, search: Search) -> Element:
    """Both forms for a page, which shows the one that fits: the other is hidden from everybody."""
    shown = subject(plan, search)
    return el("div", {"class": "fu-timeline"}, horizontal(shown), vertical(shown))


def standalone(picture: Element) -> str:
    """The picture as an SVG file, with its style."""
    attributes = {"xmlns": "http://www.w3.org/2000/svg", **picture.attributes, "width": str(WIDTH)}
    styled = Element(
        "svg", attributes, (*picture.children[:2], Element("style", {}, (STYLE,)), *picture.children[2:])
    )
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + to_html(styled) + "\n"
