"""Deciding about one order while its buyer waits: stored, judged, alerted, answered.

An order the desk has never heard of takes the short way: one transaction, mostly inside one
that is shared with other requests (``desk.together``), in plain SQL. One it knows takes the way
of imports, so that what was told in several reports is merged as everywhere else; in the same
transaction, so that nothing is stored for a key that another body came with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import polars as pl
from django.db.models import Q

from shopwarden.desk.alerts.advice import Advice, advice_for, ship_advice
from shopwarden.desk.alerts.choices import AlertKind, AlertState, Severity
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.opening_one import Opened, open_for
from shopwarden.desk.common import plain
from shopwarden.desk.common.db import one_at_a_time, writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake.checking import check_orders
from shopwarden.desk.live import keeping
from shopwarden.desk.live.arriving import Arrival, arrival
from shopwarden.desk.live.judging import Judgement, judge
from shopwarden.desk.live.models import Decision, Event
from shopwarden.desk.live.rules import rules_of
from shopwarden.desk.live.touching import Touched, is_any_behind
from shopwarden.desk.rulebook import hits
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.desk.trade.services import chunks, store
from shopwarden.records import SCHEMAS, Kind, conform

# Put as the index puts it: SQLite does not see that ``key <> ''`` is the same.
ANSWERED: Final = (
    "SELECT asked, answer FROM live_decision WHERE shop_id = ? AND key = ? AND NOT (key = '')"
)


class Decided(NamedTuple):
    """What was decided about an order, to be said."""

    decision_id: UUID
    order: Mapping[str, Any]
    judgement: Judgement
    advice: Advice
    alerts: Sequence[Opened]
    at: datetime


class Question(NamedTuple):
    """What is asked.

    Parameters
    ----------
    told
        The order, in columns of the canonical schema.
    key, asked
        Digests of the Idempotency-Key and of the body; empty without a key.
    say
        Turns what was decided into the answer that is kept.
    """

    told: Mapping[str, Any]
    key: str
    asked: str
    say: Callable[[Decided], str]


def decide(*, scope: Scope, shop_id: UUID, question: Question, now: datetime) -> str:
    """Return the answer about an order, once it, its alerts and the answer are on the disk.

    Raises
    ------
    Refused
        ``decision.other_body``: the key came with another body before.
    """
    require(scope, shop_id, Permission.IMPORT)
    one = arrival(shop_id, question.told, now)
    task = _Task(scope, shop_id, question, now)
    with writing():
        return _answer_before(task) or _decide_new(task, one) or _decide_known(task)


class _Task(NamedTuple):
    scope: Scope
    shop_id: UUID
    question: Question
    now: datetime


def _answer_before(task: _Task) -> str | None:
    """Return what the same question was answered; nobody else asks it meanwhile."""
    if not task.question.key:
        return None
    one_at_a_time(f"decision {task.shop_id} {task.question.key}")
    found = plain.rows(ANSWERED, (plain.uid(task.shop_id), task.question.key))
    for asked, said in found:
        if asked != task.question.asked:
            raise Refused("decision.other_body")
        return str(said)
    return None


def _decide_new(task: _Task, one: Arrival) -> str | None:
    """Store, judge and answer an order nobody has heard of; None if somebody has."""
    one_at_a_time(f"live {task.shop_id}")
    if _is_known(task.shop_id, one):
        return None
    is_late = one.event["at"] is not None and is_any_behind(task.shop_id, one.event["at"])
    marks = {"is_checked": True, "is_judging": False}
    plain.insert(Order, one.row | marks)
    plain.insert(Event, one.event)
    _touch(task.shop_id, one, is_late=is_late)
    judgement = _judge(task, one)
    opened = open_for(
        scope=task.scope, order=one.order, row=one.row, findings=judgement.findings, now=task.now
    )
    is_asking = any(alert.severity >= Severity.CHECK for alert in opened)
    advice = advice_for(one.order["status"], is_asking=is_asking)
    return _keep(task, one, judgement, advice, opened)


def _is_known(shop_id: UUID, one: Arrival) -> bool:
    sql = "SELECT 1 FROM trade_order WHERE shop_id = ? AND external_id = ? AND platform = ?"
    order = one.order
    return bool(plain.rows(sql, (plain.uid(shop_id), order["id"], order["platform"])))


def _touch(shop_id: UUID, one: Arrival, *, is_late: bool) -> None:
    """Let orders wait that should have counted this one, or what belongs to it."""
    settled = keeping.settle(shop_id, [one.order["id"]])
    if settled or is_late:
        touched = Touched()
        touched.add_rows([one.event, *settled])
        touched.mark(shop_id, but=[one.row_id])


def _judge(task: _Task, one: Arrival) -> Judgement:
    compiled = rules_of(task.shop_id)
    judgement = judge(task.shop_id, one, compiled, task.now)
    if judgement.hits:
        hits.keep(shop_id=task.shop_id, hits=judgement.hits, snoozed=compiled.snoozed, at=task.now)
    return judgement


def _keep(
    task: _Task, one: Arrival, judgement: Judgement, advice: Advice, alerts: Sequence[Opened]
) -> str:
    decided = Decided(uuid4(), one.order, judgement, advice, alerts, task.now)
    said = task.question.say(decided)
    plain.insert(
        Decision,
        {
            "id": decided.decision_id,
            "shop": task.shop_id,
            "order_id": one.row_id,
            "decided_at": task.now,
            "score": judgement.score.value,
            "verdict": str(advice.verdict),
            "key": task.question.key,
            "asked": task.question.asked,
            "answer": said,
        },
    )
    return said


def _decide_known(task: _Task) -> str:
    """Merge what is told into an order the desk knows, judge it, and answer."""
    told = {**task.question.told, "shop": "", "seen_at": task.now}
    reports = conform(pl.DataFrame([told], infer_schema_length=None), Kind.ORDERS)
    for chunk in chunks(reports, Kind.ORDERS, task.shop_id):
        store(shop_id=task.shop_id, kind=Kind.ORDERS, chunk=chunk, claim=lambda _: True)
    order = Order.objects.get(shop=task.shop_id, external_id=told["id"], platform=told["platform"])
    check_orders(scope=task.scope, shop_id=task.shop_id, row_ids=[order.id], now=task.now)
    order.refresh_from_db()
    merged = load_frame(task.shop_id, Kind.ORDERS, Q(id=order.id))
    row = merged.select(list(SCHEMAS[Kind.ORDERS])).row(0, named=True)
    one = _as_stored(arrival(task.shop_id, row, row["seen_at"]), order.id)
    return _keep(task, one, _judge(task, one), ship_advice(order), _open_alerts(order))


def _as_stored(one: Arrival, row_id: UUID) -> Arrival:
    return one._replace(
        row_id=row_id, row=one.row | {"id": row_id}, event=one.event | {"id": row_id}
    )


def _open_alerts(order: Order) -> list[Opened]:
    rows = Alert.objects.filter(
        shop=order.shop_id, kind__in=AlertKind.values, subject_id=order.id, state=AlertState.OPEN
    )
    return [
        Opened(alert.id, AlertKind(alert.kind), Severity(alert.severity), alert.headline)
        for alert in rows.order_by("-severity", "-score", "kind")
    ]
