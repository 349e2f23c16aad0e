"""Everything the core raises on purpose.

    FollowupError              something the caller can act on; carries code, message, hint
    ├── InputError             the given text is not usable; carries its diagnostics
    ├── UnknownNameError       an id that does not exist; carries the nearest known one as hint
    ├── UsageError             the call itself is wrong (a missing or impossible parameter)
    └── MissingDataError       a part of the data that is loaded apart is not there yet

Any other exception that leaves the core is a bug.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followup_core.diagnostics import Diagnostic


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be, or None."""
    matches = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


class FollowupError(Exception):
    """Base of the tree. `code` is stable, `message` one plain sentence, `hint` a remedy or empty."""

    def __init__(self, code: str, message: str, hint: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.field = field


class InputError(FollowupError):
    """The text cannot be used. `diagnostics` says everything that is wrong with it, never only the first."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        first = diagnostics[0]
        super().__init__(first.code, first.message, first.hint)
        self.diagnostics = tuple(diagnostics)


class UnknownNameError(FollowupError):
    """`what` (application, template, contact, …) called `name` does not exist among `known`."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        guess = nearest(name, names)
        listed = ", ".join(names[:12]) or "none"
        hint = f"did you mean {guess!r}?" if guess else f"known: {listed}"
        super().__init__("NAME", f"There is no {what} called {name!r}.", hint, what)


class UsageError(FollowupError):
    """The call is wrong: a parameter is missing, of the wrong type or impossible."""

    def __init__(self, message: str, hint: str = "", field: str | None = None) -> None:
        super().__init__("USAGE", message, hint, field)


class MissingDataError(FollowupError):
    """Nothing is wrong but that `path`, below the data folder, must be loaded first: `field` names it.

    Only in a browser, which loads the rules of a language when it needs them; see `catalog.supply`.
    """

    def __init__(self, path: str) -> None:
        super().__init__("DATA", "A part of the rules is not loaded yet.", "", path)
