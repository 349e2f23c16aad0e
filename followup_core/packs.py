"""Packs: templates, tone rules and profiles that somebody shares, as one file, a folder or a zip.

    read(data, name, vocabulary, words)        -> (Pack | None, diagnostics)    a zip or a single file
    read_files(files, vocabulary, name, words) -> (Pack | None, diagnostics)    a folder, already read
    read_manifest(text, path)           -> (Pack | None, diagnostics)    pack.yaml alone
    unzip(data)                         -> {name: content}               see archive.py

The format is docs/reference/packs.md. Each file stands for itself: one with errors is left out, and the
others stay usable. There is no Pack when pack.yaml is not good, when a limit is passed, or when nothing
readable is there. A pack is data: it names no recipient, asks no network and runs nothing.

Codes: those of `archive`, `source`, `schema`, `templates`, `tonerules` and `profiles`; PACK-VERSION,
PACK-APP, PACK-LIMIT, PACK-EMPTY, PACK-KIND, PACK-DUP, PACK-PAGE, PACK-LOCALE; the warnings PACK-OTHER and
PACK-PROFILE.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from followup_core import schema, source
from followup_core.archive import MAX_ENTRIES, MAX_TOTAL, is_zip, quoted, unzip
from followup_core.diagnostics import START, Collector, Diagnostic, Mark
from followup_core.errors import InputError
from followup_core.model import SECTORS, Field
from followup_core.profiles import Profile, read_profile
from followup_core.templates import Template, explain_braces, read_template
from followup_core.tonerules import Rule, read_rule
from followup_core.words import Words

__all__ = [
    "FORMAT",
    "MANIFEST",
    "MAX_ENTRIES",
    "MAX_TOTAL",
    "SUFFIXES",
    "Item",
    "Pack",
    "is_pack",
    "is_zip",
    "kind_of",
    "read",
    "read_files",
    "read_manifest",
    "read_tone_rule",
    "unzip",
]

FORMAT = 1
SUFFIXES = (".yaml", ".yml")
MANIFEST_NAMES = ("pack.yaml", "pack.yml")
_BESIDE = re.compile(r"(?:readme|licen[cs]e|copying|authors|changelog|notice)(?:\.\w+)*", re.IGNORECASE)
"""Files that any project has; nobody needs to be told that they are not read."""

MANIFEST = schema.Record(
    "pack",
    schema.Field("pack", schema.Choice((str(FORMAT),)), required=True, says=f"the format: {FORMAT}"),
    schema.Field("id", schema.Id(), required=True, says="a short name for the pack"),
    schema.Field("title", schema.Line(120), required=True, says="what lists call it"),
    schema.Field(
        "version",
        schema.Word(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}", "a version such as 1.2"),
        required=True,
        says="a higher number for each change, such as 1.2",
    ),
    schema.Field("author", schema.Line(120), says="who made it; nobody checks this"),
    schema.Field(
        "min_app",
        schema.Word(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,2}", "a version of followup such as 0.2"),
        says="the oldest version of followup that understands it",
    ),
)


Thing = Template | Profile | Rule
WordsOf = Callable[[str], Words | None]
"""From a language to what the tone check knows of it, or None; tone rules are read with its words."""


def no_words(locale: str) -> Words | None:
    """For callers that know no language: a tone rule of theirs is refused."""
    return None


# ── the nouns ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a pack. `thing` is what was read from it, None when the file has errors.

    `path` is what messages call it, `mark` the place of its id.
    """

    path: str
    id: str
    thing: Thing | None
    mark: Mark = START
    source: bytes = b""

    @property
    def key(self) -> tuple[str, str]:
        """What no other file may stand for: a template's or rule's language and id, a profile's id."""
        if isinstance(self.thing, Template | Rule):
            return self.thing.locale, self.id
        return "", self.id


