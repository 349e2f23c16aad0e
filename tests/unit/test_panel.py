"""A panel: everybody gets a message of their own, from a template for their role, about their own topic."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_core import service, verbs
from followup_core.catalog import builtin
from followup_core.drafts import SPECIAL_RANK, assign, panel, prepare
from followup_core.errors import UnknownNameError, UsageError
from followup_core.model import ROLES, STAGES, Application, Contact, Interview, Me, Role, Search
from followup_core.similarity import ALIKE
from followup_core.templates import Template

TODAY = dt.date(2026, 11, 20)
SEARCH = """\
followup: 1
me: {name: Dana Whitfield, email: dana@example.com}
applications:
  - id: northwind-it
    employer: Northwind Traders
    role: IT support analyst
    country: US
    contacts:
      - {id: maria, name: Maria Lopez, role: interviewer}
      - {id: tom, name: Tom Reed, role: hiring-manager}
      - {id: ines, name: Ines Weber, role: recruiter}
      - {id: bo, name: Bo Lund}
    interviews:
      - {on: 2026-11-12, stage: phone-screen, with: [ines]}
      - on: 2026-11-19
        stage: panel
        with: [maria, tom, ines, bo]
        topics: [the ticket backlog, the new service desk, the first week]
"""
WORDS = {
    "maria": {"question": "the Friday queue"},
    "tom": {"aim": "answering within a day", "beginning": "sitting with the night shift"},
    "ines": {"care": "you met me at the door", "learned": "how people move between teams"},
    "bo": {"detail": "the Monday morning when all the laptops update at once"},
}


def call(**params: Any) -> dict[str, Any]:
    asked = {"panel": True, "text": SEARCH, "today": "2026-11-20", **params}
    answer: dict[str, Any] = json.loads(service.call("draft", json.dumps(asked)))
    return answer


def people(*roles: Role | None) -> tuple[Contact, ...]:
    return tuple(Contact(f"p{n}", f"Person {n}", role=role) for n, role in enumerate(roles))


def thanks(locale: str = "en") -> tuple[Template, ...]:
    return builtin().templates("thank-you", locale, "email")


def application(*roles: Role | None, topics: tuple[str, ...] = (), stage: Any = "panel") -> Application:
    there = people(*roles)
    interview = Interview(
        dt.date(2026, 11, 19), stage=stage, people=tuple(p.id for p in there), topics=topics
    )
    return Application("a", "Acme", "clerk", "US", contacts=there, interviews=(interview,))


# ── who gets which template ──────────────────────────────────────────────────────────────────────────────


def test_each_role_gets_its_template_and_nobody_the_same() -> None:
    made = verbs.panel(SEARCH, TODAY)
    assert [(each.draft.to, each.draft.template) for each in made.drafts] == [
        ("maria", "thank-you-panel-member"),
        ("tom", "thank-you-panel-decision-maker"),
        ("ines", "thank-you-panel-recruiter"),
        ("bo", "thank-you-panel-colleague"),
    ]


@pytest.mark.parametrize(
    ("stage", "roles", "expected"),
    [
        ("first", ["interviewer", "interviewer"], ["thank-you-after-first", "thank-you-after-first-plain"]),
        (
            "final",
            ["hiring-manager", "interviewer"],
            ["thank-you-panel-decision-maker", "thank-you-after-final"],
        ),
        ("first", ["interviewer"], ["thank-you-after-first"]),
        (None, ["interviewer", "coordinator"], ["thank-you-panel-member", "thank-you-panel-recruiter"]),
    ],
)
def test_the_stage_counts_before_the_role(stage: str | None, roles: list[Role], expected: list[str]) -> None:
    about = application(*roles)
    assert [each.id for each in assign(about.contacts, about, stage, thanks())] == expected


@pytest.mark.parametrize("locale", builtin().locales)
@settings(deadline=None)
@given(
    roles=st.lists(st.sampled_from([None, *ROLES]), min_size=1, max_size=9),
    stage=st.sampled_from([None, *STAGES]),
    country=st.sampled_from([None, "US", "GB"]),
    sector=st.sampled_from(["private", "public", "academic", "agency"]),
)
def test_a_template_comes_twice_only_when_nothing_else_fits(
    locale: str, roles: list[Any], stage: str | None, country: str | None, sector: Any
) -> None:
    about = replace(application(*roles), country=country, sector=sector)
    if stage in ("assignment", "informational", None) and len(roles) == 1:
        return  # a talk with one person needs no panel; not every language has a template for it
    chosen = assign(about.contacts, about, stage, thanks(locale))
    taken: set[str] = set()
    for person, template in zip(about.contacts, chosen, strict=True):
        assert fits(template, about, stage)
        if template.id in taken:
            role = person.role or "interviewer"
            left = [each for each in thanks(locale) if fits(each, about, stage) and each.id not in taken]
            assert [each.id for each in left if not each.roles or role in each.roles] == []
        taken.add(template.id)


def fits(template: Template, about: Application, stage: str | None) -> bool:
    return (
        template.rank < SPECIAL_RANK
        and (not template.stages or bool({stage or "panel", "panel"} & set(template.stages)))
        and (not template.countries or about.country in template.countries)
        and (not template.sectors or about.sector in template.sectors)
    )


def test_a_template_for_another_role_is_not_taken() -> None:
    about = application("interviewer", "interviewer", "interviewer", "interviewer")
    chosen = assign(about.contacts, about, "panel", thanks())
    assert all(not each.roles or "interviewer" in each.roles for each in chosen)
    assert len({each.id for each in chosen}) == 4


def test_nothing_fits_says_so() -> None:
    about = application("interviewer")
    with pytest.raises(UsageError, match="no template"):
        assign(about.contacts, about, "panel", [])


def test_the_plan_offers_what_the_panel_takes() -> None:
    plan, _ = verbs.plan(SEARCH, TODAY)
    offered = {step.to: step.template for step in plan.steps if step.kind == "thank-you"}
    made = verbs.panel(SEARCH, TODAY).drafts
    assert {each.draft.to: each.draft.template for each in made} == offered


# ── topics and words ─────────────────────────────────────────────────────────────────────────────────────


def topics(about: Application) -> list[str]:
    made = panel(thanks(), search=Search(Me("Dana"), (about,)), today=TODAY)
    template = replace(thanks()[0], shared=(builtin().vocabulary["topic"],), own=(), body="", subject="")
    search = Search(Me("Dana"), (about,))
    shown = [
        prepare(template, search=search, interview=1, to=each.draft.to, today=TODAY).fields for each in made
    ]
    return [value for fields in shown for _, value in fields]


def test_everybody_has_a_topic_of_their_own() -> None:
    three: tuple[Role, ...] = ("interviewer", "hiring-manager", "recruiter")
    assert topics(application(*three, topics=("a", "b", "c"))) == ["a", "b", "c"]
    assert topics(application(*three, topics=("a", "b"))) == ["a", "b", ""]
    assert topics(application(*three, topics=("a",))) == ["a", "a", "a"]
    assert topics(application("interviewer", topics=("a", "b"))) == ["a"]


def test_the_topics_are_in_the_messages() -> None:
    made = verbs.panel(SEARCH, TODAY, values=WORDS)
    bodies = {each.draft.to: each.draft.body for each in made.drafts}
    assert all(not each.draft.missing for each in made.drafts)
    assert "the ticket backlog" in bodies["maria"] and "the new service desk" in bodies["tom"]
    assert "the ticket backlog" not in bodies["tom"]
    assert made.similar == ()


def test_what_a_person_types_is_for_one_contact() -> None:
    made = verbs.panel(SEARCH, TODAY, values={"maria": {"topic": "mine", "question": "x"}})
    filled = {each.draft.to: each.draft for each in made.drafts}
    assert "mine" in filled["maria"].body and not filled["maria"].missing
    assert "mine" not in filled["tom"].body and filled["tom"].missing


# ── the verb ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_verb_gives_all_drafts_and_what_reads_alike() -> None:
    result = call(values=WORDS)["result"]
    assert list(result) == ["drafts", "similar"]
    assert [draft["to"] for draft in result["drafts"]] == list(WORDS)
    assert all(draft["fields"] and "view" not in draft for draft in result["drafts"])
    assert all(draft["view"] and draft["form"] for draft in call(view=True)["result"]["drafts"])
    assert call(interview=1)["result"]["drafts"][0]["template"] == "thank-you-after-phone-screen"


def test_two_that_read_alike_are_named() -> None:
    german = SEARCH.replace("country: US", "country: US\n    language: de")
    said = {"point": "Ihre Frage zum Lager", "answer": "Zwei Personen im Wechsel würden reichen."}
    result = call(text=german, values={"maria": said, "tom": said})["result"]
    assert {draft["locale"] for draft in result["drafts"]} == {"de"}
    first = result["similar"][0]
    assert (first["one"], first["other"]) == ("maria", "tom")
    assert ALIKE <= first["score"] <= 1
    assert call(text=german, locale="en", values=WORDS)["result"]["similar"] == []


def test_impossible_panels() -> None:
    alone = SEARCH.replace("with: [maria, tom, ines, bo]", "with: []")
    cases: list[tuple[dict[str, Any], str | None, str | None]] = [
        ({"text": alone}, "USAGE", "interview"),
        ({"interview": 9}, "USAGE", "interview"),
        ({"values": {"mara": {}}}, None, None),
        ({"values": {"maria": "x"}}, "USAGE", "maria"),
        ({"values": []}, "USAGE", "values"),
        ({"text": "followup: 1\nme: {name: Dana}\napplications: []\n"}, "USAGE", "application"),
    ]
    for params, code, field in cases:
        answer = call(**params)
        assert not answer["ok"], params
        if code:
            assert (answer["error"]["code"], answer["error"]["field"]) == (code, field)
    without = "applications: [{id: a, employer: A, role: B}]"
    answer = call(text=f"followup: 1\nme: {{name: Dana}}\n{without}\n")
    assert answer["error"]["field"] == "interview"
    with pytest.raises(UnknownNameError, match="mara"):
        verbs.panel(SEARCH, TODAY, values={"mara": {}})


# ── the stage of the other steps ─────────────────────────────────────────────────────────────────────────

LOG = "    log:\n      - {on: 2026-12-01, received: rejection, from: maria}\n"


@pytest.mark.parametrize(
    ("stage", "promise", "log", "today", "kind", "expected"),
    [
        ("phone-screen", "", "", "2026-11-20", "check-in", "check-in-after-phone-screen"),
        ("final", "", "", "2026-11-20", "check-in", "check-in-after-final-round"),
        ("first", "", "", "2026-11-20", "check-in", "check-in-without-promise"),
        ("final", "    promise: {by: 2026-12-01}\n", "", "2026-11-20", "check-in", "check-in-after-promise"),
        ("phone-screen", "", "", "2026-11-20", "second-check-in", "second-check-in"),
        ("final", "", "", "2026-11-20", "second-check-in", "second-check-in"),
        ("final", "", LOG, "2026-12-01", "rejection-reply", "rejection-after-final-round"),
        ("first", "", LOG, "2026-12-01", "rejection-reply", "rejection-ask-feedback"),
    ],
)
def test_the_template_fits_the_stage_of_the_latest_interview(
    stage: str, promise: str, log: str, today: str, kind: str, expected: str
) -> None:
    text = SEARCH.replace("stage: panel", f"stage: {stage}") + promise + log
    plan, _ = verbs.plan(text, dt.date.fromisoformat(today))
    assert [step.template for step in plan.steps if step.kind == kind] == [expected]


def test_an_informal_talk_or_one_still_ahead_is_not_the_latest_interview() -> None:
    later = (
        "      - {on: 2026-11-20, stage: informational, with: [bo]}\n      - {on: 2027-03-01, stage: first}\n"
    )
    plan, _ = verbs.plan(SEARCH.replace("stage: panel", "stage: final") + later + LOG, dt.date(2026, 12, 1))
    replies = [step.template for step in plan.steps if step.kind == "rejection-reply"]
    assert replies == ["rejection-after-final-round"]


# ── the room of a channel ────────────────────────────────────────────────────────────────────────────────


def test_a_finished_message_must_fit_its_channel() -> None:
    fields = {
        field.name: "x" for field in builtin().template("check-in-linkedin").fields if field.kind == "line"
    }
    for length, fits in ((1, True), (400, False)):
        values = {**builtin().template("check-in-linkedin").example, **dict.fromkeys(fields, "w" * length)}
        prepared = verbs.draft("check-in-linkedin", TODAY, values=values)
        data = verbs.draft_data(prepared)
        assert not prepared.draft.missing
        assert (data["length"], data["limit"]) == (len(prepared.draft.body), 300)
        if fits:
            assert verbs.export_draft(prepared, "text").content == prepared.draft.body
            continue
        for format in ("text", "eml", "mailto"):
            with pytest.raises(UsageError, match="too long: a LinkedIn note takes 300") as error:
                verbs.export_draft(prepared, format)
            assert error.value.field == "limit"
        assert json.loads(verbs.export_draft(prepared, "json").content)["length"] > 300


def test_mail_has_no_limit() -> None:
    data = verbs.draft_data(verbs.draft("closing-note", TODAY))
    assert (data["limit"], data["channel"], data["locale"]) == (None, "email", "en")


def test_the_locale_can_be_asked_for() -> None:
    assert verbs.draft("closing-note", TODAY, locale="de").locale == "de"
    assert verbs.draft("closing-note", TODAY, locale="de-CH").locale == "de"
    german = SEARCH.replace("country: US", "language: de")
    assert verbs.draft("closing-note", TODAY, source=german).locale == "de"
    assert verbs.draft("closing-note", TODAY, source=german, locale="en").locale == "en"
