"""Key files: made once, private, read back, refused when broken."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from shopwarden.desk import keys
from shopwarden.desk.errors import ConfigurationError


def test_data_key_is_made_once_and_private(data_key_file: Path) -> None:
    keys.make_data_key()
    first = keys.read_data_keys()
    keys.make_data_key()
    assert keys.read_data_keys() == first
    assert list(first) == [1]
    assert len(first[1]) == 32
    assert stat.S_IMODE(data_key_file.stat().st_mode) == 0o600


def test_missing_file(data_key_file: Path) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        keys.read_data_keys()
    assert refusal.value.code == "keys.missing"
    assert refusal.value.data == {"path": str(data_key_file)}


def test_newest_key_comes_first(data_key_file: Path) -> None:
    lines = [f"{number} {base64.b64encode(bytes([number]) * 32).decode()}" for number in (2, 1)]
    data_key_file.write_text("\n".join(lines) + "\n", encoding="ascii")
    assert keys.read_data_keys() == {2: b"\x02" * 32, 1: b"\x01" * 32}


@pytest.mark.parametrize(
    ("content", "line"),
    [("1", 1), ("x AAAA", 1), ("1 %%%", 1), ("1 AAAA", 0), ("", 0), ("300 " + "A" * 43 + "=", 0)],
)
def test_unreadable_file(content: str, line: int, data_key_file: Path) -> None:
    data_key_file.write_text(content, encoding="ascii")
    with pytest.raises(ConfigurationError) as refusal:
        keys.read_data_keys()
    assert refusal.value.code == "keys.unreadable"
    assert refusal.value.data["line"] == line


@pytest.mark.parametrize("content", ["", "\n", "密钥"])
def test_django_key_that_is_none_is_refused(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPWARDEN_DATA", str(tmp_path / "data"))
    path = tmp_path / "data.keys" / "django"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refusal:
        keys.make_django_key()
    assert refusal.value.code == "keys.signing_unreadable"
    assert refusal.value.data == {"path": str(path)}
    assert path.read_text(encoding="utf-8") == content


def test_django_key_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPWARDEN_DATA", str(tmp_path / "data"))
    assert keys.read_django_key() == ""
    keys.make_django_key()
    made = keys.read_django_key()
    keys.make_django_key()
    assert keys.read_django_key() == made
    assert len(made) >= 64
    assert stat.S_IMODE((tmp_path / "data.keys" / "django").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data.keys").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "data.keys").iterdir()] == ["django"]
