"""What a rule means, as a typed tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shopwarden.rules import RuleError, Vocabulary, check_rule
from shopwarden.rules.tree import (
    And,
    Arithmetic,
    Between,
    Column,
    Compare,
    Condition,
    Double,
    Finite,
    Holds,
    IsNull,
    Like,
    LikeForm,
    Literal,
    Matches,
    Not,
    OneOf,
    OnList,
    Or,
)
from shopwarden.rules.vocabulary import Type
from tests.rules.shop import SHOP, TERMS

AMOUNT = Column(SHOP["amount"])
QUANTITY = Column(SHOP["quantity"])
RATE = Column(SHOP["rate"])
BUYER = Column(SHOP["buyer"])
ADDRESS = Column(SHOP["address"])
CREATED = Column(SHOP["created_at"])
REVIEW = Column(SHOP["needs_review"])


def _read(text: str, shop: Vocabulary = SHOP) -> Condition:
    return check_rule(text, shop).condition


def _fen(value: float) -> Literal:
    return Literal(value, Type.MONEY)


def test_the_rule_of_the_documents() -> None:
    text = "buyer_refunds_30d >= 3 and amount > 200 and not on_list('trusted', buyer)"
    assert _read(text) == And(
        (
            Compare(">=", Column(SHOP["buyer_refunds_30d"]), Literal(3, Type.INTEGER)),
            Compare(">", AMOUNT, _fen(20000)),
            Not(OnList("trusted", BUYER)),
        )
    )


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("AMOUNT > 0.01", Compare(">", AMOUNT, _fen(1))),
        ("200 < amount", Compare(">", AMOUNT, _fen(20000))),
        ("amount <> -1.5", Compare("<>", AMOUNT, _fen(-150))),
        ("amount > 3 * 200 - 1", Compare(">", AMOUNT, _fen(59900))),
        ("quantity = 3", Compare("=", QUANTITY, Literal(3, Type.INTEGER))),
        ("quantity > 2.5", Compare(">", Double(QUANTITY), Literal(2.5, Type.NUMBER))),
        ("quantity > rate", Compare(">", Double(QUANTITY), RATE)),
        ("rate >= 1", Compare(">=", RATE, Literal(1.0, Type.NUMBER))),
        ("rate > 0.1 + 0.2", Compare(">", RATE, Literal(0.3, Type.NUMBER))),
        ("buyer = 'it''s'", Compare("=", BUYER, Literal("it's", Type.TEXT))),
        ("needs_review", Holds(REVIEW)),
        ("needs_review = false", Not(Holds(REVIEW))),
        ("needs_review <> true", Not(Holds(REVIEW))),
        ("rate is not null", Not(IsNull(RATE))),
        ("amount between 1 and 2", Between(AMOUNT, _fen(100), _fen(200))),
        ("amount in (1, 2, 1)", OneOf(AMOUNT, (_fen(100), _fen(200)))),
        ("buyer like 'a%'", Like(BUYER, LikeForm.STARTS, "a")),
        ("buyer like '%a'", Like(BUYER, LikeForm.ENDS, "a")),
        ("buyer like '%a%'", Like(BUYER, LikeForm.CONTAINS, "a")),
        ("buyer like 'a'", Like(BUYER, LikeForm.EQUALS, "a")),
        ("matches(address, '\\d号')", Matches(ADDRESS, "[0-9]号", "\\d号")),
        (
            "created_at >= '2026-11-01'",
            Compare(">=", CREATED, Literal(datetime(2026, 10, 31, 16, tzinfo=UTC), Type.TIME)),
        ),
        (
            "amount / quantity > 30",
            Compare(
                ">",
                Finite(Arithmetic("/", Double(AMOUNT), Double(QUANTITY), Type.MONEY)),
                _fen(3000.0),
            ),
        ),
    ],
)
def test_a_text_means(text: str, condition: Condition) -> None:
    assert _read(text) == condition


def test_and_binds_before_or_and_not_before_and() -> None:
    flag, gift = Holds(REVIEW), Holds(Column(SHOP["is_gift"]))
    assert _read("needs_review or is_gift and not needs_review") == Or(
        (flag, And((gift, Not(flag))))
    )
    assert _read("(needs_review or is_gift) and not needs_review") == And(
        (Or((flag, gift)), Not(flag))
    )


def test_long_chains_are_flat() -> None:
    found = _read(" and ".join(["needs_review"] * 200))
    assert isinstance(found, And)
    assert len(found.items) == 200


def test_amounts_follow_the_currency() -> None:
    yen = _read("amount > 200", replace(SHOP, terms=TERMS, currency="JPY"))
    dinar = _read("amount > 1.234", replace(SHOP, terms=TERMS, currency="KWD"))
    assert yen == Compare(">", AMOUNT, _fen(200))
    assert dinar == Compare(">", AMOUNT, _fen(1234))
    with pytest.raises(RuleError) as caught:
        check_rule("amount > 0.5", replace(SHOP, terms=TERMS, currency="JPY"))
    assert (caught.value.code, caught.value.data["digits"]) == ("rule.money_digits", 0)


def test_dates_follow_the_zone() -> None:
    found = _read("created_at < '2026-07-01 08:30'", Vocabulary(TERMS, zone="America/New_York"))
    assert found == Compare(
        "<", CREATED, Literal(datetime(2026, 7, 1, 12, 30, tzinfo=UTC), Type.TIME)
    )


def test_a_name_may_be_a_word_of_sql() -> None:
    terms = [replace(SHOP["buyer"], name=name) for name in ("type", "left", "date", "order")]
    shop = Vocabulary(terms)
    for term in terms:
        assert _read(f"{term.name} = 'x'", shop) == Compare(
            "=", Column(term), Literal("x", Type.TEXT)
        )


def test_windows_line_ends_are_line_ends() -> None:
    rule = check_rule("amount > 200\r\n  and quantity > 1", SHOP)
    assert rule.text == "amount > 200\n  and quantity > 1"


def test_a_node_knows_its_characters() -> None:
    rule = check_rule("abs(amount - refunded) > 5 and (amount + 1) * 2 > refunded", SHOP)
    assert isinstance(rule.condition, And)
    first, second = rule.condition.items
    assert isinstance(first, Compare)
    assert isinstance(second, Compare)
    shown = [rule.text[slice(*node.span)] for node in (first, first.left, second.left)]
    assert shown == ["abs(amount - refunded) > 5", "abs(amount - refunded)", "(amount + 1) * 2"]
