"""Rules and reasons in words, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopwarden.explain import Language
from shopwarden.explain.rule_reasons import reason_sentence
from shopwarden.explain.rules import read_rule
from shopwarden.rules import RuleSet, Vocabulary, check_rule
from tests.rules.shop import SHOP, TERMS

_case_rule_zh_en = [
    (
        "buyer_refunds_30d >= 3 and amount > 200 and not on_list('trusted', buyer)",
        "买家近30天退款次数 ≥ 3 且 金额 > ¥200 且 买家不在信任名单上",
        "the buyer's refunds in 30 days ≥ 3 and amount > ¥200 and buyer is not on the trusted list",
    ),
    (
        "amount / quantity > 30 or (rate > 0.5 and known_days < 3)",
        "金额 ÷ 件数 > ¥30 或 （退款率 > 50% 且 认识天数 < 3 天）",
        "amount ÷ quantity > ¥30 or (refund rate > 50% and days known < 3 days)",
    ),
    (
        "created_at >= '2026-11-01' and paid_at < '2026-11-02 08:30'",
        "下单时间 ≥ 2026-11-01 且 付款时间 < 2026-11-02 08:30",
        "time of order ≥ 2026-11-01 and time of payment < 2026-11-02 08:30",
    ),
    (
        "time_of_day(created_at) < '06:00' and weekday(paid_at) in (6, 7) and hour(paid_at) = 5",
        "下单时间的时刻 < 06:00 且 付款时间的星期 属于 周六、周日 且 付款时间的钟点 = 5",
        "time of day of time of order < 06:00 and weekday of time of payment is one of Saturday, "
        "Sunday and hour of time of payment = 5",
    ),
    (
        "not (amount > 5 and is_gift) or not needs_review",
        "并非（金额 > ¥5 且 是赠品 = 是） 或 需要核对 = 否",
        "not (amount > ¥5 and is a gift = yes) or needs a look = no",
    ),
    (
        "status not in ('paid', 'shipped') and not status = 'unpaid'",
        "订单状态 不属于 “paid”、“shipped” 且 订单状态 ≠ “unpaid”",
        "status is none of “paid”, “shipped” and status ≠ “unpaid”",
    ),
    (
        "abs(amount - refunded) < 0.01 and amount not between 1 and 20.5",
        "（金额 \u2212 已退金额）的绝对值 < ¥0.01 且 金额 不在 ¥1 到 ¥20.5 之间",
        "size of (amount \u2212 refunded) < ¥0.01 and amount is not between ¥1 and ¥20.5",
    ),
    (
        "coalesce(rate, 0) > 0.25 and (amount + 5) * 2 > refunded",
        "退款率（为空时按 0%） > 25% 且 （金额 + ¥5） × 2 > 已退金额",
        "refund rate (or 0% where not known) > 25% and (amount + ¥5) × 2 > refunded",
    ),
    (
        "lower(address) like '%x%' and address not like '省%' and address like '%号'",
        "小写的收货地址包含“x” 且 收货地址不以“省”开头 且 收货地址以“号”结尾",
        "address in lower case contains “x” and address does not start with “省” and address ends "
        "with “号”",
    ),
    (
        "matches(address, '\\d+') and length(address) < 8 and address is not null",
        "收货地址符合模式“\\d+” 且 收货地址的字数 < 8 且 收货地址不为空",
        "address matches “\\d+” and length of address < 8 and address is known",
    ),
]


@pytest.mark.parametrize(("text", "zh", "en"), _case_rule_zh_en)
def test_a_rule_in_words(text: str, zh: str, en: str) -> None:
    rule = check_rule(text, SHOP)
    assert read_rule(rule, Language.ZH) == zh
    assert read_rule(rule, Language.EN) == en


def test_amounts_and_times_follow_the_shop() -> None:
    shop = Vocabulary(TERMS, zone="America/New_York", currency="USD")
    yen = Vocabulary(TERMS, currency="JPY")
    text = "amount > -200.5 and created_at > '2026-07-01 08:00:30'"
    assert read_rule(check_rule(text, shop), Language.EN) == (
        "amount > -$200.5 and time of order > 2026-07-01 08:00:30"
    )
    assert read_rule(check_rule("amount > 200", yen), Language.ZH) == "金额 > 200 JPY"


def test_a_term_without_words_is_read_by_its_name() -> None:
    bare = Vocabulary([type(TERMS[0])(name="orders_1h", type=TERMS[2].type)])
    assert read_rule(check_rule("orders_1h > 1", bare), Language.ZH) == "orders_1h > 1"


def test_reasons_in_words() -> None:
    text = (
        "buyer_refunds_30d >= 3 and amount / quantity > 30 and rate > 0.5 and known_days < 3 "
        "and not on_list('trusted', buyer) and created_at > '2026-11-20' and phone is null "
        "and needs_review and time_of_day(created_at) < '06:00' and matches(address, '省')"
    )
    row = {
        "buyer_refunds_30d": 4, "amount_minor": 23000, "quantity": 2, "rate": 0.6,
        "known_days": 1.5, "buyer": "x", "created_at": datetime(2026, 11, 20, 18, 5, tzinfo=UTC),
        "needs_review": True, "address": "广东省",
    }  # fmt: skip
    found = RuleSet({"rule": check_rule(text, SHOP)}).fired(row)["rule"]
    assert [reason_sentence(reason, SHOP, Language.ZH) for reason in found] == [
        "买家近30天退款次数 4（≥ 3）",
        "amount / quantity ¥115（> ¥30）",
        "退款率 60%（> 50%）",
        "认识天数 1.5 天（< 3 天）",
        "买家不在名单上",
        "下单时间 2026-11-21 02:05（> 2026-11-20）",
        "收货电话为空",
        "需要核对 = 是",
        "time_of_day(created_at) 02:05（< 06:00）",
        "收货地址符合所写模式",
    ]
    assert [reason_sentence(reason, SHOP, Language.EN) for reason in found][:5] == [
        "the buyer's refunds in 30 days 4 (≥ 3)",
        "amount / quantity ¥115 (> ¥30)",
        "refund rate 60% (> 50%)",
        "days known 1.5 days (< 3 days)",
        "buyer is not on the list",
    ]
