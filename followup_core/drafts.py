"""A template + what the search file knows + what a person adds -> a draft.

    prepare(template, search=…, application=…, today=…) -> Prepared, what a page needs
    draft(template, search=…, application=…, today=…)   -> Draft, the message alone
    panel(templates, search=…, interview=…, today=…)    -> a Prepared for everybody who was there
    situations(template)                                -> what may have happened when it fits

A draft with a missing field has no mailto link and must not leave in any other form either.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from followup_core.errors import FollowupError, UnknownNameError, UsageError
from followup_core.filling import Place
from followup_core.history import History
from followup_core.mail import mailto
from followup_core.model import STAGES, Application, Contact, Draft, Field, Interview, Search
from followup_core.templates import Template, render
from followup_core.tone import Report
from followup_core.wording import first_name

SHARED_FIELDS = (
    "my_name",
    "my_first_name",
    "my_email",
    "my_phone",
    "my_link",
    "employer",
    "role",
    "contact_name",
    "contact_first_name",
    "contact_title",
    "interview_date",
    "interview_stage",
    "topic",
    "topics",
    "promise_date",
    "promised_by_name",
    "last_message_date",
    "today",
)
"""What `known_values` may fill: exactly the names of data/vocabulary.yaml."""

_ANSWERS = {"rejection-reply": "rejection", "offer-reply": "offer", "no-show": "no-show"}
"""The kinds that answer something, and what they answer."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft with what a page shows around it.

    A gap is `(start, end, field)` in code points, and so is each of the `places` where subject and body print
    a field. `fields` are all fields of the template with their present values, blank ones included; `own` are
    the names of those that speak the language of the template, the shared ones are English. `person` is the
    name of the recipient, `address` where a mail would go.
    """

    draft: Draft
    subject_gaps: tuple[Place, ...]
    body_gaps: tuple[Place, ...]
    fields: tuple[tuple[Field, str], ...]
    person: str = ""
    address: str | None = None
    locale: str = "en"
    own: frozenset[str] = frozenset()
    kind: str = ""
    report: Report | None = None
    """What the tone check says, where somebody asked it."""
    places: tuple[tuple[Place, ...], ...] = ((), ())


def draft(
    template: Template,
    *,
    search: Search | None = None,
    application: str | None = None,
    interview: int | None = None,
    to: str | None = None,
    values: Mapping[str, str] | None = None,
    today: dt.date,
) -> Draft:
    """The message. Takes what `prepare` takes."""
    return prepare(
        template,
        search=search,
        application=application,
        interview=interview,
        to=to,
        values=values,
        today=today,
    ).draft


def prepare(
    template: Template,
    *,
    search: Search | None = None,
    application: str | None = None,
    interview: int | None = None,
    to: str | None = None,
    values: Mapping[str, str] | None = None,
    today: dt.date,
) -> Prepared:
    """Fill a template for one application, or for none.

    `application` is an id (not needed when the file has one application only), `interview` a position in it
    from 1, `to` the id of a contact; without them the ones that the kind of message suggests are taken.
    `values` come from the person who writes and win over the file, blank ones too.

    Raises UnknownNameError for a name that does not exist, UsageError for an impossible parameter, and
    FollowupError (TPL-LIMIT) for a text that is too long.
    """
    added = _checked(values or {}, template)
    scene = _Scene.find(template, search, application, interview, to, today)
    known = {**known_values(search, scene, today), **added}
    rendered = render(template, known, scene.application.country if scene.application else None)
    address = scene.contact.email if scene.contact else None
    message = Draft(
        template.id,
        rendered.subject,
        rendered.body,
        scene.contact.id if scene.contact else None,
        template.channel,
        rendered.missing,
        mailto=None
        if rendered.missing or template.channel != "email"
        else _link(address, rendered.subject, rendered.body),
    )
    return Prepared(
        message,
        rendered.subject_gaps,
        rendered.body_gaps,
        tuple((field, known.get(field.name, "")) for field in template.fields),
        scene.contact.name if scene.contact else "",
        address,
        template.locale,
        frozenset(field.name for field in template.own),
        template.kind,
        places=tuple(part.places for part in rendered.filled),
    )


def _checked(values: Mapping[str, str], template: Template) -> Mapping[str, str]:
    for name, value in values.items():
        if name not in template.by_name and name not in SHARED_FIELDS:
            raise UnknownNameError("field", name, template.by_name)
        if not isinstance(value, str):
            raise UsageError("The value of a field must be text.", "put it in quotes", name)
    return values


def _link(address: str | None, subject: str, body: str) -> str | None:
    try:
        return mailto(address, subject, body).url
    except FollowupError:  # copying and .eml say why
        return None


# ── when it fits ─────────────────────────────────────────────────────────────────────────────────────────

SPECIAL_RANK = 63
"""From this rank on templates tell of something special (a trial day, a late note, a familiar address), which
nobody but the person who writes can know of: a panel never takes them by itself."""


def situations(template: Template) -> list[str]:
    """What may have happened when a template fits: its kind, and where it matters more, `thank-you/first`."""
    special = template.rank >= SPECIAL_RANK
    if template.kind == "thank-you":
        if special and not template.stages:
            return ["thank-you/special"]
        return [f"thank-you/{stage}" for stage in STAGES if not template.stages or stage in template.stages]
    if template.kind == "check-in":
        if special:
            return ["check-in/change"]
        return ["check-in/promise" if template.needs("promise_date") else "check-in/silence"]
    return [template.kind]


# ── a panel ──────────────────────────────────────────────────────────────────────────────────────────────


def panel(
    templates: Sequence[Template],
    *,
    search: Search,
    application: str | None = None,
    interview: int | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    today: dt.date,
) -> tuple[Prepared, ...]:
    """A draft for everybody an interview was with, in the order of the file, from as many templates as fit.

    `templates` are the ones to choose from, those for thank-yous by mail in one language; `values` the words
    of the person who writes, by contact. Without `interview` it is the latest one up to today.

    Raises what `prepare` raises, and UsageError when nobody is named in the interview.
    """
    about = _application(search, application)
    if about is None:
        raise UsageError("A panel needs an application.", "name the application", "application")
    number = interview if interview is not None else _latest(about, today)
    people = present(about, _numbered(about, number))
    if not people:
        hint = "add `with:` to the interview"
        raise UsageError("The interview does not say who was there.", hint, "interview")
    words = values or {}
    for id in words:
        if id not in {person.id for person in people}:
            raise UnknownNameError("person of this interview", id, [person.id for person in people])
    chosen = assign(people, about, about.interviews[number - 1].stage, templates)
    return tuple(
        prepare(
            template,
            search=search,
            application=about.id,
            interview=number,
            to=person.id,
            values=words.get(person.id),
            today=today,
        )
        for person, template in zip(people, chosen, strict=True)
    )


def present(application: Application, interview: Interview) -> tuple[Contact, ...]:
    """Everybody the interview was with, once."""
    found = (application.contact(id) for id in dict.fromkeys(interview.people))
    return tuple(contact for contact in found if contact)


def assign(
    people: Sequence[Contact], application: Application, stage: str | None, templates: Sequence[Template]
) -> tuple[Template, ...]:
    """A template for each of these people: for the stage, then for their role; none twice while others fit.

    Raises UsageError when no template fits the application at all.
    """
    stages = {stage or "panel", "panel"} if len(people) > 1 else {stage}
    fitting = [each for each in templates if _fits(each, application, stages)]
    if not fitting:
        raise UsageError("There is no template for a thank-you here.", field="template")
    uses: Counter[str] = Counter()
    chosen = []
    for person in people:
        role = person.role or "interviewer"
        for_them = [each for each in fitting if not each.roles or role in each.roles] or fitting
        best = min(for_them, key=lambda each: (uses[each.id], *_preference(each, role, stage or "panel")))
        uses[best.id] += 1
        chosen.append(best)
    return tuple(chosen)


def _fits(template: Template, application: Application, stages: Collection[str | None]) -> bool:
    return (
        template.rank < SPECIAL_RANK
        and (not template.stages or any(stage in template.stages for stage in stages))
        and (not template.countries or application.country in template.countries)
        and (not template.sectors or application.sector in template.sectors)
    )


def _preference(template: Template, role: str, stage: str) -> tuple[int, bool, bool, bool, int, str]:
    """What decides between templates that fit, the most important first; the smallest wins.

    Most templates are for an interviewer, whether they say so or not.
    """
    return (
        0 if stage in template.stages else 1 if template.stages else 2,
        role != "interviewer" and role not in template.roles,
        not template.countries,
        not template.sectors,
        template.rank,
        template.id,
    )


# ── who, when ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the message is about: any of it may be unknown."""

    application: Application | None = None
    history: History | None = None
    interview: Interview | None = None
    contact: Contact | None = None
    topic: str | None = None

    @classmethod
    def find(
        cls,
        template: Template,
        search: Search | None,
        application: str | None,
        interview: int | None,
        to: str | None,
        today: dt.date,
    ) -> _Scene:
        about = _application(search, application)
        if about is None:
            _refuse_orphans(interview, to)
            return cls()
        history = History(about, today)
        conversation = _numbered(about, interview) if interview is not None else None
        if to is None:
            to = _recipient(template.kind, history, conversation)
        elif about.contact(to) is None:
            raise UnknownNameError("contact", to, [contact.id for contact in about.contacts])
        person = to if template.kind == "thank-you" else None
        conversation = conversation or _conversation(about, today, person)
        topic = _topic(conversation, person) if conversation else None
        return cls(about, history, conversation, about.contact(to), topic)


