"""The pages that are made from data: a small Markdown file for every template, below build/pages/.

Each holds its title, its description and one fence; tools/fence.py makes the page of it, and tools/site.py
lays these files beside docs/, which holds prose only. The pages about countries and sectors lie there too.
"""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from followup_core.catalog import builtin
from followup_core.templates import Template
from tools import customs
from tools.gallery import address
from tools.steps import BUILD, Step, StepError

PAGES = BUILD / "pages"


def run() -> None:
    shutil.rmtree(PAGES, ignore_errors=True)
    write(PAGES, builtin().templates())
    customs.write(PAGES)


def write(folder: Path, templates: Sequence[Template]) -> None:
    """Write the page of each template and its file. Two for one place are an error."""
    for template in templates:
        path = folder / f"{address(template).rstrip('/')}.md"
        if path.exists() or template.id in ("index", "editor") or template.id in builtin().locales:
            raise StepError(f"The page of the template {template.path} has no place of its own: {path}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(template), encoding="utf-8")
        # Its file lies beside its page: the editor begins from it, and a script can fetch it.
        path.with_suffix(".yaml").write_text(builtin().source(template), encoding="utf-8", newline="")


def page(template: Template) -> str:
    """The Markdown of one template. JSON is YAML, and the theme puts the title into HTML as it is."""
    title = json.dumps(html.escape(template.title, quote=False), ensure_ascii=False)
    description = json.dumps(template.use_when, ensure_ascii=False)
    return (
        f"---\ntitle: {title}\ndescription: {description}\nhide: [navigation, toc, footer]\n---\n"
        f"```followup\ntemplate: {template.id}\nlocale: {template.locale}\n```\n"
    )


STEP = Step(
    name="pages",
    says="a page for every template, country and sector",
    inputs=(
        "followup_core/**/*",
        "tools/gallery.py",
        "tools/controls.py",
        "tools/forms.py",
        "tools/customs.py",
        "tools/numbers.py",
        "tools/rulebook.py",
        "tools/words.py",
        "browser/words/en.json",
    ),
    outputs=(PAGES,),
    run=run,
)
