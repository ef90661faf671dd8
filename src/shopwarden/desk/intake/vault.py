"""Where uploaded files lie: sealed block by block, never readable on the disk.

A file is a sequence of blocks, each ``length (4 bytes) | sealed bytes``; a block is bound to
its upload, its number, and whether it is the last, so that blocks cannot be swapped, left
out or cut off. To be parsed, a file is opened in memory.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings

from shopwarden.desk.common import crypto
from shopwarden.desk.errors import SealError

_BLOCK: Final = 1 << 20
_LENGTH: Final = 4
_PART: Final = ".part"
_ORPHAN_AFTER: Final = 24 * 3600


class Received(NamedTuple):
    """A file that arrived whole and is safe on the disk."""

    id: UUID
    size: int
    sha256: str


class Writer:
    """Seals a file while it arrives; `finish` makes it last, `close` before that removes it."""

    def __init__(self, upload_id: UUID, shop_id: UUID) -> None:
        self._id = upload_id
        self._shop_id = shop_id
        self._waiting = bytearray()
        self._number = self._size = 0
        self._digest = sha256()
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        self._part = _path(upload_id).with_suffix(_PART)
        self._part.touch(mode=0o600, exist_ok=False)
        self._file = self._part.open("wb")

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self._size += len(data)
        self._digest.update(data)
        self._waiting += data
        while len(self._waiting) > _BLOCK:
            self._seal(self._waiting[:_BLOCK], is_last=False)
            del self._waiting[:_BLOCK]

    def finish(self) -> Received:
        """Bring the file to the disk for good."""
        self._seal(self._waiting, is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(_path(self._id))
        _sync(_folder())
        return Received(self._id, self._size, self._digest.hexdigest())

    def close(self) -> None:
        """Remove what has arrived, unless it is finished."""
        # On a full disk closing fails too: what waits in the buffer cannot be written.
        with suppress(OSError):
            self._file.close()
        self._part.unlink(missing_ok=True)

    def _seal(self, block: bytes | bytearray, *, is_last: bool) -> None:
        place = _place(self._shop_id, self._number, is_last=is_last)
        token = crypto.seal_bytes(place, self._id, bytes(block))
        self._file.write(len(token).to_bytes(_LENGTH, "big") + token)
        self._number += 1


def holds(upload_id: UUID) -> bool:
    """Return whether the file is still there."""
    return _path(upload_id).exists()


def remove(upload_id: UUID) -> None:
    """Remove a file for good."""
    _path(upload_id).unlink(missing_ok=True)


def remove_orphans(is_known: Callable[[UUID], bool]) -> None:
    """Remove what interrupted uploads left behind a day ago."""
    for path in _folder().glob("*"):
        is_old = time() - path.stat().st_mtime > _ORPHAN_AFTER
        if is_old and (path.suffix == _PART or not is_known(UUID(path.name))):
            path.unlink(missing_ok=True)


@contextmanager
def opened(upload_id: UUID, shop_id: UUID, name: str) -> Iterator[Path]:
    """Give a path under which the file can be read while the block runs.

    The path ends in `name`. On Linux its content is in memory only; elsewhere it is in a
    file that only its owner may read, removed afterwards.
    """
    with workspace(name) as path:
        with path.open("wb") as file:
            for block in _blocks(upload_id, shop_id):
                file.write(block)
        yield path


@contextmanager
def workspace(name: str) -> Iterator[Path]:
    """Give a path ending in `name` for personal data that must not reach the disk."""
    with tempfile.TemporaryDirectory(prefix="shopwarden-") as folder:
        path = Path(folder) / name
        if not hasattr(os, "memfd_create"):
            path.touch(mode=0o600)
            yield path
            return
        descriptor = os.memfd_create("workspace")
        try:
            # By process number, so that a parser in a child process can follow it.
            path.symlink_to(f"/proc/{os.getpid()}/fd/{descriptor}")
            yield path
        finally:
            os.close(descriptor)


def _blocks(upload_id: UUID, shop_id: UUID) -> Iterator[bytes]:
    with _path(upload_id).open("rb") as file:
        number, head = 0, file.read(_LENGTH)
        while head:
            token = file.read(int.from_bytes(head, "big"))
            head = file.read(_LENGTH)
            place = _place(shop_id, number, is_last=not head)
            yield crypto.unseal_bytes(place, upload_id, token)
            number += 1
    if not number:
        raise SealError("seal.broken", table="uploads", column="0")


def _place(shop_id: UUID, number: int, *, is_last: bool) -> crypto.Place:
    return crypto.Place(shop_id, "uploads", f"{number}{'.' if is_last else ''}")


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"


def _path(upload_id: UUID) -> Path:
    return _folder() / upload_id.hex


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
