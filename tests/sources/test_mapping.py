from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records import Kind
from shopwarden.sources import (
    MappingError,
    TableMapping,
    load_mapping,
    parse_mapping,
    read_mapping,
    write_mapping,
)
from shopwarden.sources.mapping import MappedColumn

GOOD = """
kind = "orders"
platform = "myshop"
shop = "Main shop"

[fields]
id = "order_no"
amount = { column = "total", unit = "major", currency = "CNY" }
post_fee_minor = "fee_cents"
created_at = { column = "ts", format = "%Y-%m-%d %H:%M:%S", zone = "Asia/Shanghai" }
status = "state"

[status]
"已付款" = "paid"
"""


def refusal(table: dict[str, object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(MappingError) as caught:
        parse_mapping(table)
    return caught.value.code, caught.value.data


def test_mapping_file(write_file) -> None:
    mapping = load_mapping(write_file(GOOD, "any.toml", encoding="utf-8-sig"))
    assert (mapping.kind, mapping.platform, mapping.shop) == (Kind.ORDERS, "myshop", "Main shop")
    assert mapping.fields == {
        "id": MappedColumn("order_no"),
        "amount_minor": MappedColumn("total", currency="CNY"),
        "post_fee_minor": MappedColumn("fee_cents", unit="minor"),
        "created_at": MappedColumn("ts", format="%Y-%m-%d %H:%M:%S", zone="Asia/Shanghai"),
        "status": MappedColumn("state"),
    }
    assert mapping.status == {"已付款": "paid"}


def test_bad_toml_is_named_with_its_place(write_file) -> None:
    with pytest.raises(MappingError) as caught:
        load_mapping(write_file('kind = "orders"\nplatform = = "x"\n', "any.toml"))
    assert caught.value.code == "mapping.bad_toml"
    assert caught.value.data == {"mapping": "any.toml", "line": 2, "column": 12}


def test_missing_mapping(tmp_path) -> None:
    with pytest.raises(MappingError, match=r"mapping\.not_found"):
        load_mapping(tmp_path / "none.toml")


ID = {"id": "no"}


@pytest.mark.parametrize(
    ("table", "code", "data"),
    [
        ({"kind": "order", "fields": ID}, "mapping.unknown_kind", {"kind": "order"}),
        ({"fields": ID}, "mapping.unknown_kind", {"kind": ""}),
        ({"kind": "orders", "fields": {}}, "mapping.no_id", {"kind": "orders"}),
        ({"kind": "orders", "field": ID}, "mapping.unknown_key",
         {"key": "field", "close": ["fields"]}),
        ({"kind": "orders", "fields": ID | {"adress": "x"}}, "mapping.unknown_field",
         {"field": "adress", "close": ["address"]}),
        ({"kind": "orders", "fields": ID | {"source_row": "x"}}, "mapping.unknown_field",
         {"field": "source_row"}),
        ({"kind": "shipments", "fields": ID | {"label": "x"}}, "mapping.unknown_field",
         {"field": "label"}),
        ({"kind": "orders", "fields": ID, "status": {"x": "payed"}}, "mapping.unknown_status",
         {"text": "x", "status": "payed"}),
        ({"kind": "shipments", "fields": ID, "status": {"x": "paid"}}, "mapping.unknown_key",
         {"key": "status"}),
        ({"kind": "orders", "fields": ID, "platform": "My Shop"}, "mapping.bad_value",
         {"key": "platform"}),
        ({"kind": "orders", "fields": "x"}, "mapping.bad_value", {"key": "fields"}),
        ({"kind": "orders", "fields": {"id": 5}}, "mapping.bad_value", {"key": "fields.id"}),
        ({"kind": "orders", "fields": {"id": {"colum": "no"}}}, "mapping.unknown_key",
         {"key": "colum", "close": ["column"]}),
        ({"kind": "orders", "fields": {"id": {}}}, "mapping.bad_value",
         {"key": "fields.id.column"}),
        ({"kind": "orders", "fields": {"id": "no", "amount": {"column": "a", "unit": "fen"}}},
         "mapping.bad_value", {"key": "fields.amount.unit", "value": "fen"}),
        ({"kind": "orders", "fields": {"id": "no", "amount": {"column": "a", "currency": "元"}}},
         "mapping.bad_value", {"key": "fields.amount.currency"}),
        ({"kind": "orders", "fields": {"id": "no", "paid_at": {"column": "a", "zone": "Mars"}}},
         "mapping.bad_value", {"key": "fields.paid_at.zone", "value": "Mars"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(table, code, data) -> None:
    found, facts = refusal(table)
    assert found == code
    assert {name: facts[name] for name in data} == data


def test_known_statuses_are_offered() -> None:
    _, facts = refusal({"kind": "refunds", "fields": ID, "status": {"x": "done"}})
    assert "agreed_wait_return" in facts["known"]


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)


@given(column=TEXTS, status=TEXTS, zone=st.sampled_from([None, "UTC", "Asia/Shanghai"]))
def test_a_written_mapping_reads_as_the_same(column: str, status: str, zone: str | None) -> None:
    mapping = TableMapping(
        kind=Kind.ORDERS,
        platform="my-shop",
        fields={
            "id": MappedColumn(column),
            "amount_minor": MappedColumn(column, unit="minor", currency="JPY"),
            "created_at": MappedColumn(column, format="epoch_ms", zone=zone),
        },
        shop="主店",
        status={status: "paid"},
    )
    assert read_mapping(write_mapping(mapping), "m.toml") == mapping


def test_a_written_mapping_is_as_a_person_would_write_it() -> None:
    fields = {"id": "no", "amount": {"column": "total", "currency": "CNY"}}
    mapping = parse_mapping({"kind": "orders", "fields": fields, "status": {"已付款": "paid"}})
    assert write_mapping(mapping) == (
        'kind = "orders"\nplatform = "any"\n\n[fields]\nid = "no"\n'
        'amount = { column = "total", unit = "major", currency = "CNY" }\n\n'
        '[status]\n"已付款" = "paid"\n'
    )
