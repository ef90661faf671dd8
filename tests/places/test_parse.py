from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shopwarden.places import Address, parse_address, parse_addresses, parse_divisions
from shopwarden.places.frames import PARTS, SCHEMA
from shopwarden.places.plain import NONE, read_plain

WORDS = [
    *("浙江省", "浙江", "杭州市", "广东省", "西湖区", "余杭", "五常街道", "天河区", "下城区"),
    *("吉林", "吉林市", "北京", "北京市", "仙桃市", "东莞市", "虎门镇", "文一西路", "6号大街"),
    *("969号", "12-14号", "3幢2单元501室", " ", "\t", "\n", "，", "（", "）", "13800000000"),
    *("***", "null", "啊啊啊啊", "asdf", "火星", "村", "社区", "号", "路", "街道", "１２号"),
    *("號", "A座", "😀", "𠮷", "中国", "高新区", "加微信", "朝阳区", "北京东路", "张三"),
]
LEFTOVER = ["template_leftover"]
RANDOM = st.text(max_size=40)
LINES = st.one_of(RANDOM, st.lists(st.sampled_from(WORDS), max_size=9).map("".join))


def series(texts: list[str | None]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def test_the_parts_of_the_headline_example_are_exactly_as_written() -> None:
    assert parse_address("浙江省杭州市余杭区五常街道文一西路969号") == Address(
        province="浙江省", city="杭州市", district="余杭区", town="五常街道", village=None,
        road="文一西路", lane=None, number="969号", building=None, unit=None, floor=None,
        room=None, poi=None, name=None, phone=None, rest=None, code="330110005", verdict="ok",
        reasons=(), province_name="浙江省", city_name="杭州市", district_name="余杭区",
        town_name="五常街道", infilled=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "infilled"),
    [
        ("余杭区五常街道文一西路1号", ["浙江省", "杭州市", "余杭区", "五常街道"], "province city"),
        ("浙江杭州下城区延安路1号", ["浙江省", "杭州市", "拱墅区", None], ""),
        ("北京朝阳区建国路88号", ["北京市", "北京市", "朝阳区", None], ""),
        ("浦东新区世纪大道1号", ["上海市", "上海市", "浦东新区", None], "province city"),
        ("湖北仙桃市仙桃大道1号", ["湖北省", None, "仙桃市", None], ""),
        ("河北省邯郸市邯郸县人民路1号", ["河北省", "邯郸市", None, None], ""),
        ("人民路1号", [None, None, None, None], ""),
    ],
)
def test_official_names_follow_from_the_code(
    text: str, names: list[str | None], infilled: str
) -> None:
    parsed = parse_address(text)
    found = [parsed.province_name, parsed.city_name, parsed.district_name, parsed.town_name]
    assert (found, " ".join(parsed.infilled)) == (names, infilled)


def test_building_unit_and_room_are_parts_and_notes_the_rest() -> None:
    parsed = parse_address("北京市朝阳区建国路88号 3号楼2单元501室 放门口 ")
    assert (parsed.road, parsed.number) == ("建国路", "88号")
    assert (parsed.building, parsed.unit, parsed.room) == ("3号楼", "2单元", "501室")
    assert parsed.rest == "放门口"


def test_traditional_and_full_width_text_is_returned_as_written() -> None:
    parsed = parse_address("浙江省杭州市餘杭區五常街道文一西路９６９號３樓")
    assert parsed.district == "餘杭區"
    assert parsed.number == "９６９號"
    assert parsed.floor == "３樓"
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


@pytest.mark.parametrize(
    ("text", "road", "reasons"),
    [
        ("陕西省延安市子长市秀延街道陕西省延安市子长市秀延街道中山街49号", "中山街", LEFTOVER),
        ("浙江省杭州市余杭区五常街道 浙江省杭州市余杭区文一西路969号", "文一西路", LEFTOVER),
        ("浙江省杭州市余杭区五常街道余杭区文一西路969号", "文一西路", []),
        ("上海市浦东新区张江镇上海市浦东新区科苑路88号", "科苑路", []),
    ],
)  # fmt: skip
def test_a_chain_repeated_behind_the_township_is_stepped_over(
    text: str, road: str, reasons: list[str]
) -> None:
    parsed = parse_address(text)
    assert (parsed.road, [reason["code"] for reason in parsed.reasons]) == (road, reasons)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("浙江省温州市乐清市柳市后街村12号", "柳市"),
        ("浙江省杭州市萧山区瓜沥国庆村3组", "瓜沥"),
        ("浙江省杭州市萧山区瓜沥国际商城1号", None),
        ("浙江省杭州市余杭区闲林医院", None),
        ("浙江省杭州市余杭区闲林村1号", None),
    ],
)
def test_a_short_township_is_read_before_a_village_but_not_in_an_institution(
    text: str, town: str | None
) -> None:
    assert parse_address(text).town == town


def test_a_province_alone_behind_the_township_is_part_of_a_name() -> None:
    assert parse_address("浙江省杭州市余杭区五常街道浙江省中医院1号楼").verdict == "ok"


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
    assert all(frame[name].null_count() == frame.height for name in (*PARTS, "code"))


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
@example("0:0000000000A")
def test_parts_lie_inside_the_text_and_apart(text: str) -> None:
    row = parse_addresses(series([text])).row(0, named=True)
    spans = read_plain(text, is_whole=True).spans
    # The name of a municipality, written once, stands for province and city.
    each = {(at, end) for at, end in zip(spans[::2], spans[1::2], strict=True) if at != NONE}
    ordered = sorted(each)
    assert all(end <= at for (_, end), (at, _) in pairwise(ordered))
    assert all(0 <= at < end <= len(text) for at, end in ordered)
    assert {text[at:end] for at, end in each} == {row[name] for name in PARTS} - {None}
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
    assert parse_address(text) == Address(
        **row | {"reasons": tuple(row["reasons"]), "infilled": tuple(row["infilled"])}
    )


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_divisions_alone_are_those_of_the_whole_reading(text: str) -> None:
    whole = parse_addresses(series([text])).row(0, named=True)
    alone = parse_divisions(series([text])).row(0, named=True)
    unlisted = read_plain(text, is_whole=False).names == read_plain(text, is_whole=True).names
    assert unlisted
    assert all(alone[level] == whole[level] for level in ("province", "city", "district", "code"))


def test_divisions_alone_leave_the_rest_as_it_is() -> None:
    frame = parse_divisions(series(["广东省广州市西湖区 文三路1号 啊啊啊啊 "]))
    assert frame.columns == [
        "province", "city", "district", "town", "rest", "code", "verdict", "reasons",
    ]  # fmt: skip
    row = frame.row(0, named=True)
    assert (row["district"], row["town"], row["rest"]) == ("西湖区", None, "文三路1号 啊啊啊啊")
    assert row["verdict"] == "wrong"
    assert [reason["code"] for reason in row["reasons"]] == ["contradiction"]
