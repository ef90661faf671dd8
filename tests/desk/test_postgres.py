"""The same tests on a real PostgreSQL, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pgserver = pytest.importorskip("pgserver")

pytestmark = pytest.mark.postgres
_HERE = Path(__file__).parent
_APPS = (
    "common", "accounts", "shops", "audit", "trade", "rulebook", "intake", "live", "alerts",
    "groups", "scores", "filings", "api", "notices",
)  # fmt: skip
_ONCE = "not slow and not postgres"


@pytest.fixture
def database_url() -> Iterator[str]:
    # Not below pytest's own folder: the inner run would tidy it away.
    with tempfile.TemporaryDirectory(prefix="desk-pg-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.mark.skipif(bool(os.environ.get("SHOPWARDEN_DATABASE_URL")), reason="already on PostgreSQL")
def test_the_suite_passes_on_postgresql(database_url: str) -> None:
    folders = [str(_HERE / app) for app in _APPS]
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", _ONCE, "-p", "no:cacheprovider", *folders],
        env=os.environ | {"SHOPWARDEN_DATABASE_URL": database_url},
        cwd=_HERE.parents[1],
        text=True,
        capture_output=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout
