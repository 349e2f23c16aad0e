"""Results as trees of elements: the plan with today's one next thing first, the draft with its gaps marked.

The same trees are printed by the build and shown by the page, so a reader without script sees what the live
tool shows. Links start with `base`, the relative way from the page to the root of the site ("", "../").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from followup_core.elements import Element, el, to_html, to_json
from followup_core.model import Application, Draft, Field, Plan, Reason, Search, Step
from followup_core.phrases import long_date, short_date, soonest, status_words, step_title
from followup_core.standing import Standing, next_step
from followup_core.templates import CHANNEL_LIMITS

__all__ = ["Element", "draft_view", "form_view", "overview_view", "plan_view", "to_html", "to_json"]

BY_CHANNEL = {
    "email": "by e-mail",
    "linkedin": "on LinkedIn",
    "sms": "by text message",
    "card": "on a card",
    "phone": "by phone",
}
_NOT_MESSAGES = ("ask-next-steps", "stop")


def _time(day: dt.date, short: bool = False) -> Element:
    return el("time", {"datetime": day.isoformat()}, short_date(day) if short else long_date(day))


def _bdi(text: str) -> Element:
    return el("bdi", None, text)


# ── one step ─────────────────────────────────────────────────────────────────────────────────────────────


def _step_heading(step: Step, application: Application | None, level: int) -> Element:
    return el(f"h{level}", {"class": "fu-step-title"}, _bdi(step_title(step, application)))


def _write_link(step: Step, base: str) -> Element | None:
    """The way to the draft; what it needs to know travels in the fragment, which no server sees."""
    if step.template is None or step.kind in _NOT_MESSAGES or step.status in {"done", "skipped"}:
        return None
    parts = step.id.split("/")
    asked = {
        "template": step.template,
        "application": step.application,
        "interview": parts[3] if step.kind == "thank-you" and len(parts) == 4 else None,
        "to": step.to,
    }
    fragment = urlencode({name: value for name, value in asked.items() if value})
    now = step.status in {"due", "overdue"}
    look, words = ("fu-button", "Write this message") if now else ("fu-write", "Prepare this message")
    return el("a", {"class": look, "href": f"{base}drafts/#{fragment}"}, words)


def _window(step: Step, today: dt.date) -> Element | None:
    """The days on which the step is still right; nothing for a single day or what is over."""
    if max(step.earliest, today) >= step.latest or step.status in {"done", "overdue", "skipped"}:
        return None
    if step.earliest <= today:
        return el("span", {"class": "fu-window"}, "there is time until ", _time(step.latest, short=True))
    first, last = _time(step.earliest, short=True), _time(step.latest, short=True)
    return el("span", {"class": "fu-window"}, "any day from ", first, " to ", last, " is fine")


def _who(step: Step, application: Application | None, several: bool) -> Element | None:
    """To whom, how, and for which job when there are several."""
    person = application.contact(step.to) if application else None
    said: list[Element | str] = []
    if person:
        said += ["To ", _bdi(person.name)]
        said += [", ", _bdi(person.title)] if person.title else []
    if step.channel and step.kind not in _NOT_MESSAGES:
        said += [", " if said else "", BY_CHANNEL[step.channel]]
    if several and application:
        said += [" · " if said else "", _bdi(application.employer), ", ", _bdi(application.role)]
    return el("p", {"class": "fu-step-who"}, *said) if said else None


def _reason(reason: Reason) -> list[Element]:
    said = [el("p", None, reason.text)]
    if reason.range:
        label = "Who says so: " if reason.rule == "custom" else "Published advice: "
        said.append(el("p", {"class": "fu-range"}, label, reason.range))
    return said


def _pages(reasons: Sequence[Reason], base: str) -> list[Element]:
    """The way to each page once, named by the page's own address: `guide/say-thanks/` is “say thanks”."""
    pages = dict.fromkeys(reason.page.strip("/") for reason in reasons if reason.page)
    return [
        el(
            "p",
            None,
            el("a", {"href": f"{base}{page}/"}, f"Read more: {page.split('/')[-1].replace('-', ' ')}"),
        )
        for page in pages
    ]


def _why(step: Step, base: str) -> Element | None:
    if not step.why:
        return None
    reasons = [part for reason in step.why for part in _reason(reason)]
    title = el("summary", None, "Why then?")
    return el("details", {"class": "fu-why"}, title, *reasons, *_pages(step.why, base))


