"""Random template texts of any size, most of them damaged, the same ones for the same seed."""

from __future__ import annotations

import random

NAMES = ("a", "b", "contact_name")
WHOLE = (
    "Thank you for the talk", ", ", ".\n", "\n\n", " ", "é😀", "{{ a }}", "{{ b | date }}",
    "{{ contact_name | first_name }}", '{{ "{{" }}', "{% if a %}yes{% endif %}", "{# note #}",
    '{% if b == "x" %}\none\n{% elif not a %}\ntwo\n{% else %}\n{{ b }}\n{% endif %}\n',
    "{% if a %}{% if b %}{{ a }} and {{ b }}{% endif %}{% endif %}",
)  # fmt: skip
DAMAGE = (
    "", "", "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "%", "#", "'", '"', "|", "\\", "-", ".", "(", "[",
    "=", "==", "if", "endif", "else", "not", "for", "\n", "\r", "\0", "\u2028", "\u202e", "ſ", "𝒳", "9",
)  # fmt: skip
SPOTS_APART = 100
"""Code points from one damage to the next, on average: a text of 2,000 stays below the parser's fifty errors,
so that it is read to its end."""


def text(size: int, rng: random.Random) -> str:
    """A text of about `size` code points."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(rng.choice(WHOLE))
        length += len(parts[-1])
    whole = "".join(parts)
    for _ in range(size // SPOTS_APART):
        at = rng.randrange(len(whole))
        whole = whole[:at] + rng.choice(DAMAGE) + whole[at + rng.randint(0, 3) :]
    return whole
