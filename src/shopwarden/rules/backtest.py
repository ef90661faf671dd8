"""What rules would have done on a history: how often, when, on what, beside which others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import polars as pl

from shopwarden.rules.lists import NO_LISTS, Lists
from shopwarden.rules.ruleset import RuleSet

_SHOWN: Final = 5
_ID: Final = "@id"
_AT: Final = "@at"
_AMOUNT: Final = "@amount"
_DAY: Final = "@day"
# Before the name of a rule: what its earlier text said.
_WAS: Final = "@was "


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where a history says what a back-test asks.

    Parameters
    ----------
    frame
        Orders with the columns the rules read and those named here.
    zone
        Where the shop's clock hangs; days begin at its midnight.
    id
        The column that tells orders apart.
    at
        The column of the time, in UTC.
    amount
        The column of the amount, in minor units.
    outcomes
        Columns of what became of an order: what people decided, what happened. Null is a value
        of its own: not decided, did not happen.
    """

    frame: pl.LazyFrame
    zone: str
    id: str = "id"
    at: str = "created_at"
    amount: str = "amount_minor"
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What rules would have done.

    Parameters
    ----------
    orders
        How many orders were judged.
    totals
        ``rule``, ``hits``, ``amount`` (minor units); one row per rule.
    days
        ``day``, ``rule``, ``hits``; days without a hit of a rule are left out.
    outcomes
        ``outcome``, ``value``, ``rule``, ``hits``; as the column says it, null too.
    overlaps
        ``rule``, ``other``, ``hits``: orders on which both fire, each pair once.
    examples
        ``rule``, ``id``: the latest orders on which it fires, the last first.
    flips
        ``rule``, ``id``, ``fires``, then the outcomes of the history: the orders on which a
        rule says something else than the text it had before, the last first. Empty where
        nothing was before.
    """

    orders: int
    totals: pl.DataFrame
    days: pl.DataFrame
    outcomes: pl.DataFrame
    overlaps: pl.DataFrame
    examples: pl.DataFrame
    flips: pl.DataFrame


def back_test(
    rules: RuleSet,
    history: History,
    lists: Lists = NO_LISTS,
    *,
    examples: int = _SHOWN,
    before: RuleSet | None = None,
) -> BackTest:
    """Judge a history by `rules`, as the lists are now.

    Parameters
    ----------
    rules
        The rules to try, and those they are to be seen beside.
    history
        The orders, with the columns of both rule sets.
    lists
        What is on the shop's lists now.
    examples
        How many orders to name for each rule.
    before
        Earlier texts of some of the rules, by the same names.

    Notes
    -----
    One pass over the orders; kept are one bit per order and rule, and the few columns named in
    `history`.
    """
    # A rule may be called like a column; these names no rulebook can give.
    kept = {
        _ID: pl.col(history.id),
        _AT: pl.col(history.at),
        _AMOUNT: pl.col(history.amount),
        **{f"@{name}": pl.col(name) for name in history.outcomes},
    }
    names = list(rules.rules)
    earlier = before.rules if before else {}
    known = [name for name in names if name in earlier]
    both = RuleSet({**rules.rules, **{f"{_WAS}{name}": earlier[name] for name in known}})
    judged = both.flags(history.frame.with_columns(**kept), lists, keep=list(kept)).collect(
        engine="streaming"
    )
    day = pl.col(_AT).dt.convert_time_zone(history.zone).dt.date().alias(_DAY)
    return BackTest(
        orders=judged.height,
        totals=_totals(judged, names),
        days=_hits_by(judged.with_columns(day), _DAY, names).rename({_DAY: "day"}),
        outcomes=_outcomes(judged, names, history.outcomes),
        overlaps=_overlaps(judged, names),
        examples=_examples(judged, names, examples),
        flips=_flips(judged, known, history.outcomes),
    )


def _totals(judged: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    amount = judged[_AMOUNT]
    rows = [(name, judged[name].sum(), amount.filter(judged[name]).sum()) for name in names]
    schema = {"rule": pl.String, "hits": pl.Int64, "amount": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _hits_by(judged: pl.DataFrame, column: str, names: Sequence[str]) -> pl.DataFrame:
    return (
        judged.group_by(column)
        .agg(pl.col(names).sum().cast(pl.Int64))
        .unpivot(names, index=column, variable_name="rule", value_name="hits")
        .filter(pl.col("hits") > 0)
        .sort(column, "rule")
    )


def _outcomes(judged: pl.DataFrame, names: Sequence[str], columns: Sequence[str]) -> pl.DataFrame:
    schema = {"outcome": pl.String, "value": pl.String, "rule": pl.String, "hits": pl.Int64}
    found = [
        _hits_by(judged, f"@{column}", names).select(
            pl.lit(column).alias("outcome"),
            pl.col(f"@{column}").cast(pl.String).alias("value"),
            "rule",
            "hits",
        )
        for column in columns
    ]
    return pl.concat([pl.DataFrame(schema=schema), *found])


def _overlaps(judged: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    rows = [
        (name, other, (judged[name] & judged[other]).sum())
        for name, other in combinations(names, 2)
    ]
    schema = {"rule": pl.String, "other": pl.String, "hits": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("hits") > 0)


def _examples(judged: pl.DataFrame, names: Sequence[str], number: int) -> pl.DataFrame:
    latest = [
        judged.filter(pl.col(name))
        .select(_AT, _ID)
        .top_k(number, by=[_AT, _ID])
        .sort(_AT, _ID, descending=True)
        .select(pl.lit(name).alias("rule"), pl.col(_ID).alias("id"))
        for name in names
    ]
    return pl.concat([pl.DataFrame(schema={"rule": pl.String, "id": pl.String}), *latest])


def _flips(judged: pl.DataFrame, names: Sequence[str], outcomes: Sequence[str]) -> pl.DataFrame:
    kept = [pl.col(f"@{name}").cast(pl.String).alias(name) for name in outcomes]
    schema = {"rule": pl.String, "id": pl.String, "fires": pl.Boolean}
    none = pl.DataFrame(schema=schema | dict.fromkeys(outcomes, pl.String))
    found = (
        judged.filter(pl.col(name) != pl.col(f"{_WAS}{name}"))
        .sort(_AT, _ID, descending=True)
        .select(
            pl.lit(name).alias("rule"), pl.col(_ID).alias("id"), pl.col(name).alias("fires"), *kept
        )
        for name in names
    )
    return pl.concat([none, *found])
