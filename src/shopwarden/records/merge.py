"""Many reports of one record become one record.

The rule, in order:

1. the later source time (``modified_at``) wins; a report without any time loses;
2. between equal times the further status wins, so that a terminal state is not left for an
   earlier one unless the source is newer, and a text nobody can read hides nothing;
3. a later report never lowers a filled field to empty.

The result does not depend on the order of the reports: what rules 1 and 2 leave open is
settled by the content of the rows.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.records.schemas import SCHEMAS, Kind

KEY: Final = ("platform", "shop", "id")
# A record's own times, from which its source time follows when the file states none. A
# deadline lies in the future and says nothing about when the row was written.
OWN_TIMES: Final = (
    "created_at", "paid_at", "shipped_at", "signed_at", "returned_at", "finished_at",
    "happened_at",
)  # fmt: skip
_NULL: Final = "\x00"
_SEPARATOR: Final = "\x1f"
_NOT_CONTENT: Final = ("source_file", "source_row", "seen_at")


def with_source_time(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill ``modified_at`` with the latest of the row's own times where the file has none."""
    own = [name for name in OWN_TIMES if name in frame.columns]
    if not own:
        return frame
    latest = pl.max_horizontal(own)
    return frame.with_columns(pl.coalesce("modified_at", latest).alias("modified_at"))


def merge_records(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Return one row per (platform, shop, id), sorted by that key.

    Parameters
    ----------
    frame
        Records of one kind, several reports of a record allowed, in any order.
    kind
        Their kind; the columns are those of ``SCHEMAS[kind]``.

    Notes
    -----
    Cost: one hash pass over the keys, plus a sort of the rows that share a key. A table of one
    shop that is in order already, each id once, is only looked through.
    """
    frame = with_source_time(frame)
    if _is_merged(frame):
        return frame
    repeated = frame.select(pl.struct(KEY).is_duplicated()).to_series()
    single = frame.filter(~repeated)
    if single.height == frame.height:
        return single.sort(KEY)
    fields = [name for name in SCHEMAS[kind] if name not in KEY]
    content = [name for name in fields if name not in _NOT_CONTENT]
    rank = [pl.col("status").to_physical()] if "status" in fields else []
    tie = pl.concat_str(pl.col(content).cast(pl.String).fill_null(_NULL), separator=_SEPARATOR)
    merged = (
        frame.filter(repeated)
        .with_columns(_tie=tie)
        .sort(*KEY, "modified_at", *rank, "_tie", *_NOT_CONTENT)
        .group_by(KEY, maintain_order=True)
        .agg(pl.col(fields).drop_nulls().last())
    )
    return pl.concat([single, merged.select(frame.columns)]).sort(KEY)


def _is_merged(frame: pl.DataFrame) -> bool:
    """Tell whether all rows are of one shop, and each id is larger than the one before."""
    one_shop = (pl.col(name).eq_missing(pl.col(name).first()).all() for name in KEY[:2])
    in_order = (pl.col("id") > pl.col("id").shift()).fill_null(pl.int_range(pl.len()) == 0)
    return all(frame.select(*one_shop, in_order.all()).row(0))