def _application(search: Search | None, id: str | None) -> Application | None:
    known = search.applications if search else ()
    if id is None:
        return known[0] if len(known) == 1 else None
    found = next((each for each in known if each.id == id), None)
    if found is None:
        raise UnknownNameError("application", id, [each.id for each in known])
    return found


def _refuse_orphans(interview: int | None, to: str | None) -> None:
    for name, value in (("interview", interview), ("to", to)):
        if value is not None:
            raise UsageError(f"`{name}` needs an application.", "name the application too", name)


def _numbered(application: Application, position: int) -> Interview:
    if not 1 <= position <= len(application.interviews):
        raise UsageError(
            f"The application has {len(application.interviews)} interviews; there is no number {position}.",
            "they are counted from 1 in the order of the file",
            "interview",
        )
    return application.interviews[position - 1]


def _conversation(application: Application, today: dt.date, person: str | None) -> Interview | None:
    """The latest interview up to today, with this person if possible; else the first one ahead."""
    held = [each for each in application.interviews if each.on <= today]
    with_person = [each for each in held if person in each.people]
    if held:
        return max(with_person or held, key=lambda each: (each.on, each.at or dt.time.min))
    return min(application.interviews, key=lambda each: each.on, default=None)


def _latest(application: Application, today: dt.date) -> int:
    """The position of the latest interview up to today, else of the first one ahead."""
    found = _conversation(application, today, None)
    if found is None:
        raise UsageError("The application has no interview yet.", "add one to the file", "interview")
    return application.interviews.index(found) + 1


