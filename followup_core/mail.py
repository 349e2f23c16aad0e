"""What a draft leaves as: a mailto: link, an .eml file, a file name.

Both forms are written here by hand, so that they are the same bytes on every Python and in the browser. What
a user types can become nothing but the text of its own field: a line break in a header field is refused, and
what only looks like an encoded word is encoded itself.

Refusals are FollowupErrors with the field's name: MAIL-ADDRESS (to), MAIL-HEADER (subject, name),
MAIL-TEXT (body).
"""

from __future__ import annotations

import re
from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass

from followup_core.addresses import EDGES, fault
from followup_core.characters import punycode
from followup_core.errors import FollowupError

MAX_MAILTO = 1_900
"""Characters of the longest link: browsers and mail programs begin to cut a little above 2,000."""
MAX_FILE_NAME = 100
_MAX_NAME_BYTES = 200
"""File systems take 255 bytes; some space is left for what a browser adds, such as ` (1)`."""

_HEADER_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BODY_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NEW_LINE = re.compile(r"\r\n|\r|\n")
_INVISIBLE = " \t\r\n\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"


# ── what may pass ────────────────────────────────────────────────────────────────────────────────────────


def address(text: str, field: str = "to") -> str:
    """One e-mail address, ready for a header or link: edges trimmed, the domain in ASCII."""
    found = text.strip(_INVISIBLE).rstrip(",; ").strip(EDGES)
    problem = fault(found) if found else ("it is empty.", "")
    if problem:
        message, hint = problem
        raise FollowupError("MAIL-ADDRESS", f"The address cannot be used: {message}", hint, field)
    local, _, domain = found.rpartition("@")
    return f"{local}@{domain if domain.isascii() else punycode(domain)}"


def _header(text: str, field: str) -> str:
    if _HEADER_CONTROL.search(text):
        raise FollowupError(
            "MAIL-HEADER",
            f"The {field} holds a line break or a control character.",
            "write it on one line",
            field,
        )
    return text


def _body(text: str) -> str:
    """The body with CR LF line ends."""
    if _BODY_CONTROL.search(text):
        raise FollowupError(
            "MAIL-TEXT",
            "The text holds a control character.",
            "delete it; only tabs and line breaks may stay",
            "body",
        )
    return _NEW_LINE.sub("\r\n", text)


# ── mailto: ──────────────────────────────────────────────────────────────────────────────────────────────

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PERCENT = tuple(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in range(256))


@dataclass(frozen=True, slots=True)
class Link:
    """A mailto: link, or why there is none: `too-long`. `length` is that of the link either way."""

    url: str | None
    length: int
    refused: str = ""


def mailto(to: str | None, subject: str, body: str) -> Link:
    """The link of RFC 6068 that opens a mail program with this message; without `to` the user chooses.

    Everything but letters, digits and `-._~` is percent-encoded, the @ of the address excepted. A link longer
    than MAX_MAILTO is refused, because some mail programs would silently cut it.
    """
    recipient = "@".join(map(_percent, address(to).split("@"))) if to else ""
    url = f"mailto:{recipient}?subject={_percent(_header(subject, 'subject'))}&body={_percent(_body(body))}"
    if len(url) > MAX_MAILTO:
        return Link(None, len(url), "too-long")
    return Link(url, len(url))


def _percent(text: str) -> str:
    return "".join([_PERCENT[byte] for byte in text.encode("utf-8")])


# ── .eml ─────────────────────────────────────────────────────────────────────────────────────────────────

_SUBJECT_BYTES, _NAME_BYTES = 39, 45
"""Bytes of UTF-8 in one encoded word: no line of Subject or To passes the 76 characters of RFC 2047."""
_ASCII = re.compile(r"[\x20-\x7e]*")
_PLAIN_SUBJECT = 65
_PLAIN_NAME = 900
"""Longer ones are encoded: an encoded text can be folded anywhere, a plain one cannot."""


def eml(to: str | None, subject: str, body: str, *, name: str = "") -> bytes:
    """The message as a file that mail programs open as a new draft (RFC 5322, `X-Unsent: 1`).

    It has To (when known), Subject, X-Unsent and the MIME fields, nothing that tells about a person's device:
    no Date, Message-ID, X-Mailer. The body is text/plain in UTF-8, quoted-printable. It is not
    `format=flowed`: a paragraph stays one line, which every mail program wraps to its window, while some show
    the line breaks of flowed text as they are.
    """
    recipient = _mailbox(_header(name, "name"), address(to)) if to else None
    fields = [
        *([f"To: {recipient}"] if recipient else []),
        f"Subject: {_unstructured(_header(subject, 'subject'))}".rstrip(" "),
        "X-Unsent: 1",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    ]
    head = "".join(f"{line}\r\n" for line in [*fields, ""])
    return head.encode("ascii") + _quoted_printable(_body(body))


def _quoted_printable(text: str) -> bytes:
    # b2a_qp ends its soft line breaks as the text ends its first line, with a lone LF when there is only one.
    lines = b2a_qp(text.encode("utf-8"), quotetabs=False, istext=True)
    return lines.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _mailbox(name: str, ready_address: str) -> str:
    """`"Ann, B." <ann@example.com>`, or the address alone."""
    shown = name.strip()
    if not shown:
        return ready_address
    if _is_plain(shown, _PLAIN_NAME):
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{ready_address}>'
    return f"{_encoded_words(shown, _NAME_BYTES)}\r\n <{ready_address}>"


def _unstructured(text: str) -> str:
    if _is_plain(text, _PLAIN_SUBJECT) and text == text.strip():
        return text
    return _encoded_words(text, _SUBJECT_BYTES)


def _is_plain(text: str, limit: int) -> bool:
    """Whether a header can hold it as it is: short, ASCII, and nothing that a reader would decode."""
    return len(text) <= limit and bool(_ASCII.fullmatch(text)) and "=?" not in text and "?=" not in text


def _encoded_words(text: str, room: int) -> str:
    """RFC 2047, base64, one word a line, never split inside a character."""
    words, word, size = [], "", 0
    for character in text:
        length = len(character.encode("utf-8"))
        if size + length > room:
            words.append(word)
            word, size = "", 0
        word += character
        size += length
    words.append(word)
    encoded = (b2a_base64(each.encode("utf-8"), newline=False).decode("ascii") for each in words)
    return "\r\n ".join(f"=?utf-8?b?{each}?=" for each in encoded)


# ── file names ───────────────────────────────────────────────────────────────────────────────────────────

_RESERVED_NAMES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
_NOT_IN_NAMES = frozenset("<>:\"/\\|?*.%$&'`~#{}[]();,!@^=+")


def file_name(stem: str, extension: str) -> str:
    """A name for a download that every file system takes: `Thank you: a/b` -> `Thank-you-a-b.eml`.

    One rule for .eml, .ics, .csv, .yaml and the rest: letters and digits of any script, hyphens between them,
    at most MAX_FILE_NAME characters with the extension. `extension` comes from the program, with its dot.
    """
    letters = (c if c.isprintable() and not c.isspace() and c not in _NOT_IN_NAMES else " " for c in stem)
    words = "".join(letters).replace("-", " ").split()
    room = MAX_FILE_NAME - len(extension)
    name = "-".join(words)[:room]
    while len(name.encode("utf-8")) > _MAX_NAME_BYTES:
        name = name[:-1]
    name = name.strip("-_") or "followup"
    return (f"followup-{name}"[:room] if _RESERVED_NAMES.fullmatch(name) else name) + extension
