"""The rules of the tone check as lists and tables, for /guide/what-not-to-write/.

    category(name, base)    the English rules of a category, folded, each with an anchor of its own
    limits()                the rules that count, and from where on they speak, folded
    language(locale)        the titles of another language's rules, folded

Everything is read from the rules; each example is checked here, and what the check marks in it is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from babel import Locale

from followup_core.catalog import builtin
from followup_core.elements import Child, Element, el
from followup_core.measures import About
from followup_core.tone import Context
from followup_core.tonerules import CATEGORIES, SEVERITIES, Example, Rule
from tools.gallery import CHANNEL_WORDS
from tools.steps import ROOT

PAGE = "guide/what-not-to-write/"
LONGEST = 160
"""Characters of an example that is shown; what has only longer ones is explained by its message."""
SHOWN = 2
"""Alternatives that are shown."""
FIRST = 4
"""Rules of a category, the gravest, whose names are seen before it is unfolded."""

COUNTED = {
    "asks": "requests",
    "bare-links": "links without a reason",
    "capitals": "words in capital letters",
    "characters": "characters",
    "double-spaces": "double spaces",
    "doubled-words": "words twice in a row",
    "emoji": "emoji",
    "exclamations": "exclamation marks",
    "hidden": "characters that nobody sees",
    "leans-accusatory": "percent like accusing sentences",
    "leans-desperate": "percent like desperate sentences",
    "leans-impatient": "percent like impatient sentences",
    "leans-pushy": "percent like pushy sentences",
    "leans-self-centred": "percent like self-centred sentences",
    "lower-case": "messages all in small letters",
    "moments": "moments from your conversation",
    "offers": "useful things",
    "placeholders": "gaps of a template",
    "questions": "questions",
    "reading-grade": "as school grade",
    "repeated-openings": "sentences in a row that begin alike",
    "self-focus": "percent of the sentences about you",
    "strange-language": "messages in another language",
    "thanks": "words of thanks",
    "verdict-asks": "requests for the decision",
    "ways-out": "easy ways out",
    "words": "words",
    "wrong-companies": "names of another employer",
    "wrong-names": "names that are not theirs",
}
"""What a measure counts, in words that follow a number."""
KINDS = {
    "thank-you": "thank-yous",
    "check-in": "check-ins",
    "second-check-in": "second check-ins",
    "assignment-received": "questions about a task",
    "closing": "closing notes",
    "no-show": "notes after a missed meeting",
    "add-value": "notes with something useful",
}
"""Kinds of message, as the rules with limits name them."""


def rules(locale: str = "en") -> Mapping[str, Rule]:
    """The rules of a language by id."""
    return builtin().tone(locale).rules


def grave(rule: Rule) -> int:
    """How much a rule can say at most: 0 polish, 1 rethink, 2 stop."""
    named = {**rule.above, **rule.below} if rule.measure else {rule.severity: 0}
    return max(SEVERITIES.index(each) for each in SEVERITIES if each in named)


def in_order(found: Mapping[str, Rule]) -> list[Rule]:
    """The gravest first, then by title."""
    return sorted(found.values(), key=lambda rule: (-grave(rule), bare(rule.title), rule.id))


def bare(title: str) -> str:
    """A title as one looks it up: without quotation marks and capitals."""
    return re.sub(r"^\W+", "", title).casefold()


# ── the list of a category ───────────────────────────────────────────────────────────────────────────────


def category(name: str, base: str) -> Element:
    """The English rules of one category. Raises ValueError for another word."""
    if name not in CATEGORIES:
        raise ValueError(f"there is no category {name}.")
    found = {id: rule for id, rule in rules().items() if rule.category == name}
    listed = in_order(found)
    every = el("ul", {"class": "fu-rules", "role": "list"}, *(_rule(rule, base) for rule in listed))
    return el("div", None, _gravest(listed[:FIRST]), folded(f"All {len(listed)} of them", every))


def _gravest(listed: Sequence[Rule]) -> Element:
    """The names of some rules, for those who do not unfold the list."""
    names = [el("li", None, el("a", {"href": f"#{rule.id}"}, rule.title)) for rule in listed]
    return el("ul", None, *names)


def folded(summary: str, *children: Child) -> Element:
    """A list that would be long on a phone. A browser's own search looks inside and unfolds it."""
    return el("details", {"class": "fu-own fu-fold"}, el("summary", None, summary), *children)


def _rule(rule: Rule, base: str) -> Element:
    said = SEVERITIES[grave(rule)]
    name = el("a", {"href": f"#{rule.id}"}, rule.title)
    return el(
        "li",
        {"id": rule.id, "class": "fu-rule"},
        el("p", {"class": "fu-rule-name"}, el("strong", None, name), " ", _severity(said)),
        el("p", None, rule.message.replace("{value}", "so many"), *_more(rule, base)),
        _instead(rule),
        _example(rule),
    )


def _severity(said: str) -> Element:
    return el("span", {"class": f"fu-severity fu-severity--{said}"}, said)


