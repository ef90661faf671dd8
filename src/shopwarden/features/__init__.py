"""Features: what the history of a buyer, phone, place, device … said at a moment.

Declared as data (``builtin``), computed for many records at once (`compute_features`) or for
one against a store (``live``), with the same result.
"""

from __future__ import annotations

from shopwarden.features.batch import compute_features
from shopwarden.features.builtin import FEATURES
from shopwarden.features.errors import FeatureError
from shopwarden.features.model import Aggregate, Feature, Form, Key, Measure, Unit, ValueType, Where
from shopwarden.features.plan import Plan, make_plan

__all__ = [
    "FEATURES",
    "Aggregate",
    "Feature",
    "FeatureError",
    "Form",
    "Key",
    "Measure",
    "Plan",
    "Unit",
    "ValueType",
    "Where",
    "compute_features",
    "make_plan",
]
