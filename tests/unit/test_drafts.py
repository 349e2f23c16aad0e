"""Drafts: what the search file fills, who is written to, and that nothing with a hole has a link."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from followup_core.catalog import builtin
from followup_core.drafts import SHARED_FIELDS, Prepared, draft, prepare
from followup_core.errors import UnknownNameError, UsageError
from followup_core.model import Application, Contact, Interview, LogEntry, Me, Promise, Search

TODAY = dt.date(2026, 11, 20)
APPLICATION = Application(
    "northwind-it",
    "Northwind Traders",
    "IT support analyst",
    country="US",
    contacts=(
        Contact("maria", "Dr. Maria Lopez", "Head of Support", "maria@northwind.example", role="interviewer"),
        Contact("tom", "Tom Reed", email="tom@northwind.example", role="recruiter"),
    ),
    interviews=(
        Interview(dt.date(2026, 11, 12), stage="phone-screen", people=("tom",), topics=("the shift plan",)),
        Interview(
            dt.date(2026, 11, 19), stage="first", people=("maria",), topics=("the backlog", "the new desk")
        ),
    ),
    promise=Promise(dt.date(2026, 12, 1), said=dt.date(2026, 11, 19), by_whom="maria"),
)
SEARCH = Search(
    Me("Dana Whitfield", "dana@example.com", "+1 555 0100", ("https://example.com/dana",)), (APPLICATION,)
)


def write(id: str, search: Search | None = SEARCH, **more: object) -> Prepared:
    return prepare(builtin().template(id), search=search, **{"today": TODAY, **more})  # type: ignore[arg-type] # mixed keywords


def values(prepared: Prepared) -> dict[str, str]:
    return {field.name: value for field, value in prepared.fields}


def test_the_file_fills_what_it_knows() -> None:
    written = write("thank-you-after-first")
    assert values(written) == {
        "moment": "",
        "thought": "",
        "offer": "",
        "my_name": "Dana Whitfield",
        "employer": "Northwind Traders",
        "role": "IT support analyst",
        "contact_first_name": "Maria",
        "interview_date": "2026-11-19",
    }
    assert written.person == "Dr. Maria Lopez"
    assert written.address == "maria@northwind.example"
    assert written.draft.to == "maria"
    assert [missing.field for missing in written.draft.missing] == ["moment"]
    assert written.draft.mailto is None
    start, end, field = written.body_gaps[0]
    assert (field, written.draft.body[start:end]) == ("moment", "‹One moment from the conversation›")


def test_every_printed_field_has_its_place() -> None:
    written = write("thank-you-after-first", values={"my_name": "Zoë 🎉", "moment": "the tour."})
    subject, body = written.places
    printed = [(field, written.draft.body[start:end]) for start, end, field in body]
    assert printed == [
        ("contact_first_name", "Maria"),
        ("interview_date", "Thursday"),
        ("role", "IT support analyst"),
        ("moment", "the tour"),
        ("employer", "Northwind Traders"),
        ("my_name", "Zoë 🎉"),
    ]
    assert [written.draft.subject[start:end] for start, end, _ in subject] == ["Maria"]


def test_a_whole_draft_has_its_link() -> None:
    message = write("thank-you-after-first", values={"moment": "how you halved the backlog"}).draft
    assert message.missing == ()
    assert message.mailto is not None
    link = urlsplit(message.mailto)
    assert (link.scheme, link.path) == ("mailto", "maria@northwind.example")
    assert parse_qs(link.query) == {
        "subject": [message.subject],
        "body": [message.body.replace("\n", "\r\n")],
    }
    assert "on Thursday about" in message.body


def test_without_a_file_everything_is_asked_for() -> None:
    written = write("check-in-after-promise", None)
    assert [each.field for each in written.draft.missing] == ["role", "promise_date", "reason", "my_name"]
    assert written.draft.to is None
    assert "Hello,\n" in written.draft.body


def test_what_a_person_types_wins_and_can_be_blank() -> None:
    written = write("check-in-after-promise", values={"role": "analyst", "promise_date": " "})
    assert written.draft.subject == "Checking in about the analyst role"
    assert [each.field for each in written.draft.missing] == ["promise_date", "reason"]


def test_status_messages_go_to_the_one_who_promised() -> None:
    assert write("check-in-after-promise").draft.to == "maria"
    unpromised = replace(SEARCH, applications=(replace(APPLICATION, promise=None),))
    assert write("check-in-without-promise", unpromised).draft.to == "tom"


def test_a_thank_you_is_about_the_conversation_with_that_person() -> None:
    assert values(write("thank-you-after-first", to="tom"))["interview_date"] == "2026-11-12"
    written = write("thank-you-after-first", interview=1)
    assert (written.draft.to, values(written)["contact_first_name"]) == ("tom", "Tom")


def test_topics_come_from_the_conversation() -> None:
    assert values(write("share-an-article"))["topic"] == "the backlog"
    assert values(write("share-an-article", interview=1))["topic"] == "the shift plan"


def test_only_a_live_promise_counts() -> None:
    moved = LogEntry(TODAY, received="new-promise", by=dt.date(2026, 12, 8), sender="tom")
    lapsed = LogEntry(dt.date(2026, 12, 2), received="reply", sender="maria")
    for log, today, expected in [((moved,), TODAY, "2026-12-08"), ((lapsed,), dt.date(2026, 12, 3), "")]:
        search = replace(SEARCH, applications=(replace(APPLICATION, log=log),))
        assert values(write("check-in-after-promise", search, today=today))["promise_date"] == expected


def test_before_the_interview_the_one_ahead_is_meant() -> None:
    assert (
        values(write("thank-you-after-first", today=dt.date(2026, 11, 1)))["interview_date"] == "2026-11-12"
    )


def test_an_answer_goes_to_the_one_who_wrote() -> None:
    refused = LogEntry(TODAY, received="rejection", sender="tom")
    search = replace(SEARCH, applications=(replace(APPLICATION, log=(refused,)),))
    reply = replace(builtin().template("closing-note"), kind="rejection-reply")
    assert draft(reply, search=search, today=TODAY).to == "tom"


def test_dates_follow_the_country() -> None:
    british = replace(SEARCH, applications=(replace(APPLICATION, country="GB"),))
    assert "Tuesday 1 December" in write("check-in-after-promise", british).draft.body
    assert "Tuesday, December 1" in write("check-in-after-promise").draft.body


def test_an_unusable_address_or_a_long_text_has_no_link() -> None:
    words = {"moment": "how you halved the backlog"}
    contact = replace(APPLICATION.contacts[0], email="a@b.c?bcc=evil@x.y")
    search = replace(SEARCH, applications=(replace(APPLICATION, contacts=(contact,)),))
    assert write("thank-you-after-first", search, values=words).draft.mailto is None
    long = {"moment": "слово " * 300}
    written = write("thank-you-after-first", values=long)
    assert (written.draft.missing, written.draft.mailto) == ((), None)


def test_only_mail_has_a_mail_link() -> None:
    note = replace(builtin().template("closing-note"), channel="linkedin", subject="")
    everything = {field.name: "x" for field in note.fields}
    message = draft(note, search=SEARCH, values=everything, today=TODAY)
    assert (message.missing, message.channel, message.mailto) == ((), "linkedin", None)


def test_names_that_do_not_exist() -> None:
    for more in ({"application": "nothwind-it"}, {"to": "mara"}, {"values": {"momnt": "x"}}):
        with pytest.raises(UnknownNameError) as error:
            write("thank-you-after-first", **more)
        assert "did you mean" in error.value.hint


def test_impossible_parameters() -> None:
    for search, more, field in [
        (SEARCH, {"interview": 0}, "interview"),
        (SEARCH, {"interview": 3}, "interview"),
        (None, {"interview": 1}, "interview"),
        (None, {"to": "maria"}, "to"),
        (SEARCH, {"values": {"moment": 7}}, "moment"),
    ]:
        with pytest.raises(UsageError) as error:
            write("thank-you-after-first", search, **more)  # type: ignore[arg-type] # mixed keywords
        assert error.value.field == field


def test_an_application_must_be_named_when_there_are_several() -> None:
    other = replace(APPLICATION, id="contoso", employer="Contoso")
    search = replace(SEARCH, applications=(APPLICATION, other))
    assert values(write("closing-note", search))["employer"] == ""
    assert values(write("closing-note", search, application="contoso"))["employer"] == "Contoso"


def test_shared_values_of_other_templates_are_welcome() -> None:
    for name in SHARED_FIELDS:
        write("closing-note", values={name: "x"})


def test_every_shared_field_can_come_from_the_file() -> None:
    sent = replace(SEARCH, applications=(replace(APPLICATION, log=(LogEntry(TODAY, sent="thank-you"),)),))
    template = builtin().template("closing-note")
    everything = replace(template, shared=tuple(builtin().vocabulary.values()), body="", subject="")
    filled = values(prepare(everything, search=sent, to="maria", today=TODAY))
    assert [name for name in SHARED_FIELDS if not filled[name]] == []
