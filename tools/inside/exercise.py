"""Use every verb of the core on real data, good and bad, so that what it imports late has been imported.

Runs wherever the core does. As a program it prints the answers as one JSON list, and fails if one of them is
not what it should be.
"""

import json
import sys
from collections.abc import Iterator

from followup_core.catalog import FALLBACK_LOCALE, builtin, starter
from followup_core.service import call

TODAY = "2026-11-23"

SEARCH = """\
followup: 1
me: {name: Dana Whitfield, email: dana@example.com, links: [https://example.com/dana]}
applications:
  - id: northwind-it
    employer: Northwind Traders
    role: IT support analyst
    country: US
    region: CA
    contacts:
      - {id: maria, name: Maria López, email: maria@northwind.example, role: interviewer}
    interviews:
      - {on: 2026-11-19, at: "14:30", stage: first, with: [maria], topics: [the ticket backlog]}
    promise: {by: 2026-12-01, said: 2026-11-19, by_whom: maria}
    log:
      - {on: 2026-11-20, sent: thank-you, to: maria, channel: email}
    notes: |
      A note
      on two lines.
  - id: contoso-desk
    employer: Contoso
    role: Service desk
    country: DE
    contacts: [{id: jan, name: Jan Müller, email: jan@müller.example, role: recruiter}]
    interviews: [{on: 2026-11-20, stage: second, with: [jan]}]
"""

PANEL = SEARCH.replace("with: [jan]}", "with: [jan, ana, bo]}").replace(
    "role: recruiter}", "role: recruiter}, {id: ana, name: Ana}, {id: bo, name: Bo}"
)

BROKEN = "followup: 1\nme: {name: [}\n"
MISTAKEN = "followup: 1\nme: {nam: Dana}\napplications: [{id: a, employer: A, role: B, country: XX}]\n"

PLAN = {"text": SEARCH, "today": TODAY}
DRAFT = {"text": SEARCH, "today": TODAY, "application": "northwind-it", "to": "maria"}
ABROAD = {"text": SEARCH, "today": TODAY, "application": "contoso-desk", "to": "jan"}


def calls() -> Iterator[tuple[str, dict[str, object], bool]]:
    """(verb, parameters, whether the answer is a result)"""
    yield "plan", {**PLAN, "view": True}, True
    yield "plan", {**PLAN, "application": "contoso-desk"}, True
    yield "plan", {**PLAN, "text": MISTAKEN}, False
    for text in (SEARCH, BROKEN, MISTAKEN):
        yield "check", {"text": text, "path": "search.yaml"}, True
        yield "open", {"text": text}, True
    yield "save", {"text": SEARCH, "edits": [{"op": "set", "path": ["me", "name"], "value": "Dana W."}]}, True
    for template in builtin().templates():
        spoken = SEARCH.replace("country: DE", f"country: DE\n    language: {template.locale}")
        yield "draft", {**ABROAD, "text": spoken, "template": template.id, "view": True}, True
    for template in builtin().templates(locale=FALLBACK_LOCALE):
        yield "draft", {**DRAFT, "template": template.id, "view": True}, True
        yield "draft", {"template": template.id, "today": TODAY, "values": template.example}, True
    panel = {**ABROAD, "panel": True, "text": PANEL, "view": True}
    panel.pop("to")
    yield "draft", {**panel, "values": {"ana": {"my_name": "Dana"}}}, True
    yield "draft", {**panel, "interview": 2}, False
    yield "draft", {"template": "thank-you-after-first", "today": TODAY, "locale": "de", "view": True}, True
    for format in ("text", "json", "markdown", "csv", "ics"):
        yield "export", {"what": "plan", "format": format, **PLAN}, True
    example = {"template": "thank-you-after-first", "values": {"moment": "the backlog"}}
    for format in ("text", "json", "eml"):
        for case in (DRAFT, ABROAD):
            yield "export", {"what": "draft", "format": format, **case, **example}, True
    text = starter("a-word", "thank-you", FALLBACK_LOCALE)
    yield (
        "draft",
        {"template": "a-word", "today": TODAY, "packs": [{"name": "a-word.yaml", "text": text}]},
        True,
    )
    files = {"files": {"a-word.yaml": text, "de/a-word.yaml": BROKEN}}
    yield "pack", {"name": "a link", **files}, True
    yield "export", {"what": "pack", **files}, True
    zipped = json.loads(call("export", json.dumps({"what": "pack", **files})))["result"]["content"]
    for data in (zipped, zipped[:200], ""):
        yield "pack", {"name": "some.zip", "data": data}, True
    yield "draft", {"template": "thank-you-after-frist", "text": SEARCH}, False
    yield "dance", {}, False


def main() -> None:
    answers: list[object] = []
    for verb, params, fine in calls():
        answer = json.loads(call(verb, json.dumps(params)))
        answers.append(answer)
        if answer["ok"] is not fine:
            wanted = "a result" if fine else "an error"
            sys.exit(f"{verb} should give {wanted}: {json.dumps(params)}\n{json.dumps(answer)}")
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
