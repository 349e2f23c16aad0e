"""The verbs of the project as Python functions: what the command line calls and service.py offers as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations

from followup_core import calendar, drafts, formats, mail, packs, picture, searchfile, similarity
from followup_core.catalog import Catalog, builtin
from followup_core.diagnostics import Collector, Diagnostic
from followup_core.drafts import Prepared
from followup_core.errors import InputError, UnknownNameError, UsageError
from followup_core.filling import GAP_CLOSE, GAP_OPEN
from followup_core.history import History
from followup_core.measures import About
from followup_core.model import CHANNELS, Application, Draft, Interview, Plan, Search, Step
from followup_core.packs import Pack
from followup_core.profiles import read_profile
from followup_core.searchfile import Edit
from followup_core.source import parse
from followup_core.templates import (
    CHANNEL_LIMITS,
    TEMPLATE_KINDS,
    Template,
    explain_braces,
    read_template,
)
from followup_core.timeline import NO_MESSAGE, plan_search
from followup_core.tone import Context, Remark, Report
from followup_core.words import read_words

PLAN_FORMATS = ("text", "json", "markdown", "csv", "ics", "svg")
MAX_BEGINNING = 300
"""Characters of a message that a calendar entry shows: its first lines."""
DRAFT_FORMATS = ("text", "json", "eml", "mailto")


@dataclass(frozen=True, slots=True)
class Export:
    """A file to give away."""

    filename: str
    media_type: str
    content: str


# ── search files ─────────────────────────────────────────────────────────────────────────────────────────


def open_search(source: str | bytes, path: str = "<text>") -> Search:
    """The search in a file. Raises InputError with everything that is wrong with it."""
    search, diagnostics = searchfile.read(source, path)
    if search is None:
        raise InputError(diagnostics)
    return search


def save_search(text: str, edits: Sequence[Edit]) -> str:
    """The text of a search file with these edits made and every other byte as it was."""
    return searchfile.edit(text, edits)


# ── plan ─────────────────────────────────────────────────────────────────────────────────────────────────


def plan(
    source: str | bytes,
    today: dt.date,
    *,
    application: str | None = None,
    path: str = "<text>",
    catalog: Catalog | None = None,
) -> tuple[Plan, Search]:
    """The plan of a search file on `today`, with the template to begin from at each step.

    Raises InputError when the file has errors, UnknownNameError for an application that is not in it.
    """
    catalog = catalog or builtin()
    search, diagnostics = searchfile.read(source, path)
    if search is None:
        raise InputError(diagnostics)
    known = {a.id: a for a in search.applications}
    if application is not None and application not in known:
        raise UnknownNameError("application", application, known)
    planned = plan_search(search, today, catalog.rules_for, application, path)
    steps = tuple(_with_templates(catalog, planned.steps, known))
    warnings = sorted((*diagnostics, *planned.diagnostics), key=lambda d: (d.line, d.column, d.code))
    return Plan(today, steps, tuple(warnings)), search


def _with_templates(
    catalog: Catalog, steps: Sequence[Step], known: Mapping[str, Application]
) -> Iterator[Step]:
    """The steps with the template to offer for each; several people of one interview get different ones."""
    panels: dict[tuple[str, int], dict[str | None, str]] = {}
    for step in steps:
        application = known[step.application]
        if step.kind in NO_MESSAGE or step.status in ("done", "skipped"):
            yield step
            continue
        several: dict[str | None, str] = {}
        if step.kind == "thank-you":
            place = (step.application, _position(step))
            if place not in panels:
                panels[place] = _panel_templates(catalog, application, application.interviews[place[1] - 1])
            several = panels[place]
        yield replace(step, template=several.get(step.to) or _template(catalog, step, application))


def _panel_templates(
    catalog: Catalog, application: Application, interview: Interview
) -> dict[str | None, str]:
    """The template for everybody of an interview, by contact; nothing for a talk with one person."""
    people = drafts.present(application, interview)
    if len(people) < 2:
        return {}
    chosen = drafts.assign(people, application, interview.stage, _thanks(catalog, application.language))
    return {person.id: template.id for person, template in zip(people, chosen, strict=True)}


def _thanks(catalog: Catalog, locale: str) -> Sequence[Template]:
    """The thank-yous by mail in a language, else in the nearest one that has some."""
    for each in (locale, locale.partition("-")[0]):
        found = catalog.templates("thank-you", each, "email")
        if found:
            return found
    return catalog.templates("thank-you", "en", "email")


def _template(catalog: Catalog, step: Step, application: Application) -> str | None:
    """The template to offer for a step."""
    return catalog.template_for(
        step.kind,
        stage=_stage(step, application),
        promise=any(reason.rule == "check-in-after-promise" for reason in step.why),
        locale=application.language,
        sector=application.sector,
        country=application.country,
    )


def _stage(step: Step, application: Application) -> str | None:
    """The stage of a thank-you's interview; for other kinds that of the latest one up to the step's date.

    Most conversations are first ones, so a thank-you for one of unknown stage is taken for that.
    """
    if step.kind == "thank-you":
        return application.interviews[_position(step) - 1].stage or "first"
    held = [n.interview for n in History(application, step.date).anchors if n.interview.on <= step.date]
    return held[-1].stage if held else None


def _position(step: Step) -> int:
    """The position of a thank-you's interview, from the step's id (rule 23)."""
    return int(step.id.split("/")[3].partition(".")[0])


def only_step(plan: Plan, step: str | None) -> Plan:
    """The plan with this step alone, or all of it for None. Raises UnknownNameError."""
    if step is None:
        return plan
    found = tuple(each for each in plan.steps if each.id == step)
    if not found:
        raise UnknownNameError("step", step, [each.id for each in plan.steps])
    return replace(plan, steps=found)


def export_plan(
    plan: Plan,
    search: Search,
    format: str,
    *,
    previous: str = "",
    width: int = 80,
    catalog: Catalog | None = None,
) -> Export:
    """The plan as a file in one of PLAN_FORMATS. `previous` is the last calendar that was exported."""
    name = f"followup-plan-{plan.today.isoformat()}"
    match format:
        case "json":
            content = formats.to_json(formats.plan_data(plan))
            return Export(f"{name}.json", "application/json", content)
        case "text":
            return Export(f"{name}.txt", "text/plain", formats.plan_text(plan, search, width=width))
        case "markdown":
            return Export(f"{name}.md", "text/markdown", formats.plan_markdown(plan, search))
        case "csv":
            return Export(f"{name}.csv", "text/csv", formats.plan_csv(plan, search))
        case "ics":
            beginnings = _beginnings(plan, search, catalog or builtin())
            content = calendar.write(plan, search, drafts=beginnings, previous=previous)
            return Export(f"{name}.ics", "text/calendar", content)
        case "svg":
            drawn = picture.plan_picture(plan, search)
            return Export(f"{name}.svg", "image/svg+xml", picture.standalone(drawn))
    raise UsageError(f"A plan has no format {format!r}.", f"known: {', '.join(PLAN_FORMATS)}", "format")


def _beginnings(plan: Plan, search: Search, catalog: Catalog) -> dict[str, str]:
    """The first lines of the message of each step that has one, by step id."""
    languages = {application.id: application.language for application in search.applications}
    found = {}
    for step in plan.steps:
        if step.template:
            prepared = drafts.prepare(
                catalog.template(step.template, languages[step.application]),
                search=search,
                application=step.application,
                interview=_position(step) if step.kind == "thank-you" else None,
                to=step.to,
                today=plan.today,
            )
            found[step.id] = _beginning(prepared.draft)
    return found


def _beginning(draft: Draft) -> str:
    cut = draft.body[:MAX_BEGINNING].rsplit(maxsplit=1)[0] + " …"
    text = draft.body.strip() if len(draft.body) <= MAX_BEGINNING else cut
    return f"\n{draft.subject}\n\n{text}" if draft.subject else f"\n{text}"


# ── draft ────────────────────────────────────────────────────────────────────────────────────────────────


def draft(
    template: str,
    today: dt.date,
    *,
    source: str | bytes | None = None,
    application: str | None = None,
    interview: int | None = None,
    to: str | None = None,
    values: Mapping[str, str] | None = None,
    locale: str | None = None,
    path: str = "<text>",
    judged: bool = True,
    catalog: Catalog | None = None,
) -> Prepared:
    """A template filled from the search file and from what the person adds.

    `locale` is the language of the template, by default that of the application. `judged` says whether the
    tone check reads it too.

    Raises InputError, UnknownNameError, UsageError; FollowupError with code TPL-LIMIT for a text too long.
    """
    catalog = catalog or builtin()
    search = open_search(source, path) if source is not None else None
    prepared = drafts.prepare(
        catalog.template(template, locale or _language(search, application)),
        search=search,
        application=application,
        interview=interview,
        to=to,
        values=values,
        today=today,
    )
    return _judged(prepared, search, application, catalog) if judged else prepared


def _judged(prepared: Prepared, search: Search | None, application: str | None, catalog: Catalog) -> Prepared:
    """The draft with what the tone check says about it, where it knows the language."""
    if not {prepared.locale, prepared.locale.partition("-")[0]} & set(catalog.tone_locales):
        return prepared
    draft = prepared.draft
    report = lint(
        message_text(draft),
        kind=prepared.kind,
        channel=draft.channel,
        locale=prepared.locale,
        about=about(search, application, draft.to),
        unfinished=bool(draft.missing),
        catalog=catalog,
    )
    return replace(prepared, report=report, draft=replace(draft, findings=report.findings))


def message_text(draft: Draft) -> str:
    """Subject and body as one text, the form that `lint` reads and that a text export has."""
    return f"Subject: {draft.subject}\n\n{draft.body}" if draft.subject else draft.body


def _language(search: Search | None, application: str | None) -> str:
    known = search.applications if search else ()
    chosen = [a for a in known if application in (None, a.id)]
    return chosen[0].language if chosen else "en"


@dataclass(frozen=True, slots=True)
class Alike:
    """Two contacts whose messages read alike, and how much: a score from 0 to 1."""

    one: str
    other: str
    score: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A draft for everybody an interview was with, and those of them that read alike."""

    drafts: tuple[Prepared, ...]
    similar: tuple[Alike, ...]


