"""Zips of strangers: what is refused, by which name, and with how little memory."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_core import archive
from followup_core.archive import unzip
from followup_core.errors import InputError

MEGABYTE = 1024 * 1024


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content, method)
    return target.getvalue()


def refusal(data: bytes) -> tuple[str, str]:
    """The code and the message with which a zip is refused."""
    with pytest.raises(InputError) as error:
        unzip(data, "their.zip")
    (found,) = error.value.diagnostics
    assert (found.path, found.severity) == ("their.zip", "error")
    return found.code, found.message


def with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def changed(data: bytes, signature: bytes, offset: int, value: bytes, which: int = 0) -> bytes:
    """The zip with some bytes of the `which`-th header with this signature replaced."""
    at = -1
    for _ in range(which + 1):
        at = data.index(signature, at + 1)
    return data[: at + offset] + value + data[at + offset + len(value) :]


def both(data: bytes, in_local: int, in_central: int, value: bytes) -> bytes:
    """The zip with a value replaced in the header of its first file and in the list at the end."""
    data = changed(data, archive.LOCAL, in_local, value)
    return changed(data, archive.CENTRAL, in_central, value)


# ── what is taken


def test_files_come_out_as_they_went_in_and_folders_are_left_out() -> None:
    files = {"a.yaml": b"id: a\n", "de/b.yaml": "id: ü\n".encode(), "leer.txt": b"", "Grüße.yaml": b"x"}
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        data = zipped(("de/", b""), *files.items(), method=method)
        assert archive.is_zip(data)
        assert unzip(data) == files


def test_a_zip_without_files_is_empty() -> None:
    assert archive.is_zip(zipped())
    assert unzip(zipped()) == {}


def test_the_limits_themselves_are_allowed() -> None:
    assert len(unzip(zipped(*((f"{n}.yaml", b"x") for n in range(archive.MAX_ENTRIES))))) == 200
    largest = bytes(range(256)) * (archive.MAX_ENTRY // 256)
    assert unzip(zipped(("a.yaml", largest), method=zipfile.ZIP_STORED)) == {"a.yaml": largest}


# ── names


@pytest.mark.parametrize(
    "name",
    [
        "../../x",
        "/abs",
        "C:\\x",
        "c:x",
        "a\\..\\b",
        "a/../b",
        "..",
        ".",
        "a//b",
        "\\\\host\\x",
        "./a",
        "/",
        "a/..",
    ],
)
def test_a_name_that_leads_elsewhere(name: str) -> None:
    code, message = refusal(zipped(("good.yaml", b"x"), (name, b"x")))
    assert code == "PACK-NAME"
    assert f'"{name}"' in message


@pytest.mark.parametrize("name", ["a\x07b", "a\nb", "a\u2028b", "a" * 241])
def test_a_name_that_cannot_be_used_is_shown_short_and_on_one_line(name: str) -> None:
    code, message = refusal(zipped((name, b"x")))
    assert code == "PACK-NAME"
    assert len(message) < 130 and message.isprintable()


def test_a_name_with_a_hidden_end() -> None:
    data = zipped(("good.yaml_exe", b"x")).replace(b"good.yaml_exe", b"good.yaml\0exe")
    assert refusal(data)[0] == "PACK-NAME"


@pytest.mark.parametrize("other", ["a.yaml", "A.YAML", "a.yaml/"])
def test_two_names_for_one_file(other: str) -> None:
    with pytest.warns(UserWarning) if other == "a.yaml" else nullcontext():
        data = zipped(("a.yaml", b"x"), (other, b""))
    assert refusal(data) == (
        "PACK-NAME",
        f'"{other}" and "a.yaml" would be one file on some computers.',
    )


def test_two_spellings_of_one_letter_are_one_name() -> None:
    assert refusal(zipped(("\u00fc.yaml", b"x"), ("u\u0308.yaml", b"x")))[0] == "PACK-NAME"


# ── kinds


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010644, 0o140777])
def test_links_and_devices(mode: int) -> None:
    code, message = refusal(zipped((with_mode("link.yaml", mode), b"/etc/passwd")))
    assert code == "PACK-LINK"
    assert '"link.yaml"' in message


@pytest.mark.parametrize("flag", [0x1, 0x41, 0x2000])
def test_a_password(flag: int) -> None:
    code, message = refusal(both(zipped(("a.yaml", b"x")), 6, 8, struct.pack("<H", flag)))
    assert (code, '"a.yaml"' in message) == ("PACK-LOCKED", True)


@pytest.mark.parametrize("name", ["inner.zip", "inner.yaml", "INNER.ZIP", "x.tar.gz"])
def test_a_zip_in_a_zip(name: str) -> None:
    code, message = refusal(zipped(("a.yaml", b"x"), (name, zipped(("b.yaml", b"y")))))
    assert code == "PACK-NESTED"
    assert f'"{name}"' in message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 9, 93, 99])
def test_an_unusual_compression(method: int) -> None:
    data = both(zipped(("a.yaml", b"x")), 8, 10, struct.pack("<H", method))
    code, message = refusal(data)
    assert (code, '"a.yaml"' in message) == ("PACK-ZIP", True)


# ── sizes


def bomb() -> bytes:
    """195 KB that unpack to 200 MB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made, made.open("bomb.yaml", "w") as entry:
        for _ in range(200):
            entry.write(bytes(MEGABYTE))
    return target.getvalue()


