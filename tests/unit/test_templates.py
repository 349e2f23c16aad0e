"""Template files and their language: each error with code and place, each filter, the shipped library."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from followup_core import filling, markup, wording
from followup_core.catalog import DATA, builtin
from followup_core.diagnostics import Collector, Diagnostic
from followup_core.errors import FollowupError
from followup_core.spacing import faults
from followup_core.templates import (
    Template,
    from_plain,
    read_template,
    read_vocabulary,
    render,
    to_plain,
)

NAMES = ("a", "b", "contact_name")


def parse(text: str) -> tuple[markup.Nodes, list[Diagnostic]]:
    collector = Collector()
    nodes = markup.parse(text, NAMES, collector)
    return nodes, list(collector)


def fill(text: str, **values: str) -> str:
    nodes, problems = parse(text)
    assert not problems
    ready = {name: filling.clean(name, value, False) for name, value in values.items()}
    return filling.fill(nodes, ready, wording.functions("en")).text


# ── the language: errors ─────────────────────────────────────────────────────────────────────────────────

REFUSED = [
    # text, code, column
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "TPL-ATTR", 6),
    ("{{ a|attr('__class__') }}", "TPL-ATTR", 6),
    ("{{ a['__class__'] }}", "TPL-ATTR", 5),
    ("{{ '{0.__class__.__init__.__globals__}'.format(a) }}", "TPL-ATTR", 40),
    ("{{ cycler.__init__.__globals__ }}", "TPL-ATTR", 10),
    ("{{ lipsum.__globals__ }}", "TPL-ATTR", 10),
    ("{{ self.__init__ }}", "TPL-ATTR", 8),
    ("{{ namespace }}", "TPL-NAME", 4),
    ("{{ range }}", "TPL-NAME", 4),
    ("{{ true }}", "TPL-NAME", 4),
    ("{{ contct_name }}", "TPL-NAME", 4),
    ("{{ ñame }}", "TPL-NAME", 4),
    ("{{ range(10) }}", "TPL-CALL", 9),
    ("{{ a | date('%d') }}", "TPL-CALL", 12),
    ("{{ a | dat }}", "TPL-FILTER", 8),
    ("{{ a | default('x') }}", "TPL-FILTER", 8),
    ("{{ a | }}", "TPL-SYNTAX", 8),
    ("{% if a | date %}{% endif %}", "TPL-FILTER", 9),
    ("{{ 'a'*10**9 }}", "TPL-SYNTAX", 7),
    ("{{ 2**999999999 }}", "TPL-SYNTAX", 4),
    ("{{ '%1000000000d' % 1 }}", "TPL-SYNTAX", 19),
    ("{{ 'x'|center }}", "TPL-SYNTAX", 7),
    ("{{ 'x'|date }}", "TPL-SYNTAX", 7),
    ("{{ a ~ b }}", "TPL-SYNTAX", 6),
    ("{{ a b }}", "TPL-SYNTAX", 6),
    ("{{ }}", "TPL-SYNTAX", 4),
    ("{{{a}}}", "TPL-SYNTAX", 3),
    ("{{> ../secret }}", "TPL-SYNTAX", 3),
    ('{{ "a\\n" }}', "TPL-SYNTAX", 6),
    ("{{ 'a }}", "TPL-SYNTAX", 4),
    ("{% for i in range(10**9) %}", "TPL-TAG", 4),
    ("{% include '/etc/passwd' %}", "TPL-TAG", 4),
    ("{% set x='a'*999999999 %}", "TPL-TAG", 4),
    ("{% raw %}", "TPL-TAG", 4),
    ("{% %}", "TPL-TAG", 4),
    ("{% iff a %}", "TPL-TAG", 4),
    ("{% if a = 'b' %}{% endif %}", "TPL-SYNTAX", 9),
    ("{% if a != 'b' %}{% endif %}", "TPL-SYNTAX", 9),
    ("{% if a == b %}{% endif %}", "TPL-SYNTAX", 12),
    ("{% if 'x' == a %}{% endif %}", "TPL-SYNTAX", 7),
    ("{% if a and b %}{% endif %}", "TPL-SYNTAX", 9),
    ("{% if not a == 'x' %}{% endif %}", "TPL-SYNTAX", 13),
    ("{% if %}{% endif %}", "TPL-SYNTAX", 7),
    ("{% endif %}", "TPL-SYNTAX", 1),
    ("{% else %}", "TPL-SYNTAX", 1),
    ("{% if a %}{% else %}{% else %}{% endif %}", "TPL-SYNTAX", 21),
    ("{% if a %}{% else %}{% elif b %}{% endif %}", "TPL-SYNTAX", 21),
    ("{% if a %}{% endif a %}", "TPL-SYNTAX", 20),
    ("{%- if a %}{% endif %}", "TPL-SYNTAX", 3),
    ("{{ a -}}", "TPL-SYNTAX", 6),
    ("{#- x #}", "TPL-SYNTAX", 3),
    ("{# x -#}", "TPL-SYNTAX", 6),
    ("{{ a %}", "TPL-SYNTAX", 6),
    ("{{ name", "TPL-UNCLOSED", 1),
    ("{{ a {{ b }}", "TPL-UNCLOSED", 1),
    ("{% if a %}x", "TPL-UNCLOSED", 1),
    ("x {# y", "TPL-UNCLOSED", 3),
    ("x }} y", "TPL-STRAY", 3),
    ('{"x": {"y": 1}}', "TPL-STRAY", 14),
    ("100 %} y", "TPL-STRAY", 5),
    ("a\rb", "TPL-SYNTAX", 2),
    ("{% if a %}" * 9 + "{% endif %}" * 9, "TPL-LIMIT", 81),
    ("x" * (markup.MAX_TEMPLATE + 1), "TPL-LIMIT", 1),
]


@pytest.mark.parametrize(("text", "code", "column"), REFUSED, ids=[row[0][:30] for row in REFUSED])
def test_what_is_refused_says_where_and_why(text: str, code: str, column: int) -> None:
    _, problems = parse(text)
    assert [(code, 1, column)] == [(p.code, p.line, p.column) for p in problems]
    assert problems[0].message.endswith(".")
    assert problems[0].hint
    assert problems[0].severity == "error"


def test_all_errors_at_once_in_order() -> None:
    _, problems = parse("{{ contct_name | dat }}\n{% iff a %}\n  {{ x\n{{ a.b }} }}\n")
    assert [(p.line, p.column, p.code) for p in problems] == [
        (1, 4, "TPL-NAME"),
        (1, 18, "TPL-FILTER"),
        (2, 4, "TPL-TAG"),
        (3, 3, "TPL-UNCLOSED"),
        (4, 5, "TPL-ATTR"),
        (4, 11, "TPL-STRAY"),
    ]
    assert problems[0].hint == "did you mean contact_name?"
    assert problems[1].hint == "did you mean date?"
    assert problems[2].hint == "did you mean if?"


def test_one_slip_gives_one_error() -> None:
    assert len(parse("{%- if a -%}x{% endif %}")[1]) == 2
    assert len(parse("{% if a and b %}x{% else %}y{% endif %}")[1]) == 1


def test_errors_end_somewhere() -> None:
    assert len(parse("{{ " * 10_000)[1]) == markup.MAX_ERRORS


# ── the language: filling ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("Hi {{ a }},", {"a": "Maria"}, "Hi Maria,"),
        ("Hi {{a}}{{b}},", {"a": "M", "b": "L"}, "Hi ML,"),
        (
            "{{ a }}",
            {"a": "{{ b }} {% raw %} {{{x}}} <% x %> ${x}"},
            "{{ b }} {% raw %} {{{x}}} <% x %> ${x}",
        ),
        ("{{ a }}", {"a": "O'Neil & <b>hi</b>"}, "O'Neil & <b>hi</b>"),
        ('{{ "{{" }} x {{ "}}" }} {{ \'{%\' }}', {}, "{{ x }} {%"),
        ('{"x": 1} {y} 50% #1', {}, '{"x": 1} {y} 50% #1'),
        ("{% if a %}yes{% else %}no{% endif %}", {"a": "no"}, "yes"),
        ("{% if a %}yes{% else %}no{% endif %}", {"a": "0"}, "yes"),
        ("{% if a %}yes{% else %}no{% endif %}", {"a": "false"}, "yes"),
        ("{% if a %}yes{% else %}no{% endif %}", {"a": " \n"}, "no"),
        ("{% if a %}yes{% else %}no{% endif %}", {}, "no"),
        ("{% if not a %}yes{% endif %}", {}, "yes"),
        ('{% if a == "x" %}1{% elif b %}2{% else %}3{% endif %}', {"a": "x"}, "1"),
        ('{% if a == "x" %}1{% elif b %}2{% else %}3{% endif %}', {"b": "x"}, "2"),
        ('{% if a == "x" %}1{% elif b %}2{% else %}3{% endif %}', {}, "3"),
        ("{{ a }}", {"a": "  x \r\n y\rz "}, "x \n y\nz"),
        ("x{# a #}y", {}, "xy"),
        ("A\n{% if a %}\nB\n{% endif %}\nC\n", {"a": "1"}, "A\nB\nC"),
        ("A\n{% if a %}\nB\n{% endif %}\nC\n", {}, "A\nC"),
        ("A\n  {% if a %}\n  B\n  {% endif %}\nC\n", {"a": "1"}, "A\n  B\nC"),
        ("A\n{# note #}\nC", {}, "A\nC"),
        ("A\n\n", {}, "A\n"),
    ],
)
def test_filling(text: str, values: dict[str, str], expected: str) -> None:
    assert fill(text, **values) == expected


def test_a_gap_shows_the_label_and_its_place() -> None:
    nodes, _ = parse("Dear {{ a }}, about {{ b }} and {{ a }}")
    filled = filling.fill(nodes, {"b": "work"}, wording.functions("en"), {"a": "First name"})
    assert filled.text == "Dear ‹First name›, about work and ‹First name›"
    assert filled.missing == ("a",)
    assert [filled.text[start:end] for start, end, _ in filled.gaps] == ["‹First name›"] * 2
    assert {field for _, _, field in filled.gaps} == {"a"}


def test_a_required_field_that_is_only_asked_for_is_missing_too() -> None:
    nodes, _ = parse('{% if a == "du" %}Hallo{% else %}Guten Tag{% endif %}')
    assert filling.fill(nodes, {}, {}, {}, {"a"}).missing == ("a",)
    assert filling.fill(nodes, {}, {}).missing == ()


def test_only_text_can_be_a_value() -> None:
    class Secret:
        secret = "x"

    for value in (Secret(), 1, None, ["x"], b"x"):
        with pytest.raises(TypeError, match="must be text"):
            render(library()["thank-you-after-first"], {"moment": value})  # type: ignore[dict-item] # the test


def test_limits_of_values_and_output() -> None:
    with pytest.raises(FollowupError) as one:
        render(library()["thank-you-after-first"], {"moment": "x" * (filling.MAX_VALUE + 1)})
    assert (one.value.code, one.value.field) == ("TPL-LIMIT", "moment")
    nodes, _ = parse("{{ a }}" * 9_000)
    with pytest.raises(FollowupError) as many:
        filling.fill(nodes, {"a": "x" * 60_000}, {})
    assert (many.value.code, many.value.field) == ("TPL-LIMIT", "a")
    nodes, _ = parse("{{ a }}" * 9_000)
    with pytest.raises(FollowupError):
        filling.fill(nodes, {}, {}, {"a": "x" * 120})


def test_values_of_one_line_have_no_line_break() -> None:
    assert filling.clean("a", " one\r\n two\u2028three \n", True) == "one two three"
    assert filling.clean("a", " one\r\n two \n", False) == "one\n two"


def test_what_nobody_sees_is_no_value() -> None:
    for invisible in ("\u200b", "\u00a0\ufeff", "\u3164 \u2800", "\u202e\u2069", "\u00ad\n"):
        assert filling.clean("a", invisible, False) == ""
    assert filling.clean("a", "\u200bx", False) == "\u200bx"


# ── filters ──────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = [
    ("Maria Lopez", "Maria"),
    ("Dr. Maria Lopez", "Maria"),
    ("Prof. Dr. Anna Weber", "Anna"),
    ("Mr. Tom Reed", "Tom"),
    ("Lopez, Maria", "Maria"),
    ("Maria Lopez, PhD", "Maria"),
    ("Smith, John, MBA", "John"),
    ("Martin Luther King, Jr.", "Martin"),
    ("Mary J. Blige", "Mary"),
    ("Jean-Luc Picard", "Jean-Luc"),
    ("Vincent van Gogh", "Vincent"),
    ("Robert (Bob) Smith", "Robert"),
    ("Maria Lopez (she/her)", "Maria"),
    ("TANAKA Yuki", "Yuki"),
    ("Marie DUPONT", "Marie"),
    ("Łukasz Żak", "Łukasz"),
    ("D'Arcy Wu", "D'Arcy"),
    ("Suharto", "Suharto"),
    ("Al Gore", "Al"),
    # a guess would be needed: the whole name
    ("Dr. Lopez", "Dr. Lopez"),
    ("Herr Müller", "Herr Müller"),
    ("van der Berg", "van der Berg"),
    ("el Fassi", "el Fassi"),
    ("J. Smith", "J. Smith"),
    ("J.R.R. Tolkien", "J.R.R. Tolkien"),
    ("AJ Smith", "AJ Smith"),
    ("Don Antonio García", "Don Antonio García"),
    ("Abdul Rahman Ali", "Abdul Rahman Ali"),
    ("Kim Min-jun", "Kim Min-jun"),
    ("Nguyễn Văn An", "Nguyễn Văn An"),
    ("田中 由紀", "田中 由紀"),
    ("김민준", "김민준"),
    ("Иван Петров", "Иван Петров"),
    ("محمد علي", "محمد علي"),
    ("Ann, B.", "Ann, B."),
    ("m.lopez@example.com", "m.lopez@example.com"),
    ("Team 7", "Team 7"),
    (")( (", ")( ("),
    ("", ""),
]


@pytest.mark.parametrize(("name", "expected"), PEOPLE)
def test_first_name(name: str, expected: str) -> None:
    assert wording.first_name(name) == expected


@pytest.mark.parametrize("country", sorted(wording.FAMILY_NAME_FIRST))
def test_where_the_family_name_may_come_first_the_name_stays_whole(country: str) -> None:
    assert wording.first_name("Tanaka Yuki", country) == "Tanaka Yuki"


@pytest.mark.parametrize(
    ("filter", "text", "expected"),
    [
        ("sentence_case", "how it went", "How it went"),
        ("sentence_case", "iPhone support", "iPhone support"),
        ("sentence_case", "état", "État"),
        ("lower_first", "The backlog", "the backlog"),
        ("lower_first", "IT support", "IT support"),
        ("lower_first", "I think so", "I think so"),
        ("lower_first", "I’m sure", "I’m sure"),
        ("lower_first", "A desk", "a desk"),
        ("trim_period", "done.", "done"),
        ("trim_period", "done ...", "done ..."),
        ("trim_period", "完了。", "完了"),
        ("trim_period", ".", "."),
        ("trim_period", "at 2 p.m.", "at 2 p.m."),
        ("trim_period", "Contoso Ltd.", "Contoso Ltd."),
        ("trim_period", "etc.", "etc."),
        ("trim_period", "I said no.", "I said no"),
        ("trim_period", "a hectic zetc.", "a hectic zetc"),
        ("trim_period", "plan B.", "plan B"),
        ("full_stop", "done", "done."),
        ("full_stop", "done?", "done?"),
        ("full_stop", "“done.”", "“done.”"),
        ("full_stop", "done)", "done)."),
        ("and_list", "a", "a"),
        ("and_list", "a\nb", "a and b"),
        ("and_list", "a; b;\n c", "a, b and c"),
        ("and_list", ";", ";"),
        ("date", "2026-12-02", "Wednesday, December 2"),
        ("date", "next week", "next week"),
        ("date", "20261202", "20261202"),
        ("date", "2026-02-30", "2026-02-30"),
        ("day", "2026-12-02", "December 2"),
        ("weekday", "2026-12-02", "Wednesday"),
        ("month", "2026-12-02", "December"),
    ],
)
def test_filters(filter: str, text: str, expected: str) -> None:
    assert wording.functions("en")[filter](text) == expected


@pytest.mark.parametrize(
    ("locale", "country", "expected"),
    [
        ("en", "GB", "Wednesday 2 December"),
        ("en", "CA", "Wednesday, December 2"),
        ("en-GB", "GB", "Wednesday 2 December"),
        ("es", "ES", "miércoles 2 de diciembre"),
        ("de", "DE", "Mittwoch, 2. Dezember"),
        ("de-CH", "CH", "Mittwoch, 2. Dezember"),
        ("fr", "FR", "mercredi 2 décembre"),
    ],
)
def test_dates_in_words(locale: str, country: str, expected: str) -> None:
    assert wording.functions(locale, country)["date"]("2026-12-02") == expected


def test_lists_in_other_languages() -> None:
    assert wording.functions("es")["and_list"]("datos; informes") == "datos e informes"
    assert wording.functions("es")["and_list"]("agua; hielo") == "agua y hielo"
    assert wording.functions("de")["and_list"]("A; B; C") == "A, B und C"
    assert wording.functions("fr")["date"]("2026-01-01") == "jeudi 1er janvier"


@pytest.mark.parametrize(
    ("locale", "text"),
    [("es", "a las 5 p. m."), ("es", "el manual, p. ej."), ("de", "Listen, z. B."), ("de", "Tabellen usw."),
     ("de", "20\u00a0Min."), ("fr", "un rapport, p. ex."), ("fr", "Durand et Cie."), ("en", "the U.S.")],
)  # fmt: skip
def test_abbreviations_keep_their_full_stop(locale: str, text: str) -> None:
    trim = wording.functions(locale)["trim_period"]
    assert trim(text) == text
    assert trim(f"{text} More.") == f"{text} More"


def test_every_filter_is_described_and_exists() -> None:
    for locale in wording.LANGUAGES:
        assert set(wording.functions(locale)) == set(wording.FILTERS)


# ── template files ───────────────────────────────────────────────────────────────────────────────────────

GOOD = dedent(
    """\
    id: hello
    kind: thank-you
    channel: email
    locale: en
    tone: warm
    title: Hello
    use_when: Always.
    fields:
      moment: {label: A moment, example: the talk}
      offer: {label: An offer, required: false}
      form: {label: Form of address, kind: choice, options: [first, last], example: first}
    subject: "Hi {{ contact_first_name }}"
    body: |
      {% if form == "first" %}Hi{% else %}Dear{% endif %} {{ contact_first_name }},

      {{ moment }}

      {% if offer %}
      {{ offer }}

      {% endif %}
      Bye
    example: {contact_first_name: Maria, moment: the talk, form: first}
    """
)


def read(text: str, path: str = "hello.yaml") -> tuple[Template | None, list[Diagnostic]]:
    template, diagnostics = read_template(text, path, builtin().vocabulary)
    return template, list(diagnostics)


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def library() -> dict[str, Template]:
    return {template.id: template for template in builtin().templates(locale="en")}


def test_a_good_file() -> None:
    template, diagnostics = read(GOOD)
    assert diagnostics == []
    assert template is not None
    assert [field.name for field in template.fields] == ["moment", "offer", "form", "contact_first_name"]
    assert template.places["offer"] == (18, 9)
    filled = render(template, {**template.example, "offer": "a list"})
    assert (filled.subject, filled.body) == ("Hi Maria", "Hi Maria,\n\nthe talk\n\na list\n\nBye")
    missing = render(template, {"form": "first"}).missing
    assert [(m.field, m.label, m.line, m.column) for m in missing] == [
        ("contact_first_name", builtin().vocabulary["contact_first_name"].label, 12, 17),
        ("moment", "A moment", 16, 6),
    ]


def test_carriage_returns_change_nothing() -> None:
    template, _ = read(GOOD)
    crlf, diagnostics = read(GOOD.replace("\n", "\r\n"))
    assert diagnostics == []
    assert crlf == template


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "severity"),
    [
        ("id: hello", "id: other", "TPL-ID", 1, "error"),
        ("tone: warm", "tone: worm", "CHOICE", 5, "error"),
        ("title: Hello", "titel: Hello", "FIELD-UNKNOWN", 6, "error"),
        ("title: Hello", "title: Hello\nbcc: a@example.com", "TPL-RECIPIENT", 7, "error"),
        ('"Hi {{ contact_first_name }}"', "{{ contact_first_name }}, hi", "TPL-QUOTE", 12, "error"),
        ('subject: "Hi {{ contact_first_name }}"\n', "", "TPL-SUBJECT", 1, "error"),
        ("channel: email", "channel: sms", "TPL-SUBJECT", 12, "error"),
        ("{{ moment }}", "{{ momnt }}", "TPL-NAME", 16, "error"),
        ("  {{ moment }}", "  {{ moment", "TPL-UNCLOSED", 16, "error"),
        ("  {{ offer }}", "  {{ offer | dat }}", "TPL-FILTER", 19, "error"),
        ("{% if offer %}\n", "\n", "TPL-SYNTAX", 21, "error"),
        ("moment: {label", "role: {label", "TPL-NAME", 9, "error"),
        ("  moment: {label", "  not: {label", "TPL-NAME", 9, "error"),
        ("Bye", "{{ offer }}", "TPL-GUARD", 22, "error"),
        ('form == "first"', 'form == "frist"', "TPL-OPTION", 14, "error"),
        (", options: [first, last]", "", "TPL-OPTION", 11, "error"),
        (", moment: the talk", "", "TPL-EXAMPLE", 23, "error"),
        ("form: first}\n", "form: firs}\n", "TPL-OPTION", 23, "error"),
        ("{contact_first_name: Maria", "{contact_frist_name: Maria", "TPL-NAME", 23, "error"),
        ("form: first}\n", "form: first, role: x}\n", "TPL-UNUSED", 23, "warning"),
        ("  {{ moment }}", "  text", "TPL-UNUSED", 9, "warning"),
        ("  {% endif %}\n  Bye", "  {% endif %}\n\n  Bye", "TPL-BLANK", 22, "warning"),
        ("Hi{% else %}", "Hi {% else %}", "TPL-BLANK", 14, "warning"),
    ],
)
def test_what_is_wrong_with_a_file(old: str, new: str, code: str, line: int, severity: str) -> None:
    template, diagnostics = read(changed(old, new))
    found = [(d.code, d.line, d.severity) for d in diagnostics]
    assert (code, line, severity) in found
    assert (template is None) == any(d.severity == "error" for d in diagnostics)


def test_date_words_need_a_known_language() -> None:
    text = changed("locale: en", "locale: xx").replace("Bye", "{{ today | date }}")
    _, diagnostics = read(text)
    assert [(d.code, d.line, d.column) for d in diagnostics] == [("TPL-FILTER", 22, 6)]


def test_short_channels_are_counted() -> None:
    text = changed('subject: "Hi {{ contact_first_name }}"\n', "").replace("email", "linkedin")
    assert read(text)[1] == []
    _, diagnostics = read(text.replace("Bye", "word " * 60 + "end"))
    assert "TPL-LENGTH" in [d.code for d in diagnostics]


def test_a_yaml_error_is_told_as_it_is() -> None:
    template, diagnostics = read("id: x\n  y: z\n")
    assert template is None
    assert [d.code for d in diagnostics] == ["YAML-SYNTAX"]


def test_an_example_of_a_date_is_a_date() -> None:
    text = changed("form: {label", "day: {label: Day, kind: date, example: soon}\n  form: {label")
    assert "TPL-EXAMPLE" in [d.code for d in read(text)[1]]


def test_many_conditions_are_judged_in_time() -> None:
    fields = "".join(f"  f{n}: {{label: L{n}, required: false}}\n" for n in range(300))
    body = "".join(f"  {{% if f{n} %}}\n  {{{{ f{n} }}}}\n\n  {{% endif %}}\n" for n in range(300))
    text = changed("  moment:", fields + "  moment:").replace("  Bye", body + "  Bye")
    template, diagnostics = read(text)
    assert template is not None
    assert diagnostics == []


def test_long_runs_of_blanks_are_judged_in_time() -> None:
    _, diagnostics = read(changed("  Bye", "  x\n" + " " * 60_000 + "y"))
    assert {d.code for d in diagnostics} <= {"TPL-BLANK", "TEXT-LONG", "YAML-SCALAR"}


# ── the shipped library ──────────────────────────────────────────────────────────────────────────────────

SHIPPED = sorted((DATA / "templates").rglob("*.yaml"))
GOLDEN = Path(__file__).parents[1] / "golden" / "drafts"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
class TestShipped:
    def read(self, path: Path) -> Template:
        template, diagnostics = read_template(path.read_bytes(), str(path), builtin().vocabulary)
        assert [str(each) for each in diagnostics] == []
        assert template is not None
        return template

    def test_it_is_good_and_lies_where_it_says(self, path: Path) -> None:
        assert self.read(path).locale == path.parent.name

    def test_its_example_reads_as_the_golden_text(self, path: Path) -> None:
        template = self.read(path)
        shown = render(template, template.example)
        text = f"Subject: {shown.subject}\n\n{shown.body}\n" if shown.subject else f"{shown.body}\n"
        assert (GOLDEN / template.locale / f"{template.id}.txt").read_text("utf-8") == text

    def test_it_asks_for_something_only_this_person_can_say(self, path: Path) -> None:
        template = self.read(path)
        assert any(field.required for field in template.own)
        assert all(field.hint and field.example for field in template.own)

    def test_its_length_suits_a_mail(self, path: Path) -> None:
        template = self.read(path)
        if template.channel == "email":
            full = len(render(template, template.example).body.split())
            values = {field.name: template.example[field.name] for field in template.fields if field.required}
            assert 50 <= full <= 120
            assert 45 <= len(render(template, values).body.split()) <= 110

    def test_it_leaves_no_stray_blanks(self, path: Path) -> None:
        template = self.read(path)
        assert [faults(nodes, template.needed) for nodes in template._parts] == [[], []]

    def test_its_compiled_form_is_equal(self, path: Path) -> None:
        template = self.read(path)
        again = from_plain(json.loads(json.dumps(to_plain(template))))
        assert again == template
        assert render(again, {}) == render(template, {})


def test_every_golden_text_has_its_template() -> None:
    texts = {(path.parent.name, path.stem) for path in GOLDEN.rglob("*.txt")}
    assert texts == {(path.parent.name, path.stem) for path in SHIPPED}


def test_the_vocabulary_is_good() -> None:
    fields, diagnostics = read_vocabulary((DATA / "vocabulary.yaml").read_bytes(), "vocabulary.yaml")
    assert not diagnostics
    assert all(field.label and field.example for field in fields.values())
    assert not set(fields) & markup.RESERVED