def _more(rule: Rule, base: str) -> Iterator[Child]:
    if rule.page != PAGE:
        yield " "
        yield el("a", {"class": "fu-rule-more", "href": base + rule.page}, title(rule.page))


@cache
def title(page: str) -> str:
    """What a page of the guide, `guide/check-in/`, calls itself."""
    text = (ROOT / "docs" / f"{page.rstrip('/')}.md").read_text(encoding="utf-8")
    return str(re.findall(r"^title: (.+)$", text, re.M)[0])


def _instead(rule: Rule) -> Element | None:
    shown = [f"“{each}”" for each in rule.alternatives[:SHOWN]]
    if rule.leave_out:
        shown.append("leave it out" if not shown else "nothing at all")
    if not shown:
        return None
    return el("p", {"class": "fu-rule-part"}, el("span", None, "Instead:"), " ", " or ".join(shown))


def example(rule: Rule) -> Example | None:
    """The example of a rule that is shown: the first that is short and says something, else none."""
    short = (each for each in rule.flag if len(each.text) <= LONGEST)
    return next((each for each in short if re.search(r"\w", each.text)), None)


def _example(rule: Rule) -> Element | None:
    shown = example(rule)
    if shown is None:
        return None
    about = About(shown.to, shown.employer, shown.others)
    report = builtin().tone(rule.locale).lint(shown.text, Context(shown.kind, shown.channel, about))
    spans = [(each.start, each.end) for each in report.findings if each.rule == rule.id]
    if not spans:
        raise ValueError(f"the rule {rule.id} does not find its own example.")
    meant = shown.to or shown.employer
    return el(
        "p",
        {"class": "fu-rule-part fu-rule-example"},
        el("span", None, f"Found here, in a message to {meant}:" if meant else "Found here:"),
        " “",
        *_marked(shown.text, spans, whole=bool(rule.measure and rule.below)),
        "”",
    )


def _marked(text: str, spans: list[tuple[int, int]], whole: bool) -> Iterator[Child]:
    """The text with its finds marked; where something is missing, nothing can be."""
    done = 0
    for start, end in [] if whole else sorted(spans):
        if start >= done and end > start:
            yield text[done:start]
            yield el("mark", None, text[start:end])
            done = end
    yield text[done:]


# ── the limits ───────────────────────────────────────────────────────────────────────────────────────────


def limits() -> Element:
    """A table of the English rules that count."""
    counting = [rule for rule in rules().values() if rule.measure]
    head = el("tr", None, el("th", None, "Rule"), el("th", None, "It says"))
    rows = [
        el(
            "tr",
            None,
            el("td", None, el("a", {"href": f"#{rule.id}"}, rule.title), scope(rule)),
            el("td", None, *_limits_of(rule)),
        )
        for rule in sorted(counting, key=lambda rule: bare(rule.title))
    ]
    table = el("table", None, el("thead", None, head), el("tbody", None, *rows))
    return folded(f"All {len(rows)} limits", table)


def _limits_of(rule: Rule) -> Iterator[Child]:
    for severity in SEVERITIES:
        if words := limit(rule, severity):
            yield el("div", None, _severity(severity), f" {words}")


def limit(rule: Rule, severity: str) -> str:
    """From where on a rule says this: `more than 3 questions`, or nothing."""
    counted = COUNTED[rule.measure]
    if severity in rule.above:
        most = rule.above[severity]
        if rule.measure == "reading-grade":
            return f"above grade {most}"
        if "percent" in counted:
            return f"more than {most} {counted}"
        return f"more than {most} {counted}" if most else f"any {counted}"
    if severity in rule.below:
        least = rule.below[severity]
        return f"fewer than {least} {counted}" if least > 1 else f"no {counted}"
    return ""


def scope(rule: Rule) -> str:
    """In which messages a rule with limits looks, as the end of its name."""
    kinds = [KINDS[kind] for kind in rule.kinds]
    channels = [CHANNEL_WORDS[channel] for channel in rule.channels]
    long = [f"from {rule.from_words} words on"] if rule.from_words else []
    parts = [", ".join(each) for each in (kinds, channels, long) if each]
    return f" ({'; '.join(parts)})" if parts else ""


# ── other languages ──────────────────────────────────────────────────────────────────────────────────────


def language(locale: str) -> Element:
    """How many rules a language has, and their titles when somebody unfolds them."""
    found = rules(locale)
    name = str(Locale.parse(locale).get_display_name("en"))
    titles = sorted(found.values(), key=lambda rule: (bare(rule.title), rule.id))
    items = [el("li", {"id": f"{locale}-{rule.id}"}, rule.title) for rule in titles]
    return folded(f"{name}: {len(found)} rules", el("ul", {"class": "fu-titles", "lang": locale}, *items))


def shown(what: str, base: str) -> Element:
    """What a fence asks for: a category, `limits`, or a language. Raises ValueError."""
    if what == "limits":
        return limits()
    if what in builtin().tone_locales and what != "en":
        return language(what)
    return category(what, base)
