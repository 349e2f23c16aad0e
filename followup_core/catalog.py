"""The data that comes with the package, and packs over it, behind one look-up: templates, profiles, fields.

File name = id, folder = language: nothing is registered anywhere. Files are read when they are first asked
for, and kept. A build may put the result of `compile_data` beside them as catalog.json; it holds the same
values and saves reading YAML, which costs a browser about 30 ms for every 200 lines.

A pack adds to what is there and replaces nothing. What would is left out and named in `diagnostics`:
PACK-SHADOW (an id that followup has), PACK-DUP (an id that another pack has).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from followup_core.diagnostics import Collector, Diagnostic
from followup_core.errors import FollowupError, InputError, MissingDataError, UnknownNameError, UsageError
from followup_core.leaning import Leaning
from followup_core.letter import words_in
from followup_core.model import Application, Field
from followup_core.packs import Item, Pack
from followup_core.profiles import Profile, Rules, profile_from_plain, profile_to_plain, read_profile
from followup_core.schema import ABSENT
from followup_core.source import Scalar
from followup_core.templates import (
    TEMPLATE,
    Template,
    field_from_plain,
    field_to_plain,
    from_plain,
    read_template,
    read_vocabulary,
    to_plain,
)
from followup_core.tone import Tone, tone_from_plain, tone_to_plain
from followup_core.tonerules import Rule, read_rule
from followup_core.words import Words, fold, read_words, words_from_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parent / "data"
COMPILED = "catalog.json"
TONE = "tone"
MAX_GUESSED = 2_000
"""Characters by which the language of a text is guessed."""
FALLBACK_LOCALE = "en"
DEFAULT_PROFILE = "default"
OTHER_STAGE = 2
"""How far a template made for other stages is away: the last resort."""


class Catalog:
    """One folder of data. Raises InputError when a file in it is not good."""

    def __init__(self, folder: Path = DATA) -> None:
        self.folder = folder
        self._templates: dict[str, dict[str, Template]] = {}
        self._profiles: dict[str, Profile] = {}
        self._tones: dict[str, Tone] = {}
        self._languages: dict[str, Words] = {}
        self._offers: dict[tuple[str | bool | None, ...], str | None] = {}

    # ── templates

    @cached_property
    def vocabulary(self) -> Mapping[str, Field]:
        """The shared fields by name, in the order of the file."""
        if self._compiled:
            return {row[0]: field_from_plain(row) for row in self._compiled["vocabulary"]}
        return self._read_vocabulary("vocabulary.yaml")

    def _read_vocabulary(self, name: str) -> Mapping[str, Field]:
        fields, diagnostics = read_vocabulary((self.folder / name).read_bytes(), name)
        if diagnostics:
            raise InputError(diagnostics)
        return fields

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """The languages that have templates."""
        if self._compiled:
            return tuple(self._compiled["templates"])
        return tuple(sorted(path.name for path in (self.folder / "templates").iterdir() if path.is_dir()))

    def templates(
        self, kind: str | None = None, locale: str | None = None, channel: str | None = None
    ) -> tuple[Template, ...]:
        """The templates of a kind, language and channel, by language and id."""
        locales = self.locales if locale is None else [each for each in self.locales if each == locale]
        return tuple(
            template
            for each in locales
            for template in self._of(each).values()
            if kind in (None, template.kind) and channel in (None, template.channel)
        )

    def template(self, id: str, locale: str = FALLBACK_LOCALE) -> Template:
        """The template with this id, in the language asked for, else in the nearest one that has it.

        `de-CH` falls back to `de`, everything to English, and last to any language. Raises UnknownNameError.
        """
        languages = dict.fromkeys([*fallbacks(locale), *self.locales])
        for each in languages:
            if id in self.ids(each):
                return self._of(each)[id]
        raise UnknownNameError("template", id, {name for each in languages for name in self.ids(each)})

    def ids(self, locale: str) -> frozenset[str]:
        """The ids of the templates in one language, without reading these."""
        if locale in self._templates:
            return frozenset(self._templates[locale])
        if locale not in self.locales:
            return frozenset()
        if self._compiled:
            return frozenset(self._compiled["templates"][locale])
        return frozenset(path.stem for path in (self.folder / "templates" / locale).glob("*.yaml"))

    def source(self, template: Template) -> str:
        """The text of the file that a template was read from."""
        return (self.folder / template.path).read_text(encoding="utf-8")

    def file_name(self, id: str) -> str:
        """What messages call the file of a template."""
        return f"{id}.yaml"

    def template_for(
        self,
        kind: str,
        *,
        stage: str | None = None,
        promise: bool = False,
        channel: str = "email",
        locale: str = FALLBACK_LOCALE,
        sector: str | None = None,
        country: str | None = None,
    ) -> str | None:
        """The id of the template to offer first for a step, or None when there is none of its kind.

        `promise` says whether the employer named a day that still counts: templates that cannot do without
        `promise_date` fit then, and only then. Among those that fit, the ones made for this country, sector
        and stage come first, then the ones for any, then those for other stages; among equals the lowest
        `rank`, then the id.
        """
        asked = (kind, stage, promise, channel, locale, sector, country)
        if asked not in self._offers:  # a plan of many applications asks the same again and again
            self._offers[asked] = self._offer(*asked)
        return self._offers[asked]

    def _offer(
        self,
        kind: str,
        stage: str | None,
        promise: bool,
        channel: str,
        locale: str,
        sector: str | None,
        country: str | None,
    ) -> str | None:
        for each in fallbacks(locale):
            fitting = [
                template
                for template in self.templates(kind, each, channel)
                if (promise or not template.needs("promise_date"))
                and (not template.countries or country in template.countries)
                and (not template.sectors or sector in template.sectors)
            ]
            if fitting:
                return min(fitting, key=lambda template: _preference(template, stage, promise)).id
        return None

    def _of(self, locale: str) -> dict[str, Template]:
        """The templates of one language by id."""
        if locale not in self._templates:
            self._templates[locale] = self._read(locale) if locale in self.locales else {}
        return self._templates[locale]

    def _read(self, locale: str) -> dict[str, Template]:
        if self._compiled:
            return {id: from_plain(plain) for id, plain in self._compiled["templates"][locale].items()}
        paths = sorted((self.folder / "templates" / locale).glob("*.yaml"))
        own_words = f"vocabulary.{locale}.yaml"
        words = self._read_vocabulary(own_words) if (self.folder / own_words).exists() else {}
        return {path.stem: _in_words(self._read_file(path), words) for path in paths}

    def _read_file(self, path: Path) -> Template:
        shown = path.relative_to(self.folder).as_posix()
        template, diagnostics = read_template(path.read_bytes(), shown, self.vocabulary)
        if template is None:
            raise InputError(diagnostics)
        return template

    # ── profiles

    def profile(self, id: str) -> Profile:
        """The profile with this id as its file says it. Raises UnknownNameError."""
        if id not in self.profile_ids:
            raise UnknownNameError("profile", id, self.profile_ids)
        if id not in self._profiles:
            self._profiles[id] = self._read_profile(id)
        return self._profiles[id]

    def _read_profile(self, id: str) -> Profile:
        if self._compiled:
            return profile_from_plain(self._compiled["profiles"][id])
        path = self.folder / "profiles" / f"{id}.yaml"
        profile, diagnostics = read_profile(path.read_bytes(), f"profiles/{id}.yaml")
        if profile is None:
            raise InputError(diagnostics)
        return profile

    def rules_for(self, application: Application) -> Rules:
        """The profiles that an application falls under: the default, its country, its sector."""
        ids = [(application.country or "").lower(), application.sector]
        special = tuple(self.profile(id) for id in ids if id in self.profile_ids)
        return Rules(self.profile(DEFAULT_PROFILE), special)

    @cached_property
    def profile_ids(self) -> frozenset[str]:
        """The ids of all profiles."""
        if self._compiled:
            return frozenset(self._compiled["profiles"])
        return frozenset(path.stem for path in (self.folder / "profiles").glob("*.yaml"))

    # ── tone

    @cached_property
    def tone_locales(self) -> tuple[str, ...]:
        """The languages whose tone is checked."""
        if self._compiled:
            return tuple(self._compiled["tone"])
        return tuple(sorted({path.name.partition(".")[0] for path in (self.folder / TONE).glob("*.*")}))

    def tone(self, locale: str = FALLBACK_LOCALE) -> Tone:
        """The tone check of a language: of `de-CH` that of `de`. Raises UnknownNameError."""
        for each in (locale, locale.partition("-")[0]):
            if each in self.tone_locales:
                if each not in self._tones:
                    self._tones[each] = self._read_tone(each)
                return self._tones[each]
        raise UnknownNameError("language of the tone check", locale, self.tone_locales)

    def words_of(self, locale: str) -> Words | None:
        """The same, or None for a language whose tone is not checked."""
        return self.words(locale) if locale in self.tone_locales else None

    def tone_for(self, text: str) -> Tone:
        """The check of the language that a text seems to be in, by its most frequent words."""
        written = [fold(word.group()) for word in words_in(text[:MAX_GUESSED])]
        counts = {
            locale: sum(word in common for word in written) for locale, common in self._common_words.items()
        }
        best = max(counts, key=lambda locale: (counts[locale], locale == FALLBACK_LOCALE))
        return self.tone(best)

    @cached_property
    def _common_words(self) -> dict[str, frozenset[str]]:
        """The most frequent words of each language."""
        if self._compiled:
            return {locale: frozenset(words) for locale, words in self._compiled["tone"].items()}
        return {locale: self.words(locale).common_keys for locale in self.tone_locales}

    def words(self, locale: str) -> Words:
        """What the tone check knows of a language, one of `tone_locales`."""
        if locale not in self._languages:
            self._languages[locale] = self._read_words(locale)
        return self._languages[locale]

    def _read_words(self, locale: str) -> Words:
        compiled = self._compiled_tone(locale)
        if compiled:
            return words_from_plain(compiled["words"])
        words, found = read_words(
            (self.folder / TONE / f"{locale}.yaml").read_bytes(), f"{TONE}/{locale}.yaml"
        )
        if words is None:
            raise InputError(found)
        return words

    def _read_tone(self, locale: str) -> Tone:
        compiled = self._compiled_tone(locale)
        if compiled:
            return tone_from_plain(compiled)
        words = self.words(locale)
        rules = []
        for path in sorted((self.folder / TONE / locale).glob("*.yaml")):
            rule, found = read_rule(path.read_bytes(), path.relative_to(self.folder).as_posix(), words)
            if rule is None:
                raise InputError(found)
            rules.append(rule)
        weights = self.folder / TONE / f"{locale}.weights.json"
        leaning = Leaning(json.loads(weights.read_bytes())) if weights.exists() else None
        return Tone(words, rules, leaning=leaning)

    def _compiled_tone(self, locale: str) -> dict[str, Any] | None:
        path = self.folder / TONE / f"{locale}.json"
        if self._compiled is None:
            return None
        if not path.exists():
            if (self.folder / TONE / f"{locale}.yaml").exists():
                return None
            raise MissingDataError(f"{TONE}/{locale}.json")
        compiled: dict[str, Any] = json.loads(path.read_bytes())
        return compiled

    # ── packs

    diagnostics: tuple[Diagnostic, ...] = ()
    """What had to be left out of the packs."""

    def with_packs(self, packs: Iterable[Pack]) -> Catalog:
        """This catalog and what the packs add to it; see `diagnostics` for what they cannot add."""
        return _Layered(self, tuple(packs))

    # ── the compiled form

    @cached_property
    def _compiled(self) -> dict[str, Any] | None:
        path = self.folder / COMPILED
        if not path.exists():
            return None
        compiled: dict[str, Any] = json.loads(path.read_bytes())
        return compiled


class _Layered(Catalog):
    """A catalog with packs over it."""

    def __init__(self, base: Catalog, packs: tuple[Pack, ...]) -> None:
        super().__init__(base.folder)
        self.base, self.packs = base, packs
        self._added: dict[str, dict[str, Item]] = {}
        """The templates of the packs by language and id; their profiles by id, under no language."""
        self._rules: dict[str, dict[str, Item]] = {}
        """The tone rules of the packs by language and id."""
        self._broken: dict[str, Item] = {}
        self.diagnostics = tuple(
            problem for pack in packs for item in pack.items if (problem := self._add(item))
        )

    def _add(self, item: Item) -> Diagnostic | None:
        """Take in one file of a pack, or say why it is left out. The same file twice is taken once."""
        if item.thing is None:
            self._broken.setdefault(item.id, item)
            return None
        locale, id = item.key
        if self._shadows(item):
            message, hint = f"followup has its own {id}.", "choose another id, and name the file like it"
            return _about(item, "PACK-SHADOW", message, hint)
        added = self._rules if isinstance(item.thing, Rule) else self._added
        first = added.setdefault(locale, {}).setdefault(id, item)
        if first.thing != item.thing:
            message, hint = f"The id {id} stands in {first.path} already.", "use one of the two packs"
            return _about(item, "PACK-DUP", message, hint)
        return None

    def _shadows(self, item: Item) -> bool:
        """Whether it would take the place of something built in. A template in a new language does not."""
        locale, id = item.key
        if isinstance(item.thing, Rule):
            return id in self.base.tone(locale).rules
        if not isinstance(item.thing, Template):
            return id in self.base.profile_ids
        return any(id in self.base.ids(each) for each in {locale, locale.partition("-")[0]})

    def with_packs(self, packs: Iterable[Pack]) -> Catalog:
        return _Layered(self.base, (*self.packs, *packs))

    @property
    def vocabulary(self) -> Mapping[str, Field]:
        return self.base.vocabulary

    @cached_property
    def _compiled(self) -> dict[str, Any] | None:
        return self.base._compiled

    @cached_property
    def locales(self) -> tuple[str, ...]:
        return tuple(sorted({*self.base.locales, *(locale for locale in self._added if locale)}))

    def template(self, id: str, locale: str = FALLBACK_LOCALE) -> Template:
        """As in every catalog; FollowupError (PACK-BROKEN) for a template of a pack that has errors."""
        try:
            return super().template(id, locale)
        except UnknownNameError:
            if id not in self._broken:
                raise
        hint = f"see followup check; its file is {self._broken[id].path}"
        raise FollowupError("PACK-BROKEN", f"The template {id} has errors, so it cannot be used.", hint)

    def ids(self, locale: str) -> frozenset[str]:
        return self.base.ids(locale) | frozenset(self._added.get(locale, ()))

    def _read(self, locale: str) -> dict[str, Template]:
        added = {id: item.thing for id, item in self._added.get(locale, {}).items()}
        templates = {id: thing for id, thing in added.items() if isinstance(thing, Template)}
        return dict(sorted({**self.base._of(locale), **templates}.items()))

    def _read_tone(self, locale: str) -> Tone:
        base = self.base.tone(locale)
        added = [item.thing for item in self._rules.get(locale, {}).values() if isinstance(item.thing, Rule)]
        if not added:
            return base
        reader = base.reader
        return Tone(reader.words, [*base.rules.values(), *added], reader.rows, reader.leaning)

    def words(self, locale: str) -> Words:
        return self.base.words(locale)

    def source(self, template: Template) -> str:
        item = self._added.get(template.locale, {}).get(template.id)
        return item.source.decode("utf-8").removeprefix("\ufeff") if item else self.base.source(template)

    def file_name(self, id: str) -> str:
        added = [items[id].path for locale, items in self._added.items() if locale and id in items]
        own = any(id in self.base.ids(locale) for locale in self.base.locales)
        return added[0] if added and not own else self.base.file_name(id)

    @cached_property
    def profile_ids(self) -> frozenset[str]:
        return self.base.profile_ids | frozenset(self._added.get("", ()))

    def _read_profile(self, id: str) -> Profile:
        thing = self._added.get("", {}).get(id)
        return thing.thing if thing and isinstance(thing.thing, Profile) else self.base.profile(id)


def _in_words(template: Template, words: Mapping[str, Field]) -> Template:
    """The template with the labels, hints and examples of shared fields in its own language."""
    shared = (_in_word(field, words.get(field.name, field)) for field in template.shared)
    return replace(template, shared=tuple(shared)) if words else template


def _in_word(field: Field, word: Field) -> Field:
    return replace(field, label=word.label, hint=word.hint, example=word.example or field.example)


def _about(item: Item, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, "error", message, item.path, item.mark.line, item.mark.column, hint)


def fallbacks(locale: str) -> list[str]:
    """The languages to look in: `de-CH`, `de`, English."""
    return list(dict.fromkeys([locale, locale.partition("-")[0], FALLBACK_LOCALE]))


def _preference(
    template: Template, stage: str | None, promise: bool
) -> tuple[bool, bool, bool, bool, int, int, str]:
    distance = 1 if not template.stages else 0 if stage in template.stages else OTHER_STAGE
    return (
        not (promise and template.needs("promise_date")),
        distance == OTHER_STAGE,
        not template.countries,
        not template.sectors,
        distance,
        template.rank,
        template.id,
    )


@cache
def builtin() -> Catalog:
    """What comes with the package."""
    return Catalog()


def starter(id: str, kind: str, locale: str) -> str:
    """The text of a new template, with comments, that is good as it is. Raises UsageError."""
    for name, value in (("id", id), ("kind", kind), ("locale", locale)):
        collector = Collector()
        if TEMPLATE.by_name[name].kind.check(Scalar(value), name, collector) is ABSENT:
            found = collector.found
            raise UsageError(
                *((found[0].message, found[0].hint) if found else (f"Say the {name}.", "")), name
            )
    text = (DATA / "starter-template.yaml").read_text(encoding="utf-8")
    for name, value in (("ID", id), ("KIND", kind), ("LOCALE", locale)):
        text = text.replace(f"<{name}>", value)
    return text


def supply(path: str, content: str) -> None:
    """Put a part of the compiled data in its place: what a MissingDataError has asked for by this path."""
    file = DATA / path
    if path not in {f"{TONE}/{locale}.json" for locale in builtin().tone_locales}:
        raise UsageError(f"Nothing called {path!r} is loaded apart.", field="path")
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, encoding="utf-8")


def compile_data(folder: Path = DATA) -> dict[str, bytes]:
    """The compiled files of a folder of data by their names in it: the same values, without YAML."""
    catalog = Catalog(folder)
    catalog.__dict__["_compiled"] = None  # read the sources even when a compiled form lies beside them
    content = {
        "vocabulary": [field_to_plain(each) for each in catalog.vocabulary.values()],
        "templates": {
            locale: {template.id: to_plain(template) for template in catalog.templates(locale=locale)}
            for locale in catalog.locales
        },
        "profiles": {id: profile_to_plain(catalog.profile(id)) for id in sorted(catalog.profile_ids)},
        "tone": {locale: sorted(catalog.words(locale).common_keys) for locale in catalog.tone_locales},
    }
    tones = {f"{TONE}/{locale}.json": tone_to_plain(catalog.tone(locale)) for locale in catalog.tone_locales}
    return {name: _json(plain) for name, plain in {COMPILED: content, **tones}.items()}


def _json(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
