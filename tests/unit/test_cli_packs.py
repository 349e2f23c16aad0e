"""Packs and new templates on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from followup_core import archive, cli
from tests.samples import SEARCH
from tests.unit.test_packs import MANIFEST, PROFILE, broken, template, zipped

GOOD = {"pack.yaml": MANIFEST, "a.yaml": template("a")}
FILLED = [
    f"--set={field}={value}"
    for field, value in {
        "moment": "the long corridor",
        "role": "clerk",
        "contact_first_name": "Maria",
        "my_name": "Dana",
    }.items()
]


def run(*arguments: object, input: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.cli, [str(a) for a in arguments], input=input)


def folder(path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


@pytest.fixture(params=["folder", "zip", "file"])
def pack(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same good template as each form of pack."""
    if request.param == "zip":
        (tmp_path / "p.zip").write_bytes(zipped(GOOD))
        return tmp_path / "p.zip"
    made = folder(tmp_path / "p", GOOD)
    return made if request.param == "folder" else made / "a.yaml"


def test_a_draft_from_each_form_of_pack(pack: Path) -> None:
    result = run("draft", "a", "--pack", pack, *FILLED)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "I keep thinking about the long corridor." in result.stdout


def test_a_gap_names_the_place_in_the_pack(pack: Path) -> None:
    result = run("draft", "a", "--pack", pack, *FILLED[1:])
    assert (result.exit_code, result.stdout) == (3, "")
    place = pack if pack.suffix == ".yaml" else f"{pack}/a.yaml"
    assert result.stderr.startswith(f"{place}:36:")
    assert "--set moment=" in result.stderr


def test_templates_lists_and_shows_those_of_packs(pack: Path) -> None:
    listed = run("templates", "--pack", pack, "--format", "json")
    ids = {each["id"] for each in json.loads(listed.stdout)["templates"]}
    assert {"a", "closing-note"} <= ids
    assert run("templates", "show", "a", "--pack", pack).stdout.encode() == template("a")
    assert run("templates", "show", "a").exit_code == 2


def test_a_plan_offers_the_template_of_a_pack(tmp_path: Path) -> None:
    special = template("a").replace(b"# countries: [US, CA]", b"countries: [US]\nrank: 1")
    special = special.replace(b"# stages: [phone-screen, first]", b"stages: [first]")
    path = tmp_path / "a.yaml"
    path.write_bytes(special)
    for form, sign in (("json", '"template": "a"'), ("ics", "A word about the IT support")):
        arguments = ["plan", "-", "--today", "2026-11-20", "--format", form]
        assert sign not in run(*arguments, input=SEARCH.encode()).stdout
        assert sign in run(*arguments, "--pack", path, input=SEARCH.encode()).stdout


