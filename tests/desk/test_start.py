"""Starting: keys are made with the data and asked for afterwards."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from shopwarden.desk import start
from shopwarden.desk.accounts.models import User
from shopwarden.desk.common.models import KeyCheck
from shopwarden.desk.errors import ConfigurationError

pytestmark = pytest.mark.django_db


def test_first_start_makes_the_key_and_remembers_it(data_key_file: Path) -> None:
    start.check_keys()
    assert data_key_file.exists()
    assert [check.number for check in KeyCheck.objects.all()] == [1]
    start.check_keys()
    assert KeyCheck.objects.count() == 1


def test_lost_key_is_not_replaced(data_key_file: Path) -> None:
    start.check_keys()
    data_key_file.unlink()
    with pytest.raises(ConfigurationError) as refusal:
        start.check_keys()
    assert refusal.value.code == "keys.missing"
    assert not data_key_file.exists()


def test_wrong_key_is_refused(data_key_file: Path) -> None:
    start.check_keys()
    data_key_file.write_text(f"1 {base64.b64encode(bytes(32)).decode()}\n", encoding="ascii")
    with pytest.raises(ConfigurationError) as refusal:
        start.check_keys()
    assert refusal.value.code == "keys.wrong"
    assert refusal.value.data == {"path": str(data_key_file), "number": 1}


def test_new_key_on_top_is_remembered(data_key_file: Path) -> None:
    start.check_keys()
    old = data_key_file.read_text(encoding="ascii")
    new = f"2 {base64.b64encode(bytes(32)).decode()}\n"
    data_key_file.write_text(new + old, encoding="ascii")
    start.check_keys()
    assert set(KeyCheck.objects.values_list("number", flat=True)) == {1, 2}


def test_setup_token_only_without_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_SETUP_TOKEN", "")
    token = start.setup_token()
    assert token
    assert os.environ["SHOPWARDEN_SETUP_TOKEN"] == token
    User.objects.create(email="a@shop.example", name="甲")
    assert start.setup_token() is None