def lying_bomb() -> bytes:
    """The same, saying that it unpacks to 100 bytes."""
    return both(bomb_with_sizes_first(), 22, 24, struct.pack("<I", 100))


def bomb_with_sizes_first() -> bytes:
    return zipped(("bomb.yaml", bytes(20 * MEGABYTE)))


def half_lying_bomb() -> bytes:
    """Says that it unpacks to as much as is allowed, at a believable ratio."""
    return both(bomb_with_sizes_first(), 22, 24, struct.pack("<I", archive.MAX_ENTRY))


def many_of_the_same() -> bytes:
    """150 entries in the list that all point to one file: the way of bombs that need no nesting."""
    data = zipped(*((f"{n:03}.yaml", bytes(range(256)) * 1000) for n in range(150)))
    for n in range(1, 150):
        data = changed(data, archive.CENTRAL, 42, struct.pack("<I", 0), n)
    return data


def huge_list() -> bytes:
    """100,000 lines in the list, in a file that is not large."""
    one = zipped(("a", b""))
    at, end = one.index(archive.CENTRAL), one.index(archive.END)
    line = one[at:end] * 100_000
    return one[:at] + line + struct.pack("<4s4H2IH", archive.END, 0, 0, 1, 1, len(line), at, 0)


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "bomb": (bomb, "PACK-LIMIT", '"bomb.yaml"'),
    "lying bomb": (lying_bomb, "PACK-ZIP", "damaged"),
    "half lying bomb": (half_lying_bomb, "PACK-ZIP", "damaged"),
    "overlapping": (many_of_the_same, "PACK-LIMIT", ".yaml"),
    "huge list": (huge_list, "PACK-LIMIT", "200 entries"),
    "too large": (lambda: archive.LOCAL + bytes(8 * MEGABYTE), "PACK-LIMIT", "5,242,880"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_zips_are_refused_in_little_memory(name: str) -> None:
    make, code, word = HOSTILE[name]
    data = make()
    tracemalloc.start()
    try:
        found = refusal(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found[0] == code
    assert word in found[1]
    assert peak < 16 * MEGABYTE


def test_the_largest_good_zip_takes_little_memory() -> None:
    content = bytes(range(256)) * 100
    data = zipped(*((f"{n}.yaml", content) for n in range(200)), method=zipfile.ZIP_STORED)
    tracemalloc.start()
    try:
        assert len(unzip(data)) == 200
        assert tracemalloc.get_traced_memory()[1] < 50 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_file_that_grows_too_much() -> None:
    code, message = refusal(zipped(("a.yaml", bytes(200_000))))
    assert (code, message) == (
        "PACK-LIMIT",
        'The entry "a.yaml" grows more than 100 times when it is unpacked.',
    )


def test_a_file_that_is_too_large() -> None:
    data = zipped(("a.yaml", bytes(range(256)) * 1024 + b"x"), method=zipfile.ZIP_STORED)
    assert refusal(data) == ("PACK-LIMIT", 'The entry "a.yaml" is larger than 262,144 bytes.')


def test_files_that_are_too_large_together() -> None:
    content = random.Random(1).randbytes(4_000) * 62
    code, message = refusal(zipped(*((f"{n}.yaml", content) for n in range(30))))
    assert code == "PACK-LIMIT"
    assert '"21.yaml"' in message


def test_too_many_files() -> None:
    code, message = refusal(zipped(*((f"{n}.yaml", b"x") for n in range(201))))
    assert (code, message) == ("PACK-LIMIT", "The zip holds more than 200 entries.")


@pytest.mark.parametrize("size", [0, 3, 6, 200])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wrong_size(size: int, method: int) -> None:
    data = both(zipped(("a.yaml", b"id: a"), method=method), 22, 24, struct.pack("<I", size))
    assert refusal(data)[0] == "PACK-ZIP"


def test_entries_that_share_bytes() -> None:
    data = zipped(("a.yaml", b"x" * 30), ("b.yaml", b"y" * 30), method=zipfile.ZIP_STORED)
    code, message = refusal(changed(data, archive.CENTRAL, 42, struct.pack("<I", 0), 1))
    assert (code, message[-21:]) == ("PACK-ZIP", "overlaps another one.")
    reaching = both(data, 18, 20, struct.pack("<I", 60))
    assert refusal(reaching)[1] == 'The entry "a.yaml" overlaps another one.'


# ── anything else


@pytest.mark.parametrize("data", [b"", b"PK", b"id: a\n", b"MZ" + zipped(("a.yaml", b"x")), b"PK\x03\x04"])
def test_what_is_no_zip(data: bytes) -> None:
    assert refusal(data)[0] == "PACK-ZIP"


@given(st.binary(max_size=400), st.sampled_from([b"", archive.LOCAL, archive.END]))
def test_random_bytes_are_refused_and_nothing_else_happens(data: bytes, start: bytes) -> None:
    try:
        unzip(start + data)
    except InputError as error:
        assert error.code.startswith("PACK-")


GOOD = zipped(("a.yaml", b"id: a\n" * 20), ("de/", b""), ("de/b.yaml", b"id: b\n"))


@settings(max_examples=500)
@given(st.data())
def test_a_damaged_zip_is_refused_or_gives_files_within_the_limits(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(GOOD) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 30))
    try:
        files = unzip(bytes(damaged[: len(damaged) - cut]))
    except InputError as error:
        assert error.code.startswith("PACK-")
    else:
        assert sum(map(len, files.values())) <= archive.MAX_TOTAL
