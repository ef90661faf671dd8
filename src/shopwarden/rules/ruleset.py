"""Many rules at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Final

import polars as pl

from shopwarden.rules.check import CheckedRule
from shopwarden.rules.frames import atom_expression, condition_expression
from shopwarden.rules.lists import NO_LISTS, Lists
from shopwarden.rules.lowering import atoms, lower
from shopwarden.rules.python import Judge, Row, compile_python
from shopwarden.rules.reasons import REASON, Reason, reasons, reasons_expression
from shopwarden.rules.tree import Atom, Column, Condition, Value, children
from shopwarden.rules.vocabulary import Term

# Longer lists are looked up in one go, not compared one by one.
_SPLIT_UP_TO: Final = 8


class RuleSet:
    """Rules that are judged together.

    Parameters
    ----------
    rules
        Checked rules by id; the order is that of the verdicts.
    """

    def __init__(self, rules: Mapping[str, CheckedRule]) -> None:
        self.rules = dict(rules)
        self._lowered = {
            name: lower(rule.condition, split_up_to=_SPLIT_UP_TO) for name, rule in rules.items()
        }

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The columns and features the rules read, each once."""
        found = {term: None for rule in self.rules.values() for term in _terms(rule.condition)}
        return tuple(found)

    @cached_property
    def _judge(self) -> Judge:
        return compile_python([rule.condition for rule in self.rules.values()])

    def judge(self, row: Row, lists: Lists = NO_LISTS) -> tuple[bool, ...]:
        """Tell of every rule, in order, whether it fires on one event.

        Parameters
        ----------
        row
            Values by column; None or absent where there is none. Times are aware.
        lists
            What is on the shop's lists now.
        """
        return self._judge(row, lists)

    def fired(self, row: Row, lists: Lists = NO_LISTS) -> dict[str, tuple[Reason, ...]]:
        """Return the rules that fire on one event, and why."""
        verdicts = zip(self.rules.items(), self.judge(row, lists), strict=True)
        return {name: reasons(rule, row, lists) for (name, rule), fires in verdicts if fires}

    def flags(
        self, frame: pl.LazyFrame, lists: Lists = NO_LISTS, *, keep: Collection[str] = ()
    ) -> pl.LazyFrame:
        """Return one boolean column per rule: whether it fires on each row.

        Every distinct comparison is made once, whichever rules share it, and its bits are then
        combined. The frame is lazy: collected with the streaming engine, any number of rows of
        a Parquet file pass through in chunks.

        Parameters
        ----------
        frame
            Has the columns of ``terms``.
        lists
            What is on the shop's lists now.
        keep
            Columns of `frame` to return before the flags; no rule is called like one of them.
        """
        names: dict[Atom, str] = {}
        for condition in self._lowered.values():
            for atom in atoms(condition):
                names.setdefault(atom, f"@{len(names)}")
        compared = [atom_expression(atom, lists).alias(name) for atom, name in names.items()]
        flags = [
            condition_expression(condition, atom=lambda atom: pl.col(names[atom]))
            .fill_null(value=False)
            .alias(name)
            for name, condition in self._lowered.items()
        ]
        return frame.select(*keep, *compared).select(*keep, *flags)

    def hits(
        self, frame: pl.DataFrame, lists: Lists = NO_LISTS, *, keep: Collection[str] = ()
    ) -> pl.DataFrame:
        """Return one row per row of `frame` and rule that fires on it, with the reasons.

        Parameters
        ----------
        frame
            Has the columns of ``terms``; a chunk of a large table.
        lists
            What is on the shop's lists now.
        keep
            Columns of `frame` to return.

        Returns
        -------
        polars.DataFrame
            `keep`, ``rule``, and ``reasons``, a list of ``reasons.REASON``.
        """
        flags = self.flags(frame.lazy(), lists).collect()
        read = dict.fromkeys([*keep, *(term.source for term in self.terms)])
        frame = frame.select(list(read))
        found = (
            frame.filter(flags[name]).select(
                *keep, rule=pl.lit(name), reasons=reasons_expression(rule, lists)
            )
            for name, rule in self.rules.items()
        )
        none = frame.clear().select(
            *keep, rule=pl.lit(None, pl.String), reasons=pl.lit(None, pl.List(REASON))
        )
        return pl.concat([none, *found])


def _terms(node: Condition | Value) -> Iterator[Term]:
    if isinstance(node, Column):
        yield node.term
    for child in children(node):
        yield from _terms(child)
