"""The protocol on tables of a few orders, told by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from shopwarden.records import Kind, conform
from shopwarden.risk.errors import EvaluationError
from shopwarden.risk.evaluation import Protocol, evaluate
from shopwarden.risk.history import BUYER, known_bad, read_history

SHANGHAI = ZoneInfo("Asia/Shanghai")
Row = tuple[str, float, int | None]


def day(number: float) -> datetime:
    """The beginning of a day of November, of the shop's clock."""
    return datetime(2026, 11, 1, tzinfo=SHANGHAI) + timedelta(days=number - 1)


def orders(rows: Iterable[Row]) -> pl.DataFrame:
    """Orders of (buyer, day, label)."""
    told = [
        {
            "platform": "p", "shop": "s", "id": f"o{number}", "buyer": buyer, "label": label,
            "created_at": day(at).astimezone(UTC), "amount_minor": 100,
        }
        for number, (buyer, at, label) in enumerate(rows)
    ]  # fmt: skip
    return conform(pl.DataFrame(told, infer_schema_length=None), Kind.ORDERS)


PROTOCOL = Protocol(
    train_until=day(8),
    label_delay=timedelta(days=7),
    test_from=day(15),
    test_until=day(17),
    zone=SHANGHAI,
)
TRAINED: list[Row] = [("a", 1, 0), ("b", 2, 1), ("c", 3, 0)]


def ids_of(*rows: Row, protocol: Protocol = PROTOCOL) -> list[str]:
    """Ids of the tested orders; those of `rows` are o3, o4, …"""
    return evaluate(orders([*TRAINED, *rows]), protocol).scored["id"].to_list()


def test_labels_that_come_after_the_test_begins_are_refused() -> None:
    with pytest.raises(EvaluationError) as refused:
        replace(PROTOCOL, test_from=day(14.9))
    assert refused.value.code == "evaluate.too_early"
    assert refused.value.data == {"known": "2026-11-15 00:00", "start": "2026-11-14 21:36"}


def test_a_test_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(EvaluationError) as refused:
        replace(PROTOCOL, test_until=day(15))
    assert refused.value.code == "evaluate.no_time"


def test_ends_are_exclusive() -> None:
    edge = 1e-6
    rows = [("d", 15, 1), ("e", 16, 0), ("f", 17, 1), ("g", 15 - edge, 1), ("h", 17 - edge, 0)]
    assert ids_of(*rows) == ["o3", "o4", "o7"]
    found = evaluate(orders([*TRAINED, ("d", 8, 1), ("e", 15, 0), ("f", 16, 1)]), PROTOCOL)
    assert (found.trained, found.tested, found.bad) == (3, 2, 1)


def test_days_begin_at_midnight_of_the_zone() -> None:
    assert PROTOCOL.days == [(day(15), day(16)), (day(16), day(17))]
    late = replace(PROTOCOL, test_from=day(15.5), test_until=day(17.25))
    assert late.days == [(day(15.5), day(16)), (day(16), day(17)), (day(17), day(17.25))]
    found = evaluate(orders([*TRAINED, ("d", 15.99, 1), ("e", 16, 0)]), PROTOCOL)
    assert found.scored["day"].to_list() == [0, 1]


def test_a_day_of_23_hours_is_a_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start, end = (datetime(2026, 3, n, tzinfo=berlin) for n in (28, 31))
    spring = Protocol(
        train_until=start - timedelta(days=9), label_delay=timedelta(days=7),
        test_from=start, test_until=end, zone=berlin,
    )  # fmt: skip
    hours = [(late.timestamp() - early.timestamp()) / 3600 for early, late in spring.days]
    assert hours == [24, 23, 24]


def test_accounts_known_to_be_bad_when_a_day_begins_are_left_out() -> None:
    # b was bad on the 2nd, known since the 9th; d on the 8th at noon, known on the 15th at noon.
    rows = [("d", 8.5, 1), ("b", 15, 1), ("d", 15.6, 1), ("e", 15.7, 0), ("d", 16, 1)]
    assert ids_of(*rows) == ["o5", "o6"]
    found = evaluate(orders([*TRAINED, *rows]), PROTOCOL)
    assert (found.tested, found.left_out) == (2, 2)


def test_what_is_known_at_midnight_counts_from_then() -> None:
    rows = [("d", 8, 1), ("d", 15, 1), ("e", 15, 0), ("f", 16, 1)]
    assert ids_of(*rows) == ["o5", "o6"]


