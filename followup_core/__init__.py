"""Dated follow-up plans and e-mail drafts for the time after a job interview.

    import datetime as dt
    from followup_core import plan

    made, search = plan(text_of_a_search_file, today=dt.date(2026, 11, 20))
    for step in made.steps:
        print(step.date, step.kind, step.why[0].text)

Pure: no network, no clock (today is always given), no file but those it is given and its own data.
"""

from followup_core.diagnostics import Diagnostic
from followup_core.drafts import Prepared
from followup_core.errors import FollowupError, InputError, UnknownNameError, UsageError
from followup_core.model import (
    Application,
    Contact,
    Draft,
    Finding,
    Interview,
    LogEntry,
    Me,
    Missing,
    Plan,
    Promise,
    Reason,
    Search,
    Step,
)
from followup_core.splice import Edit
from followup_core.verbs import (
    Export,
    check,
    draft,
    export_draft,
    export_plan,
    lint,
    open_search,
    plan,
    save_search,
)

__version__ = "0.1.0"

__all__ = [
    "Application",
    "Contact",
    "Diagnostic",
    "Draft",
    "Edit",
    "Export",
    "Finding",
    "FollowupError",
    "InputError",
    "Interview",
    "LogEntry",
    "Me",
    "Missing",
    "Plan",
    "Prepared",
    "Promise",
    "Reason",
    "Search",
    "Step",
    "UnknownNameError",
    "UsageError",
    "check",
    "draft",
    "export_draft",
    "export_plan",
    "lint",
    "open_search",
    "plan",
    "save_search",
]
