"""What the page shows before the core answers, in every template: what the core then says, or nothing new."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from followup_core.catalog import builtin
from followup_core.drafts import Prepared, prepare
from followup_core.templates import Template
from tools.steps import ROOT, VENV, call

TODAY = dt.date(2026, 11, 20)
SCRIPT = """
import { readFileSync } from "node:fs";
const { foreseen } = await import(process.argv[1]);
const { offsets } = await import(process.argv[2]);
const said = JSON.parse(readFileSync(process.argv[3])).map(({ text, places, field, old, value }) => {
  const at = offsets(text);
  const own = places.map(([start, end, name]) => ({ start: at(start), end: at(end), field: name }));
  return foreseen({ text, places: own }, field, old, value).text;
});
console.log(JSON.stringify(said));
"""


def typed(value: str) -> tuple[str, ...]:
    """The value with another letter at its end and in its midst, and one less."""
    middle = len(value) // 2
    return (value + "x", value[:middle] + "x" + value[middle:], value[:-1])


def written(template: Template, values: dict[str, str]) -> Prepared:
    return prepare(template, values=values, today=TODAY)


def cases() -> Iterator[dict[str, object]]:
    catalog = builtin()
    for template in catalog.templates():
        example = dict(template.example)
        before = written(template, example)
        for field in template.fields:
            old = example.get(field.name, "")
            if field.kind not in {"line", "paragraph"} or len(old) < 4:
                continue
            for value in typed(old):
                after = written(template, {**example, field.name: value})
                yield {
                    "text": before.draft.body,
                    "places": before.places[1],
                    "field": field.name,
                    "old": old,
                    "value": value,
                    "wanted": after.draft.body,
                }


def test_it_is_what_the_core_says_or_nothing_new(tmp_path: Path) -> None:
    asked = list(cases())
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(asked), encoding="utf-8")
    modules = [ROOT / "browser" / name for name in ("foresee.ts", "offsets.ts")]
    said = json.loads(
        call(VENV / "bin" / "node", "--input-type=module", "--eval", SCRIPT, "--", *modules, file)
    )
    wrong = [
        case for case, text in zip(asked, said, strict=True) if text not in (case["wanted"], case["text"])
    ]
    assert wrong == []
    changed = [(case, text) for case, text in zip(asked, said, strict=True) if case["wanted"] != case["text"]]
    shown = sum(text == case["wanted"] for case, text in changed)
    assert shown > 0.9 * len(changed) > 500
