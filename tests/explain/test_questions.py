"""Golden questions: what a buyer reads in the chat, word for word."""

from __future__ import annotations

import pytest

from shopwarden.explain import Language
from shopwarden.explain.questions import ACTIONS, CAUSES, change_lines, question
from shopwarden.places import parse_address
from shopwarden.places.action import Action, action_of
from shopwarden.places.reasons import AddressReason
from shopwarden.places.slips import Cause
from shopwarden.places.suggest import suggest

ZH = "亲，您好！发货前想和您核对一下收货地址：{}麻烦您回复一下，确认后马上为您安排发货，谢谢！"
EN = (
    "Hello! Before we ship your order, may we check the delivery address with you? {} "
    "We will ship as soon as we hear from you. Thank you!"
)
GOLDEN = [
    (
        "广东省杭州市余杭区文一西路969号",
        "地址里的“广东省”和“杭州市”不在一起，请问应寄到“浙江省杭州市余杭区”吗？",
        "“广东省” and “杭州市” in the address do not lie together. "
        "Should it go to “浙江省杭州市余杭区”?",
    ),
    (
        "广东省西湖区文一西路969号",
        "地址里的“广东省”和“西湖区”不在一起，请问应寄到“浙江省杭州市西湖区”，"
        "还是“江西省南昌市西湖区”？",
        "“广东省” and “西湖区” in the address do not lie together. "
        "Should it go to “浙江省杭州市西湖区” or “江西省南昌市西湖区”?",
    ),
    (
        "广东省广州市朝阳区建国路88号",
        "地址里的“广州市”和“朝阳区”不在一起，请问应寄到哪个省、市、区县呢？",
        "“广州市” and “朝阳区” in the address do not lie together. "
        "Which province, city and district should it go to?",
    ),
    (
        "浙江省杭州市余航区五常街道文一西路969号",
        "地址里的“余航区”没有查到，请问是“余杭区”吗？",
        "We could not find “余航区” in the address. Is it “余杭区”?",
    ),
    (
        "浙江省杭州市余杭区",
        "地址只写到“浙江省杭州市余杭区”，请问详细地址（道路、门牌号或小区、楼栋、房号）是什么呢？",
        "The address ends with “浙江省杭州市余杭区”. What is the detailed address "
        "(road and number, or estate, building and room)?",
    ),
    (
        "浙江省杭州市余杭区五常街道asdasdasd",
        "地址里的“asdasdasd”没有看明白，请问详细地址是什么呢？",
        "We could not make out “asdasdasd” in the address. What is the detailed address?",
    ),
    (
        "浙江省杭州市余杭区五常街道文一西路969号加q58443210",
        "地址里留了联系方式，请问派送时联系订单上的收货电话可以吗？",
        "The address holds contact details. "
        "May the courier call the phone number of the order?",
    ),
]  # fmt: skip


def asked(text: str, language: Language) -> str | None:
    address = parse_address(text)
    return question(text, address, suggest(text, address), language)


@pytest.mark.parametrize(("text", "zh", "en"), GOLDEN)
def test_one_reason_makes_one_question(text: str, zh: str, en: str) -> None:
    assert asked(text, Language.ZH) == ZH.format(zh)
    assert asked(text, Language.EN) == EN.format(en)


def test_several_reasons_are_asked_about_together() -> None:
    text = "广东省杭州市余杭区asdfgh"
    assert asked(text, Language.ZH) == (
        "亲，您好！发货前想和您核对一下收货地址：\n"
        "1. 地址里的“广东省”和“杭州市”不在一起，请问应寄到“浙江省杭州市余杭区”吗？\n"
        "2. 地址里的“asdfgh”没有看明白，请问详细地址是什么呢？\n"
        "麻烦您回复一下，确认后马上为您安排发货，谢谢！"
    )
    assert asked(text, Language.EN) == (
        "Hello! Before we ship your order, may we check the delivery address with you?\n"
        "1. “广东省” and “杭州市” in the address do not lie together. "
        "Should it go to “浙江省杭州市余杭区”?\n"
        "2. We could not make out “asdfgh” in the address. What is the detailed address?\n"
        "We will ship as soon as we hear from you. Thank you!"
    )


def test_a_note_is_asked_about_only_along_with_what_needs_an_answer() -> None:
    told = asked("朝阳区", Language.ZH)
    assert told is not None
    assert "叫“朝阳区”的地方不止一处，请问是“北京市朝阳区”，还是“吉林省长春市朝阳区”？" in told
    told = asked("广东省西湖区文一西路", Language.EN)
    assert told is not None
    assert "What is the house number, or the name of the estate or company?" in told


@pytest.mark.parametrize(
    "text",
    [
        "浙江省杭州市余杭区五常街道文一西路969号",
        "浙江省杭州市下城区中山北路100号",
        "浙江省杭州市余杭区五常街道文一西路969号逗你玩",
        "",
    ],
)
def test_there_is_nothing_to_ask_where_the_parcel_may_go_or_must_wait(text: str) -> None:
    assert asked(text, Language.ZH) is None


def test_changes_are_told_with_their_cause() -> None:
    text = "浙江省杭州市余航区五常街道文一西路969号"
    found = suggest(text, parse_address(text))
    assert found is not None
    assert change_lines(found, Language.ZH) == ["余航区 → 余杭区（读音相同）"]
    assert change_lines(found, Language.EN) == ["余航区 → 余杭区 (sounds the same)"]
    text = "北京市上海市浦东新区世纪大道1号"
    found = suggest(text, parse_address(text))
    assert found is not None
    assert change_lines(found, Language.ZH) == ["北京市 → 删去（与其余部分不符）"]


def test_every_action_and_cause_has_its_words() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(CAUSES) == set(Cause)
    assert {action_of(reason) for reason in AddressReason} == set(Action)
