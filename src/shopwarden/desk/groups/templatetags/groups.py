"""Small parts of the pages of groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

from django import template

register = template.Library()

_HUNDRED: Final = 100


@register.filter
def at(rows: Sequence[object], number: int) -> object:
    """Return a row by its number."""
    return rows[number]


@register.filter
def short(text: str, most: int) -> str:
    """Cut a text that is too wide for a drawing, whose title has all of it.

    Chinese characters are twice as wide as Latin ones; `most` counts in these.
    """
    wide = 0
    for place, one in enumerate(text):
        wide += 2 if east_asian_width(one) in "WF" else 1
        if wide > most:
            return f"{text[: place - 1]}…"
    return text


@register.filter
def evidence(strength: float) -> int:
    """Return a strength in hundredths; evidence is never certainty."""
    return min(round(_HUNDRED * strength), _HUNDRED - 1)


@register.filter
def dot(number: float) -> str:
    """Return a number as attributes write it in every language."""
    return f"{number:.4g}"
