"""The store's contract, and who is touched by what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopwarden.features import Aggregate, Feature, Key, Measure, Plan, Unit, make_plan
from shopwarden.features.live import Event, Group, Identity, Position, Reach, answer, touched
from shopwarden.features.memory import MemoryStore
from shopwarden.records import Kind

HOUR = 3_600_000_000
BUYER = Group("p", "s", Key.BUYER, "a")


def order(name: str, hour: float | None, **fields: object) -> Event:
    at = None if hour is None else int(hour * HOUR)
    return Event(Identity(Kind.ORDERS, "p", "s", name), at, {"buyer": "a", **fields})


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    for name, hour, amount in (("1", 0, 10), ("2", 1, 30), ("3", 1, None), ("4", 1.5, 20)):
        store.put(order(name, hour, amount_minor=amount))
    return store


def measured(store: MemoryStore, aggregate: Aggregate, **changed: object) -> int | None:
    column = None if aggregate in {"count", "first", "last"} else "amount_minor"
    usual = {"window": timedelta(hours=1), "column": column}
    measure = Measure(event=Kind.ORDERS, aggregate=aggregate, **(usual | changed))  # type: ignore[arg-type]
    feature = Feature(stem="x", key=Key.BUYER, measures=(measure,), unit=Unit.ORDERS)
    return store.measure({Key.BUYER: BUYER}, Position(HOUR, "3", 0), Plan((feature,)))[Key.BUYER][0]


@pytest.mark.parametrize(
    ("aggregate", "expected", "before"),
    [
        (Aggregate.COUNT, 2, 1),
        (Aggregate.SUM, 30, 30),
        (Aggregate.DISTINCT, 1, 1),
        (Aggregate.MIN, 30, 30),
        (Aggregate.MAX, 30, 30),
        (Aggregate.FIRST, HOUR, HOUR),
        (Aggregate.LAST, HOUR, HOUR),
    ],
)
def test_a_window_is_open_at_its_beginning_and_closed_at_the_subject(
    store: MemoryStore, aggregate: Aggregate, expected: int, before: int
) -> None:
    assert measured(store, aggregate) == expected
    assert measured(store, aggregate, is_before=True) == before


def test_nothing_is_zero_or_none(store: MemoryStore) -> None:
    nobody = Group("p", "s", Key.BUYER, "z")
    plan = make_plan(["buyer_orders_1h", "buyer_amount_24h", "buyer_known_days_365d"])
    assert store.measure({Key.BUYER: nobody}, Position(0, "", 0), plan) == {Key.BUYER: [0, 0, None]}


def test_telling_an_event_anew_replaces_it(store: MemoryStore) -> None:
    again = order("2", 1, amount_minor=5)
    assert store.put(again) == order("2", 1, amount_minor=30)
    assert store.put(again) == again
    assert measured(store, Aggregate.SUM) == 5
    assert store.put(order("2", None)) == again
    assert measured(store, Aggregate.COUNT) == 1


def test_an_event_touches_who_stands_behind_it_within_the_window() -> None:
    plan = make_plan(["buyer_orders_1h", "phone_orders_24h", "buyer_refunds_90d"])
    event = order("2", 1, phone="1")
    place = Position(HOUR, "2", 0)
    assert touched(event, plan) == [
        Reach(BUYER, place, 2 * HOUR),
        Reach(Group("p", "s", Key.PHONE, "1"), place, 25 * HOUR),
    ]
    assert touched(order("2", 1, buyer=None), plan) == []
    assert touched(order("2", None), plan) == []


def test_subjects_inside_a_reach(store: MemoryStore) -> None:
    reach = Reach(BUYER, Position(HOUR, "2", 0), int(1.5 * HOUR))
    assert [one.identity.id for one in store.subjects(reach, Kind.ORDERS)] == ["3"]
    assert list(store.subjects(reach, Kind.REFUNDS)) == []


def test_only_what_is_asked_for_is_answered(store: MemoryStore) -> None:
    plan = make_plan(["buyer_orders_24h", "amount_against_buyer_365d", "phone_orders_24h"])
    assert answer(store, order("4", 1.5, amount_minor=20), plan) == {
        "buyer_orders_24h": 4,
        "amount_against_buyer_365d": 1.0,
        "phone_orders_24h": None,
    }
