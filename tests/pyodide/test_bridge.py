"""The page's side of the worker, in Node, which runs its tests natively: bridge.test.mjs."""

from __future__ import annotations

from tools.steps import ROOT, VENV, call


def test_the_bridge() -> None:
    said = call(
        VENV / "bin" / "node", "--test", "--test-reporter=tap", ROOT / "tests/pyodide/bridge.test.mjs"
    )
    assert "# fail 0" in said
    assert "# pass 0" not in said
