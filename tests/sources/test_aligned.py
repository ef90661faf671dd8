from __future__ import annotations

from pathlib import Path

import pytest

from shopwarden.sources import SourceError, read_aligned


def test_padded_and_repeated_headers_get_names_of_their_own(write_file) -> None:
    path = write_file("地址 ,备注,备注,\n北京市,1,2,3\n上海市,,,\n", encoding="gbk")
    table, name = read_aligned(path, "地址")
    assert name == "地址"
    assert table.columns == ["地址", "备注", "备注_3", "column_4"]
    assert table.rows() == [("北京市", "1", "2", "3"), ("上海市", None, None, None)]


def test_blank_and_unreadable_rows_keep_their_place(write_file) -> None:
    path = write_file(
        'n,addr\n1,北京市\n\n3,上海市\n4,"天津,市"\n5,6,7,8\n6,重庆市\n', encoding="utf-8"
    )
    table, name = read_aligned(path, "addr")
    assert table[name].to_list() == ["北京市", None, "上海市", "天津,市", None, "重庆市"]


def test_a_header_of_few_columns_is_found_above_text_with_commas(write_file) -> None:
    path = write_file("n\taddr\n1\t浙江省,杭州市,余杭区,文一西路\n2\t北京市\n", encoding="utf-8")
    table, name = read_aligned(path, "addr")
    assert table[name].to_list() == ["浙江省,杭州市,余杭区,文一西路", "北京市"]


def test_one_column_of_a_workbook(write_xlsx) -> None:
    table, name = read_aligned(
        write_xlsx({"表": [["标题"], ["地址", "区"], ["北京市", "东城区"]]}), "区"
    )
    assert table[name].to_list() == ["东城区"]


def test_parquet_and_ndjson_start_at_their_first_row(tmp_path: Path) -> None:
    import polars as pl

    frame = pl.DataFrame({"a": ["北京市", None, "上海市"], "n": [1, 2, 3]})
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_ndjson(tmp_path / "t.ndjson")
    for name in ("t.parquet", "t.ndjson"):
        table, column = read_aligned(tmp_path / name, "a")
        assert table[column].to_list() == ["北京市", None, "上海市"]


def test_what_is_missing_is_named(write_file, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"file\.not_found"):
        read_aligned(tmp_path / "none.csv", "a")
    with pytest.raises(SourceError, match=r"table\.no_column"):
        read_aligned(write_file("a,b\n1,2\n", encoding="utf-8"), "c")
