"""The key files: made at the first start, kept apart from the data they protect.

Two files in ``<data>.keys/``, both readable by their owner only: ``django`` signs sessions
and one-time links, ``data`` seals personal data (another place: ``SHOPWARDEN_KEY_FILE``).
The data key file holds one key a line, ``<number> <base64 of 32 bytes>``; the first line
seals, every line opens, so that a new key can be put on top of an old one.

A backup of the data folder without this folder shows nobody's name, and a data folder
whose key file is lost cannot be read again.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from shopwarden.desk import environment
from shopwarden.desk.errors import ConfigurationError

KEY_BYTES: Final = 32


def folder() -> Path:
    """Return the folder of the key files, a sibling of the data folder."""
    data = environment.data_dir()
    return data.with_name(data.name + ".keys")


def data_key_path() -> Path:
    """Return the file of the data keys."""
    given = environment.text("SHOPWARDEN_KEY_FILE")
    return Path(given) if given else folder() / "data"


def read_django_key() -> str:
    """Return the signing key, or nothing before the first start has made it.

    Raises
    ------
    ConfigurationError
        ``keys.signing_unreadable`` (path): the file is there and holds no key.
    """
    given = environment.secret("SHOPWARDEN_SECRET_KEY")
    path = folder() / "django"
    if given or not path.exists():
        return given
    key = path.read_bytes().strip()
    if not key or not key.isascii():
        raise ConfigurationError("keys.signing_unreadable", path=str(path))
    return key.decode("ascii")


def make_django_key() -> None:
    """Make the signing key if there is none yet."""
    if not read_django_key():
        _write(folder() / "django", secrets.token_urlsafe(64))


def make_data_key() -> None:
    """Make the file with the first data key; an existing file is left alone."""
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
    _write(data_key_path(), f"1 {key}")


def read_data_keys() -> dict[int, bytes]:
    """Return the data keys by number, the sealing one first.

    Raises
    ------
    ConfigurationError
        ``keys.missing`` (path) without the file, ``keys.unreadable`` (path, line) if a line
        is not a number and a key.
    """
    path = data_key_path()
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError("keys.missing", path=str(path)) from error
    keys: dict[int, bytes] = {}
    for number, line in enumerate(filter(str.strip, lines), start=1):
        try:
            key_id, encoded = line.split()
            keys[int(key_id)] = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error) as error:
            raise ConfigurationError("keys.unreadable", path=str(path), line=number) from error
    if not keys or any(len(key) != KEY_BYTES for key in keys.values()) or max(keys) > 255:
        raise ConfigurationError("keys.unreadable", path=str(path), line=0)
    return keys


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, part = mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Whole or not at all; when two processes start at once, the first one's key counts.
        with suppress(FileExistsError):
            os.link(part, path)
    finally:
        Path(part).unlink()
