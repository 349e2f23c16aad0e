"""Template files: one YAML file from which one message is written.

    read_template(text, path, vocabulary) -> (Template | None, diagnostics)
    render(template, values)              -> Rendered

The format is docs/reference/templates.md, the language in `subject` and `body` is `markup`. A template names
only fields it declares or the shared vocabulary has, and it cannot choose who receives a message.

Codes: those of `markup` (TPL-SYNTAX, TPL-NAME, TPL-FILTER, TPL-ATTR, TPL-CALL, TPL-TAG, TPL-LIMIT,
TPL-UNCLOSED, TPL-STRAY), TPL-QUOTE, TPL-ID, TPL-RECIPIENT, TPL-SUBJECT, TPL-OPTION, TPL-GUARD, TPL-EXAMPLE,
TPL-LENGTH, the warnings TPL-UNUSED and TPL-BLANK, and the codes of `source` and `schema`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import Any

from followup_core import filling, markup, schema, source, spacing
from followup_core.diagnostics import Collector, Diagnostic, Mark
from followup_core.errors import nearest
from followup_core.filling import Filled, Place
from followup_core.markup import Nodes, Use
from followup_core.model import (
    CHANNELS,
    DECISIONS,
    FIELD_KINDS,
    ROLES,
    SECTORS,
    STAGES,
    STEP_KINDS,
    TONES,
    Channel,
    Field,
    Missing,
    Tone,
)
from followup_core.wording import functions, language

TEMPLATE_KINDS = (*STEP_KINDS, *DECISIONS)

CHANNEL_LIMITS: Mapping[str, int] = {"linkedin": 300, "sms": 306}
"""Most characters of a message: a LinkedIn invitation note; two joined text messages of 153."""

DEFAULT_RANK = 50


# ── the nouns ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Rendered:
    """A filled template. With anything in `missing` it is for the eye only and must not leave.

    A gap is `(start, end, field)`: where the label of a missing field stands, counted in code points.
    """

    subject: str
    body: str
    missing: tuple[Missing, ...] = ()
    subject_gaps: tuple[Place, ...] = ()
    body_gaps: tuple[Place, ...] = ()
    filled: tuple[Filled, ...] = field(default=(), repr=False, compare=False)
    """Subject and body, with the places of all fields."""


@dataclass(frozen=True)
class Template:
    """One template file, judged and good.

    `own` are the fields it declares, `shared` the ones it uses of the vocabulary; their `required` says
    whether this template can do without. `places` has line and column in the file of each field's
    first use.
    """

    id: str
    kind: str
    channel: Channel
    locale: str
    tone: Tone
    title: str
    use_when: str
    subject: str
    body: str
    example: Mapping[str, str]
    stages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    rank: int = DEFAULT_RANK
    own: tuple[Field, ...] = ()
    shared: tuple[Field, ...] = ()
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    path: str = field(default="", compare=False)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Everything it may ask for: its own fields in their order, then the shared ones."""
        return self.own + self.shared

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name."""
        return {each.name: each for each in self.fields}

    def needs(self, name: str) -> bool:
        """Whether it cannot be written without this field."""
        return name in self.needed

    @cached_property
    def _parts(self) -> tuple[Nodes, Nodes]:
        return _parsed(self.subject, self.by_name), _parsed(self.body, self.by_name)

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {each.name: each.label for each in self.fields}

    @cached_property
    def needed(self) -> frozenset[str]:
        """The fields it cannot be written without."""
        return frozenset(each.name for each in self.fields if each.required)


def _parsed(text: str, names: Mapping[str, Field]) -> Nodes:
    return markup.parse(text, names, Collector())


# ── filling ──────────────────────────────────────────────────────────────────────────────────────────────


def render(template: Template, values: Mapping[str, str], country: str | None = None) -> Rendered:
    """Fill a template. `country` (ISO 3166-1) decides how dates are written and names are parted.

    Values are text and are never read as a template; names the template does not know are ignored. Raises
    TypeError for a value that is not text, FollowupError (TPL-LIMIT) for one that is too long.
    """
    known = template.by_name
    ready = {
        name: filling.clean(name, value, known[name].kind != "paragraph")
        for name, value in values.items()
        if name in known
    }
    filters = functions(template.locale, country)
    filled = [
        filling.fill(nodes, ready, filters, template._labels, template.needed) for nodes in template._parts
    ]
    if not (filled[0].missing or filled[1].missing):
        return Rendered(filled[0].text, filled[1].text, filled=tuple(filled))
    return _with_gaps(template, *filled)


def _with_gaps(template: Template, subject: Filled, body: Filled) -> Rendered:
    names = dict.fromkeys(subject.missing + body.missing)
    missing = (
        Missing(name, template.by_name[name].label, *template.places.get(name, (1, 1))) for name in names
    )
    return Rendered(subject.text, body.text, tuple(missing), subject.gaps, body.gaps, (subject, body))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

_LINE = schema.Line()
_FIELD = schema.Record(
    "field",
    schema.Field("label", schema.Line(120), required=True, says="what the form calls it"),
    schema.Field("hint", schema.Line(300), says="what helps to fill it in"),
    schema.Field("example", schema.Paragraph(2_000), says="one good answer"),
    schema.Field("required", schema.Truth(), says="true (the default) or false"),
    schema.Field(
        "kind", schema.Choice(FIELD_KINDS), says="line (the default), paragraph, url, date or choice"
    ),
    schema.Field("options", schema.ListOf(schema.Line(120), 50), says="the answers of a choice"),
)
TEMPLATE = schema.Record(
    "template",
    schema.Field("id", schema.Id(), required=True, says="the file name without .yaml"),
    schema.Field("kind", schema.Choice(TEMPLATE_KINDS), required=True, says="the step it is for"),
    schema.Field("channel", schema.Choice(CHANNELS), required=True, says="how it is sent"),
    schema.Field(
        "locale",
        schema.Word(r"[a-z]{2,3}(?:-[A-Z]{2})?", "a language such as en, or en-GB"),
        required=True,
        says="the language it is written in",
    ),
    schema.Field("tone", schema.Choice(TONES), required=True, says="warm, plain or formal"),
    schema.Field("title", schema.Line(120), required=True, says="what lists and pages call it"),
    schema.Field("use_when", schema.Line(300), required=True, says="one sentence: when it fits"),
    schema.Field("stages", schema.ListOf(schema.Choice(STAGES)), says="the stages of interview it is for"),
    schema.Field("countries", schema.ListOf(schema.Country()), says="the countries it is for"),
    schema.Field("sectors", schema.ListOf(schema.Choice(SECTORS)), says="the sectors it is for"),
    schema.Field("roles", schema.ListOf(schema.Choice(ROLES)), says="the people of a panel it is for"),
    schema.Field("rank", schema.Whole(1, 99), says=f"the lowest is offered first; {DEFAULT_RANK} if absent"),
    schema.Field("fields", schema.MapOf(_FIELD), says="what it asks for beyond the shared vocabulary"),
    schema.Field("subject", schema.Line(), says="the subject line; only e-mail has one"),
    schema.Field("body", schema.Paragraph(markup.MAX_TEMPLATE), required=True, says="the text"),
    schema.Field(
        "example", schema.MapOf(schema.Paragraph(2_000)), required=True, says="values that fill every gap"
    ),
)  # fmt: skip
VOCABULARY = schema.MapOf(_FIELD)

_RECIPIENTS = frozenset(
    {"to", "cc", "bcc", "from", "reply-to", "reply_to", "sender", "recipient", "recipients"}
)


def read_template(
    text: str | bytes, path: str, vocabulary: Mapping[str, Field]
) -> tuple[Template | None, tuple[Diagnostic, ...]]:
    """Judge one template file: the template, or None with at least one error among the diagnostics."""
    collector = Collector(path)
    node = source.parse(text, collector)
    if node is None:
        explain_braces(text, collector)
        return None, collector.sorted()
    node = _without_recipients(node, collector)
    values = schema.check(TEMPLATE, node, collector)
    reader = _Reader(values, path, vocabulary, collector)
    template = reader.template()
    return (None if collector.failed else template), collector.sorted()


def read_vocabulary(text: str | bytes, path: str) -> tuple[dict[str, Field], tuple[Diagnostic, ...]]:
    """The shared fields by name, in file order."""
    collector = Collector(path)
    node = source.parse(text, collector)
    values = VOCABULARY.check(node, "vocabulary", collector) if node is not None else {}
    return {name: _field(name, each) for name, each in values.items()}, collector.sorted()


def _field(name: str, values: Mapping[str, Any]) -> Field:
    return Field(
        name,
        values.get("label", name),
        values.get("hint", ""),
        values.get("example", "").strip(),
        values.get("required", True),
        values.get("kind", "line"),
        tuple(values.get("options", ())),
    )


def explain_braces(text: str | bytes, collector: Collector) -> None:
    """Say it in the words of templates when YAML stumbled over an unquoted {{."""
    lines = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).splitlines()
    for index, found in enumerate(collector.found):
        line = lines[found.line - 1] if found.line <= len(lines) else ""
        if found.code == "YAML-SYNTAX" and line[found.column - 1 :].startswith(("{{", "{%", "{#")):
            collector.found[index] = replace(
                found,
                code="TPL-QUOTE",
                message="A text that begins with a brace needs quotes.",
                hint='write "{{ field }} …" with quotes around the whole text, or use a | block',
            )


def _without_recipients(node: source.Mapping, collector: Collector) -> source.Mapping:
    """The file without keys that would choose a recipient; each is an error."""
    kept = []
    for entry in node.entries:
        if entry.key.text.lower() in _RECIPIENTS:
            collector.error(
                "TPL-RECIPIENT",
                "A template cannot choose who sends or receives the message.",
                entry.key.start,
                f"remove {entry.key.text}; the person who sends it decides",
            )
        else:
            kept.append(entry)
    return replace(node, entries=tuple(kept))


class _Reader:
    """Judges what the schema cannot: the language, the fields, the example."""

    def __init__(
        self, values: schema.Values, path: str, vocabulary: Mapping[str, Field], collector: Collector
    ) -> None:
        self.values, self.path, self.vocabulary, self.collector = values, path, vocabulary, collector
        self.declared: schema.Values | dict[str, Any] = values.get("fields", {})
        self.own = {name: _field(name, each) for name, each in self.declared.items()}

    def template(self) -> Template | None:
        values = self.values
        self.check_id()
        self.check_fields()
        self.check_subject()
        names = {**self.vocabulary, **self.own}
        parts = {part: self.parse(part, names) for part in ("subject", "body")}
        uses = [(part, use) for part, nodes in parts.items() for use in markup.uses(nodes)]
        self.check_uses(uses)
        if self.collector.failed:
            return None
        places: dict[str, tuple[int, int]] = {}
        for part, use in uses:
            at = self.mark(part, use.at)
            places.setdefault(use.name, (at.line, at.column))
        plain: dict[str, Any] = {key: values[key] for key in _PLAIN if key in values}
        lists: dict[str, Any] = {key: tuple(values.get(key, ())) for key in _LISTS}
        template = Template(
            **plain,
            **lists,
            subject=values.get("subject", ""),
            example={name: value.strip() for name, value in values["example"].items()},
            own=tuple(self.own.values()),
            shared=tuple(self.shared(uses)),
            places=places,
            path=self.path,
        )
        self.check_example(template)
        for part, nodes in parts.items():
            self.check_spacing(part, nodes, template)
        return template

    # ── places

    def scalar(self, part: str) -> source.Scalar:
        node = self.values.node.get(part)
        return node if isinstance(node, source.Scalar) else source.Scalar("")

    def mark(self, part: str, offset: int) -> Mark:
        return self.scalar(part).position_at(offset)

    def key(self, name: str, inside: str | None = None) -> Mark:
        """The place of a key of the file, or of a key inside one of its mappings."""
        node: source.Node | None = self.values.node
        if inside:
            node = self.values.node.get(inside)
        entry = node.entry(name) if isinstance(node, source.Mapping) else None
        return entry.key.start if entry else self.values.at()

    # ── the checks

    def check_id(self) -> None:
        file = PurePath(self.path)
        if "id" in self.values and file.suffix in (".yaml", ".yml") and self.values["id"] != file.stem:
            self.collector.error(
                "TPL-ID",
                f"The id {self.values['id']} differs from the file name {file.stem}.",
                self.values.at("id"),
                "make them equal",
            )

    def check_fields(self) -> None:
        error = self.collector.error
        for name, each in self.own.items():
            at = self.key(name, "fields")
            if name in self.vocabulary:
                error(
                    "TPL-NAME", f"{name} is a shared field already.", at, "use it as it is, or choose a name"
                )
            if name in markup.RESERVED:
                error("TPL-NAME", f"{name} has a meaning in the language.", at, "choose another name")
            if (each.kind == "choice") != bool(each.options):
                error("TPL-OPTION", f"{name}: a choice has options, and only a choice has.", at)
            if each.example:
                self.check_value(each, each.example, at)

    def check_value(self, each: Field, value: str, at: Mark) -> None:
        """An example must be a value that the form would take."""
        if each.kind == "choice" and each.options and value not in each.options:
            self.collector.error(
                "TPL-OPTION", f"{each.name} has no option {value[:40]!r}.", at, ", ".join(each.options)
            )
        elif each.kind == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            self.collector.error("TPL-EXAMPLE", f"{each.name} is a date.", at, "write it as 2026-12-02")
        elif each.kind == "url" and not value.startswith(("https://", "http://")):
            self.collector.error("TPL-EXAMPLE", f"{each.name} is a link.", at, "begin it with https://")

    def check_subject(self) -> None:
        channel = self.values.get("channel")
        if channel == "email" and "subject" not in self.values:
            at = self.values.at()
            self.collector.error("TPL-SUBJECT", "An e-mail needs a subject.", at, "add subject: …")
        elif channel not in (None, "email") and "subject" in self.values:
            at = self.key("subject")
            self.collector.error("TPL-SUBJECT", "Only an e-mail has a subject.", at, "remove it")

    def parse(self, part: str, names: Mapping[str, Field]) -> Nodes:
        text = self.values.get(part, "")
        return markup.parse(text, names, self.collector, lambda offset: self.mark(part, offset))

    def check_uses(self, uses: list[tuple[str, Use]]) -> None:
        used = {use.name for _, use in uses}
        for name in self.own:
            if name not in used:
                at = self.key(name, "fields")
                self.collector.warning(
                    "TPL-UNUSED", f"The field {name} is never used.", at, "use or remove it"
                )
        for part, use in uses:
            self.check_use(use, self.mark(part, use.at))

    def check_use(self, use: Use, at: Mark) -> None:
        each = self.own.get(use.name)
        if each and not each.required and use.printed and not use.guarded:
            hint = f"put it between {{% if {use.name} %}} and {{% endif %}}, or make it required"
            self.collector.error("TPL-GUARD", f"{use.name} may have no value here.", at, hint)
        if each and each.options and use.literal is not None and use.literal not in each.options:
            guess = nearest(use.literal, each.options)
            hint = f"did you mean {guess}?" if guess else ", ".join(each.options)
            self.collector.error("TPL-OPTION", f"{use.name} has no option {use.literal[:40]!r}.", at, hint)
        worded = set(use.filters) & {"date", "day", "weekday", "month", "and_list"}
        locale = self.values.get("locale", "en")
        if worded and language(locale) is None:
            message = f"The words that {min(worded)} needs are not known for {locale}."
            self.collector.error("TPL-FILTER", message, at, "write the value without this filter")

    def shared(self, uses: list[tuple[str, Use]]) -> Iterator[Field]:
        """The vocabulary's fields in use, required where one is printed without a condition around it."""
        used = {use.name for _, use in uses}
        bare = {use.name for _, use in uses if use.printed and not use.guarded}
        for name, each in self.vocabulary.items():
            if name in used:
                yield replace(each, required=name in bare)

    def check_example(self, template: Template) -> None:
        error = self.collector.error
        for name, value in template.example.items():
            at = self.key(name, "example")
            if name in template.by_name:
                self.check_value(template.by_name[name], value, at)
                continue
            guess = nearest(name, template.by_name)
            hint = f"did you mean {guess}?" if guess else "remove it"
            if name in self.vocabulary:
                self.collector.warning("TPL-UNUSED", f"The template does not use {name}.", at, hint)
            else:
                error("TPL-NAME", f"There is no field called {name}.", at, hint)
        shown = render(template, template.example, (template.countries or (None,))[0])
        if shown.missing:
            names = ", ".join(each.field for each in shown.missing)
            error("TPL-EXAMPLE", f"The example lacks {names}.", self.key("example"), "add a value for each")
        limit = CHANNEL_LIMITS.get(template.channel)
        if limit and len(shown.body) > limit:
            message = f"The example has {len(shown.body)} characters; {template.channel} takes {limit}."
            error("TPL-LENGTH", message, self.key("body"), "shorten the body or the example")

    def check_spacing(self, part: str, nodes: Nodes, template: Template) -> None:
        for offset, what in spacing.faults(nodes, template.needed):
            hint = "move the blank or the empty line inside the condition"
            self.collector.warning(
                "TPL-BLANK", f"Some fillings give {what} here.", self.mark(part, offset), hint
            )


_PLAIN = ("id", "kind", "channel", "locale", "tone", "title", "use_when", "rank", "body")
_LISTS = ("stages", "countries", "sectors", "roles")


# ── the compiled form ────────────────────────────────────────────────────────────────────────────────────


def to_plain(template: Template) -> dict[str, Any]:
    """The template as plain JSON values; `from_plain` gives an equal one back without reading YAML."""
    names = ("subject", "example", *_PLAIN, *_LISTS, "places", "path")
    plain = {name: getattr(template, name) for name in names}
    for name in ("own", "shared"):
        plain[name] = [field_to_plain(each) for each in getattr(template, name)]
    return plain


_FIELD_KEYS = ("name", "label", "hint", "example", "required", "kind", "options")


def from_plain(plain: Mapping[str, Any]) -> Template:
    """The template that `to_plain` wrote down."""
    values = dict(plain)
    values["places"] = {name: (line, column) for name, (line, column) in plain["places"].items()}
    for name in _LISTS:
        values[name] = tuple(plain[name])
    for name in ("own", "shared"):
        values[name] = tuple(field_from_plain(each) for each in plain[name])
    return Template(**values)


def field_to_plain(each: Field) -> list[Any]:
    """A field as a row of plain JSON values."""
    return [getattr(each, key) for key in _FIELD_KEYS]


def field_from_plain(row: Any) -> Field:
    """The field that `field_to_plain` wrote down."""
    *simple, options = row
    return Field(**dict(zip(_FIELD_KEYS, [*simple, tuple(options)], strict=True)))
