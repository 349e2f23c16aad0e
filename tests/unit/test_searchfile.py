"""The search file: what it means, what is wrong with it, and how it is changed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from followup_core import kinds, scanner, schema, searchfile, source
from followup_core.errors import UnknownNameError, UsageError
from followup_core.model import Contact, Interview, LogEntry, Me, Promise
from followup_core.searchfile import Edit

DOCS = Path(__file__).parents[2] / "docs" / "reference"

TEXT = """\
followup: 1                         # format version
me:
  name: Dana Whitfield              # as you sign
  email: dana@example.com
  phone: "+1 555 0100"
  links: [https://example.com/dana]
applications:
  - id: northwind-it                # unique
    employer: Northwind Traders
    role: IT support analyst
    country: US                     # ISO 3166-1
    region: CA
    sector: public
    contacts:
      - {id: maria, name: Maria Lopez, title: Head of Support, email: maria@nw.example, role: interviewer}
      - {id: tom, name: Tom Reed, role: recruiter}          # met at the fair
    interviews:
      - on: 2026-11-19              # a Thursday
        at: "14:30"
        stage: first
        with: [maria]
        topics: [the ticket backlog, the new service desk]
    promise: {by: 2026-12-01, said: 2026-11-19, by_whom: maria}      # or none
    log:
      - {on: 2026-11-20, sent: thank-you, to: maria, channel: email}
      - {on: 2026-11-25, received: reply, from: maria, note: "panel is next week"}
      # one line for each thing that happened
    notes: free text
  - id: fabrikam
    employer: Fabrikam
    role: Analyst
"""
FIRST = ("applications", 0)


def errors(text: str) -> list[tuple[str, int, str]]:
    search, found = searchfile.read(text)
    assert (search is None) == any(d.severity == "error" for d in found)
    return [(d.code, d.line, d.hint) for d in found]


def changed(text: str, *edits: Edit) -> tuple[list[str], list[str]]:
    """The lines an edit takes away and the lines it brings."""
    new = searchfile.edit(text, edits)
    old_lines, new_lines = text.splitlines(), new.splitlines()
    while old_lines and new_lines and old_lines[0] == new_lines[0]:
        del old_lines[0], new_lines[0]
    while old_lines and new_lines and old_lines[-1] == new_lines[-1]:
        del old_lines[-1], new_lines[-1]
    return old_lines, new_lines


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_file() -> None:
    search, found = searchfile.read(TEXT)
    assert found == () and search is not None
    assert search.me == Me("Dana Whitfield", "dana@example.com", "+1 555 0100", ("https://example.com/dana",))
    application, bare = search.applications
    assert (application.id, application.country, application.region) == ("northwind-it", "US", "CA")
    assert (application.sector, application.language, bare.sector, bare.language) == (
        "public",
        "en",
        "private",
        "en",
    )
    assert application.contacts[1] == Contact("tom", "Tom Reed", role="recruiter")
    topics = ("the ticket backlog", "the new service desk")
    assert application.interviews == (
        Interview(dt.date(2026, 11, 19), dt.time(14, 30), "first", ("maria",), topics),
    )
    assert application.promise == Promise(dt.date(2026, 12, 1), dt.date(2026, 11, 19), "maria")
    assert application.log[1] == LogEntry(
        dt.date(2026, 11, 25), received="reply", sender="maria", note="panel is next week"
    )
    assert application.log[0].mark is not None and application.log[0].mark.line == 25
    assert not (bare.interviews or bare.contacts or bare.log or bare.promise)


@pytest.mark.parametrize("written", ["none", "", "~", "null"])
def test_no_promise_can_be_written_in_several_ways(written: str) -> None:
    text = re.sub(r"promise: .*", f"promise: {written}", TEXT)
    search, found = searchfile.read(text)
    assert found == () and search is not None and search.applications[0].promise is None


def with_log(entry: str) -> str:
    return re.sub(r"- \{on: 2026-11-25.*", f"- {entry}", TEXT)


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ("{on: 2026-11-25, sent: closing}", []),
        ("{on: 2026-11-25, sent: withdrew}", []),
        ("{on: 2026-11-25, sent: accepted, to: maria}", []),
        ("{on: 2026-11-25, received: new-promise, by: 2026-12-03, from: tom}", []),
        ("{on: 2026-11-25, received: offer}", []),
        ("{on: 2026-11-25, received: offer, by: 2026-12-03}", []),
        ("{on: 2026-11-25, received: new-promise}", ["LOG-BY"]),
        ("{on: 2026-11-25, received: new-promise, by: }", ["LOG-BY"]),
        ("{on: 2026-11-25, received: reply, by: 2026-12-03}", ["LOG-BY"]),
        ("{on: 2026-11-25, sent: closing, by: 2026-12-03}", ["LOG-BY"]),
        ("{on: 2026-11-25}", ["LOG-ONE"]),
        ("{on: 2026-11-25, sent: closing, received: reply}", ["LOG-ONE"]),
        ("{on: 2026-11-25, sent: closing, from: maria}", ["LOG-SIDE"]),
        ("{on: 2026-11-25, received: reply, to: maria}", ["LOG-SIDE"]),
        ("{on: 2026-11-25, sent: closing, to: mria}", ["REF"]),
        ("{on: 2026-11-25, received: reply, from: nobody}", ["REF"]),
        ("{on: 2026-11-25, sent: stop}", []),
        ("{on: 2026-11-25, sent: reply}", ["CHOICE"]),
        ("{on: 2026-11-31, sent: closing}", ["DATE"]),
        ("{sent: closing}", ["FIELD-MISSING"]),
    ],
)
def test_log_entries(entry: str, codes: list[str]) -> None:
    assert [code for code, _, _ in errors(with_log(entry))] == codes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("with: [maria]", "with: [mariah]", [("REF", 21, "did you mean maria?")]),
        ("with: [maria]", "with: [maria, maria]", [("REF-DUP", 21, "keep one")]),
        ("with: [maria]", "with: maria", [("FIELD-TYPE", 21, "write [maria]")]),
        ("by_whom: maria", "by_whom: x", [("REF", 23, "contacts here: maria, tom")]),
        ("id: tom", "id: maria", [("ID-DUP", 16, "give one of them another id")]),
        ("id: fabrikam", "id: northwind-it", [("ID-DUP", 29, "give one of them another id")]),
        ("    employer: Fabrikam\n", "", [("FIELD-MISSING", 29, "the employer's name")]),
        ("country: US", "country: uk", [("COUNTRY", 11, "write GB")]),
        (
            "region: CA",
            "region: US-CA",
            [("WORD", 12, "the last part of ISO 3166-2: CA for US-CA, BY for DE-BY")],
        ),
        ("stage: first", "stage: frist", [("CHOICE", 20, "did you mean first?")]),
        ("followup: 1", "followup: 2", [("VERSION", 1, "a newer version of followup reads it")]),
        ("followup: 1", "followup: 0", [("VERSION", 1, "write followup: 1")]),
        ("followup: 1", "# nothing", [("FIELD-MISSING", 2, "write followup: 1 as the first line")]),
        ("followup: 1", "followup: one", [("NUMBER", 1, "")]),
    ],
)
def test_mistakes(old: str, new: str, expected: list[tuple[str, int, str]]) -> None:
    assert old in TEXT
    assert errors(TEXT.replace(old, new, 1)) == expected


def test_warnings_leave_the_file_usable() -> None:
    assert errors(TEXT.replace("by: 2026-12-01", "by: 2026-11-01")) == [
        ("DATE-ORDER", 23, "check by and said")
    ]
    text = TEXT.replace("    country: US                     # ISO 3166-1\n", "")
    assert errors(text) == [("REGION", 11, "add the country")]


# ── editing ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_value_changes_in_its_line_and_keeps_quotes_and_comment() -> None:
    assert changed(TEXT, Edit("set", ("me", "name"), "Dana W.")) == (
        ["  name: Dana Whitfield              # as you sign"],
        ["  name: Dana W.                     # as you sign"],
    )
    assert changed(TEXT, Edit("set", ("me", "phone"), "none"))[1] == ['  phone: "none"']
    assert changed(TEXT, Edit("set", (*FIRST, "promise", "by"), "2026-12-04"))[1] == [
        "    promise: {by: 2026-12-04, said: 2026-11-19, by_whom: maria}      # or none"
    ]
    assert changed(TEXT, Edit("set", (*FIRST, "role"), "no"))[1] == ['    role: "no"']
    assert changed(TEXT, Edit("set", (*FIRST, "notes"), "one\ntwo\n"))[1] == [
        "    notes: |",
        "      one",
        "      two",
    ]


def test_new_keys_stand_where_they_usually_stand() -> None:
    assert changed(TEXT, Edit("set", (*FIRST, "language"), "de")) == ([], ["    language: de"])
    new = searchfile.edit(TEXT, [Edit("set", (*FIRST, "language"), "de")])
    assert "    sector: public\n    language: de\n    contacts:\n" in new
    assert changed(TEXT, Edit("set", (*FIRST, "contacts", 1, "title"), "Recruiter"))[1] == [
        "      - {id: tom, name: Tom Reed, title: Recruiter, role: recruiter}          # met at the fair"
    ]


def test_new_parents_are_made() -> None:
    second = ("applications", 1)
    assert changed(TEXT, Edit("set", (*second, "promise", "by"), "2026-12-04"))[1] == [
        "    promise: {by: 2026-12-04}"
    ]
    assert changed(TEXT, Edit("add", (*second, "log"), {"sent": "thank-you", "on": "2026-11-20"}))[1] == [
        "    log:",
        "      - {on: 2026-11-20, sent: thank-you}",
    ]
    interview = {"stage": "first", "on": "2026-11-20", "at": "09:00", "topics": ["a", "b, c"]}
    assert changed(TEXT, Edit("add", (*second, "interviews"), interview))[1] == [
        "    interviews:",
        "      - on: 2026-11-20",
        '        at: "09:00"',
        "        stage: first",
        '        topics: [a, "b, c"]',
    ]


def test_items_are_added_and_removed() -> None:
    entry = {"on": "2026-12-02", "sent": "check-in"}
    old, new = changed(TEXT, Edit("add", (*FIRST, "log"), entry))
    assert (old, new) == ([], ["      - {on: 2026-12-02, sent: check-in}"])
    old, new = changed(TEXT, Edit("remove", (*FIRST, "log", 0)))
    assert (old, new) == (["      - {on: 2026-11-20, sent: thank-you, to: maria, channel: email}"], [])
    assert changed(TEXT, Edit("remove", (*FIRST, "interviews", 0, "topics", 0)))[1] == [
        "        topics: [the new service desk]"
    ]
    assert changed(TEXT, Edit("remove", (*FIRST, "interviews", 0, "on")))[1] == ['      - at: "14:30"']
    assert "interviews: []\n    promise:" in searchfile.edit(
        TEXT, [Edit("remove", (*FIRST, "interviews", 0))]
    )
    assert changed(TEXT, Edit("remove", ("applications", 1)))[0] == TEXT.splitlines()[-3:]


def test_a_list_inside_a_list_grows_in_its_place() -> None:
    new = searchfile.edit("a:\n  - [x, y]\n  - [z]\n", [Edit("set", ("a", 0), ["x", "y", "new"])])
    assert new == "a:\n  - [x, y, new]\n  - [z]\n"


def test_setting_a_whole_record_writes_only_the_differences() -> None:
    record = {"on": "2026-11-20", "at": "14:30", "stage": "first", "with": ["maria", "tom"]}
    old, new = changed(TEXT, Edit("set", (*FIRST, "interviews", 0), record))
    assert new[0] == "      - on: 2026-11-20              # a Thursday"
    assert new[-1] == "        with: [maria, tom]"
    assert len(old) == 5 and len(new) == 4


def test_setting_nothing_removes() -> None:
    assert changed(TEXT, Edit("set", (*FIRST, "notes"), None)) == (["    notes: free text"], [])
    assert searchfile.edit(TEXT, [Edit("set", (*FIRST, "promise", "nope"), None)]) == TEXT


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("ending", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_marks_and_a_missing_last_break_stay(eol: str, ending: bool, mark: str) -> None:
    text = mark + (TEXT if ending else TEXT.rstrip("\n")).replace("\n", eol)
    new = searchfile.edit(
        text,
        [
            Edit("add", ("applications", 1, "log"), {"on": "2026-12-02", "received": "reply"}),
            Edit("set", ("applications", 1, "role"), "Chef"),
            Edit("remove", ("me", "links")),
        ],
    )
    assert new.startswith(mark) and new.endswith(eol) == ending
    assert set(re.findall(r"\r\n|\r|\n", new)) == {eol}
    search, found = searchfile.read(new)
    assert found == () and search is not None and search.applications[1].role == "Chef"


@pytest.mark.parametrize(
    "edit",
    [
        Edit("set", (), "x"),
        Edit("set", ("me", "name", "x"), "x"),
        Edit("set", (*FIRST, "log", 9, "on"), "x"),
        Edit("set", (*FIRST, "log", 0), None),
        Edit("set", ("me", "name"), "a\0b"),
        Edit("set", ("me", "name"), "\ud83d"),
        Edit("set", ("me", "name"), "x" * 70_000),
        Edit("set", ("me", "name"), object()),
        Edit("add", (*FIRST, "role"), "x"),
        Edit("add", (*FIRST, "log", 9), {"on": "x"}),
        Edit("add", (*FIRST, "log"), None),
        Edit("add", (*FIRST, "interviews", 0, "topics"), ["x", None]),
        Edit("remove", ("me", "nope")),
        Edit("remove", (*FIRST, "log", 9)),
        Edit("remove", ("nope", "nope")),
        Edit("swap", ("me", "name"), "x"),  # type: ignore[arg-type]  # what JSON may bring
    ],
)
def test_impossible_edits_are_refused(edit: Edit) -> None:
    with pytest.raises(UsageError):
        searchfile.edit(TEXT, [edit])


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("a: {b: }\n", Edit("set", ("a", "c"), "x"), "a: {b: , c: x }\n"),
        ("a: {b}\n", Edit("set", ("a", "b"), "x"), "a: {b: x}\n"),
        ("a: {b: x,}\n", Edit("set", ("a", "c"), "w"), "a: {b: x, c: w,}\n"),
        ("a:\n- x\n", Edit("add", ("a",), "w"), "a:\n- x\n- w\n"),
        ("a:\n  # c\n  - x\n", Edit("remove", ("a", 0)), "a: []\n  # c\n"),
        ("a: [] # c\nb: y\n", Edit("add", ("a",), {"b": "x"}), "a: # c\n  - {b: x}\nb: y\n"),
        ("a: ~   # c\n", Edit("set", ("a",), "x"), "a: x   # c\n"),
        ("a:   # c\n", Edit("set", ("a",), "x"), "a: x   # c\n"),
        ("a: 12:30\n", Edit("set", ("a",), "13:30"), "a: 13:30\n"),
        ("a: x\n", Edit("set", ("a",), "13:30"), 'a: "13:30"\n'),
        ("a: 'x'\n", Edit("set", ("a",), "it's"), "a: 'it''s'\n"),
        ("a: >\n  one\n  two\nb: y\n", Edit("set", ("a",), "three\n"), "a: >\n  three\nb: y\n"),
        ("a: |2-  # c\n    one\nb: y\n", Edit("set", ("a",), "  x"), 'a: "  x"  # c\nb: y\n'),
        ("a: |\n  x", Edit("set", ("b",), "w"), "a: |-\n  x\nb: w"),
        ("a: |\n  x\nb: y", Edit("remove", ("b",)), "a: |\n  x\n"),
        ("{a: x}", Edit("set", ("b",), "w"), "{a: x, b: w}"),
        ("a: x\n...\n", Edit("set", ("b",), "w"), "a: x\nb: w\n...\n"),
        ("a:\n-   b: x\n    c: y\n", Edit("add", ("a",), {"b": "z"}), "a:\n-   b: x\n    c: y\n-   b: z\n"),
    ],
)
def test_odd_corners(text: str, edit: Edit, expected: str) -> None:
    assert searchfile.edit(text, [edit]) == expected


def test_a_broken_file_is_not_edited() -> None:
    with pytest.raises(UsageError):
        searchfile.edit("a: [", [Edit("set", ("a",), "x")])


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_log_entry_goes_to_its_day() -> None:
    entry = {"on": dt.date(2026, 11, 20), "received": "reply", "from": "maria"}
    new = searchfile.log_entry(TEXT, "northwind-it", entry)
    search, found = searchfile.read(new)
    assert search is not None and found == ()
    assert [(e.on.day, e.received) for e in search.applications[0].log] == [
        (20, None),
        (20, "reply"),
        (25, "reply"),
    ]
    assert len(new.splitlines()) == len(TEXT.splitlines()) + 1
    fresh = searchfile.log_entry(TEXT, "fabrikam", {"on": "2026-11-20", "sent": "withdrew"})
    assert fresh == TEXT + "    log:\n      - {on: 2026-11-20, sent: withdrew}\n"


def test_a_log_entry_must_fit() -> None:
    with pytest.raises(UnknownNameError) as unknown:
        searchfile.log_entry(TEXT, "fabricam", {"on": "2026-11-20", "sent": "withdrew"})
    assert "fabrikam" in unknown.value.hint
    with pytest.raises(UsageError):
        searchfile.log_entry(TEXT, "northwind-it", {"on": "2026-11-20", "sent": "thank-you", "to": "nobody"})
    with pytest.raises(UsageError):
        searchfile.log_entry(TEXT, "northwind-it", {"on": "2026-02-30", "sent": "thank-you"})
    with pytest.raises(UsageError):
        searchfile.log_entry("a: [", "x", {})


# ── plain content, fresh files, documents ────────────────────────────────────────────────────────────────


def test_content_and_fresh_files_say_the_same() -> None:
    search, _ = searchfile.read(TEXT)
    assert search is not None
    content = json.loads(json.dumps(searchfile.to_json(search)))
    assert content["applications"][0]["interviews"][0]["with"] == ["maria"]
    assert content["applications"][0]["log"][1]["from"] == "maria"
    assert content["applications"][1] == {"id": "fabrikam", "employer": "Fabrikam", "role": "Analyst"}
    fresh = searchfile.dump(content)
    assert searchfile.read(fresh) == (search, ())
    assert "      - {on: 2026-11-20, sent: thank-you, to: maria, channel: email}\n" in fresh
    assert '        at: "14:30"\n' in fresh


def test_three_answers_make_a_file() -> None:
    fresh = searchfile.dump(
        {"me": {"name": "no"}, "applications": [{"id": "a", "employer": "1.10", "role": "x: y"}]}
    )
    assert fresh == (
        'followup: 1\nme:\n  name: "no"\napplications:\n  - id: a\n    employer: "1.10"\n    role: "x: y"\n'
    )
    assert searchfile.read(fresh)[1] == ()


def test_the_starter_file_is_valid_and_takes_edits() -> None:
    text = searchfile.starter()
    assert searchfile.read(text)[1] == ()
    new = searchfile.edit(
        text,
        [
            Edit("add", (*FIRST, "interviews"), {"on": "2026-12-01", "with": ["alex"]}),
            Edit("add", (*FIRST, "log"), {"on": "2026-12-02", "sent": "thank-you", "to": "alex"}),
            Edit("set", (*FIRST, "promise"), {"by": "2026-12-05"}),
        ],
    )
    assert searchfile.read(new)[1] == ()
    assert re.findall(r"#.*", new) == re.findall(r"#.*", text)
    commented = text.replace("interviews: []", "# none yet").replace(
        "    # interviews:\n", "    interviews:\n"
    )
    commented = re.sub(r"(?m)^    #   (- on: 2026-11-19| +(?:at|stage|with|topics):)", r"      \1", commented)
    search, found = searchfile.read(commented)
    assert found == () and search is not None and search.applications[0].interviews[0].people == ("alex",)


def test_every_field_is_in_the_reference() -> None:
    page = (DOCS / "search-file.md").read_text(encoding="utf-8")
    records = (searchfile.ME, searchfile.CONTACT, searchfile.INTERVIEW, searchfile.PROMISE)
    for record in (*records, searchfile.LOG_ENTRY, searchfile.APPLICATION, searchfile.FILE):
        for field in record.fields:
            assert f"`{field.name}`" in page, field.name


def test_the_example_of_the_reference_is_valid() -> None:
    page = (DOCS / "search-file.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    whole = [example for example in examples if example.startswith("followup: 1")]
    assert whole
    for example in whole:
        search, found = searchfile.read(example)
        assert found == () and search is not None


def words_in(code: CodeType) -> Iterator[str]:
    """The texts that a module's functions are written with; its source may not be there, in the browser."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from (word for word in constant.co_consts if isinstance(word, str))
            yield from words_in(constant)


def test_every_code_is_explained() -> None:
    used: set[str] = set()
    for module in (scanner, source, kinds, schema, searchfile):
        code = module.__loader__.get_code(module.__name__)  # type: ignore[union-attr]  # every loader of files has it
        used |= {word for word in words_in(code) if re.fullmatch(r"[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*", word)}
    used -= {"NFC", "NFKD"}  # forms of Unicode
    page = (DOCS / "diagnostics.md").read_text(encoding="utf-8")
    explained = re.findall(r"^### ([A-Z0-9-]+)$", page, re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert {"YAML-DEPTH", "DATE", "REF", "WORD", "LOG-ONE"} <= used
    assert used <= set(explained), used - set(explained)


def test_the_format_prints_as_json_schema() -> None:
    printed = searchfile.schema_json()
    assert json.loads(json.dumps(printed))["properties"]["applications"]["items"]["required"] == [
        "id",
        "employer",
        "role",
    ]
