"""Every rule of the tone check: its examples hold, its words help, its page exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from followup_core.catalog import DATA, Catalog, builtin
from followup_core.measures import About
from followup_core.tone import Context, Tone
from followup_core.tonerules import Example, Rule, read_rule

LEAST_RULES = {"en": 120, "de": 40, "es": 40, "fr": 40}


def rules() -> list[Rule]:
    """The rules with their examples, which the compiled form leaves out."""
    found = []
    for locale in LEAST_RULES:
        words = builtin().words(locale)
        for path in sorted((DATA / "tone" / locale).glob("*.yaml")):
            rule, problems = read_rule(path.read_bytes(), str(path), words)
            assert rule is not None, problems
            found.append(rule)
    return found


RULES = rules()


def tone(locale: str) -> Tone:
    return builtin().tone(locale)


def context(example: Example) -> Context:
    return Context(example.kind, example.channel, About(example.to, example.employer, example.others))


def says(rule: Rule, example: Example) -> bool:
    report = tone(rule.locale).lint(example.text, context(example))
    return rule.id in {finding.rule for finding in report.findings}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.locale}-{rule.id}")
def test_the_examples_of_a_rule_are_judged_as_it_says(rule: Rule) -> None:
    assert [each.text for each in rule.flag if not says(rule, each)] == []
    assert [each.text for each in rule.passing if says(rule, each)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.locale}-{rule.id}")
def test_an_alternative_has_no_finding_above_polish(rule: Rule) -> None:
    for text in rule.alternatives:
        report = tone(rule.locale).lint(text)
        assert report.verdict in ("ready", "polish"), (text, [each.rule for each in report.findings])


def test_there_are_enough_rules_of_each_language() -> None:
    for locale, least in LEAST_RULES.items():
        phrases = [rule for rule in RULES if rule.locale == locale and rule.find]
        assert len(phrases) >= least, (locale, len(phrases))


def test_every_category_has_rules_in_every_language() -> None:
    for locale in LEAST_RULES:
        kinds = {rule.category for rule in RULES if rule.locale == locale}
        assert len(kinds) == 7, (locale, kinds)


def test_the_measures_are_limited_in_every_language() -> None:
    limited = {
        locale: {rule.measure for rule in RULES if rule.locale == locale and rule.measure}
        for locale in LEAST_RULES
    }
    words_alone = {measure for measure in limited["en"] if not measure.startswith("leans-")}
    for locale, measures in limited.items():
        assert measures >= words_alone, (locale, words_alone - measures)


def test_a_rule_file_is_small() -> None:
    sizes = {
        path: path.stat().st_size for path in (DATA / "tone").rglob("*.yaml") if path.parent.name != "tone"
    }
    assert {path.name: size for path, size in sizes.items() if size > 40_000} == {}


@pytest.mark.parametrize("locale", sorted(LEAST_RULES))
def test_no_example_of_the_library_is_above_polish(locale: str) -> None:
    from followup_core.templates import render

    for template in builtin().templates(locale=locale):
        drawn = render(template, template.example)
        text = f"Subject: {drawn.subject}\n\n{drawn.body}" if drawn.subject else drawn.body
        report = tone(locale).lint(text, Context(template.kind, template.channel))
        grave = [(each.rule, each.text) for each in report.findings if each.severity != "polish"]
        assert report.verdict in ("ready", "polish"), (template.id, grave)


def test_the_compiled_form_judges_alike(tmp_path: Path) -> None:
    from followup_core.catalog import compile_data

    for name, content in compile_data().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    compiled = Catalog(tmp_path)
    corpus = Path(__file__).parents[1] / "corpus" / "tune.jsonl"
    for row in map(json.loads, corpus.read_text("utf-8").splitlines()[::7]):
        expected = tone(row["locale"]).lint(row["text"])
        found = compiled.tone(row["locale"]).lint(row["text"])
        assert (found.findings, found.verdict) == (expected.findings, expected.verdict)
