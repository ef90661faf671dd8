from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from shopwarden.records import SCHEMAS, Kind
from shopwarden.sources import (
    Limits,
    MappingError,
    ShopSettings,
    SourceError,
    SourceResult,
    parse_mapping,
    read_file,
)

TEN = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)


def read(path: Path, fields: dict[str, object], kind: str = "orders", **rest: object):
    mapping = parse_mapping({"kind": kind, "platform": "myshop", "fields": fields, **rest})
    return read_file(path, mapping=mapping)


def column(result: SourceResult, name: str, kind: Kind = Kind.ORDERS) -> list[object]:
    assert result.quarantine.height == 0
    return result.records[kind][name].to_list()


def test_csv_with_only_an_id(write_file) -> None:
    result = read(write_file("no,x\n1,2\n"), {"id": "no"})
    record = result.records[Kind.ORDERS].to_dicts()[0]
    assert {name: value for name, value in record.items() if value is not None} == {
        "platform": "myshop",
        "shop": "",
        "id": "1",
        "currency": "CNY",
        "source": "any_table",
        "source_file": "table.csv",
        "source_row": 2,
    }


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_kind_of_field(write_file, delimiter) -> None:
    cells = ["no", "total", "ts", "state", "bad", "qty", "tel", "flag"]
    row = [
        "A1",
        "1280.5",
        "2026-11-01 10:00:00",
        "已付款",
        "1",
        "3",
        "１３８０００００００１",
        "物流异常",
    ]
    path = write_file("\n".join(delimiter.join(line) for line in (cells, row)) + "\n")
    fields = {
        "id": "no", "amount": "total", "paid_at": "ts", "status": "state", "label": "bad",
        "quantity": "qty", "phone": "tel", "platform_flag": "flag",
    }  # fmt: skip
    result = read(path, fields, status={"已付款": "paid"}, shop="主店")
    record = result.records[Kind.ORDERS].to_dicts()[0]
    assert (record["amount_minor"], record["paid_at"], record["label"]) == (128050, TEN, 1)
    assert (record["status"], record["raw_status"]) == ("paid", "已付款")
    assert (record["needs_review"], record["quantity"]) == (False, 3)
    assert (record["phone"], record["platform_flag"]) == ("13800000001", "物流异常")
    assert record["shop"] == "主店"
    assert record["ship_deadline"] == datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
    assert record["ship_deadline_assumed"] is True


def test_status_through_the_table_by_name_or_unknown(write_file) -> None:
    path = write_file(
        "no,s\n1,买家已付款, 等待\n".replace("款, ", "款， ") + "2,finished\n3,怪\n4,\n"
    )
    result = read(path, {"id": "no", "status": "s"}, status={"买家已付款,等待": "paid"})
    assert column(result, "status") == ["paid", "finished", "unknown", None]
    assert column(result, "needs_review") == [False, False, True, None]
    assert column(result, "raw_status") == ["买家已付款， 等待", "finished", "怪", None]


@pytest.mark.parametrize(
    ("currency", "text", "minor"),
    [("JPY", "128", 128), ("CNY", "1.28", 128), ("KWD", "1.285", 1285), ("jpy", "0.5", 1)],
)
def test_currency_has_its_own_minor_unit(write_file, currency, text, minor) -> None:
    amount = {"column": "a", "currency": currency}
    result = read(write_file(f"no,a\n1,{text}\n"), {"id": "no", "amount": amount})
    assert column(result, "amount_minor") == [minor]
    assert column(result, "currency") == [currency.upper()]


def test_currency_column_counts_row_by_row(write_file) -> None:
    path = write_file("no,a,c\n1,1.5,CNY\n2,150,JPY\n3,1.5,KWD\n4,1.5,\n")
    result = read(path, {"id": "no", "amount": "a", "currency": "c"})
    assert column(result, "amount_minor") == [150, 150, 1500, 150]
    assert column(result, "currency") == ["CNY", "JPY", "KWD", "CNY"]


def test_two_currencies_in_one_mapping_are_refused(write_file) -> None:
    fields = {
        "id": "no",
        "amount": {"column": "a", "currency": "CNY"},
        "post_fee": {"column": "a", "currency": "USD"},
    }
    with pytest.raises(MappingError, match=r"mapping\.bad_value"):
        read(write_file("no,a\n1,1\n"), fields)


