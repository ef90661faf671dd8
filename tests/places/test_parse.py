from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.places import Address, parse_address, parse_addresses
from shopwarden.places.parse import PARTS, SCHEMA

WORDS = [
    *("浙江省", "浙江", "杭州市", "广东省", "西湖区", "余杭", "五常街道", "天河区", "下城区"),
    *("吉林", "吉林市", "北京", "北京市", "仙桃市", "东莞市", "虎门镇", "文一西路", "6号大街"),
    *("969号", "12-14号", "3幢2单元501室", " ", "\t", "\n", "，", "（", "）", "13800000000"),
    *("***", "null", "啊啊啊啊", "asdf", "火星", "村", "社区", "号", "路", "街道", "１２号"),
    *("號", "A座", "😀", "𠮷", "中国", "高新区", "加微信", "朝阳区", "北京东路", "张三"),
]
RANDOM = st.text(max_size=40)
LINES = st.one_of(RANDOM, st.lists(st.sampled_from(WORDS), max_size=9).map("".join))


def series(texts: list[str | None]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def test_the_parts_of_the_headline_example_are_exactly_as_written() -> None:
    assert parse_address("浙江省杭州市余杭区五常街道文一西路969号") == Address(
        province="浙江省", city="杭州市", district="余杭区", town="五常街道", road="文一西路",
        number="969号", rest=None, code="330110005", verdict="ok", reasons=(),
    )  # fmt: skip


def test_rest_keeps_building_unit_and_room() -> None:
    parsed = parse_address("北京市朝阳区建国路88号 3号楼2单元501室 ")
    assert (parsed.road, parsed.number, parsed.rest) == ("建国路", "88号", "3号楼2单元501室")


def test_traditional_and_full_width_text_is_returned_as_written() -> None:
    parsed = parse_address("浙江省杭州市餘杭區五常街道文一西路９６９號３樓")
    assert parsed.district == "餘杭區"
    assert parsed.number == "９６９號"
    assert parsed.rest == "３樓"
    assert parsed.code == "330110005"


def test_a_contradiction_names_both_sides_their_levels_and_codes() -> None:
    (reason,) = parse_address("广东省广州市西湖区文三路1号").reasons
    assert reason == {
        "code": "contradiction",
        "severity": "wrong",
        "spans": [{"start": 3, "end": 6}, {"start": 6, "end": 9}],
        "levels": ["city", "district"],
        "divisions": ["440100", "330106"],
        "metric": None,
        "value": None,
        "threshold": None,
    }


def test_a_former_division_names_its_successor_or_none() -> None:
    (reason,) = parse_address("浙江省杭州市下城区延安路1号").reasons
    assert reason["divisions"] == ["330105"]
    assert reason["severity"] == "note"
    (split,) = parse_address("河北省邯郸市邯郸县人民路1号").reasons
    assert split["divisions"] == [""]


def test_the_township_tells_which_part_of_a_split_district_is_meant() -> None:
    parsed = parse_address("杭州市江干区白杨街道6号大街452号")
    assert parsed.code == "330114002"
    assert parsed.reasons[0]["divisions"] == ["330114"]


def test_gibberish_reports_what_was_measured() -> None:
    (reason,) = parse_address("浙江省杭州市西湖区啊啊啊啊啊").reasons
    assert (reason["metric"], reason["value"], reason["threshold"]) == ("repeats", 5.0, 4.0)
    assert reason["spans"] == [{"start": 9, "end": 14}]


def test_a_masked_address_is_not_judged_beyond_its_contradictions() -> None:
    codes = [r["code"] for r in parse_address("广东省杭州市西湖区啊啊啊啊***13800000000").reasons]
    assert codes == ["contradiction", "masked"]


def test_the_verdict_is_the_highest_severity() -> None:
    texts = [
        "杭州市西湖区文三路1号",
        "杭州市下城区延安路1号",
        "杭州市下城区",
        "广东省杭州市西湖区***",
    ]
    verdicts = parse_addresses(series([*texts]))["verdict"].cast(pl.String).to_list()
    assert verdicts == ["ok", "note", "check", "wrong"]


@pytest.mark.parametrize("texts", [[], [None], [""], ["  \t"], [None, "", "　"]])
def test_nothing_written_is_no_finding(texts: list[str | None]) -> None:
    frame = parse_addresses(series(texts))
    assert frame.schema == pl.Schema(SCHEMA)
    assert frame.height == len(texts)
    assert frame["verdict"].to_list() == ["ok"] * len(texts)
    assert frame["reasons"].list.len().sum() == 0
    assert frame.select(pl.col(*PARTS, "code").is_null().all()).row(0) == (True,) * 8 or not texts


def test_a_very_long_text_is_read_to_its_500th_character() -> None:
    head = "浙江省杭州市西湖区文三路1号"
    frame = parse_addresses(series([head + "好" * 100_000, head]))
    assert frame["number"].to_list() == ["1号", "1号"]
    assert frame["rest"].str.len_chars().to_list() == [500 - len(head), None]


def test_chunks_join_without_a_seam() -> None:
    texts = ["广东省杭州市西湖区文三路1号", "杭州市下城区", "北京市朝阳区建国路88号"] * 6000
    frame = parse_addresses(series([*texts]))
    assert frame.height == 18_000
    assert frame[:3].equals(frame[16_386:16_389])


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8))
def test_rows_are_judged_one_by_one(texts: list[str]) -> None:
    whole = parse_addresses(series([*texts]))
    parts = pl.concat([parse_addresses(series([text])) for text in texts])
    assert whole.equals(parts)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_spans_and_parts_lie_inside_the_text_in_order(text: str) -> None:
    row = parse_addresses(series([text])).row(0, named=True)
    at = 0
    # The name of a municipality, written once, stands for province and city.
    names = [name for name in PARTS if name != "city" or row["city"] != row["province"]]
    for name in names:
        if row[name] is not None:
            found = text.find(row[name], at)
            assert found >= at, name
            at = found + len(row[name])
    for reason in row["reasons"]:
        assert reason["spans"]
        for span in reason["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(text)
        for listed in ("levels", "divisions"):
            assert len(reason[listed]) in {0, len(reason["spans"])}


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_one_address_is_read_like_a_column(text: str) -> None:
    row = parse_addresses(series([text])).row(0, named=True)
    assert parse_address(text) == Address(**row | {"reasons": tuple(row["reasons"])})
