"""Texts mean what SQL says they mean: DuckDB reads the same text itself.

The compilers share one reading, so that their agreement says nothing about it. Here are only
things rules and DuckDB write alike: no amounts, times, lists or functions of our own.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.rules import RuleError, check_rule
from shopwarden.rules.evaluate import truth
from shopwarden.rules.parse import parse_text
from tests.rules.shop import SHOP

_whole = st.sampled_from(["quantity", "buyer_refunds_30d"])
_number = st.sampled_from(["0", "1", "2", "3", "-1", "2.5", "0.5"])
_text = st.sampled_from(["buyer", "address"])
_quoted = st.sampled_from(["'a'", "''", "'省'", "'ab'", "'a''b'"])
_not = st.sampled_from(["", "not "])
_sign = st.sampled_from(["=", "<>", "!=", "<", "<=", ">", ">="])


def _joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    strategies = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*strategies).map("".join)


_sum = _joined(_whole, st.sampled_from([" + ", " - ", " * "]), _number | _whole, " - ", _number)
_side = _whole | _sum | st.sampled_from(["rate", "coalesce(quantity, 2)", "-quantity", "2 * rate"])
_atom = st.one_of(
    _joined(_side, " ", _sign, " ", _number | _side),
    _joined(_number, " ", _sign, " ", _whole),
    _joined(_side, " ", _not, "in (", _number, ", ", _number, ")"),
    _joined(_side, " ", _not, "between ", _whole, " and 3"),
    _joined(_text, " ", st.sampled_from(["=", "<>"]), " ", _quoted),
    _joined(_text, " ", _not, "in (", _quoted, ", ", _quoted, ")"),
    _joined(_text, " ", _not, "like ", st.sampled_from(["'a%'", "'%省'", "'%a%'", "'ab'"])),
    _joined(_side | _text, " is ", _not, "null"),
    st.sampled_from(["needs_review", "is_gift", "needs_review = false", "is_gift <> true"]),
)
_part = _joined(_not, _atom) | _joined(_not, "(", _atom, " or ", _not, _atom, ")")
_rules = st.lists(st.tuples(_part, st.sampled_from([" and ", " or "])), min_size=1, max_size=5).map(
    lambda parts: "".join(part for pair in parts for part in pair).removesuffix(parts[-1][1])
)
_rows = st.fixed_dictionaries(
    {
        "quantity": st.none() | st.integers(-3, 4),
        "buyer_refunds_30d": st.none() | st.integers(-3, 4),
        "rate": st.none() | st.sampled_from([0.0, 0.5, 1.0, 2.5, -1.0]),
        "buyer": st.none() | st.sampled_from(["", "a", "ab", "省", "a'b", "b省"]),
        "address": st.none() | st.sampled_from(["", "a", "ab", "xa"]),
        "needs_review": st.none() | st.booleans(),
        "is_gift": st.none() | st.booleans(),
    }
)
_TYPES = {
    "quantity": "bigint", "buyer_refunds_30d": "bigint", "rate": "double", "buyer": "varchar",
    "address": "varchar", "needs_review": "boolean", "is_gift": "boolean",
}  # fmt: skip


@settings(max_examples=300)
@given(text=_rules, row=_rows)
def test_a_text_means_what_sql_means(text: str, row: dict[str, Any]) -> None:
    columns = ", ".join(f"?::{kind} as {name}" for name, kind in _TYPES.items())
    asked = f"select {text} from (select {columns})"  # noqa: S608 - made of the parts above
    assert duckdb.execute(asked, [row[name] for name in _TYPES]).fetchall() == [
        (truth(check_rule(text, SHOP).condition, row),)
    ]


def test_what_a_parser_says_in_passing_is_not_passed_over() -> None:
    parsed = parse_text("address like 'a'", SHOP)
    assert set(parsed.root.args) == {"this", "expression"}
    with pytest.raises(RuleError) as caught:
        check_rule("quantity between symmetric 3 and 1", SHOP)
    assert caught.value.code == "rule.not_allowed"
