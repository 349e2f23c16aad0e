"""Modules of the page, in Node, which runs their tests natively: the *.test.mjs files beside this one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup_core.mail import MAX_MAILTO
from tools.steps import ROOT, VENV, call

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_the_module(path: Path) -> None:
    said = call(VENV / "bin" / "node", "--test", "--test-reporter=tap", path)
    assert "# fail 0" in said
    assert "# pass 0" not in said


def test_addresses_for_web_mail_are_as_long_as_a_mail_link_at_most() -> None:
    source = (ROOT / "browser" / "compose.ts").read_text(encoding="utf-8")
    assert re.search(rf"MAX_ADDRESS = {MAX_MAILTO};", source)
