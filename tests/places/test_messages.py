"""Words people slip into an address, and places that only sound like them."""

from __future__ import annotations

import polars as pl
import pytest

from shopwarden.places import parse_addresses

HOME = "浙江省杭州市余杭区五常街道文一西路969号"
PLANTED = [
    (f"{HOME}加q58443210", "contact_inside"),
    (f"{HOME}+微abc_12345", "contact_inside"),
    (f"{HOME}微:abc_12345", "contact_inside"),
    (f"{HOME}13800000000微信同号", "contact_inside"),
    (f"{HOME}张三13800000000或13900000001", "contact_inside"),
    (f"{HOME} 400-800-8888", "contact_inside"),
    (f"{HOME}一手货源支持代发", "advertising"),
    (f"{HOME}招聘兼职日结", "advertising"),
    (f"{HOME}店主是骗子", "abuse"),
    (f"{HOME}逗你玩", "abuse"),
    ("杭州市余杭区五常街道火星基地", "abuse"),
    ("杭州市余杭区五常街道asdasdasd", "gibberish"),
    ("杭州市余杭区五常街道xcvxcvxcv321", "gibberish"),
    ("杭州市余杭区五常街道方法方法方法的", "gibberish"),
    ("浙江省杭州市余行区五常街道文一西路969号", "unknown_division"),
    ("山东省 青岛市 成阳区 流亭街道 正阳路419号", "unknown_division"),
    ("上海市杨铺区国定路732号", "unknown_division"),
    (f"{HOME}国际货代仓 会员码UID929041", "forwarding_warehouse"),
]
HARMLESS = [
    "湖南省长沙市芙蓉区火星街道火星北路100号",
    "北京市海淀区西北旺东路10号微软大厦",
    "深圳市福田区招商银行大厦20楼",
    "浙江省杭州市余杭区五常街道文一西路969号送货前请打电话谢谢",
    "浙江省杭州市余杭区五常街道丰巢快递柜",
    "广东省东莞市南城区鸿福路1号",
    "成都市天府新区华阳街道1号",
    "广东省中山市火炬开发区康乐大道1号",
    "上海市张江高科技园区博云路2号",
    "重庆市两江新区金开大道1号",
    "哈尔滨市南岗区哈哈便利店",
]


@pytest.mark.parametrize(("text", "code"), PLANTED)
def test_a_message_or_noise_is_found(text: str, code: str) -> None:
    row = parse_addresses(pl.Series([text])).row(0, named=True)
    assert code in [reason["code"] for reason in row["reasons"]]
    assert row["verdict"] == "check"


@pytest.mark.parametrize("tail", ["收件人张三13800000000", "电话0571-88888888", " 138 0000 0000"])
def test_one_number_to_call_is_only_noted(tail: str) -> None:
    row = parse_addresses(pl.Series([HOME + tail])).row(0, named=True)
    assert [reason["code"] for reason in row["reasons"]] == ["receiver_inside"]
    assert row["verdict"] == "note"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_sounds_like_one_is_not(text: str) -> None:
    assert parse_addresses(pl.Series([text]))["verdict"][0] in {"ok", "note"}
