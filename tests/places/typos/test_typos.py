from __future__ import annotations

import pytest

from shopwarden.places import parse_address
from shopwarden.places.levels import Level
from shopwarden.places.mentions import nine_digits, spans_of
from shopwarden.places.typos import Typo, find_typos

HOME = "五常街道文一西路969号"
SLIPS = [
    # A level missing above what was read.
    (f"浙扛省杭州市余杭区{HOME}", "浙扛省", "浙江省"),
    (f"折江省杭州市余杭区{HOME}", "折江省", "浙江省"),
    (f"折江杭州市余杭区{HOME}", "折江", "浙江"),
    (f"浙江省航州市余杭区{HOME}", "航州市", "杭州市"),
    (f"浙江航州余杭区{HOME}", "航州", "杭州"),
    (f"浙江省杭州市余姚区{HOME}", "余姚区", "余杭区"),
    (f"浙江省杭州市余区{HOME}", "余区", "余杭区"),
    ("河北省石家庄市挂县前大章乡人民路88号", "挂县", "赵县"),
    # At a name that was read.
    (f"浙江省杭州市余杭曲{HOME}", "余杭曲", "余杭区"),
    (f"浙江省杭州市余余杭区{HOME}", "余余杭区", "余杭区"),
    ("新疆维吾尔自治梭白杨市新华街5号", "新疆维吾尔自治梭", "新疆维吾尔自治区"),
    ("天津市河北区区新华街5号", "河北区区", "河北区"),
    # Below the deepest division.
    ("杭州市余航区文一西路969号", "余航区", "余杭区"),
    ("上海市杨铺区国定路732号", "杨铺区", "杨浦区"),
    ("北京市海定区中关村大街1号", "海定区", "海淀区"),
    ("山东省 青岛市 成阳区 流亭街道 正阳路419号", "成阳区", "城阳区"),
    ("杭洲市文一路1号", "杭洲市", "杭州市"),
    ("浙江省杭州市余杭区五长街道文一西路969号", "五长街道", "五常街道"),
    ("北京市通州区黎园镇人民路88号", "黎园镇", "梨园镇"),
    # A wrong last character, told by what begins behind it.
    ("北京市石景山期新华街5号", "石景山期", "石景山区"),
    ("河北省石家庄市平山栗富民路8号", "平山栗", "平山县"),
    ("北京市昌平区小汤山跪建设东路12号", "小汤山跪", "小汤山镇"),
    ("北京市东城区东华门街径建设东路12号", "东华门街径", "东华门街道"),
    ("河北省沧州市运河区南湖抓道人民路88号", "南湖抓道", "南湖街道"),
    # One said twice, one left out.
    ("河北省石家庄市平山县县解放大道168号", "平山县县", "平山县"),
    ("河北省邯郸市临漳县孙陶集镇镇解放大道168号", "孙陶集镇镇", "孙陶集镇"),
    ("天津市滨海新区寨上街道道新华街5号", "寨上街道道", "寨上街道"),
    ("河北省沧州市运河区南湖道人民路88号", "南湖道", "南湖街道"),
]
# What may as well be right, and is only worth a question.
DOUBTFUL = [
    ("安徽省马鞍山市充县解放大道168号", "充县", "和县"),
    ("河北省邯郸市临漳县孙陶镇建设东路12号", "孙陶镇", "孙陶集镇"),
    ("内蒙古自治区通辽市科尔沁区椰截店牧场新华街5号", "椰截店牧场", "半截店牧场"),
]
GENUINE = [
    f"浙江省杭州市余杭区{HOME}",
    "浙江 杭州 西湖区 文三路1号",
    "中国,浙江,杭州,西湖区,文三路1号",
    "浙江省杭州市文一西路969号",
    "北京市朝阳门外大街1号",
    "天津市河东路1号",
    "南京市鼓楼街5号",
    "广东省深圳市龙华新区民治街道民治大道100号",
    "浙江省杭州市下沙经济技术开发区",
    "浙江省绍兴市上虞区盖北镇镇海村",
    "江苏省南京市江宁区区政府",
    "重庆市双桥社区5号",
    "河北省唐山市路东区1号",
    "中国移动大厦3楼",
    # Roads and estates behind a short name.
    "江苏省苏州市昆山黑龙江路8号",
    "广东省佛山市南海桂澜路1号",
    "广东省佛山市南海万科广场3栋",
    "广东省东莞市虎门北环城路5号",
    "广东省东莞市虎门老人民路5号",
    "上海市青浦崧泽大道1号",
    "河北省石家庄市平山县县府前街1号",
    "浙江省湖州市长兴县县前街1号",
    "浙江省杭州市余杭区南湖街5号",
    # A township that is another kind today, or another county's of the city.
    "新疆维吾尔自治区和田地区民丰县尼雅乡文化西路694号",
    "浙江省杭州市余杭区古荡街道1号",
    "河北省廊坊市大城县里坦镇小庄村",
    "",
]


def found(text: str) -> list[Typo]:
    address = parse_address(text)
    return find_typos(text, spans_of(text, address), nine_digits(address.code))


@pytest.mark.parametrize(("text", "written", "form"), SLIPS)
def test_a_slip_is_found_with_the_name_that_was_meant(text: str, written: str, form: str) -> None:
    assert [(text[one.start : one.end], one.form) for one in found(text)] == [(written, form)]


@pytest.mark.parametrize(("text", "written", "form"), DOUBTFUL)
def test_what_may_be_a_slip_is_found_but_flags_nothing(text: str, written: str, form: str) -> None:
    assert [(text[one.start : one.end], one.form, one.is_firm) for one in found(text)] == [
        (written, form, False)
    ]


@pytest.mark.parametrize("text", GENUINE)
def test_what_is_no_slip_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_slip_knows_its_level_and_division() -> None:
    (typo,) = found("杭州市余航区文一西路969号")
    assert (typo.level, typo.meant.code, typo.cause) == (
        Level.DISTRICT, 330_110_000, "sounds_alike",
    )  # fmt: skip