def panel(
    source: str | bytes,
    today: dt.date,
    *,
    application: str | None = None,
    interview: int | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    locale: str | None = None,
    path: str = "<text>",
    judged: bool = True,
    catalog: Catalog | None = None,
) -> Panel:
    """A thank-you for everybody an interview was with, from different templates as far as there are some.

    `values` are the words of the person who writes, by contact. Raises what `draft` raises.
    """
    catalog = catalog or builtin()
    search = open_search(source, path)
    made = drafts.panel(
        _thanks(catalog, locale or _language(search, application)),
        search=search,
        application=application,
        interview=interview,
        values=values,
        today=today,
    )
    names = [search.me.name, *(prepared.person for prepared in made)]
    if judged:
        made = tuple(_judged(prepared, search, application, catalog) for prepared in made)
    return Panel(made, tuple(_alike([prepared.draft for prepared in made], names)))


def _alike(messages: Sequence[Draft], names: Sequence[str]) -> Iterator[Alike]:
    for one, other in combinations(messages, 2):
        score = similarity.likeness(one.body, other.body, names)
        if score >= similarity.ALIKE:
            yield Alike(one.to or "", other.to or "", round(score, 2))


def panel_data(panel: Panel) -> dict[str, object]:
    """The machine form of a panel, described in docs/reference/json.md."""
    return {
        "drafts": [draft_data(prepared) for prepared in panel.drafts],
        "similar": [{"one": each.one, "other": each.other, "score": each.score} for each in panel.similar],
    }


