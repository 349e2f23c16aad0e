"""How a message is taken apart: subject, greeting, sentences, sign-off, names, quotations."""

from __future__ import annotations

import pytest

from followup_core.catalog import builtin
from followup_core.letter import Letter, read_letter, words_in

MAIL = """Subject: Thank you for Tuesday

Hi Maria, thank you for the tour. Dr. Okafor showed me the ward at 6 p.m. and I stayed!

You said "call me any time". Did you mean it?
This is a long line that a mail program wrapped after seventy characters
so it goes on here.

Kind regards,
Dana Whitfield
+1 555 0100

On Tue, 3 Nov 2026 at 10:00, Maria wrote:
> Where are you?
"""


def letter(text: str, locale: str = "en") -> Letter:
    return read_letter(text, builtin().words(locale))


def parts(text: str, *zones: str) -> list[str]:
    read = letter(text)
    return [text[each.start : each.end] for each in read.parts if each.zone in zones]


def test_the_parts_of_a_mail() -> None:
    assert parts(MAIL, "subject") == ["Thank you for Tuesday"]
    assert parts(MAIL, "greeting") == ["Hi Maria,"]
    assert parts(MAIL, "opening") == ["thank you for the tour."]
    assert parts(MAIL, "body") == [
        "Dr. Okafor showed me the ward at 6 p.m. and I stayed!",
        'You said "call me any time".',
        "Did you mean it?",
    ]
    assert parts(MAIL, "closing") == [
        "This is a long line that a mail program wrapped after seventy characters\nso it goes on here."
    ]
    assert parts(MAIL, "signoff") == ["Kind regards,", "Dana Whitfield", "+1 555 0100"]


def test_a_postscript_below_the_name_is_read_and_an_address_is_not() -> None:
    address = "Best,\nDana Lee\n12 High St. Leeds"
    text = f"Hi Maria,\n\nThank you.\n\n{address}\n\nP.S. I still wait for you. Do you hear me?"
    assert parts(text, "signoff") == ["Best,", "Dana Lee", "12 High St. Leeds"]
    assert parts(text, "body") == ["P.S. I still wait for you.", "Do you hear me?"]
    assert parts(text, "opening") == ["Thank you."]


def test_what_somebody_else_wrote_is_left_out() -> None:
    assert "Where are you" not in " ".join(parts(MAIL, "body", "closing", "signoff"))
    quoted = [MAIL[start:end] for start, end in letter(MAIL).quoted]
    assert quoted == ['"call me any time"']


def test_quoted_lines_between_are_blanks_in_what_the_writer_wrote() -> None:
    text = "Thank you.\n> [name] 😀\n\nI will be there.\n\n> And you?"
    assert letter(text).own == f"Thank you.\n{' ' * 10}\n\nI will be there."
    assert letter("> only theirs").own == ""


def test_names_are_words_with_a_capital_that_are_no_ceremony() -> None:
    assert {"Maria", "Dana", "Whitfield"} <= letter(MAIL).names
    assert not {"Hi", "Kind", "Did", "You", "This"} & letter(MAIL).names
    assert "Hope" in letter("Hi Hope,\n\nI hope you are well.\n\nBest,\nWill").names


@pytest.mark.parametrize("text", ["", " \n\n ", "\ufeff", "…", "Subject:", "Subject: \n\n"])
def test_nothing_is_fine_too(text: str) -> None:
    assert not parts(text, "greeting", "signoff")


def test_a_subject_needs_an_empty_line_below() -> None:
    assert parts("Subject: news\nHi Maria, how are you?", "subject") == []
    assert parts("Betreff: Danke\r\n\r\nHallo", "subject") == ["Danke"]


def test_line_breaks_of_every_kind_end_lines() -> None:
    for ending in ("\n", "\r\n", "\r"):
        text = ending.join(["Hi Maria,", "", "One line.", "Two lines", "", "Best,", "Dana"])
        assert parts(text, "greeting", "signoff") == ["Hi Maria,", "Best,", "Dana"]
        assert parts(text, "opening", "closing") == ["One line.", "Two lines"]


def test_a_greeting_without_a_greeting_word() -> None:
    assert parts("Maria,\n\nthank you for the tour.", "greeting") == ["Maria,"]
    assert parts("Yesterday, I saw the hall.", "greeting") == []


def test_words_hold_apostrophes_and_combining_marks_together() -> None:
    text = "I haven’t seen Zoe\u0301 at l'e\u0301cole: https://example.org/a?b or a.b@example.org 😀 ok"
    found = [each.group() for each in words_in(text)]
    assert found == [
        "I", "haven’t", "seen", "Zoe\u0301", "at", "l'e\u0301cole", "https://example.org/a?b", "or",
        "a.b@example.org", "ok",
    ]  # fmt: skip
