"""Values from an address or a cursor, which anybody can write there: read, or left out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_datetime

# No order is older, none is due later; databases and zones cannot reckon at the edges of time.
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_MOST_DIGITS: Final = 9


def moment(text: str) -> datetime | None:
    """Return an aware moment between 1970 and 2200."""
    try:
        found = parse_datetime(text)
        is_usable = found is not None and timezone.is_aware(found) and _EARLIEST <= found <= _LATEST
    except (ValueError, OverflowError):
        return None
    return found if is_usable else None


def count(text: str) -> int | None:
    """Return a whole number that is not negative, of at most nine digits."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def word(text: str, most: int) -> str | None:
    """Return a text of at most `most` characters that every database can hold."""
    is_usable = len(text) <= most and "\0" not in text and _is_encodable(text)
    return text if is_usable else None


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in text)
