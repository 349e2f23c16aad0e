"""What a page says about itself to search engines and previews, and which page the reader reads next.

A hook of MkDocs: it lends the theme two functions. overrides/main.html calls `structured_data`, and
overrides/partials/footer.html calls `read_on`. Nothing is invented: no dates, no persons, no ratings.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

GUIDE = "guide/"
QUESTION = re.compile(r"<h3[^>]*>(.*?)</h3>(.*?)(?=<h[123]|<followup-embed|\Z)", re.S)
TAG = re.compile(r"<[^>]+>")
PREVIEW = "assets/images/preview.png"


def plain(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(unescape(TAG.sub(" ", html)).split()).replace(" .", ".")


def questions(html: str) -> list[tuple[str, str]]:
    """Every heading of the third level that asks something, with the words below it."""
    found = [(plain(heading), plain(answer)) for heading, answer in QUESTION.findall(html)]
    return [(asked, answer) for asked, answer in found if asked.endswith("?") and answer]


def describe(
    address: str, title: str, summary: str, html: str, meta: Mapping[str, Any], site: Mapping[str, str]
) -> dict[str, Any] | None:
    """The schema.org record of a page, or None for a page that needs none.

    `address` is relative to the site; `site` has its name, its url (with a slash at its end) and its
    description.
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
        "image": site["url"] + PREVIEW,
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


def _ways(page: Any) -> list[str]:
    """The entries of `next:` as paths from docs/ on."""
    folder = posixpath.dirname(page.file.src_uri)
    entries = page.meta.get("next") or []
    return [posixpath.normpath(posixpath.join(folder, entry.partition("#")[0])) for entry in entries]


def on_env(env: Any, config: Any, files: Any) -> Any:
    """MkDocs calls this once, when every page has been read and none has been written."""
    site = {
        "name": config.site_name,
        "url": config.site_url.rstrip("/") + "/",
        "description": config.site_description,
    }
    pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page}
    order = {page: place for place, page in enumerate(_in_menu(config.nav))}
    listed = sorted(pages, key=lambda uri: (order.get(uri, len(order)), uri))
    following = story({uri: _ways(pages[uri]) for uri in listed})

    def structured_data(page: Any) -> str:
        summary = page.meta.get("description") or site["description"]
        title = page.meta.get("title") or page.title
        record = describe(
            page.url.removeprefix("./"), unescape(title), summary, page.content or "", page.meta, site
        )
        return as_script(record) if record else ""

    def read_on(page: Any) -> Any:
        return pages.get(following.get(page.file.src_uri, ""))

    env.globals.update(structured_data=structured_data, read_on=read_on)
    return env


def _in_menu(nav: Any) -> Iterable[str]:
    """The pages of the menu, from its top to its end."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for child in nav.values():
            yield from _in_menu(child)
    else:
        for child in nav or []:
            yield from _in_menu(child)
