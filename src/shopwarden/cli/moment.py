"""Times that a person types and reads: in the shop's own zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from shopwarden.errors import ShopwardenError

# As Excel and people write it: 2026/9/1.
_SLASHED: Final = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DELAY: Final = re.compile(r"(\d{1,4})([dh])")
SHOP_ZONE: Final = ZoneInfo("Asia/Shanghai")


def parse_moment(text: str, zone: tzinfo = SHOP_ZONE) -> datetime:
    """Read an ISO date or time as aware UTC; one without a zone is a time of `zone`.

    Raises
    ------
    ShopwardenError
        ``option.bad_time`` with the text.
    """
    try:
        moment = datetime.fromisoformat(_SLASHED.sub(_dashed, text.strip()))
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ShopwardenError("option.bad_time", text=text) from None


def _dashed(found: re.Match[str]) -> str:
    return "-".join(f"{int(part):02}" for part in found.groups())


def parse_delay(text: str) -> timedelta:
    """Read a length of time: ``7d`` or ``12h``.

    Raises
    ------
    ShopwardenError
        ``option.bad_delay`` with the text.
    """
    found = _DELAY.fullmatch(text.strip().lower())
    if found is None:
        raise ShopwardenError("option.bad_delay", text=text)
    number = int(found[1])
    return timedelta(days=number) if found[2] == "d" else timedelta(hours=number)