def _step(
    step: Step, application: Application | None, base: str, level: int, several: bool, today: dt.date
) -> Element:
    link = _write_link(step, base)
    when = el("p", {"class": "fu-step-when"}, _time(step.date), _window(step, today))
    status = el("p", {"class": "fu-status"}, status_words(step, today))
    return el(
        "li",
        {"class": f"fu-step fu-step--{step.status}", "data-step": step.id, "data-kind": step.kind},
        _step_heading(step, application, level),
        status,
        when,
        _who(step, application, several),
        el("p", {"class": "fu-actions"}, link) if link else None,
        _why(step, base),
    )


# ── today ────────────────────────────────────────────────────────────────────────────────────────────────


def _headline(step: Step, plan: Plan, title: Element) -> tuple[str, list[Element | str]]:
    """The mood of the card and its one sentence."""
    if step.kind == "stop":
        return "rest", ["You have done what you can. No further message now."]
    if step.kind == "ask-next-steps":
        mood = "due" if step.date <= plan.today else "next"
        day: list[Element | str] = ["today"] if mood == "due" else ["on ", _time(step.date)]
        return mood, ["Before you leave the interview ", *day, ", ask what happens next."]
    if step.status == "waiting":
        return "wait", ["Wait until ", _time(step.earliest), "."]
    if step.status == "upcoming" or step.date > plan.today:
        return "next", ["Next: ", title, ", on ", _time(step.date), "."]
    return "due", [title, " today."]


def _today_card(plan: Plan, search: Search, base: str, level: int) -> Element:
    step = next_step(plan.steps)
    heading = f"h{level}"
    date = el("p", {"class": "fu-today-date"}, "Today is ", _time(plan.today))
    if step is None:
        return el(
            "section",
            {"class": "fu-today fu-today--empty", "aria-label": "Today"},
            date,
            el(heading, None, "Nothing to do yet."),
            el("p", None, "Enter an interview, and the next step appears here."),
        )
    application = _applications(search).get(step.application)
    mood, headline = _headline(step, plan, _bdi(step_title(step, application)))
    return el(
        "section",
        {"class": f"fu-today fu-today--{mood}", "aria-label": "Today", "data-step": step.id},
        date,
        el(heading, {"class": "fu-headline"}, *headline),
        _then(step, application, mood),
        *[el("p", {"class": "fu-today-why"}, reason.text) for reason in step.why[:1]],
        _meanwhile(base) if mood == "wait" else None,
        _others(plan, step),
        _today_action(step, mood, base),
    )


def _then(step: Step, application: Application | None, mood: str) -> Element | None:
    """What the waiting is for, or how long there is time."""
    if mood == "wait":
        title = _bdi(step_title(step, application))
        return el("p", {"class": "fu-today-then"}, "Then: ", title, ", best on ", _time(step.date), ".")
    if mood in {"due", "next"} and step.latest > step.date:
        return el("p", {"class": "fu-today-then"}, "There is time until ", _time(step.latest), ".")
    return None


def _meanwhile(base: str) -> Element:
    """What the guide says about the days of waiting, in one sentence, and the way to the rest of it."""
    return el(
        "p",
        {"class": "fu-today-meanwhile"},
        "Meanwhile, write down what went well while you still know it, and send one other application. ",
        el("a", {"href": f"{base}guide/when-to-wait/#what-to-do-with-the-days"}, "What else helps"),
    )


def _today_action(step: Step, mood: str, base: str) -> Element | None:
    link = _write_link(step, base)
    return el("p", {"class": "fu-actions"}, link) if link and mood != "wait" else None


def _others(plan: Plan, chosen: Step) -> Element | None:
    more = sum(s.status in {"due", "overdue"} and s.kind != "stop" for s in plan.steps if s is not chosen)
    if chosen.status not in {"due", "overdue"} or not more:
        return None
    words = "One more step is" if more == 1 else f"{more} more steps are"
    return el("p", {"class": "fu-today-more"}, f"{words} open today; the list below has them.")


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────


def _applications(search: Search) -> dict[str, Application]:
    return {application.id: application for application in search.applications}


MAX_LISTED = 200
"""Steps on a page: about half a year of a busy search, and quick to show."""


def plan_view(
    plan: Plan, search: Search, *, base: str = "", level: int = 2, picture: Element | None = None
) -> Element:
    """The plan: the card of today, then a picture when there is one, then the steps in order of their date.

    Of a plan with more than MAX_LISTED steps the next ones stand here; the exports have them all.
    """
    known = _applications(search)
    several = len({step.application for step in plan.steps}) > 1
    shown = soonest(plan.steps, MAX_LISTED)
    steps = [_step(s, known.get(s.application), base, level + 1, several, plan.today) for s in shown]
    all_here = len(shown) == len(plan.steps)
    rest = f"These are the next {len(shown)} of {len(plan.steps)} steps. Exports have all of them."
    listed = [
        el(f"h{level}", {"class": "fu-steps-title"}, "All steps" if all_here else "The next steps"),
        None if all_here else el("p", {"class": "fu-hint"}, rest),
        el("ol", {"class": "fu-steps", "role": "list"}, *steps),
    ]
    return el(
        "div",
        {"class": "fu-plan"},
        _today_card(plan, search, base, level),
        picture,
        *(listed if steps else []),
        _notes([d.message for d in plan.diagnostics]),
    )