def test_older_bad_orders_are_not_held_against_an_account() -> None:
    rows = [("b", 15, 1), ("e", 15, 0), ("f", 15, 1)]
    assert ids_of(*rows) == ["o4", "o5"]
    later = replace(PROTOCOL, known_since=day(2.5))
    assert ids_of(*rows, protocol=later) == ["o3", "o4", "o5"]
    assert ids_of(*rows, protocol=replace(PROTOCOL, known_since=day(2))) == ["o4", "o5"]


def test_who_is_known_when() -> None:
    history = read_history(
        orders([("a", 1, 1), ("b", 2, 0), ("a", 3, 0), ("c", 4, 1)]),
        zone=SHANGHAI,
        delay=timedelta(days=7),
    )

    def known(moment: float, since: float) -> list[int]:
        instants = [int(day(number).timestamp() * 1e6) for number in (moment, since)]
        return known_bad(history, *instants).tolist()

    assert history.codes[BUYER].tolist() == [0, 1, 0, 2]
    assert known(7.99, 1) == []
    assert known(8, 1) == [0]
    assert known(11, 1) == [0, 2]
    assert known(11, 1.1) == [2]


def test_an_order_without_a_label_is_history_only() -> None:
    rows = [("d", 15, None), ("e", 15, 0), ("f", 15, 1), ("g", 4, None)]
    found = evaluate(orders([*TRAINED, *rows]), PROTOCOL)
    assert found.scored["id"].to_list() == ["o4", "o5"]
    assert found.trained == 3


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("a", 1, 0), ("d", 15, 1), ("e", 15, 0)], "evaluate.nothing_to_learn"),
        ([("b", 2, 1), ("d", 15, 1), ("e", 15, 0)], "evaluate.nothing_to_learn"),
        ([*TRAINED, ("d", 15, 1)], "evaluate.nothing_to_test"),
        ([*TRAINED, ("d", 15, 0)], "evaluate.nothing_to_test"),
        (TRAINED, "evaluate.nothing_to_test"),
        ([("", 1, 0), ("", 2, 1)], "evaluate.no_accounts"),
    ],
)
def test_too_little_is_refused(rows: list[Row], code: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        evaluate(orders(rows), PROTOCOL)
    assert refused.value.code == code


def random_orders(seed: int) -> pl.DataFrame:
    chance = np.random.default_rng(seed)
    size = 2000
    bad = chance.random(size) < 0.1
    rows = [
        {
            "platform": "p", "shop": "s", "id": f"o{n}", "buyer": f"b{chance.integers(300)}",
            "terminal": f"t{chance.integers(50)}", "label": int(bad[n]),
            "created_at": day(1 + 22 * chance.random()).astimezone(UTC),
            "amount_minor": int(chance.integers(100, 1000) * (3 if bad[n] else 1)),
        }
        for n in range(size)
    ]  # fmt: skip
    return conform(pl.DataFrame(rows), Kind.ORDERS)


def test_a_label_nobody_knew_yet_changes_no_score() -> None:
    table = random_orders(3)
    protocol = replace(PROTOCOL, test_until=day(22))
    # Labels from the 15th on are known on the 22nd.
    turned = pl.when(pl.col("created_at") >= day(15).astimezone(UTC)).then(1 - pl.col("label"))
    other = table.with_columns(turned.otherwise("label").cast(pl.Int8).alias("label"))
    first, second = (evaluate(one, protocol).scored for one in (table, other))
    assert first.select("id", "score").equals(second.select("id", "score"))
    assert (first["is_bad"] ^ second["is_bad"]).all()


def test_what_comes_later_changes_no_score() -> None:
    table = random_orders(4)
    protocol = replace(PROTOCOL, test_until=day(18))
    shorter = table.filter(pl.col("created_at") < day(18).astimezone(UTC))
    first, second = (evaluate(one, protocol) for one in (table, shorter))
    assert first.scored.equals(second.scored)
    assert first.auc == second.auc > 0.8


def test_the_parts_of_an_order_add_up() -> None:
    found = evaluate(random_orders(5), PROTOCOL)
    parts = found.parts(0)
    log_odds = found.model.start + sum(part.weight for part in parts)
    assert 1 / (1 + np.exp(-log_odds)) == pytest.approx(found.scored["score"][0])
    assert abs(parts[0].weight) >= abs(parts[-1].weight)


def test_a_history_no_longer_than_the_delay_teaches_what_labels_mean() -> None:
    # Everything at one terminal is bad, and nothing else is.
    table = random_orders(6).with_columns(
        amount_minor=pl.lit(500, pl.Int64), label=(pl.col("terminal") == "t7").cast(pl.Int8)
    )
    assert evaluate(table, replace(PROTOCOL, test_until=day(22))).auc > 0.95
