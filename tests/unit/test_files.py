"""Replacing a file a person owns: whole or not at all."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from followup_core import files


def test_update_replaces_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "search.yaml"
    path.write_bytes(b"a\r\nb")
    path.chmod(0o600)
    files.update(str(path), lambda before: before + b"c")
    assert path.read_bytes() == b"a\r\nbc"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["search.yaml"]


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_an_error_on_the_way_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    path = tmp_path / "search.yaml"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full) if moment == "fsync" else monkeypatch.setattr(
        Path, "replace", full
    )
    with pytest.raises(files.FileError, match="cannot be written"):
        files.update(str(path), lambda before: b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["search.yaml"]


def test_an_interruption_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "search.yaml"
    path.write_bytes(b"old")

    def interrupted(_: bytes) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.update(str(path), interrupted)
    assert path.read_bytes() == b"old"


def test_updates_at_the_same_time_follow_one_another(tmp_path: Path) -> None:
    path = tmp_path / "search.yaml"
    path.write_bytes(b"")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: files.update(str(path), lambda before: before + b"x"), range(64)))
    assert path.read_bytes() == b"x" * 64


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_bytes(b"old")
    link.symlink_to(real)
    files.update(str(link), lambda _: b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_reading_stops_where_no_file_may_be_larger(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"x" * 2_000_000)
    assert len(files.read(str(path))) == files.MAX_BYTES
