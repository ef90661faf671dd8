"""The triggers: a row stays as it was written, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.shops.models import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(shop: Shop) -> AuditRow:
    return AuditRow.objects.get()


def _refused(statement: str, *values: object) -> str:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
    return str(refusal.value)


def test_change_and_delete(row: AuditRow) -> None:
    before = bytes(row.body)
    assert "never" in _refused("UPDATE audit_auditrow SET action = 'x'")
    assert "never" in _refused("DELETE FROM audit_auditrow")
    row.refresh_from_db()
    assert (bytes(row.body), row.action) == (before, "shop.created")


@pytest.mark.parametrize("offset", [0, 2, -1])
def test_only_the_next_number(offset: int, row: AuditRow) -> None:
    copied = AuditRow(sequence=row.sequence + offset, at=row.at, action="x", body=b"{}")
    with pytest.raises(DatabaseError, match="follow one another"), transaction.atomic():
        copied.save()
    assert AuditRow.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.parametrize("pragma", ["ON", "OFF"])
@pytest.mark.parametrize("sequence", [1, 2])
def test_replace(pragma: str, sequence: int, row: AuditRow) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={pragma}")
    columns = "id, sequence, at, action, subject_kind, subject_id, body"
    row_id = row.id.hex if sequence == 2 else "0" * 32
    values = (row_id, sequence, row.at, "forged", "a", "b", b"{}")
    statement = f"REPLACE INTO audit_auditrow ({columns}) VALUES (%s,%s,%s,%s,%s,%s,%s)"  # noqa: S608
    assert "follow one another" in _refused(statement, *values)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=ON")
    assert list(AuditRow.objects.values_list("action", flat=True)) == ["shop.created"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_truncate(row: AuditRow) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "never" in _refused("TRUNCATE audit_auditrow CASCADE")