def test_regions_stand_before_the_address(write_file) -> None:
    path = write_file("no,p,c,d,a\n1,浙江省,杭州市,余杭区,文一西路1号\n2,浙江省,杭州市,余杭区,\n")
    fields = {"id": "no", "province": "p", "city": "c", "district": "d", "address": "a"}
    assert column(read(path, fields), "address") == ["浙江省杭州市余杭区文一西路1号", None]
    del fields["address"]
    assert column(read(path, fields), "address") == [None, None]


def test_bad_cells_go_to_quarantine(write_file) -> None:
    path = write_file("no,l,t\n1,2,2026-11-01\n2,yes,gestern\n3,,2026-11-01\n")
    fields = {"id": "no", "label": "l", "created_at": {"column": "t", "format": "%Y-%m-%d"}}
    result = read(path, fields)
    assert result.quarantine.select("source_row", "column", "reason", "detail").rows() == [
        (2, "l", "cell.label", "2"),
        (3, "t", "cell.time", "gestern"),
    ]
    assert result.records[Kind.ORDERS].select("id", "label").rows() == [("3", None)]


def test_choices_without_an_unknown_go_to_quarantine(write_file) -> None:
    path = write_file("no,r\n1,good\n2,超赞\n3,\n")
    result = read(path, {"id": "no", "result": "r"}, "ratings", status={"好": "good"})
    assert result.quarantine.select("column", "reason").rows() == [("r", "cell.choice")]
    assert result.records[Kind.RATINGS]["result"].to_list() == ["good", None]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_gives_its_own_table(write_file, kind) -> None:
    names = [name for name in SCHEMAS[kind] if name not in {
        "source", "source_file", "source_row", "seen_at", "needs_review"}]  # fmt: skip
    result = read(write_file(",".join(names) + "\n" + "7" + "," * (len(names) - 1) + "\n"),
                  {name: name for name in names}, kind.value)  # fmt: skip
    assert list(result.records) == [kind]
    assert dict(result.records[kind].schema) == SCHEMAS[kind]


def test_trace_events_through_the_table(write_file) -> None:
    path = write_file("no,a,t\n1,揽收,2026-11-01 10:00:00\n2,飞走了,2026-11-01 10:00:00\n")
    fields = {"id": "no", "action": "a", "happened_at": "t"}
    result = read(path, fields, "trace_events", status={"揽收": "picked_up"})
    assert column(result, "action", Kind.TRACE_EVENTS) == ["picked_up", "unknown"]
    assert column(result, "raw_action", Kind.TRACE_EVENTS) == ["揽收", "飞走了"]
    assert column(result, "needs_review", Kind.TRACE_EVENTS) == [False, True]


def test_missing_column_is_refused_with_what_comes_close(write_file) -> None:
    with pytest.raises(MappingError) as caught:
        read(write_file("order_no,total\n1,2\n"), {"id": "order_no", "amount": "totel"})
    assert caught.value.code == "mapping.column_missing"
    assert caught.value.data == {
        "field": "amount_minor", "column": "totel", "close": ["total"], "file": "table.csv",
    }  # fmt: skip


def test_header_is_found_below_remarks(write_file) -> None:
    path = write_file("# 账单\n导出时间,2026\nno ,Total（元）\n1,2\n")
    result = read(path, {"id": "no", "amount": "total(元)"})
    assert column(result, "amount_minor") == [200]
    assert column(result, "source_row") == [4]


def test_sheets_that_do_not_fit_the_mapping_are_passed_over(write_xlsx) -> None:
    path = write_xlsx({"说明": [["导出说明"]], "表": [["no", "total"], ["1", 2.5]]})
    result = read(path, {"id": "no", "amount": "total"})
    assert column(result, "amount_minor") == [250]
    assert result.skipped == ("book.xlsx#说明",)


@pytest.fixture
def parquet(tmp_path):
    """Write columns as Parquet."""

    def write(**columns: object) -> Path:
        path = tmp_path / "table.parquet"
        pl.DataFrame(columns, strict=False).write_parquet(path)
        return path

    return write


