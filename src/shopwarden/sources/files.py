"""What kind of file this is, told by its first bytes, and whether it may be opened."""

from __future__ import annotations

import codecs
import os
from enum import StrEnum
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from shopwarden.sources.errors import SourceError
from shopwarden.sources.settings import Limits


class FileType(StrEnum):
    """The kinds of file that are read."""

    TEXT = "text"
    NDJSON = "ndjson"
    XLSX = "xlsx"
    XLS = "xls"
    PARQUET = "parquet"
    ARCHIVE = "zip"


_HEAD: Final = 4096
_PARQUET: Final = b"PAR1"
# Workbooks from before Excel 97 begin with their first record: its version and size.
_BIFF: Final = ((8, 16), (8, 8), (4, 6), (2, 6))
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_OLD: Final = tuple(bytes((9, version, size, 0)) for version, size in _BIFF)
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_REFUSED: Final = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"%PDF": "pdf",
    b"MZ": "exe",
    b"\x7fELF": "elf",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"SQLite format 3": "sqlite",
}
_MARKUP: Final = (b"<!doctype", b"<html", b"<head", b"<table", b"<meta", b"<body", b"<script")


def file_type(path: Path, label: str, limits: Limits) -> FileType:
    """Tell the type of a file and refuse what is too large, empty or something else."""
    head, size = _peek(path, label)
    limit = limits.parquet_bytes if head.startswith(_PARQUET) else limits.file_bytes
    if size >= limit:
        raise SourceError("file.too_large", file=label, size=size, limit=limit)
    kind = _kind(path, head, label)
    if kind in {FileType.XLSX, FileType.ARCHIVE}:
        check_archive(path, label, kind, limits)
    if kind is FileType.XLS and _holds(path, _ENCRYPTED):
        raise SourceError("file.encrypted", file=label)
    return kind


def _peek(path: Path, label: str) -> tuple[bytes, int]:
    if not path.exists():
        raise SourceError("file.not_found", file=label)
    if not path.is_file():
        raise SourceError("file.unreadable", file=label, why="folder")
    try:
        with path.open("rb") as file:
            return file.read(_HEAD), os.fstat(file.fileno()).st_size
    except PermissionError as error:
        raise SourceError("file.unreadable", file=label, why="permission") from error


def _kind(path: Path, head: bytes, label: str) -> FileType:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path, label)
    if head.startswith(_PARQUET):
        return FileType.PARQUET
    if head.startswith((_OLE, *_XLS_OLD)):
        return FileType.XLS
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return FileType.TEXT
    return _text_kind(head, label)


def _text_kind(head: bytes, label: str) -> FileType:
    for magic, name in _REFUSED.items():
        if head.startswith(magic) and not _is_plain(head):
            raise SourceError("file.wrong_type", file=label, type=name)
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text:
        if len(head) < _HEAD:
            raise SourceError("file.empty", file=label)
        raise SourceError("file.wrong_type", file=label, type="binary")
    if text[:16].lower().startswith(_MARKUP):
        raise SourceError("file.wrong_type", file=label, type="html")
    if text.startswith(b"<?xml"):
        raise SourceError("file.wrong_type", file=label, type="xml")
    if text.startswith(b"%PDF"):
        raise SourceError("file.wrong_type", file=label, type="pdf")
    if b"\0" in head:
        raise SourceError("file.wrong_type", file=label, type="binary")
    return FileType.NDJSON if text.startswith(b"{") else FileType.TEXT


def _is_plain(head: bytes) -> bool:
    """A text may begin with the letters of a magic number (``BM``, ``MZ``): it has no
    control bytes."""
    return not any(byte < 0x09 or 0x0E <= byte < 0x20 for byte in head) and not head.startswith(
        b"%PDF"
    )


def _zip_kind(path: Path, label: str) -> FileType:
    if not is_zipfile(path):
        raise SourceError("file.unreadable", file=label, why="damaged")
    with _open(path, label) as archive:
        names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        return FileType.ARCHIVE
    if any(name.startswith("xl/") for name in names):
        return FileType.XLSX
    kind = "docx" if any(name.startswith("word/") for name in names) else "office"
    raise SourceError("file.wrong_type", file=label, type=kind)


def _open(path: Path, label: str) -> ZipFile:
    try:
        return ZipFile(path)
    # The last is what zipfile raises for a version of the format that it does not know.
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError("file.unreadable", file=label, why="damaged") from error


def check_archive(path: Path, label: str, kind: FileType, limits: Limits) -> None:
    """Refuse an archive whose directory promises too much, before anything is unpacked."""
    with _open(path, label) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SourceError("file.encrypted", file=label)
    expanded = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    most = limits.workbook_bytes if kind is FileType.XLSX else limits.archive_bytes
    found = {
        "entries": (len(entries), limits.archive_entries),
        "expanded": (expanded, most),
        "ratio": (expanded // packed, limits.archive_ratio),
    }
    if expanded <= limits.archive_ratio_from:
        del found["ratio"]
    for what, (number, limit) in found.items():
        if number > limit:
            raise SourceError("file.bomb", file=label, what=what, found=number, limit=limit)


def _holds(path: Path, mark: bytes) -> bool:
    """Whether the directory of an old workbook names `mark`; it is looked for in the ends."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        return mark in start or mark in file.read()
