"""What a page of the guide costs its reader: all that a browser asks for before anything is touched."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tools.site import SITE

LIMIT = 160_000
"""Bytes on the wire, gzip; fonts, workers and about a kilobyte of headers included."""
PYTHON = ("worker-", "engine-", "python-", ".wasm", ".whl", "lock")
"""Parts of the addresses of files that only a touched generator needs."""
PAGES = sorted(path.parent.relative_to(SITE).as_posix() for path in (SITE / "guide").rglob("index.html"))


Reader = Callable[[], Page]


@pytest.fixture(scope="module")
def reader_of(chromium: Browser) -> Iterator[Reader]:
    """Makes readers that have not been here before."""
    opened: list[BrowserContext] = []

    def make() -> Page:
        opened.append(chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB"))
        return opened[-1].new_page()

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def reader(reader_of: Reader) -> Page:
    return reader_of()


@pytest.fixture(scope="module")
def phone(reader_of: Reader) -> Page:
    """One that keeps nothing from page to page, so that each page is the first."""
    page = reader_of()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page


@cache
def weight(address: str) -> int:
    """What the server sends for it to a browser: status line, headers and body."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read()) + len(str(answer.headers)) + len("HTTP/1.1 200 OK\r\n")


def asked(page: Page, address: str) -> list[str]:
    """The addresses that the page asks for by itself, those of its workers included."""
    found: list[str] = []

    def note(request: Request) -> None:
        found.append(request.url)

    page.context.on("request", note)
    page.goto(address, wait_until="networkidle")
    page.context.remove_listener("request", note)
    return [each for each in dict.fromkeys(found) if not each.startswith(("data:", "blob:"))]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_guide_is_light_and_loads_no_python(phone: Page, site_address: str, name: str) -> None:
    page = f"{site_address}{name}/"
    found = asked(phone, page)
    assert found[0] == page
    assert {"css", "js", "woff2"} <= {each.rpartition(".")[2] for each in found}
    sizes = {each.removeprefix(site_address): weight(each) for each in found}
    assert sum(sizes.values()) <= LIMIT, sorted(sizes.items(), key=lambda pair: -pair[1])
    assert [each for each in sizes if any(part in each for part in PYTHON)] == []


def test_python_comes_when_a_generator_is_touched(reader: Page, site_address: str) -> None:
    """The check above looks for the right names."""
    found = asked(reader, f"{site_address}guide/check-in/")
    assert not any(part in each for each in found for part in PYTHON)
    with reader.context.expect_event("request", lambda request: request.url.endswith(".wasm")):
        reader.get_by_text("Put in your own words").first.click()
        reader.locator("followup-embed input").first.fill("Maria")
    assert any("worker-" in worker.url for worker in reader.workers)


def test_the_search_comes_with_the_first_letter_and_finds_the_page(reader: Page, site_address: str) -> None:
    asked(reader, f"{site_address}guide/")
    reader.keyboard.press("/")
    with reader.context.expect_event("request", lambda request: request.url.endswith("search/pages.json")):
        reader.keyboard.type("article")
    first = reader.locator(".md-search-result__link").first
    first.wait_for()
    assert "guide/an-article-worth-sending/" in (first.get_attribute("href") or "")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/guide/an-article-worth-sending/**")


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("they named a date", "guide/they-named-a-date/"),
        ("after a rejection", "guide/after-a-rejection/"),
        ("recruiter did not call", "guide/they-did-not-call/"),
        ("closing note", "guide/the-closing-note/"),
        ("public holiday Germany", "guide/customs/de/"),
        ("how to wait", "guide/when-to-wait/"),
        ("ghosted", "guide/when-to-wait/"),
        ("typo", "guide/late-or-wrong/"),
        ("competing offer", "guide/another-offer/"),
        ("whatsapp", "guide/which-channel/"),
        ("hiring freeze", "guide/the-role-opens-again/"),
        ("panel", "guide/several-interviewers/"),
    ],
)
def test_the_search_knows_the_words_of_a_reader(
    reader: Page, site_address: str, words: str, page: str
) -> None:
    reader.goto(f"{site_address}guide/about/?q={words.replace(' ', '%20')}")
    links = reader.locator(".md-search-result__item > a")
    links.first.wait_for()
    firsts = [each.get_attribute("href") or "" for each in links.all()[:2]]
    assert any(page in each for each in firsts), firsts
