"""`make serve`: show the built site as GitHub Pages would, and rebuild it when a source changes.

What is imitated: the sub-path, a redirect to the folder's address with a slash, `404.html` with status 404,
gzip for the types that GitHub compresses, `Cache-Control: max-age=600`, ETag and Last-Modified, and no
special headers. It listens on this machine only.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from tools import setup
from tools.build import steps
from tools.site import SITE, base_path
from tools.steps import BUILD, ROOT, input_files

BASE = "/followup/"
PORT = int(os.environ.get("PORT", "8000"))

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".yaml": "text/yaml; charset=utf-8",
    ".yml": "text/yaml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
OTHER = "application/octet-stream"
"""Also what GitHub Pages says of a .whl file."""

COMPRESSED = (
    "text/",
    "application/json",
    "application/manifest+json",
    "application/xml",
    "application/wasm",
    "image/svg",
)


@dataclass(frozen=True)
class File:
    """A file as it is sent: its bytes, the same gzipped (None for a type sent as it is), its headers."""

    body: bytes
    zipped: bytes | None
    media_type: str
    etag: str
    modified: float


def load(path: Path) -> File:
    """Read a file; one that has not changed since is answered from memory."""
    state = path.stat()
    return _load(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2048)
def _load(path: Path, modified_ns: int, size: int) -> File:
    body = path.read_bytes()
    media_type = TYPES.get(path.suffix.lower(), OTHER)
    zipped = gzip.compress(body, 6, mtime=0) if media_type.startswith(COMPRESSED) else None
    return File(body, zipped, media_type, f'"{hashlib.sha256(body).hexdigest()[:24]}"', modified_ns // 10**9)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD below `base` with the files of `folder`."""

    folder: Path
    base: str
    protocol_version = "HTTP/1.1"
    server_version = "followup"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        asked = urlsplit(self.path)
        if asked.path + "/" == self.base:
            self._redirect(asked.query)
            return
        path = self._find(asked.path)
        if path is None:
            self._missing()
        elif path.is_dir():
            self._redirect(asked.query)
        else:
            self._send(HTTPStatus.OK, load(path))

    def _find(self, asked: str) -> Path | None:
        """The file, or the folder that wants a slash, that an address means; None if there is none."""
        if not asked.startswith(self.base):
            return None
        relative = unquote(asked[len(self.base) :])
        if "\0" in relative or "\\" in relative:
            return None
        path = (self.folder / relative).resolve()
        if not path.is_relative_to(self.folder):
            return None
        index = path / "index.html"
        if relative == "" or relative.endswith("/"):
            return index if index.is_file() else None
        return path if path.is_file() or index.is_file() else None

    def _redirect(self, query: str) -> None:
        target = urlsplit(self.path).path + "/" + (f"?{query}" if query else "")
        self._head(HTTPStatus.MOVED_PERMANENTLY, {"Location": target, "Content-Length": "0"})

    def _missing(self) -> None:
        page = self.folder / "404.html"
        body = load(page) if page.is_file() else File(b"Not found\n", None, "text/plain", '""', time.time())
        self._send(HTTPStatus.NOT_FOUND, body)

    def _send(self, status: HTTPStatus, file: File) -> None:
        headers = {
            "Content-Type": file.media_type,
            "Cache-Control": "max-age=600",
            "ETag": file.etag,
            "Last-Modified": formatdate(file.modified, usegmt=True),
        }
        if file.zipped is not None:
            headers["Vary"] = "Accept-Encoding"
        if status is HTTPStatus.OK and self._has_it(file):
            self._head(HTTPStatus.NOT_MODIFIED, headers)
            return
        body = file.body
        if file.zipped is not None and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = file.zipped
            headers["Content-Encoding"] = "gzip"
        self._head(status, {**headers, "Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _has_it(self, file: File) -> bool:
        """Whether the browser's copy is still right; If-None-Match decides before If-Modified-Since."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return known.strip() == "*" or file.etag in (
                tag.strip().removeprefix("W/") for tag in known.split(",")
            )
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and file.modified <= parsedate_to_datetime(since).timestamp()
        except ValueError:
            return False

    def _head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    url: str

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a connection early is no error; everything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the stub's private socket type


@contextmanager
def serve(folder: Path, base: str = BASE, port: int = 0) -> Iterator[Server]:
    """Serve `folder` under `base` while the block runs; `.url` is the address. Port 0 takes a free one."""
    handler = type("SiteHandler", (Handler,), {"folder": folder.resolve(), "base": base})
    server = Server(("127.0.0.1", port), handler)
    server.url = f"http://127.0.0.1:{server.server_address[1]}{base}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def watch(every: float = 1.0) -> Iterator[list[Path]]:
    """The source files that changed, each time that some did and none has changed since the look before."""
    before = settled = _states()
    while True:
        time.sleep(every)
        now = _states()
        if now == before and now != settled:
            yield sorted(path for path in {*now, *settled} if now.get(path) != settled.get(path))
            settled = now
        before = now


def _states() -> dict[Path, tuple[int, int]]:
    """Modification time and size of everything that the steps read and no step wrote."""
    found = {}
    for step in (setup.STEP, *steps()):
        for path in input_files(step):
            with suppress(FileNotFoundError):  # deleted since it was listed
                if not path.is_relative_to(BUILD):
                    state = path.stat()
                    found[path] = (state.st_mtime_ns, state.st_size)
    return found


def main() -> int:
    """Serve the built site until Ctrl-C. A build that fails leaves the last good site on show."""
    base = base_path()
    try:
        with serve(SITE, base, PORT) as server:
            print(f"\nThe site is at {server.url}   (Ctrl-C ends it)\n", flush=True)
            for changed in watch():
                names = ", ".join(str(path.relative_to(ROOT)) for path in changed[:3])
                print(f"Changed: {names}{' …' if len(changed) > 3 else ''}", flush=True)
                subprocess.run([sys.executable, "-m", "tools.build"], cwd=ROOT, check=False)
    except KeyboardInterrupt:
        print()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(
            f"Port {PORT} is in use. Is the site being served already? Otherwise: make serve PORT=8001",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
