"""Conditions in fewer forms, so that the same comparison is found in many rules.

``between`` becomes two comparisons, ``<>`` the opposite of ``=``, and a short ``in`` as many
``=``: they mean the same, for null too, and cost less when they are shared.
"""

from __future__ import annotations

from collections.abc import Iterator

from shopwarden.rules.tree import And, Atom, Between, Compare, Condition, Not, OneOf, Or


def lower(condition: Condition, *, split_up_to: int = 0) -> Condition:
    """Return `condition` made of atoms, ``and``, ``or`` and ``not`` only.

    Parameters
    ----------
    condition
        A checked condition.
    split_up_to
        The length up to which an ``in`` becomes a row of ``=``.
    """
    match condition:
        case And(items):
            return And(tuple(lower(item, split_up_to=split_up_to) for item in items))
        case Or(items):
            return Or(tuple(lower(item, split_up_to=split_up_to) for item in items))
        case Not(item):
            return Not(lower(item, split_up_to=split_up_to))
        case Between(value, low, high):
            return And((Compare(">=", value, low), Compare("<=", value, high)))
        case Compare("<>", left, right):
            return Not(Compare("=", left, right))
        case OneOf(value, literals) if len(literals) <= split_up_to:
            equal = tuple(Compare("=", value, literal) for literal in literals)
            return Or(equal) if len(equal) > 1 else equal[0]
    return condition


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield the atoms of a lowered condition from left to right."""
    match condition:
        case And(items) | Or(items):
            for item in items:
                yield from atoms(item)
        case Not(item):
            yield from atoms(item)
        case Between():
            raise TypeError("a condition is lowered before its atoms are asked for")
        case _:
            yield condition
