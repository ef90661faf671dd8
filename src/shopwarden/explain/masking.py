"""Numbers that belong to a person, shown so that they can be recognised but not used."""

from __future__ import annotations

import re
from typing import Final

_HEAD: Final = 3
_TAIL: Final = 2
_NUMBER: Final = re.compile(r"\d[\d\s-]{5,}\d|[A-Za-z][\w.@-]{4,}")


def mask_phone(text: str) -> str:
    """Keep the first three and the last two characters: ``138******01``."""
    return _middle(text.strip())


def mask_numbers(text: str) -> str:
    """Mask every run of digits or account-like letters long enough to reach a person by."""
    return _NUMBER.sub(lambda found: _middle(found.group()), text)


def _middle(text: str) -> str:
    if len(text) <= _HEAD + _TAIL:
        return f"{text[:1]}{'*' * (len(text) - 1)}"
    return f"{text[:_HEAD]}{'*' * (len(text) - _HEAD - _TAIL)}{text[-_TAIL:]}"
