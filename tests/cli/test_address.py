from __future__ import annotations

import polars as pl
import pytest

PARTS = {
    "province": "浙江省",
    "city": "杭州市",
    "district": "余杭区",
    "town": "五常街道",
    "road": "文一西路",
    "number": "969号",
    "code": "330110",
    "verdict": "ok",
    "reasons": "",
}


def test_texts_are_shown_with_parts_and_reasons(run) -> None:
    shown = run("address", "广东省西湖区文一西路969号", "北京市朝阳区建国路88号", "--lang", "zh")
    assert shown.exit_code == 0
    for part in ("有误", "收货省份与区县不符", "没有问题", "建国路", "88号"):
        assert part in shown.output


def test_what_was_meant_and_what_to_ask_follow_an_address_that_is_odd(run) -> None:
    shown = run("address", "广东省杭州市余杭区文一西路969号", "--lang", "zh")
    for part in (
        "浙江省杭州市余杭区文一西路969号",
        "广东省 → 浙江省（与其余部分不符）",
        "先向买家核对地址",
        "请问应寄到“浙江省杭州市余杭区”吗？",
    ):
        assert part in shown.output.replace("\n", "")
    assert "下一步" not in run("address", "北京市朝阳区建国路88号", "--lang", "zh").output


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet"])
def test_a_column_is_judged_row_by_row_in_the_same_order(run, tmp_path, ending) -> None:
    source = tmp_path / "in.csv"
    texts = ["浙江省杭州市余杭区五常街道文一西路969号", "", "广东省西湖区文一西路969号", "", "88号"]
    rows = "".join(f"{number},{text}\n" for number, text in enumerate(texts))
    source.write_bytes(f"n,addr\n{rows}".encode("gb18030"))
    out = tmp_path / f"out.{ending}"
    assert run("address", "--file", source, "--column", "addr", "--out", out).exit_code == 0
    readers = {"csv": lambda path: pl.read_csv(path, infer_schema=False),
               "ndjson": pl.read_ndjson, "parquet": pl.read_parquet}  # fmt: skip
    table = readers[ending](out)
    assert table["n"].to_list() == ["0", "1", "2", "3", "4"]
    first = table.row(0, named=True)
    town_code = first["code"]
    assert town_code.startswith(PARTS["code"])
    shown = {name: first[name] or "" for name in PARTS if name != "code"}
    assert shown == {name: value for name, value in PARTS.items() if name != "code"}
    assert "contradiction" in table["reasons"][2].split(",")
    assert table["verdict"].to_list()[:4] == ["ok", "empty", "wrong", "empty"]


def test_a_missing_column_is_named_with_those_that_exist(run, tmp_path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("a,b\n1,2\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    shown = run("address", "--file", source, "--column", "c", "--out", out, "--lang", "zh")
    assert shown.exit_code == 2
    assert "没有“c”这一列" in shown.output
    assert not out.exists()


def test_neither_text_nor_file_is_a_usage_error(run) -> None:
    assert run("address").exit_code == 2
    assert run("address", "--file", "x.csv").exit_code == 2
    assert (
        run("address", "text", "--file", "x.csv", "--column", "a", "--out", "b.csv").exit_code == 2
    )


def test_nothing_written_is_not_called_fine(run) -> None:
    shown = run("address", "", "北京市朝阳区建国路88号", "--lang", "en")
    assert "[nothing written]" in shown.output
    assert shown.output.count("[ok]") == 1


def test_the_question_to_paste_is_one_line(run) -> None:
    shown = run("address", "广东省西湖区文一西路哦哦哦哦哦969号", "--lang", "zh").output
    asked = next(line for line in shown.splitlines() if "可以这样问" in line)
    assert asked.endswith("谢谢！")
