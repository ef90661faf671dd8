from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

WRONG = {"收货地址": "广东省西湖区文一西路969号"}
COLUMNS = [
    "subject_kind",
    "subject_id",
    "detector",
    "code",
    "severity",
    "score",
    "metric",
    "value",
    "threshold",
    "evidence",
    "sentence",
]


def read(path: Path) -> pl.DataFrame:
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False)
    return pl.read_ndjson(path) if path.suffix == ".ndjson" else pl.read_parquet(path)


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet"])
def test_a_wrong_address_is_found_explained_and_written(orders_csv, run, tmp_path, ending) -> None:
    out = tmp_path / f"findings.{ending}"
    shown = run("scan", orders_csv({}, WRONG), "--out", out, "--lang", "zh")
    assert shown.exit_code == 0, shown.output
    assert "收货省份与区县不符：广东省 / 西湖区（浙江省杭州市）" in shown.output
    found = read(out)
    assert found.columns[: len(COLUMNS)] == COLUMNS
    row = found.filter(pl.col("severity") == "wrong").row(0, named=True)
    assert (row["subject_kind"], row["subject_id"]) == ("order", "1000000000000000002")
    assert (row["detector"], row["code"]) == ("address", "contradiction")
    assert json.loads(row["evidence"])["spans"] == [
        {"start": 0, "end": 3},
        {"start": 3, "end": 6},
    ]


def test_english_is_complete(orders_csv, run) -> None:
    shown = run("scan", orders_csv(WRONG), "--lang", "en")
    assert "The province and the district do not fit" in shown.output
    assert "Read 1 rows: orders 1" in shown.output


def test_the_summary_counts_rows_findings_and_quarantine(orders_csv, run) -> None:
    shown = run("scan", orders_csv({}, WRONG, {"订单编号": "3.51E+18"}), "--lang", "zh")
    assert "读入 3 行：订单 2" in shown.output
    assert "地址：有误 1" in shown.output
    assert "1 行读不了" in shown.output


def test_scanning_twice_or_the_same_file_twice_gives_the_same_findings(
    orders_csv, run, tmp_path
) -> None:
    path = orders_csv({}, WRONG)
    outs = [tmp_path / f"{name}.parquet" for name in ("once", "again", "double")]
    run("scan", path, "--out", outs[0])
    run("scan", path, "--out", outs[1])
    run("scan", path, path, "--out", outs[2])
    frames = [pl.read_parquet(out) for out in outs]
    assert frames[0].equals(frames[1])
    assert frames[0].equals(frames[2])


def test_quarantined_rows_are_mended_and_fed_again(orders_csv, run, tmp_path) -> None:
    held = tmp_path / "held.csv"
    run("scan", orders_csv({}, WRONG | {"订单编号": "3.51E+18"}), "--quarantine", held)
    text = held.read_text(encoding="utf-8-sig")
    assert "3.51E+18" in text
    held.write_text(text.replace("3.51E+18", "1000000000000000009"), encoding="utf-8")
    out = tmp_path / "findings.parquet"
    assert run("scan", held, "--out", out).exit_code == 0
    assert pl.read_parquet(out)["subject_id"].to_list() == ["1000000000000000009"]


def test_a_file_of_which_no_row_can_be_read_is_not_called_fine(orders_csv, run) -> None:
    shown = run("scan", orders_csv({"订单编号": "3.51E+18"}), "--lang", "en").output
    assert "No row could be read, so nothing was checked" in shown
    assert "1 rows could not be read" in shown
    for wrong in ("Nothing here needs a person", "No findings", "1970"):
        assert wrong not in shown


def test_what_is_over_stands_below_a_line(orders_csv, run) -> None:
    shown = run("scan", orders_csv(WRONG, WRONG | {"订单状态": "交易成功"}), "--lang", "en").output
    lines = shown.splitlines()
    over = next(number for number, line in enumerate(lines) if "shipped or closed" in line)
    assert lines[over - 1].startswith("├")


def test_a_file_nothing_comes_close_to_has_no_nearest(run, tmp_path) -> None:
    foreign = tmp_path / "hello.txt"
    foreign.write_text("hello\n")
    shown = run("scan", foreign, "--lang", "en")
    assert (shown.exit_code, "Nearest" in shown.output) == (2, False)
    assert "none of its columns belongs to one" in shown.output


def test_a_list_that_says_nothing_is_refused_as_a_list(orders_csv, run, tmp_path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("a,b\n1,2\n")
    shown = run("scan", orders_csv(WRONG), "--bad-list", listed, "--lang", "en")
    assert shown.exit_code == 2
    assert "Name its columns phone, receiver or buyer" in shown.output.replace("\n", " ")


def test_now_leaves_later_orders_out(orders_csv, run) -> None:
    shown = run("scan", orders_csv(WRONG), "--now", "2026-10-01", "--lang", "zh")
    assert shown.exit_code == 0
    assert "1 条未计入" in shown.output
    assert "没有发现" in shown.output


def test_a_bad_list_is_used(orders_csv, run, tmp_path) -> None:
    listed = tmp_path / "bad.csv"
    listed.write_text("手机,收货人,买家\n13800000001,,\n", encoding="utf-8")
    shown = run("scan", orders_csv({}), "--bad-list", listed, "--lang", "zh")
    assert "收货电话在本店的不良名单上" in shown.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_unusable_input_is_refused_with_exit_2(run, tmp_path, lang) -> None:
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    for arguments in (
        ["scan", tmp_path / "missing.csv"],
        ["scan", picture],
        ["scan", picture, "--now", "soon"],
        ["scan", picture, "--out", tmp_path / "x.docx"],
        ["scan", picture, "--out", tmp_path / "no" / "x.csv"],
        ["scan", picture, "--out", picture],
    ):
        shown = run(*arguments, "--lang", lang)
        assert shown.exit_code == 2, arguments
        assert "✗" in shown.output
        assert "Traceback" not in shown.output


def test_one_bad_file_does_not_keep_the_others_from_being_scanned(
    orders_csv, run, tmp_path
) -> None:
    shown = run("scan", tmp_path / "missing.csv", orders_csv(WRONG), "--lang", "zh")
    assert shown.exit_code == 2
    assert "收货省份与区县不符" in shown.output


def test_formulas_cannot_run_in_a_spreadsheet(run, tmp_path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("no,addr\n=1+1,广东省西湖区文一西路969号\n", encoding="utf-8")
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'kind = "orders"\nplatform = "own"\nshop = "s"\n[fields]\nid = "no"\naddress = "addr"\n',
        encoding="utf-8",
    )
    out = tmp_path / "f.csv"
    run("scan", table, "--mapping", mapping, "--out", out)
    assert not any(line.startswith("order,=") for line in out.read_text("utf-8-sig").splitlines())


def test_the_label_changes_nothing(run, tmp_path) -> None:
    mapping = (
        'kind = "orders"\nplatform = "own"\nshop = "s"\n'
        '[fields]\nid = "no"\naddress = "addr"\nlabel = "bad"\n'
    )
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    found = []
    for label in "01":
        table = tmp_path / f"t{label}.csv"
        table.write_text(f"no,addr,bad\n1,广东省西湖区1号,{label}\n", encoding="utf-8")
        out = tmp_path / f"f{label}.parquet"
        assert run("scan", table, "--mapping", tmp_path / "m.toml", "--out", out).exit_code == 0
        found.append(pl.read_parquet(out))
    assert found[0].height == 1
    assert found[0].equals(found[1])
