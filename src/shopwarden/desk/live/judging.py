"""One order judged by everything the desk knows, inside the transaction that stores it.

What it finds is what ``intake.checking`` finds on the same order in a frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from shopwarden.desk.common import plain
from shopwarden.desk.live import linking
from shopwarden.desk.live.arriving import Arrival
from shopwarden.desk.live.feature_store import SqlFeatureStore
from shopwarden.desk.live.rules import Compiled
from shopwarden.desk.rulebook.choices import Told
from shopwarden.desk.rulebook.hits import Hit
from shopwarden.desk.rulebook.hits import told as who_is_told
from shopwarden.detectors import ContactDetector, ContactReason, Finding
from shopwarden.detectors.single import contact_finding, judge_address, judge_contact, rule_finding
from shopwarden.features.events import RANK
from shopwarden.features.live import Answers, Event, Identity, answer
from shopwarden.records import Kind, Severity
from shopwarden.records.money import DEFAULT_CURRENCY
from shopwarden.risk import Score, score

_CROWD: Final = ContactDetector()
_AMOUNTS: Final = ("amount_minor", "post_fee_minor", "refunded_minor")
# What the list of whom the shop does not trust is looked up for, and where a person sees it.
_LISTED: Final = {"phone": "phone", "receiver": "receiver_name", "buyer": "buyer"}


class Judgement(NamedTuple):
    """What was found on an order.

    Parameters
    ----------
    findings
        All of them; those of rules that tell nobody are left out.
    features
        What the rules and the score read.
    hits
        Every rule that fired.
    """

    findings: tuple[Finding, ...]
    features: Answers
    hits: tuple[Hit, ...]
    score: Score


def judge(shop_id: UUID, one: Arrival, compiled: Compiled, now: datetime) -> Judgement:
    """Judge an order whose event is kept already."""
    event = _event(shop_id, one)
    features = answer(SqlFeatureStore(shop_id), event, compiled.plan)
    hits, fired = _rules(one, features, compiled)
    findings = (
        *judge_address(one.order, one.address),
        *judge_contact(one.order),
        *_crowd(one, now),
        *_listed(one, compiled),
        *fired,
        *linking.judge_links(shop_id, one, now),
    )
    scored = score(findings, _floats(features), compiled.weights)
    return Judgement(findings, features, tuple(hits), scored)


def _event(shop_id: UUID, one: Arrival) -> Event:
    identity = Identity(Kind.ORDERS, one.order["platform"], str(shop_id), one.order["id"])
    return Event(identity, one.event["at"], one.event)


def _floats(features: Answers) -> Mapping[str, float | None]:
    return {name: None if value is None else float(value) for name, value in features.items()}


def _rules(one: Arrival, features: Answers, compiled: Compiled) -> tuple[list[Hit], list[Finding]]:
    row = _row(one, features)
    hits, findings = [], []
    verdicts = compiled.rules.judge(row, compiled.lists)
    if not any(verdicts):
        return [], []
    for name, reasons in compiled.rules.fired(row, compiled.lists).items():
        rule = compiled.written[name]
        hit = Hit(name, one.row_id, one.row["buyer_key"])
        hits.append(hit)
        if who_is_told(rule.state, hit, compiled.snoozed) is Told.ALERT:
            findings.append(rule_finding(one.order, rule, compiled.rules.rules[name], reasons))
    return hits, findings


def _row(one: Arrival, features: Answers) -> dict[str, Any]:
    """Return what rules read: the record, its digests and the features."""
    digests = {name: value or None for name, value in one.row.items() if name.endswith("_key")}
    row = {**one.order, **digests, **features}
    if (one.order["currency"] or DEFAULT_CURRENCY) != DEFAULT_CURRENCY:
        # A rule writes amounts in the shop's currency; others have none.
        row |= dict.fromkeys(_AMOUNTS)
    return row


def _crowd(one: Arrival, now: datetime) -> Iterator[Finding]:
    """Yield a finding where many buyers use one phone, and let their orders wait."""
    phone = one.event["phone"]
    since = now - timedelta(days=_CROWD.days)
    if phone is None or (one.order["created_at"] or now) <= since:
        return
    begin = int(since.timestamp() * 1_000_000)
    ((buyers,),) = plain.rows(
        "SELECT count(DISTINCT buyer) FROM live_event WHERE phone = ? "  # noqa: S608
        f"AND rank = {RANK[Kind.ORDERS]} AND (at IS NULL OR at > ?)",
        (phone, begin),
    )
    if buyers >= _CROWD.many_buyers:
        _let_wait(phone, one.row_id)
        yield contact_finding(
            one.order,
            ContactReason.PHONE_MANY_BUYERS,
            field="phone",
            metric="distinct_buyers_per_phone",
            value=float(buyers),
            threshold=float(_CROWD.many_buyers),
        )


def _let_wait(phone: int, row_id: UUID) -> None:
    linking.let_wait("SELECT id FROM live_event WHERE phone = ? AND rank = 0", (phone,), row_id)


def _listed(one: Arrival, compiled: Compiled) -> Iterator[Finding]:
    for kind, field in _LISTED.items():
        digest = one.row[f"{kind}_key"]
        if digest and digest in compiled.lists.get(("blocked", kind), ()):
            yield contact_finding(
                one.order, ContactReason.BAD_LIST, field=field, severity=Severity.WRONG
            )