@dataclass(frozen=True, slots=True)
class Pack:
    """What somebody shares. All but `items` is what pack.yaml claims, and nobody has checked it."""

    id: str
    title: str
    version: str = ""
    author: str = ""
    items: tuple[Item, ...] = ()

    @property
    def templates(self) -> tuple[Template, ...]:
        """The templates without errors."""
        return tuple(each.thing for each in self.items if isinstance(each.thing, Template))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The tone rules without errors."""
        return tuple(each.thing for each in self.items if isinstance(each.thing, Rule))

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles without errors."""
        return tuple(each.thing for each in self.items if isinstance(each.thing, Profile))


# ── what a file is ───────────────────────────────────────────────────────────────────────────────────────

_KINDS: Mapping[str, frozenset[str]] = {
    "search": frozenset({"followup"}),
    "pack": frozenset({"pack"}),
    "profile": frozenset({"profile", "numbers"}),
    "tone rule": frozenset({"find", "measure", "severity"}),
    "language": frozenset({"classes", "marks"}),
    "template": frozenset({"body", "kind", "channel", "subject", "use_when"}),
}
"""The keys that tell what a file is; the first kind with one of them wins."""


def kind_of(root: source.Mapping) -> str | None:
    """What a YAML file is: search, pack, profile, template, or None when its keys do not tell."""
    keys = {entry.key.text for entry in root.entries}
    return next((kind for kind, signs in _KINDS.items() if keys & signs), None)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

Found = tuple[Diagnostic, ...]
Shared = Mapping[str, Field]


def is_pack(files: Mapping[str, bytes]) -> bool:
    """Whether a folder says that it is a pack."""
    return any(name in files for name in MANIFEST_NAMES)


def read(data: bytes, name: str, vocabulary: Shared, words: WordsOf = no_words) -> tuple[Pack | None, Found]:
    """The pack in the bytes of a zip, or of a single template, rule or profile. `name` is the file's name."""
    if is_zip(data) or name.lower().endswith(".zip"):
        try:
            return read_files(unzip(data, name), vocabulary, name, words)
        except InputError as error:
            return None, error.diagnostics
    return _Reader({name: data}, vocabulary, words).pack()


def read_files(
    files: Mapping[str, bytes], vocabulary: Shared, name: str = "", words: WordsOf = no_words
) -> tuple[Pack | None, Found]:
    """The pack made of these files, by their names inside it. `name` goes before them in messages.

    Only .yaml and .yml files are read. Of the others, a warning names each that somebody might miss.
    """
    names = [each for each in sorted(files) if not _is_hidden(each)]
    readable = {each: files[each] for each in names if each.lower().endswith(SUFFIXES)}
    whole = Collector(name or "pack")
    if not readable:
        whole.error("PACK-EMPTY", "There is nothing to read here.", hint="a pack holds .yaml files")
    if len(readable) > MAX_ENTRIES:
        whole.error("PACK-LIMIT", f"The pack holds more than {MAX_ENTRIES} files.", hint="split it")
    if sum(map(len, readable.values())) > MAX_TOTAL:
        whole.error("PACK-LIMIT", f"The pack is larger than {MAX_TOTAL:,} bytes.", hint="split it")
    if whole.failed:
        return None, whole.sorted()
    strangers = [each for each in names if each not in readable and not _goes_without_saying(each)]
    pack, found = _Reader(readable, vocabulary, words, name, _manifest(readable)).pack()
    return pack, (*found, *(_passed_over(_path(name, each), each) for each in strangers))


def _manifest(names: Collection[str]) -> str | None:
    """The name of pack.yaml: at the top, or in the one folder that holds everything."""
    tops = {name.partition("/")[0] for name in names}
    top = f"{tops.pop()}/" if len(tops) == 1 else ""
    places = (place + name for place in ("", top) for name in MANIFEST_NAMES)
    return next((place for place in places if place in names), None)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _goes_without_saying(name: str) -> bool:
    return bool(_BESIDE.fullmatch(name.rpartition("/")[2]))


