"""The template language against Jinja2: whatever is accepted here and filled without a gap, both fill alike.

Jinja2 does not come with Pyodide, so this file runs natively only.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable

import babel.dates
import jinja2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup_core import filling, markup, wording
from followup_core.catalog import builtin
from followup_core.diagnostics import Collector
from followup_core.model import Field
from followup_core.templates import Template, render

NAMES = ("a", "b", "name")
MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))

# ── second implementations of the filters, as plain as possible ──────────────────────────────────────────


def _dated(pattern: str) -> Callable[[str], str]:
    def apply(text: str) -> str:
        try:
            day = (
                dt.datetime.strptime(text, "%Y-%m-%d").date() if len(text) == 10 and text.isascii() else None
            )
        except ValueError:
            day = None
        return babel.dates.format_date(day, pattern, "en_US") if day and day.isoformat() == text else text

    return apply


def _sentence(text: str) -> str:
    return text if text[1:2].isupper() else text[0].upper() + text[1:]


ABBREVIATIONS = (
    "co.", "corp.", "etc.", "inc.", "ltd.", "approx.", "dept.", "hrs.", "jr.", "ph.d.", "sr.", "st."
)  # fmt: skip


def _is_letter(text: str) -> bool:
    return len(text) == 2 and text[0].isalnum() and not text[0].isdecimal() and text[1] == "."


def _abbreviated(text: str) -> bool:
    text = text.casefold().replace("\u00a0", " ").replace("\u202f", " ")
    if any(text.endswith(each) and not text[: -len(each)][-1:].isalnum() for each in ABBREVIATIONS):
        return True
    first, second = text[:-2].removesuffix(" "), text[-2:]
    before = first[-3:-2]
    return _is_letter(second) and _is_letter(first[-2:]) and not (before.isalnum() or before == "_")


def _trim(text: str) -> str:
    if _abbreviated(text):
        return text
    for stop in ".。．｡":
        if text.endswith(stop) and text[:-1].strip() and text[:-1].rstrip()[-1] not in ".。．｡":
            return text[:-1].rstrip()
    return text


def _and(text: str) -> str:
    items = [x.strip() for x in text.replace(";", "\n").splitlines() if x.strip()]
    if len(items) < 2:
        return items[0] if items else text
    return " and ".join([", ".join(items[:-1]), items[-1]])


def _stop(text: str) -> str:
    bare = text
    while bare and bare[-1] in "\"'”’»)]":
        bare = bare[:-1]
    return text if not bare or bare[-1] in ".!?…。．｡！？:;" else f"{text}."


FILTERS = {
    "and_list": _and,
    "date": _dated("EEEE, MMMM d"),
    "day": _dated("MMMM d"),
    "month": _dated("MMMM"),
    "weekday": _dated("EEEE"),
    "first_name": wording.first_name,  # judged by its own table of names
    "lower_first": lambda text: wording.lower_first(text, wording.LANGUAGES["en"]),
    "sentence_case": _sentence,
    "full_stop": _stop,
    "trim_period": _trim,
}


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, autoescape=False
    )
    environment.filters = dict(FILTERS)
    return environment


ENVIRONMENT = _environment()


def both(text: str, values: dict[str, str]) -> None:
    """Fill with both; they agree whenever the template is accepted and nothing is missing."""
    collector = Collector()
    nodes = markup.parse(text, NAMES, collector)
    if collector.failed:
        return
    ready = {name: filling.clean(name, values.get(name, ""), False) for name in NAMES}
    theirs = ENVIRONMENT.from_string(text)
    filled = filling.fill(nodes, ready, wording.functions("en"))
    if not filled.missing:
        assert filled.text == theirs.render(ready)


# ── generated templates ──────────────────────────────────────────────────────────────────────────────────

SPACE = st.sampled_from(["", " ", "  ", "\t", "\n", " \n", "\u00a0"])
TEXTS = st.text(st.sampled_from("ab{}%# \n\n\t'\"“é😀.,\u00a0\u2028\x0c"), max_size=8)
LITERALS = st.sampled_from(['""', "'x'", '"a b"', '"{{"', "'}}'", '"%}"', "'{#'"])
FILTER = st.sampled_from(list(FILTERS))


@st.composite
def prints(draw: st.DrawFn) -> str:
    filters = draw(st.lists(FILTER, max_size=3))
    chain = "".join(f"{draw(SPACE)}|{draw(SPACE)}{name}" for name in filters)
    content = draw(st.sampled_from(NAMES)) + chain if draw(st.booleans()) else draw(LITERALS)
    return "{{" + draw(SPACE) + content + draw(SPACE) + "}}"


@st.composite
def conditions(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(NAMES))
    return draw(
        st.sampled_from([name, f"not {name}", f"not\n{name}"])
        | LITERALS.map(lambda x: f"{name}=={x}")
        | LITERALS.map(lambda x: f"{name} == {x}")
    )


def branches(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    @st.composite
    def build(draw: st.DrawFn) -> str:
        def tag(content: str) -> str:
            return draw(SPACE) + "{%" + draw(SPACE) + content + draw(SPACE) + "%}" + draw(SPACE)

        parts = [tag("if " + draw(conditions())), draw(inside)]
        for _ in range(draw(st.integers(0, 2))):
            parts += [tag("elif " + draw(conditions())), draw(inside)]
        if draw(st.booleans()):
            parts += [tag("else"), draw(inside)]
        return "".join([*parts, tag("endif")])

    return build()


COMMENTS = st.builds("{{#{}#}}{}".format, st.text(st.sampled_from("ab \n{}%"), max_size=5), SPACE)
TEMPLATES = st.recursive(
    st.one_of(TEXTS, prints(), COMMENTS),
    lambda inside: st.one_of(branches(inside), st.lists(inside, max_size=4).map("".join)),
    max_leaves=12,
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from(
            [
                "",
                " ",
                "x",
                "no",
                "0",
                "a b",
                "2026-12-02",
                "2026-02-30",
                "{{ b }}",
                "A.",
                "...",
                "at 2 p.m.",
                "x, etc.",
            ]
        )
        | st.text(max_size=8)
        for name in NAMES
    },
)


@MANY
@given(TEMPLATES, VALUES)
def test_generated_templates_fill_alike(text: str, values: dict[str, str]) -> None:
    both(text, values)


SOUP = st.lists(
    st.sampled_from(
        ["{{", "}}", "{%", "%}", "{#", "#}", "a", "b", "if", "endif", "else", "elif", "not", "==", "'", '"',
         "|", "date", " ", "\n", "x", "-", "+", ".", "{", "}", "%", "#", "{% if a %}", "{% endif %}",
         "{{ b }}"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@MANY
@given(SOUP, VALUES)
def test_whatever_is_accepted_is_jinja2(text: str, values: dict[str, str]) -> None:
    both(text, values)


def test_the_generator_reaches_real_fillings() -> None:
    """Guard of the property above: most generated templates are accepted and some are filled."""
    counts = {"accepted": 0, "filled": 0, "all": 0}

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(TEMPLATES, VALUES)
    def count(text: str, values: dict[str, str]) -> None:
        collector = Collector()
        nodes = markup.parse(text, NAMES, collector)
        counts["all"] += 1
        if not collector.failed:
            counts["accepted"] += 1
            ready = {name: filling.clean(name, value, False) for name, value in values.items()}
            counts["filled"] += not filling.fill(nodes, ready, wording.functions("en")).missing

    count()
    assert counts["accepted"] > 0.4 * counts["all"]
    assert counts["filled"] > 0.2 * counts["all"]


def fills(template: Template) -> st.SearchStrategy[dict[str, str]]:
    """Values that leave no gap."""

    def some(field: Field) -> st.SearchStrategy[str]:
        return st.sampled_from(field.options) if field.options else st.text(max_size=20).map("w{}".format)

    needed = {field.name: some(field) for field in template.fields if field.required}
    others = {field.name: some(field) for field in template.fields if not field.required}
    return st.fixed_dictionaries(needed, optional=others)


@pytest.mark.parametrize("template", builtin().templates(), ids=lambda each: f"{each.locale}-{each.id}")
def test_shipped_templates_fill_alike(template: Template) -> None:
    environment = _environment()
    environment.filters = dict(wording.functions(template.locale))
    subject, body = environment.from_string(template.subject), environment.from_string(template.body)
    blank = dict.fromkeys(template.by_name, "")
    filled = 0

    @settings(max_examples=40, deadline=None)
    @given(fills(template))
    def check(values: dict[str, str]) -> None:
        nonlocal filled
        ours = render(template, values)
        assert not ours.missing
        ready = blank | {
            name: filling.clean(name, value, template.by_name[name].kind != "paragraph")
            for name, value in values.items()
        }
        assert ours.subject == subject.render(ready)
        assert ours.body == body.render(ready)
        filled += 1

    check()
    assert filled


# ── dates in words, against the Unicode CLDR ─────────────────────────────────────────────────────────────

DAYS = [dt.date(2026, month, day) for month in range(1, 13) for day in (1, 2, 15, 28)]


@pytest.mark.parametrize("locale", sorted(wording.LANGUAGES))
def test_names_of_days_and_months_are_those_of_the_cldr(locale: str) -> None:
    filters = wording.functions(locale)
    for day in DAYS:
        iso = day.isoformat()
        assert filters["weekday"](iso) == babel.dates.format_date(day, "EEEE", locale)
        assert filters["month"](iso) == babel.dates.format_date(day, "LLLL", locale)


@pytest.mark.parametrize(
    ("locale", "country", "cldr"),
    [("en", None, "en_US"), ("en", "US", "en_US"), ("en", "GB", "en_GB"), ("en", "AU", "en_AU"),
     ("de", "DE", "de"), ("fr", "FR", "fr"), ("es", "ES", "es")],
)  # fmt: skip
def test_dates_are_written_as_the_cldr_does(locale: str, country: str | None, cldr: str) -> None:
    """The full date without its year. In running text no comma follows the weekday where the day comes first
    (German keeps it), and French has its 1er."""
    filters = wording.functions(locale, country)
    for day in DAYS:
        expected = babel.dates.format_date(day, "full", cldr)
        for year in (", 2026", " de 2026", " 2026"):
            expected = expected.removesuffix(year)
        if cldr not in ("en_US", "de"):
            expected = expected.replace(",", "")
        if locale == "fr" and day.day == 1:
            expected = expected.replace("1 ", "1er ", 1)
        assert filters["date"](day.isoformat()) == expected
        weekday = filters["weekday"](day.isoformat())
        assert filters["day"](day.isoformat()) == expected.removeprefix(weekday).lstrip(", ")


def test_the_documented_settings_are_the_ones_used() -> None:
    text = textwrap.dedent(
        """\
        Hi,
          {% if a %}
          yes
          {% endif %}
        bye
        """
    )
    assert ENVIRONMENT.from_string(text).render(a="") == "Hi,\nbye"
