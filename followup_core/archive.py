"""Zip files of strangers, unpacked in memory behind a guard.

    unzip(data) -> {name: content}
    zipped(files) -> data               the other way: what `unzip` takes, the same bytes on every day

Nothing is written anywhere, and nothing is trusted: names, sizes and places are judged before a byte is
unpacked, and no more is unpacked than was promised. A zip with one bad entry is refused whole. What is
refused is what no honest archive of small text files has; memory stays below 50 MB whatever comes.

Codes: PACK-ZIP (damaged, or made in an unusual way), PACK-LIMIT (too many, too large), PACK-NAME (a name that
leads elsewhere, or two that mean the same file), PACK-LINK, PACK-LOCKED (a password), PACK-NESTED.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn

from followup_core.diagnostics import Collector
from followup_core.errors import InputError

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MAX_ENTRIES = 200
"""Files and folders of one pack; our own library has about 150."""
MAX_TOTAL = 5 * 1024 * 1024
"""Bytes of a pack, as a zip and unpacked."""
MAX_ENTRY = 256 * 1024
"""Bytes of one file, as everywhere."""
MAX_RATIO = 100
"""Times that a file may grow when it is unpacked. Text grows 3 to 10 times; zip bombs about 1,000 times."""
MAX_NAME = 240
"""Characters of a name."""

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
"""What a file in a zip, its line in the list at the end, and a zip without files begin with."""
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar", ".docx")
_ARCHIVE_STARTS = (LOCAL, END, b"\x1f\x8b", b"7z\xbc\xaf")
_SECRET = 0x1 | 0x40 | 0x2000
"""Flags of an entry: encrypted, strongly encrypted, its list encrypted."""
_STORED, _DEFLATED = 0, 8
_FILE_TYPES = (0, 0o040000, 0o100000)
"""The type in a Unix mode: not said, a folder, a file. Everything else is a link or a device."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def is_zip(data: bytes) -> bool:
    """Whether these bytes are meant as a zip file."""
    return data.startswith((LOCAL, END))


def unzip(data: bytes, name: str = "pack.zip") -> dict[str, bytes]:
    """The files in a zip by their names, folders left out. `name` is what messages call the zip.

    Raises InputError with one diagnostic that names the entry for which the zip is refused.
    """
    if len(data) > MAX_TOTAL:
        _refuse(name, "PACK-LIMIT", f"The zip is larger than {MAX_TOTAL:,} bytes.", "split it")
    if not is_zip(data):
        _refuse(name, "PACK-ZIP", "This is not a zip file.", "make it again with any zip program")
    if data.count(CENTRAL) > MAX_ENTRIES:  # before the list is read: each line of it costs half a kilobyte
        _refuse(name, "PACK-LIMIT", f"The zip holds more than {MAX_ENTRIES} entries.", "split it")
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415 - only who opens a zip pays for it
    from zlib import error as DeflateError  # noqa: PLC0415, N812

    # Everything zipfile is known to raise for a file it cannot read.
    damage = (BadZipFile, DeflateError, struct.error, NotImplementedError, RuntimeError, ValueError)
    try:
        with ZipFile(BytesIO(data)) as opened:
            entries = opened.infolist()
            _judge(entries, data, opened.start_dir, name)
            return {each.filename: _read(opened, each, name) for each in entries if not each.is_dir()}
    except (*damage, ArithmeticError, LookupError, OSError, EOFError):
        _refuse(name, "PACK-ZIP", "The zip file is damaged.", "make it again with any zip program")


