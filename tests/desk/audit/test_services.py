"""The record: its number, its canonical text, and nothing personal in it."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest
import rfc8785

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow, CommitmentKey
from shopwarden.desk.audit.services import Act, commitment, record, record_all
from shopwarden.desk.common import crypto
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.shops.models import Shop


def test_numbers_follow_one_another(shop: Shop, by_owner: Scope) -> None:
    start = AuditRow.objects.count()
    acts = [Act(Action.SHOP_CREATED, shop, shop.id) for _ in range(3)]
    rows = record_all(scope=by_owner, acts=acts)
    rows.append(record(scope=by_owner, act=acts[0]))
    assert [row.sequence for row in rows] == [start + 1, start + 2, start + 3, start + 4]
    assert AuditRow.objects.count() == start + 4


def test_a_failed_change_leaves_no_gap(shop: Shop) -> None:
    act = Act(Action.SHOP_CREATED, shop, shop.id)
    before = AuditRow.objects.count()

    def fail_after_the_record() -> None:
        with writing():
            record(scope=system_scope(), act=act)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_the_record()
    assert record(scope=system_scope(), act=act).sequence == before + 1


def test_the_body_is_canonical_and_complete(shop: Shop, by_owner: Scope) -> None:
    at = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    changes = {
        "amount_minor": (1, 2),
        "due": (None, at),
        "list": ((), ["a"]),
        "x": (0.5, True),
    }
    row = record(scope=by_owner, act=Act(Action.SHOP_CREATED, shop, shop.id, changes))
    row.refresh_from_db()
    content = row.record
    assert bytes(row.body) == rfc8785.dumps(content)
    assert content["changes"] == {
        "amount_minor": {"from": 1, "to": 2},
        "due": {"from": None, "to": "2026-11-20T18:00:00.000000+00:00"},
        "list": {"from": [], "to": ["a"]},
        "x": {"from": 0.5, "to": True},
    }
    assert content["actor"] == str(row.actor_id)
    assert content["at"] == row.at.isoformat(timespec="microseconds")
    assert (content["sequence"], content["id"]) == (row.sequence, str(row.id))
    assert content["subject"] == {"kind": "shops.shop", "id": str(shop.id)}
    assert content["shop"] == str(shop.id)
    assert content["commitments"] == {}
    assert not CommitmentKey.objects.filter(row=row).exists()
    assert len(sha256(bytes(row.body)).hexdigest()) == 64


def test_personal_values_are_commitments_only(shop: Shop) -> None:
    act = Act(Action.SHOP_CREATED, shop, shop.id, {}, {"phone": (None, "13800000001")})
    first, second = record_all(scope=system_scope(), acts=[act, act])
    assert b"13800000001" not in bytes(first.body)
    committed = first.record["commitments"]["phone"]
    assert committed["from"] is None
    assert committed["to"] != second.record["commitments"]["phone"]["to"]

    place = crypto.Place(shop.id, "audit_commitmentkey", "key")
    key = crypto.unseal_bytes(place, first.id, CommitmentKey.objects.get(row=first).key)
    assert commitment(key, "phone", "13800000001") == committed["to"]
    assert commitment(key, "phone", "13800000002") != committed["to"]
    assert commitment(key, "fax", "13800000001") != committed["to"]


def test_erasing_the_key_leaves_the_record(shop: Shop) -> None:
    act = Act(Action.SHOP_CREATED, shop, shop.id, {}, {"phone": (None, "13800000001")})
    row = record(scope=system_scope(), act=act)
    CommitmentKey.objects.get(row=row).delete()
    assert AuditRow.objects.get(pk=row.pk).record["commitments"]["phone"]["to"]
