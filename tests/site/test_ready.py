"""Every message that the site shows as an example is one that its own tone check calls ready."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from followup_core import service
from tools.site import SITE

PAGES = [SITE / "index.html", *sorted((SITE / "guide").rglob("index.html"))]
SOURCE = re.compile(r'<followup-embed [^>]*data-source="([^"]*)"')


def name(path: Any) -> str:
    return path.parent.relative_to(SITE).as_posix().removeprefix(".") or "home"


def messages(text: str) -> list[dict[str, Any]]:
    """The messages of a built page, as a reader's browser would ask for them."""
    found = [json.loads(unescape(source)) for source in SOURCE.findall(text)]
    return [origin for origin in found if origin["verb"] == "draft"]


def judged(origin: dict[str, Any]) -> dict[str, Any]:
    """What the check says of a message, with its kind, its channel and the names in it."""
    answer = json.loads(service.call("draft", json.dumps({**origin, "view": False})))
    assert answer["ok"], answer
    result: dict[str, Any] = answer["result"]
    return result


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_message_on_a_page_is_ready(path: Any) -> None:
    for origin in messages(path.read_text(encoding="utf-8")):
        result = judged(origin)
        found = [(each["rule"], each["text"], each["message"]) for each in result["findings"]]
        assert (result["verdict"], found) == ("ready", []), f"{origin['template']}\n{result['body']}"


def test_nearly_every_page_shows_a_message() -> None:
    shown = sum(len(messages(path.read_text(encoding="utf-8"))) for path in PAGES)
    assert shown >= len(PAGES)


def test_the_check_hears_what_is_wrong() -> None:
    values = {"moment": "how you ignored me for three weeks, which is unacceptable"}
    origin = {"template": "thank-you-after-first", "values": values, "today": "2026-11-20"}
    assert judged(origin)["verdict"] not in ("ready", "polish")
