"""A draft that a person rewrote: what leaves is their text, unless a gap of the template is left in it."""

from __future__ import annotations

import email
import email.policy
import json
from typing import Any

import pytest

from followup_core import service

DRAFT = {"template": "thank-you-after-first", "today": "2026-11-20", "values": {"my_name": "Dana"}}


def call(verb: str, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(service.call(verb, json.dumps(params)))
    return answer


def export(format: str, subject: str, body: str, **more: Any) -> dict[str, Any]:
    return call("export", what="draft", format=format, subject=subject, body=body, **{**DRAFT, **more})


def test_the_mail_holds_the_rewritten_text() -> None:
    made = export("eml", "My own subject", "Hi Maria,\n\nthank you 😀\n")["result"]
    mail = email.message_from_string(made["content"], policy=email.policy.default)
    assert mail["Subject"] == "My own subject"
    body = mail.get_body()
    assert body is not None
    assert "thank you 😀" in body.get_content()
    assert export("mailto", "a&b", "c")["result"]["content"].strip().endswith("subject=a%26b&body=c")


@pytest.mark.parametrize("body", ["the ‹The role› role", "the ‹The ro role", "the role› role"])
def test_what_is_left_of_a_gap_does_not_leave(body: str) -> None:
    answer = export("eml", "Hello", body)
    assert not answer["ok"]
    assert answer["error"]["field"] == "missing"


def test_such_brackets_of_the_person_do() -> None:
    values = {**DRAFT["values"], "moment": "the word ‹calm›"}  # type: ignore[dict-item] # a dict of texts
    assert export("text", "Hello", "the word ‹calm›", values=values)["ok"]


def test_a_draft_says_what_the_tone_check_finds() -> None:
    values = {"moment": "it. I am still waiting for your answer"}
    drafted = call("draft", template="thank-you-after-first", today="2026-11-20", values=values)["result"]
    found = next(each for each in drafted["findings"] if each["rule"] == "still-waiting")
    whole = f"Subject: {drafted['subject']}\n\n{drafted['body']}"
    assert whole[found["start"] : found["end"]] == found["text"]
    assert drafted["verdict"] == "rethink"
    assert drafted["kind"] == "thank-you"
    assert found["measure"] == ""


def test_what_is_missing_is_added_and_replaces_nothing() -> None:
    text = "Subject: Hello\n\nHi Maria,\n\nI write once more to hear what you decided about the hall.\n\nDana"
    findings = call("lint", text=text, kind="closing", locale="en")["result"]["findings"]
    found = next(each for each in findings if each["rule"] == "no-way-out")
    assert found["replaces"] == [found["end"], found["end"]]
    assert found["measure"] == "ways-out"