def _path(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder else name


def _passed_over(path: str, name: str) -> Diagnostic:
    message = f"{quoted(name)} is not read; a pack holds .yaml files."
    return Diagnostic("PACK-OTHER", "warning", message, path, 1, 1, "leave it out, if it is not needed")


class _Reader:
    """Reads the YAML files of one pack. `manifest` is the name of its pack.yaml, if it has one."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        vocabulary: Shared,
        words: WordsOf,
        folder: str = "",
        manifest: str | None = None,
    ) -> None:
        self.files, self.vocabulary, self.words = files, vocabulary, words
        self.folder, self.manifest = folder, manifest
        self.found: list[Diagnostic] = []

    def pack(self) -> tuple[Pack | None, Found]:
        title = self.folder or (next(iter(self.files)) if len(self.files) == 1 else "pack")
        pack: Pack | None = Pack(schema.slug(PurePosixPath(title).stem) or "pack", title)
        if self.manifest:
            pack, found = read_manifest(self.files[self.manifest], _path(self.folder, self.manifest))
            self.found += found
        if pack is None:
            return None, tuple(self.found)
        items = tuple(self.items(name for name in self.files if name != self.manifest))
        if not items and not self.found:
            self.error(title, "PACK-EMPTY", "There is no template in this pack.", hint="add one")
        return (replace(pack, items=items) if items else None), tuple(self.found)

    def error(self, path: str, code: str, message: str, at: Mark = START, hint: str = "") -> None:
        self.found.append(Diagnostic(code, "error", message, path, at.line, at.column, hint))

    # ── pack.yaml

    def items(self, names: Iterator[str]) -> Iterator[Item]:
        taken: dict[tuple[type, tuple[str, str]], Item] = {}
        for name in names:
            item = self.item(_path(self.folder, name), self.files[name])
            if item is not None and item.thing is not None:
                first = taken.setdefault((type(item.thing), item.key), item)
                if first is not item:
                    message = f"The id {item.id} stands in {first.path} already."
                    self.error(item.path, "PACK-DUP", message, item.mark, "give one of them another id")
                    continue
            if item is not None:
                yield item

    def item(self, path: str, content: bytes) -> Item | None:
        """What stands in one file, or None when it is of a kind that packs do not hold."""
        collector = Collector(path)
        root = source.parse(content, collector)
        id = PurePosixPath(path).stem
        if root is None or collector.failed:
            explain_braces(content, collector)
            self.found += collector.sorted()
            return Item(path, id, None)
        kind = kind_of(root)
        if kind not in _READERS:
            message, hint = _WRONG_KIND.get(kind or "", _UNKNOWN_KIND)
            self.error(path, "PACK-KIND", message, root.start, hint)
            return None
        thing, found = _READERS[kind](content, path, root, self)
        self.found += found
        entry = root.entry("id")
        mark = entry.value.start if entry else START
        return Item(path, thing.id if thing else id, thing, mark, content)


# ── pack.yaml


def read_manifest(content: str | bytes, path: str) -> tuple[Pack | None, Found]:
    """What pack.yaml says, as a pack that is still empty, or None with its errors."""
    collector = Collector(path)
    root = source.parse(content, collector)
    if root is None or _of_another_format(root, collector):
        return None, collector.sorted()
    values = schema.check(MANIFEST, root, collector)
    _check_app(values, collector)
    if collector.failed:
        return None, collector.sorted()
    pack = Pack(values["id"], values["title"], values["version"], values.get("author", ""))
    return pack, collector.sorted()


def _of_another_format(root: source.Mapping, collector: Collector) -> bool:
    """Whether the pack is written in a format other than ours; then nothing else is judged."""
    version = root.get("pack")
    if not isinstance(version, source.Scalar) or version.text == str(FORMAT) or version.is_null:
        return False
    message = f"This pack is in format {quoted(version.text)}; this version reads format {FORMAT}."
    hint = f"a newer version of followup may read it; otherwise write pack: {FORMAT}"
    collector.error("PACK-VERSION", message, version.start, hint)
    return True


def _check_app(values: schema.Values, collector: Collector) -> None:
    from followup_core import __version__  # noqa: PLC0415 - known once the package has been imported

    needed = values.get("min_app", "0")
    if _numbers(needed) > _numbers(__version__):
        message = f"This pack needs followup {needed}; this is {__version__}."
        collector.error("PACK-APP", message, values.at("min_app"), "update followup")


def _numbers(version: str) -> tuple[int, int, int]:
    numbers = [int(digits) for digits in re.findall(r"\d+", version)[:3]]
    major, minor, patch, *_ = *numbers, 0, 0, 0
    return major, minor, patch


# ── one function for each kind of file


def _template(
    content: bytes, path: str, root: source.Mapping, reader: _Reader
) -> tuple[Template | None, Found]:
    return read_template(content, path, reader.vocabulary)


def _rule(content: bytes, path: str, root: source.Mapping, reader: _Reader) -> tuple[Rule | None, Found]:
    return read_tone_rule(content, path, root, reader.words)


def read_tone_rule(
    content: str | bytes, path: str, root: source.Mapping, words: WordsOf
) -> tuple[Rule | None, Found]:
    """A tone rule of the language that its `locale` names, else the folder that it lies in."""
    said = root.get("locale")
    locale = said.text if isinstance(said, source.Scalar) else PurePosixPath(path).parent.name
    known = words(locale)
    if known is None:
        at = said.start if said is not None else root.start
        hint = "write locale: en, or put it into a folder of that name"
        message = f"There is no tone check in a language called {quoted(locale)}."
        collector = Collector(path)
        collector.error("PACK-LOCALE", message, at, hint)
        return None, collector.sorted()
    return read_rule(content, path, known)


def _profile(
    content: bytes, path: str, root: source.Mapping, reader: _Reader
) -> tuple[Profile | None, Found]:
    profile, found = read_profile(content, path)
    if profile is None:
        return None, found
    collector = Collector(path, list(found))
    for name, number in profile.numbers.items():
        # It becomes a link on our pages.
        if not re.fullmatch(r"guide/(?:[a-z0-9-]+/)?", number.page):
            at = _at(root, "numbers", name, "page")
            hint = "for example guide/check-in/"
            collector.error("PACK-PAGE", f"The page of {name} is not one of the guide.", at, hint)
    if not re.fullmatch("[a-z]{2}", profile.id) and profile.id not in SECTORS:
        message = f"No application falls under a profile called {profile.id}."
        hint = f"the id is a country in small letters, such as it, or one of {', '.join(SECTORS)}"
        collector.warning("PACK-PROFILE", message, _at(root, "id"), hint)
    return (None if collector.failed else profile), collector.sorted()


def _at(node: source.Node | None, *keys: str) -> Mark:
    """The place of a value inside mappings."""
    for key in keys:
        node = node.get(key) if isinstance(node, source.Mapping) else None
    return node.start if node is not None else START


_READERS: Mapping[str | None, Callable[..., tuple[Thing | None, Sequence[Diagnostic]]]] = {
    "template": _template,
    "tone rule": _rule,
    "profile": _profile,
}
"""What a pack may hold: one more kind is one more line here."""

_WRONG_KIND = {
    "search": (
        "This is a search file; a pack holds templates, tone rules and profiles.",
        "remove it: it is about one person",
    ),
    "pack": ("A pack has one pack.yaml, at its top.", "move it to the top, or remove it"),
    "language": (
        "The words of a language come with followup.",
        "a pack adds rules to a language; remove this",
    ),
}
_UNKNOWN_KIND = (
    "This is neither a template nor a tone rule nor a profile.",
    "a template has kind, channel and body; a tone rule has severity and find; a profile has numbers",
)
