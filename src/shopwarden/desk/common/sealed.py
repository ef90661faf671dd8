"""Sealed columns of a model: read and write one row, or name the place of a whole column.

A model with personal data has a ``shop`` and ``SealedField`` columns::

    sealed.write(order, "receiver_name", "张三")
    sealed.read(order, "receiver_name")  # "张三"

An import seals whole columns before it inserts them::

    crypto.seal_all(sealed.place(Order, "receiver_name", shop.id), row_ids, names)
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.db import models

from shopwarden.desk.common import crypto


class ShopRow(Protocol):
    """A row that belongs to a shop."""

    pk: UUID
    shop_id: UUID


def place(model: type[models.Model], column: str, shop_id: UUID) -> crypto.Place:
    """Return the place of a sealed column of one shop."""
    return crypto.Place(shop_id, model._meta.db_table, column)


def write(row: ShopRow, column: str, value: str | None) -> None:
    """Set a sealed column of `row`; saving is left to the caller."""
    token = None if value is None else crypto.seal(_place(row, column), row.pk, value)
    setattr(row, column, token)


def read(row: ShopRow, column: str) -> str | None:
    """Return the text of a sealed column of `row`; raises ``SealError``."""
    token = getattr(row, column)
    return None if token is None else crypto.unseal(_place(row, column), row.pk, token)


def _place(row: ShopRow, column: str) -> crypto.Place:
    assert isinstance(row, models.Model)  # noqa: S101 - the protocol cannot say it
    return place(type(row), column, row.shop_id)
