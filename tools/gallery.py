"""The gallery as trees of elements: the list of all templates, and the page of one.

    index(templates, base)              what docs/templates/index.md shows
    sheet(template, all, source, base)  the page of one template
    pieces(template)                    its example, each part with the field it came from

Everything comes from the template files. Words for kinds are those of /drafts/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from babel import Locale

from followup_core import filling, markup, service
from followup_core.diagnostics import Collector
from followup_core.elements import Child, Element, el, from_json
from followup_core.model import CHANNELS, TONES, Field
from followup_core.templates import Template
from followup_core.wording import functions
from tools.controls import FORM
from tools.controls import language as tool_language
from tools.forms import KINDS, STAGES
from tools.words import word

CHANNEL_WORDS = {channel: word(f"gallery.channel-{channel}") for channel in CHANNELS}
TONE_WORDS = {tone: word(f"gallery.tone-{tone}") for tone in TONES}
SECTOR_WORDS = {
    "private": "companies",
    "public": "the public sector",
    "academic": "universities",
    "agency": "recruiting agencies",
}
GUIDE = {
    "ask-next-steps": ("guide/before-you-leave/", "Before you leave, ask what happens next"),
    "thank-you": ("guide/say-thanks/", "Say thanks, sincerely and soon"),
    "check-in": ("guide/check-in/", "Check in late enough, and bring something useful"),
    "second-check-in": ("guide/second-check-in/", "The second check-in brings something new"),
    "assignment-received": (
        "guide/assignment-handed-in/",
        "An assignment handed in: ask first whether it arrived",
    ),
    "add-value": ("guide/an-article-worth-sending/", "An article worth sending answers something they said"),
    "closing": ("guide/the-closing-note/", "The closing note thanks them and asks for nothing"),
    "rejection-reply": ("guide/after-a-rejection/", "After a rejection, thank them and ask at most once"),
    "offer-reply": (
        "guide/you-have-an-offer/",
        "You have an offer: thank them today, decide when you are ready",
    ),
    "accepted": (
        "guide/you-have-an-offer/",
        "You have an offer: thank them today, decide when you are ready",
    ),
    "offer-deadline": ("guide/another-offer/", "Another offer is a reason to write at once"),
    "declined": ("guide/decline-or-withdraw/", "Decline or withdraw as soon as you are sure"),
    "withdrew": ("guide/decline-or-withdraw/", "Decline or withdraw as soon as you are sure"),
    "no-show": ("guide/they-did-not-call/", "They did not call, so ask the same day"),
}
"""The page of the guide for each kind, and its title. What has none of its own leads to the whole guide."""
WHOLE_GUIDE = ("guide/", "The guide: one page for each moment of the wait")
SOME_DAY = "2026-11-20"
"""The today of the forms before a script knows the real one; the same in every build."""
SIMILAR = 6
"""How many other templates a page names."""


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def address(template: Template) -> str:
    """Where its page is, from the root of the site; other languages than English have a folder."""
    folder = "" if template.locale == "en" else f"{template.locale}/"
    return f"templates/{folder}{template.id}/"


def language(locale: str) -> str:
    """The name of a language in English: `German`, `German (Switzerland)`."""
    return str(Locale.parse(locale, sep="-").get_display_name("en"))


def situation(kind: str) -> str:
    """The situation that a kind belongs to, as one of its kinds: those with equal words are one situation."""
    return next(each for each, words in KINDS.items() if words == KINDS[kind])


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def in_order(templates: Iterable[Template]) -> list[Template]:
    """English first, then by language; inside by the order of a job search, then by title."""
    kinds = list(KINDS)

    def place(template: Template) -> tuple[bool, str, int, str]:
        first = kinds.index(situation(template.kind))
        return template.locale != "en", language(template.locale), first, template.title.casefold()

    return sorted(templates, key=place)


def own_language(template: Template) -> str | None:
    """For the attribute `lang`; the site itself is English."""
    return None if template.locale == "en" else template.locale


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def index(templates: Iterable[Template], base: str) -> Element:
    """All templates by language and situation, and the filters, which a script brings to life."""
    listed = in_order(templates)
    sections = [
        _language_section(locale, list(found), base)
        for locale, found in groupby(listed, key=lambda template: template.locale)
    ]
    return el(
        "followup-gallery", {"class": "fu-gallery fu-wide", "data-search-exclude": ""},
        _filters(listed), *sections, tool_language(),
    )  # fmt: skip


def _filters(templates: Sequence[Template]) -> Element:
    situations = list(dict.fromkeys((situation(t.kind), KINDS[t.kind]) for t in templates))
    situations.sort(key=lambda pair: list(KINDS).index(pair[0]))
    channels = [(name, CHANNEL_WORDS[name]) for name in CHANNELS if any(t.channel == name for t in templates)]
    tones = [(name, TONE_WORDS[name]) for name in TONES if any(t.tone == name for t in templates)]
    languages = [(locale, language(locale)) for locale in dict.fromkeys(t.locale for t in templates)]
    named = {"data-names": "language"}
    count = word("gallery.count", count=len(templates))
    return el(
        "form", {**FORM, "class": "fu-filters", "aria-label": word("gallery.filter")},
        el(
            "div", {"class": "fu-row"},
            _filter("kind", word("gallery.kind"), word("gallery.any-kind"), situations),
            _filter("channel", word("gallery.channel"), word("gallery.any-channel"), channels),
            _filter("tone", word("gallery.tone"), word("gallery.any-tone"), tones),
            _filter("locale", word("gallery.locale"), word("gallery.any-locale"), languages, **named),
        ),
        el(
            "p", {"class": "fu-filters-result"},
            el("output", {"data-part": "count", "role": "status"}, count),
            el("button", {"type": "reset", "class": "fu-link", "hidden": ""}, word("gallery.show-all")),
        ),
    )  # fmt: skip


def _filter(name: str, label: str, every: str, options: Iterable[tuple[str, str]], **more: str) -> Element:
    shown = [el("option", {"value": value}, words) for value, words in [("", every), *options]]
    return el(
        "div",
        {"class": "fu-field"},
        el("label", {"for": f"fu-filter-{name}"}, label),
        el("select", {"id": f"fu-filter-{name}", **more, "name": name}, *shown),
    )


def _language_section(locale: str, templates: Sequence[Template], base: str) -> Element:
    prefix = "" if locale == "en" else f"{locale}-"
    groups = groupby(templates, key=lambda template: KINDS[template.kind])
    return el(
        "section",
        {"class": "fu-shelf", "data-part": "shelf"},
        el("h2", {"id": f"in-{locale.lower()}"}, word("gallery.in", language=language(locale))),
        *[_group(words, f"{prefix}{_slug(words)}", list(found), base) for words, found in groups],
    )


def _group(words: str, anchor: str, templates: Sequence[Template], base: str) -> Element:
    return el(
        "section",
        {"class": "fu-situation", "data-part": "group"},
        el("h3", {"id": anchor}, words),
        el("ul", {"class": "fu-entries", "role": "list"}, *[_entry(each, base) for each in templates]),
    )


def _entry(template: Template, base: str) -> Element:
    spoken = own_language(template)
    return el(
        "li",
        {
            "class": "fu-entry",
            "data-kind": situation(template.kind),
            "data-channel": template.channel,
            "data-tone": template.tone,
            "data-locale": template.locale,
        },
        el(
            "a", {"class": "fu-entry-title", "href": base + address(template), "lang": spoken}, template.title
        ),
        el("p", {"class": "fu-entry-when", "lang": spoken}, template.use_when),
        el("p", {"class": "fu-entry-facts"}, _entry_facts(template)),
    )


def _entry_facts(template: Template) -> str:
    tone = word(f"gallery.in-tone-{template.tone}")
    return word("gallery.facts", channel=CHANNEL_WORDS[template.channel], tone=tone)


# ── the example ──────────────────────────────────────────────────────────────────────────────────────────

Piece = tuple[str, str]
"""A text, and the field it came from; "" for what the template itself says."""


def pieces(template: Template) -> tuple[list[Piece], list[Piece]]:
    """The subject and the body of the example. Joined they are exactly what `render` gives."""
    known = template.by_name
    values = {
        name: filling.clean(name, value, known[name].kind != "paragraph")
        for name, value in template.example.items()
        if name in known
    }
    return list(_pieces(template.subject, template, values)), list(_pieces(template.body, template, values))


def _pieces(text: str, template: Template, values: Mapping[str, str]) -> Iterator[Piece]:
    nodes = markup.parse(text, template.by_name, Collector())
    filters = functions(template.locale)
    printed = {use.at: use for use in markup.uses(nodes) if use.printed}
    for piece, at in markup.trace(nodes, values):
        if isinstance(piece, markup.Text):
            yield str(piece), ""
            continue
        shown = piece
        for name in printed[at].filters:
            shown = filters[name](shown)
        if shown:
            yield shown, printed[at].name


def _numbers(template: Template) -> dict[str, int]:
    return {field.name: number for number, field in enumerate(template.fields, 1)}


def _marked(parts: Iterable[Piece], template: Template) -> list[Child]:
    numbers = _numbers(template)
    own = {field.name for field in template.own}
    return [
        el(
            "mark",
            {
                "class": "fu-from" if name in own else "fu-from fu-from--known",
                "data-field": name,
                "data-number": str(numbers[name]),
            },
            text,
        )
        if name
        else text
        for text, name in parts
    ]


def example(template: Template) -> Element:
    """The filled message, with every part that came from a field marked and numbered."""
    subject, body = pieces(template)
    spoken = {"lang": template.locale, "dir": "auto"}
    line = el("p", {"class": "fu-subject", **spoken}, *_marked(subject, template))
    head = [el("dt", None, "Subject"), el("dd", {"data-text": "subject"}, line)]
    return el(
        "article",
        {"class": "fu-letter", "aria-label": "An example"},
        el("dl", {"class": "fu-envelope"}, *head) if subject else None,
        el("div", {"class": "fu-body", "data-text": "body", **spoken}, *_marked(body, template)),
    )


def _legend(template: Template) -> list[Element]:
    """What each number in the example stands for."""
    numbers = _numbers(template)
    shown = {name for part in pieces(template) for _, name in part}
    groups = (
        ("Only you can say this", "fu-legend", template.own),
        ("Your plan knows this, or you are asked", "fu-legend fu-legend--known", template.shared),
    )
    return [
        part
        for title, look, fields in groups
        if fields
        for part in (
            el("h3", None, title),
            el(
                "ol",
                {"class": look, "role": "list"},
                *[_explained(f, numbers[f.name], f.name in shown, own_language(template)) for f in fields],
            ),
        )
    ]


def _explained(field: Field, number: int, shown: bool, spoken: str | None) -> Element:
    notes = [
        field.hint,
        f"One of: {', '.join(field.options)}." if field.options and shown else "",
    ]
    return el(
        "li",
        {"value": str(number), "data-number": str(number), "data-field": field.name},
        el("strong", {"lang": spoken}, field.label),
        None if field.required else el("span", {"class": "fu-optional"}, " (if you like)"),
        *[el("p", {"class": "fu-hint", "lang": spoken}, note) for note in notes if note],
        None if shown else el("p", {"class": "fu-hint"}, "It chooses words; it is not shown itself."),
    )


# ── the page of one template ─────────────────────────────────────────────────────────────────────────────


def sheet(template: Template, everything: Iterable[Template], source: str, base: str) -> Element:
    """The page of one template among all; `source` is the text of its file."""
    spoken = own_language(template)
    return el(
        "div",
        {"class": "fu-sheet fu-wide"},
        _way_back(template, base),
        el("h1", {"lang": spoken}, template.title),
        el("p", {"lang": spoken}, template.use_when),
        el("ul", {"class": "fu-facts", "role": "list"}, *[el("li", None, fact) for fact in _facts(template)]),
        el("div", {"class": "fu-sheet-example"}, _example_section(template), _legend_section(template)),
        _writer_section(template, base),
        _source_section(template, source, base),
        _onward(template, list(everything), base),
    )


def _way_back(template: Template, base: str) -> Element:
    gallery = f"{base}templates/"
    return el(
        "p",
        {"class": "fu-crumbs", "data-search-exclude": ""},
        el("a", {"href": gallery}, "All templates"),
        " › ",
        el("a", {"href": f"{gallery}#kind={situation(template.kind)}"}, KINDS[template.kind]),
    )


def _facts(template: Template) -> Iterator[str]:
    yield CHANNEL_WORDS[template.channel]
    yield f"{TONE_WORDS[template.tone]} tone"
    yield language(template.locale)
    if template.stages:
        stages = [dict(STAGES)[stage].lower() for stage in template.stages]
        yield f"After: {_list(stages)}"
    if template.countries:
        names = Locale("en").territories
        yield f"For {_list([names[code] for code in template.countries])}"
    if template.sectors:
        yield f"For {_list([SECTOR_WORDS[sector] for sector in template.sectors])}"


def _example_section(template: Template) -> Element:
    return el("section", None, el("h2", {"id": "example"}, "An example"), example(template))


def _legend_section(template: Template) -> Element:
    return el(
        "section",
        {"class": "fu-explained", "data-search-exclude": ""},
        el("h2", {"id": "fields"}, "What is yours in it"),
        el("p", None, "The numbered words were filled in. The rest is the template."),
        *_legend(template),
    )


def _writer_section(template: Template, base: str) -> Element:
    return el(
        "section",
        {"class": "fu-sheet-writer", "data-search-exclude": ""},
        el("h2", {"id": "write"}, "Write yours"),
        el(
            "p",
            None,
            "What is missing is marked in the message. It can be copied when nothing is missing any more.",
        ),
        _writer(template, base),
    )


def _writer(template: Template, base: str) -> Element:
    """Its form and its message with all gaps; browser/embed.ts brings them to life when touched."""
    origin = {"template": template.id, "locale": template.locale, "values": {}}
    answer = json.loads(service.call("draft", json.dumps({**origin, "today": SOME_DAY, "view": True})))
    if not answer["ok"]:
        raise ValueError(answer["error"]["message"])
    drafted = answer["result"]
    fields = el("div", {"data-part": "fields"}, from_json(drafted["form"]))
    result = el(
        "div",
        {"class": "fu-result"},
        el("div", {"class": "fu-boot", "data-part": "boot", "hidden": ""}),
        el("div", {"data-part": "message"}, from_json(drafted["view"])),
        el("p", {"class": "fu-reason", "id": "fu-reason", "data-part": "reason"}, ""),
        el("div", {"class": "fu-actions"}, *_leaving(template, base)),
        el("p", {"class": "fu-saved", "data-part": "saved"}, word("common.stays-here")),
        el("p", {"class": "fu-live", "role": "status", "data-part": "live"}),
    )
    return el(
        "followup-embed",
        {"class": "fu-embed fu-embed--writer", "data-source": json.dumps(origin, sort_keys=True)},
        el(
            "form",
            {**FORM, "class": "fu-columns", "aria-label": word("drafts.form")},
            fields,
            result,
        ),
    )


def _leaving(template: Template, base: str) -> Iterator[Element]:
    """Copying, shut while anything is missing; the studio knows the plan and has more ways."""
    shut = {"type": "button", "aria-disabled": "true", "aria-describedby": "fu-reason"}
    copy = {"class": "fu-button", "data-action": "copy-body", **shut}
    yield el("button", copy, word("common.copy-message"))
    if template.subject:
        subject = {"class": "fu-button fu-button--quiet", "data-action": "copy-subject", **shut}
        yield el("button", subject, word("common.copy-subject"))
    chosen = "" if template.locale == "en" else f"&locale={template.locale}"
    studio = f"{base}drafts/#template={template.id}{chosen}"
    yield el("a", {"class": "fu-button fu-button--quiet", "href": studio}, word("gallery.with-plan"))


def _source_section(template: Template, source: str, base: str) -> Element:
    return el(
        "section",
        {"data-search-exclude": ""},
        el("h2", {"id": "file"}, "Its file"),
        el(
            "p",
            None,
            "Change its words and it is your own template. ",
            el("a", {"href": f"{base}reference/templates/"}, "How a template file is built"),
        ),
        el(
            "followup-source",
            {"class": "fu-source"},
            el(
                "p", {"class": "fu-actions"},
                el("button", {"type": "button", "class": "fu-button fu-button--quiet", "data-action": "copy"},
                   word("gallery.copy-file")),
                el("a", _mine(template, base), word("gallery.make-yours")),
                el("span", {"class": "fu-reason", "role": "status", "data-part": "said"}),
            ),
            el("p", {"class": "fu-file"}, f"{template.id}.yaml"),
            el("pre", {"lang": own_language(template)}, el("code", {"data-part": "source"}, source)),
        ),
    )  # fmt: skip


def _mine(template: Template, base: str) -> dict[str, str]:
    """A link to the editor, which begins from this template there."""
    fragment = f"template={template.id}&locale={template.locale}"
    return {"class": "fu-button fu-button--quiet", "href": f"{base}templates/editor/#{fragment}"}


def similar(template: Template, others: Iterable[Template]) -> list[Template]:
    """The nearest templates for the same situation and language: what differs least comes first."""

    def distance(other: Template) -> tuple[bool, bool, bool, int, str]:
        stages = not (set(other.stages) & set(template.stages))
        return (
            other.kind != template.kind,
            stages,
            other.channel != template.channel,
            other.rank,
            other.id,
        )

    near = [
        other
        for other in others
        if other.locale == template.locale
        and other.id != template.id
        and situation(other.kind) == situation(template.kind)
    ]
    return sorted(near, key=distance)[:SIMILAR]


def _onward(template: Template, listed: Sequence[Template], base: str) -> Element:
    page, title = GUIDE.get(template.kind, WHOLE_GUIDE)
    near = similar(template, listed)
    translated = [each for each in listed if each.id == template.id and each.locale != template.locale]
    return el(
        "section",
        {"class": "fu-onward", "data-search-exclude": ""},
        el("h2", {"id": "read-on"}, "Read on"),
        el("p", None, "In the guide: ", el("a", {"href": base + page}, title)),
        *_links("Others for the same moment", near, base, False),
        *_links("The same occasion in another language", translated, base, True),
    )


def _links(title: str, templates: Sequence[Template], base: str, named: bool) -> list[Element]:
    if not templates:
        return []
    items = [
        el(
            "li",
            None,
            f"{language(each.locale)}: " if named else None,
            el("a", {"href": base + address(each), "lang": own_language(each)}, each.title),
            None if named else f" ({CHANNEL_WORDS[each.channel]}, {each.tone})",
        )
        for each in templates
    ]
    return [el("h3", None, title), el("ul", None, *items)]
