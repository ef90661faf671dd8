"""Trying a rule on one order: what each comparison says, and who may hear it.

A yes or no to ``phone like '1381%'`` is a look at the phone, digit by digit. So a rule that reads
personal columns is tried by those who may look at personal data, and the log says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.rulebook import editor, histories
from shopwarden.desk.rulebook.selectors import current_lists
from shopwarden.desk.trade.models import Order
from shopwarden.records import Kind
from shopwarden.records.schemas import PERSONAL
from shopwarden.rules import CheckedRule, RuleSet, Term
from shopwarden.rules.tree import Column, Condition, OnList, Value, children

_PERSONAL: Final = PERSONAL[Kind.ORDERS]


@dataclass(frozen=True)
class Tried:
    """Whether a rule fires on an order, and every comparison of it."""

    fires: bool
    steps: list[editor.Step]


def personal_terms(rule: CheckedRule) -> tuple[Term, ...]:
    """Return the personal columns a rule reads, each once; being on a list tells none of it."""
    return tuple(dict.fromkeys(_personal(rule.condition)))


def try_rule(*, scope: Scope, order: Order, rule: CheckedRule) -> Tried:
    """Judge one order by a rule that is not kept; that personal data was read is recorded.

    Raises
    ------
    Forbidden
        ``role.too_small``: the rule reads personal columns, and the role sees none.
    """
    read = personal_terms(rule)
    require(scope, order.shop_id, Permission.REVEAL if read else Permission.VIEW)
    rules = RuleSet({"rule": rule})
    row = histories.read_order(order.shop_id, histories.plan_of(rules.terms), order)
    facts = row.row(0, named=True)
    lists = current_lists(order.shop_id, timezone.now())
    tried = Tried(rules.judge(facts, lists)[0], editor.steps(rule, facts, lists))
    if read:
        fields = (None, [term.name for term in read])
        # The text may name a person: the log keeps that it was this one, not what it says.
        text = {"expression": (None, rule.text)}
        act = Act(Action.RULE_TRIED, order, order.shop_id, {"fields": fields}, text)
        with writing():
            record(scope=scope, act=act)
    return tried


def _personal(node: Condition | Value) -> Iterator[Term]:
    if isinstance(node, OnList):
        return
    if isinstance(node, Column) and node.term.source in _PERSONAL:
        yield node.term
    for child in children(node):
        yield from _personal(child)
