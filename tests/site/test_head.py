"""The head of a page: what search engines and previews are told, made by the build alone."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tools import head
from tools.site import SITE, site_url
from tools.steps import ROOT

NAME = {"name": "followup", "url": "https://dana.example/", "description": "When to write."}
BY_PROPERTY = re.compile(r'<meta (?:property|name)="((?:og|twitter):[\w:]+|description)" content="([^"]*)">')


def built() -> dict[str, str]:
    pages = sorted(SITE.rglob("index.html"))
    return {
        path.parent.relative_to(SITE).as_posix().removeprefix("."): path.read_text(encoding="utf-8")
        for path in pages
    }


def record(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return dict(json.loads(found[1])) if found else {}


def test_every_page_says_what_it_is() -> None:
    for name, text in built().items():
        own = f"{site_url()}{name}/" if name else site_url()
        said = {key: unescape(value) for key, value in BY_PROPERTY.findall(text)}
        assert f'<link rel="canonical" href="{own}">' in text, name
        assert said["og:url"] == own
        assert said["og:title"] and said["og:title"] == said["twitter:title"], name
        assert said["og:description"] == said["description"] == said["twitter:description"], name
        assert text.partition("<body")[0].count("<title>") == 1 and "noindex" not in text, name


def test_no_two_pages_of_the_guide_have_one_title() -> None:
    titles = [re.findall("<title>(.*?)</title>", text) for name, text in built().items() if "guide" in name]
    assert len({tuple(title) for title in titles}) == len(titles)


def test_the_page_that_is_not_there_is_not_listed() -> None:
    lost = (SITE / "404.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in lost
    assert "og:" not in lost
    sitemap = (SITE / "sitemap.xml").read_text(encoding="utf-8")
    assert set(re.findall("<loc>(.*?)</loc>", sitemap)) == {
        f"{site_url()}{name}/" if name else site_url() for name in built()
    }
    assert f"Sitemap: {site_url()}sitemap.xml" in (SITE / "robots.txt").read_text(encoding="utf-8")


def test_pages_of_the_guide_are_articles_without_inventions() -> None:
    pages = built()
    assert record(pages[""])["@type"] == "WebSite"
    assert record(pages["planner"]) == {}
    article = record(pages["guide/check-in"])
    assert article["@type"] == "Article"
    assert article["headline"] == "Check in"
    assert article["image"] == f"{site_url()}assets/previews/guide/check-in.png"
    assert article["author"]["@type"] == "Organization"
    assert not any("date" in key.lower() for key in article)


def test_the_questions_are_those_of_the_page() -> None:
    text = built()["guide/questions-people-ask"]
    found = record(text)
    asked = [head.plain(each) for each in re.findall(r"<h3[^>]*>(.*?)</h3>", text, re.S)]
    assert found["@type"] == "FAQPage"
    assert [each["name"] for each in found["mainEntity"]] == asked
    assert all(len(each["acceptedAnswer"]["text"]) > 20 for each in found["mainEntity"])


def test_only_questions_with_an_answer_count() -> None:
    html = "<h3 id=a>Why &amp; how?</h3><p>So it <b>is</b>.</p><h3>No question</h3><p>x</p><h3>Empty?</h3>"
    assert head.questions(html) == [("Why & how?", "So it is.")]


def test_no_tag_can_begin_in_a_record() -> None:
    page = head.describe("guide/x/", "</script><b>", "", "", "", {}, NAME)
    assert page is not None
    assert "<" not in head.as_script(page)
    assert json.loads(head.as_script(page))["headline"] == "</script><b>"


@pytest.mark.parametrize(
    ("ways", "chosen"),
    [
        ({"a": ["b"], "b": ["c"]}, {"a": "b", "b": "c"}),
        ({"a": ["b"], "b": ["a", "c"]}, {"a": "b", "b": "c"}),
        ({"a": ["b"], "b": ["c"], "c": ["a", "d"]}, {"a": "b", "b": "c", "c": "d"}),
        ({"a": ["b"], "b": ["a"]}, {"a": "b"}),
        ({"a": []}, {}),
    ],
)
def test_the_story_goes_on_and_never_in_a_circle(ways: dict[str, list[str]], chosen: dict[str, str]) -> None:
    assert head.story(ways) == chosen


def test_a_page_learns_what_its_foot_leads_to(tmp_path: Path) -> None:
    guide = tmp_path / "guide"
    guide.mkdir()
    (guide / "check-in.md").write_text("---\ntitle: 'Ask: once'\nnext: [../index.md#top, b.md]\n---\n# A\n")
    (guide / "b.md").write_text('---\ntitle: "B"\nnext: [check-in.md]\n---\n# B\n')
    (tmp_path / "index.md").write_text("---\ntitle: Home\n---\n# Home\n")
    head.lead_on(tmp_path)
    assert head.front_matter(guide / "check-in.md")["read_on"] == {"url": "", "title": "Home"}
    assert head.front_matter(guide / "b.md")["read_on"] == {"url": "guide/check-in/", "title": "Ask: once"}
    assert (tmp_path / "index.md").read_text() == "---\ntitle: Home\n---\n# Home\n"


def test_only_what_stands_on_the_page_is_in_its_record(tmp_path: Path) -> None:
    docs, site = tmp_path / "docs", tmp_path / "site"
    (docs / "guide").mkdir(parents=True)
    (docs / "guide/asked.md").write_text("---\nschema: FAQPage\n---\n")
    page = site / "guide/asked/index.html"
    page.parent.mkdir(parents=True)
    said = {"title": "A &amp; B", "description": "Two.", "image": "https://dana.example/a.png"}
    meta = "".join(f'<meta property="og:{key}" content="{value}">' for key, value in said.items())
    article = '<article class="md-content__inner md-typeset"><h3>Why?</h3><p>So.</p></article>'
    body = f"<h3>No part?</h3><p>x</p>{article}"
    page.write_text(f"<head>{meta}</head><body>{body}<footer>Not me</footer></body>")
    head.describe_all(site, docs, "https://dana.example/")
    found = record(page.read_text())
    assert (found["name"], found["description"]) == ("A & B", "Two.")
    assert [(each["name"], each["acceptedAnswer"]["text"]) for each in found["mainEntity"]] == [
        ("Why?", "So.")
    ]
    assert page.read_text().endswith(f"</script>\n</head><body>{body}<footer>Not me</footer></body>")


def test_the_site_needs_no_hook_and_no_plugin_of_others() -> None:
    """The successors of MkDocs read the same file, and neither of these."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^hooks:", config, re.M) is None
    assert re.findall(r"^plugins:\n((?: +- .+\n)+)", config, re.M) == ["  - search\n"]


@pytest.mark.parametrize(
    ("page", "follows"),
    [
        ("before-you-leave", "questions-about-next-steps"),
        ("questions-about-next-steps", "the-first-24-hours"),
        ("they-named-a-date", "the-date-passed"),
        ("the-date-passed", "second-check-in"),
        ("check-in", "second-check-in"),
        ("which-channel", "when-to-wait"),
        ("what-not-to-write", "check-in"),
        ("the-closing-note", "when-to-stop"),
    ],
)
def test_the_foot_of_a_page_follows_the_reader(page: str, follows: str) -> None:
    text = built()[f"guide/{page}"]
    found = re.search(r'class="fu-next__on" href="([^"]*)"', text)
    assert found and found[1] == f"../{follows}/"
