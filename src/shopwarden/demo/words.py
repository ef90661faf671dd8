"""The hand-written word lists and export headers of the ``data`` folder."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def words() -> dict[str, Any]:
    """Return the word lists by section, as written in the file."""
    return _data("words.toml")


def lists(section: str, name: str) -> list[str]:
    """Return one list of words."""
    found: list[str] = words()[section][name]
    return found


def header(name: str) -> tuple[str, ...]:
    """Return the column names of one export."""
    return tuple(_data("headers.toml")[name].split(","))


@cache
def _data(file: str) -> dict[str, Any]:
    text = (files("shopwarden.demo") / "data" / file).read_text(encoding="utf-8")
    return tomllib.loads(text)