def draft_data(prepared: Prepared) -> dict[str, object]:
    """The machine form of a draft, described in docs/reference/json.md."""
    draft = prepared.draft
    return {
        "template": draft.template,
        "subject": draft.subject,
        "body": draft.body,
        "to": draft.to,
        "missing": [
            {"field": m.field, "label": m.label, "line": m.line, "column": m.column} for m in draft.missing
        ],
        "findings": [finding_data(remark) for remark in prepared.report.remarks] if prepared.report else [],
        "mailto": draft.mailto,
        "channel": draft.channel,
        "locale": prepared.locale,
        "length": len(draft.body),
        "limit": CHANNEL_LIMITS.get(draft.channel),
        "verdict": prepared.report.verdict if prepared.report else None,
    }


def rewritten(prepared: Prepared, subject: str, body: str) -> Prepared:
    """The message with the text that a person made of it. Raises UsageError (field `missing`) at a gap."""
    text = f"{subject}\n{body}"
    labels = [f.label for f, _ in prepared.fields if f"{GAP_OPEN}{f.label}{GAP_CLOSE}" in text]
    own = "".join(value for _, value in prepared.fields)
    if labels or any(bracket in text and bracket not in own for bracket in (GAP_OPEN, GAP_CLOSE)):
        hint = f"missing: {', '.join(labels) or 'a part of a gap is left'}"
        raise UsageError("The message still has a gap, so it cannot leave.", hint, "missing")
    draft = replace(prepared.draft, subject=subject, body=body, missing=(), mailto=None)
    return replace(prepared, draft=draft, subject_gaps=(), body_gaps=(), places=((), ()), report=None)


