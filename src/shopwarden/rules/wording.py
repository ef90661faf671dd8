"""What a title and a note of a rule may look like, written in a form or in a file."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST_TITLE: Final = 80
LONGEST_NOTE: Final = 1_000
# Signs without a form of their own, or that turn those around them.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# What joins the parts of one sign, in emoji and in some scripts.
_JOINERS: Final = frozenset("\u200c\u200d")
# As browsers and files send them.
_LINES: Final = frozenset("\r\n\t")


def is_title(text: str) -> bool:
    """Tell whether a text can be a title: one line, not too long, that can be seen."""
    return len(text) <= LONGEST_TITLE and _is_seen(text, _JOINERS)


def is_note(text: str) -> bool:
    """Tell whether a text can be a note: empty, or lines that can be seen."""
    return not text or (len(text) <= LONGEST_NOTE and _is_seen(text, _JOINERS | _LINES))


def _is_seen(text: str, allowed: frozenset[str]) -> bool:
    if any(unicodedata.category(sign) in _UNSEEN and sign not in allowed for sign in text):
        return False
    return any(sign not in allowed and not sign.isspace() for sign in text)
