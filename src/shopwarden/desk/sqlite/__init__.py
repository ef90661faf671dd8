"""The SQLite the desk runs on: a safe version, and one writer at a time.

Importing this package replaces the interpreter's ``sqlite3`` by the wheel's, which is free
of the write-ahead-log reset fault (SQLite 3.7.0 to 3.51.2); it must come before Django's
SQLite backend and SQLAlchemy.
"""

from __future__ import annotations

import sys
from typing import Final

import pysqlite3
import pysqlite3.dbapi2

from shopwarden.desk.errors import ConfigurationError

OLDEST_SAFE: Final = (3, 51, 3)

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

if pysqlite3.dbapi2.sqlite_version_info < OLDEST_SAFE:
    raise ConfigurationError("sqlite.unsafe", version=pysqlite3.dbapi2.sqlite_version)

OPTIONS: Final = {
    # A deferred transaction that reads, then writes, fails at once when another writer was
    # first; an immediate one waits its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: with NORMAL a power cut loses answered requests. secure_delete: erased personal
    # data leaves the file. recursive_triggers: REPLACE may not walk past the audit triggers.
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
        "PRAGMA recursive_triggers=ON;PRAGMA mmap_size=0"
    ),
}
