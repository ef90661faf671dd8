from __future__ import annotations

import numpy as np
import polars as pl

from shopwarden.risk.measures import auc, average_precision, daily_precision, found_at

BAD = np.array([True, False, True, False, False])


def test_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    assert auc(BAD, np.array([0.9, 0.8, 0.7, 0.2, 0.1])) == 5 / 6
    assert auc(BAD, np.array([5.0, 1.0, 5.0, 1.0, 1.0])) == 1.0
    assert auc(BAD, np.zeros(5)) == 0.5


def test_average_precision_takes_equal_scores_together() -> None:
    assert average_precision(BAD, np.array([0.9, 0.8, 0.7, 0.2, 0.1])) == (1 + 2 / 3) / 2
    assert average_precision(BAD, np.zeros(5)) == 2 / 5


def test_precision_and_recall_at_a_threshold() -> None:
    score = np.array([0.9, 0.8, 0.4, 0.2, 0.1])
    assert found_at(BAD, score, 0.4) == (2 / 3, 1.0)
    assert found_at(BAD, score, 0.9) == (1.0, 0.5)
    assert found_at(BAD, score, 1.0) == (0.0, 0.0)


def scored(*rows: tuple[int, int, float, bool]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["day", "account", "score", "is_bad"], orient="row")


def test_an_account_counts_by_its_highest_score_of_the_day() -> None:
    table = scored((0, 1, 0.1, True), (0, 1, 0.8, False), (0, 2, 0.7, True), (0, 3, 0.9, False))
    assert daily_precision(table, accounts=1) == 0.0
    assert daily_precision(table, accounts=2) == 0.5
    assert daily_precision(table, accounts=3) == 2 / 3


def test_the_share_is_of_all_that_could_be_looked_at() -> None:
    assert daily_precision(scored((0, 1, 0.1, True)), accounts=100) == 0.01


def test_an_account_caught_is_left_out_of_later_days() -> None:
    table = scored(
        (0, 1, 0.9, True), (0, 2, 0.1, False),
        (1, 1, 0.9, True), (1, 2, 0.8, True),
        (2, 2, 0.9, True), (2, 3, 0.1, True),
    )  # fmt: skip
    assert daily_precision(table, accounts=1) == 1.0
    # Looked at and found good is no reason to leave one out.
    again = scored((0, 2, 0.9, False), (1, 2, 0.9, True))
    assert daily_precision(again, accounts=1) == 0.5


def test_equal_scores_go_by_account() -> None:
    table = scored((0, 2, 0.5, True), (0, 1, 0.5, False))
    assert daily_precision(table, accounts=1) == 0.0
