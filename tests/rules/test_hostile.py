"""Whatever is written, it is refused where it stands, or compiles; neither takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.explain import Language
from shopwarden.explain.rule_errors import show_rule_error
from shopwarden.rules import RuleError, RuleSet, check_rule
from shopwarden.rules.sql import condition_sql
from tests.rules.shop import SHOP, frame_of

# Seconds of processor for one text: far above what any takes, far below what a bomb would.
BOUND = 2.0

BOMBS = {
    "brackets": "(" * 1_900 + "amount" + ")" * 1_900 + " > 1",
    "a million brackets": "(" * 1_000_000,
    "a million letters": "a" * 1_000_000,
    "a million spaces": " " * 1_000_000,
    "a million words": "amount > 1 and " * 66_667 + "amount > 1",
    "nots": "not " * 900 + "needs_review",
    "signs": "- " * 900 + "amount > 1",
    "ands": " and ".join(["amount > 1"] * 260),
    "values": f"amount in ({','.join('1' * 600)})",
    "sums": "amount" + " + 1" * 300 + " > 1",
    "calls": "coalesce(" * 20 + "amount" + ", 1)" * 20 + " > 1",
    "commas": "amount in (" + "," * 3_000 + ")",
    "quotes": "'" * 3_999,
    "repeated repetition": "matches(address, '((a{200}){200}){200}')",
    "deep pattern": f"matches(address, '{'(' * 200}a{')' * 200}')",
    "long pattern": f"matches(address, '{'a' * 3_000}')",
    "digits": f"amount > {'9' * 3_000}",
    "exponent": "amount > 1e999999999",
}
TRICKS = {
    "amount > 9999999999999 * 9999999999999 * 99999999999999": "rule.bad_number",
    "quantity > 999999999999999 * 99999999999999 / 9": "rule.bad_number",
    "amount > 1 -- note": "rule.not_allowed",
    "amount > 1 /* note */": "rule.not_allowed",
    "amount > 1 # note": "rule.not_allowed",
    "amount > 1; drop table orders": "rule.not_allowed",
    "amount > (select 1)": "rule.not_allowed",
    "exists (select 1)": "rule.not_allowed",
    "amount > any (select 1)": "rule.not_allowed",
    "amount > 1 union select 1": "rule.not_allowed",
    "with x as (select 1) select 1": "rule.not_allowed",
    "amount > 1 order by amount": "rule.not_allowed",
    "amount > 1 as x": "rule.not_allowed",
    "amount::text = 'x'": "rule.not_allowed",
    "cast(amount as text) = 'x'": "rule.unknown_function",
    "read_text('/etc/hosts') = 'x'": "rule.unknown_function",
    "sum(amount) over () > 1": "rule.unknown_function",
    "count(*) > 1": "rule.unknown_function",
    "random() > 0.5": "rule.unknown_function",
    "now() > created_at": "rule.unknown_function",
    "__import__('os')": "rule.unknown_function",
    "created_at > date '2026-01-01'": "rule.not_allowed",
    "case when amount > 1 then true end": "rule.not_allowed",
    "address || 'x' = 'y'": "rule.not_allowed",
    "quantity % 2 = 0": "rule.not_allowed",
    "quantity & 1 = 1": "rule.not_allowed",
    "amount in [1, 2]": "rule.not_allowed",
    "{{ amount }} > 1": "rule.not_allowed",
    "orders.amount > 1": "rule.not_allowed",
    "amount.__class__ is null": "rule.not_allowed",
    "amount > ?": "rule.not_allowed",
    "amount > :x": "rule.not_allowed",
    "amount > $1": "rule.unknown_column",
    "address ilike 'x'": "rule.not_allowed",
    "address similar to 'x'": "rule.not_allowed",
    "address regexp 'x'": "rule.not_allowed",
    "address like 'a\\_b' escape '\\'": "rule.not_allowed",
    '"amount" > 1': "rule.bad_character",
    "`amount` > 1": "rule.bad_character",
    "amount \uff1e 1": "rule.bad_character",
    "amo\u200bunt > 1": "rule.bad_character",
    "\u0430mount > 1": "rule.bad_character",
    "amount\u00a0> 1": "rule.bad_character",
    "amount > 1\x00": "rule.bad_character",
    "address = 'a\u202eb'": "rule.bad_character",
    "address = '\ud800'": "rule.bad_character",
    "address = 'a\nb'": "rule.bad_character",
    "matches(address, '(?=a)')": "rule.bad_pattern",
    "matches(address, '(a)\\1')": "rule.bad_pattern",
    "matches(address, address)": "rule.wrong_argument",
    "1 = 1": "rule.constant",
    "true": "rule.constant",
    "amount > 1 or true": "rule.constant",
    "'x'": "rule.constant",
    "null": "rule.null_value",
    "": "rule.empty",
    " \n\t": "rule.empty",
    "()": "rule.not_allowed",
}
# As large as a rule may be.
GIANTS = {
    "ands": " and ".join(["amount > 1"] * 240),
    "ors in brackets": "(amount > 1 or " * 12 + "needs_review" + ")" * 12,
    "values": f"amount in ({','.join(map(str, range(480)))})",
    "sums": "amount" + " + 1" * 38 + " > 1",
    "products": "amount" + " * quantity" * 38 + " > 1",
    "calls": "coalesce(" * 11 + "amount" + ", 1)" * 11 + " > 1",
    "nots": "not " * 12 + "needs_review",
    "pattern": f"matches(address, '{'.{200}' * 5}')",
    "nested repetition": "matches(address, '((a{10}){10}){10}')",
    "what backtracks elsewhere": "matches(address, '^(a+)+$') and matches(address, '(a|a)*b')",
}


def _refused(text: str) -> RuleError:
    begin = time.process_time()
    with pytest.raises(RuleError) as caught:
        check_rule(text, SHOP)
    assert time.process_time() - begin < BOUND
    return caught.value


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    error = _refused(BOMBS[name])
    assert error.place.length >= 1
    for language in Language:
        assert max(map(len, show_rule_error(error, language).splitlines())) < 200


@pytest.mark.parametrize(("text", "code"), TRICKS.items())
def test_a_trick_is_refused(text: str, code: str) -> None:
    assert _refused(text).code == code


@pytest.mark.parametrize("name", GIANTS)
def test_a_giant_is_judged(name: str) -> None:
    begin = time.process_time()
    row = {"amount_minor": 1, "quantity": 10**9, "address": "a" * 5_000, "needs_review": True}
    ruleset = RuleSet({"giant": check_rule(GIANTS[name], SHOP)})
    judged = ruleset.judge(row)
    flags = ruleset.flags(frame_of([row]).lazy()).collect()
    text = condition_sql(ruleset.rules["giant"].condition)
    assert flags.rows() == [judged]
    assert len(text) < 60_000
    assert time.process_time() - begin < BOUND


_WORDS = (
    "amount", "quantity", "rate", "address", "status", "needs_review", "created_at", "'x'",
    "'2026-01-01'", "1", "0.5", "and", "or", "not", "in", "between", "like", "is", "null", "true",
    "(", ")", ",", "=", "<>", "<", ">=", "+", "-", "*", "/", "coalesce", "lower", "abs", "matches",
    "on_list", "hour", "select", ".", "%", "::", "case", ";", "x",
)  # fmt: skip


def _tried(text: str) -> tuple[str, RuleSet]:
    try:
        return "", RuleSet({"rule": check_rule(text, SHOP)})
    except RuleError as error:
        said = "".join(show_rule_error(error, language) for language in Language)
        return said, RuleSet({"rule": check_rule("needs_review", SHOP)})


@given(st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_text_is_refused_or_compiles(text: str) -> None:
    said, ruleset = _tried(text)
    assert said or ruleset.rules
    empty: dict[str, object] = {}
    assert ruleset.flags(frame_of([empty]).lazy()).collect().rows() == [ruleset.judge(empty)]
    assert all(condition_sql(rule.condition) for rule in ruleset.rules.values())
