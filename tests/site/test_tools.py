"""The tools around the build: the browser they look for, the numbers they print, the changes they notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import browser
from tools import serve as server
from tools.bench import complete, table
from tools.steps import StepError


def test_bench_rows_have_the_documented_keys() -> None:
    row = {"name": "boot", "against": "stock", "unit": "s", "ours": 1.0, "other": 4.0, "runs": 5}
    whole = complete(row)
    assert list(whole) == ["name", "against", "unit", "ours", "other", "ratio", "runs"]
    assert whole["ratio"] == 0.25
    assert table([whole]).splitlines()[1].split() == ["boot", "stock", "s", "1.000", "4.000", "0.250", "5"]


def test_a_browser_that_was_named_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOLLOWUP_BROWSER", str(tmp_path / "none"))
    with pytest.raises(StepError, match="no such program"):
        browser.get()


def test_no_browser_is_a_failure_with_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "_succeeds", lambda command: False)
    assert browser.main() == 1
    assert capsys.readouterr().err.strip() == browser.MISSING


def test_a_rebuild_waits_until_the_writing_has_settled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, two, gone = tmp_path / "one", tmp_path / "two", tmp_path / "gone"
    looks = iter(
        [
            {one: (1, 1), gone: (1, 1)},
            {one: (1, 1), gone: (1, 1)},
            {one: (2, 1), gone: (1, 1)},  # a change …
            {one: (3, 1), two: (3, 1)},  # … and more of it
            {one: (3, 1), two: (3, 1)},  # settled
            {one: (3, 1), two: (4, 1)},
            {one: (3, 1), two: (4, 1)},
        ]
    )
    monkeypatch.setattr(server, "_states", lambda: next(looks))
    noticed = server.watch(every=0)
    assert next(noticed) == sorted([one, two, gone])
    assert next(noticed) == [two]