# ── all applications ─────────────────────────────────────────────────────────────────────────────────────

_ENDED = {
    "rejection": "They said no",
    "silence-acknowledged": "Closed without an answer",
    "withdrew": "You withdrew",
    "accepted": "You accepted",
    "declined": "You declined",
}
"""How an application ended, by the event of its log."""


def overview_view(standings: Sequence[Standing], plan: Plan) -> Element:
    """Every application with its next thing, a link `#application=ID` each; what is over is folded away."""
    live = [s for s in standings if s.state == "open"]
    over = [s for s in standings if s.state != "open"]
    return el(
        "div",
        {"class": "fu-overview"},
        el("ul", {"class": "fu-jobs", "role": "list"}, *(_job(s, plan) for s in live)),
        el(
            "details",
            {"class": "fu-archive"},
            el("summary", None, f"Closed or at rest ({len(over)})"),
            el("ul", {"class": "fu-jobs", "role": "list"}, *(_job(s, plan) for s in over)),
        )
        if over
        else None,
    )


def _job(standing: Standing, plan: Plan) -> Element:
    application, step = standing.application, standing.step
    mood: str = "empty"
    words: list[Element | str] = ["Nothing to do yet."]
    if standing.state == "open" and step:
        title = _bdi(step_title(step, application))
        mood, words = _headline(step, plan, title)
        if mood == "wait":
            words = [*words, " Then: ", title, "."]
    elif standing.state == "closed":
        mood, words = "rest", _closed(standing)
    elif step:
        mood, words = "rest", ["At rest since ", _time(step.date), "."]
    return el(
        "li",
        {"class": f"fu-job fu-job--{mood}", "data-step": application.id, "data-state": standing.state},
        el("a", {"class": "fu-job-name", "href": f"#application={application.id}"}, *_named(application)),
        el("p", {"class": "fu-job-next"}, *words),
        _reopen(standing),
    )


def _named(application: Application) -> list[Element | str]:
    return [el("strong", None, _bdi(application.employer)), " ", _bdi(application.role)]


def _closed(standing: Standing) -> list[Element | str]:
    words: list[Element | str] = [_ENDED.get(standing.ending or "", "Closed")]
    words += [" on ", _time(standing.since)] if standing.since else []
    step = standing.step
    if step and step.kind != "stop" and step.status in {"due", "overdue"}:
        words += [". ", _bdi(step_title(step, standing.application)), ", until ", _time(step.latest)]
    return [*words, "."]


def _reopen(standing: Standing) -> Element | None:
    if standing.state != "closed":
        return None
    name = f"Reopen {standing.application.employer}, {standing.application.role}"
    attributes = {"type": "button", "class": "fu-link", "data-action": "reopen", "aria-label": name}
    return el("button", {**attributes, "data-application": standing.application.id}, "Reopen")


def _notes(messages: Sequence[str]) -> Element | None:
    """Warnings about the file, in its order."""
    if not messages:
        return None
    items = [el("li", None, message) for message in messages]
    title = el("p", None, el("strong", None, "Please look at this"))
    return el("aside", {"class": "fu-notes", "aria-label": "Remarks"}, title, el("ul", None, *items))


# ── a draft ──────────────────────────────────────────────────────────────────────────────────────────────

Span = tuple[int, int, str]
"""A gap in a text: start, end (code points) and the field that would fill it."""

_CONTROLS = {"paragraph": "textarea", "choice": "select"}
_TYPES = {"line": "text", "url": "url", "date": "date"}
FIELD_ID = "fu-field-"
"""What the id of a field's input begins with; the rest is the name of the field."""


