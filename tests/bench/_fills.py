"""Fill the English templates with our language and with Jinja2, in turns; print microseconds as JSON.

usage: _fills.py TURNS [FOLDER]

Runs natively and inside Pyodide, where FOLDER is the one that Jinja2 lies in. Both sides get the same texts,
values and filters, and it is checked first that they write the same messages. Printed are the medians of all
turns, for one template: {"count": templates, "first": [ours, Jinja2's], "again": [ours, Jinja2's]}.

first    parse and fill, against compiling and rendering in Jinja2's sandbox
again    fill what was parsed before, against rendering what Jinja2 compiled before, without the sandbox

On our side a fill is the whole `render`: it also tidies the values and would mark what is missing.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

sys.path += sys.argv[2:]  # before Jinja2 is looked for

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from followup_core.catalog import builtin
from followup_core.templates import Template, render
from followup_core.wording import functions

TEMPLATES = builtin().templates(locale="en")
VALUES = [dict.fromkeys(each.by_name, "") | dict(each.example) for each in TEMPLATES]
Messages = list[tuple[str, str]]
Compiled = list[tuple[jinja2.Template, jinja2.Template]]


def environment(kind: type[jinja2.Environment]) -> jinja2.Environment:
    made = kind(trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    made.filters = dict(functions("en"))
    return made


SANDBOX, PLAIN = environment(SandboxedEnvironment), environment(jinja2.Environment)


def ours(templates: list[Template]) -> Messages:
    filled = (render(each, values) for each, values in zip(templates, VALUES, strict=True))
    return [(each.subject, each.body) for each in filled]


def compiled(made: jinja2.Environment) -> Compiled:
    return [(made.from_string(each.subject), made.from_string(each.body)) for each in TEMPLATES]


def theirs(templates: Compiled) -> Messages:
    pairs = zip(templates, VALUES, strict=True)
    return [(subject.render(values), body.render(values)) for (subject, body), values in pairs]


def unparsed() -> list[Template]:
    """The templates as they are before anybody rendered them."""
    return [replace(each) for each in TEMPLATES]


def microseconds(job: Callable[[], object]) -> float:
    """The time of a job, for one template."""
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1e6 / len(TEMPLATES)


def measured(turns: int) -> dict[str, object]:
    parsed, ready = unparsed(), compiled(PLAIN)
    assert ours(parsed) == theirs(ready) == theirs(compiled(SANDBOX)), "not the same job"
    times: dict[str, list[list[float]]] = {"first": [[], []], "again": [[], []]}
    for _ in range(turns):
        times["first"][0].append(microseconds(partial(ours, unparsed())))
        times["first"][1].append(microseconds(lambda: theirs(compiled(SANDBOX))))
        times["again"][0].append(microseconds(lambda: ours(parsed)))
        times["again"][1].append(microseconds(lambda: theirs(ready)))
    medians = {name: [statistics.median(side) for side in sides] for name, sides in times.items()}
    return {"count": len(TEMPLATES), **medians}


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