def zipped(files: Mapping[str, bytes], name: str = "pack.zip") -> bytes:
    """A zip of these files. Raises InputError where `unzip` would refuse it."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo  # noqa: PLC0415 - only who makes a zip pays for it

    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for each in sorted(files):
            made.writestr(ZipInfo(each), files[each], ZIP_DEFLATED)
    unzip(target.getvalue(), name)
    return target.getvalue()


def _refuse(path: str, code: str, message: str, hint: str = "") -> NoReturn:
    collector = Collector(path)
    collector.error(code, message, hint=hint)
    raise InputError(collector.sorted())


def quoted(name: str) -> str:
    """The name of an entry inside a message: short, on one line, in quotes."""
    plain = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", name)
    return f'"{plain[:60]}…"' if len(plain) > 60 else f'"{plain}"'


def _judge(entries: Iterable[ZipInfo], data: bytes, end: int, path: str) -> None:
    """Refuse what the list at the end of a zip already gives away."""
    seen: dict[str, str] = {}
    total = 0
    for entry in entries:
        for name in (entry.orig_filename, entry.filename):
            _judge_name(name, path)
        _judge_kind(entry, path)
        _judge_size(entry, path)
        total += entry.file_size
        if total > MAX_TOTAL:
            message = f"With {quoted(entry.filename)} the files take more than {MAX_TOTAL:,} bytes."
            _refuse(path, "PACK-LIMIT", message, "split the pack")
        same = unicodedata.normalize("NFC", unicodedata.normalize("NFC", entry.filename).casefold())
        other = seen.setdefault(same.rstrip("/"), entry.filename)
        if other is not entry.filename:
            message = f"{quoted(entry.filename)} and {quoted(other)} would be one file on some computers."
            _refuse(path, "PACK-NAME", message, "give one of them another name")
    _judge_places(entries, data, end, path)


def _judge_name(name: str, path: str) -> None:
    parts = name.removesuffix("/").split("/")
    if "\\" in name or re.match("/|[A-Za-z]:", name) or not {"", ".", ".."}.isdisjoint(parts):
        message = f"The entry {quoted(name)} would lead out of the pack."
        _refuse(path, "PACK-NAME", message, "name files like folder/file.yaml")
    if len(name) > MAX_NAME or _CONTROL.search(name):
        _refuse(path, "PACK-NAME", f"The entry {quoted(name)} has a name that cannot be used.", "rename it")


def _judge_kind(entry: ZipInfo, path: str) -> None:
    name = quoted(entry.filename)
    if (entry.external_attr >> 16) & 0o170000 not in _FILE_TYPES:
        _refuse(path, "PACK-LINK", f"The entry {name} is a link or a device, not a file.", "leave it out")
    if entry.flag_bits & _SECRET:
        _refuse(path, "PACK-LOCKED", f"The entry {name} has a password.", "make the zip without one")
    if entry.filename.lower().endswith(_ARCHIVES):
        _refuse(path, "PACK-NESTED", f"The entry {name} is itself an archive.", "unpack it first")
    if entry.compress_type not in (_STORED, _DEFLATED):
        message = f"The entry {name} is compressed in a way that is not read here."
        _refuse(path, "PACK-ZIP", message, "make the zip with the usual method, deflate")


def _judge_size(entry: ZipInfo, path: str) -> None:
    name = quoted(entry.filename)
    if entry.file_size > MAX_ENTRY:
        message = f"The entry {name} is larger than {MAX_ENTRY:,} bytes."
        _refuse(path, "PACK-LIMIT", message, "split it or leave it out")
    if entry.file_size > MAX_RATIO * entry.compress_size:
        message = f"The entry {name} grows more than {MAX_RATIO} times when it is unpacked."
        _refuse(path, "PACK-LIMIT", message, "leave it out")


def _judge_places(entries: Iterable[ZipInfo], data: bytes, end: int, path: str) -> None:
    """Each file has its own bytes, and all lie before the list at the end."""
    upper = end
    for entry in sorted(entries, key=lambda each: each.header_offset, reverse=True):
        at = entry.header_offset
        # A local header: 30 bytes, the last four of them the lengths of the name and the extra field.
        lengths = struct.unpack("<HH", data[at + 26 : at + 30]) if at >= 0 else (0, 0)
        if at < 0 or at + 30 + sum(lengths) + entry.compress_size > upper:
            message = f"The entry {quoted(entry.filename)} overlaps another one."
            _refuse(path, "PACK-ZIP", message, "make the zip again with any zip program")
        upper = at


def _read(opened: ZipFile, entry: ZipInfo, path: str) -> bytes:
    with opened.open(entry) as stream:
        content = stream.read(MAX_ENTRY + 1)
    if len(content) != entry.file_size:
        message = f"The entry {quoted(entry.filename)} is not as large as the zip says."
        _refuse(path, "PACK-ZIP", message, "make the zip again with any zip program")
    if content.startswith(_ARCHIVE_STARTS):
        message = f"The entry {quoted(entry.filename)} is itself an archive."
        _refuse(path, "PACK-NESTED", message, "unpack it first")
    return content
