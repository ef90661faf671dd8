from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from shopwarden.demo.population import populate


@pytest.fixture(scope="module")
def people():
    return populate(21, "taobao", 4000)


def test_has_exactly_the_orders_asked_for(people) -> None:
    assert len(people.buyer) == len(people.created) == 4000
    assert (np.diff(people.created).astype(int) >= 0).all()
    assert set(people.buyer) == set(range(people.buyers.height))


def test_most_buyers_order_once_to_three_times(people) -> None:
    orders = np.bincount(people.buyer)
    assert 0.85 < (orders <= 3).mean() < 0.97
    assert orders.max() > 8
    assert 1.4 < orders.mean() < 2.4


def test_attackers_order_once(people) -> None:
    orders = np.bincount(people.buyer)
    attacked = ~people.buyers["pattern"].str.starts_with("hard_").to_numpy()
    attacked &= (people.buyers["pattern"] != "").to_numpy()
    assert set(orders[attacked]) == {1}


def test_a_ring_orders_within_days(people) -> None:
    ring = people.buyers.with_row_index("buyer").filter(pattern="phone_many_buyers")
    when = dict(zip(people.buyer.tolist(), people.created, strict=True))
    for _, group in ring.group_by("phone"):
        times = np.array([when[buyer] for buyer in group["buyer"]])
        assert group.height >= 8
        assert times.max() - times.min() <= np.timedelta64(3, "D")


def test_no_honest_phone_belongs_to_many(people) -> None:
    honest = people.buyers.filter(
        (pl.col("pattern") == "") | pl.col("pattern").str.starts_with("hard_"),
        pl.col("pattern") != "hard_masked",
    )
    assert honest["phone"].value_counts()["count"].max() <= 3


def test_nothing_is_planted_where_no_receiver_is_shown() -> None:
    people = populate(21, "douyin", 150, plant=False)
    assert people.buyers["pattern"].unique().to_list() == [""]
    assert len(people.buyer) == 150
