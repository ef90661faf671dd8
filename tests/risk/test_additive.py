from __future__ import annotations

import numpy as np

from shopwarden.risk.additive import Table, learn

CHANCE = np.random.default_rng(7)
SIZE = 4000


def test_a_value_on_a_bound_belongs_above_it_and_unknown_stands_apart() -> None:
    table = Table(np.array([1.0, 2.0]), np.array([9.0, -1.0, 0.0, 1.0]))
    assert table.add(np.array([0.5, 1.0, 1.5, 2.0, np.nan])).tolist() == [-1, 0, 0, 1, 9]


def test_two_causes_are_told_apart_and_noise_is_left_alone() -> None:
    first, second, noise = CHANCE.random((3, SIZE))
    odds = np.where(first > 0.9, 3.0, 0.0) + np.where(second > 0.5, 1.5, 0.0) - 3.0
    bad = CHANCE.random(SIZE) < 1 / (1 + np.exp(-odds))
    model = learn([first, second, noise], bad, np.ones(SIZE))
    high, low = np.array([0.95]), np.array([0.2])
    assert 2.3 < model.tables[0].add(high)[0] - model.tables[0].add(low)[0] < 3.7
    assert 1.0 < model.tables[1].add(high)[0] - model.tables[1].add(low)[0] < 2.0
    assert np.abs(model.tables[2].add(noise)).max() < 0.8


def test_parts_add_up_to_the_log_odds_and_an_ordinary_order_has_none() -> None:
    values = [CHANCE.random(SIZE), np.where(CHANCE.random(SIZE) < 0.3, np.nan, 1.0)]
    bad = values[0] > 0.9
    model = learn(values, bad, np.ones(SIZE))
    parts = np.column_stack(
        [table.add(one) for table, one in zip(model.tables, values, strict=True)]
    )
    np.testing.assert_allclose(model.start + parts.sum(axis=1), model.log_odds(values))
    np.testing.assert_allclose(parts.mean(axis=0), 0, atol=1e-9)


def test_what_is_learnt_twice_is_the_same() -> None:
    values, bad = [CHANCE.random(SIZE)], CHANCE.random(SIZE) < 0.1
    first, second = (learn(values, bad, np.ones(SIZE)) for _ in range(2))
    assert first.start == second.start
    np.testing.assert_array_equal(first.tables[0].log_odds, second.tables[0].log_odds)


def test_an_order_that_stands_for_others_counts_for_them() -> None:
    value = np.zeros(100)
    bad = np.arange(100) < 50
    model = learn([value], bad, np.where(bad, 1.0, 9.0))
    np.testing.assert_allclose(model.log_odds([value]), np.log(1 / 9), atol=1e-3)
