"""The site: MkDocs writes the pages, then the scripts and the Python runtime are laid beside them.

What MkDocs cannot know, the page to read next and the records for search engines, is added before and after
by tools/head.py; which picture goes with a link to a page, by tools/previews.py.

The two folders that mkdocs.yml names are put together first, of what people wrote and what the build made:
the documents of docs/ and build/pages/, the theme of overrides/ and build/overrides/, which tells the pages
the hashed names of the scripts. The result replaces build/site in one move, so a failed build leaves the last
good site in place.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from tools import head, previews, search
from tools.steps import BUILD, PYTHON, ROOT, Step, StepError, call

SITE = BUILD / "site"
THEME = BUILD / "theme"
DOCS = BUILD / "docs"
FRESH = BUILD / "site.new"
ASSETS = "assets/followup"
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
STYLES = "assets/stylesheets"
SHEETS = (
    "tokens", "site", "header", "page", "home", "footer", "media", "guide",
    "tool", "plan", "message", "frame", "planner", "drafts", "gallery", "editor", "data",
)  # fmt: skip
"""The style sheets of overrides/, in the order in which they count."""
SHEET = "followup.css"
"""All of them in one, small: a page asks once. mkdocs.yml names it."""
DEFAULT_URL = "http://127.0.0.1:8000/followup/"
"""The same as in mkdocs.yml, for those who call mkdocs themselves."""
EPOCH = "1767225600"
"""1 January 2026: the timestamp inside sitemap.xml.gz. Equal sources give equal bytes."""


def site_url() -> str:
    """The address the site is built for, from SITE_URL; always ends with a slash."""
    return os.environ.get("SITE_URL", DEFAULT_URL).rstrip("/") + "/"


def base_path() -> str:
    """The path of that address: `/`, `/followup/`, …"""
    return urlsplit(site_url()).path


def run() -> None:
    write(FRESH)
    shutil.rmtree(SITE, ignore_errors=True)
    FRESH.rename(SITE)


def write(target: Path) -> None:
    """Build the whole site into a folder."""
    for folder, sources in (
        (THEME, (ROOT / "overrides", BUILD / "overrides")),
        (DOCS, (ROOT / "docs", BUILD / "pages")),
    ):
        shutil.rmtree(folder, ignore_errors=True)
        for source in sources:
            _lay(source, folder)
    _join_sheets(THEME / STYLES)
    head.lead_on(DOCS)
    previews.tell(DOCS)
    more = {"SITE_URL": site_url(), "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    call(PYTHON, "-m", "mkdocs", "build", "--strict", "--clean", "--site-dir", target, more=more)
    search.put_to_sleep(target, DOCS)
    head.describe_all(target, DOCS, site_url())
    for made in (BUILD / "bundle", BUILD / "runtime"):
        _lay(made, target / ASSETS)
    _lay(previews.PREVIEWS, target / previews.PLACE)


def _join_sheets(folder: Path) -> None:
    """Make one small style sheet of all. One that has no place in the order is an error."""
    found = {path.stem for path in folder.glob("*.css")}
    if found != set(SHEETS):
        raise StepError(f"tools/site.py and {STYLES} differ in these: {sorted(found ^ set(SHEETS))}")
    sheets = [folder / f"{name}.css" for name in SHEETS]
    joined = folder / SHEET
    joined.write_text("".join(sheet.read_text(encoding="utf-8") for sheet in sheets), encoding="utf-8")
    call(ESBUILD, "--minify", "--log-level=warning", "--allow-overwrite", f"--outfile={joined}", joined)
    for sheet in sheets:
        sheet.unlink()


def _lay(made: Path, target: Path) -> None:
    """Copy what a step made. Two files for one place would hide each other, so that is an error."""
    for source in sorted(made.rglob("*")):
        place = target / source.relative_to(made)
        if source.is_file() and place.exists():
            raise StepError(f"Two files of the build want the same place: {place}")
        if source.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)


STEP = Step(
    name="site",
    says="pages with MkDocs",
    inputs=(
        "mkdocs.yml",
        "docs/**/*",
        "overrides/**/*",
        "followup_core/**/*",
        "package-lock.json",
        "tools/fence.py",
        "tools/controls.py",
        "tools/forms.py",
        "tools/planner.py",
        "tools/gallery.py",
        "tools/head.py",
        "tools/numbers.py",
        "tools/previews.py",
        "tools/rulebook.py",
        "tools/words.py",
        "browser/words/*.json",
        "tools/yourdata.py",
        "tools/search.py",
        "tools/situations.py",
        "tools/words.py",
        "browser/words/en.json",
        "tools/workshop.py",
        "build/pages/**/*",
        "build/overrides/**/*",
        "build/previews/**/*",
        "build/bundle/**/*",
        "build/runtime/**/*",
        "requirements/dev.txt",
    ),
    outputs=(SITE / "index.html", SITE / "404.html"),
    run=run,
    facts=site_url,
)
