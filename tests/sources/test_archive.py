from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from shopwarden.records import Kind
from shopwarden.sources import SourceError, read_file

ORDERS = "订单编号,订单状态,订单创建时间\n{},交易成功,2026-11-01 10:00:00\n"


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_members_are_read_under_their_names(tmp_path) -> None:
    path = pack(
        tmp_path / "orders.zip",
        {
            "十月/订单.csv": ORDERS.format("11").encode("gbk"),
            "../../etc/订单2.csv": ORDERS.format("22").encode(),
            "说明.txt": "只是说明\n".encode(),
            "空.csv": b"",
            "photo.png": b"\x89PNG\r\n\x1a\n",
            "目录/": b"",
        },
    )
    result = read_file(path)
    assert result.records[Kind.ORDERS].select("id", "source_file").rows() == [
        ("11", "orders.zip/订单.csv"),
        ("22", "orders.zip/订单2.csv"),
    ]
    assert result.skipped == ("orders.zip/说明.txt", "orders.zip/photo.png")
    assert result.rows == 2


def test_name_in_gbk(tmp_path) -> None:
    path = tmp_path / "orders.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(zipfile.ZipInfo("XXXX.csv"), ORDERS.format("11"))
    path.write_bytes(path.read_bytes().replace(b"XXXX", "订单".encode("gbk")))
    result = read_file(path)
    assert result.records[Kind.ORDERS]["source_file"].to_list() == ["orders.zip/订单.csv"]


def test_workbook_inside_an_archive(tmp_path, write_xlsx) -> None:
    book = write_xlsx({"表": [["订单编号", "订单状态", "订单创建时间"], ["11", "交易成功", ""]]})
    result = read_file(pack(tmp_path / "a.zip", {"book.xlsx": book.read_bytes()}))
    assert result.records[Kind.ORDERS]["source_file"].to_list() == ["a.zip/book.xlsx"]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"broken.zip": b"PK\x03\x04"}, "file.unreadable"),
        ({"photo.png": b"\x89PNG\r\n\x1a\n"}, "file.wrong_type"),
        ({"other.csv": "甲,乙\n1,2\n".encode()}, "file.unrecognised"),
        ({}, "file.empty"),
    ],
)
def test_archive_with_nothing_to_read(tmp_path, members, code) -> None:
    with pytest.raises(SourceError) as caught:
        read_file(pack(tmp_path / "a.zip", members))
    assert caught.value.code == code


def test_archive_in_an_archive_is_refused(tmp_path) -> None:
    inner = pack(tmp_path / "inner.zip", {"a.csv": ORDERS.format("11").encode()})
    with pytest.raises(SourceError) as caught:
        read_file(pack(tmp_path / "a.zip", {"inner.zip": inner.read_bytes()}))
    assert (caught.value.code, caught.value.data["type"]) == ("file.wrong_type", "zip")
