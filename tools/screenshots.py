"""`make screenshots`: every page and every scene, on a phone and a desktop, light and dark."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tools.browser import ARGUMENTS, get
from tools.scenes import scenes
from tools.serve import serve
from tools.site import SITE, base_path
from tools.steps import BUILD, StepError

FOLDER = BUILD / "screenshots"
SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
SCHEMES = ("light", "dark")


ONE_TEMPLATE = "templates/thank-you-after-first/"
"""The pages of templates look alike; one stands for all."""


def addresses() -> Iterator[str]:
    """Every page of the built site, relative to its base, and of the templates' pages one."""
    for path in sorted(SITE.rglob("*.html")):
        address = path.relative_to(SITE).as_posix().removesuffix("index.html")
        if address in {"templates/", ONE_TEMPLATE} or not address.startswith("templates/"):
            yield address


def shoot(browser: Browser, base: str) -> int:
    """Take all pictures; gives how many."""
    count = 0
    for screen, size in SCREENS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport=size, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
            )
            page = context.new_page()
            for address in addresses():
                page.goto(base + address, wait_until="networkidle")
                name = address.strip("/").replace("/", "-").removesuffix(".html") or "home"
                page.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png", full_page=True)
                count += 1
            context.close()
            for name, used in scenes(browser, base, size, scheme == "dark"):
                used.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png", full_page=True)
                count += 1
    return count


def main() -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    try:
        path = get()
    except StepError as error:
        print(error, file=sys.stderr)
        return 1
    with serve(SITE, base_path()) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        count = shoot(browser, server.url)
        browser.close()
    print(f"{count} pictures are in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
