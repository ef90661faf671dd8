from __future__ import annotations

import polars as pl
import pytest

from shopwarden.records import KINDS, SCHEMAS, Kind, conform, empty, minor_digits, money_columns
from shopwarden.records.schemas import PERSONAL


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_identified_and_traceable(kind: Kind) -> None:
    names = list(SCHEMAS[kind])
    assert names[:3] == ["platform", "shop", "id"]
    assert names[-5:] == ["source", "source_file", "source_row", "seen_at", "modified_at"]
    assert empty(kind).schema == pl.Schema(SCHEMAS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_money_has_a_currency_beside_it(kind: Kind) -> None:
    assert not money_columns(kind) or "currency" in SCHEMAS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_personal_columns_exist(kind: Kind) -> None:
    assert PERSONAL[kind] <= set(SCHEMAS[kind])


def test_conform_fills_missing_columns_with_null() -> None:
    frame = conform(pl.DataFrame({"id": ["1"], "amount_minor": [5]}), Kind.ORDERS)
    assert frame.columns == list(SCHEMAS[Kind.ORDERS])
    assert frame["address"].to_list() == [None]


def test_conform_refuses_an_unknown_column() -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError, match="colour"):
        conform(pl.DataFrame({"id": ["1"], "colour": ["red"]}), Kind.ORDERS)


def test_conform_refuses_a_status_outside_the_vocabulary() -> None:
    with pytest.raises(pl.exceptions.PolarsError):
        conform(pl.DataFrame({"id": ["1"], "status": ["verschickt"]}), Kind.ORDERS)


@pytest.mark.parametrize(
    ("currency", "digits"), [("CNY", 2), ("JPY", 0), ("KWD", 3), ("ZZZ", 2), (None, 2)]
)
def test_minor_digits(currency: str | None, digits: int) -> None:
    assert minor_digits(currency) == digits
