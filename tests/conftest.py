"""What several kinds of tests share: the built site, served as Pages would, and a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools import browser as browsers
from tools.serve import serve
from tools.site import SITE, base_path


@pytest.fixture(scope="session")
def site_address() -> Iterator[str]:
    """The address of the built site, served for as long as the tests run; ends with a slash."""
    assert (SITE / "index.html").is_file(), "The site is not built yet: run `make build` first."
    with serve(SITE, base_path()) as server:
        yield server.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium, Chrome or Edge. None to be had is a failure, with a sentence that says so."""
    path = browsers.get()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=browsers.ARGUMENTS)
        yield started
        started.close()
