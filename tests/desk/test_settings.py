"""The settings in production, and migrations that say all there is to say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

_CHECK = """
from shopwarden.desk import start
start.configure()
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
"""


def _check(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SHOPWARDEN_DATA": str(folder / "data")} | variables
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-c", _CHECK], env=environment, text=True, capture_output=True, check=False
    )


def test_deploy_check_is_clean_with_https(tmp_path: Path) -> None:
    outcome = _check(tmp_path, SHOPWARDEN_URL="https://desk.example")
    assert "no issues" in outcome.stdout
    assert outcome.returncode == 0


@pytest.mark.parametrize("name", ["SHOPWARDEN_URL", "SHOPWARDEN_PROXIES", "SHOPWARDEN_LOG_LEVEL"])
def test_wrong_value_stops_the_start_and_is_named(name: str, tmp_path: Path) -> None:
    outcome = _check(tmp_path, **{name: "nonsense"})
    assert outcome.returncode == 1
    assert f"name='{name}'" in outcome.stderr


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
