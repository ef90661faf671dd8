"""Find names of divisions with one wrong character, which the search for names steps over.

Three kinds of place are looked at. Where a level is not written although what lies below it was
read, the unread text must be compared with one name only: 浙江省|航州市|余杭区. At a name that
was read, a character too many, or a short name with the wrong suffix: 余|余杭区, 余杭|曲. Behind
the deepest division that was read, the names of what lies below it: 杭州市|余航区.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.places.kin import simplify
from shopwarden.places.typos.below import typos_below
from shopwarden.places.typos.gaps import typos_in_gaps
from shopwarden.places.typos.names import typos_at_names
from shopwarden.places.typos.typo import Typo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.places.levels import Level

__all__ = ["Typo", "find_typos"]


def find_typos(text: str, spans: Mapping[Level, tuple[int, int]], code: int) -> list[Typo]:
    """Return the names of divisions in `text` that are one slip away from the right one.

    Parameters
    ----------
    text
        The address as written.
    spans
        Where its province, city, district and township were read, as far as they were.
    code
        Nine-digit code of the deepest division read, 0 for none.

    Notes
    -----
    Only rows with a gap can hold such a name: Chinese text unread before the first or between
    two divisions; a district not read, with 区, 县, 市 or 旗 at most six characters behind what
    was; a township that was read by its suffix and is in no list. Other rows may be skipped.
    Cost: 10 to 70 us; the first call for a division reads the names below it.
    """
    folded = text.translate(simplify())
    found = [*typos_in_gaps(folded, spans, code), *typos_at_names(folded, spans, code)]
    return found or list(typos_below(folded, spans, code))
