"""Typed readers: a value is used or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from shopwarden.desk import environment
from shopwarden.desk.errors import ConfigurationError


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_boolean(value: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_X", value)
    assert environment.boolean("SHOPWARDEN_X", default=True) is expected


def test_boolean_absent_is_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOPWARDEN_X", raising=False)
    assert environment.boolean("SHOPWARDEN_X", default=True) is True


@pytest.mark.parametrize("value", ["many", "-1", "1.5"])
def test_integer_refuses_and_names(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_X", value)
    with pytest.raises(ConfigurationError) as refusal:
        environment.integer("SHOPWARDEN_X", 3)
    assert refusal.value.code == "config.bad_value"
    assert refusal.value.data == {"name": "SHOPWARDEN_X", "expected": "number >= 0"}


def test_words_drop_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_X", " a.example, ,b.example ")
    assert environment.words("SHOPWARDEN_X") == ["a.example", "b.example"]


def test_secret_from_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text("hidden\n", encoding="utf-8")
    monkeypatch.setenv("SHOPWARDEN_X_FILE", str(file))
    assert environment.secret("SHOPWARDEN_X") == "hidden"


def test_secret_file_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_X_FILE", str(tmp_path / "none"))
    with pytest.raises(ConfigurationError) as refusal:
        environment.secret("SHOPWARDEN_X")
    assert refusal.value.data == {"name": "SHOPWARDEN_X_FILE"}


@pytest.mark.parametrize(
    "value", ["ftp://desk.example", "desk.example", "https://", "https://a:notaport", "https://[a"]
)
def test_url_refuses(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_X", value)
    with pytest.raises(ConfigurationError):
        environment.url("SHOPWARDEN_X", "", schemes=frozenset({"https"}))


def test_data_dir_is_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_DATA", "somewhere")
    assert environment.data_dir() == Path.cwd() / "somewhere"
