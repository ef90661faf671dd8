"""Three compilers and the plain reading give one answer: random rules, random rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.rules import CheckedRule, Lists, RuleSet, Vocabulary, check_rule
from shopwarden.rules.evaluate import truth
from shopwarden.rules.frames import condition_expression
from shopwarden.rules.sql import condition_sql
from tests.rules import random_rules
from tests.rules.shop import SHOP, TERMS, frame_of


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.execute("create table list_entries (list text, kind text, value text not null)")
    return connection


def _by_sql(
    database: duckdb.DuckDBPyConnection,
    rules: list[CheckedRule],
    frame: pl.DataFrame,
    lists: Lists,
    folder: Path,
) -> list[tuple[Any, ...]]:
    path = folder / "rows.parquet"
    frame.write_parquet(path)
    database.execute("delete from list_entries")
    entries = [(*key, value) for key, values in lists.items() for value in values]
    if entries:
        database.executemany("insert into list_entries values (?, ?, ?)", entries)
    asked = ", ".join(condition_sql(rule.condition) for rule in rules)
    return database.execute(f"select {asked} from read_parquet('{path}')").fetchall()  # noqa: S608


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(
    texts=st.lists(random_rules.rules, min_size=1, max_size=8),
    rows=random_rules.rows,
    lists=random_rules.lists,
    zone=st.sampled_from(random_rules.ZONES),
)
def test_all_compilers_agree(
    database: duckdb.DuckDBPyConnection,
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    rows: list[dict[str, Any]],
    lists: Lists,
    zone: str,
) -> None:
    shop = Vocabulary(TERMS, zone=zone)
    rules = [check_rule(text, shop) for text in texts]
    ruleset = RuleSet({f"r{number}": rule for number, rule in enumerate(rules)})
    frame = frame_of(rows)

    read = [tuple(truth(rule.condition, row, lists) for rule in rules) for row in rows]

    expressions = [
        condition_expression(rule.condition, lists).alias(f"r{number}")
        for number, rule in enumerate(rules)
    ]
    assert frame.select(expressions).rows() == read
    assert _by_sql(database, rules, frame, lists, tmp_path_factory.getbasetemp()) == read
    fires = [tuple(found is True for found in verdicts) for verdicts in read]
    assert [ruleset.judge(row, lists) for row in rows] == fires
    assert ruleset.flags(frame.lazy(), lists).collect().rows() == fires


def test_quotients_are_exact_in_frames_too() -> None:
    # Polars multiplies by the inverse of a scalar: 5 / 49 * 49 is 5 only when divided.
    rules = RuleSet({"rule": check_rule("(quantity / 49) * 49 = quantity", SHOP)})
    rows = [{"quantity": number} for number in range(1, 2000)]
    by_frame = rules.flags(frame_of(rows).lazy()).collect()["rule"].to_list()
    assert by_frame == [rules.judge(row)[0] for row in rows]
    assert by_frame == [number / 49 * 49 == number for number in range(1, 2000)]
