"""A plan as text: for programs (JSON), for a terminal, for notes (Markdown), for a spreadsheet (CSV)."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from followup_core.model import Application, Plan, Search, Step
from followup_core.phrases import long_date, short_date, status_words, step_title
from followup_core.tone import Report

COLORS = {"due": "1;32", "overdue": "1;33", "waiting": "36", "done": "2", "skipped": "2", "upcoming": "0"}
"""Terminal attributes of each status (ECMA-48, SGR)."""
INDENT = " " * 12
INDENT_LINT = 20
"""Columns of a line about a finding that its words do not get."""
NOTHING = "Nothing to plan yet: enter an interview, and the dates follow."
ADVICE = frozenset({"custom", "unknown"})
"""Rules of reasons that hold for all of an application: a list says them once."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run; such a field gets an apostrophe in front, which it shows as text."""
CSV_COLUMNS = ("date", "status", "what", "employer", "role", "to", "earliest", "latest", "why", "id")


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────


def plan_data(plan: Plan) -> dict[str, Any]:
    """The machine form of a plan, described in docs/reference/json.md."""
    return {
        "today": plan.today.isoformat(),
        "steps": [_step_data(step) for step in plan.steps],
        "diagnostics": [diagnostic.to_json() for diagnostic in plan.diagnostics],
    }


def _step_data(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "application": step.application,
        "kind": step.kind,
        "to": step.to,
        "channel": step.channel,
        "earliest": step.earliest.isoformat(),
        "date": step.date.isoformat(),
        "latest": step.latest.isoformat(),
        "status": step.status,
        "template": step.template,
        "why": [{"rule": r.rule, "text": r.text, "range": r.range, "page": r.page} for r in step.why],
    }


def to_json(data: Mapping[str, Any]) -> str:
    """JSON text as every face prints it: indented, in UTF-8, with a final line break."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


# ── a terminal ───────────────────────────────────────────────────────────────────────────────────────────


def plan_text(plan: Plan, search: Search, *, width: int = 80, color: bool = False) -> str:
    """The plan for a terminal of `width` columns: one block for each step, today's first."""
    applications = _by_id(search)
    lines = [f"Plan of {long_date(plan.today)}", ""]
    if not plan.steps:
        lines.append(NOTHING)
    said: set[tuple[str, str]] = set()
    for step in plan.steps:
        lines += _text_block(step, applications[step.application], plan.today, width, color, said)
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _once(step: Step, said: set[tuple[str, str]]) -> Iterator[str]:
    """The reasons of a step, without the advice that an earlier step of its application gave."""
    for reason in step.why:
        if reason.rule not in ADVICE or (step.application, reason.text) not in said:
            yield reason.text
        said.add((step.application, reason.text))


def _text_block(
    step: Step, application: Application, today: dt.date, width: int, color: bool, said: set[tuple[str, str]]
) -> Iterator[str]:
    head = f"{short_date(step.date):<11} {step_title(step, application)}, {application.employer}"
    status = status_words(step, today)
    width = max(36, width)
    yield from textwrap.wrap(printable(head), width, subsequent_indent=INDENT)
    yield INDENT + (f"\x1b[{COLORS[step.status]}m{status}\x1b[0m" if color else status)
    if step.earliest != step.latest and step.status not in ("done", "overdue", "skipped"):
        yield f"{INDENT}{short_date(step.earliest)} to {short_date(step.latest)}"
    for reason in _once(step, said):
        text = printable(reason)
        yield from textwrap.wrap(text, width, initial_indent=INDENT, subsequent_indent=INDENT)
    yield ""


def printable(text: str) -> str:
    """The text without control characters, so that a file cannot steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


VERDICTS = {
    "ready": "Ready. Nothing here would hold it back.",
    "polish": "Nearly ready: small things to polish.",
    "rethink": "Better to rethink this before it goes.",
    "stop": "Please do not send it like this.",
}


def lint_text(report: Report, text: str, path: str, width: int = 80) -> str:
    """Findings with their places, as `path:line:column`, then the verdict; lines and columns count from 1."""
    lines = []
    for finding in report.findings:
        line = text.count("\n", 0, finding.start) + 1
        column = finding.start - (text.rfind("\n", 0, finding.start) + 1) + 1
        shown = printable(textwrap.shorten(finding.text, width - INDENT_LINT, placeholder=" …"))
        lines.append(f"{printable(path)}:{line}:{column}: {finding.severity} {finding.rule}: “{shown}”")
        lines += textwrap.wrap(
            printable(finding.message), width, initial_indent="    ", subsequent_indent="    "
        )
        if finding.alternative:
            instead = f"Instead: {printable(finding.alternative)}"
            lines += textwrap.wrap(instead, width, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([*lines, VERDICTS[report.verdict], ""])


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────────────


def plan_markdown(plan: Plan, search: Search) -> str:
    """The plan as a list for notes; what a person typed is escaped."""
    applications = _by_id(search)
    lines = [f"# Plan of {long_date(plan.today)}", ""]
    if not plan.steps:
        lines.append(NOTHING)
    said: set[tuple[str, str]] = set()
    for step in plan.steps:
        application = applications[step.application]
        box = "x" if step.status == "done" else " "
        what = f"{_markdown(step_title(step, application))}, {_markdown(application.employer)}"
        lines.append(
            f"- [{box}] **{long_date(step.date)}**: {what} ({status_words(step, plan.today).lower()})"
        )
        lines += [f"    - {_markdown(text)}" for text in _once(step, said)]
    return "\n".join(lines).rstrip() + "\n"


def _markdown(text: str) -> str:
    flat = " ".join(printable(text).split())
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#+!|~&" else c for c in flat)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────


def plan_csv(plan: Plan, search: Search) -> str:
    """The plan as a table (RFC 4180) that no spreadsheet takes for a formula."""
    applications = _by_id(search)
    rows = [CSV_COLUMNS] + [_row(step, applications[step.application]) for step in plan.steps]
    return "".join(",".join(_cell(value) for value in row) + "\r\n" for row in rows)


def _row(step: Step, application: Application) -> tuple[str, ...]:
    person = application.contact(step.to)
    return (
        step.date.isoformat(),
        step.status,
        step_title(step, application),
        application.employer,
        application.role,
        person.name if person else "",
        step.earliest.isoformat(),
        step.latest.isoformat(),
        " ".join(reason.text for reason in step.why),
        step.id,
    )


def _cell(value: str) -> str:
    value = value.replace("\x00", "")
    guarded = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + guarded.replace('"', '""') + '"' if set(guarded) & set(',"\r\n') else guarded


def _by_id(search: Search) -> dict[str, Application]:
    return {application.id: application for application in search.applications}