def test_parquet_keeps_its_types(parquet) -> None:
    path = parquet(
        no=[1000000000000000001, 2],
        ref=[5.0, None],
        total=[1.005, 19.99],
        at=[datetime(2026, 11, 1, 10, 0), None],  # noqa: DTZ001
        paid=[TEN, TEN],
        epoch=[1793498400, None],
        bad=[True, False],
    )
    fields = {
        "id": "no", "item": "ref", "amount": "total", "created_at": "at", "paid_at": "paid",
        "shipped_at": {"column": "epoch", "format": "epoch"}, "label": "bad",
    }  # fmt: skip
    result = read(path, fields)
    assert column(result, "id") == ["1000000000000000001", "2"]
    assert column(result, "item") == ["5", None]
    assert column(result, "amount_minor") == [101, 1999]
    assert column(result, "created_at") == [TEN, None]
    assert column(result, "paid_at") == [TEN, TEN]
    assert column(result, "shipped_at") == [TEN, None]
    assert column(result, "label") == [1, 0]
    assert column(result, "source_row") == [1, 2]


def test_parquet_float_id_that_is_not_exact_is_quarantined(parquet) -> None:
    path = parquet(no=[1.0, 1e18, None, None], name=["a", "b", "c", None])
    result = read(path, {"id": "no", "buyer": "name"})
    assert result.quarantine.select("source_row", "reason").rows() == [
        (2, "cell.id_damaged"), (3, "cell.id_empty"),
    ]  # fmt: skip
    assert result.records[Kind.ORDERS]["id"].to_list() == ["1"]


def test_numbers_as_times_need_a_format(parquet) -> None:
    with pytest.raises(MappingError) as caught:
        read(parquet(no=[1], at=[1793498400]), {"id": "no", "created_at": "at"})
    assert caught.value.code == "mapping.format_missing"


def test_format_that_is_none_is_refused(write_file) -> None:
    fields = {"id": "no", "created_at": {"column": "t", "format": "%d/%m/%Y %H"}}
    with pytest.raises(MappingError) as caught:
        read(write_file("no,t\n1,01/11/2026 10\n"), fields)
    assert caught.value.data == {"key": "fields.created_at.format", "value": "%d/%m/%Y %H"}


def test_parquet_without_a_mapping_is_not_recognised(parquet) -> None:
    with pytest.raises(SourceError, match=r"file\.unrecognised"):
        read_file(parquet(no=[1]))


def test_lines_of_json(write_file) -> None:
    path = write_file(
        '{"no":1000000000000000001,"pay":{"total":19.99},"at":1793498400000}\n\n'
        '{"no":"A-2","pay":null,"at":null}\nnot json\n{"no":3,"pay":{"total":"1.5"}}\n',
        "orders.ndjson",
    )
    fields = {
        "id": "no",
        "amount": "pay.total",
        "created_at": {"column": "at", "format": "epoch_ms"},
    }
    result = read(path, fields)
    assert result.records[Kind.ORDERS].select("id", "amount_minor", "source_row").rows() == [
        ("1000000000000000001", 1999, 1), ("A-2", None, 3), ("3", 150, 5),
    ]  # fmt: skip
    assert result.records[Kind.ORDERS]["created_at"][0] == TEN
    assert result.quarantine.select("source_row", "reason", "raw").rows() == [
        (4, "row.json", "not json")
    ]
    assert result.rows == 4


def test_regular_json_is_read_the_same_way(write_file) -> None:
    text = "".join(f'{{"no":{n},"pay":{{"total":{n}.5}}}}\n' for n in range(1, 50))
    result = read(write_file(text), {"id": "no", "amount": "pay.total"})
    assert column(result, "amount_minor") == [n * 100 + 50 for n in range(1, 50)]
    assert column(result, "id") == [str(n) for n in range(1, 50)]


def test_mapping_of_a_file_path_and_settings(write_file) -> None:
    toml = 'kind = "orders"\n[fields]\nid = "no"\npaid_at = "t"\n'
    mapping = write_file(toml, "any.toml")
    path = write_file("no,t\n1,2026-11-01 02:00:00\n")
    settings = ShopSettings(zone="UTC", shop="Shop", ship_within_hours=0.5)
    result = read_file(path, mapping=str(mapping), settings=settings, seen_at=TEN)
    assert column(result, "paid_at") == [TEN]
    assert column(result, "ship_deadline") == [datetime(2026, 11, 1, 2, 30, tzinfo=UTC)]
    assert (column(result, "shop"), column(result, "platform")) == (["Shop"], ["any"])
    assert column(result, "seen_at") == [TEN]