_CHANNEL_NAMES = {"linkedin": "a LinkedIn note", "sms": "a text message"}


def export_draft(prepared: Prepared, format: str) -> Export:
    """The message as a file, in one of DRAFT_FORMATS. Raises UsageError at a gap (field `missing`)
    and for a text longer than its channel takes (field `limit`)."""
    message = prepared.draft
    stem = message.subject or message.template
    if format == "json":
        return Export(
            mail.file_name(stem, ".json"), "application/json", formats.to_json(draft_data(prepared))
        )
    if format not in DRAFT_FORMATS:
        raise UsageError(f"A draft has no format {format!r}.", f"known: {', '.join(DRAFT_FORMATS)}", "format")
    if message.missing:
        labels = ", ".join(m.label for m in message.missing)
        raise UsageError("The message still has a gap, so it cannot leave.", f"missing: {labels}", "missing")
    limit = CHANNEL_LIMITS.get(message.channel)
    if limit and len(message.body) > limit:
        raise UsageError(
            f"The message is too long: {_CHANNEL_NAMES[message.channel]} takes {limit} characters.",
            f"it has {len(message.body)}; shorten your own words",
            "limit",
        )
    if format == "text":
        return Export(mail.file_name(stem, ".txt"), "text/plain", message_text(message))
    if format == "eml":
        content = mail.eml(prepared.address, message.subject, message.body, name=prepared.person)
        return Export(mail.file_name(stem, ".eml"), "message/rfc822", content.decode("ascii"))
    link = mail.mailto(prepared.address, message.subject, message.body)
    if link.url is None:
        hint = "copy it or save it as .eml"
        raise UsageError(
            "The message is too long for a mail link; some programs would cut it.", hint, "format"
        )
    return Export(mail.file_name(stem, ".txt"), "text/plain", link.url + "\n")


# ── lint ─────────────────────────────────────────────────────────────────────────────────────────────────


