"""Kinds of values: what they accept, keep, refuse and suggest."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from followup_core import schema
from followup_core.characters import hidden, mixed_scripts, punycode
from followup_core.diagnostics import Collector, Diagnostic
from followup_core.schema import Field, Kind, Record, Values
from followup_core.source import parse


def judge(kind: Kind, written: str, required: bool = False) -> tuple[Any, tuple[Diagnostic, ...]]:
    collector = Collector()
    node = parse(f"v: {written}\n", collector)
    assert node is not None, [str(d) for d in collector]
    values = schema.check(Record("thing", Field("v", kind, required)), node, collector)
    return values.get("v"), collector.sorted()


GOOD: tuple[tuple[Kind, str, Any], ...] = (
    (schema.Line(), "NO", "NO"),
    (schema.Line(), "1.10", "1.10"),
    (schema.Line(), "' x '", " x "),
    (schema.Line(), ">\n  one\n  line", "one line"),
    (schema.Line(), "~", None),
    (schema.Line(), "''", None),
    (schema.Line(), "'~'", "~"),
    (schema.Paragraph(), "|\n  a\n\n  b\n", "a\n\nb\n"),
    (schema.Date(), "2026-11-19", dt.date(2026, 11, 19)),
    (schema.Date(), "'2024-02-29'", dt.date(2024, 2, 29)),
    (schema.Time(), "14:30", dt.time(14, 30)),
    (schema.Time(), '"00:00"', dt.time(0, 0)),
    (schema.Choice(("first", "second")), "first", "first"),
    (schema.Id(), "northwind-it", "northwind-it"),
    (schema.Id(), "017", "017"),
    (schema.Whole(1, 9), "3", 3),
    (schema.Truth(), "true", True),
    (schema.Email(), "dana@example.com", "dana@example.com"),
    (schema.Email(), '"\u00a0dana+jobs@mail.example.co.uk\u200b"', "dana+jobs@mail.example.co.uk"),
    (schema.Email(), "dana@bücher.example", "dana@bücher.example"),
    (schema.Url(), "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
    (schema.Country(), "NO", "NO"),
    (schema.ListOf(schema.Line()), "[a, b]", ["a", "b"]),
    (schema.ListOf(schema.Line()), "[]", []),
    (schema.MapOf(schema.Line()), "{a: x}", {"a": "x"}),
    (schema.NoneOr(schema.Date()), "none", None),
    (schema.NoneOr(schema.Date()), "2026-01-02", dt.date(2026, 1, 2)),
)


@pytest.mark.parametrize(("kind", "written", "value"), GOOD)
def test_good_values(kind: Kind, written: str, value: Any) -> None:
    assert judge(kind, written) == (value, ())


BAD: tuple[tuple[Kind, str, str, str], ...] = (
    (schema.Line(), "[a]", "FIELD-TYPE", ""),
    (schema.Line(), "{a: b}", "FIELD-TYPE", "quotes"),
    (schema.Line(), "|\n  a\n  b", "TEXT-LINE", "join"),
    (schema.Line(), "x" * 10_000, "TEXT-LONG", "shorten"),
    (schema.Paragraph(), "x" * 20_001, "TEXT-LONG", "shorten"),
    (schema.Date(), "2024-02-30", "DATE", "check"),
    (schema.Date(), "2024-1-2", "DATE", "write 2024-01-02"),
    (schema.Date(), "19.11.2026", "DATE", "write 2026-11-19"),
    (schema.Date(), "11/12/2026", "DATE", "for example"),
    (schema.Date(), "2026-11-19T10:00:00", "DATE", "write 2026-11-19"),
    (schema.Date(), "0000-01-01", "DATE", ""),
    (schema.Date(), "10000-01-01", "DATE", ""),
    (schema.Date(), "1969-12-31", "DATE", "year"),
    (schema.Date(), "2101-01-01", "DATE", "year"),
    (schema.Date(), "٢٠٢٦-٠١-٠١", "DATE", ""),
    (schema.Time(), "9:30", "TIME", "write 09:30"),
    (schema.Time(), "2:30 pm", "TIME", "write 14:30"),
    (schema.Time(), "12 am", "TIME", "write 00:00"),
    (schema.Time(), "14:30:00", "TIME", "write 14:30"),
    (schema.Time(), "24:00", "TIME", "for example"),
    (schema.Choice(("thank-you", "closing")), "Thank You", "CHOICE", "did you mean thank-you"),
    (schema.Choice(("thank-you", "closing")), "zzz", "CHOICE", "one of: thank-you, closing"),
    (schema.Id(), "Northwind & IT", "ID", "for example northwind-it"),
    (schema.Id(), "日本", "ID", ""),
    (schema.Whole(1, 9), "10", "NUMBER", ""),
    (schema.Whole(1, 9), "1.0", "NUMBER", ""),
    (schema.Truth(), "yes", "CHOICE", "write true"),
    (schema.Email(), "dana", "EMAIL", "name@example.com"),
    (schema.Email(), "Dana <dana@example.com>", "EMAIL", ""),
    (schema.Email(), "a@example.com, b@example.com", "EMAIL", "keep one"),
    (schema.Email(), "a b@example.com", "EMAIL", "space"),
    (schema.Email(), "a@example.com?bcc=b@example.com", "EMAIL", "only the address"),
    (schema.Email(), "mailto:a@example.com", "EMAIL", "only the address"),
    (schema.Email(), "a@b@example.com", "EMAIL", ""),
    (schema.Email(), "a@example", "EMAIL", ""),
    (schema.Email(), "a..b@example.com", "EMAIL", ""),
    (schema.Email(), "dänä@example.com", "EMAIL", "check the address"),
    (schema.Email(), "dana＠example.com", "EMAIL", "type @"),
    (schema.Email(), '"a@example.com\\nBcc: x@example.com"', "EMAIL", ""),
    (schema.Url(), "example.com/me", "URL", "write https://example.com/me"),
    (schema.Url(), "'javascript:alert(1)'", "URL", "for example"),
    (schema.Url(), "https://", "URL", ""),
    (schema.Country(), "us", "COUNTRY", "write US"),
    (schema.Country(), "UK", "COUNTRY", "write GB"),
    (schema.Country(), "XX", "COUNTRY", "two letters"),
    (schema.ListOf(schema.Line()), "maria", "FIELD-TYPE", "write [maria]"),
    (schema.ListOf(schema.Line()), "[a, ~]", "FIELD-EMPTY", ""),
    (schema.ListOf(schema.Line(), limit=1), "[a, b]", "LIST-LONG", ""),
    (schema.MapOf(schema.Line()), "{A b: x}", "ID", ""),
    (schema.MapOf(schema.Line()), "x", "FIELD-TYPE", ""),
)


@pytest.mark.parametrize(("kind", "written", "code", "hint"), BAD)
def test_bad_values(kind: Kind, written: str, code: str, hint: str) -> None:
    _, found = judge(kind, written)
    assert [d.code for d in found] == [code]
    assert hint in found[0].hint, found[0].hint
    assert found[0].line >= 1 and "\n" not in str(found[0])


@pytest.mark.parametrize("written", ["", "~", "''", "'  '", '"\\t"'])
def test_a_required_text_cannot_be_blank(written: str) -> None:
    _, found = judge(schema.Line(), written, required=True)
    assert [d.code for d in found] == ["FIELD-EMPTY"]


def test_unknown_fields_are_guessed_and_everything_is_said_at_once() -> None:
    record = Record(
        "letter", Field("subject", schema.Line(), True), Field("to", schema.Id()), Field("on", schema.Date())
    )
    collector = Collector()
    node = parse("subjcet: x\nto: {x: 1}\non: never\n'on:2': x\n", collector)
    assert node is not None
    values = schema.check(record, node, collector)
    assert values == {}
    found = [(d.code, d.hint) for d in collector]
    assert ("FIELD-UNKNOWN", "did you mean subject?") in found
    assert ("FIELD-UNKNOWN", "put a space after the colon") in found
    assert {code for code, _ in found} == {"FIELD-UNKNOWN", "FIELD-MISSING", "FIELD-TYPE", "DATE"}


def test_values_know_their_places() -> None:
    collector = Collector()
    node = parse("names: [a, b]\n", collector)
    assert node is not None
    values = schema.check(Record("thing", Field("names", schema.ListOf(schema.Line()))), node, collector)
    assert isinstance(values, Values)
    assert (values.at().column, values.at("names").column, values.at("names", 1).column) == (1, 8, 12)


def test_hidden_characters_are_named() -> None:
    value, found = judge(schema.Line(), '"report\u202efdp.exe"')
    assert value == "report\u202efdp.exe"
    assert [(d.code, d.severity, d.column) for d in found] == [("TEXT-HIDDEN", "warning", 11)]
    assert "U+202E" in found[0].message


@pytest.mark.parametrize("text", ["👩‍💻 ok", "می‌خواهم", "क्‍ष", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a\u200eb", "NBSP\u00a0…“”—"])
def test_needed_joiners_are_left_alone(text: str) -> None:
    assert list(hidden(text)) == []


@pytest.mark.parametrize(
    "code", [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0xE0041, 0x2066, 0x202A, 0x2028]
)
def test_invisible_characters_are_found(code: int) -> None:
    found = list(hidden(f"a{chr(code)}b"))
    assert [index for index, _ in found] == [1]
    assert f"U+{code:04X}" in found[0][1]


def test_lookalike_domains_are_shown_as_they_are() -> None:
    value, found = judge(schema.Email(), "a@gооgle.com")
    assert value == "a@gооgle.com"
    assert [(d.code, d.severity) for d in found] == [("EMAIL-SCRIPT", "warning")]
    assert "xn--" in found[0].message
    assert not mixed_scripts("bücher.example") and not mixed_scripts("пример.рф")
    assert punycode("bücher.example") == "xn--bcher-kva.example"


def test_slugs() -> None:
    assert schema.slug("Müller & Söhne GmbH") == "muller-sohne-gmbh"
    assert schema.slug("日本") == ""


def test_countries_are_complete() -> None:
    assert len(schema.COUNTRIES) == len(set(schema.COUNTRIES)) == 249
    assert list(schema.COUNTRIES) == sorted(schema.COUNTRIES)


def test_the_rules_print_as_json_schema() -> None:
    record = Record(
        "thing",
        Field("v", schema.ListOf(schema.Id()), True, "the ids"),
        Field("n", schema.NoneOr(schema.Date())),
    )
    printed = schema.json_schema(record, "Thing")
    json.dumps(printed)
    assert printed["required"] == ["v"] and printed["additionalProperties"] is False
    assert printed["properties"]["v"]["description"] == "the ids"
