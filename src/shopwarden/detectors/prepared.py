"""What several detectors read out of the texts of an order: made once, beside the record.

A detector says which of these columns it reads (``reads``). A scan adds them to the orders
before any detector runs; a detector that is called alone adds its own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from shopwarden.places import check_phones, judge_places

PLACE: Final = "place_key"
DOUBTS: Final = "address_doubts"
PHONE: Final = "phone_key"
PHONE_FORM: Final = "phone_form"
PHONE_KIND: Final = "phone_kind"
_ADDRESS: Final = frozenset({PLACE, DOUBTS})
_PHONE: Final = frozenset({PHONE, PHONE_FORM, PHONE_KIND})
# A service number answers for many; the others are somebody's.
_OWN: Final = ("mobile", "virtual", "landline", "foreign")


def prepared(orders: pl.DataFrame, columns: Collection[str]) -> pl.DataFrame:
    """Add those of `columns` that are not there yet.

    Parameters
    ----------
    orders
        Orders with ``address`` and ``phone``; a key that somebody put there stays.
    columns
        Any of ``place_key`` and ``address_doubts`` (reasons as ``places.parse_addresses``
        gives them, null where there are none); ``phone_form`` and ``phone_kind`` as
        ``places.check_phones`` gives them, and ``phone_key``, the form of a phone that is
        somebody's own.
    """
    missing = set(columns) - set(orders.columns)
    if missing & _ADDRESS:
        judged = judge_places(orders["address"]).rename({"reasons": DOUBTS})
        orders = orders.hstack(judged.select(sorted(missing & _ADDRESS)))
    if missing & _PHONE:
        phones = check_phones(orders["phone"])
        own = pl.when(pl.col("kind").is_in(_OWN)).then("normalised")
        found = phones.select(own.alias(PHONE), pl.all()).rename(
            {"normalised": PHONE_FORM, "kind": PHONE_KIND}
        )
        orders = orders.hstack(found.select(sorted(missing & _PHONE)))
    return orders
