from __future__ import annotations

import pytest

from shopwarden.places import parse_address


def clash(text: str) -> list[tuple[list[str], list[str]]]:
    """Levels and divisions of the contradictions found in `text`."""
    reasons = parse_address(text).reasons
    return [(r["levels"], r["divisions"]) for r in reasons if r["code"] == "contradiction"]


def test_a_township_of_one_other_county_is_named_with_its_code() -> None:
    text = "贵州省贵阳市清镇市尺八镇建设路1号"
    assert clash(text) == [(["district", "town"], ["520181", "421088113"])]
    assert parse_address(text).code == "421088113"


def test_a_township_of_several_other_counties_has_no_one_code() -> None:
    assert clash("河北省石家庄市平山县新街镇迎宾路1号") == [(["district", "town"], ["130131", ""])]


def test_a_city_without_counties_holds_its_towns_itself() -> None:
    assert clash("广东省东莞市尺八镇莞太路1号") == [(["city", "town"], ["441900", "421088113"])]
    assert clash("广东省东莞市虎门镇莞太路1号") == []


def test_a_town_whose_name_begins_like_a_seat_s_is_judged() -> None:
    assert clash("甘肃省兰州市永登县城赵镇1号")[0][0] == ["district", "town"]


def test_a_village_of_a_common_name_is_no_trace_of_a_township() -> None:
    assert clash("江苏省南京市溧水区和平街道人民路1号") == [(["district", "town"], ["320117", ""])]


def test_only_a_county_s_seat_is_called_so() -> None:
    assert clash("四川省内江市市中区城关镇友谊街1707号") == [(["district", "town"], ["511002", ""])]


@pytest.mark.parametrize(
    "text",
    [
        "温州鹿城区黄龙街道盘锦路1号",  # a former one, whose community keeps the name
        "浙江省杭州市西湖区五常街道文一西路1号",  # of the next county
        "湖南省张家界市慈利县城关镇解放路1号",  # what people call the seat of any county
        "重庆市城口县大足镇1号",  # of another district of the municipality
        "浙江省温州市瑞安市横山镇西路9号",  # a street
        "浙江省杭州市下城区尺八镇1号",  # former districts prove nothing
        "浙江省杭州市尺八镇1号",
    ],
)
def test_a_township_that_may_have_been_there_is_no_contradiction(text: str) -> None:
    assert clash(text) == []


@pytest.mark.parametrize(
    ("text", "district", "clashes"),
    [
        ("黑龙江省哈尔滨市延寿县沛县北路734号", "延寿县", 0),
        ("四川省达州市宣汉县澧县饭店", "宣汉县", 0),
        ("江苏省泰州市环县实验小学", "环县", 1),
        ("广东省广州市沛县人民路1号", "沛县", 1),
    ],
)
def test_streets_and_shops_bear_the_names_of_counties(
    text: str, district: str, clashes: int
) -> None:
    assert (parse_address(text).district, len(clash(text))) == (district, clashes)


def test_a_short_name_is_read_as_the_one_that_holds_what_follows() -> None:
    parsed = parse_address("海南兴海县中铁乡学院路1号")
    assert (parsed.province, parsed.city, parsed.code) == (None, "海南", "632524202")
    assert parsed.verdict == "ok"


def test_a_former_county_fits_only_under_the_city_it_has_today() -> None:
    assert len(clash("河北省秦皇岛市辛集市民主路1号")) == 1
    assert clash("河北省石家庄市辛集市民主路1号") == []
