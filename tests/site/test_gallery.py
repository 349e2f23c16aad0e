"""The gallery of the built site: a page for every template, and what it shows is what the file says."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from followup_core.catalog import DATA, builtin
from followup_core.elements import VOID_TAGS, to_html
from followup_core.templates import Template, render
from tools import forms, gallery, search
from tools.pages import page, write
from tools.site import SITE
from tools.steps import StepError

GOLDEN = Path(__file__).parents[1] / "golden" / "drafts"
TEMPLATES = builtin().templates()
VOID = {*VOID_TAGS, "link", "meta", "img"}


class Texts(HTMLParser):
    """The text of every element that has the given attribute, by the attribute's value; first one counts."""

    def __init__(self, attribute: str) -> None:
        super().__init__()
        self.attribute = attribute
        self.open: list[str | None] = []
        self.found: dict[str, str] = {}
        self.done: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            name = dict(attrs).get(self.attribute)
            self.open.append(name if name not in self.done else None)
            if name and name not in self.done:
                self.found[name] = ""

    def handle_endtag(self, tag: str) -> None:
        name = self.open.pop() if self.open and tag not in VOID else None
        if name:
            self.done.add(name)

    def handle_data(self, data: str) -> None:
        for name in filter(None, self.open):
            self.found[name] += data


def texts(html: str, attribute: str) -> dict[str, str]:
    reader = Texts(attribute)
    reader.feed(html)
    return reader.found


def built(template: Template) -> str:
    path = SITE / gallery.address(template) / "index.html"
    assert path.is_file(), "The site is not built yet, or this page is missing: run `make build` first."
    return path.read_text(encoding="utf-8")


def article(template: Template) -> str:
    """The part of a page that the build made of the template."""
    return built(template).split('<div class="fu-sheet ', 1)[1].split("</article>\n", 1)[0]


def name(template: Template) -> str:
    return f"{template.locale}-{template.id}"


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
class TestEveryTemplate:
    def test_its_example_is_the_golden_text(self, template: Template) -> None:
        shown = texts(article(template), "data-text")
        head = f"Subject: {shown['subject']}\n\n" if template.subject else ""
        golden = (GOLDEN / template.locale / f"{template.id}.txt").read_text("utf-8")
        assert f"{head}{shown['body']}\n" == golden

    def test_its_source_is_its_file_byte_for_byte(self, template: Template) -> None:
        source = texts(article(template), "data-part")["source"]
        file = DATA / "templates" / template.locale / f"{template.id}.yaml"
        assert source.encode("utf-8") == file.read_bytes()

    def test_it_explains_every_field_and_asks_for_it(self, template: Template) -> None:
        html = article(template)
        legend = re.findall(r'<li value="\d+" data-number="\d+" data-field="(\w+)">', html)
        assert legend == [field.name for field in template.fields]
        asked = set(re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', html))
        assert asked == set(legend)

    def test_its_message_says_its_language(self, template: Template) -> None:
        bodies = re.findall(r'<div class="fu-body"[^>]*>', article(template))
        assert len(bodies) == 2
        assert all(f'lang="{template.locale}"' in body for body in bodies)

    def test_its_form_shows_a_gap_for_everything_needed_and_nothing_of_the_example(
        self, template: Template
    ) -> None:
        writer = article(template).split("<followup-embed", 1)[1].split("</followup-embed>", 1)[0]
        empty = render(template, {})
        assert set(re.findall(r'data-gap="(\w+)"', writer)) == {
            hole.field for hole in (*empty.subject_gaps, *empty.body_gaps)
        } - {"today"}
        assert re.findall(r'<input[^>]* value="([^"]+)"', writer) in ([], ["2026-11-20"])
        assert writer.count('aria-disabled="true"') == (2 if template.subject else 1)

    def test_the_search_leaves_its_source_out(self, template: Template) -> None:
        assert re.search(r'<section data-search-exclude="">\s*<h2 id="file">', article(template))


def test_the_pieces_of_an_example_are_what_render_gives() -> None:
    for template in TEMPLATES:
        subject, body = gallery.pieces(template)
        shown = render(template, template.example)
        assert ("".join(t for t, _ in subject), "".join(t for t, _ in body)) == (shown.subject, shown.body)
        assert {field for _, field in body} <= {"", *template.by_name}


def test_titles_and_descriptions_are_unlike_any_other() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in SITE.rglob("index.html")}
    for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="([^"]*)"'):
        said = [found[1] for text in pages.values() if (found := re.search(pattern, text))]
        assert len(said) == len(pages)
        assert [each for each in said if said.count(each) > 1] == []


def test_a_page_has_the_title_and_the_description_of_its_template() -> None:
    for template in TEMPLATES:
        title = re.search(r"<title>(.*?)</title>", built(template))
        described = re.search(r'<meta name="description" content="([^"]*)"', built(template))
        assert title and described
        assert unescape(title[1]) == f"{template.title} – followup"
        assert unescape(described[1]) == template.use_when


def test_no_page_is_left_of_a_template_that_is_gone() -> None:
    found = {
        path.parent.relative_to(SITE).as_posix() + "/" for path in SITE.glob("templates/*/**/index.html")
    }
    assert found == {gallery.address(template) for template in TEMPLATES} | {"templates/editor/"}


def test_the_file_of_each_template_lies_beside_its_page() -> None:
    for template in TEMPLATES:
        file = SITE / f"{gallery.address(template).rstrip('/')}.yaml"
        assert file.read_text(encoding="utf-8") == builtin().source(template)


def test_the_list_leads_to_every_template_in_the_order_of_a_job_search() -> None:
    html = to_html(gallery.index(TEMPLATES, "../"))
    links = re.findall(r'class="fu-entry-title" href="\.\./([^"]+)"', html)
    assert sorted(links) == sorted(gallery.address(template) for template in TEMPLATES)
    english = html.split("<h2")[1]
    words = list(dict.fromkeys(forms.KINDS.values()))
    heads = re.findall(r"<h3[^>]*>(.*?)</h3>", english)
    assert heads == [each for each in words if each in heads]
    assert html == to_html(gallery.index(TEMPLATES, "../"))
    built_list = (SITE / "templates" / "index.html").read_text(encoding="utf-8")
    assert f"{len(TEMPLATES)} templates" in built_list


def test_every_kind_has_words_and_every_filter_finds_something() -> None:
    html = to_html(gallery.index(TEMPLATES, ""))
    for key in ("kind", "channel", "tone", "locale"):
        select = re.search(rf'<select[^>]* name="{key}">(.*?)</select>', html)
        assert select
        for value in filter(None, re.findall(r'<option value="([^"]*)"', select[1])):
            assert f'data-{key}="{value}"' in html
    assert {template.kind for template in TEMPLATES} <= set(forms.KINDS)


def test_the_search_index_has_pages_but_no_source() -> None:
    index = (SITE / search.WHOLE).read_text(encoding="utf-8")
    assert "templates/thank-you-after-first/" in index
    assert "Thank-you after a first conversation" in index
    assert "use_when" not in index.split("templates/thank-you-after-first/")[1][:3000]
    assert "{{ my_name }}" not in index.split('"location":"templates/')[1]


def test_a_page_that_would_hide_another_ends_the_build(tmp_path: Path) -> None:
    first = TEMPLATES[0]
    with pytest.raises(StepError, match="no place of its own"):
        write(tmp_path, [first, first])


def test_a_title_is_only_text() -> None:
    from dataclasses import replace

    shown = page(replace(TEMPLATES[0], title='<b> & "so"'))
    assert 'title: "&lt;b&gt; &amp; \\"so\\""' in shown
