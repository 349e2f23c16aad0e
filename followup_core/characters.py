"""Characters that hide: what a reader cannot see in a text, and alphabets that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_OVERRIDES = {
    **{0x202A: "left-to-right embedding", 0x202B: "right-to-left embedding", 0x202C: "end of direction"},
    **{0x202D: "left-to-right override", 0x202E: "right-to-left override", 0x2066: "left-to-right isolate"},
    **{0x2067: "right-to-left isolate", 0x2068: "first-strong isolate", 0x2069: "end of isolate"},
}
_INVISIBLE = {
    **{0x00AD: "soft hyphen", 0x200B: "zero-width space", 0x2060: "word joiner", 0xFEFF: "byte order mark"},
    **{0x2028: "line separator", 0x2029: "paragraph separator", 0x180E: "vowel separator", 0x3164: "filler"},
    **{0x200C: "zero-width non-joiner", 0x200D: "zero-width joiner"},
}
_HIDDEN = re.compile(
    "[\u00ad\u180e\u200b-\u200d\u2028-\u202e\u2060\u2066-\u2069\u3164\ufeff\U000e0000-\U000e007f]"
)
_JOINING_SCRIPTS = ((0x0600, 0x08FF), (0x0900, 0x0DFF), (0x0F00, 0x109F), (0x1780, 0x18AF), (0xFB50, 0xFEFE))
"""Arabic, the Indic scripts, Tibetan, Myanmar, Khmer, Mongolian: they need joiners inside words."""


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """Index and sentence for each character that a reader cannot see and did not mean.

    Joiners inside emoji and in scripts that need them, and the tags of regional flags, are left alone.
    """
    if text.isascii():
        return
    for found in _HIDDEN.finditer(text):
        index, code = found.start(), ord(found.group())
        if _is_needed(text, index, code):
            continue
        if code in _OVERRIDES:
            yield index, f"U+{code:04X} ({_OVERRIDES[code]}) changes the order in which text is shown."
        else:
            yield index, f"an invisible character, U+{code:04X} ({_INVISIBLE.get(code, 'tag character')})."


def _is_needed(text: str, index: int, code: int) -> bool:
    before = text[index - 1 : index]
    if code in (0x200C, 0x200D) and before:
        joins = any(first <= ord(before) <= last for first, last in _JOINING_SCRIPTS)
        return joins or unicodedata.category(before) in ("So", "Sk", "Mn")
    if code >= 0xE0000:
        return text[:index].rstrip("".join(map(chr, range(0xE0020, 0xE0080))))[-1:] == "\U0001f3f4"
    return False


_LOOKALIKES = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH"}


def mixed_scripts(domain: str) -> bool:
    """Whether one label of a domain mixes alphabets whose letters look alike."""
    for label in domain.split("."):
        scripts = {unicodedata.name(c, "").split(" ")[0] for c in label if c.isalpha()} & _LOOKALIKES
        if len(scripts) > 1 or "FULLWIDTH" in scripts:
            return True
    return False


def punycode(domain: str) -> str:
    """A domain as its ASCII form, label by label."""
    labels = (unicodedata.normalize("NFKC", label).lower() for label in domain.split("."))
    return ".".join(x if x.isascii() else "xn--" + x.encode("punycode").decode() for x in labels)
