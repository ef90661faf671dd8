"""What the reader is told about a shop, and how much it agrees to read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ShopSettings:
    """What an export file does not say about itself.

    Parameters
    ----------
    platform
        Slug that replaces the one of the recognised source (``tmall``), if given.
    shop
        Name of the shop for rows whose file has no shop column.
    zone
        IANA time zone of times written without one.
    currency
        ISO 4217 code of amounts written without one.
    ship_within_hours
        Promise that is assumed where the file states no ship deadline.
    """

    platform: str | None = None
    shop: str | None = None
    zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    ship_within_hours: float = 48


@dataclass(frozen=True)
class Limits:
    """Largest inputs that are read; anything beyond is refused before it costs anything.

    Sizes are bytes. Text is read `block_bytes` at a time. `archive_ratio` is checked only
    above `archive_ratio_from` expanded bytes, since a small file of equal rows compresses
    very well and hurts nobody.
    """

    block_bytes: int = 32 << 20
    file_bytes: int = 1_000_000_000
    parquet_bytes: int = 8_000_000_000
    parquet_rows: int = 500_000_000
    archive_bytes: int = 2_000_000_000
    archive_entries: int = 2_000
    archive_ratio: int = 200
    archive_ratio_from: int = 32_000_000
    workbook_bytes: int = 1_000_000_000
    workbook_memory: int = 3 << 30
    workbook_seconds: int = 120