def lint(
    text: str,
    *,
    kind: str | None = None,
    channel: str | None = None,
    locale: str | None = None,
    about: About | None = None,
    unfinished: bool = False,
    catalog: Catalog | None = None,
) -> Report:
    """What the tone check says about a message; a first line `Subject: …` and an empty line are its subject.

    Without a `locale` the most frequent words tell the language; `unfinished` is a text with open gaps.
    Raises UnknownNameError for a kind, channel or language that does not exist, FollowupError (LINT-LONG)
    for a text that is no message any more.
    """
    catalog = catalog or builtin()
    for what, name, known in (("kind of message", kind, TEMPLATE_KINDS), ("channel", channel, CHANNELS)):
        if name is not None and name not in known:
            raise UnknownNameError(what, name, known)
    tone = catalog.tone(locale) if locale else catalog.tone_for(text)
    return tone.lint(text, Context(kind, channel, about or About(), unfinished))


def about(search: Search | None, application: str | None, to: str | None) -> About:
    """Who a message is for, from the search file: the tone check compares names with it."""
    known = {a.id: a for a in search.applications} if search else {}
    chosen = known.get(application or "") or (next(iter(known.values())) if len(known) == 1 else None)
    if chosen is None:
        return About()
    person = chosen.contact(to)
    others = tuple(a.employer for a in known.values() if a.employer != chosen.employer)
    return About(person.name if person else "", chosen.employer, others)


def lint_data(report: Report) -> dict[str, object]:
    """The machine form of a report, described in docs/reference/json.md."""
    return {
        "findings": [finding_data(remark) for remark in report.remarks],
        "measures": {name.replace("-", "_"): measured.value for name, measured in report.measures.items()},
        "verdict": report.verdict,
        "locale": report.locale,
    }


def finding_data(remark: Remark) -> dict[str, object]:
    """The machine form of one finding. What is missing is added: its alternative replaces nothing."""
    end = remark.finding.end
    return {
        **asdict(remark.finding),
        "title": remark.rule.title,
        "category": remark.rule.category,
        "measure": remark.rule.measure,
        "alternatives": list(remark.rule.alternatives),
        "leave_out": remark.rule.leave_out,
        "replaces": [end, end] if remark.rule.below else list(remark.replaces),
    }


# ── check ────────────────────────────────────────────────────────────────────────────────────────────────


def check(source: str | bytes, path: str, catalog: Catalog | None = None) -> tuple[Diagnostic, ...]:
    """Everything there is to say about one file; what kind of file it is shows by its content."""
    catalog = catalog or builtin()
    if isinstance(source, bytes) and (packs.is_zip(source) or path.lower().endswith(".zip")):
        return _check_pack(*packs.read(source, path, catalog.vocabulary, catalog.words_of), catalog)
    probe = Collector(path)
    root = parse(source, probe)
    if root is None or probe.failed:
        explain_braces(source, probe)
        return probe.sorted()
    match packs.kind_of(root):
        case "profile":
            return read_profile(source, path)[1]
        case "template":
            return read_template(source, path, catalog.vocabulary)[1]
        case "pack":
            return packs.read_manifest(source, path)[1]
        case "tone rule":
            return packs.read_tone_rule(source, path, root, catalog.words_of)[1]
        case "language":
            return read_words(source, path)[1]
    return searchfile.read(source, path)[1]


def check_pack(
    files: Mapping[str, bytes], path: str, catalog: Catalog | None = None
) -> tuple[Diagnostic, ...]:
    """Everything there is to say about a folder that is a pack, given its files by their names in it."""
    catalog = catalog or builtin()
    return _check_pack(*packs.read_files(files, catalog.vocabulary, path, catalog.words_of), catalog)


def _check_pack(pack: Pack | None, found: tuple[Diagnostic, ...], catalog: Catalog) -> tuple[Diagnostic, ...]:
    return (*found, *catalog.with_packs([pack]).diagnostics) if pack else found
