"""The last look at the built site before anybody sees it.

Checked are all pages, style sheets and scripts of ours:

- nothing is requested from another host: no script, style, font, picture, frame, form, `@import`, `url()` or
  `fetch` (a link that a reader may follow, `<a href>`, is no request and may lead anywhere);
- every link inside the site leads to a page that exists, and every anchor to an id on it;
- 404.html, which is shown at any depth, has no relative address;
- sitemap.xml lists pages that exist.

All problems are reported at once, each with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tools.site import SITE, base_path, site_url
from tools.steps import BUILD, ROOT, Step, StepError

LINKS_NOT_REQUESTED = {"alternate", "author", "canonical", "help", "license", "me", "next", "prev"}
"""Values of `<link rel>` for which a browser asks nobody."""

REQUESTED = {
    ("audio", "src"),
    ("button", "formaction"),
    ("embed", "src"),
    ("form", "action"),
    ("iframe", "src"),
    ("image", "href"),
    ("img", "src"),
    ("input", "src"),
    ("input", "formaction"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("track", "src"),
    ("use", "href"),
    ("video", "poster"),
    ("video", "src"),
}
NAMES_NOT_ADDRESSES = ("http://www.w3.org/", "https://schema.org")
"""Names of vocabularies look like addresses in scripts; nobody asks them."""
OPENED_BY_HAND = (
    "https://mail.google.com/mail/?view=cm&",
    "https://outlook.live.com/mail/0/deeplink/compose?",
)
"""What browser/compose.ts makes a link of, in a new tab and after a click; the browser tests watch that."""

CSS_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
SCRIPT_ADDRESS = re.compile(r"""['"`]((?:https?:|wss?:)?//[A-Za-z0-9\[][^'"`\s]*)""")


@dataclass(frozen=True)
class Reference:
    """An address in a file: where it stands, what it says, whether a browser asks for it unasked."""

    line: int
    address: str
    requested: bool


@dataclass
class Page:
    """What one HTML file refers to and which anchors it offers."""

    references: list[Reference] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.inside = tag if tag in {"script", "style"} else ""
        self.page.anchors.update({values.get("id", ""), values.get("name", "") if tag == "a" else ""})
        for address, requested in _addresses(tag, values):
            self.page.references.append(Reference(self.getpos()[0], address.strip(), requested))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.inside = ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            find = css_references if self.inside == "style" else script_references
            first = self.getpos()[0] - 1
            self.page.references += [Reference(first + ref.line, ref.address, True) for ref in find(data)]


def _addresses(tag: str, values: dict[str, str]) -> Iterator[tuple[str, bool]]:
    if tag in {"a", "area"} and "href" in values:
        yield values["href"], False
        yield from ((address, True) for address in values.get("ping", "").split())
    if tag == "link" and "href" in values:
        yield values["href"], not set(values.get("rel", "").lower().split()) <= LINKS_NOT_REQUESTED
    if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
        yield values.get("content", "").partition("=")[2], True
    for name, value in values.items():
        if (tag, name.removeprefix("xlink:")) in REQUESTED and value:
            yield value, True
    for name in ("srcset", "imagesrcset"):
        yield from ((part.split()[0], True) for part in values.get(name, "").split(",") if part.strip())
    yield from ((ref.address, True) for ref in css_references(values.get("style", "")))


def css_references(text: str) -> list[Reference]:
    """What a style sheet asks for; `#mask` and `data:` stay inside the file and are left out."""
    found = [
        Reference(_line(text, match.start()), match[1] or match[2], True)
        for match in CSS_ADDRESS.finditer(text)
    ]
    return [ref for ref in found if not ref.address.startswith(("#", "data:"))]


def script_references(text: str) -> list[Reference]:
    """Every string in a script that starts like an address with a host."""
    found = [Reference(_line(text, match.start()), match[1], True) for match in SCRIPT_ADDRESS.finditer(text)]
    return [ref for ref in found if not ref.address.startswith(NAMES_NOT_ADDRESSES + OPENED_BY_HAND)]


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def read_page(path: Path) -> Page:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.page


