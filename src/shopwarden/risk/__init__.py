"""Risk: how likely an order needs looking at, as a sum whose parts are shown."""

from __future__ import annotations

from shopwarden.risk.batch import SCORE_SCHEMA, score_orders
from shopwarden.risk.calibrate import LEAST_EXAMPLES, calibrate
from shopwarden.risk.model import Contribution, Score, Term, Topic
from shopwarden.risk.single import score
from shopwarden.risk.weights import FIXED, Band, Weights

__all__ = [
    "FIXED",
    "LEAST_EXAMPLES",
    "SCORE_SCHEMA",
    "Band",
    "Contribution",
    "Score",
    "Term",
    "Topic",
    "Weights",
    "calibrate",
    "score",
    "score_orders",
]
