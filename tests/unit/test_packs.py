"""Packs: what they hold, what is refused, and how they lie over the built-in catalog."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_core import archive, packs, verbs
from followup_core.catalog import builtin, starter
from followup_core.diagnostics import Diagnostic
from followup_core.errors import FollowupError, UnknownNameError, UsageError
from followup_core.model import Application
from followup_core.packs import Pack
from followup_core.templates import TEMPLATE_KINDS, read_template

MANIFEST = b'pack: 1\nid: kind-words\ntitle: Kind words\nversion: "1.2"\nauthor: Somebody\n'
PROFILE = b"""\
profile: 1
id: pt
title: Portugal
numbers:
  check-in: {days: [6, 8, 12], range: a week or more, page: guide/check-in/, sources: [somebody]}
"""


def template(id: str, locale: str = "en", **more: str) -> bytes:
    """The bytes of a good template; `more` replaces the values of single keys."""
    text = starter(id, more.pop("kind", "thank-you"), locale)
    for key, value in more.items():
        text = re.sub(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.MULTILINE)
    return text.encode()


def broken(id: str) -> bytes:
    return template(id).replace(b"{{ role }}", b"{{ rle }}")


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def read_files(files: Mapping[str, bytes], name: str = "p") -> tuple[Pack | None, list[tuple[str, str]]]:
    pack, found = packs.read_files(files, builtin().vocabulary, name)
    return pack, [(each.code, each.path) for each in found]


def good(files: Mapping[str, bytes], name: str = "p") -> Pack:
    pack, found = packs.read_files(files, builtin().vocabulary, name)
    assert pack is not None
    assert found == ()
    return pack


def refused(files: Mapping[str, bytes]) -> Diagnostic:
    pack, found = packs.read_files(files, builtin().vocabulary, "p")
    assert pack is None
    (only,) = found
    assert only.severity == "error"
    return only


# ── what a pack is


def test_a_pack_says_what_it_is() -> None:
    pack = good(
        {"pack.yaml": MANIFEST, "a.yaml": template("a"), "de/a.yml": template("a", "de"), "pt.yaml": PROFILE}
    )
    assert (pack.id, pack.title, pack.version, pack.author) == ("kind-words", "Kind words", "1.2", "Somebody")
    assert [(each.id, each.locale, each.path) for each in pack.templates] == [
        ("a", "en", "p/a.yaml"),
        ("a", "de", "p/de/a.yml"),
    ]
    assert [each.id for each in pack.profiles] == ["pt"]


def test_without_pack_yaml_its_file_gives_the_name() -> None:
    pack = good({"a.yaml": template("a")}, "shared/Our Words.zip")
    assert (pack.id, pack.title, pack.version) == ("our-words", "shared/Our Words.zip", "")


def test_one_file_is_a_pack() -> None:
    for name, content, kind in (("x/a.yaml", template("a"), "templates"), ("pt.yaml", PROFILE, "profiles")):
        pack, found = packs.read(content, name, builtin().vocabulary)
        assert pack is not None and found == ()
        assert len(getattr(pack, kind)) == 1


def test_a_zip_is_a_pack_and_its_name_begins_every_place() -> None:
    data = zipped({"pack.yaml": MANIFEST, "a.yaml": template("a"), "b.yaml": broken("b")})
    pack, found = packs.read(data, "x/their.zip", builtin().vocabulary)
    assert pack is not None and [each.id for each in pack.templates] == ["a"]
    assert str(found[0]).startswith("x/their.zip/b.yaml:32:31: TPL-NAME ")


def test_everything_may_lie_in_one_folder_as_zip_programs_do_it() -> None:
    inside = {"words/pack.yaml": MANIFEST, "words/a.yaml": template("a"), "__MACOSX/words/._a.yaml": b"\0"}
    assert good(inside).id == "kind-words"


def test_only_yaml_is_read_and_a_warning_names_what_somebody_might_miss() -> None:
    files = {
        "a.yaml": template("a"),
        "README.md": b"x",
        "LICENSE": b"x",
        ".DS_Store": b"x",
        ".git/x.yaml": b"x",
    }
    assert good(files).id == "p"
    pack, found = packs.read_files({**files, "b.txt": b"x", "c.docx": b"x"}, builtin().vocabulary, "p")
    assert pack is not None
    assert [(each.code, each.severity, each.path) for each in found] == [
        ("PACK-OTHER", "warning", "p/b.txt"),
        ("PACK-OTHER", "warning", "p/c.docx"),
    ]


def test_bad_files_leave_the_others_usable() -> None:
    unclosed = template("c").replace(b"{{ my_name }}", b"{{ my_name")
    pack, found = read_files(
        {"a.yaml": template("a"), "b.yaml": broken("b"), "c.yaml": unclosed, "d.yaml": b"[x"}
    )
    assert pack is not None and [each.id for each in pack.templates] == ["a"]
    assert {path for _, path in found} == {"p/b.yaml", "p/c.yaml", "p/d.yaml"}
    whole = builtin().with_packs([pack])
    assert whole.template("a").id == "a"
    for id in "bcd":
        with pytest.raises(FollowupError) as error:
            whole.template(id)
        assert error.value.code == "PACK-BROKEN"
        assert f"p/{id}.yaml" in error.value.hint


# ── what is refused


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (MANIFEST.replace(b"pack: 1", b"pack: 2"), "PACK-VERSION"),
        (MANIFEST.replace(b"pack: 1", b"pack: 1.1"), "PACK-VERSION"),
        (MANIFEST.replace(b"pack: 1\n", b""), "FIELD-MISSING"),
        (MANIFEST.replace(b"pack: 1", b"pack:"), "FIELD-EMPTY"),
        (MANIFEST.replace(b"pack: 1", b"pack: [1]"), "FIELD-TYPE"),
        (MANIFEST.replace(b"version", b"verzion"), "FIELD-UNKNOWN"),
        (MANIFEST.replace(b'"1.2"', b"new"), "WORD"),
        (MANIFEST + b"min_app: 99\n", "PACK-APP"),
        (MANIFEST + b"min_app: 0.1.99\n", "PACK-APP"),
        (MANIFEST + b"bcc: me@example.com\n", "FIELD-UNKNOWN"),
        (MANIFEST + b"extends: https://example.com/pack.yaml\n", "FIELD-UNKNOWN"),
        (b"", "YAML-EMPTY"),
    ],
)
def test_a_bad_pack_yaml_refuses_the_whole_pack(manifest: bytes, code: str) -> None:
    pack, found = read_files({"pack.yaml": manifest, "a.yaml": template("a"), "b.yaml": broken("b")})
    assert pack is None
    assert (code, "p/pack.yaml") in found
    assert {path for _, path in found} == {"p/pack.yaml"}
    if code.startswith("PACK"):
        assert len(found) == 1


def test_this_version_and_older_ones_are_enough() -> None:
    for needed in (b"0", b"0.1", b"0.1.0"):
        assert good({"pack.yaml": MANIFEST + b"min_app: " + needed + b"\n", "a.yaml": template("a")})


def test_nothing_to_read() -> None:
    assert refused({}).code == "PACK-EMPTY"
    assert refused({"photo.png": b"\x89PNG", "x.docx": b"PK"}).code == "PACK-EMPTY"
    assert refused({"pack.yaml": MANIFEST}).code == "PACK-EMPTY"


def test_limits() -> None:
    many = {f"{n}.yaml": b"" for n in range(archive.MAX_ENTRIES + 1)}
    assert refused(many).code == "PACK-LIMIT"
    large = {f"{n}.yaml": bytes(archive.MAX_ENTRY) for n in range(21)}
    assert refused(large).code == "PACK-LIMIT"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"followup: 1\nme: {name: X}\n", "search file"),
        (MANIFEST, "one pack.yaml"),
        (b"rule: no-just\npattern: just\n", "neither a template nor a tone rule"),
        (b"$ref: https://example.com/a.yaml\n", "neither a template nor a tone rule"),
        (b"include: other.yaml\n", "neither a template nor a tone rule"),
    ],
)
def test_files_of_other_kinds_are_left_out_with_a_clear_word(content: bytes, word: str) -> None:
    pack, found = packs.read_files(
        {"a.yaml": template("a"), "sub/x.yaml": content}, builtin().vocabulary, "p"
    )
    assert pack is not None and [each.id for each in pack.templates] == ["a"]
    assert [(each.code, each.path) for each in found] == [("PACK-KIND", "p/sub/x.yaml")]
    assert word in found[0].message


@pytest.mark.parametrize("key", ["to", "bcc", "Cc", "from", "reply-to"])
def test_no_pack_chooses_who_receives_a_message(key: str) -> None:
    pack, found = read_files({"a.yaml": template("a") + f"{key}: eve@example.com\n".encode()})
    assert pack is not None and pack.templates == ()
    assert found == [("TPL-RECIPIENT", "p/a.yaml")]


@pytest.mark.parametrize("key", ["extends", "include", "$ref"])
def test_no_pack_fetches_anything(key: str) -> None:
    pack, found = read_files({"a.yaml": template("a") + f"{key}: https://example.com/x.yaml\n".encode()})
    assert pack is not None and pack.templates == ()
    assert found == [("FIELD-UNKNOWN", "p/a.yaml")]


@pytest.mark.parametrize(
    "page",
    ["javascript:alert(1)//", "https://example.com/", "//example.com", "../x/", "guide/../x/", "guide//x/"],
)
def test_a_profile_links_to_the_guide_and_nowhere_else(page: str) -> None:
    pack, found = packs.read_files(
        {"pt.yaml": PROFILE.replace(b"guide/check-in/", f'"{page}"'.encode())}, builtin().vocabulary, "p"
    )
    assert pack is not None and pack.profiles == ()
    assert [(each.code, each.line, each.column) for each in found] == [("PACK-PAGE", 5, 61)]


def test_a_profile_for_nobody_is_a_warning() -> None:
    pack, found = read_files({"x.yaml": PROFILE.replace(b"id: pt", b"id: portugal")})
    assert pack is not None and len(pack.profiles) == 1
    assert found == [("PACK-PROFILE", "p/x.yaml")]


def test_the_same_id_twice_in_one_pack() -> None:
    pack, found = packs.read_files(
        {"a.yaml": template("a"), "more/a.yaml": template("a", title="Another")}, builtin().vocabulary, "p"
    )
    assert pack is not None and len(pack.templates) == 1
    assert [str(each) for each in found] == [
        "p/more/a.yaml:7:5: PACK-DUP The id a stands in p/a.yaml already. (give one of them another id)"
    ]


@given(st.dictionaries(st.sampled_from(["pack.yaml", "a.yaml", "b/c.yml"]), st.binary(max_size=200)))
def test_random_files_give_diagnostics_and_nothing_else(files: dict[str, bytes]) -> None:
    packs.read_files(files, builtin().vocabulary)


@given(st.binary(max_size=200), st.sampled_from(["a.yaml", "a.zip", "a", "photo.png"]))
def test_a_random_file_gives_diagnostics_and_nothing_else(data: bytes, name: str) -> None:
    packs.read(data, name, builtin().vocabulary)
    verbs.check(data, name)


# ── over the catalog


def test_templates_of_packs_are_found_beside_the_built_in_ones() -> None:
    whole = builtin().with_packs([good({"a.yaml": template("a"), "ciao.yaml": template("ciao", "it")})])
    assert whole.diagnostics == ()
    assert {"a", "closing-note"} <= {each.id for each in whole.templates(locale="en")}
    assert [each.id for each in whole.templates()].count("closing-note") == [
        each.id for each in builtin().templates()
    ].count("closing-note")
    assert "it" in whole.locales and whole.template("ciao", "it").locale == "it"
    assert whole.template("ciao").id == "ciao", "found in its own language when ours has none"
    assert whole.source(whole.template("a")).encode() == template("a")
    assert whole.source(whole.template("closing-note")) == builtin().source(
        builtin().template("closing-note")
    )
    assert (whole.file_name("a"), whole.file_name("closing-note")) == ("p/a.yaml", "closing-note.yaml")
    assert "a" not in builtin().ids("en")
    with pytest.raises(UnknownNameError) as error:
        whole.template("ciaoo")
    assert error.value.hint == "did you mean 'ciao'?"


def test_a_pack_template_is_offered_by_the_same_preference() -> None:
    special = template("a", kind="closing").replace(b"# countries: [US, CA]", b"countries: [NZ]")
    whole = builtin().with_packs([good({"a.yaml": special})])
    assert whole.template_for("closing", country="NZ") == "a"
    assert whole.template_for("closing", country="US") == builtin().template_for("closing", country="US")


def test_a_built_in_template_cannot_be_shadowed() -> None:
    pack = good({"closing-note.yaml": template("closing-note"), "a.yaml": template("a")})
    whole = builtin().with_packs([pack])
    assert [str(each) for each in whole.diagnostics] == [
        "p/closing-note.yaml:7:5: PACK-SHADOW followup has its own closing-note. "
        "(choose another id, and name the file like it)"
    ]
    assert whole.template("closing-note") is builtin().template("closing-note")
    assert whole.template("a").id == "a"


@pytest.mark.parametrize(("locale", "shadows"), [("en-GB", True), ("de-AT", True), ("it", False)])
def test_a_region_would_hide_its_language_and_a_new_language_hides_nothing(
    locale: str, shadows: bool
) -> None:
    whole = builtin().with_packs([good({"closing-note.yaml": template("closing-note", locale)})])
    assert [each.code for each in whole.diagnostics] == (["PACK-SHADOW"] if shadows else [])
    assert whole.template("closing-note", locale).locale == (locale.partition("-")[0] if shadows else locale)


def test_a_built_in_profile_cannot_be_shadowed_and_a_new_one_counts() -> None:
    default = PROFILE.replace(b"id: pt", b"id: default")
    whole = builtin().with_packs([good({"pt.yaml": PROFILE})])
    rules = whole.rules_for(Application("a", "Acme", "Clerk", country="PT"))
    assert rules.number("check-in").days == (6, 8, 12)
    assert builtin().rules_for(Application("a", "Acme", "Clerk", country="PT")).special == ()
    pack, _ = packs.read_files({"default.yaml": default}, builtin().vocabulary, "p")
    assert pack is not None
    assert [each.code for each in builtin().with_packs([pack]).diagnostics] == ["PACK-SHADOW"]


def test_the_same_id_in_two_packs_names_both() -> None:
    one = good({"a.yaml": template("a")}, "one.zip")
    two = good({"a.yaml": template("a", title="Another")}, "two.zip")
    whole = builtin().with_packs([one, two])
    assert [str(each) for each in whole.diagnostics] == [
        "two.zip/a.yaml:7:5: PACK-DUP The id a stands in one.zip/a.yaml already. (use one of the two packs)"
    ]
    assert whole.template("a").title == "A new template"
    assert [each.code for each in builtin().with_packs([one]).with_packs([two]).diagnostics] == ["PACK-DUP"]


def test_the_same_pack_twice_is_the_same_as_once() -> None:
    one, two = good({"a.yaml": template("a")}, "one"), good({"a.yaml": template("a")}, "two")
    whole = builtin().with_packs([one, one, two])
    assert whole.diagnostics == ()
    assert [each.id for each in whole.templates(locale="en")].count("a") == 1


# ── check


def test_check_knows_packs() -> None:
    files = {"pack.yaml": MANIFEST, "a.yaml": template("a"), "closing-note.yaml": template("closing-note")}
    for found in (verbs.check(zipped(files), "p.zip"), verbs.check_pack(files, "p.zip")):
        assert [(each.code, each.path) for each in found] == [("PACK-SHADOW", "p.zip/closing-note.yaml")]
    assert verbs.check(MANIFEST, "pack.yaml") == ()
    assert [each.code for each in verbs.check(b"pack: 9\n", "pack.yaml")] == ["PACK-VERSION"]
    assert [each.code for each in verbs.check(b"no zip", "p.zip")] == ["PACK-ZIP"]
    assert verbs.check(template("a"), "a.yaml") == ()


# ── a new template


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
@pytest.mark.parametrize("locale", ["en", "it", "es-MX"])
def test_a_new_template_is_good_as_it_is(kind: str, locale: str) -> None:
    made, found = read_template(starter("my-own", kind, locale), "my-own.yaml", builtin().vocabulary)
    assert found == ()
    assert made is not None
    assert (made.id, made.kind, made.locale) == ("my-own", kind, locale)


@pytest.mark.parametrize(
    ("id", "kind", "locale", "field"),
    [
        ("My Own", "thank-you", "en", "id"),
        ("../x", "thank-you", "en", "id"),
        ("", "thank-you", "en", "id"),
        ("null", "thank-you", "en", "id"),
        ("x\nto: y", "thank-you", "en", "id"),
        ("x", "thank-yu", "en", "kind"),
        ("x", "thank-you", "English", "locale"),
    ],
)
def test_a_new_template_needs_good_names(id: str, kind: str, locale: str, field: str) -> None:
    with pytest.raises(UsageError) as error:
        starter(id, kind, locale)
    assert error.value.field == field


# ── the reference


PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")


def test_the_page_has_the_keys_and_the_limits() -> None:
    keys = re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)
    assert keys == [field.name for field in packs.MANIFEST.fields]
    limits = [archive.MAX_ENTRIES, archive.MAX_TOTAL // 2**20, archive.MAX_ENTRY // 2**10, archive.MAX_RATIO]
    shown = re.findall(r"^\| .* \| (\d+)(?: MiB| KiB| times)? \|$", PAGE, re.MULTILINE)
    assert shown == [str(limit) for limit in [*limits, archive.MAX_NAME]]


def test_the_example_is_a_good_pack() -> None:
    manifest = re.search(r"```yaml\n(pack: 1\n.*?)```", PAGE, re.DOTALL)
    assert manifest
    assert good({"pack.yaml": manifest.group(1).encode(), "a.yaml": template("a")})
