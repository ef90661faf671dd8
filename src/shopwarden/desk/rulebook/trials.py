"""Trying a rule on the shop's history: asked for, run, its result kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import polars as pl
from django.db import transaction
from django.utils import timezone

from shopwarden.desk import durable
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.rulebook import histories
from shopwarden.desk.rulebook.choices import TrialStage
from shopwarden.desk.rulebook.histories import DECIDED, HAPPENED
from shopwarden.desk.rulebook.models import Rule, Trial
from shopwarden.desk.rulebook.selectors import checked_rules, current_lists
from shopwarden.desk.rulebook.trying import personal_terms
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order
from shopwarden.features import Plan
from shopwarden.rules import BackTest, CheckedRule, History, RuleSet, back_test, check_rule

logger = logging.getLogger(__name__)

WORKFLOW: Final = "rulebook.trial"
PERIODS: Final = (7, 30, 90, 365)
# Up to here the answer is there before the page is; more runs in the background.
AT_ONCE: Final = 20_000
EXAMPLES: Final = 8
_DRAFT: Final = "@draft"


def start_trial(
    *, scope: Scope, shop_id: UUID, expression: str, days: int, rule: Rule | None = None
) -> Trial:
    """Try a text on the orders of the last days; a small history is judged at once.

    Nothing is recorded in the audit log: nobody's data are shown, and nothing changes. Because
    examples are, which orders have such a phone is asked by those who may write the rule.

    Raises
    ------
    Forbidden
        ``trial.personal``: the text reads personal columns, and the role keeps no rules.
    RuleError
        The text cannot be used.
    Refused
        ``trial.days``: not one of ``PERIODS``.
    """
    require(scope, shop_id, Permission.VIEW)
    shop = Shop.objects.get(id=shop_id)
    checked = check_rule(expression, vocabulary(shop))
    if personal_terms(checked) and not scope.may(Permission.RULES, shop_id):
        raise Forbidden("trial.personal")
    if days not in PERIODS:
        raise Refused("trial.days")
    now = timezone.now()
    trial = Trial(
        id=uuid4(),
        shop_id=shop_id,
        rule=rule,
        expression=checked.text,
        days=days,
        made_by=scope.actor,
        made_at=now,
    )
    task = _Task.of(trial, shop)
    is_small = _count(task) <= AT_ONCE
    with writing():
        trial.save(force_insert=True)
        if not is_small:
            transaction.on_commit(lambda: drive(trial.id), robust=True)
    if is_small:
        run(trial.id)
        trial.refresh_from_db()
    return trial


def drive(trial_id: UUID) -> None:
    """Ask for the workflow of a trial; asking again changes nothing."""
    durable.enqueue(WORKFLOW, durable.Queue.UPKEEP, trial_id)


def under_way(*, older_than: timedelta) -> list[UUID]:
    """Return the trials that wait to be run."""
    waiting = Trial.objects.filter(
        finished_at__isnull=True, made_at__lte=timezone.now() - older_than
    )
    return list(waiting.values_list("id", flat=True))


def run(trial_id: UUID) -> None:
    """Run a trial to its end; one that has ended stays as it is."""
    trial = Trial.objects.select_related("shop", "rule").filter(id=trial_id).first()
    if trial is None or trial.finished_at:
        return
    task = _Task.of(trial, trial.shop)
    _note(trial, stage=TrialStage.READING)
    orders = histories.read_orders(trial.shop_id, task.plan, task.since)
    orders = histories.with_outcomes(trial.shop_id, orders)
    _note(trial, stage=TrialStage.JUDGING, orders=orders.height)
    history = History(
        frame=orders.lazy(), zone=trial.shop.time_zone, id="row_id", outcomes=(DECIDED, HAPPENED)
    )
    found = back_test(
        task.rules,
        history,
        current_lists(trial.shop_id, trial.made_at),
        examples=EXAMPLES,
        before=task.before,
    )
    result = _result(found, trial, task)
    _note(trial, stage=TrialStage.DONE, result=result, finished_at=timezone.now())


def fail(trial_id: UUID) -> None:
    """Note that a trial cannot be run; somebody can start another."""
    waiting = Trial.objects.filter(id=trial_id, finished_at=None)
    waiting.update(stage=TrialStage.FAILED, finished_at=timezone.now())


@dataclass(frozen=True)
class _Task:
    """What a trial judges by."""

    rules: RuleSet
    # The text in force, of a saved rule whose text is another one.
    before: RuleSet | None
    since: datetime
    shop_id: UUID

    @classmethod
    def of(cls, trial: Trial, shop: Shop) -> _Task:
        tried = check_rule(trial.expression, vocabulary(shop))
        slug = trial.rule.slug if trial.rule else ""
        others = {name: one for name, one in checked_rules(shop).items() if name != slug}
        before = None
        if trial.rule and trial.rule.expression != trial.expression:
            in_force = check_rule(trial.rule.expression, vocabulary(shop))
            before = RuleSet({_DRAFT: in_force})
        rules: dict[str, CheckedRule] = {_DRAFT: tried, **others}
        since = trial.made_at - timedelta(days=trial.days)
        return cls(RuleSet(rules), before, since, shop.id)

    @property
    def plan(self) -> Plan:
        terms = {*self.rules.terms, *(self.before.terms if self.before else ())}
        return histories.plan_of(sorted(terms, key=lambda term: term.name))


def _count(task: _Task) -> int:
    begin = task.since - histories.reach_of(task.plan)
    read = Order.objects.filter(shop=task.shop_id, created_at__gte=begin)
    return read[: AT_ONCE + 1].count()


def _note(trial: Trial, **facts: Any) -> None:
    with writing():
        Trial.objects.filter(id=trial.id, finished_at=None).update(**facts)


def _result(found: BackTest, trial: Trial, task: _Task) -> dict[str, Any]:
    """Return what the page shows, as JSON holds it."""
    hits, amount = found.totals.filter(rule=_DRAFT).select("hits", "amount").row(0)
    outcomes = found.outcomes.filter(rule=_DRAFT)
    pairs = found.overlaps.filter(rule=_DRAFT).sort("hits", descending=True)
    totals = dict(found.totals.select("rule", "hits").rows())
    flips = found.flips
    return {
        "orders": found.orders,
        "since": task.since.isoformat(),
        "hits": hits,
        "amount": amount,
        "days": [
            [day.isoformat(), count]
            for day, count in found.days.filter(rule=_DRAFT).select("day", "hits").rows()
            if day
        ],
        **{
            name: {
                value or "": count
                for value, count in outcomes.filter(outcome=name).select("value", "hits").rows()
            }
            for name in (DECIDED, HAPPENED)
        },
        "overlaps": [
            [other, both, totals[other]] for other, both in pairs.select("other", "hits").rows()
        ],
        "examples": found.examples.filter(rule=_DRAFT)["id"].to_list(),
        "flips": None if task.before is None else _flips(flips),
    }


def _flips(flips: pl.DataFrame) -> dict[str, Any]:
    def counted(fires: bool) -> dict[str, int]:
        side = flips.filter(fires=fires).group_by(DECIDED).len()
        return {value or "": count for value, count in side.rows()}

    first = flips.group_by("fires", maintain_order=True).head(EXAMPLES)
    return {
        "fires": counted(True),
        "stops": counted(False),
        "examples": [list(row) for row in first.select("id", "fires", DECIDED).rows()],
    }
