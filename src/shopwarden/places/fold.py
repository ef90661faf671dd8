"""Bring characters that mean the same to one form, one character for one.

Width, letter case and traditional forms are folded. As every character stays one character,
a position in the folded text is the position in the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

UNITS: Final = 0x10000
_WIDE_FIRST, _WIDE_LAST, _WIDE_SHIFT = 0xFF01, 0xFF5E, 0xFEE0
# What the character table of the source spells otherwise than mainland addresses do.
_OWN_FORMS: Final = {
    "餘": "余", "馀": "余", "鍾": "钟", "锺": "钟", "號": "号", "樓": "楼", "區": "区", "縣": "县",
    "臺": "台", "○": "〇", "―": "-", "—": "-",
    "\u2013": "-", "－": "-", "﹣": "-", "\u2010": "-", "～": "~",
    "\u3000": " ", "\t": " ", "\r": " ", "\n": " ", "\xa0": " ", "，": ",", "。": ".", "：": ":",
}  # fmt: skip


def fold_table(simplified: Mapping[str, str]) -> NDArray[np.uint16]:
    """Return the folded code unit of every code unit.

    Parameters
    ----------
    simplified
        Traditional character to simplified character.
    """
    table = np.arange(UNITS, dtype=np.uint16)
    for old, new in (dict(simplified) | _OWN_FORMS).items():
        if ord(old) < UNITS and ord(new) < UNITS:
            table[ord(old)] = ord(new)
    wide = np.arange(_WIDE_FIRST, _WIDE_LAST + 1)
    keeps = table[wide] == wide
    table[wide[keeps]] = wide[keeps] - _WIDE_SHIFT
    upper = np.arange(ord("A"), ord("Z") + 1)
    table[upper] += 32
    # Chains such as 馀 after 餘, or a full-width capital, end at their last form.
    for _ in range(2):
        table = table[table]
    return table


def translation(table: NDArray[np.uint16]) -> dict[int, int]:
    """Return `table` in the form ``str.translate`` takes."""
    changed = np.flatnonzero(table != np.arange(UNITS))
    return {int(unit): int(table[unit]) for unit in changed}


def code_units(text: str) -> NDArray[np.uint16]:
    """Return one code unit per character; U+FFFF stands for any outside the basic plane."""
    units = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(units, UNITS - 1).astype(np.uint16)
