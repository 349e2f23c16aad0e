"""The built site, as it will be published."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tools import seal
from tools.site import ASSETS, SITE, base_path, site_url, write
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


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "once")
    write(tmp_path / "again")
    assert _bytes(tmp_path / "once") == _bytes(tmp_path / "again")


@pytest.mark.parametrize("address", ["https://dana.example/", "https://dana.example/a/b/"])
def test_the_site_can_live_under_any_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    monkeypatch.setenv("SITE_URL", address)
    write(tmp_path / "site")
    assert seal.inspect(tmp_path / "site", address, seal.bundled) == []
    assert f"<loc>{address}guide/</loc>" in (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")


def _bytes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
