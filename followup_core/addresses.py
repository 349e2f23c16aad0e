"""One e-mail address, without a name around it: what is wrong with it, in words.

Stricter than RFC 5322 on purpose: quoted local parts, comments and addresses without a dot in their domain
are far more often slips than addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

EDGES = " \t\n\u00a0\u2007\u202f\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u3000"
"""What is taken off both ends before an address is judged: blanks and what nobody sees."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,60}[^\W_]")
_LONGEST, _LONGEST_LOCAL = 254, 64
"""RFC 5321, 4.5.3.1: a path of 256 with its brackets, a local part of 64."""

# Whether it is wrong, given the address and its parts before and after the last @; message; hint.
# The first that is wrong counts.
_FAULTS: tuple[tuple[Callable[[str, str, str], object], str, str], ...] = (
    (lambda text, local, domain: "＠" in text, "the sign ＠ is not the @ of e-mail.", "type @"),
    (
        lambda text, local, domain: text.lower().startswith("mailto:"),
        "the word mailto: does not belong here.",
        "write only the address",
    ),
    (
        lambda text, local, domain: "<" in text or ">" in text,
        "write only the address, without name and angle brackets.",
        "",
    ),
    (lambda text, local, domain: "," in text or ";" in text, "only one address can stand here.", "keep one"),
    (
        lambda text, local, domain: "@" not in text,
        "this is not an e-mail address.",
        "an address looks like name@example.com",
    ),
    (lambda text, local, domain: re.search(r"\s", text), "an address holds no spaces.", "remove the space"),
    (
        lambda text, local, domain: "?" in text or "&" in domain,
        "an address holds no ? and no extra fields.",
        "write only the address",
    ),
    (lambda text, local, domain: "@" in local, "an address holds one @ only.", ""),
    (
        lambda text, local, domain: not local.isascii(),
        "letters beyond a-z before the @ are not delivered by most servers.",
        "check the address",
    ),
    (
        lambda text, local, domain: len(text) > _LONGEST or len(local) > _LONGEST_LOCAL,
        "the address is longer than e-mail allows.",
        "",
    ),
    (
        lambda text, local, domain: not _LOCAL.fullmatch(local),
        "the part before the @ is not valid.",
        "check dots and signs",
    ),
    (
        lambda text, local, domain: "_" in domain or not _DOMAIN.fullmatch(domain),
        "the part after the @ is not a domain.",
        "for example example.com",
    ),
)


def fault(text: str) -> tuple[str, str] | None:
    """What is wrong with an address, and what to do (or empty); None when it is good."""
    local, _, domain = text.rpartition("@")
    return next(((message, hint) for wrong, message, hint in _FAULTS if wrong(text, local, domain)), None)
