"""Zip archives of export files: members are copied out under names of our own."""

from __future__ import annotations

import lzma
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from shopwarden.sources.errors import SourceError

_COPY_BYTES: Final = 1 << 20
# What reading a member may raise; ``NotImplementedError`` is zipfile's word for a compression
# that it does not know.
_DAMAGED: Final = (
    BadZipFile, NotImplementedError, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError,
)  # fmt: skip
_UTF8_NAME: Final = 0x800


@contextmanager
def members(path: Path, label: str) -> Iterator[Iterator[tuple[Path, str]]]:
    """Give the files of an archive one after the other: a temporary copy, and its label.

    A copy exists until the next one is asked for. The directory of the archive has been
    checked before; a member that is longer than it says is refused.
    """
    with ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="shopwarden-") as folder:
        yield _copies(archive, Path(folder), label)


def _copies(archive: ZipFile, folder: Path, label: str) -> Iterator[tuple[Path, str]]:
    for place, entry in enumerate(archive.infolist()):
        if entry.is_dir() or not entry.file_size:
            continue
        copy = folder / str(place)
        try:
            _copy(archive, entry, copy)
        except _DAMAGED as error:
            raise SourceError("file.unreadable", file=label, why="damaged") from error
        yield copy, f"{label}/{member_name(entry)}"
        copy.unlink()


def _copy(archive: ZipFile, entry: ZipInfo, copy: Path) -> None:
    left = entry.file_size
    with archive.open(entry) as packed, copy.open("xb") as file:
        while piece := packed.read(_COPY_BYTES):
            left -= len(piece)
            if left < 0:
                raise BadZipFile(entry.filename)
            file.write(piece)


def member_name(entry: ZipInfo) -> str:
    """Name of a member without its folders; names in GBK are read as what they are."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
