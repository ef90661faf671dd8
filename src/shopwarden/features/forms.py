"""Measures become the number a rule compares: whole columns, and one subject at a time.

Both follow the same arithmetic to the last bit: whole numbers are divided as doubles, nothing
by nothing is missing, and what is missing stays so. (Polars divides by a constant by
multiplying, which is not the same.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.features.model import DAY_MICROSECONDS, Form

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def column(form: Form, measures: Sequence[Floats], amount: Floats, at: Floats) -> Floats:
    """Return the feature of every subject; NaN stands for missing, in and out.

    Parameters
    ----------
    form
        How measures become the feature.
    measures
        As many as the form takes; times in microseconds.
    amount, at
        The subjects' own amount, and their time in microseconds.
    """
    match form:
        case Form.VALUE:
            return measures[0]
        case Form.RATIO:
            return _divide(measures[0], measures[1])
        case Form.AGAINST:
            return _divide(amount, _divide(measures[0], measures[1]))
        case Form.SINCE:
            return (at - measures[0]) / DAY_MICROSECONDS


def number(
    form: Form, measures: Sequence[int | None], amount: int | None, at: int
) -> int | float | None:
    """Return the feature of one subject; parameters as in `column`."""
    match form:
        case Form.VALUE:
            return measures[0]
        case Form.RATIO:
            return _quotient(measures[0], measures[1])
        case Form.AGAINST:
            return _quotient(amount, _quotient(measures[0], measures[1]))
        case Form.SINCE:
            return None if measures[0] is None else (at - measures[0]) / DAY_MICROSECONDS


def _divide(above: Floats, below: Floats) -> Floats:
    quotient = np.full(above.size, np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient


def _quotient(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else above / below
