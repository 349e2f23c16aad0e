"""The built-in data: look-up, fallbacks, which template a step gets, and the compiled form."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from followup_core import catalog as catalog_module
from followup_core.catalog import COMPILED, DATA, Catalog, builtin, compile_data
from followup_core.drafts import SHARED_FIELDS
from followup_core.errors import InputError, MissingDataError, UnknownNameError, UsageError
from followup_core.model import Application
from followup_core.templates import Template


def test_templates_are_found_by_kind_language_and_channel() -> None:
    catalog = builtin()
    assert {"thank-you-after-first", "closing-note"} <= {each.id for each in catalog.templates(locale="en")}
    assert {each.kind for each in catalog.templates(kind="check-in")} == {"check-in"}
    assert all(each.channel == "email" for each in catalog.templates(channel="email"))
    assert catalog.templates(kind="check-in", locale="xx") == ()
    assert catalog.template("closing-note") is catalog.template("closing-note", "en-GB")


def test_an_unknown_template_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as error:
        builtin().template("closing-notes")
    assert error.value.hint == "did you mean 'closing-note'?"


@pytest.mark.parametrize(
    ("kind", "promise", "expected"),
    [
        ("thank-you", False, "thank-you-after-first"),
        ("check-in", False, "check-in-without-promise"),
        ("check-in", True, "check-in-after-promise"),
        ("add-value", False, "share-an-article"),
        ("second-check-in", True, "second-check-in"),
        ("closing", False, "closing-note"),
        ("stop", False, None),
    ],
)
def test_the_template_of_a_step(kind: str, promise: bool, expected: str | None) -> None:
    assert builtin().template_for(kind, stage="first", promise=promise) == expected
    assert builtin().template_for(kind, stage="first", promise=promise, locale="en-GB") == expected
    assert builtin().template_for(kind, channel="telegram") is None


@pytest.mark.parametrize(
    ("stage", "sector", "country", "expected"),
    [
        ("phone-screen", None, None, "thank-you-after-phone-screen"),
        ("second", None, None, "thank-you-after-second"),
        ("panel", None, None, "thank-you-panel-member"),
        ("final", None, None, "thank-you-after-final"),
        ("assignment", None, None, "thank-you-after-assignment-review"),
        ("informational", None, None, "thank-you-after-informational"),
        (None, None, None, "thank-you-for-an-answer"),
        ("first", "public", None, "thank-you-public-sector"),
        ("final", "academic", None, "thank-you-academic-visit"),
        ("first", "agency", "GB", "thank-you-agency-recruiter"),
        ("first", "private", "GB", "thank-you-brief"),
        ("panel", "private", "GB", "thank-you-panel-coordinator"),
    ],
)
def test_the_thank_you_of_an_interview(
    stage: str | None, sector: str | None, country: str | None, expected: str
) -> None:
    assert builtin().template_for("thank-you", stage=stage, sector=sector, country=country) == expected


class _Few(Catalog):
    """A catalog of a few made-up templates."""

    def __init__(self, *templates: Template) -> None:
        super().__init__()
        self._templates = {"en": {each.id: each for each in templates}}


def test_preference_is_place_then_sector_then_stage_then_rank_then_id() -> None:
    base = builtin().template("thank-you-after-first")
    any_stage = replace(base, id="b", stages=())
    early = replace(any_stage, id="a")
    final = replace(base, id="c", stages=("final",))
    british = replace(any_stage, id="d", countries=("GB",))
    agency = replace(any_stage, id="e", sectors=("agency",))
    ranked = replace(any_stage, id="f", rank=1)
    few = _Few(base, any_stage, final, british, agency)
    assert few.template_for("thank-you", stage="first") == base.id
    assert few.template_for("thank-you", stage="final") == "c"
    assert few.template_for("thank-you", stage="panel") == "b"
    assert few.template_for("thank-you", stage="first", country="GB") == "d"
    assert few.template_for("thank-you", stage="first", sector="agency") == "e"
    assert _Few(any_stage, early).template_for("thank-you") == "a"
    assert _Few(early, ranked).template_for("thank-you") == "f"


def test_the_vocabulary_is_what_drafts_can_fill() -> None:
    assert tuple(builtin().vocabulary) == SHARED_FIELDS


def test_profiles_and_rules() -> None:
    catalog = builtin()
    assert catalog.profile("default").id == "default"
    with pytest.raises(UnknownNameError):
        catalog.profile("nowhere")
    application = Application("a", "Acme", "Clerk", country="GB", sector="public")
    assert [each.id for each in catalog.rules_for(application).special] == ["gb", "public"]
    assert catalog.rules_for(replace(application, country=None, sector="private")).special == ()


def test_the_compiled_form_holds_the_same_values(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "tone").mkdir()
    for name, content in compile_data().items():
        (folder / name).write_bytes(content)
    compiled, plain = Catalog(folder), Catalog(DATA)
    assert compiled.vocabulary == plain.vocabulary
    assert list(compiled.vocabulary) == list(plain.vocabulary)
    assert compiled.locales == plain.locales
    assert compiled.templates() == plain.templates()
    assert [each.path for each in compiled.templates()] == [each.path for each in plain.templates()]
    assert compiled.profile_ids == plain.profile_ids
    assert all(compiled.profile(id) == plain.profile(id) for id in plain.profile_ids)
    assert compiled.tone_locales == plain.tone_locales
    for locale in plain.tone_locales:
        read, written = compiled.tone(locale), plain.tone(locale)
        assert read.reader.words == written.reader.words
        assert read.reader.rows == written.reader.rows
        bare = [replace(rule, flag=(), passing=()) for rule in written.rules.values()]
        assert list(read.rules.values()) == bare


def test_the_rules_of_a_language_may_come_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compile_data()
    (tmp_path / COMPILED).write_bytes(compiled[COMPILED])
    monkeypatch.setattr(catalog_module, "DATA", tmp_path)
    later = Catalog(tmp_path)
    assert later.tone_locales == builtin().tone_locales
    with pytest.raises(MissingDataError) as caught:
        later.tone_for("Ich warte noch immer auf eine Antwort von Ihnen.")
    assert (caught.value.code, caught.value.field) == ("DATA", "tone/de.json")
    catalog_module.supply("tone/de.json", compiled["tone/de.json"].decode())
    assert later.tone_for("Ich warte noch immer auf eine Antwort von Ihnen.").reader.words.locale == "de"
    for path in ("tone/xx.json", "../x.json", COMPILED, ""):
        with pytest.raises(UsageError, match="loaded apart"):
            catalog_module.supply(path, "{}")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns(COMPILED))
    file = folder / "templates" / "en" / "closing-note.yaml"
    file.write_text(file.read_text("utf-8").replace("{{ my_name }}", "{{ my_nam }}"), "utf-8")
    with pytest.raises(InputError) as error:
        Catalog(folder).template("share-an-article")
    assert [(each.path, each.code) for each in error.value.diagnostics] == [
        ("templates/en/closing-note.yaml", "TPL-NAME")
    ]


class TestWordsOfALanguage:
    @pytest.mark.parametrize("locale", ["de", "es", "fr"])
    def test_every_shared_field_has_a_label_in_the_language(self, locale: str) -> None:
        for template in builtin().templates(locale=locale):
            for field in template.shared:
                english = builtin().vocabulary[field.name]
                assert field.label != english.label, (template.id, field.name)
                assert (field.kind, field.options) == (english.kind, english.options)

    @pytest.mark.parametrize("locale", ["de", "es", "fr"])
    def test_a_translation_has_the_fields_of_the_vocabulary_and_no_other(self, locale: str) -> None:
        words = Catalog()._read_vocabulary(f"vocabulary.{locale}.yaml")
        assert list(words) == list(builtin().vocabulary)
