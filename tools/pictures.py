"""`make pictures`: the tools in use, for the home page and the README.

They are kept in docs/assets/pictures, so that a build needs no browser. When a tool looks different, they are
made anew.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.browser import ARGUMENTS, get
from tools.scenes import SETTLE, scenes
from tools.screenshots import SCHEMES, SCREENS
from tools.serve import serve
from tools.site import SITE, base_path
from tools.steps import ROOT, StepError

FOLDER = ROOT / "docs" / "assets" / "pictures"
SHOWN = {
    "phone": {"planner-plan": "[data-part=which]", "drafts-filled": "[data-part=result]"},
    "desktop": {"planner-plan": "body"},
}
"""Which scenes are shown, of each screen, and what stands at the top of the picture."""
QUALITY = 72
"""Of WebP, in percent: letters are still sharp."""
TO_TOP = """(place) => {
    const header = document.querySelector("header").getBoundingClientRect().height;
    scrollTo(0, place.getBoundingClientRect().top + scrollY - header - 16);
}"""


def path_of(name: str, screen: str, scheme: str) -> Path:
    return FOLDER / f"{name}-{screen}-{scheme}.webp"


def main() -> int:
    try:
        chromium = get()
    except StepError as error:
        print(error, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serve(SITE, base_path()) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for screen, names in SHOWN.items():
            for scheme in SCHEMES:
                for name, page in scenes(browser, server.url, SCREENS[screen], scheme == "dark", names):
                    page.mouse.move(0, 0)
                    page.locator(names[name]).first.evaluate(TO_TOP)
                    page.wait_for_timeout(SETTLE)
                    picture = Image.open(io.BytesIO(page.screenshot()))
                    picture.save(path_of(name, screen, scheme), quality=QUALITY, method=6)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
