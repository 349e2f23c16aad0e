"""Whatever a message says, its link and its file say exactly that and nothing else."""

from __future__ import annotations

import email
import email.policy
from urllib.parse import unquote, urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup_core.errors import FollowupError
from followup_core.mail import MAX_FILE_NAME, MAX_MAILTO, address, eml, file_name, mailto

MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))

LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120) | st.sampled_from(
    ["=?utf-8?q?Hi=0D=0ABcc:_x?=", "=?us-ascii?b?SGk=?=", "=?", "?=", "a=?b?=c"]
)
BODIES = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t\r"), max_size=400)


@MANY
@given(LINES, BODIES)
def test_a_link_says_what_the_message_says(subject: str, body: str) -> None:
    link = mailto("a@example.com", subject, body)
    if link.url is None:
        assert link.length > MAX_MAILTO
        return
    assert link.url.isascii()
    assert len(link.url) == link.length <= MAX_MAILTO
    parts = urlsplit(link.url)
    pairs = [
        tuple(unquote(half, errors="strict") for half in pair.split("=")) for pair in parts.query.split("&")
    ]
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    assert (parts.path, parts.fragment) == ("a@example.com", "")
    assert pairs == [("subject", subject), ("body", lines.replace("\n", "\r\n"))]


@MANY
@given(LINES, BODIES)
def test_a_file_says_what_the_message_says(subject: str, body: str) -> None:
    data = eml("a@example.com", subject, body, name="Ann")
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    message = email.message_from_bytes(data, policy=email.policy.default)
    names = ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
    assert message.keys() == names
    assert message["Subject"] == subject
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    assert payload.decode("utf-8") == lines.replace("\n", "\r\n")


@MANY
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_anything_else_is_refused_in_words(to: str, subject: str, body: str) -> None:
    for write in (mailto, eml):
        try:
            write(to, subject, body)
        except FollowupError as error:
            assert error.code.startswith("MAIL-")
            assert error.field in ("to", "subject", "body")


@MANY
@given(st.emails() | st.text(max_size=20).map(lambda text: f"{text}@example.com"))
def test_an_address_is_one_address(text: str) -> None:
    try:
        found = address(text)
    except FollowupError:
        return
    assert found.isascii()
    assert found.count("@") == 1
    assert not set(found) & set(' \t\r\n,;<>()"')


@MANY
@given(st.text(max_size=300), st.sampled_from([".eml", ".ics", ".csv", ".yaml"]))
def test_a_file_name_is_safe_everywhere(stem: str, extension: str) -> None:
    name = file_name(stem, extension)
    assert name.endswith(extension)
    assert len(name) <= MAX_FILE_NAME
    assert len(name.encode("utf-8")) <= 255
    inner = name.removesuffix(extension)
    assert inner
    assert not set(inner) & set('<>:"/\\|?*. \0')
    assert inner.isprintable()
    assert inner[0] != "-"
    assert inner[-1] != "-"
