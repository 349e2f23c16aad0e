"""mailto: links, .eml files and file names, read back by independent parsers."""

from __future__ import annotations

import email
import email.policy
from email.headerregistry import Address
from urllib.parse import unquote, urlsplit

import pytest

from followup_core.errors import FollowupError
from followup_core.mail import MAX_FILE_NAME, MAX_MAILTO, address, eml, file_name, mailto

HEADERS = ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


def opened(url: str | None) -> tuple[str, dict[str, str]]:
    assert url is not None
    link = urlsplit(url)
    assert (link.scheme, link.netloc, link.fragment) == ("mailto", "", "")
    pairs = [pair.split("=") for pair in link.query.split("&")]
    assert [key for key, _ in pairs] == ["subject", "body"]
    return unquote(link.path), {key: unquote(value, errors="strict") for key, value in pairs}


@pytest.mark.parametrize(
    "text", ["a&bcc=evil@x.y", "?cc=x", "#frag", "%0D%0ABcc:", "1+1=2", "ü 😀 日本", "100%"]
)
def test_text_stays_text_in_a_link(text: str) -> None:
    assert opened(mailto("maria@example.com", text, text).url) == (
        "maria@example.com",
        {"subject": text, "body": text},
    )


def test_line_ends_of_the_body() -> None:
    url = mailto(None, "x", "a\nb\r\nc\rd\n").url
    assert url == "mailto:?subject=x&body=a%0D%0Ab%0D%0Ac%0D%0Ad%0D%0A"


def test_signs_in_an_address_are_encoded() -> None:
    url = mailto("a+b&d%e/f@example.com", "", "").url
    assert url == "mailto:a%2Bb%26d%25e%2Ff@example.com?subject=&body="


@pytest.mark.parametrize(
    "control", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\0", "\ud800"]
)
def test_a_header_takes_no_line_break(control: str) -> None:
    for write in (mailto, eml):
        with pytest.raises(FollowupError) as error:
            write("a@example.com", f"Hi{control}Bcc: evil@x.y", "")
        assert (error.value.code, error.value.field) == ("MAIL-HEADER", "subject")
    with pytest.raises(FollowupError) as error:
        eml("a@example.com", "Hi", "", name=f"A{control}Bcc: b")
    assert (error.value.code, error.value.field) == ("MAIL-HEADER", "name")


def test_a_body_takes_no_control_character() -> None:
    for write in (mailto, eml):
        with pytest.raises(FollowupError) as error:
            write("a@example.com", "Hi", "a\0b")
        assert (error.value.code, error.value.field) == ("MAIL-TEXT", "body")


