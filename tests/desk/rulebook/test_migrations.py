"""The bad list of an earlier version is the blocked list of this one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shopwarden.desk.rulebook.models import ListEntry

MADE_AT = datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="its database is emptied afterwards, which the audit log refuses there",
)
@pytest.mark.django_db(transaction=True)
def test_entries_keep_since_when_and_by_whom() -> None:
    before = MigrationExecutor(connection)
    targets = [("rulebook", "0001_first")]
    try:
        before.migrate(targets)
        apps = before.loader.project_state(targets).apps
        user = apps.get_model("accounts", "User").objects.create(email="a@shop.example")
        shop = apps.get_model("shops", "Shop").objects.create(name="青禾家居")
        facts = {"shop": shop, "list_kind": "blocked"}
        change = apps.get_model("rulebook", "ListChange").objects
        change.create(**facts, made_by=user, made_at=MADE_AT, entries=1)
        entry = apps.get_model("rulebook", "ListEntry").objects
        entry.create(**facts, id=uuid4(), kind="buyer", number=2, key="k", value=b"sealed")
    finally:
        after = MigrationExecutor(connection)
        after.migrate(after.loader.graph.leaf_nodes())
    kept = ListEntry.objects.get()
    assert (kept.list_kind, kept.number, bytes(kept.value)) == ("blocked", 2, b"sealed")
    assert (kept.added_at, kept.added_by_id, kept.expires_at) == (MADE_AT, user.pk, None)
