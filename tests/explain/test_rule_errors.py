"""What is wrong with a rule, as a person sees it: golden texts in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shopwarden.rules
from shopwarden.explain import Language
from shopwarden.explain.errors import error_sentence
from shopwarden.explain.rule_errors import (
    HINTS,
    RULE_ERRORS,
    RULEBOOK_ERRORS,
    rulebook_error_sentence,
    show_rule_error,
)
from shopwarden.rules import RulebookError, RuleError, check_rule
from shopwarden.rules.rulebook import read_rulebook
from tests.rules.shop import SHOP

SOURCE = Path(shopwarden.rules.__file__).parent
GOLDEN = Path(__file__).with_name("golden_rule_errors.txt")
TEXTS = (
    "",
    "amout > 200",
    "amount > 200 and\n  (quantity >= 2 or buyr = 'x')",
    "金额 > 200",
    "amount ＞ 200",  # noqa: RUF001 - typed with a Chinese keyboard
    'buyer = "x"',
    "address = '浙江省 and amount > 5",
    "address = '浙江省' andd amount > 5",
    "amount > 5 and",
    "(amount > 5",
    "address = '浙江省' and amount > 'x'",
    "buyer = 5",
    "amount > quantity",
    "amount + rate > 5",
    "amount",
    "amount > 0.005",
    "amount between 300 and 200",
    "1 < amount < 5",
    "amount = null",
    "needs_review is true",
    "amount / 0 > 5",
    "amount > 1e5",
    "1 = 1",
    "status = 'payed'",
    "loewr(buyer) = 'x'",
    "lower(amount) = 'x'",
    "coalesce(amount) > 5",
    "created_at > '20.11.2026'",
    "time_of_day(created_at) > '25:00'",
    "on_list('trustd', buyer)",
    "on_list('trusted', address)",
    "address like 'a_b'",
    "matches(address, '自提(?=点)')",
    "buyer::int > 5",
    "amount > 5 -- large",
    "amount in (quantity)",
    "not " * 13 + "is_gift",
    "is_gift and " * 10 + "amout > 5 and " + "is_gift and " * 10 + "is_gift",
)


def _golden() -> str:
    blocks = []
    for text in TEXTS:
        with pytest.raises(RuleError) as caught:
            check_rule(text, SHOP)
        shown = [show_rule_error(caught.value, language) for language in Language]
        blocks.append("\n".join([f"== {caught.value.code}", *shown]))
    return "\n\n".join(blocks) + "\n"


def test_errors_look_as_they_did() -> None:
    assert _golden() == GOLDEN.read_text(encoding="utf-8")


def _raised(pattern: str) -> set[str]:
    return {
        code
        for path in SOURCE.glob("*.py")
        for code in re.findall(pattern, path.read_text(encoding="utf-8"))
    }


def test_every_code_has_a_sentence_and_no_other_has() -> None:
    codes = _raised(r'"(rule\.[a-z_]+)"')
    assert codes == set(RULE_ERRORS)
    documented = _raised(r"^    (rule(?:book)?\.[a-z_]+)") | set(
        re.findall(r"^    (rule(?:book)?\.[a-z_]+)", (SOURCE / "errors.py").read_text(), re.M)
    )
    assert documented == codes | set(RULEBOOK_ERRORS)


def test_a_refusal_of_any_kind_is_said() -> None:
    with pytest.raises(RuleError) as caught:
        check_rule("amount", SHOP)
    assert error_sentence(caught.value, Language.EN) == (
        "A condition is needed here, and this is an amount. Compare it with a value, like > 200.\n"
        "  line 1, column 1\n  amount\n  ^^^^^^"
    )
    missing = RulebookError("rulebook.not_found", file="x.yaml")
    assert error_sentence(missing, Language.EN) == "There is no rulebook x.yaml."


def test_every_hint_is_given_somewhere() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    assert {hint for hint in HINTS if f'"{hint}"' not in written} == set()


def test_a_rulebook_error_shows_the_rule() -> None:
    text = (
        "format: 1\nrules:\n  - id: large\n    title: {zh: 大额, en: Large}\n"
        "    expression: amout > 5\n    severity: check\n    score: 1\n"
    )
    with pytest.raises(RulebookError) as caught:
        read_rulebook(text.encode(), "mine.yaml").check(SHOP)
    assert rulebook_error_sentence(caught.value, Language.ZH) == (
        "mine.yaml 第 5 行，规则 large，字段 expression：\n"
        "没有“amout”这一列。是不是“amount”？\n"
        "  第 1 行第 1 列\n  amout > 5\n  ^^^^^"
    )
    assert rulebook_error_sentence(caught.value, Language.EN) == (
        "mine.yaml, line 5, rule large, field expression:\n"
        "There is no column “amout”. Did you mean “amount”?\n"
        "  line 1, column 1\n  amout > 5\n  ^^^^^"
    )


@pytest.mark.parametrize(
    ("data", "zh", "en"),
    [
        (
            b"format: 1\nrulez: []",
            "x.yaml 第 2 行：没有“rulez”这个字段。是不是“rules”？",
            "x.yaml, line 2: there is no field “rulez”. Did you mean “rules”?",
        ),
        (
            b"format: 1\nrules:\n  - {id: a, score: 2}",
            "x.yaml 第 3 行，规则 a：缺少字段“title”。",
            "x.yaml, line 3, rule a: the field “title” is missing.",
        ),
        (b"a: b: c", "x.yaml 第 1 行第 5 列不是正确的 YAML。",
         "x.yaml is no valid YAML in line 1, column 5."),
        (b"- x", "x.yaml 第 1 行：应为“字段: 值”的列表。",
         "x.yaml, line 1: expected fields with values."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rulebook(data: bytes, zh: str, en: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read_rulebook(data, "x.yaml")
    said = [rulebook_error_sentence(caught.value, language) for language in Language]
    assert said == [zh, en]