@pytest.mark.parametrize(
    "text",
    [
        "a@b.c?bcc=evil@x.y", "a@b.example,evil@x.example", "a@b.example%0Abcc:x", "<a@b.example>",
        "a b@c.example", "zoë@b.example", "a@b", "a", "@b.example", "a@@b.example", "a@-b.example", " ",
        "a@b.example\nBcc: x@y.example", 'Ann "x" <a@b.example>', "a" * 65 + "@b.example",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    for write in (mailto, eml):
        with pytest.raises(FollowupError) as error:
            write(text, "Hi", "x") if text.strip() else address(text)
        assert (error.value.code, error.value.field) == ("MAIL-ADDRESS", "to")
        assert error.value.message.endswith(".")


def test_an_address_is_trimmed() -> None:
    assert address("\u200b maria@example.com\u00a0,") == "maria@example.com"
    assert address("maria@müller.example") == "maria@xn--mller-kva.example"


def test_a_long_link_is_refused_with_its_length() -> None:
    fitting = MAX_MAILTO - len("mailto:?subject=&body=")
    assert mailto(None, "", "x" * fitting).url is not None
    refused = mailto(None, "", "x" * (fitting + 1))
    assert (refused.url, refused.refused, refused.length) == (None, "too-long", MAX_MAILTO + 1)
    assert mailto(None, "", "я" * 700).refused == "too-long"


# ── .eml ─────────────────────────────────────────────────────────────────────────────────────────────────


def parsed(data: bytes) -> email.message.EmailMessage:
    head = data.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= (76 if b"=?" in line else 998) for line in data.split(b"\r\n"))
    assert all(len(word) <= 75 for word in head.split() if word.startswith(b"=?"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert not message.defects
    assert isinstance(message, email.message.EmailMessage)
    assert message.keys() == [name for name in HEADERS if name != "To" or message["To"]]
    assert message["X-Unsent"] == "1"
    assert message.get_content_type() == "text/plain"
    return message


def body_of(message: email.message.EmailMessage) -> str:
    data = message.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode("utf-8")


SUBJECTS = [
    "",
    "Thank you, Maria",
    "=?utf-8?q?Hi=0D=0ABcc:_x?=",
    "=?utf-8?b?SGkNCkJjYzogeA==?=",
    "x =?",
    "é" * 500,
    "😀" * 60,
    "שלום abc مرحبا",
    "a" * 300,
    "word " * 60 + "end",
    " leads",
    "trails ",
    "two  blanks",
    "a: b; c, d <e@f.g> \"h\" (i) \\",
]  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subjects_come_back(subject: str) -> None:
    assert parsed(eml("maria@example.com", subject, "x"))["Subject"] == subject


NAMES = [
    "Ann, B.",
    'A" <evil@x.example>, "B',
    "Dr. (x) <y>",
    "a@b.example",
    "Maria López",
    "😀 Ann",
    "A" * 300,
    "Ann " * 70 + "B",
    "=?utf-8?q?x=0D=0ABcc:_y?=",
    "back\\slash",
    "田中 由紀",
]


@pytest.mark.parametrize("name", NAMES)
def test_display_names_come_back_with_one_address(name: str) -> None:
    message = parsed(eml("maria@example.com", "x", "x", name=name))
    addresses: tuple[Address, ...] = message["To"].addresses
    assert [(each.display_name, each.addr_spec) for each in addresses] == [(name, "maria@example.com")]


BODIES = [
    "",
    "plain",
    "Hi,\n\nyou\n",
    "From x\n.\n..\n--boundary\n",
    "trailing  \n\ttab\t\n",
    "x" * 2_000,
    "a\r\nb\nc\rd",
    "é😀\u2028\u00a0",
    "=3D =\n=",
    "<b>hi</b> &amp;",
    " \n",
]


@pytest.mark.parametrize("body", BODIES)
def test_bodies_come_back(body: str) -> None:
    expected = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    assert body_of(parsed(eml(None, "x", body))) == expected


def test_the_file_as_it_is() -> None:
    assert eml("maria@example.com", "Thank you", "Hi Maria,\n\nsee you.\n", name="Maria Lopez") == (
        b'To: "Maria Lopez" <maria@example.com>\r\n'
        b"Subject: Thank you\r\n"
        b"X-Unsent: 1\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"Hi Maria,\r\n\r\nsee you.\r\n"
    )


# ── file names ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Thank you for the conversation, Maria", "Thank-you-for-the-conversation-Maria.eml"),
        ("../../x", "x.eml"),
        ("CON", "followup-CON.eml"),
        ("com1", "followup-com1.eml"),
        ('a:b*?"<>|', "a-b.eml"),
        ("dot.", "dot.eml"),
        ("\u202egnp.exe", "gnp-exe.eml"),
        ("mail.eml.exe", "mail-eml-exe.eml"),
        ("", "followup.eml"),
        ("...", "followup.eml"),
        ("-x-", "x.eml"),
        ("Grüße an 田中", "Grüße-an-田中.eml"),
        ("a\0b\nc", "a-b-c.eml"),
    ],
)
def test_file_names(stem: str, expected: str) -> None:
    assert file_name(stem, ".eml") == expected


def test_file_names_are_short() -> None:
    for stem in ("x" * 300, "😀" * 300, "é-" * 300):
        for extension in (".eml", ".ics", ".followup.yaml"):
            name = file_name(stem, extension)
            assert name.endswith(extension)
            assert len(name) <= MAX_FILE_NAME
            assert len(name.encode()) <= 255
