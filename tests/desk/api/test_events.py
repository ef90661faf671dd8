from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.api import limits
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.rulebook.book import take_rule
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.services import create_shop
from shopwarden.desk.trade.models import Order, Rating, Refund, Shipment
from shopwarden.rules import State
from tests.desk import factories

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]
BEGIN = datetime.now(UTC) - timedelta(hours=6)


def lines(*rows: dict[str, Any]) -> bytes:
    return b"\n".join(json.dumps(row).encode() for row in rows)


def order(number: str, **columns: Any) -> dict[str, Any]:
    return {
        "kind": "order", "platform": "own", "id": number, "status": "paid",
        "buyer": f"b{number}", "receiver_name": "李小满", "phone": "13800000001",
        "address": factories.RIGHT_ADDRESS, "created_at": BEGIN.isoformat(),
    } | columns  # fmt: skip


def test_every_kind_is_stored_and_a_wrong_row_is_named(shop: Shop, post: Post) -> None:
    own = {"platform": "own", "order_id": "1"}
    body = lines(
        order("1", created_at="2026-11-01T10:00:00+08:00", address=factories.WRONG_ADDRESS),
        {"kind": "refund", "id": "r1", "type": "refund_only", "amount_minor": 100} | own,
        {"kind": "rating", "id": "c1", "result": "bad", "score": 1} | own,
        {"kind": "parcel", "id": "s0"} | own,
        {"kind": "shipment", "id": "s1", "direction": "outbound", "carrier": "SF"} | own,
    )
    answer = post("events", body).json()
    assert (answer["rows"], answer["new"], answer["changed"]) == (5, 4, 0)
    assert [(one["row"], one["code"]) for one in answer["wrong"]] == [(4, "row.invalid")]
    assert Order.objects.get(shop=shop).created_at == datetime(2026, 11, 1, 2, tzinfo=UTC)
    assert Refund.objects.get(shop=shop).kind == "refund_only"
    assert Rating.objects.get(shop=shop).score == 1.0
    assert Shipment.objects.get(shop=shop).carrier == "SF"
    assert Alert.objects.get(shop=shop).headline == "address.contradiction"
    again = post("events", body).json()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 4)


def test_a_key_belongs_to_one_row(shop: Shop, other_shop: Shop, post: Post) -> None:
    first, other = order("1", key="k1"), order("2", key="k1")
    answer = post("events", lines(first, other)).json()
    assert (answer["new"], answer["wrong"]) == (
        1,
        [
            {
                "row": 2,
                "code": "row.key_reused",
                "error": "this key came with another row before: use a new one",
            }
        ],
    )
    spaced = json.dumps(first, indent=None, separators=(" , ", " : ")).encode()
    again = post("events", spaced).json()
    assert (again["unchanged"], again["wrong"]) == (1, [])
    changed = post("events", lines(first | {"amount_minor": 5})).json()
    assert [one["code"] for one in changed["wrong"]] == ["row.key_reused"]
    assert Order.objects.get(shop=shop).amount_minor is None
    assert post("events", lines(other), of=other_shop).json()["new"] == 1


def test_amounts_that_leave_every_number_stop_nobody(shop: Shop, post: Post) -> None:
    take_rule(scope=system_scope(shop.id), shop_id=shop.id, slug="many-orders-in-an-hour")
    factories.store_orders(
        shop,
        *({"id": f"o{one}", "item": "mug", "amount_minor": 2**53 - 1} for one in range(2100)),
    )
    few = [order("few", item="mug", amount_minor=10**13)]
    refused = order("more", item="mug", amount_minor=10**13 + 1)
    answer = post("events", lines(*few, refused)).json()
    assert (answer["new"], [one["row"] for one in answer["wrong"]]) == (1, [2])
    body = {name: value for name, value in order("one", item="mug").items() if name != "kind"}
    assert post("decisions", body).status_code == 200
    assert not Order.objects.filter(external_id__in=["few", "one"], is_checked=False).exists()


