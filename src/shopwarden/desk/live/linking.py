"""Linked accounts of one order, found from it outwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import polars as pl

from shopwarden.desk.alerts.choices import AlertKind, AlertState
from shopwarden.desk.common import plain
from shopwarden.desk.live.arriving import Arrival
from shopwarden.desk.live.keys import LINKING
from shopwarden.desk.live.link_store import SqlLinkStore
from shopwarden.detectors import Context, Finding, LinkedAccountsDetector, iterate
from shopwarden.features.live import MICROSECOND
from shopwarden.links import LinkKind, LinkRules
from shopwarden.links.live import Account, group_of
from shopwarden.records import Kind
from shopwarden.scan import OPEN_STATUSES

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DETECTOR: Final = LinkedAccountsDetector()
_RULES: Final = LinkRules()
_OPEN: Final = ", ".join(f"'{status}'" for status in ("", *OPEN_STATUSES))
_USED: Final = "rank = 0 AND linking > 0 AND buyer IS NOT NULL"
# Digest columns of ``links.order_keys``, by kind.
_COLUMNS: Final = {kind: f"{kind}_key" for kind in LinkKind}


def judge_links(shop_id: UUID, one: Arrival, now: datetime) -> Iterable[Finding]:
    """Return the finding on an order of a group that is large enough; mostly there is none.

    Orders of others, whose group it has changed, wait to be judged anew.
    """
    keys = {kind: one.event[kind] for kind, bit in LINKING.items() if one.event["linking"] & bit}
    buyer = one.event["buyer"]
    is_shared = _is_shared(keys, buyer)
    if not is_shared and not (keys and _was_here(buyer, one.row_id)):
        return ()
    account = Account(one.order["platform"], str(shop_id), str(buyer))
    members = [int(member.buyer) for member in group_of(SqlLinkStore(shop_id), account)]
    if len(members) < _DETECTOR.accounts:
        if is_shared:
            _let_linked_wait(shop_id, one.row_id)
        return ()
    let_wait(
        f"SELECT id FROM live_event WHERE buyer IN ({plain.marks(members)}) AND rank = 0",  # noqa: S608
        members,
        one.row_id,
    )
    return [
        finding
        for finding in iterate(findings_of(shop_id, members, now))
        if (finding.subject_id, finding.platform) == (one.order["id"], one.order["platform"])
    ]


def findings_of(shop_id: UUID, members: Collection[int], now: datetime) -> pl.DataFrame:
    """Return the findings on all orders of the members of a group.

    The detector sees the orders of everybody who shares a key with a member: enough to tell
    whom a member is linked with, and how strongly.
    """
    around = set(members)
    for kind, bit in LINKING.items():
        most = _RULES.kinds[kind].most_accounts + 1
        values = plain.rows(
            f"SELECT DISTINCT {kind} FROM live_event WHERE buyer IN ({plain.marks([*members])}) "  # noqa: S608
            f"AND {_USED} AND (linking & {bit}) > 0",
            tuple(members),
        )
        for (value,) in values:
            around.update(
                buyer
                for (buyer,) in plain.rows(
                    f"SELECT DISTINCT buyer FROM live_event WHERE {kind} = ? "  # noqa: S608
                    f"AND {_USED} AND (linking & {bit}) > 0 LIMIT {most}",
                    (value,),
                )
            )
    history = orders_of(shop_id, f"buyer IN ({plain.marks([*around])})", tuple(around))
    own = history.filter(pl.col("buyer_key").is_in([str(member) for member in members]))
    context = Context(now=now, records={Kind.ORDERS: history})
    return _DETECTOR.detect(own, context)


def orders_of(shop_id: UUID, where: str, parameters: Sequence[Any]) -> pl.DataFrame:
    """Return orders as ``links.order_keys`` reads them, keys that say nothing left out."""
    found = plain.rows(
        f"SELECT platform, external_id, buyer, used_at, linking, {', '.join(LINKING)} "  # noqa: S608
        f"FROM live_event WHERE {where} AND {_USED}",
        parameters,
    )
    rows: list[Mapping[str, Any]] = []
    for platform, number, buyer, at, linking, *values in found:
        keys = {
            _COLUMNS[kind]: str(value) if value is not None and linking & bit else None
            for (kind, bit), value in zip(LINKING.items(), values, strict=True)
        }
        moment = _EPOCH + at * MICROSECOND
        rows.append(
            {
                "platform": platform, "shop": str(shop_id), "id": number,
                "buyer_key": str(buyer), "created_at": moment, "paid_at": None, **keys,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=_FRAME)


_FRAME: Final = {
    "platform": pl.String(),
    "shop": pl.String(),
    "id": pl.String(),
    "buyer_key": pl.String(),
    "created_at": pl.Datetime("us", "UTC"),
    "paid_at": pl.Datetime("us", "UTC"),
    **dict.fromkeys(_COLUMNS.values(), pl.String()),
}


def let_wait(query: str, parameters: Sequence[Any], but: UUID) -> None:
    """Let the open orders that `query` finds wait to be judged anew, all but one."""
    plain.execute(
        f"UPDATE trade_order SET is_checked = ?, is_judging = ? WHERE id IN ({query}) "  # noqa: S608
        f"AND id <> ? AND status IN ({_OPEN})",
        (False, False, *parameters, plain.uid(but)),
    )


def _let_linked_wait(shop_id: UUID, but: UUID) -> None:
    """A key that more accounts use says less: groups may fall apart."""
    query = "SELECT subject_id FROM alerts_alert WHERE shop_id = ? AND kind = ? AND state = ?"
    let_wait(query, (plain.uid(shop_id), AlertKind.LINKED, AlertState.OPEN), but)


def _is_shared(keys: Mapping[LinkKind, int], buyer: int | None) -> bool:
    """Tell whether somebody else has used one of the keys."""
    if not keys:
        return False
    others = " OR ".join(
        f"EXISTS (SELECT 1 FROM live_event WHERE {kind} = ? AND {_USED} "  # noqa: S608
        f"AND (linking & {LINKING[kind]}) > 0 AND buyer <> ?)"
        for kind in keys
    )
    parameters = [value for key in keys.values() for value in (key, buyer)]
    return bool(plain.rows(f"SELECT 1 WHERE {others}", parameters))


def _was_here(buyer: int | None, row_id: UUID) -> bool:
    sql = f"SELECT 1 FROM live_event WHERE buyer = ? AND {_USED} AND id <> ? LIMIT 1"  # noqa: S608
    return bool(plain.rows(sql, (buyer, plain.uid(row_id))))
