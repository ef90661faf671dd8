"""Steps that several sources share on the way from typed rows to records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from shopwarden.records import SCHEMAS, Kind, OrderStatus, RefundStatus, ShipmentDirection
from shopwarden.sources.model import Frames
from shopwarden.sources.settings import ShopSettings

_KEY: Final = ("platform", "shop")
_ORIGIN: Final = (*_KEY, "source", "source_file", "source_row", "seen_at")
_WAYBILL: Final = r"[A-Za-z0-9-]*\d[A-Za-z0-9-]*"
_REGIONS: Final = ("province", "city", "district", "town")
_CLOSED: Final = (OrderStatus.CLOSED_UNPAID.value, OrderStatus.CLOSED_REFUNDED.value)
_WAITING: Final = (OrderStatus.PAID.value, OrderStatus.HOLD.value)
_HOLD: Final = list(OrderStatus).index(OrderStatus.HOLD)


def pick(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The columns of `frame` that a record of `kind` has."""
    return frame.select(name for name in SCHEMAS[kind] if name in frame.columns)


def with_review(frame: pl.DataFrame, *statuses: str) -> pl.DataFrame:
    """Add ``needs_review``: one of the statuses is a text nobody can read.

    Null where the source states none of them.
    """
    unknown = pl.any_horizontal((pl.col(name) == "unknown").fill_null(False) for name in statuses)
    stated = pl.any_horizontal(pl.col(name).is_not_null() for name in statuses)
    return frame.with_columns(pl.when(stated).then(unknown).alias("needs_review"))


def with_ship_deadline(frame: pl.DataFrame, settings: ShopSettings) -> pl.DataFrame:
    """Fill a missing ship deadline of a paid row from the shop's promise, and say so."""
    promise = pl.col("paid_at") + pl.duration(minutes=round(settings.ship_within_hours * 60))
    given = pl.col("ship_deadline").is_not_null()
    assumed = pl.when(given).then(False).when(pl.col("paid_at").is_not_null()).then(True)
    return frame.with_columns(
        pl.coalesce("ship_deadline", promise).alias("ship_deadline"),
        assumed.alias("ship_deadline_assumed"),
    )


def with_full_address(frame: pl.DataFrame) -> pl.DataFrame:
    """Put the region columns in front of the detail in ``address``.

    What the detail already begins with is not repeated, and neither is the city of a
    municipality. A row without detail has no address.
    """
    parts = [pl.col(name).fill_null("") for name in _REGIONS if name in frame.columns]
    detail = pl.col("address")
    prefix, full = pl.lit(""), detail
    seen: list[tuple[pl.Expr, pl.Expr]] = []
    for last, part in zip([pl.lit(""), *parts], parts, strict=False):
        seen.append((part, prefix))
        prefix = pl.when(part == last).then(prefix).otherwise(prefix + part)
    full = prefix + detail
    # From the smallest region up: a detail that begins with a region lacks what is above it.
    for part, above in seen[::-1]:
        begins = (part != "") & detail.str.starts_with(part)
        full = pl.when(begins).then(above + detail).otherwise(full)
    return frame.with_columns(full.alias("address"))


def shipments(
    frame: pl.DataFrame,
    direction: ShipmentDirection = ShipmentDirection.OUTBOUND,
    carry: Sequence[str] = (),
) -> pl.DataFrame:
    """One shipment per waybill of rows with ``order_id``, ``waybill`` and ``carrier``.

    A cell may hold several waybills, and a ``No:`` before each.
    """
    waybill = pl.col("waybill").str.strip_prefix("No:")
    found = frame.filter(waybill.is_not_null()).select(
        *_ORIGIN, "order_id", "carrier", *carry, waybill
    )
    is_one = waybill.str.contains(f"^{_WAYBILL}$")
    several = found.filter(~is_one).with_columns(waybill.str.extract_all(_WAYBILL))
    apart = several.explode("waybill", empty_as_null=False)
    return pl.concat([found.filter(is_one), apart]).with_columns(
        pl.concat_str("order_id", pl.lit(":"), "waybill").alias("id"),
        pl.lit(direction.value).alias("direction"),
    )


def finish_lines(frames: Frames, *, sums: Sequence[str]) -> Frames:
    """Bring a file with a row per line together: lines with ids of their own, whole orders.

    Lines of the same id (one order, one article) are numbered from the second on; rows that
    are the same in everything are one line. Neither depends on the order of the rows. An
    order is what its rows agree on, and the sum of its lines in the columns `sums`.
    """
    lines = _number(frames[Kind.ORDER_LINES])
    orders = _orders_of(frames[Kind.ORDERS], lines, list(sums))
    return frames | {Kind.ORDER_LINES: lines, Kind.ORDERS: orders}


def _number(lines: pl.DataFrame) -> pl.DataFrame:
    content = [name for name in lines.columns if name not in _ORIGIN[3:]]
    count = pl.int_range(1, pl.len() + 1).over([*_KEY, "id"])
    suffix = pl.when(count > 1).then(pl.concat_str(pl.lit(":"), count)).otherwise(pl.lit(""))
    return (
        lines.sort("source_file", "source_row")
        .unique(subset=content, keep="first", maintain_order=True)
        .sort(content)
        .with_columns(pl.concat_str("id", suffix).alias("id"))
    )


def _orders_of(orders: pl.DataFrame, lines: pl.DataFrame, sums: list[str]) -> pl.DataFrame:
    rest = [name for name in orders.columns if name not in {*_KEY, "id", *sums}]
    totals = lines.group_by(*_KEY, pl.col("order_id").alias("id")).agg(
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name)
        for name in sums
    )
    whole = orders.group_by(*_KEY, "id").agg(_one(name) for name in rest)
    return whole.join(totals, on=[*_KEY, "id"], how="left").select(orders.columns)


def _one(name: str) -> pl.Expr:
    """The one value of an order out of its rows, whatever their order."""
    column = pl.col(name)
    if name == "status":
        return _status_of_lines()
    if name == "raw_status":
        return column.drop_nulls().unique().sort().str.join("；").replace("", None)
    return column.max() if name == "needs_review" else column.min()


def _status_of_lines() -> pl.Expr:
    """Closed lines do not count beside others; shipped beside waiting is partly shipped."""
    status = pl.col("status").drop_nulls()
    going = status.filter(~status.cast(pl.String).is_in(_CLOSED))
    waits = going.cast(pl.String).is_in(_WAITING)
    is_part = waits.any() & (going.max().to_physical() > _HOLD)
    return (
        pl.when(going.len() == 0)
        .then(status.max())
        .when(is_part)
        .then(pl.lit(OrderStatus.PART_SHIPPED.value).cast(SCHEMAS[Kind.ORDERS]["status"]))
        .otherwise(going.min())
        .alias("status")
    )


def or_refunded(status: pl.Expr) -> pl.Expr:
    """An order closed with its refund done was paid for."""
    done = pl.col("refund_status") == RefundStatus.SUCCESS.value
    return (
        pl.when(done & (status == OrderStatus.CLOSED_UNPAID.value))
        .then(pl.lit(OrderStatus.CLOSED_REFUNDED.value))
        .otherwise(status)
    )
