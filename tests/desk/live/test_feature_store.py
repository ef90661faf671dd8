"""Features from the table of events are those of the whole history at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.desk.live.feature_store import SqlFeatureStore, orders
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.services import create_shop
from shopwarden.desk.trade.frames import digests_of
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.desk.trade.services import chunks, store
from shopwarden.features import FEATURES, compute_features, make_plan
from shopwarden.features.live import answer
from shopwarden.records import Kind, conform

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (Kind.ORDERS, Kind.REFUNDS, Kind.RATINGS, Kind.SHIPMENTS)
PLAN = make_plan(FEATURES)
EDGES = [timedelta(0), *sorted({feature.window for feature in FEATURES.values()})]
NEAR = [timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1), timedelta(minutes=30)]
# Which order a refund, a rating or a parcel belongs to: their ids are orders' ids too.
ORDER_OF = {"1": "1", "2": "1", "3": "2", "4": "10", "10": "3"}
Report = tuple[Kind, dict[str, Any]]

moments = st.none() | st.builds(
    lambda edge, near: BEGIN + edge + near, st.sampled_from(EDGES), st.sampled_from(NEAR)
)
few = st.sampled_from(["a", "b", None])
amounts = st.sampled_from([None, 0, 100, 250])


def told(what: Kind, /, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Report]:
    """Reports of one kind from one of two platforms."""
    identity = {"platform": st.sampled_from(["p", "q"]), "id": st.sampled_from(list(ORDER_OF))}
    return st.tuples(st.just(what), st.fixed_dictionaries(identity | columns))


histories = st.lists(
    told(
        Kind.ORDERS, created_at=moments, buyer=few, receiver_name=few, device=few, ip=few,
        payment_account=few, item=few, amount_minor=amounts,
        phone=st.sampled_from(["13800000001", "13800000002", None]),
        address=st.sampled_from(
            ["杭州余杭区文一西路969号3幢2单元501室", "杭州余杭区文一西路970号1幢101室", None]
        ),
    )
    | told(
        Kind.REFUNDS, created_at=moments, buyer=few, item=few, amount_minor=amounts,
        kind=st.sampled_from(["refund_only", "return_refund", None]),
    )
    | told(Kind.RATINGS, created_at=moments, buyer=few, result=st.sampled_from(["bad", "good"]))
    | told(
        Kind.SHIPMENTS, shipped_at=moments, carrier=few,
        direction=st.sampled_from(["outbound", "return"]),
    ),
    min_size=1, max_size=14,
)  # fmt: skip


def arrive(shop: Shop, report: Report) -> None:
    """Store one report, as an import does."""
    kind, row = report
    belongs = {} if kind is Kind.ORDERS else {"order_id": ORDER_OF[row["id"]]}
    seen = {"shop": "s", "seen_at": BEGIN}
    frame = conform(pl.DataFrame([row | belongs | seen], infer_schema_length=None), kind)
    for chunk in chunks(frame, kind, shop.id):
        store(shop_id=shop.id, kind=kind, chunk=chunk, claim=lambda _: True)


def at_once(shop: Shop) -> dict[tuple[str, str], dict[str, Any]]:
    """Compute everything over the whole history."""
    records = {kind: load_frame(shop.id, kind) for kind in KINDS}
    with_keys = {
        kind: frame.with_columns(
            pl.Series(name, digests, dtype=pl.String)
            for name, digests in digests_of(frame, kind, shop.id).items()
        )
        for kind, frame in records.items()
        if kind is Kind.ORDERS or frame.height
    }
    found = compute_features(with_keys, PLAN).iter_rows(named=True)
    identities = records[Kind.ORDERS].select("platform", "id").iter_rows()
    return dict(zip(identities, found, strict=True))


def one_by_one(shop: Shop) -> dict[tuple[str, str], dict[str, Any]]:
    """Ask the table about every order."""
    stored = list(Order.objects.filter(shop=shop).values_list("id", flat=True))
    return {
        event.identity[1::2]: dict(answer(SqlFeatureStore(shop.id), event, PLAN))  # type: ignore[misc]
        for event in orders(shop.id, stored).values()
    }


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_the_table_equals_the_whole_history(db: None, history: list[Report]) -> None:
    shop = create_shop(name="店")
    for report in history:
        arrive(shop, report)
    assert one_by_one(shop) == at_once(shop)


def test_a_refund_that_comes_before_its_order_counts_for_its_buyer(shop: Shop) -> None:
    day = timedelta(days=1)
    arrive(shop, (Kind.REFUNDS, {"platform": "p", "id": "1", "created_at": BEGIN}))
    arrive(
        shop,
        (Kind.ORDERS, {"platform": "p", "id": "1", "created_at": BEGIN - day, "buyer": "a"}),
    )
    later = {"platform": "p", "id": "2", "created_at": BEGIN + day, "buyer": "a"}
    arrive(shop, (Kind.ORDERS, later))
    answers = one_by_one(shop)
    assert answers["p", "2"]["buyer_refunds_30d"] == 1
    assert answers["p", "1"]["buyer_refunds_30d"] == 0
