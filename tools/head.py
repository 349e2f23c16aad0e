"""What a page says about itself to search engines and previews, and which page the reader reads next.

    lead_on(docs)        before MkDocs: each page with `next:` in its front matter learns the page that its
                         foot leads to, as `read_on:`, which overrides/partials/footer.html shows
    describe_all(site)   after MkDocs: each built page gets its schema.org record, of what stands on it

Both work on plain files, so that whatever reads mkdocs.yml can make the site. Nothing is invented: no dates,
no persons, no ratings.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data

from tools.steps import ROOT, StepError

CONFIG = ROOT / "mkdocs.yml"
GUIDE = "guide/"
QUESTION = re.compile(r"<h3[^>]*>(.*?)</h3>(.*?)(?=<h[123]|<followup-embed|\Z)", re.S)
TAG = re.compile(r"<[^>]+>")
SAID = re.compile(r'<meta property="og:(title|description|image)" content="([^"]*)">')
CONTENT = '<article class="md-content__inner'
IN_MENU = re.compile(r"^ *- (?:[^:\n]+: )?(\S+\.md)$", re.M)
"""The lines of mkdocs.yml that name a page."""


def plain(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(unescape(TAG.sub(" ", html)).split()).replace(" .", ".")


def questions(html: str) -> list[tuple[str, str]]:
    """Every heading of the third level that asks something, with the words below it."""
    found = [(plain(heading), plain(answer)) for heading, answer in QUESTION.findall(html)]
    return [(asked, answer) for asked, answer in found if asked.endswith("?") and answer]


def describe(
    address: str,
    title: str,
    summary: str,
    picture: str,
    html: str,
    meta: Mapping[str, Any],
    site: Mapping[str, str],
) -> dict[str, Any] | None:
    """The schema.org record of a page, or None for a page that needs none.

    `address` is relative to the site, `picture` is a whole address; `site` has its name, its url (with a
    slash at its end) and its description.
    """
    url = site["url"] + address
    maker = {"@type": "Organization", "name": site["name"], "url": site["url"]}
    common = {"@context": "https://schema.org", "url": url, "inLanguage": "en"}
    if not address:
        return {**common, "@type": "WebSite", "name": site["name"], "description": site["description"]}
    if not address.startswith(GUIDE) or address == GUIDE:
        return None
    if meta.get("schema") == "FAQPage":
        asked = [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in questions(html)
        ]
        return {**common, "@type": "FAQPage", "name": title, "description": summary, "mainEntity": asked}
    return {
        **common,
        "@type": "Article",
        "headline": title,
        "description": summary,
        "mainEntityOfPage": url,
        "image": picture,
        "author": maker,
        "publisher": maker,
    }


def as_script(record: Mapping[str, Any]) -> str:
    """JSON that can stand in a <script>: no tag can begin inside it."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def story(ways: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Page -> the page to read next, from each page's own list, in the order of the menu.

    The first entry counts, except one that would lead back to the page: two pages that name each other
    first would hold the reader in a circle. A page of which every entry does so has no next page here.
    """
    chosen: dict[str, str] = {}
    for page, entries in ways.items():
        for entry in entries:
            if page not in _chain(entry, chosen):
                chosen[page] = entry
                break
    return chosen


def _chain(page: str, chosen: Mapping[str, str]) -> Iterable[str]:
    """The page and all that follow it."""
    yield page
    while page in chosen:
        page = chosen[page]
        yield page


def lead_on(docs: Path) -> None:
    """Write `read_on: {url, title}` into the front matter of each page that has a page to read next."""
    metas = {page: front_matter(docs / page) for page in pages(docs)}
    following = story({page: _ways(page, meta) for page, meta in metas.items()})
    for page, onward in following.items():
        note(docs / page, "read_on", {"url": address(onward), "title": metas[onward]["title"]})


def note(path: Path, key: str, value: Mapping[str, str]) -> None:
    """Write something more into the front matter of a page."""
    text = path.read_text(encoding="utf-8").removeprefix("---\n")
    path.write_text(f"---\n{key}: {json.dumps(value, ensure_ascii=False)}\n{text}", encoding="utf-8")


def address(page: str) -> str:
    """Where a page of the documents is on the site: `guide/check-in.md` at `guide/check-in/`."""
    return page.removesuffix(".md").removesuffix("index").rstrip("/") + "/" if page != "index.md" else ""


def menu() -> list[str]:
    """The pages that mkdocs.yml names, from docs/ on, in its order."""
    return IN_MENU.findall(CONFIG.read_text(encoding="utf-8"))


def pages(docs: Path) -> list[str]:
    """All pages, from docs/ on: those of the menu in its order, then the others by name."""
    order = {page: place for place, page in enumerate(menu())}
    found = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    return sorted(found, key=lambda page: (order.get(page, len(order)), page))


def front_matter(path: Path) -> Mapping[str, Any]:
    """The front matter of a page."""
    found: Mapping[str, Any] = get_data(path.read_text(encoding="utf-8"))[1]
    return found


def _ways(page: str, meta: Mapping[str, Any]) -> list[str]:
    """The entries of `next:` as paths from docs/ on."""
    entries = meta.get("next") or []
    folder = posixpath.dirname(page)
    return [posixpath.normpath(posixpath.join(folder, entry.partition("#")[0])) for entry in entries]


def describe_all(site: Path, docs: Path, url: str) -> None:
    """Put the record of each page into its <head>. `url` is the address of the site, with its slash."""
    whole = {"url": url, "name": setting("name"), "description": setting("description")}
    for page in pages(docs):
        path = site / address(page) / "index.html"
        head, close, rest = path.read_text(encoding="utf-8").partition("</head>")
        said = {key: unescape(value) for key, value in SAID.findall(head)}
        content = rest.partition(CONTENT)[2].rpartition("</article>")[0]
        meta = front_matter(docs / page)
        record = describe(
            address(page), said["title"], said["description"], said["image"], content, meta, whole
        )
        if record:
            script = f'<script type="application/ld+json">{as_script(record)}</script>\n'
            path.write_text(f"{head}{script}{close}{rest}", encoding="utf-8")


def setting(name: str) -> str:
    """`name` or `description` of the site, as mkdocs.yml has it."""
    found = re.search(rf"^site_{name}: (.+)$", CONFIG.read_text(encoding="utf-8"), re.M)
    if not found:
        raise StepError(f"mkdocs.yml has no plain line `site_{name}:`.")
    return found[1]