def test_rows_that_cannot_be_judged_are_stored_and_wait(shop: Shop, post: Post) -> None:
    # Many buyers at one phone are judged together.
    crowd = ({"id": f"c{one}", "platform": "own", "buyer": f"b{one}"} for one in range(3))
    factories.store_orders(shop, *crowd)
    Order.objects.update(personal=b"broken")
    answer = post("events", lines(order("1")))
    assert (answer.status_code, answer.json()["new"]) == (200, 1)
    assert Order.objects.filter(is_checked=False).count() == 4


def test_the_counts_of_an_answer_add_up(shop: Shop, post: Post) -> None:
    told = lines(order("1"), order("1"), order("1", buyer="another"), order("2"), {"kind": "x"})
    answer = post("events", told).json()
    assert (answer["rows"], answer["new"], answer["changed"], answer["unchanged"]) == (5, 2, 0, 2)
    assert len(answer["wrong"]) == 1


@pytest.mark.parametrize("path", ["events", "decisions"])
def test_a_body_that_is_too_large_is_refused(shop: Shop, post: Post, path: str) -> None:
    answer = post(path, b" " * 17_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


def test_nothing_is_no_row(shop: Shop, post: Post) -> None:
    answer = post("events", b"\n \n")
    assert (answer.status_code, answer.json()["fields"]) == (422, {"rows": 10000})


def test_a_token_that_only_decides_brings_nothing(shop: Shop, post: Post) -> None:
    assert post("events", lines(order("1")), may=["decide"]).status_code == 403
    assert Order.objects.count() == 0


rows = st.one_of(
    st.builds(
        lambda number, buyer, device, hour, phone, status: order(
            str(number), buyer=buyer, device=device, phone=phone, status=status,
            created_at=(BEGIN + timedelta(minutes=20 * hour)).isoformat(),
        ),
        st.integers(1, 7), st.sampled_from("abcd"), st.sampled_from(["d1", "d2"]),
        st.integers(0, 5), st.sampled_from(["13800000001", "13800000002"]),
        st.sampled_from(["paid", None]),
    ),
    st.builds(
        lambda number, of, hour: {
            "kind": "refund", "platform": "own", "id": f"r{number}", "order_id": str(of),
            "type": "refund_only", "amount_minor": 100,
            "created_at": (BEGIN + timedelta(minutes=20 * hour)).isoformat(),
        },
        st.integers(1, 4), st.integers(1, 7), st.integers(0, 5),
    ),
)  # fmt: skip


def alerts_of(shop: Shop) -> tuple[list[Any], list[Any]]:
    alerts = Alert.objects.filter(shop=shop).exclude(state="expired")
    found = AlertFinding.objects.filter(shop=shop, gone_at=None, alert__in=alerts)
    return (
        sorted(alerts.values_list("external_id", "kind", "state", "severity", "headline")),
        sorted(
            found.values_list("alert__external_id", "code", "metric", "value", "threshold"), key=str
        ),
    )


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(rows, min_size=2, max_size=9), seed=st.randoms(use_true_random=False))
def test_the_order_and_way_of_arrival_make_no_difference(
    db: None, post: Post, history: list[dict[str, Any]], seed: Random
) -> None:
    once = [*{(row["kind"], row["id"]): row for row in history}.values()]
    told = []
    for arrived in (once, seed.sample(once, len(once))):
        limits._counts.clear()
        shop = create_shop(name="店")
        for slug in ("device-shared", "refund-only-habit", "many-orders-in-an-hour"):
            take_rule(scope=system_scope(shop.id), shop_id=shop.id, slug=slug, state=State.ON)
        for row in arrived:
            if row["kind"] == "order" and seed.random() < 0.6:
                body = {name: value for name, value in row.items() if name != "kind"}
                assert post("decisions", body, of=shop).status_code == 200
            else:
                assert post("events", lines(row), of=shop).json()["wrong"] == []
        factories.judge(shop)
        told.append(alerts_of(shop))
    assert told[0] == told[1]
