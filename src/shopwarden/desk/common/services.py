"""Upkeep of what belongs to no app: sessions, log-in counters, the write-ahead log."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from shopwarden.desk.common.db import writing


def remove_expired() -> None:
    """Delete ended sessions and old counters of the log-in limits."""
    now = timezone.now()
    with writing(), connection.cursor() as cursor:
        Session.objects.filter(expire_date__lt=now).delete()
        expired = connection.ops.adapt_datetimefield_value(now)
        cursor.execute("DELETE FROM desk_cache WHERE expires < %s", [expired])


def shorten_log() -> None:
    """Take deleted pages out of SQLite's write-ahead log."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
