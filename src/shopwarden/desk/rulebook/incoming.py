"""Rows of a file become entries of a list; those that cannot are told why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import polars as pl

from shopwarden.desk.common import crypto, sealed
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.keys import keys_of
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.shops.models import Shop

# Nobody is both.
OPPOSITE: Final = {ListKind.TRUSTED: ListKind.BLOCKED, ListKind.BLOCKED: ListKind.TRUSTED}
# No clock of the world shows a later year by then than dates can have.
LATEST: Final = datetime(9998, 12, 31, tzinfo=UTC)
_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")


class LeftOut(NamedTuple):
    """A row of the file that made no entry: ``nothing``, ``day``, ``far``, ``past``, …"""

    row: int
    why: str


def sort_out(
    read: pl.DataFrame, shop_id: UUID, kind: ListKind, now: datetime
) -> tuple[pl.DataFrame, list[LeftOut]]:
    """Return the rows that become entries, each value once, and those that do not.

    Parameters
    ----------
    read
        As ``sources.read_list`` returns it.
    """
    zone = Shop.objects.values_list("time_zone", flat=True).get(id=shop_id)
    known = _with_keys(read, shop_id).with_columns(expires_at=_until(zone))
    opposite = _keys_on(shop_id, OPPOSITE.get(kind))
    why = (
        pl.when(pl.col("key").is_null()).then(pl.lit("nothing"))
        .when(pl.col("until").is_not_null() & pl.col("expires_at").is_null()).then(pl.lit("day"))
        .when(pl.col("expires_at") > LATEST).then(pl.lit("far"))
        .when(pl.col("expires_at") <= now).then(pl.lit("past"))
        .when(pl.concat_str("kind", pl.lit(" "), "key").is_in(opposite)).then(pl.lit("opposite"))
    )  # fmt: skip
    told = known.with_columns(why=why)
    usable = told.filter(pl.col("why").is_null())
    left_out = told.filter(pl.col("why").is_not_null()).unique("row", keep="first").sort("row")
    entries = usable.unique(["kind", "key"], keep="first", maintain_order=True)
    return entries, [LeftOut(*row) for row in left_out.select("row", "why").rows()]


def columns_of(entries: pl.DataFrame, change: ListChange) -> dict[str, Any]:
    """Return the columns of the entries of a change, sealed."""
    ids = [uuid4() for _ in range(entries.height)]

    def hidden(name: str) -> list[bytes | None]:
        place = sealed.place(ListEntry, name, change.shop_id)
        return crypto.seal_all(place, ids, entries[name])

    same = {
        "shop": change.shop_id,
        "list_kind": change.list_kind,
        "added_by": change.made_by_id,
        "added_at": change.made_at,
    }
    return {
        "id": ids,
        "kind": entries["kind"].to_list(),
        "number": entries["row"].to_list(),
        "key": entries["key"].to_list(),
        "value": hidden("value"),
        "reason": hidden("reason"),
        "expires_at": entries["expires_at"].to_list(),
        **{name: [value] * len(ids) for name, value in same.items()},
    }


def _with_keys(read: pl.DataFrame, shop_id: UUID) -> pl.DataFrame:
    """Add ``key``, the digest an order has of the same value; null where nobody is named."""
    parts = [
        part.with_columns(key=pl.Series(keys_of(shop_id, kind, part["value"]), dtype=pl.String))
        for (kind,), part in read.group_by("kind", maintain_order=True)
    ]
    empty = read.clear().with_columns(key=pl.lit(None, pl.String))
    return pl.concat([empty, *parts]).sort("row", maintain_order=True)


def _until(zone: str) -> pl.Expr:
    """Return the midnight after the last day, where one is written."""
    text = pl.col("until").str.slice(0, 10)
    days = [text.str.to_date(form, strict=False) for form in _DAYS]
    midnight = pl.coalesce(days).dt.offset_by("1d").cast(pl.Datetime("us"))
    return midnight.dt.replace_time_zone(
        ZoneInfo(zone).key, ambiguous="earliest"
    ).dt.convert_time_zone("UTC")


def _keys_on(shop_id: UUID, kind: ListKind | None) -> list[str]:
    if kind is None:
        return []
    held = ListEntry.objects.filter(shop=shop_id, list_kind=kind).values_list("kind", "key")
    return [f"{one} {key}" for one, key in held]
