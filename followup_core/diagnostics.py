"""Diagnostics: what is wrong with a file, where, and what to do about it.

Codes are stable and listed in docs/reference/diagnostics.md. Lines and columns count from 1, columns in
Unicode code points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a text: line and column from 1, offset in code points from 0."""

    line: int
    column: int
    offset: int = 0


START = Mark(1, 1, 0)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning about a file. `message` is one plain sentence, `hint` the remedy or empty."""

    code: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}{hint}"

    def to_json(self) -> dict[str, object]:
        """The machine form of reference/json.md."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "hint": self.hint,
        }


@dataclass(slots=True)
class Collector:
    """Collects the diagnostics of one file, so that a reader sees all of them at once."""

    path: str = "<text>"
    found: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, message: str, at: Mark = START, hint: str = "") -> None:
        """Note something that makes the file unusable."""
        self.found.append(Diagnostic(code, "error", message, self.path, at.line, at.column, hint))

    def warning(self, code: str, message: str, at: Mark = START, hint: str = "") -> None:
        """Note something the owner should know; the file stays usable."""
        self.found.append(Diagnostic(code, "warning", message, self.path, at.line, at.column, hint))

    @property
    def failed(self) -> bool:
        """Whether there is at least one error."""
        return any(d.severity == "error" for d in self.found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All of them by place in the file."""
        return tuple(sorted(self.found, key=lambda d: (d.line, d.column, d.code)))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.sorted())
