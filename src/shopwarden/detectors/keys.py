"""The comparable forms of an order's values, beside the record: made once, read by many."""

from __future__ import annotations

import polars as pl

from shopwarden.places import check_phones, place_keys


def with_place_key(orders: pl.DataFrame) -> pl.DataFrame:
    """Add ``place_key`` where it is not there yet."""
    if "place_key" in orders.columns:
        return orders
    return orders.with_columns(place_keys(orders["address"]).alias("place_key"))


def with_phone_key(orders: pl.DataFrame) -> pl.DataFrame:
    """Add ``phone_key`` where it is not there yet."""
    if "phone_key" in orders.columns:
        return orders
    return orders.with_columns(check_phones(orders["phone"])["normalised"].alias("phone_key"))
