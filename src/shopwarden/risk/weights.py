"""What each finding and each feature weighs, before a shop's own decisions are known.

The numbers are log-odds: 0.7 doubles the odds, 2.3 makes them tenfold. They are set by hand
and say how much a thoughtful person would be moved; `calibrate` fits them to a shop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from shopwarden.records import Severity


@dataclass(frozen=True, slots=True)
class Band:
    """What a feature weighs from `at_least` on; its highest band that is reached counts."""

    feature: str
    at_least: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Everything a score is made of.

    Parameters
    ----------
    start
        Log-odds of an order about which nothing is known.
    severities
        What a finding of score 1 weighs, by its severity.
    further
        A detector's second finding weighs this share of itself, its third the share of the
        share, and so on: they mostly say the same thing again.
    bands
        What features weigh.
    alerted
        Added once to an order that has a finding.
    scale
        How much heavier than written a detector's findings or a feature weigh, by name.
    """

    start: float
    severities: Mapping[Severity, float]
    further: float
    bands: tuple[Band, ...]
    alerted: float = 0.0
    scale: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


def _bands(feature: str, *steps: tuple[float, float]) -> tuple[Band, ...]:
    return tuple(Band(feature, at_least, weight) for at_least, weight in steps)


FIXED: Final = Weights(
    # One order in fifty.
    start=-3.9,
    severities={Severity.NOTE: 1.0, Severity.CHECK: 3.5, Severity.WRONG: 4.5},
    further=0.5,
    bands=(
        *_bands("buyer_known_days_365d", (30, -0.4), (180, -0.8)),
        *_bands("buyer_orders_1h", (5, 0.5)),
        *_bands("amount_against_buyer_365d", (3, 0.4), (8, 0.8)),
        *_bands("buyer_refunds_90d", (3, 0.6), (6, 1.2)),
        *_bands("buyer_refund_only_90d", (2, 0.7), (4, 1.4)),
        *_bands("buyer_bad_ratings_365d", (3, 0.4)),
        *_bands("buyer_places_30d", (5, 0.4)),
        *_bands("buyer_devices_30d", (5, 0.4)),
        *_bands("phone_buyers_30d", (3, 0.6)),
        *_bands("place_refunds_90d", (5, 0.4)),
        *_bands("device_buyers_30d", (3, 0.8), (6, 1.4)),
        *_bands("device_orders_1h", (5, 0.6)),
        *_bands("ip_buyers_24h", (5, 0.4), (10, 0.8)),
        *_bands("payment_account_buyers_30d", (3, 0.8)),
    ),
)
"""The weights of a shop that has decided little so far."""
