"""Typed readers for the settings, which come from the environment only.

A value that cannot be used stops the start and names its variable. A secret may also be
given as the path of a file, in the same name with ``_FILE`` behind it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_data_path

from shopwarden.desk.errors import ConfigurationError

_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str = "") -> str:
    """Return the variable `name`, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def boolean(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable."""
    value = text(name, "1" if default else "0").lower()
    if value not in _YES | _NO:
        raise ConfigurationError("config.bad_value", name=name, expected="yes or no")
    return value in _YES


def integer(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number not below `least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ConfigurationError("config.bad_value", name=name, expected=f"number >= {least}")
    return int(value)


def words(name: str) -> list[str]:
    """Return the comma-separated parts of a variable."""
    return [word for part in text(name).split(",") if (word := part.strip())]


def secret(name: str) -> str:
    """Return the variable `name`, or the content of the file `name`_FILE names."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError("config.unreadable_file", name=f"{name}_FILE") from error


def url(name: str, default: str, *, schemes: frozenset[str]) -> SplitResult:
    """Return an address with one of `schemes` and a host (or, for a socket, ``?host=``)."""
    refusal = ConfigurationError("config.bad_value", name=name, expected="/".join(sorted(schemes)))
    try:
        parts = urlsplit(secret(name) or default)
        parts.port  # noqa: B018 - raises if it is no number
    except ValueError as error:
        raise refusal from error
    if parts.scheme not in schemes or not (parts.hostname or "host=" in parts.query):
        raise refusal
    return parts


def data_dir() -> Path:
    """Return the folder the desk keeps its data in (``SHOPWARDEN_DATA``)."""
    given = text("SHOPWARDEN_DATA")
    path = Path(given) if given else user_data_path("shopwarden", appauthor=False)
    return path.expanduser().absolute()
