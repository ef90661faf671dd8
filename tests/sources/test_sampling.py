from __future__ import annotations

import zipfile
from pathlib import Path

from shopwarden.sources import column_names, header_identity, sample_unknown


def test_the_first_rows_of_an_unknown_table(write_file) -> None:
    path = write_file('no,who,where\n1,"张, 三",x\n2,李四\n3,王五,z\n')
    (sample,) = sample_unknown(path, rows=2)
    assert (sample.label, sample.names) == (path.name, ("no", "who", "where"))
    # The second row has too few cells.
    assert sample.rows == [["1", "张, 三", "x"], ["3", "王五", "z"]]


def test_lines_of_json(write_file) -> None:
    path = write_file('{"no": 1, "to": {"name": "张三"}}\n{"no": 2, "to": {"name": null}}\n')
    (sample,) = sample_unknown(path)
    assert sample.names == ("no", "to.name")
    assert sample.rows == [["1", "张三"], ["2", ""]]


def test_known_exports_are_left_out(tmp_path: Path) -> None:
    known = "订单编号,买家会员名,订单状态,订单创建时间\n1,a,交易成功,2026-11-02 08:00:00\n"
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("known.csv", known)
        archive.writestr("own.csv", "no,who\n1,a\n")
    assert [sample.label for sample in sample_unknown(path)] == ["both.zip/own.csv"]


def test_a_header_without_rows(write_file) -> None:
    (sample,) = sample_unknown(write_file("no,who\n"))
    assert sample.rows == []


def test_columns_a_mapping_can_name() -> None:
    assert column_names(("No", "", " ", "no ", "Who")) == ["No", "Who"]


def test_headers_are_the_same_in_any_order_and_spelling() -> None:
    assert header_identity(("订单 号", "ID")) == header_identity(("id", "订单号"))
    assert header_identity(("a", "b")) != header_identity(("a", "b", "c"))
