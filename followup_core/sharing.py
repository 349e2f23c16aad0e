"""Packs as the page meets them: what a file somebody was given holds, templates that lie nowhere but in the
page, and files to give away.

    contents(content, name)  -> Contents      everything about a pack, before anybody decides to use it
    catalog_with(texts)      -> Catalog       the built-in one and these templates
    as_zip(files, name)      -> base64        some templates as one zip

The rules and the codes are those of packs.py, archive.py and catalog.py.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from followup_core import packs
from followup_core.archive import zipped
from followup_core.catalog import Catalog, builtin
from followup_core.diagnostics import Diagnostic
from followup_core.drafts import situations
from followup_core.errors import InputError
from followup_core.packs import Item, Pack
from followup_core.profiles import Profile
from followup_core.templates import Template
from followup_core.tonerules import Rule

Found = tuple[Diagnostic, ...]
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Contents:
    """A pack, None when it is refused as a whole, and all that is to be said about it.

    `taken` are the paths of the files whose id is followup's own: they are good, but cannot be added as they
    are.
    """

    pack: Pack | None
    diagnostics: Found
    taken: frozenset[str] = frozenset()


def contents(content: bytes | Files, name: str) -> Contents:
    """What is in a zip or a single file, or in several files by their names inside the pack."""
    catalog = builtin()
    read = packs.read if isinstance(content, bytes) else _read_files
    pack, found = read(content, name, catalog.vocabulary, catalog.words_of)  # type: ignore[arg-type]  # as chosen
    if pack is None:
        return Contents(None, found)
    left_out = catalog.with_packs([pack]).diagnostics
    taken = frozenset(each.path for each in left_out if each.code == "PACK-SHADOW")
    return Contents(pack, (*found, *left_out), taken)


def _read_files(
    files: Files, name: str, vocabulary: packs.Shared, words: packs.WordsOf
) -> tuple[Pack | None, Found]:
    return packs.read_files(files, vocabulary, name, words)


def contents_data(found: Contents) -> dict[str, object]:
    """The machine form, described in docs/reference/json.md."""
    pack = found.pack
    about = (
        {"id": pack.id, "title": pack.title, "version": pack.version, "author": pack.author} if pack else None
    )
    return {
        "pack": about,
        "items": [_item(each, each.path in found.taken) for each in pack.items] if pack else [],
        "diagnostics": [each.to_json() for each in found.diagnostics],
    }


def _item(item: Item, taken: bool) -> dict[str, object]:
    thing = item.thing
    data: dict[str, object] = {
        "path": item.path,
        "id": item.id,
        "what": _WHAT.get(type(thing), "unreadable"),
        "taken": taken,
    }
    if isinstance(thing, Template):
        data |= {
            "locale": thing.locale,
            "kind": thing.kind,
            "channel": thing.channel,
            "title": thing.title,
            "use_when": thing.use_when,
            "situations": situations(thing),
            "example": dict(thing.example),
            "text": item.source.decode("utf-8").removeprefix("\ufeff"),
        }
    return data


_WHAT: Mapping[type, str] = {Template: "template", Rule: "tone rule", Profile: "profile"}


@lru_cache(maxsize=8)  # a page that writes a message asks with the same template at every keystroke
def catalog_with(texts: tuple[tuple[str, str], ...]) -> Catalog:
    """The built-in catalog and the packs that these texts are, each with its file's name.

    Raises InputError for one that is refused as a whole.
    """
    catalog = builtin()
    read = []
    for name, text in texts:
        pack, found = packs.read(utf8(text), name, catalog.vocabulary, catalog.words_of)
        if pack is None:
            raise InputError(found)
        read.append(pack)
    return catalog.with_packs(read)


def as_zip(files: Mapping[str, str], name: str) -> str:
    """A zip of these texts by their names in it, as base64. Raises InputError beyond the limits of a pack."""
    made = zipped({path: utf8(text) for path, text in files.items()}, name)
    return b2a_base64(made, newline=False).decode("ascii")


def utf8(text: str) -> bytes:
    """As a file would hold it. Half of a character pair, which JSON can bring, is refused when it is read."""
    return text.encode("utf-8", "surrogatepass")
