"""The pictures that go with links to the site: one for each page of the menu, with its title.

    run()        draws them below build/previews/, each where its page is among the documents
    tell(docs)   before MkDocs: each page learns its picture, as `preview: {file, says}` in its front matter,
                 which overrides/partials/about-page.html shows

A page that is not in the menu, such as that of one template, goes with the picture of its section.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Container
from html import unescape
from pathlib import Path

from tools import head, poster
from tools.pages import PAGES
from tools.steps import BUILD, ROOT, Step, StepError

PREVIEWS = BUILD / "previews"
PLACE = "assets/previews/"
"""Where the pictures lie on the site."""


def run() -> None:
    shutil.rmtree(PREVIEWS, ignore_errors=True)
    for page, title in titles().items():
        path = PREVIEWS / picture(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(poster.draw(title, head.setting("name")))


def titles() -> dict[str, str]:
    """Each page of the menu, from docs/ on, with its title as people read it."""
    return {page: unescape(str(head.front_matter(_source(page))["title"])) for page in head.menu()}


def _source(page: str) -> Path:
    """The file of a page: somebody wrote it, or the step `pages` made it."""
    found = [folder / page for folder in (ROOT / "docs", PAGES) if (folder / page).is_file()]
    if not found:
        raise StepError(f"mkdocs.yml names a page that is not there: {page}")
    return found[0]


def picture(page: str) -> str:
    """The file of a page's picture: `guide/check-in.md` has `guide/check-in.png`."""
    return f"{page.removesuffix('.md')}.png"


def shown_by(page: str, drawn: Container[str]) -> str:
    """The page whose picture goes with a link to this one, of those that have one."""
    return page if page in drawn else f"{page.partition('/')[0]}/index.md"


def tell(docs: Path) -> None:
    """Write into the front matter of each page where its picture is and what it says."""
    known = titles()
    for page in head.pages(docs):
        shown = shown_by(page, known)
        says = f"{known[shown]} – {head.setting('name')}"
        head.note(docs / page, "preview", {"file": PLACE + picture(shown), "says": says})


def _facts() -> str:
    """The titles alone: a change in what a page says leaves its picture as it is."""
    return json.dumps([head.setting("name"), titles()])


STEP = Step(
    name="previews",
    says="a picture for links to each page",
    inputs=(
        "overrides/assets/fonts/figtree-latin-wght-normal.woff2",
        "overrides/assets/stylesheets/tokens.css",
        "tools/poster.py",
        "requirements/dev.txt",
    ),
    outputs=(PREVIEWS,),
    run=run,
    facts=_facts,
)
