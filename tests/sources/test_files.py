from __future__ import annotations

import os
import struct
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.explain import Language
from shopwarden.explain.errors import error_sentence
from shopwarden.sources import Limits, SourceError, read_file
from shopwarden.sources.files import FileType, file_type


def refused(path: Path, **options: object) -> SourceError:
    start = time.process_time()
    with pytest.raises(SourceError) as caught:
        read_file(path, **options)
    assert time.process_time() - start < 2
    assert caught.value.data["file"] == path.name
    return caught.value


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"),
        (b"GIF89a\x01\0\x01\0", "gif"),
        (b"%PDF-1.7\n%abc", "pdf"),
        (b"MZ\x90\0\x03\0", "exe"),
        (b"\x7fELF\x02\x01", "elf"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"SQLite format 3\0", "sqlite"),
        (b"<!DOCTYPE html><table>", "html"),
        (b"\xef\xbb\xbf\n <html><body>", "html"),
        (b"<table><tr><td>x", "html"),
        (b"<?xml version='1.0'?>", "xml"),
        (b"abc\0def", "binary"),
    ],
)
def test_wrong_types_are_refused_whatever_their_name(write_file, head, name) -> None:
    error = refused(write_file(head + b"x" * 100, "orders.xls"))
    assert (error.code, error.data["type"]) == ("file.wrong_type", name)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\n"])
def test_empty_files_are_refused(write_file, content) -> None:
    assert refused(write_file(content)).code == "file.empty"


def test_text_that_begins_like_a_program_is_text(write_file) -> None:
    path = write_file("BM,MZ\n1,2\n")
    assert file_type(path, path.name, Limits()) is FileType.TEXT


def test_missing_file_and_folder(tmp_path) -> None:
    assert refused(tmp_path / "none.csv").code == "file.not_found"
    error = refused(tmp_path)
    assert (error.code, error.data["why"]) == ("file.unreadable", "folder")


@pytest.mark.parametrize("head", [b"a,b\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_gigabyte_is_refused_before_it_is_read(tmp_path, head) -> None:
    path = tmp_path / "big.csv"
    path.write_bytes(head)
    os.truncate(path, 1_000_000_000)
    error = refused(path)
    assert (error.code, error.data["limit"]) == ("file.too_large", 1_000_000_000)


def test_limits_can_be_set(write_file) -> None:
    path = write_file("订单编号,订单状态\n")
    error = refused(path, limits=Limits(file_bytes=10))
    assert (error.code, error.data["size"], error.data["limit"]) == ("file.too_large", 26, 10)


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


@pytest.mark.parametrize("member", ["orders.csv", "xl/worksheets/sheet1.xml"])
def test_ratio_bomb(tmp_path, member) -> None:
    members = {member: b"\0" * 40_000_000}
    if member.startswith("xl/"):
        members["[Content_Types].xml"] = b"<Types/>"
    error = refused(archive(tmp_path / "bomb.xlsx", members))
    assert (error.code, error.data["what"]) == ("file.bomb", "ratio")
    assert "too much (times its size: " in error_sentence(error, Language.EN)


def test_entry_bomb(tmp_path) -> None:
    path = archive(tmp_path / "many.zip", {f"{number}.csv": b"" for number in range(2001)})
    error = refused(path)
    assert (error.code, error.data["what"], error.data["found"]) == ("file.bomb", "entries", 2001)


def test_size_bomb(tmp_path) -> None:
    path = archive(tmp_path / "big.zip", {"a.csv": os.urandom(1000)})
    error = refused(path, limits=Limits(archive_bytes=999))
    assert (error.code, error.data["what"]) == ("file.bomb", "expanded")


def test_lying_zip_is_stopped(tmp_path) -> None:
    path = archive(tmp_path / "lie.zip", {"a.csv": b"a,b\n" * 1_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 4_000_000), struct.pack("<I", 40)))
    error = refused(path)
    assert (error.code, error.data["why"]) == ("file.unreadable", "damaged")


def test_encrypted_zip(tmp_path) -> None:
    path = archive(tmp_path / "locked.zip", {"a.csv": b"a,b\n"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert refused(path).code == "file.encrypted"


def test_other_office_files(tmp_path) -> None:
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    error = refused(archive(tmp_path / "letter.xlsx", members))
    assert (error.code, error.data["type"]) == ("file.wrong_type", "docx")


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 50, b"PAR1" + b"x" * 50 + b"PAR1"])
def test_damaged_containers(write_file, content) -> None:
    error = refused(write_file(content))
    assert (error.code, error.data["why"]) == ("file.unreadable", "damaged")


_HEADS = st.sampled_from(
    [b"", b"PK\x03\x04", b"PAR1", b"{", b"\xff\xfe", b"\xef\xbb\xbf",
     "订单编号,订单状态,订单创建时间\n".encode(), "订单编号,订单状态,买家会员名\n".encode("gbk")]
)  # fmt: skip


@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(head=_HEADS, junk=st.binary(max_size=300))
def test_junk_never_ends_in_anything_but_a_refusal(write_file, head, junk) -> None:
    path = write_file(head + junk)
    with suppress(SourceError):
        result = read_file(path)
        rows = {row for frame in result.records.values() for row in frame["source_row"]}
        assert len(rows) + result.quarantine["source_row"].n_unique() <= result.rows
