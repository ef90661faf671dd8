"""The SQLite of the desk: safe settings, and turns at the lock."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.db.utils import ConnectionHandler, OperationalError
from pytest_django import DjangoDbBlocker

from shopwarden.desk import sqlite
from shopwarden.desk.sqlite.base import DatabaseWrapper

Opener = Callable[[], DatabaseWrapper]


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Opener]:
    opened: list[DatabaseWrapper] = []
    handler = ConnectionHandler(
        {
            "default": {
                "ENGINE": "shopwarden.desk.sqlite",
                "NAME": tmp_path / "desk.sqlite3",
                "OPTIONS": dict(sqlite.OPTIONS),
            }
        }
    )

    def opener() -> DatabaseWrapper:
        connection = handler.create_connection("default")
        opened.append(connection)
        return connection

    with django_db_blocker.unblock():
        yield opener
        for connection in opened:
            connection.close()


def _pragma(connection: DatabaseWrapper, name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_safe_library_is_in_place() -> None:
    assert sqlite3.sqlite_version_info >= sqlite.OLDEST_SAFE
    assert connections["default"].Database.sqlite_version_info >= sqlite.OLDEST_SAFE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("recursive_triggers", 1),
        ("mmap_size", 0),
        ("foreign_keys", 1),
        ("busy_timeout", 20_000),
    ],
)
def test_pragmas(name: str, expected: object, connect: Opener) -> None:
    assert _pragma(connect(), name) == expected


def _begin(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def _end(connection: DatabaseWrapper, how: str) -> None:
    getattr(connection, how)()
    connection.set_autocommit(True)


@pytest.mark.parametrize("how", ["commit", "rollback"])
def test_a_second_writer_waits_for_the_first(how: str, connect: Opener) -> None:
    first, second = connect(), connect()
    second.inc_thread_sharing()
    second.ensure_connection()
    _begin(first)
    order: list[str] = []

    def write() -> None:
        _begin(second)
        order.append("second")
        _end(second, "commit")

    waiting = threading.Thread(target=write)
    waiting.start()
    waiting.join(0.2)
    order.append("first")
    _end(first, how)
    waiting.join(5)
    assert order == ["first", "second"]


def test_closing_gives_the_turn_back(connect: Opener) -> None:
    first, second = connect(), connect()
    _begin(first)
    first.close()
    _begin(second)
    _end(second, "commit")


def test_a_transaction_that_cannot_begin_gives_the_turn_back(connect: Opener) -> None:
    first, second = connect(), connect()
    outsider = sqlite3.connect(first.settings_dict["NAME"], isolation_level=None)
    _pragma(first, "busy_timeout = 0")
    outsider.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        _begin(first)
    outsider.execute("ROLLBACK")
    outsider.close()
    _begin(second)
    _end(second, "commit")
