"""The built site, as it will be published."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin, urlsplit

import pytest

from tools import seal
from tools.site import ASSETS, SITE, base_path, site_url
from tools.steps import BUILD

PAGES = ("index.html", "guide/index.html", "planner/index.html", "drafts/index.html", "privacy/index.html")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    assert SITE.is_dir(), "The site is not built yet: run `make build` first."
    return {
        path.relative_to(SITE).as_posix(): path.read_text(encoding="utf-8") for path in SITE.rglob("*.html")
    }


def test_the_pages_of_the_first_slice_are_there(pages: dict[str, str]) -> None:
    assert [page for page in PAGES if page not in pages] == []


def test_nothing_is_asked_of_another_host_and_no_link_is_broken() -> None:
    assert seal.inspect(SITE, site_url(), seal.bundled) == []


def test_scripts_and_runtime_lie_beside_the_pages() -> None:
    for made in (BUILD / "bundle", BUILD / "runtime"):
        files = [path for path in made.rglob("*") if path.is_file()]
        assert files
        for path in files:
            assert (SITE / ASSETS / path.relative_to(made)).read_bytes() == path.read_bytes()


def test_every_page_knows_the_scripts_of_this_build(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        found = re.search(r'<script type="application/json" id="fu-assets">(.*?)</script>', text, re.S)
        assert found, name
        for address in json.loads(found[1]).values():
            place = urlsplit(urljoin(site_url() + name, address)).path.removeprefix(base_path())
            assert (SITE / place).is_file(), (name, address)


def test_pages_carry_no_build_date(pages: dict[str, str]) -> None:
    assert [name for name, text in pages.items() if "Build Date" in text] == []
    assert "lastmod" not in (SITE / "sitemap.xml").read_text(encoding="utf-8")


def test_no_development_file_is_published() -> None:
    unwanted = [
        path for path in SITE.rglob("*") if path.suffix in {".py", ".pyc", ".ts"} or path.name.startswith(".")
    ]
    assert unwanted == []
