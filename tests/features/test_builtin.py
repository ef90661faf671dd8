"""The catalogue: names a rule can use, windows within bounds."""

from __future__ import annotations

import re

from shopwarden.features import FEATURES, Key, ValueType
from shopwarden.features.events import COLUMNS
from shopwarden.features.model import LONGEST, SHORTEST


def test_there_is_something_for_every_key() -> None:
    assert len(FEATURES) >= 40
    assert {feature.key for feature in FEATURES.values()} == set(Key)


def test_names_are_words_and_tell_the_window() -> None:
    for name, feature in FEATURES.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*_\d+[hd]", name)
        assert name == feature.name


def test_windows_are_within_bounds() -> None:
    assert all(SHORTEST <= feature.window <= LONGEST for feature in FEATURES.values())


def test_only_known_columns_are_read() -> None:
    assert all(feature.columns <= COLUMNS for feature in FEATURES.values())


def test_types_follow_from_what_is_measured() -> None:
    assert FEATURES["buyer_orders_1h"].type is ValueType.INTEGER
    assert FEATURES["buyer_amount_30d"].type is ValueType.MONEY
    assert FEATURES["buyer_refund_rate_90d"].type is ValueType.NUMBER
    assert FEATURES["buyer_known_days_365d"].type is ValueType.NUMBER
