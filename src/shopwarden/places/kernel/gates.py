"""Tell which rows need a look with a regular expression (``places.wording``)."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexicon import HIT, HIT_THEME
from shopwarden.places.kernel.marks import DIGIT, HAN, LATIN, MASKING
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.lexicon import Theme

CONTACT: Final = 1
FORWARDING: Final = 2
MASK: Final = 4
PO_BOX: Final = 8
GAP: Final = 16
WESTERN: Final = 32
_CONTACT, _PO_BOX = int(Theme.CONTACT), int(Theme.PO_BOX)
_FORWARDING: Final = (int(Theme.FORWARDING), int(Theme.FORWARDING_HINT), int(Theme.SUITE))
# Enough digits for a phone number, and what may stand alone between them.
_PHONE_DIGITS: Final = 10
_INSIDE_PHONES: Final = (ord("-"), ord(" "))
# An address in Latin letters has more letters than these, and hardly any Chinese character.
_FEWEST_LETTERS, _MOST_HAN = 4, 2
_STAR: Final = ord("*")


@kernel
def find_gates(units: Ints, marks: Ints, start: int, end: int, hits: Spans) -> int:
    """Return the gates of a row, as bits."""
    gates, digits, letters, han = 0, 0, 0, 0
    for at in range(start, end):
        mark = marks[at]
        if mark & LATIN:
            letters += 1
        elif mark & HAN:
            han += 1
        if mark & DIGIT:
            digits += 1
            if digits >= _PHONE_DIGITS:
                gates |= CONTACT
        elif units[at] not in _INSIDE_PHONES or not marks[at - 1] & DIGIT:
            digits = 0
        if mark & MASKING and (units[at] == _STAR or units[at] == units[at - 1]):
            gates |= MASK
    if letters > _FEWEST_LETTERS and han <= _MOST_HAN:
        gates |= WESTERN
    for at in range(1 + HIT_THEME, 1 + HIT * hits[0], HIT):
        theme = hits[at]
        if theme == _CONTACT:
            gates |= CONTACT
        elif theme == _PO_BOX:
            gates |= PO_BOX
        elif theme in _FORWARDING:
            gates |= FORWARDING
    return gates
