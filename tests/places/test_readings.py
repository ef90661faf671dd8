from __future__ import annotations

from pathlib import Path

import pytest

from shopwarden.places.errors import GazetteerError
from shopwarden.places.readings import readings


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("余杭", "yuhang"), ("重庆", "chongqing"), ("朝阳", "chaoyang"), ("六安", "luan"),
        ("厦门", "xiamen"), ("漯河", "luohe"), ("蚌埠", "bengbu"), ("番禺", "panyu"),
        ("乐清", "yueqing"), ("长沙", "changsha"), ("乌鲁木齐", "wulumuqi"), ("A座", "Azuo"),
    ],
)  # fmt: skip
def test_names_are_written_in_pinyin(name: str, latin: str) -> None:
    assert readings().latin(name) == latin


def test_characters_that_sound_alike() -> None:
    assert readings().sound_alike("航", "杭")
    assert readings().sound_alike("折", "浙")
    assert not readings().sound_alike("扛", "江")
    assert not readings().sound_alike("a", "b")


@pytest.mark.parametrize("pair", ["扛江", "末未", "淮准", "湖潮", "杨扬", "崇祟"])
def test_characters_that_look_alike(pair: str) -> None:
    assert readings().look_alike(*pair)


def test_characters_that_do_not_look_alike() -> None:
    assert not readings().look_alike("东", "西")
    assert not readings().look_alike("a", "b")


def test_further_latin_names_are_listed_by_code() -> None:
    assert readings().english[540_000_000] == ("Xizang", "Tibet")
    assert readings().english[610_000_000] == ("Shaanxi",)
    assert readings().english[710_500_000] == ("Taipei",)


def test_a_damaged_data_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "gazetteer.npz"
    damaged.write_bytes(b"PK\x03\x04 not an archive")
    monkeypatch.setattr("shopwarden.places.gazetteer.DATA_FILE", damaged)
    with pytest.raises(GazetteerError) as refusal:
        readings.__wrapped__()
    assert refusal.value.data == {"file": "gazetteer.npz"}
