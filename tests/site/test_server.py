"""The small server answers as GitHub Pages does."""

from __future__ import annotations

import gzip
import http.client
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools.serve import Server, serve

PAGE = b"<!doctype html><title>Home</title>" + b"<p>Hello</p>" * 50


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("pages")
    (root / "secret.txt").write_text("outside")
    folder = root / "site"
    for name, content in {
        "index.html": PAGE,
        "404.html": b"<title>Lost</title>",
        "guide/index.html": b"<title>Guide</title>",
        "empty/note.txt": b"no index here",
        "a/script.mjs": b"export {}",
        "a/code.js": b"0",
        "a/core.whl": b"PK",
        "a/stdlib.zip": b"PK",
        "a/python.wasm": b"\0asm" + b"\0" * 2000,
        "a/plan.ics": b"BEGIN:VCALENDAR",
        "a/font.woff2": b"wOF2",
        "a/lock.json": b"{}",
        "a/sp ace.txt": b"x",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "link.txt").symlink_to(root / "secret.txt")
    with serve(folder) as running:
        yield running


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    try:
        connection.request(
            method, path, headers={key.replace("_", "-"): value for key, value in headers.items()}
        )
        return Answer(connection.getresponse())
    finally:
        connection.close()


def test_the_site_lives_under_its_sub_path(server: Server) -> None:
    assert ask(server, "/followup/").body == PAGE
    assert ask(server, "/followup/index.html").body == PAGE
    assert ask(server, "/followup/?q=1").body == PAGE
    assert ask(server, "/").status == 404
    assert ask(server, "/guide/").status == 404


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/followup", "/followup/"),
        ("/followup/guide", "/followup/guide/"),
        ("/followup/guide?a=b", "/followup/guide/?a=b"),
    ],
)
def test_a_folder_without_its_slash_is_redirected(server: Server, asked: str, location: str) -> None:
    answer = ask(server, asked)
    assert (answer.status, answer.headers["Location"]) == (301, location)


@pytest.mark.parametrize("asked", ["nothing", "guide/nothing/at/all/", "index.html/", "empty/", "empty"])
def test_what_is_not_there_gets_the_404_page(server: Server, asked: str) -> None:
    answer = ask(server, f"/followup/{asked}")
    assert answer.status == 404
    assert answer.body == b"<title>Lost</title>"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "asked",
    [
        "/followup/../secret.txt",
        "/followup/..%2fsecret.txt",
        "/followup/%2e%2e/secret.txt",
        "/followup/guide/../../secret.txt",
        "/followup//etc/passwd",
        "/followup/%2fetc/passwd",
        "/followup/..%5csecret.txt",
        "/followup/index.html%00.txt",
        "/followup/link.txt",
    ],
)
def test_nothing_outside_the_folder_is_ever_sent(server: Server, asked: str) -> None:
    answer = ask(server, asked)
    assert answer.status == 404
    assert b"outside" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("script.mjs", "text/javascript; charset=utf-8"),
        ("code.js", "text/javascript; charset=utf-8"),
        ("python.wasm", "application/wasm"),
        ("stdlib.zip", "application/zip"),
        ("core.whl", "application/octet-stream"),
        ("plan.ics", "text/calendar; charset=utf-8"),
        ("font.woff2", "font/woff2"),
        ("lock.json", "application/json"),
        ("sp%20ace.txt", "text/plain; charset=utf-8"),
    ],
)
def test_media_types(server: Server, name: str, media_type: str) -> None:
    assert ask(server, f"/followup/a/{name}").headers["Content-Type"] == media_type


def test_text_and_wasm_are_gzipped_when_asked_for(server: Server) -> None:
    for path in ("/followup/", "/followup/a/python.wasm"):
        plain, zipped = ask(server, path), ask(server, path, Accept_Encoding="gzip, br")
        assert "Content-Encoding" not in plain.headers
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert zipped.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(zipped.body) == plain.body
        assert int(zipped.headers["Content-Length"]) == len(zipped.body) < len(plain.body)
    assert "Content-Encoding" not in ask(server, "/followup/a/stdlib.zip", Accept_Encoding="gzip").headers


def test_caching_is_that_of_pages(server: Server) -> None:
    first = ask(server, "/followup/")
    assert first.headers["Cache-Control"] == "max-age=600"
    again = ask(server, "/followup/", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert ask(server, "/followup/", If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert ask(server, "/followup/", If_None_Match='"other"').status == 200
    assert ask(server, "/followup/", If_Modified_Since="never").status == 200


def test_no_header_that_pages_would_not_send(server: Server) -> None:
    special = {
        "content-security-policy",
        "cross-origin-opener-policy",
        "cross-origin-embedder-policy",
        "service-worker-allowed",
    }
    assert special.isdisjoint(name.lower() for name in ask(server, "/followup/").headers)


def test_head_sends_the_headers_alone(server: Server) -> None:
    answer = ask(server, "/followup/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(PAGE)


def test_a_changed_file_is_sent_anew(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("old")
    with serve(tmp_path, base="/") as running:
        before = ask(running, "/")
        page.write_text("new")
        os.utime(page, (1, 1))
        after = ask(running, "/", If_None_Match=before.headers["ETag"])
    assert (after.status, after.body) == (200, b"new")


def test_only_this_machine_is_answered(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