def test_damaged_parquet_is_refused_and_harms_nobody(parquet) -> None:
    path = parquet(no=list(range(1000)), name=[f"买家{n}" for n in range(1000)])
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : -8] = bytes(len(data) - 8 - len(data) // 2)
    path.write_bytes(bytes(data))
    with pytest.raises(SourceError) as caught:
        read(path, {"id": "no"})
    assert caught.value.data == {"file": "table.parquet", "why": "damaged"}


def test_parquet_of_too_many_rows_is_refused(parquet) -> None:
    mapping = parse_mapping({"kind": "orders", "fields": {"id": "no"}})
    with pytest.raises(SourceError) as caught:
        read_file(parquet(no=[1, 2, 3]), mapping=mapping, limits=Limits(parquet_rows=2))
    assert caught.value.code == "file.bomb"
    assert caught.value.data["what"] == "rows"


def test_parquet_columns_that_hold_no_cells_are_no_columns(parquet) -> None:
    with pytest.raises(MappingError, match=r"mapping\.column_missing"):
        read(parquet(no=[1], tags=[["a"]]), {"id": "no", "title": "tags"})


def test_numbers_too_large_for_an_amount_are_quarantined(parquet) -> None:
    result = read(parquet(no=[1, 2], total=[2**62, 5]), {"id": "no", "amount": "total"})
    assert result.quarantine.select("source_row", "reason").rows() == [(1, "cell.money")]
    assert result.records[Kind.ORDERS]["amount_minor"].to_list() == [500]


def test_typed_columns_of_a_known_export(parquet) -> None:
    path = parquet(
        订单编号=[1000000000000000001, 2],
        订单状态=["交易成功", "交易成功"],
        订单创建时间=[datetime(2026, 11, 1, 10, 0), None],  # noqa: DTZ001
        联系手机=[None, 13800000001.0],
        联系电话=[13800000002, None],
    )
    orders = read_file(path).records[Kind.ORDERS]
    assert orders["id"].to_list() == ["1000000000000000001", "2"]
    assert orders["phone"].to_list() == ["13800000002", "13800000001"]
    assert orders["created_at"].to_list() == [TEN, None]


def test_odd_characters_in_json(write_file) -> None:
    texts = ['"a\u2028b\x85c"', r'"\ud800"', '["x"]', r'"\u0000"', r'"\ud83d\ude00"']
    lines = [f'{{"no":{number},"n":{text}}}\n' for number, text in enumerate(texts, 1)]
    result = read(write_file("".join(lines)), {"id": "no", "buyer": "n"})
    assert result.records[Kind.ORDERS].select("id", "buyer", "source_row").rows() == [
        ("1", "a\u2028b\x85c", 1), ("3", '["x"]', 3), ("5", "😀", 5),
    ]  # fmt: skip
    assert result.quarantine.select("source_row", "reason").rows() == [
        (2, "row.json"), (4, "row.json"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["3.51E+18", "3.51e18", "351E16", "3510000000000000123.0", "3,510,000,000,000,000,123"],
)
def test_an_id_written_as_a_number_is_never_guessed(write_file, text: str) -> None:
    path = write_file(f'no,a\n"{text}",1\nE1234,2\n12E5A,3\n', encoding="utf-8")
    mapping = parse_mapping({"kind": "orders", "platform": "own", "fields": {"id": "no"}})
    result = read_file(path, mapping=mapping)
    assert result.quarantine["reason"].to_list() == ["cell.id_damaged"]
    assert result.records[Kind.ORDERS]["id"].to_list() == ["E1234", "12E5A"]


@pytest.mark.parametrize("text", ["0001-01-01 00:00:00", "9999-12-31 23:59:59"])
def test_a_time_no_order_can_have_is_held(write_file, text: str) -> None:
    path = write_file(f"no,ts\n1,{text}\n2,2026-11-01 10:00:00\n", encoding="utf-8")
    fields = {"id": "no", "created_at": "ts"}
    mapping = parse_mapping({"kind": "orders", "platform": "own", "fields": fields})
    result = read_file(path, mapping=mapping)
    assert result.quarantine["reason"].to_list() == ["cell.time"]
    assert result.records[Kind.ORDERS]["id"].to_list() == ["2"]
