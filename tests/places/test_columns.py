from __future__ import annotations

import nanoarrow as na
import polars as pl
import pytest

from shopwarden.places import parse_addresses
from shopwarden.places.columns import CHUNK, Sheet, chunks
from shopwarden.places.kernel.part import Part

PARTS = (Part.CITY, Part.ROAD, Part.NUMBER)
# 12 and 15 bytes: Arrow keeps the first inside a view, the second beside it.
TEXTS = ["杭州市文三西路1号", "杭州市莫干山东路2号", "", "３号"]


def read(texts: list[str]) -> Sheet:
    column = pl.Series(texts, dtype=pl.String)
    sheet = Sheet(len(texts), PARTS)
    for first in chunks(len(texts)):
        sheet.read(column.slice(first, CHUNK), first, is_whole=True)
    return sheet


def test_parts_are_views_of_the_texts() -> None:
    sheet = read(TEXTS)
    assert sheet.part(Part.ROAD).to_list() == ["文三西路", "莫干山东路", None, None]
    assert sheet.part(Part.NUMBER).to_list() == ["1号", "2号", None, "３号"]
    assert sheet.part(Part.ROAD).name == "road"


@pytest.mark.parametrize("part", PARTS)
def test_one_text_says_the_same_as_the_column(part: Part) -> None:
    sheet = read(TEXTS)
    assert [sheet.written(part, row) for row in range(len(TEXTS))] == sheet.part(part).to_list()


def test_chunks_write_to_one_column() -> None:
    rows = 2 * CHUNK + 3
    texts = [f"杭州市莫干山东路{row}号" if row % 3 else "" for row in range(rows)]
    sheet = read(texts)
    numbers = [f"{row}号" if row % 3 else None for row in range(rows)]
    assert sheet.part(Part.NUMBER).to_list() == numbers
    assert sheet.part(Part.ROAD).drop_nulls().unique().to_list() == ["莫干山东路"]
    assert sheet.written(Part.ROAD, rows - 2) == "莫干山东路"
    assert sheet.part(Part.ROAD).n_chunks() == 1


def test_columns_outlive_the_sheet() -> None:
    texts = [f"杭州市莫干山东路{row}号" for row in range(100)]
    roads = [read(texts).part(Part.ROAD) for _ in range(50)]
    assert pl.concat(roads).unique().to_list() == ["莫干山东路"]


def test_a_table_without_rows_has_columns() -> None:
    assert read([]).part(Part.CITY).to_list() == []


def test_what_is_not_read_of_long_texts_is_not_kept() -> None:
    texts = pl.Series(["浙江省杭州市西湖区莫干山东路1号" + "好" * 20_000] * 40)
    (array,) = na.c_array_stream(parse_addresses(texts)["road"])
    assert sum(buffer.size_bytes for buffer in array.view().buffers if buffer) < 100_000
