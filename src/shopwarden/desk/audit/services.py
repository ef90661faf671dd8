"""Writing the audit log; every service that changes something calls ``record``."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

import rfc8785
from django.db import connection
from django.db.models import Max, Model
from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow, CommitmentKey
from shopwarden.desk.common import crypto
from shopwarden.desk.common.db import one_at_a_time, writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.shops.models import Shop

Change = tuple[object, object]
KEY_BYTES: Final = 32


@dataclass(frozen=True)
class Act:
    """One act to record.

    Parameters
    ----------
    action
        What was done.
    subject
        The row it was done to.
    shop_id
        The shop whose people may read it.
    changes
        Changed field → (before, after); numbers, texts, times, ids. Never personal data.
    personal
        The same for personal data; only keyed commitments of the values are kept.
    """

    action: Action
    subject: Model
    shop_id: UUID | None
    changes: Mapping[str, Change] = field(default_factory=dict)
    personal: Mapping[str, Change] = field(default_factory=dict)


def record(*, scope: Scope, act: Act) -> AuditRow:
    """Append one act, in the transaction of the change it records."""
    return record_all(scope=scope, acts=[act])[0]


def record_all(*, scope: Scope, acts: Sequence[Act]) -> list[AuditRow]:
    """Append several acts of one transaction, in their order.

    The sequence has no gaps: a transaction that fails takes its numbers back, because the
    next one reads the last number only after it has ended.
    """
    assert connection.in_atomic_block  # noqa: S101 - a record without its change is a lie
    one_at_a_time("audit")
    last: int = AuditRow.objects.aggregate(last=Max("sequence"))["last"] or 0
    rows, keys = [], []
    for sequence, act in enumerate(acts, start=last + 1):
        key = secrets.token_bytes(KEY_BYTES)
        row = _row(scope, act, sequence, key)
        rows.append(row)
        if act.personal:
            place = crypto.Place(act.shop_id, CommitmentKey._meta.db_table, "key")
            keys.append(CommitmentKey(row=row, key=crypto.seal_bytes(place, row.id, key)))
    AuditRow.objects.bulk_create(rows)
    CommitmentKey.objects.bulk_create(keys)
    return rows


def record_export(*, scope: Scope, shop_id: UUID | None, kind: str, facts: str) -> None:
    """Record in each shop concerned that its log leaves the desk as a file.

    Parameters
    ----------
    shop_id
        The one shop exported, or ``None`` for all whose log the actor may export.
    kind, facts
        The format, and the filter as in the address.
    """
    if shop_id:
        require(scope, shop_id, Permission.EXPORT_AUDIT)
    shop_ids = [shop_id] if shop_id else scope.shop_ids(Permission.EXPORT_AUDIT)
    changes = {"format": (None, kind), "filter": (None, facts)}
    with writing():
        shops = Shop.objects.filter(id__in=shop_ids)
        acts = [Act(Action.AUDIT_EXPORTED, shop, shop.id, changes) for shop in shops]
        record_all(scope=scope, acts=acts)


def commitment(key: bytes, name: str, value: object) -> str:
    """Return what stands for a personal value: HMAC-SHA256 over field name and value."""
    return hmac.digest(key, _canonical([name, _plain(value)]), "sha256").hex()


def _canonical(content: Any) -> bytes:
    return rfc8785.dumps(content)


def _row(scope: Scope, act: Act, sequence: int, key: bytes) -> AuditRow:
    row = AuditRow(
        id=uuid4(),
        sequence=sequence,
        at=timezone.now(),
        actor=scope.actor,
        action=act.action,
        subject_kind=act.subject._meta.label_lower,
        subject_id=str(act.subject.pk),
        shop_id=act.shop_id,
    )
    row.body = _canonical(_content(row, act, key))
    return row


def _content(row: AuditRow, act: Act, key: bytes) -> dict[str, object]:
    return {
        "sequence": row.sequence,
        "id": str(row.id),
        "at": _plain(row.at),
        "actor": _plain(row.actor_id) or "system",
        "action": str(row.action),
        "subject": {"kind": row.subject_kind, "id": row.subject_id},
        "shop": _plain(row.shop_id),
        "changes": {
            name: {"from": _plain(before), "to": _plain(after)}
            for name, (before, after) in act.changes.items()
        },
        "commitments": {
            name: {
                side: None if value is None else commitment(key, name, value)
                for side, value in (("from", before), ("to", after))
            }
            for name, (before, after) in act.personal.items()
        },
    }


def _plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            return value.isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(part) for part in value]
        case _:
            return str(value)
