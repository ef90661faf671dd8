"""How many decimal places the minor unit of a currency has (ISO 4217)."""

from __future__ import annotations

from typing import Final

import polars as pl

_DIGITS: Final = {
    code: digits
    for digits, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        3: "BHD IQD JOD KWD LYD OMR TND",
        4: "CLF UYW",
    }.items()
    for code in codes.split()
}


def factor(currency: str) -> int:
    """Minor units in one major unit: 100 for most, 1 for JPY, 1000 for KWD."""
    return int(10 ** _DIGITS.get(currency.upper(), 2))


def factors(currencies: pl.Series) -> pl.Series:
    """Minor units per major unit, row by row (Int64)."""
    scale = {code: 10**digits for code, digits in _DIGITS.items()}
    return currencies.str.to_uppercase().replace_strict(scale, default=100, return_dtype=pl.Int64)
