"""Many addresses of orders at once: where each goes, and why it is doubted.

Shops send to the same addresses again and again, so every distinct text is read once. Texts
are told apart by 64 bits of hash: among a hundred million of them the chance that any two
fall together is one in 4,000.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import polars as pl

from shopwarden.places.keys import KEY_COLUMNS, place_keys
from shopwarden.places.parse import parse_addresses

# Texts read at once: bounds the memory for the parts of addresses.
_PIECE: Final = 1 << 17
_THREADS: Final = 2
_TEXT: Final = "text"
_CODE: Final = "code_of_text"


def judge_places(texts: pl.Series) -> pl.DataFrame:
    """Return the key of the place of every address, and the reasons to doubt it.

    Parameters
    ----------
    texts
        Addresses as written, as for ``parse_addresses``.

    Returns
    -------
    polars.DataFrame
        One row per text: ``place_key``, as ``place_keys`` gives it, and ``reasons``, as
        ``parse_addresses`` gives them, null where there are none.

    Notes
    -----
    Cost: that of ``parse_addresses`` for each distinct text.
    """
    codes = texts.cast(pl.String).hash().alias(_CODE)
    distinct = pl.DataFrame([codes, texts.cast(pl.String).alias(_TEXT)])
    distinct = distinct.filter(codes.is_first_distinct())
    pieces = [distinct.slice(first, _PIECE) for first in range(0, distinct.height or 1, _PIECE)]
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as threads:
        read = pl.concat(threads.map(_read, pieces), rechunk=True)
    if read.height == codes.len():
        return read.drop(_CODE)
    doubted = read.filter(pl.col("reasons").is_not_null()).select(_CODE, "reasons")
    keys = read.select(_CODE, "place_key")
    judged = codes.to_frame().join(keys, on=_CODE, how="left", maintain_order="left")
    return judged.join(doubted, on=_CODE, how="left", maintain_order="left").drop(_CODE)


def _read(texts: pl.DataFrame) -> pl.DataFrame:
    parsed = parse_addresses(texts[_TEXT], [*KEY_COLUMNS, "reasons"])
    reasons = pl.when(pl.col("reasons").list.len() > 0).then("reasons")
    return parsed.select(
        texts[_CODE], place_keys(parsed).alias("place_key"), reasons.alias("reasons")
    )