def test_several_packs(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", {"a.yaml": template("a"), "pt.yaml": PROFILE})
    two = folder(tmp_path / "two", {"b.yaml": template("b")})
    result = run("templates", "--pack", one, "--pack", two)
    assert result.exit_code == 0, result.stderr
    assert " a " in result.stdout and " b " in result.stdout
    (two / "a.yaml").write_bytes(template("a", title="Another"))
    result = run("templates", "--pack", one, "--pack", two)
    assert result.exit_code == 1
    assert " PACK-DUP The id a stands in " in result.stderr and "one/a.yaml" in result.stderr


def test_a_bad_file_is_reported_and_the_others_work(tmp_path: Path) -> None:
    path = folder(tmp_path / "p", {**GOOD, "b.yaml": broken("b")})
    result = run("draft", "a", "--pack", path, *FILLED)
    assert result.exit_code == 1
    assert "the long corridor" in result.stdout
    assert f"{path}/b.yaml:32:31: TPL-NAME " in result.stderr
    result = run("draft", "a", "--pack", path)
    assert result.exit_code == 3, "a gap counts for more"
    result = run("draft", "b", "--pack", path, *FILLED)
    assert (result.exit_code, result.stdout) == (1, "")
    assert " PACK-BROKEN " in result.stderr


@pytest.mark.parametrize("command", [["draft", "closing-note"], ["templates"], ["plan", "-"]])
def test_a_refused_pack_ends_the_command(tmp_path: Path, command: list[str]) -> None:
    path = folder(tmp_path / "p", {**GOOD, "pack.yaml": MANIFEST + b"min_app: 99\n"})
    result = run(*command, "--pack", path, input=SEARCH.encode())
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{path}/pack.yaml:6:10: PACK-APP ")
    assert len(result.stderr.splitlines()) == 1


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    result = run("templates", "--pack", tmp_path / "nothing.zip")
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_check_knows_every_form_of_pack(pack: Path) -> None:
    assert (run("check", pack).exit_code, run("check", pack).output) == (0, "")


def test_check_of_a_pack_names_what_is_wrong_with_it_as_a_whole(tmp_path: Path) -> None:
    files = {**GOOD, "closing-note.yaml": template("closing-note"), "more/a.yaml": template("a", title="B")}
    path = folder(tmp_path / "p", files)
    (tmp_path / "p.zip").write_bytes(zipped({**files, "photo.txt": b"x"}))
    result = run("check", path)
    assert result.exit_code == 1
    assert [line.split()[1] for line in result.stderr.splitlines()] == ["PACK-DUP", "PACK-SHADOW"]
    result = run("check", tmp_path / "p.zip", "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["diagnostics"]
    assert {each["code"] for each in found} == {"PACK-DUP", "PACK-OTHER", "PACK-SHADOW"}
    assert {each["path"] for each in found} == {
        f"{tmp_path}/p.zip/{name}" for name in ("more/a.yaml", "photo.txt", "closing-note.yaml")
    }


def test_a_warning_alone_is_exit_code_0(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(zipped({**GOOD, "photo.txt": b"x"}))
    result = run("check", path)
    assert result.exit_code == 0
    assert f"{path}/photo.txt:1:1: PACK-OTHER " in result.stderr


def test_standard_input_may_be_a_zip() -> None:
    assert run("check", "-", input=zipped(GOOD)).exit_code == 0
    result = run("check", "-", input=zipped({"../x.yaml": b"x"}))
    assert result.exit_code == 1
    assert result.stderr.startswith('<stdin>:1:1: PACK-NAME The entry "../x.yaml" ')


def test_a_hostile_zip_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    Path("p.zip").write_bytes(zipped({"../../x.yaml": b"x", "a.yaml": template("a")}))
    result = run("draft", "a", "--pack", "p.zip")
    assert (result.exit_code, result.stdout) == (1, "")
    assert [path.name for path in tmp_path.rglob("*")] == ["inside", "p.zip"]


def test_a_folder_of_too_many_files_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = folder(tmp_path / "p", {f"{n:04}.yaml": b"x" for n in range(archive.MAX_ENTRIES + 50)})
    result = run("templates", "--pack", path)
    assert result.exit_code == 1
    assert result.stderr == f"{path}:1:1: PACK-LIMIT The pack holds more than 200 files. (split it)\n"


# ── templates new


def test_a_new_template_passes_the_check_and_makes_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("templates", "new", "my-thanks")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (run("check", "my-thanks.yaml").exit_code, run("check", "my-thanks.yaml").output) == (0, "")
    assert run("draft", "my-thanks", "--pack", "my-thanks.yaml", *FILLED).exit_code == 0
    assert run("templates", "new", "mine", "--kind", "withdrew", "--locale", "it").exit_code == 0
    text = Path("mine.yaml").read_text("utf-8")
    assert "kind: withdrew " in text and "locale: it " in text
    assert run("check", "mine.yaml").output == ""


def test_a_new_template_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text("precious")
    result = run("templates", "new", "mine")
    assert result.exit_code == 2
    assert "it exists already" in result.stderr and "--force" not in result.stderr
    assert Path("mine.yaml").read_text() == "precious"


@pytest.mark.parametrize(
    "arguments",
    [
        ["new"],
        ["show"],
        ["new", "My Own"],
        ["new", "../x"],
        ["new", "x", "--locale", "English"],
        ["new", "closing-note"],
    ],
)
def test_a_new_template_needs_a_good_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("templates", *arguments).exit_code == 2
    assert list(tmp_path.iterdir()) == []