class Inspection:
    """One look over a built site. `problems` is a list of `file:line: sentence`."""

    def __init__(self, site: Path, url: str, ours: Callable[[Path], bool]) -> None:
        self.site = site
        self.url = url
        self.base = urlsplit(url).path
        self.ours = ours
        self.problems: list[str] = []
        self.page = lru_cache(maxsize=None)(read_page)

    def run(self) -> list[str]:
        for path in sorted(self.site.rglob("*")):
            if path.suffix == ".html":
                self._references(path, self.page(path).references)
            elif path.suffix == ".css":
                self._references(path, css_references(path.read_text(encoding="utf-8")))
            elif path.suffix in {".js", ".mjs"} and self.ours(path):
                self._references(path, script_references(path.read_text(encoding="utf-8")))
        self._sitemap(self.site / "sitemap.xml")
        return self.problems

    def _references(self, path: Path, references: list[Reference]) -> None:
        for ref in references:
            complaint = self._complaint(path, ref)
            if complaint:
                self._report(path, ref.line, complaint)

    def _report(self, path: Path, line: int, complaint: str) -> None:
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        self.problems.append(f"{name}:{line}: {complaint}")

    def _complaint(self, path: Path, ref: Reference) -> str | None:
        """What is wrong with a reference, or None."""
        parts = urlsplit(ref.address)
        if parts.scheme in {"data", "blob", "mailto", "tel", "sms"}:
            return None
        if parts.scheme == "javascript":
            return f"has a script as its address: {ref.address}"
        if (
            path == self.site / "404.html"
            and ref.address
            and not (parts.netloc or ref.address.startswith(("/", "#")))
        ):
            return f"has a relative address, which fails at another depth: {ref.address}"
        target = urljoin(self._address_of(path), ref.address)
        if _origin(target) != _origin(self.url):
            return f"asks another host: {ref.address}" if ref.requested else None
        return self._broken(ref.address, urlsplit(target).path, unquote(urlsplit(target).fragment))

    def _address_of(self, path: Path) -> str:
        relative = path.relative_to(self.site).as_posix()
        return self.url + (relative.removesuffix("index.html") if path.name == "index.html" else relative)

    def _broken(self, shown: str, path: str, fragment: str) -> str | None:
        if not path.startswith(self.base):
            return f"leaves the folder of the site, {self.base}: {shown}"
        target = self.site / unquote(path[len(self.base) :])
        if path.endswith("/"):
            target = target / "index.html"
        if not target.is_file():
            return f"leads nowhere: {shown}"
        if not fragment or "=" in fragment or fragment == "top" or target.suffix != ".html":
            return None  # `#key=value` is a message to the page, not a place on it
        return (
            None
            if fragment in self.page(target).anchors
            else f"leads to a place that the page does not have: {shown}"
        )

    def _sitemap(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for match in re.finditer(r"<loc>([^<]*)</loc>", text):
            parts = urlsplit(match[1])
            wrong = _origin(match[1]) != _origin(self.url)
            complaint = f"names another site: {match[1]}" if wrong else self._broken(match[1], parts.path, "")
            if complaint:
                self._report(path, _line(text, match.start()), complaint)


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def inspect(site: Path, url: str, ours: Callable[[Path], bool] = lambda path: True) -> list[str]:
    """All problems of the site in this folder, built for this address. `ours`: which scripts to look into."""
    return Inspection(site, url, ours).run()


def bundled(path: Path) -> bool:
    """Scripts that the bundle step made.

    The theme's and the runtime's scripts name hosts that they never ask here; the browser tests watch that.
    """
    return (BUILD / "bundle" / path.name).is_file()


def run() -> None:
    problems = inspect(SITE, site_url(), bundled)
    if problems:
        raise StepError("The built site is not right yet:\n" + "\n".join(problems))


STEP = Step(
    name="seal",
    says="links, anchors and that nothing asks another host",
    inputs=("build/site/**/*", "tools/site.py"),
    outputs=(),
    run=run,
    facts=base_path,
)
