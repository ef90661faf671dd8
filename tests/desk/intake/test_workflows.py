from __future__ import annotations

import os
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError

from shopwarden.desk.intake import workflows
from shopwarden.desk.intake.models import ImportRun
from shopwarden.desk.shops.models import Shop
from shopwarden.sources import SourceError
from tests.desk.intake.samples import run_of

pytestmark = pytest.mark.django_db
# On PostgreSQL the test's own transaction lives in the connection that is given up here.
gives_up_its_connection = pytest.mark.skipif(
    "SHOPWARDEN_DATABASE_URL" in os.environ, reason="needs a connection outside the test's own"
)


@pytest.fixture
def run(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """A run under way; nobody waits."""
    monkeypatch.setattr(workflows, "sleep", lambda _: None)
    run = run_of(shop)
    ImportRun.objects.update(state="reading")
    return run


def _raising(*errors: Exception) -> Any:
    waiting = list(errors)

    def do(_: UUID) -> None:
        if waiting:
            raise waiting.pop(0)

    return do


@gives_up_its_connection
def test_a_full_disk_or_a_lost_database_is_waited_for(run: ImportRun) -> None:
    do = _raising(OperationalError("database or disk is full"), OSError(28, "no space"))
    assert workflows._tried(do, run.id)
    run.refresh_from_db()
    assert run.state == "reading"


@gives_up_its_connection
def test_what_does_not_come_back_ends_the_run(run: ImportRun) -> None:
    do = _raising(*[OperationalError("disk I/O error")] * 5)
    assert not workflows._tried(do, run.id)
    run.refresh_from_db()
    assert (run.state, run.code) == ("failed", "import.broken")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SourceError("file.empty", file="a.csv"), "file.empty"),
        (ValueError("a fault of ours"), "import.broken"),
    ],
)
def test_other_errors_end_the_run_at_once(run: ImportRun, error: Exception, code: str) -> None:
    assert not workflows._tried(_raising(error), run.id)
    run.refresh_from_db()
    assert (run.state, run.code) == ("failed", code)
    assert run.finished_at is not None
