"""What the repository promises about where its parts come from."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import site
from tools.steps import ROOT

HOSTS = tuple(
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("npmmirror", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    ]
)
"""Package registries and their mirrors, put together here so that this file does not name them either."""


MADE = {".git", ".venv", "build", "node_modules", "site"}


def kept() -> Iterator[Path]:
    """The files of the repository, or of a folder that was downloaded without its history."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        yield from (path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())
    else:
        files = (path for path in ROOT.rglob("*") if path.is_file() and path.suffix != ".pyc")
        yield from (path for path in files if path.relative_to(ROOT).parts[0] not in MADE)


def test_no_file_names_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in kept()
        for host in HOSTS
        if host.encode() in path.read_bytes()
    ]
    assert found == []


def test_the_npm_lock_has_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [
        name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []


@pytest.mark.parametrize("name", ["dev", "pyodide", "uv"])
def test_every_python_package_is_pinned_by_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    packages = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
    assert packages
    assert [
        block for block in packages if not re.match(r"[\w.-]+==\S+[\s\S]*--hash=sha256:[0-9a-f]{64}", block)
    ] == []
    assert "://" not in text


def test_the_theme_and_mkdocs_stay_below_their_next_versions() -> None:
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    assert re.search(r"^mkdocs==1\.", text, re.M)
    assert re.search(r"^mkdocs-material==9\.", text, re.M)


def test_workflows_pin_actions_by_commit_and_call_make() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        uses = re.findall(r"uses: (\S+)(.*)", text)
        assert uses, path.name
        assert [name for name, _ in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)] == []
        assert all(re.fullmatch(r" # v\d+\.\d+\.\d+", comment) for _, comment in uses)
        assert all(command.startswith("make ") for command in re.findall(r"run: (.*)", text))
        assert "permissions:\n  contents: read\n" in text


def test_the_default_address_is_the_same_everywhere() -> None:
    assert f'[SITE_URL, "{site.DEFAULT_URL}"]' in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert site.DEFAULT_URL in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "url", "base"),
    [
        ("https://example.com", "https://example.com/", "/"),
        ("https://dana.example/notes//", "https://dana.example/notes/", "/notes/"),
    ],
)
def test_a_fork_has_its_own_address(monkeypatch: pytest.MonkeyPatch, given: str, url: str, base: str) -> None:
    monkeypatch.setenv("SITE_URL", given)
    assert (site.site_url(), site.base_path()) == (url, base)
