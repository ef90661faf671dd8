"""A comparison of a rule in the columns of a table."""

from __future__ import annotations

from typing import Any

import pytest

from shopwarden.explain import Language
from shopwarden.explain.rule_reasons import _WANTED, reason_columns
from shopwarden.rules import check_rule, trace
from tests.rules.shop import SHOP


@pytest.mark.parametrize(
    ("text", "row", "zh", "en"),
    [
        ("amount > 200", {"amount_minor": 30050},
         ("金额", "¥300.5", "> ¥200"), ("amount", "¥300.5", "> ¥200")),
        ("rate >= 0.5", {}, ("退款率", "", "≥ 50%"), ("refund rate", "", "≥ 50%")),
        ("not on_list('trusted', buyer)", {"buyer": "张三"},
         ("买家", "", "不在名单上"), ("buyer", "", "not on the list")),
        ("is_gift", {"is_gift": False}, ("是赠品", "否", "是"), ("is a gift", "no", "yes")),
    ],
)  # fmt: skip
def test_a_comparison_is_said_in_columns(
    text: str, row: dict[str, Any], zh: tuple[str, ...], en: tuple[str, ...]
) -> None:
    ((reason, _),) = trace(check_rule(text, SHOP), row)
    assert reason_columns(reason, SHOP, Language.ZH) == zh
    assert reason_columns(reason, SHOP, Language.EN) == en


def test_every_operator_has_words() -> None:
    operators = {"in", "like", "matches", "on_list", "is_null", "is"}
    signs = {"=", "<>", "<", "<=", ">", ">="}
    assert set(_WANTED) == signs | operators | {f"not {one}" for one in operators}
