"""Nightly upkeep removes what has expired, and only that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from shopwarden.desk.common.services import remove_expired

pytestmark = pytest.mark.django_db


def _cached() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM desk_cache")
        return int(cursor.fetchone()[0])


def test_expired_sessions_and_counters_go() -> None:
    now = timezone.now()
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(hours=hours))
        cache.set(key, 1, timeout=hours * 3600 if hours > 0 else 1)
    with connection.cursor() as cursor:
        past = connection.ops.adapt_datetimefield_value(now - timedelta(hours=1))
        cursor.execute("UPDATE desk_cache SET expires = %s WHERE cache_key LIKE '%%old'", [past])
    remove_expired()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert _cached() == 1