def draft_view(
    draft: Draft,
    *,
    subject_gaps: Sequence[Span] = (),
    body_gaps: Sequence[Span] = (),
    person: str = "",
    language: str = "en",
    with_form: bool = False,
) -> Element:
    """The message as it will be read, its gaps marked, and below it what is missing and how long it is.

    `person` is the name of the recipient, `language` that of the template. With a form on the page, what is
    missing leads to its input.
    """
    words = {"lang": language, "dir": "auto"}
    subject = el("p", {"class": "fu-subject", **words}, *_marked(draft.subject, subject_gaps))
    how = BY_CHANNEL[draft.channel] if draft.channel != "email" else ""
    shown = [
        *([el("dt", None, "To"), el("dd", None, _bdi(person))] if person else []),
        *([el("dt", None, "How"), el("dd", None, how[:1].upper() + how[1:])] if how else []),
        *([el("dt", None, "Subject"), el("dd", {"data-text": "subject"}, subject)] if draft.subject else []),
    ]
    body = {"class": "fu-body", "data-text": "body", **words}
    return el(
        "div",
        {"class": "fu-draft", "data-template": draft.template},
        el(
            "article",
            {"class": "fu-letter", "aria-label": "The message"},
            el("dl", {"class": "fu-envelope"}, *shown) if shown else None,
            el("div", body, *_marked(draft.body, body_gaps)),
        ),
        _length(draft),
        _checklist(draft, with_form),
    )


def _length(draft: Draft) -> Element | None:
    """How much of the room is used, where a channel has little; a gap counts with its label."""
    limit = CHANNEL_LIMITS.get(draft.channel)
    if limit is None:
        return None
    look = "fu-length fu-length--over" if len(draft.body) > limit else "fu-length"
    return el("p", {"class": look}, f"{len(draft.body)} of {limit} characters")


def _marked(text: str, gaps: Sequence[Span]) -> list[Element | str]:
    """The text with its gaps as <mark>; the label inside stays, so that nobody has to see the colour."""
    parts: list[Element | str] = []
    done = 0
    for start, end, name in sorted(gaps):
        parts += [text[done:start], el("mark", {"class": "fu-gap", "data-gap": name}, text[start:end])]
        done = end
    return [part for part in [*parts, text[done:]] if part]


def _checklist(draft: Draft, with_form: bool) -> Element | None:
    missing = draft.missing
    if not missing and len(draft.body) > CHANNEL_LIMITS.get(draft.channel, len(draft.body)):
        return None
    if not missing:
        return el("p", {"class": "fu-ready"}, "Nothing is missing. Read it once more, then send it.")
    items = [
        el("li", None, el("a", {"href": f"#{FIELD_ID}{m.field}"}, m.label) if with_form else m.label)
        for m in missing
    ]
    return el("div", {"class": "fu-missing"}, el("p", None, "Still missing:"), el("ul", None, *items))


# ── the fields of a draft ────────────────────────────────────────────────────────────────────────────────


def form_view(
    template: str,
    fields: Sequence[tuple[Field, str]],
    *,
    language: str = "en",
    own: Collection[str] = (),
) -> Element:
    """The form of a template: every field with its label, hint, example and present value.

    The fields in `own` speak the `language` of the template, the others English.
    """
    shown = [_field(f, v, language if f.name in own and language != "en" else None) for f, v in fields]
    return el("div", {"class": "fu-fields", "data-template": template}, *shown)


def _field(field: Field, value: str, language: str | None) -> Element:
    identity = f"{FIELD_ID}{field.name}"
    example = ["For example: ", _said(field.example, language)] if field.example else []
    told = [part for part in ([_said(field.hint, language)] if field.hint else [], example) if part]
    about = f"{identity}-about" if told else None
    named = {"id": identity, "name": field.name, "aria-describedby": about, "lang": language}
    return el(
        "div",
        {"class": "fu-field", "data-field": field.name},
        el("label", {"for": identity}, _said(field.label, language), None if field.required else _optional()),
        el("p", {"class": "fu-hint", "id": about}, *_lines(told)) if told else None,
        _control(field, value, named),
    )


def _said(text: str, language: str | None) -> Element | str:
    """A text of a template, marked when it is not in the language of the page."""
    return el("span", {"lang": language}, text) if language else text


def _optional() -> Element:
    return el("span", {"class": "fu-optional"}, " (if you like)")


def _lines(lines: Sequence[Sequence[Element | str]]) -> list[Element | str]:
    return [part for line in lines for part in (el("br"), *line)][1:]


def _control(field: Field, value: str, attributes: dict[str, str | None]) -> Element:
    kind = _CONTROLS.get(field.kind, "input")
    if kind == "textarea":
        return el("textarea", {**attributes, "rows": "4"}, value or None)
    if kind == "input":
        return el("input", {**attributes, "type": _TYPES[field.kind], "value": value or None})
    options = [("", "Please choose"), *((option, option) for option in field.options)]
    chosen = [el("option", {"value": v, "selected": "" if v == value else None}, t) for v, t in options]
    return el("select", attributes, *chosen)
