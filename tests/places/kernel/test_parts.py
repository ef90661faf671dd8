"""Hand-made lines of every part, every region and every way of writing; and what must hold."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shopwarden.places.kernel.buffer import read_text
from shopwarden.places.kernel.part import SPAN_COUNT, Part
from shopwarden.places.kernel.parts import read_parts
from shopwarden.places.kernel.scan import START

GOLDEN = pl.read_csv(Path(__file__).parents[1] / "golden_parts.csv", infer_schema=False)
BELOW = [part for part in Part if part >= Part.TOWN]
WORDS = [
    *(
        "文一西路",
        "6号大街",
        "104国道",
        "建国路",
        "朝阳巷",
        "大道",
        "街道",
        "路",
        "街",
        "弄",
        "胡同",
    ),
    *("969号", "12-14号", "3幢", "2单元", "501室", "3-2-501", "A座", "12#", "B1层", "负一层", "88"),
    *("三十五号", "一零一室", "甲", "附3号", "之2", "号", "楼", "东", "第", "地下", "12弄"),
    *(
        "李家村",
        "永福社区",
        "3组",
        "二期",
        "三区",
        "阳光花园",
        "东信大厦",
        "工业区",
        "大学",
        "小区",
    ),
    *(
        "张三",
        "收",
        "13800138000",
        "电话",
        "收件人",
        "先生",
        "放门口",
        "菜鸟驿站",
        "旁边",
        "与",
        "x",
    ),
    *("(", ")", " ", "-", "、", "，", "镇", "乡", "团", "一", "soho", "1", "[", "转", "*", "#"),
]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=12).map("".join))


def spans_of(text: str, before: str = "", home: str = "") -> list[int]:
    """Read a text in which the divisions `home` follow `before`."""
    units, marks = read_text(text)
    spans = [-1] * SPAN_COUNT
    begin = START + len(before)
    end = begin + len(home)
    if home:
        spans[2 * Part.DISTRICT : 2 * Part.DISTRICT + 2] = begin, end
    read_parts(units, marks, end, len(units) - 3, bool(home), False, spans)
    return spans


def parts_of(text: str, home: str = "") -> dict[str, str]:
    """Return the parts of a text that holds the divisions `home`."""
    spans = spans_of(text, text[: text.index(home)], home)
    return {
        part.name.lower(): text[spans[2 * part] - START : spans[2 * part + 1] - START]
        for part in BELOW
        if spans[2 * part] >= 0
    }


@pytest.mark.parametrize("part", [part.name.lower() for part in BELOW])
def test_every_golden_line_is_read_as_written_down(part: str) -> None:
    found = [parts_of(text, home or "").get(part) for home, text in GOLDEN["home", "text"].rows()]
    compared = GOLDEN.select("text", expected=part).with_columns(
        found=pl.Series(found, dtype=pl.String)
    )
    assert compared.filter(pl.col("expected").ne_missing(pl.col("found"))).rows() == []


def test_the_golden_lines_hold_every_part_often() -> None:
    counts = GOLDEN.drop("home", "text").count().row(0)
    assert min(counts) >= 15
    assert GOLDEN.height >= 500


@given(TEXTS, st.booleans())
@example("一" * 300, True)
@example("区一" * 150, True)
@example("1a" * 150, False)
def test_parts_lie_inside_the_text_and_apart(text: str, has_home: bool) -> None:
    home = "某市" if has_home else ""
    spans = spans_of(home + text, "", home)
    found = sorted(
        (spans[2 * part], spans[2 * part + 1])
        for part in BELOW
        if spans[2 * part] >= 0 and part != Part.REST
    )
    assert all(begin < end for begin, end in found)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(found))
    assert not found or (found[0][0] >= START and found[-1][1] <= START + len(home + text))


@given(TEXTS)
def test_an_unlisted_township_needs_a_home(text: str) -> None:
    assert spans_of(text)[2 * Part.TOWN] == -1


def test_a_known_township_is_not_read_again() -> None:
    units, marks = read_text("宁围镇衙前镇文一路1号")
    spans = [-1] * SPAN_COUNT
    spans[2 * Part.TOWN : 2 * Part.TOWN + 2] = START, START + 3
    read_parts(units, marks, START + 3, len(units) - 3, True, True, spans)
    assert spans[2 * Part.TOWN : 2 * Part.TOWN + 2] == [START, START + 3]


def test_the_end_of_the_last_part_is_returned() -> None:
    units, marks = read_text("文一西路969号3幢 放门口 张三 13800138000")
    spans = [-1] * SPAN_COUNT
    assert read_parts(units, marks, START, len(units) - 3, False, False, spans) == START + 10
    assert spans[2 * Part.REST : 2 * Part.REST + 2] == [START + 11, START + 14]


@pytest.mark.parametrize(
    ("text", "number", "building", "unit", "floor", "room"),
    [
        ("文一西路88-2-501", "88", "2", None, None, "501"),
        ("文一西路88-501", "88", None, None, None, "501"),
        ("文一西路100-102", "100-102", None, None, None, None),
        ("阳光花园3-2-501", None, "3", "2", None, "501"),
        ("阳光花园3-2-5-501", None, "3", "2", "5", "501"),
        ("阳光花园3幢2-501", None, "3幢", "2", None, "501"),
        ("阳光花园3幢2单元5-501", None, "3幢", "2单元", "5", "501"),
        ("阳光花园3-2单元501", None, "3", "2单元", None, "501"),
        ("阳光花园3幢501-503室", None, "3幢", None, None, "501-503室"),
        ("国贸大厦33A", None, None, None, None, "33A"),
        ("美亚大厦1301号", None, None, None, None, "1301号"),
    ],
)
def test_a_number_of_several_is_shared_out(
    text: str,
    number: str | None,
    building: str | None,
    unit: str | None,
    floor: str | None,
    room: str | None,
) -> None:
    found = parts_of(text)
    names = ("number", "building", "unit", "floor", "room")
    assert tuple(found.get(name) for name in names) == (number, building, unit, floor, room)


@pytest.mark.parametrize(
    ("text", "rest"), [("0:0000000000A", "0"), ("0:0000000000A-1", "A-1"), ("0:13800000000A", "0")]
)
def test_the_rest_is_the_longer_side_of_a_phone_in_its_midst(text: str, rest: str) -> None:
    spans = [-1] * SPAN_COUNT
    units, marks = read_text(text)
    read_parts(units, marks, START, len(units) - 3, False, False, spans)
    at, end = spans[2 * Part.REST] - START, spans[2 * Part.REST + 1] - START
    assert text[at:end] == rest
