"""Times that a person types and reads: in the shop's own zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from shopwarden.errors import ShopwardenError

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
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ShopwardenError("option.bad_time", text=text) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHOP_ZONE)).astimezone(UTC)
