"""A chart of days as rectangles, drawn by a template in the colours of the page.

Written into the page itself: it follows the theme, needs no script, and prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 160
_GAP: Final = 0.25
# Bars of a year would be hair lines: above this many days, a bar is a week.
_MOST_BARS: Final = 100
_WEEK: Final = 7


@dataclass(frozen=True)
class Bar:
    """One bar, where it stands, and what it says."""

    x: float
    y: float
    width: float
    height: float
    first: date
    last: date
    count: int


@dataclass(frozen=True)
class Chart:
    """Bars over time."""

    bars: list[Bar]
    highest: int
    by_week: bool
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def peak(self) -> Bar | None:
        """The highest bar, the first of several."""
        return max(self.bars, key=lambda bar: bar.count) if self.highest else None

    @property
    def full(self) -> list[Bar]:
        """The bars that are not empty, for the table behind the chart."""
        return [bar for bar in self.bars if bar.count]


def day_chart(counts: Mapping[date, int], first: date, last: date) -> Chart:
    """Return a bar for each day, or each week of a long time, from `first` to `last`."""
    days = (last - first).days + 1
    length = 1 if days <= _MOST_BARS else _WEEK
    starts = [first + timedelta(days=number) for number in range(0, days, length)]
    spans = [(start, min(start + timedelta(days=length - 1), last)) for start in starts]
    sums = [
        sum(counts.get(start + timedelta(days=n), 0) for n in range((end - start).days + 1))
        for start, end in spans
    ]
    highest = max(sums, default=0)
    step = WIDTH / len(spans)
    bars = [
        _bar(number * step, step * (1 - _GAP), count / highest if highest else 0, *span, count)
        for number, (span, count) in enumerate(zip(spans, sums, strict=True))
    ]
    return Chart(bars, highest, by_week=length > 1)


def _bar(x: float, width: float, share: float, first: date, last: date, count: int) -> Bar:
    height = share * HEIGHT
    x, y, width, height = (round(one, 2) for one in (x, HEIGHT - height, width, height))
    return Bar(x, y, width, height, first, last, count)
