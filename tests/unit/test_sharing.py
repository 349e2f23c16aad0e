"""What the page asks about packs: what is in one, a message from a template of one's own, a zip."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_core import verbs
from followup_core.catalog import builtin, starter
from followup_core.service import call
from followup_core.sharing import catalog_with
from tests.samples import SEARCH

TEXT = starter("my-word", "thank-you", "en")
TODAY = "2026-11-20"
OWN = [{"name": "my-word.yaml", "text": TEXT}]


def answer(verb: str, **params: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(call(verb, json.dumps(params)))
    return data


def result(verb: str, **params: Any) -> dict[str, Any]:
    data = answer(verb, **params)
    assert data["ok"], data
    found: dict[str, Any] = data["result"]
    return found


def error(verb: str, **params: Any) -> dict[str, Any]:
    data = answer(verb, **params)
    assert not data["ok"]
    found: dict[str, Any] = data["error"]
    return found


def base(data: bytes) -> str:
    return base64.b64encode(data).decode()


# ── a template of one's own


def test_a_message_is_written_from_a_text_that_lies_nowhere() -> None:
    values = {"moment": "the wall of tickets"}
    params = {"template": "my-word", "text": SEARCH, "application": "northwind-it", "today": TODAY}
    drafted = result("draft", **params, packs=OWN, values=values, view=True)
    assert drafted["template"] == "my-word"
    assert drafted["subject"] == "A word about the IT support analyst role"
    assert "I keep thinking about the wall of tickets." in drafted["body"]
    assert [each["label"] for each in drafted["fields"][:1]] == ["One moment you remember"]
    made = result("export", **params, packs=OWN, values=values, what="draft", format="text")
    assert "the wall of tickets" in made["content"]


def test_the_worker_and_the_command_write_the_same() -> None:
    ours = result("draft", template="thank-you-after-first", today=TODAY)
    beside = result("draft", template="thank-you-after-first", today=TODAY, packs=OWN)
    assert ours == beside


def test_a_plan_may_offer_it() -> None:
    kind = TEXT.replace("# stages: [phone-screen, first]", "stages: [first]\nrank: 1\ncountries: [US]\n#")
    own = [{"name": "my-word.yaml", "text": kind}]
    planned = result("plan", text=SEARCH, today=TODAY, packs=own)
    assert "my-word" in {step["template"] for step in planned["steps"]}


def test_one_with_errors_writes_nothing() -> None:
    bad = [{"name": "my-word.yaml", "text": TEXT.replace("{{ role }}", "{{ rle }}")}]
    assert error("draft", template="my-word", today=TODAY, packs=bad)["code"] == "PACK-BROKEN"
    assert error("draft", template="my-word", today=TODAY, packs=[{"name": "a", "text": "["}])["code"]


def test_one_cannot_take_the_place_of_ours() -> None:
    text = TEXT.replace("my-word", "thank-you-after-first")
    shadow = [{"name": "thank-you-after-first.yaml", "text": text}]
    drafted = result("draft", template="thank-you-after-first", today=TODAY, packs=shadow)
    assert drafted["subject"].startswith("Thank you for the conversation")


@pytest.mark.parametrize("packs", ["a", [1], [{"name": "a"}], [{"name": "a", "text": 1}]])
def test_packs_of_another_shape_are_a_mistake_of_the_caller(packs: object) -> None:
    assert error("draft", template="my-word", today=TODAY, packs=packs)["code"] == "USAGE"


# ── what is in a pack


def test_a_single_file_says_what_it_is() -> None:
    found = result("pack", name="my-word.yaml", text=TEXT)
    assert found["diagnostics"] == []
    assert found["pack"]["id"] == "my-word"
    (item,) = found["items"]
    assert item["text"] == TEXT
    assert (item["id"], item["locale"], item["what"], item["taken"]) == ("my-word", "en", "template", False)
    assert item["situations"][0] == "thank-you/phone-screen"
    assert item["example"]["contact_first_name"] == "Maria"


@pytest.mark.parametrize(
    "text", [TEXT.replace("{{ role }}", "{{ rle }}"), TEXT.replace("kind: ", "knd: "), "a: [", ""]
)
def test_its_remarks_are_those_of_the_check(text: str) -> None:
    found = result("pack", name="my-word.yaml", text=text)
    checked = result("check", path="my-word.yaml", text=text)
    places = [(d["code"], d["line"], d["column"], d["hint"]) for d in found["diagnostics"]]
    assert places == [(d["code"], d["line"], d["column"], d["hint"]) for d in checked["diagnostics"]]
    assert places
    assert not any(item["what"] == "template" for item in found["items"])


def test_half_of_a_character_pair_is_refused() -> None:
    assert result("pack", name="a", text="id: \ud800")["diagnostics"][0]["code"] == "YAML-UTF8"


def test_an_id_of_ours_is_named() -> None:
    found = result("pack", name="x", text=TEXT.replace("my-word", "thank-you-after-first"))
    assert [item["taken"] for item in found["items"]] == [True]
    assert [each["code"] for each in found["diagnostics"]] == ["PACK-SHADOW"]


def test_every_template_of_ours_can_be_made_ones_own() -> None:
    for template in builtin().templates():
        text = builtin().source(template).replace(f"id: {template.id}\n", f"id: my-{template.id}\n", 1)
        found = result("pack", name=f"my-{template.id}.yaml", text=text)
        assert [each["severity"] for each in found["diagnostics"]] == [], template.id
        assert [(item["id"], item["what"]) for item in found["items"]] == [(f"my-{template.id}", "template")]


def test_a_zip_goes_out_and_comes_back() -> None:
    files = {"my-word.yaml": TEXT, "de/my-word.yaml": TEXT.replace("locale: en", "locale: de")}
    made = result("export", what="pack", files=files, name="mine.zip")
    assert (made["filename"], made["media_type"], made["encoding"]) == (
        "mine.zip",
        "application/zip",
        "base64",
    )
    assert made == result("export", what="pack", files=dict(reversed(files.items())), name="mine.zip")
    found = result("pack", name="mine.zip", data=made["content"])
    assert found["diagnostics"] == []
    assert {item["path"].partition("/")[2]: item["text"] for item in found["items"]} == files
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(made["content"]))) as opened:
        assert {name: opened.read(name).decode() for name in opened.namelist()} == files


def test_files_of_a_link_are_read_by_their_names() -> None:
    found = result("pack", name="a link", files={"my-word.yaml": TEXT, "b.yaml": "a: ["})
    assert [(item["path"], item["what"]) for item in found["items"]] == [
        ("a link/b.yaml", "unreadable"),
        ("a link/my-word.yaml", "template"),
    ]
    assert {each["path"] for each in found["diagnostics"]} == {"a link/b.yaml"}


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.yaml", b" " * 200_000)
    return target.getvalue()


def astray() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("../../a.yaml", TEXT)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.zip", bomb(), "PACK-LIMIT"),
        ("astray.zip", astray(), "PACK-NAME"),
        ("half.zip", astray()[:80], "PACK-ZIP"),
        ("nothing.zip", b"", "PACK-ZIP"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\xff", "YAML-UTF8"),
        ("search.yaml", SEARCH.encode(), "PACK-KIND"),
    ],
)
def test_a_pack_that_is_refused_has_one_remark_and_a_remedy(name: str, data: bytes, code: str) -> None:
    found = result("pack", name=name, data=base(data))
    assert not any(item["what"] == "template" for item in found["items"])
    (only,) = found["diagnostics"]
    assert (only["code"], only["path"].partition("/")[0]) == (code, name)
    assert only["message"].endswith(".") and only["hint"]


def test_what_is_not_base64_is_a_mistake_of_the_caller() -> None:
    assert error("pack", name="a.zip", data="a")["field"] == "data"
    assert error("pack", name="a.zip")["field"] == "text"
    assert error("pack", name="a.zip", files={"a": 1})["field"] == "files"


@given(st.binary(max_size=200))
def test_whatever_comes_is_answered(data: bytes) -> None:
    for name in ("a.zip", "a.yaml"):
        found = result("pack", name=name, data=base(b"PK\x03\x04" + data if name == "a.zip" else data))
        assert found["pack"] is None or found["items"]


def test_a_zip_beyond_the_limits_is_not_made() -> None:
    many = {f"a-{n}.yaml": TEXT for n in range(300)}
    assert error("export", what="pack", files=many)["code"] == "PACK-LIMIT"


def test_the_catalog_is_kept_for_the_next_keystroke() -> None:
    texts = (("my-word.yaml", TEXT),)
    assert catalog_with(texts) is catalog_with(texts)
    assert verbs.draft("my-word", dt.date(2026, 11, 20), catalog=catalog_with(texts))
