"""The pictures that go with links: every page has one, it says the page's title, and the build draws it."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from tools import head, poster, previews
from tools.site import DOCS, SITE, site_url
from tools.steps import StepError

ABOUT_PICTURE = re.compile(r'<meta (?:property|name)="((?:og|twitter):image[:\w]*)" content="([^"]*)">')
PAGES = head.pages(DOCS)
TITLES = previews.titles()


def said_of_picture(page: str) -> dict[str, str]:
    """What the <head> of a built page says of its picture."""
    text = (SITE / head.address(page) / "index.html").read_text(encoding="utf-8")
    return {key: unescape(value) for key, value in ABOUT_PICTURE.findall(text.partition("<body")[0])}


def file_of(page: str) -> Path:
    """The file that a built page names as its picture."""
    address = said_of_picture(page)["og:image"]
    assert address.startswith(site_url()), page
    return SITE / address.removeprefix(site_url())


def test_every_page_says_all_of_its_picture() -> None:
    assert len(PAGES) > len(TITLES) > 50
    for page in PAGES:
        said = said_of_picture(page)
        assert said == {
            "og:image": f"{site_url()}{file_of(page).relative_to(SITE).as_posix()}",
            "og:image:type": "image/png",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": said["twitter:image:alt"],
            "twitter:image": said["og:image"],
            "twitter:image:alt": f"{TITLES[previews.shown_by(page, TITLES)]} – followup",
        }, page


def test_every_picture_is_there_and_of_the_usual_size() -> None:
    used = {file_of(page) for page in PAGES}
    assert used == set((SITE / previews.PLACE).rglob("*.png"))
    for path in used:
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630)), path
        assert path.stat().st_size < 40_000, path


def test_pages_differ_in_their_pictures_as_in_their_titles() -> None:
    pages = sorted(TITLES, key=TITLES.__getitem__)
    assert len({file_of(page) for page in pages}) == len(pages)
    for one, other in pairwise(pages):
        same = file_of(one).read_bytes() == file_of(other).read_bytes()
        assert same == (TITLES[one] == TITLES[other]), (one, other)


def test_the_guide_and_the_tools_have_pictures_of_their_own() -> None:
    own = [page for page in PAGES if page.startswith("guide/") or "/" not in page]
    assert {"index.md", "planner.md", "drafts.md", "guide/check-in.md", "guide/customs/de.md"} <= set(own)
    for page in [*own, "templates/index.md"]:
        title = unescape(head.front_matter(DOCS / page)["title"])
        assert said_of_picture(page)["og:image:alt"] == f"{title} – followup"


def test_a_template_goes_with_the_picture_of_all() -> None:
    others = {file_of(page) for page in PAGES if page.startswith("templates/")}
    assert others == {SITE / "assets/previews/templates/index.png"}


def test_no_page_loads_a_picture_of_a_link() -> None:
    """They are for those who show a link: in a page, they stand in its <head> alone, as words."""
    for page in PAGES:
        text = (SITE / head.address(page) / "index.html").read_text(encoding="utf-8")
        rest = re.sub(r'<(meta|script type="application/ld\+json")[^>]*>[^<]*', "", text)
        assert previews.PLACE not in rest, page


def test_equal_titles_give_equal_bytes() -> None:
    kept = (SITE / "assets/previews/guide/check-in.png").read_bytes()
    assert poster.draw(TITLES["guide/check-in.md"], "followup") == kept


@pytest.mark.parametrize("title", sorted(set(TITLES.values())))
def test_a_title_is_large_and_balanced(title: str) -> None:
    size, lines = poster.fit(title)
    assert " ".join(lines) == title
    assert size >= 84, "Sent beside a message, the picture is a quarter as wide: letters of 21 pixels."
    lengths = [poster.length(line) * size for line in lines]
    assert max(lengths) <= poster.WIDTH
    assert len(lines) * size * poster.LEADING <= poster.HEIGHT
    for above, below in pairwise(lines):
        for one, other in (
            (f"{above} {below.split()[0]}", " ".join(below.split()[1:])),
            (" ".join(above.split()[:-1]), f"{above.split()[-1]} {below}"),
        ):
            assert max(map(poster.length, (one, other))) >= max(map(poster.length, (above, below)))


def test_letters_stay_clear_of_the_edges_and_of_the_line() -> None:
    picture = Image.open(BytesIO(poster.draw("After an interview in the United Kingdom", "followup")))
    dark = picture.convert("L").point(lambda shade: 255 if shade < 70 else 0)
    left, top, right, bottom = dark.getbbox() or (0, 0, 0, 0)
    assert (left, top) >= (60, 60)
    assert right <= poster.LEFT + poster.WIDTH + 4
    assert bottom <= 590


def test_a_title_without_room_is_an_error() -> None:
    with pytest.raises(StepError, match="no room"):
        poster.fit("Donaudampfschifffahrtsgesellschaft " * 3)


def test_a_page_learns_its_picture(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    for name in ("index.md", "templates/one.md"):
        (tmp_path / name).write_text('---\ntitle: "Home"\n---\n# Home\n', encoding="utf-8")
    previews.tell(tmp_path)
    assert head.front_matter(tmp_path / "index.md") == {
        "preview": {"file": "assets/previews/index.png", "says": f"{TITLES['index.md']} – followup"},
        "title": "Home",
    }
    of_template = head.front_matter(tmp_path / "templates/one.md")["preview"]
    assert of_template["file"] == "assets/previews/templates/index.png"
    assert of_template["says"] == f"{TITLES['templates/index.md']} – followup"