def _topic(interview: Interview, person: str | None) -> str | None:
    """What to write about: the first topic, or of several this person's own, by their place in `with`.

    Somebody for whom none is left gets none: two notes about the same thing read alike.
    """
    people = list(dict.fromkeys(interview.people))
    if person in people and len(people) > 1 and len(interview.topics) > 1:
        place = people.index(person)
        return interview.topics[place] if place < len(interview.topics) else None
    return next(iter(interview.topics), None)


def _recipient(kind: str, history: History, conversation: Interview | None) -> str | None:
    """Whom a message of this kind goes to when nobody is named."""
    if kind == "thank-you":
        held = conversation or _conversation(history.application, history.today, None)
        return held.people[0] if held and held.people else None
    if kind in _ANSWERS:
        received = [entry for entry in history.log if entry.received == _ANSWERS[kind]]
        if received:
            return history.answering(received[-1])
    return history.recipient


# ── what the file knows ──────────────────────────────────────────────────────────────────────────────────


def known_values(search: Search | None, scene: _Scene, today: dt.date) -> dict[str, str]:
    """The shared fields that have a value; dates as ISO text."""
    values: dict[str, str | None] = {"today": today.isoformat()}
    if search:
        values |= {
            "my_name": search.me.name,
            "my_first_name": first_name(search.me.name),
            "my_email": search.me.email,
            "my_phone": search.me.phone,
            "my_link": next(iter(search.me.links), None),
        }
    if scene.application and scene.history:
        values |= _about_application(scene.application, scene.history)
    if scene.contact:
        country = scene.application.country if scene.application else None
        values |= {
            "contact_name": scene.contact.name,
            "contact_first_name": first_name(scene.contact.name, country),
            "contact_title": scene.contact.title,
        }
    if scene.interview:
        values |= {
            "interview_date": scene.interview.on.isoformat(),
            "interview_stage": scene.interview.stage,
            "topic": scene.topic,
            "topics": "\n".join(scene.interview.topics),
        }
    return {name: value for name, value in values.items() if value and value.strip()}


def _about_application(application: Application, history: History) -> dict[str, str | None]:
    promise = history.live_promise
    promiser = application.contact(promise.by_whom) if promise else None
    sent = [entry.on for entry in history.log if entry.sent]
    return {
        "employer": application.employer,
        "role": application.role,
        "promise_date": promise.by.isoformat() if promise else None,
        "promised_by_name": promiser.name if promiser else None,
        "last_message_date": max(sent).isoformat() if sent else None,
    }
