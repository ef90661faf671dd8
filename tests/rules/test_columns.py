"""What a rule may name of a record."""

from __future__ import annotations

import pytest

from shopwarden.records import SCHEMAS, Kind
from shopwarden.rules import Term, Type, Vocabulary, check_rule
from shopwarden.rules.columns import record_terms
from shopwarden.rules.parse import FUNCTIONS

LEFT_OUT = {
    "shop", "id", "source", "source_file", "source_row", "seen_at", "modified_at", "currency",
    "label",
}  # fmt: skip


def test_a_rule_may_name_what_a_record_says() -> None:
    named = {term.source for term in record_terms(Kind.ORDERS)}
    assert set(SCHEMAS[Kind.ORDERS]) - named == LEFT_OUT
    assert named - set(SCHEMAS[Kind.ORDERS]) == {"place_key"}


def test_of_a_refund_ids_are_left_out_too() -> None:
    named = {term.source for term in record_terms(Kind.REFUNDS)}
    assert set(SCHEMAS[Kind.REFUNDS]) - named == LEFT_OUT - {"label"} | {
        "order_id", "line_id", "platform_case", "outbound_trace", "return_trace", "version",
    }  # fmt: skip


def test_types_follow_the_schema() -> None:
    terms = {term.name: term for term in record_terms(Kind.ORDERS)}
    types = {name: terms[name].type for name in ("amount", "quantity", "status", "needs_review")}
    assert types == {
        "amount": Type.MONEY, "quantity": Type.INTEGER, "status": Type.CHOICE,
        "needs_review": Type.FLAG,
    }  # fmt: skip
    assert terms["created_at"].type is Type.TIME
    assert terms["address"].type is Type.TEXT
    assert terms["amount"].source == "amount_minor"
    assert terms["status"].choices[:3] == ("unknown", "unpaid", "paid")


@pytest.mark.parametrize("kind", [Kind.ORDERS, Kind.REFUNDS])
def test_every_name_can_be_written_and_has_words(kind: Kind) -> None:
    terms = record_terms(kind)
    shop = Vocabulary(terms)
    for term in terms:
        assert check_rule(f"{term.name} is null", shop).condition.span == (0, len(term.name))
        assert term.zh
        assert term.en
        assert term.name not in FUNCTIONS


def test_a_vocabulary_has_each_name_once() -> None:
    term = Term(name="amount", type=Type.MONEY)
    with pytest.raises(ValueError, match="each name once"):
        Vocabulary([term, term])


@pytest.mark.parametrize("name", ["", "1a", "A", "a-b", "a b", "金额", "a" * 64])
def test_a_name_is_ascii_words(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        Term(name=name, type=Type.TEXT)


def test_only_a_choice_has_choices() -> None:
    with pytest.raises(ValueError, match="choices"):
        Term(name="a", type=Type.CHOICE)
    with pytest.raises(ValueError, match="choices"):
        Term(name="a", type=Type.TEXT, choices=("x",))
