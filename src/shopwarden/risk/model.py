"""What a score is: log-odds that add up, and the chance they amount to.

Every part of a score is a whole number of steps of 1/1024, so that parts add up to the same
sum in whatever order they are added, for one order and for millions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS: Final = 1024.0
_DIGITS: Final = 4


class Topic(StrEnum):
    """What a contribution comes from."""

    # Where every order begins.
    START = "start"
    # Orders with a finding, in what people of this shop decided about them.
    ALERTED = "alerted"
    FINDING = "finding"
    FEATURE = "feature"


class Term(NamedTuple):
    """What contributes: a feature by its name, or a finding by detector and code.

    A rule of the shop that fired has its own id in the place of the code.
    """

    topic: Topic
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One part of a score.

    Parameters
    ----------
    term
        What contributes.
    weight
        Log-odds: above 0 it raises the risk, below 0 it lowers it.
    value, threshold
        What was measured, and what it was compared with.
    """

    term: Term
    weight: float
    value: float | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How likely an order needs looking at.

    Parameters
    ----------
    value
        From 0 to 1, to four places.
    log_odds
        The exact sum of the contributions' weights.
    contributions
        The start, then the heaviest first.
    """

    value: float
    log_odds: float
    contributions: tuple[Contribution, ...]


def chance(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chances that `log_odds` amount to, to four places."""
    return np.round(1.0 / (1.0 + np.exp(-log_odds)), _DIGITS)
