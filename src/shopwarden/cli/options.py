"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from shopwarden.explain import Language, Text, preferred

HERE: Final = preferred()
INPUT_FILE: Final = click.Path(path_type=Path)
OUTPUT_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_LANGUAGE: Final = Text("输出所用的语言", "Language of the output")


def text(zh: str, en: str) -> str:
    """Return the help text in the language of the environment."""
    return Text(zh, en).in_(HERE)


def language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lang``; the command receives a ``Language``."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice([member.value for member in Language]),
        default=HERE.value,
        callback=lambda _context, _option, value: Language(value),
        help=_LANGUAGE.in_(HERE),
    )(function)
