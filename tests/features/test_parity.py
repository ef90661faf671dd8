"""One by one, in whatever order, ends where the whole history at once begins.

Random histories of orders, refunds, ratings and parcels arrive in random order, some of them
told twice; the last answer each order was given equals the batch over everything. Ties of time
and id are common, and times sit on the edges of windows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.features import FEATURES, Plan, compute_features, make_plan, timeline
from shopwarden.features.events import TIMES, collect_events
from shopwarden.features.live import Answers, Identity, arrive, iterate_events
from shopwarden.features.memory import MemoryStore
from shopwarden.records import Kind, conform

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
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
    """Reports of one kind from one of two shops."""
    identity = {"platform": st.just("p"), "shop": st.sampled_from("st")}
    ids = {"id": st.sampled_from(list(ORDER_OF))}
    return st.tuples(st.just(what), st.fixed_dictionaries(identity | ids | columns))


orders = told(
    Kind.ORDERS, created_at=moments, buyer=few, phone=few, receiver_name=few, place_key=few,
    device=few, ip=few, payment_account=few, item=few, amount_minor=amounts,
)  # fmt: skip
others = (
    told(
        Kind.REFUNDS, created_at=moments, buyer=few, item=few, amount_minor=amounts,
        kind=st.sampled_from(["refund_only", "return_refund", None]),
    )
    | told(Kind.RATINGS, created_at=moments, buyer=few, result=st.sampled_from(["bad", "good"]))
    | told(
        Kind.SHIPMENTS, shipped_at=moments, carrier=few,
        direction=st.sampled_from(["outbound", "return"]),
    )
)  # fmt: skip
histories = st.lists(orders | others, min_size=1, max_size=14)


def order_of(report: Report) -> tuple[str, str]:
    """The shop and order a report belongs to."""
    kind, row = report
    return row["shop"], row["id"] if kind is Kind.ORDERS else ORDER_OF[row["id"]]


def tables(reports: Iterable[Report]) -> dict[Kind, pl.DataFrame]:
    """The last report of each record, by kind."""
    last: dict[Kind, dict[tuple[str, str], dict[str, Any]]] = {}
    for kind, row in reports:
        belongs = {} if kind is Kind.ORDERS else {"order_id": ORDER_OF[row["id"]]}
        last.setdefault(kind, {})[row["shop"], row["id"]] = row | belongs
    found = {}
    for kind, rows in last.items():
        frame = pl.DataFrame([*rows.values()], infer_schema_length=None)
        beside = [name for name in frame.columns if name == "place_key"]
        extra = frame.select(pl.col(beside).cast(pl.String))
        found[kind] = conform(frame.drop(beside), kind).hstack(extra)
    return found


def replay(history: list[Report], plan: Plan) -> dict[Identity, Answers]:
    """Let the reports arrive one by one; return the last answer about each subject."""
    store = MemoryStore()
    answers: dict[Identity, Answers] = {}
    for number, report in enumerate(history):
        family = [one for one in history[: number + 1] if order_of(one) == order_of(report)]
        events = collect_events(tables(family), list(TIMES), plan.columns)
        answers |= arrive(store, iterate_events(events), plan)
    return answers


def at_once(history: list[Report], plan: Plan) -> dict[Identity, Answers]:
    """Compute everything over the whole history."""
    records = tables(history)
    if plan.subject not in records:
        return {}
    identities = records[plan.subject].select("platform", "shop", "id").iter_rows()
    found = compute_features(records, plan).iter_rows(named=True)
    return {
        Identity(plan.subject, *identity): answers
        for identity, answers in zip(identities, found, strict=True)
    }


@pytest.mark.slow
@pytest.mark.parametrize("subject", [Kind.ORDERS, Kind.REFUNDS])
@given(history=histories, block=st.sampled_from([1, 3, 1 << 17]))
def test_live_equals_batch(subject: Kind, history: list[Report], block: int) -> None:
    plan = make_plan(FEATURES, subject=subject)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline, "_BLOCK", block)
        expected = at_once(history, plan)
    assert replay(history, plan) == expected


@pytest.mark.slow
@settings(max_examples=25)
@given(history=histories, seed=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: list[Report], seed: Random) -> None:
    plan = make_plan(FEATURES)
    once = [*{(kind, row["shop"], row["id"]): (kind, row) for kind, row in history}.values()]
    shuffled = seed.sample(once, len(once))
    assert replay(once, plan) == replay(shuffled, plan)


def test_an_answer_once_given_is_given_again_only_when_it_may_have_changed() -> None:
    plan = make_plan(["buyer_orders_24h"])
    store = MemoryStore()

    def order(name: str, hour: float, buyer: str = "a") -> Report:
        at = BEGIN + timedelta(hours=hour)
        return Kind.ORDERS, {
            "platform": "p", "shop": "s", "id": name, "created_at": at, "buyer": buyer,
        }  # fmt: skip

    def after(report: Report) -> dict[str, object]:
        events = iterate_events(collect_events(tables([report]), [Kind.ORDERS], plan.columns))
        given = arrive(store, events, plan)
        return {identity.id: found["buyer_orders_24h"] for identity, found in given.items()}

    assert after(order("1", 10)) == {"1": 1}
    assert after(order("2", 40)) == {"2": 1}
    assert after(order("3", 20)) == {"3": 2, "2": 2}
    assert after(order("4", 16, buyer="b")) == {"4": 1}
    assert after(order("4", 16, buyer="a")) == {"4": 2, "3": 3}
    assert after(order("4", 16, buyer="a")) == {}
