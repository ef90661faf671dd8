"""Hand-checked addresses of every region, every reason, and lines that must not be flagged."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from shopwarden.places import AddressReason, parse_addresses

HERE = Path(__file__).parent
GOLDEN = pl.read_csv(HERE / "golden_addresses.csv", infer_schema=False).with_columns(
    pl.col("reasons").fill_null("")
)
HOUSES = pl.read_csv(HERE / "golden_houses.csv", infer_schema=False)
PARTS = ["province", "city", "district", "town", "road", "number", "code", "verdict"]
REASONS = (
    pl.col("reasons").list.eval(pl.element().struct.field("code")).list.join(" ").alias("reasons")
)


def judged() -> pl.DataFrame:
    return parse_addresses(GOLDEN["text"]).select(pl.col(PARTS).cast(pl.String), REASONS)


@pytest.mark.parametrize("column", [*PARTS, "reasons"])
def test_every_golden_line_is_read_and_judged_as_written_down(column: str) -> None:
    compared = GOLDEN.select("text", expected=column).hstack(judged().select(found=column))
    wrong = compared.filter(pl.col("expected").ne_missing(pl.col("found")))
    assert wrong.rows() == []


@pytest.mark.parametrize("column", HOUSES.columns[1:])
def test_every_golden_house_is_read_as_written_down(column: str) -> None:
    found = parse_addresses(HOUSES["text"]).select(found=column)
    compared = HOUSES.select("text", expected=column).hstack(found)
    wrong = compared.filter(pl.col("expected").ne_missing(pl.col("found")))
    assert wrong.rows() == []


def test_the_golden_houses_are_each_written_down_once() -> None:
    assert HOUSES["text"].is_unique().all()
    assert HOUSES.height >= 250


def test_the_golden_lines_cover_every_reason_and_province() -> None:
    reasons = {code for line in GOLDEN["reasons"] for code in line.split()}
    assert reasons == {reason.value for reason in AddressReason}
    provinces = set(GOLDEN["code"].drop_nulls().str.head(2))
    assert len(provinces) == 34
    assert GOLDEN.height >= 700
    assert GOLDEN["text"].is_unique().all()
