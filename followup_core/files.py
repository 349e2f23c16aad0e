"""Reading and replacing the files a person names on the command line."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from followup_core.errors import FollowupError

YAML_SUFFIXES = (".yaml", ".yml")
MAX_BYTES = 256 * 1024 + 1
"""One byte more than source.py accepts: enough for it to say that the file is too large."""


class FileError(FollowupError):
    """A file cannot be read or written. `hint` is what the system says."""

    def __init__(self, path: str, what: str, error: OSError | None = None) -> None:
        reason = (error.strerror or type(error).__name__).lower() if error else ""
        super().__init__("FILE", f"{path} cannot be {what}.", reason)
        self.path = path


def read(path: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of standard input for `-`, up to the size that anybody would accept."""
    try:
        if path == "-":
            return sys.stdin.buffer.read(limit)
        with Path(path).open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise FileError(path, "read", error) from error


def read_text(path: str) -> str:
    """The text of a file in UTF-8, with its line ends and without a byte order mark."""
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(path, "read: it is not UTF-8 text; save it as UTF-8") from error


def yaml_files(path: str) -> list[str]:
    """The path itself, or every YAML file below it when it is a folder, by name."""
    if path == "-" or not Path(path).is_dir():
        return [path]
    return sorted(str(file) for file in Path(path).rglob("*") if file.suffix in YAML_SUFFIXES)


def read_folder(path: str, most: int) -> dict[str, bytes]:
    """The YAML files below a folder by their names in it, and one more than `most` of them at the most."""
    names = islice(yaml_files(path), most + 1)
    return {Path(name).relative_to(path).as_posix(): read(name) for name in names}


def write_new(
    path: str, content: bytes, *, force: bool = False, remedy: str = "use --force to replace it"
) -> None:
    """Write a file that must not exist yet, unless `force`. `remedy` is what to do when it does."""
    try:
        if force:
            _replace(Path(path), content)
            return
        with Path(path).open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise FileError(path, f"written: it exists already; {remedy}") from error
    except OSError as error:
        raise FileError(path, "written", error) from error


def update(path: str, change: Callable[[bytes], bytes]) -> None:
    """Replace a file by `change` of its bytes. On any error the old file stays as it was, whole.

    Two updates at the same time follow one another, where the system knows locks.
    """
    target = Path(path).resolve()
    try:
        with _locked(target):
            _replace(target, change(target.read_bytes()))
    except OSError as error:
        raise FileError(path, "written", error) from error


def _replace(target: Path, content: bytes) -> None:
    """Write aside, flush to the disk, rename: a reader sees the old file or the new, never half of one."""
    handle, aside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(aside).chmod(stat.S_IMODE(target.stat().st_mode))
        else:
            Path(aside).chmod(0o666 & ~_umask())
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the folder's lock while a file in it changes; the file itself is replaced and cannot carry one."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where two updates at once are left to chance
    except ImportError:
        yield
        return
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
