"""What cannot be meant is refused when it is declared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopwarden.features import Aggregate, Feature, Form, Key, Measure, Unit
from shopwarden.features.model import window_name
from shopwarden.records import Kind

DAY = timedelta(days=1)


def measure(**changed: Any) -> Measure:
    usual = {"event": Kind.ORDERS, "aggregate": Aggregate.COUNT, "window": DAY}
    return Measure(**(usual | changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"window": timedelta(minutes=59)},
        {"window": timedelta(days=366)},
        {"aggregate": Aggregate.SUM},
        {"aggregate": Aggregate.DISTINCT},
        {"aggregate": Aggregate.FIRST, "column": "item"},
    ],
)
def test_a_measure_that_means_nothing_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"window|column"):
        measure(**changed)


@pytest.mark.parametrize(
    ("form", "measures"),
    [
        (Form.RATIO, (measure(),)),
        (Form.VALUE, (measure(), measure())),
        (Form.RATIO, (measure(), measure(window=2 * DAY))),
    ],
)
def test_a_feature_that_means_nothing_is_refused(form: Form, measures: tuple[Measure]) -> None:
    with pytest.raises(ValueError, match="measures"):
        Feature(stem="odd", key=Key.BUYER, measures=measures, form=form, unit=Unit.SHARE)


def test_windows_have_short_names() -> None:
    hours = [1, 24, 36, 72, 96, 24 * 365]
    names = [window_name(timedelta(hours=count)) for count in hours]
    assert names == ["1h", "24h", "36h", "72h", "4d", "365d"]
