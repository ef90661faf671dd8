"""Golden sentences: what a person reads, word for word."""

from __future__ import annotations

import polars as pl
import pytest

from shopwarden.detectors import Finding
from shopwarden.explain import Language
from shopwarden.explain.findings import address_sentences, sentence
from shopwarden.records import Severity

GOLDEN = [
    (
        "广东省西湖区文一西路969号",
        "收货省份与区县不符：广东省 / 西湖区（浙江省杭州市）",
        "The province and the district do not fit: 广东省 / 西湖区 (浙江省杭州市)",
    ),
    (
        "浙江省杭州市下城区中山北路100号",
        "使用了已撤销或更名的区划：下城区（现为拱墅区）",
        "Uses a former division name: 下城区 (now 拱墅区)",
    ),
    (
        "浙江省杭州市余杭区五常街道文一西路969号加微信abc12345",
        "地址中夹带联系方式：加微信abc***45",
        "Contact details inside the address: 加微信abc***45",
    ),
    (
        "浙江省杭州市余杭区",
        "只写到行政区划，没有详细地址",
        "Only the division is written, nothing below it",
    ),
]


@pytest.mark.parametrize(("address", "zh", "en"), GOLDEN)
def test_address_sentences(address: str, zh: str, en: str) -> None:
    series = pl.Series([address])
    assert zh in address_sentences(series, Language.ZH)[0]
    assert en in address_sentences(series, Language.EN)[0]


def finding(code: str, **facts: object) -> Finding:
    known: dict[str, object] = {
        "subject_kind": "order",
        "platform": "taobao",
        "shop": "demo",
        "subject_id": "1",
        "detector": "contact",
        "code": code,
        "severity": Severity.CHECK,
        "score": 0.5,
        "metric": None,
        "value": None,
        "threshold": None,
        "field": "phone",
        "spans": (),
        "levels": (),
        "related": (),
    }
    return Finding(**(known | facts))  # type: ignore[arg-type]


CONTACT = [
    (
        finding("phone_impossible"),
        "138000000",
        "收货电话不是有效号码：138****00（9 位数字）",
        "Not a valid phone number: 138****00 (9 digits)",
    ),
    (
        finding("name_not_a_name", field="receiver_name", metric="keyboard"),
        "asdfgh",
        "收货人不像姓名：像随手敲的键盘",
        "The receiver does not look like a name: looks like keys hit at random",
    ),
    (
        finding("phone_many_buyers", value=6.0, threshold=4.0),
        "13800000001",
        "6 个买家用同一个收货电话（4 个起提醒）",
        "6 buyers use this receiver phone (looked at from 4)",
    ),
    (
        finding("bad_list", field="buyer"),
        "somebody",
        "买家在本店的不良名单上",
        "The buyer is on the shop's bad list",
    ),
    (
        finding("linked_accounts", levels=("device", "place"), value=5.0, threshold=3.0),
        "",
        "5 个账号有关联，共用：设备、收货地点（3 个起提醒）",
        "5 accounts hang together; shared: device, place (looked at from 3)",
    ),
]


@pytest.mark.parametrize(("found", "text", "zh", "en"), CONTACT)
def test_contact_sentences(found: Finding, text: str, zh: str, en: str) -> None:
    assert sentence(found, text, Language.ZH) == zh
    assert sentence(found, text, Language.EN) == en
