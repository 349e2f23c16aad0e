"""The last look finds what it is there to find: planted requests to other hosts, and broken links."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.seal import inspect

URL = "http://127.0.0.1:8000/followup/"


def problems(tmp_path: Path, **files: str) -> list[str]:
    """What the seal says of a site with these files; `__` in a name stands for `/`, `_` for `.`."""
    pages = {"index_html": "", "guide__index_html": '<h2 id="when">When</h2>', **files}
    for name, content in pages.items():
        path = tmp_path / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [problem.removeprefix(f"{tmp_path}/") for problem in inspect(tmp_path, URL)]


@pytest.mark.parametrize(
    "planted",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<script src="//cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="https://fonts.example/css">',
        '<link rel="preconnect" href="https://fonts.example">',
        '<link rel="icon preload" href="https://fonts.example/i.svg">',
        '<img src="https://pixel.example/1.gif">',
        '<img srcset="https://pixel.example/1.gif 2x">',
        '<img src="http://127.0.0.1:9000/followup/1.gif">',
        '<iframe src="https://video.example/"></iframe>',
        '<form action="https://collect.example/"></form>',
        '<a href="guide/" ping="https://count.example/">',
        '<svg><use xlink:href="https://icons.example/a.svg#b"/></svg>',
        '<p style="background: url(https://pixel.example/1.gif)">',
        '<style>@import "https://fonts.example/css";</style>',
        '<script>fetch("https://api.example/")</script>',
        '<meta http-equiv="refresh" content="0; url=https://elsewhere.example/">',
    ],
)
def test_a_planted_request_is_found_with_file_and_line(tmp_path: Path, planted: str) -> None:
    found = problems(tmp_path, index_html=f"<title>Home</title>\n<p>\n{planted}")
    assert len(found) == 1
    assert found[0].startswith("index.html:3: asks another host: ")


def test_style_sheets_and_scripts_are_read_too(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        site_css='\n@import "//fonts.example/css";\np { background: url(data:image/svg+xml,x) }',
        main_js='\n\nconst svg = "http://www.w3.org/2000/svg"; import(`https://cdn.example/x.js`); // see https://a.example',
    )
    assert found == [
        "main.js:3: asks another host: https://cdn.example/x.js",
        "site.css:2: asks another host: //fonts.example/css",
    ]


@pytest.mark.parametrize(
    "fine",
    [
        '<a href="https://elsewhere.example/page">a link to follow</a>',
        '<link rel="canonical" href="https://elsewhere.example/">',
        '<a href="mailto:maria@northwind.example">mail</a>',
        '<img src="data:image/gif;base64,R0lGOD">',
        '<a href="guide/">relative</a> <a href="/followup/guide/#when">absolute</a> <a href="#top">top</a>',
        f'<a href="{URL}guide/">whole</a> <a href="guide/?a=b">query</a>',
        '<a href="guide/#draft=thanks">a message to the page</a>',
        "<p>prose may name https://elsewhere.example</p>",
    ],
)
def test_what_asks_nobody_is_fine(tmp_path: Path, fine: str) -> None:
    assert problems(tmp_path, index_html=fine) == []


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("nowhere/", "leads nowhere: nowhere/"),
        ("guide", "leads nowhere: guide"),
        ("guide.md", "leads nowhere: guide.md"),
        ("/guide/", "leaves the folder of the site, /followup/: /guide/"),
        ("../other/", "leaves the folder of the site, /followup/: ../other/"),
        ("guide/#never", "leads to a place that the page does not have: guide/#never"),
        ("#never", "leads to a place that the page does not have: #never"),
        ("javascript:alert(1)", "has a script as its address: javascript:alert(1)"),
    ],
)
def test_a_broken_link_is_found(tmp_path: Path, link: str, complaint: str) -> None:
    assert problems(tmp_path, index_html=f'<a\nhref="{link}">x</a>') == [f"index.html:1: {complaint}"]


def test_the_404_page_must_work_at_any_depth(tmp_path: Path) -> None:
    found = problems(
        tmp_path, **{"404_html": '<a href="/followup/guide/">fine</a>\n<a href="guide/">not fine</a>'}
    )
    assert found == ["404.html:2: has a relative address, which fails at another depth: guide/"]


def test_the_sitemap_lists_what_exists(tmp_path: Path) -> None:
    entries = "\n".join(f"<loc>{loc}</loc>" for loc in (URL, URL + "gone/", "https://other.example/"))
    assert problems(tmp_path, sitemap_xml=entries) == [
        f"sitemap.xml:2: leads nowhere: {URL}gone/",
        "sitemap.xml:3: names another site: https://other.example/",
    ]


def test_everything_is_reported_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path, index_html='<a href="a/">\n<img src="b.png">', guide__index_html='<a href="c/">'
    )
    assert [problem.split(":")[0] for problem in found] == ["guide/index.html", "index.html", "index.html"]


def test_only_the_links_for_web_mail_may_name_their_hosts(tmp_path: Path) -> None:
    gmail = "`https://mail.google.com/mail/?view=cm&fs=1&to=${to}`"
    outlook = "`https://outlook.live.com/mail/0/deeplink/compose?to=${to}`"
    assert problems(tmp_path, main_js=f"open({gmail}); open({outlook})") == []
    found = problems(
        tmp_path, main_js='fetch("https://mail.google.com/mail/?q=1"); fetch("https://outlook.live.com/")'
    )
    assert len(found) == 2
    assert len(
        problems(tmp_path, index_html='<img src="https://mail.google.com/mail/?view=cm&x">')
    ) == 1 + len(found)
