from __future__ import annotations

from pathlib import Path

import pytest

from shopwarden.sources import SourceError, read_table


def test_read_table_gives_text_columns(write_file, tmp_path: Path) -> None:
    table = read_table(write_file("地址 ,备注,备注,\n北京市,1,2,3\n上海市,,,\n", encoding="gbk"))
    assert table.columns == ["地址", "备注", "备注_3", "column_4"]
    assert table.rows() == [("北京市", "1", "2", "3"), ("上海市", None, None, None)]
    with pytest.raises(SourceError, match=r"file\.not_found"):
        read_table(tmp_path / "none.csv")


def test_read_table_of_a_workbook(write_xlsx) -> None:
    table = read_table(write_xlsx({"表": [["标题"], ["地址", "区"], ["北京市", "东城区"]]}))
    assert table.rows() == [("北京市", "东城区")]
