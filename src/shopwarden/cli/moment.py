"""Times that a person types and reads: in the shop's own zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from shopwarden.errors import ShopwardenError

# As Excel and people write it: 2026/9/1.
_SLASHED: Final = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
SHOP_ZONE: Final = ZoneInfo("Asia/Shanghai")


def parse_moment(text: str | None) -> datetime | None:
    """Read an ISO date or time as aware UTC; one without a zone is the shop's own time.

    Raises
    ------
    ShopwardenError
        ``option.bad_time`` with the text.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(_SLASHED.sub(_dashed, text.strip()))
        return (moment if moment.tzinfo else moment.replace(tzinfo=SHOP_ZONE)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ShopwardenError("option.bad_time", text=text) from None


def _dashed(found: re.Match[str]) -> str:
    return "-".join(f"{int(part):02}" for part in found.groups())
