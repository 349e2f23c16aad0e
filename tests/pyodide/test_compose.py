"""The addresses for web mail, in Node, which runs its tests natively: compose.test.mjs."""

from __future__ import annotations

import re

from followup_core.mail import MAX_MAILTO
from tools.steps import ROOT, VENV, call


def test_the_addresses() -> None:
    tests = ROOT / "tests/pyodide/compose.test.mjs"
    said = call(VENV / "bin" / "node", "--test", "--test-reporter=tap", tests)
    assert "# fail 0" in said
    assert "# pass 0" not in said


def test_they_are_as_long_as_a_mail_link_at_most() -> None:
    source = (ROOT / "browser" / "compose.ts").read_text(encoding="utf-8")
    assert re.search(rf"MAX_ADDRESS = {MAX_MAILTO};", source)
