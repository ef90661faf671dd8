"""How many digits the minor unit of a currency has (ISO 4217)."""

from __future__ import annotations

from typing import Final

DEFAULT_CURRENCY: Final = "CNY"
_USUAL: Final = 2
_OTHERS: Final = {
    "BHD": 3, "CLP": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3,
    "LYD": 3, "OMR": 3, "PYG": 0, "TND": 3, "UGX": 0, "VND": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip


def minor_digits(currency: str | None) -> int:
    """Return the decimal places of `currency`: 2 for CNY, 0 for JPY, 3 for KWD.

    An unnamed or unlisted currency has two, as all but a few do.
    """
    return _OTHERS.get(currency or DEFAULT_CURRENCY, _USUAL)
