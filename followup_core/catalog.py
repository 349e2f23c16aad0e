"""The data that comes with the package behind one look-up: templates, the vocabulary, profiles.

File name = id, folder = language: nothing is registered anywhere. Files are read when they are first asked
for, and kept. A build may put the result of `compile_data` beside them as catalog.json; it holds the same
values and saves reading YAML, which costs a browser about 30 ms for every 200 lines.
"""

from __future__ import annotations

import json
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from followup_core.errors import InputError, UnknownNameError
from followup_core.model import Application, Field
from followup_core.profiles import Profile, Rules, profile_from_plain, profile_to_plain, read_profile
from followup_core.templates import (
    Template,
    field_from_plain,
    field_to_plain,
    from_plain,
    read_template,
    read_vocabulary,
    to_plain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parent / "data"
COMPILED = "catalog.json"
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

    # ── templates

    @cached_property
    def vocabulary(self) -> Mapping[str, Field]:
        """The shared fields by name, in the order of the file."""
        if self._compiled:
            return {row[0]: field_from_plain(row) for row in self._compiled["vocabulary"]}
        path = self.folder / "vocabulary.yaml"
        fields, diagnostics = read_vocabulary(path.read_bytes(), path.name)
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

        `de-CH` falls back to `de`, everything to English. Raises UnknownNameError.
        """
        for each in _fallbacks(locale):
            if id in self._of(each):
                return self._of(each)[id]
        raise UnknownNameError(
            "template", id, {name for each in _fallbacks(locale) for name in self._of(each)}
        )

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
        for each in _fallbacks(locale):
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
        return {path.stem: self._read_file(path) for path in paths}

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

    # ── the compiled form

    @cached_property
    def _compiled(self) -> dict[str, Any] | None:
        path = self.folder / COMPILED
        if not path.exists():
            return None
        compiled: dict[str, Any] = json.loads(path.read_bytes())
        return compiled


def _fallbacks(locale: str) -> list[str]:
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


def compile_data(folder: Path = DATA) -> bytes:
    """The content of catalog.json for a folder of data: the same values, without YAML."""
    catalog = Catalog(folder)
    catalog.__dict__["_compiled"] = None  # read the sources even when a compiled form lies beside them
    content = {
        "vocabulary": [field_to_plain(each) for each in catalog.vocabulary.values()],
        "templates": {
            locale: {template.id: to_plain(template) for template in catalog.templates(locale=locale)}
            for locale in catalog.locales
        },
        "profiles": {id: profile_to_plain(catalog.profile(id)) for id in sorted(catalog.profile_ids)},
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
