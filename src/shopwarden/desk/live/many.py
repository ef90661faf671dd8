"""Many stored orders judged by rules and links: features and groups from the events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import polars as pl

from shopwarden.desk.alerts.choices import AlertKind, AlertState
from shopwarden.desk.common import plain
from shopwarden.desk.common.bulk import uuids
from shopwarden.desk.live.feature_store import FIELDS, SqlFeatureStore, orders
from shopwarden.desk.live.link_store import SqlLinkStore
from shopwarden.desk.live.linking import findings_of, orders_of
from shopwarden.desk.live.rules import Compiled
from shopwarden.desk.rulebook.choices import Told
from shopwarden.desk.rulebook.hits import Hit, told
from shopwarden.desk.rulebook.keys import with_keys
from shopwarden.detectors import Context, LinkedAccountsDetector, combine
from shopwarden.detectors.rules import rule_findings
from shopwarden.features.batch import features_of_events
from shopwarden.features.live import Event, answer
from shopwarden.features.plan import Plan
from shopwarden.links.live import Account, group_of
from shopwarden.records import Kind
from shopwarden.records.money import DEFAULT_CURRENCY

# From here on reading all events of a shop once is cheaper than asking for each order.
FEW: Final = 2000
_PART: Final = 1000
_DETECTOR: Final = LinkedAccountsDetector()
_TIME: Final = pl.Datetime("us", "UTC")


class Ruled(NamedTuple):
    """What rules found on orders: findings of those that tell, and every hit."""

    findings: pl.DataFrame
    hits: list[Hit]


def judge_by_rules(shop_id: UUID, judged: pl.DataFrame, compiled: Compiled) -> Ruled:
    """Judge orders by the rules of their shop.

    Parameters
    ----------
    judged
        As ``trade.selectors.load_frame`` gives them.
    """
    row_ids = [UUID(one) for one in judged["row_id"]]
    is_ours = pl.col("currency").fill_null(DEFAULT_CURRENCY) == DEFAULT_CURRENCY
    known = (
        with_keys(judged, shop_id)
        .hstack(features_of(shop_id, row_ids, compiled.read))
        .with_columns(pl.when(is_ours).then(pl.col(r"^.*_minor$")).name.keep())
    )
    keep = ("platform", "shop", "id", "row_id", "buyer_key")
    found = compiled.rules.hits(known, compiled.lists, keep=keep)
    hits = [
        Hit(rule, UUID(row_id), buyer or "")
        for rule, row_id, buyer in found.select("rule", "row_id", "buyer_key").iter_rows()
    ]
    tells = [
        told(compiled.written[hit.rule].state, hit, compiled.snoozed) is Told.ALERT for hit in hits
    ]
    said = found.filter(pl.Series(tells, dtype=pl.Boolean)).drop("row_id", "buyer_key")
    return Ruled(rule_findings(said, compiled.written, compiled.rules.rules), hits)


def features_of(shop_id: UUID, row_ids: Sequence[UUID], plan: Plan) -> pl.DataFrame:
    """Return the features of stored orders, in their order."""
    schema = {feature.name: pl.Float64() for feature in plan.features}
    if len(row_ids) >= FEW:
        return _from_all(shop_id, row_ids, plan)
    store = SqlFeatureStore(shop_id)
    events: dict[UUID, Event] = {}
    for start in range(0, len(row_ids), _PART):
        events |= orders(shop_id, row_ids[start : start + _PART])
    answers = [answer(store, events[row_id], plan) for row_id in row_ids]
    columns = {name: [one[name] for one in answers] for name in schema}
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=schema[name], strict=False)
            for name, values in columns.items()
        ]
    )


def _from_all(shop_id: UUID, row_ids: Sequence[UUID], plan: Plan) -> pl.DataFrame:
    names = ("id", "rank", "platform", "external_id", "at", *FIELDS, "word")
    found = plain.rows(
        f"SELECT {', '.join(names)} FROM live_event WHERE shop_id = ?",  # noqa: S608
        (plain.uid(shop_id),),
    )
    columns = dict(zip(names, zip(*found, strict=True), strict=True))
    word = pl.Series("word", columns.pop("word"), dtype=pl.String)
    row_id = pl.Series("_id", [str(one) for one in uuids(columns.pop("id"))], dtype=pl.String)
    events = pl.DataFrame(
        [
            pl.Series("kind", columns["rank"], dtype=pl.UInt8),
            pl.Series("platform", columns["platform"], dtype=pl.String),
            pl.repeat(str(shop_id), len(found), eager=True).alias("shop"),
            pl.Series("id", columns["external_id"], dtype=pl.String),
            pl.Series("at", columns["at"], dtype=pl.Int64).cast(_TIME),
            *(pl.Series(name, columns[name], dtype=pl.Int64) for name in FIELDS),
            *(word.alias(name) for name in ("refund_kind", "rating_result", "direction")),
            row_id,
        ]
    )
    asked = pl.DataFrame({"_id": [str(one) for one in row_ids]}).with_row_index("_asked")
    ordered = events.join(asked, on="_id", how="left").sort("_asked", nulls_last=True)
    features = features_of_events(ordered.drop("_id", "_asked"), plan, len(row_ids))
    return features.cast(pl.Float64)


def judge_by_links(shop_id: UUID, row_ids: Sequence[UUID], now: datetime) -> pl.DataFrame:
    """Return the findings on all orders of the groups that some orders belong to."""
    if len(row_ids) >= FEW:
        history = orders_of(shop_id, "shop_id = ?", (plain.uid(shop_id),))
        return _DETECTOR.detect(history, Context(now=now, records={Kind.ORDERS: history}))
    store = SqlLinkStore(shop_id)
    seen: set[int] = set()
    found = []
    for buyer, platform in _accounts(row_ids):
        if buyer not in seen:
            account = Account(platform, str(shop_id), str(buyer))
            members = [int(one.buyer) for one in group_of(store, account)]
            seen.update(members)
            if len(members) >= _DETECTOR.accounts:
                found.append(findings_of(shop_id, members, now))
    return combine(found)


def _accounts(row_ids: Sequence[UUID]) -> set[tuple[int, str]]:
    found: set[tuple[int, str]] = set()
    for start in range(0, len(row_ids), _PART):
        part = row_ids[start : start + _PART]
        sql = (
            f"SELECT buyer, platform FROM live_event WHERE id IN ({plain.marks(part)}) "  # noqa: S608
            "AND linking > 0 AND buyer IS NOT NULL"
        )
        found.update(plain.rows(sql, plain.uids(part)))
    return found


def alerted_by_links(shop_id: UUID) -> list[UUID]:
    """Return the orders that have an open alert because of links."""
    rows = plain.rows(
        "SELECT subject_id FROM alerts_alert WHERE shop_id = ? AND kind = ? AND state = ?",
        (plain.uid(shop_id), AlertKind.LINKED.value, AlertState.OPEN.value),
    )
    return uuids([row[0] for row in rows])


def linked_orders(shop_id: UUID, found: pl.DataFrame) -> list[UUID]:
    """Return the orders of findings of links."""
    ids: set[object] = set()
    numbers = found["subject_id"].unique().to_list()
    for start in range(0, len(numbers), _PART):
        part = numbers[start : start + _PART]
        sql = (
            f"SELECT id FROM trade_order WHERE shop_id = ? AND external_id IN ({plain.marks(part)})"  # noqa: S608
        )
        ids.update(row[0] for row in plain.rows(sql, (plain.uid(shop_id), *part)))
    return uuids([*ids])
