"""Fitting the weights of the risk score to what the people of a shop decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import polars as pl

from shopwarden.desk.alerts.choices import Outcome
from shopwarden.desk.alerts.choices import Severity as Stored
from shopwarden.desk.alerts.models import AlertFinding, Disposition
from shopwarden.desk.common.db import writing
from shopwarden.desk.live.many import features_of
from shopwarden.desk.scores.models import Fit
from shopwarden.features import make_plan
from shopwarden.risk import FIXED, calibrate, score_orders

# The newest decisions tell how a shop decides now; more of them change little.
_MOST: Final = 5000
_PART: Final = 500
PLAN: Final = make_plan([band.feature for band in FIXED.bands])
_TOLD: Final = (Outcome.RIGHT, Outcome.WRONG)


class Decided(NamedTuple):
    """A decision about one round of an alert on an order."""

    alert_id: UUID
    round: int
    order_id: UUID
    platform: str
    number: str
    is_bad: bool


def is_due(shop_id: UUID) -> bool:
    """Tell whether decisions have been made, or undone, since the last fit."""
    fit = Fit.objects.filter(shop=shop_id).first()
    return (fit.decisions if fit else 0) != _standing(shop_id)


def fit(shop_id: UUID, now: datetime) -> Fit:
    """Fit the weights of a shop to its decisions and keep them; the same ones give the same."""
    standing = _standing(shop_id)
    decided = list(_decided(shop_id))
    orders = _orders(decided, shop_id)
    is_bad = orders["is_bad"]
    features = features_of(shop_id, [UUID(one) for one in orders["row_id"]], PLAN)
    scores = score_orders(orders, _findings(decided, shop_id), features)
    weights = calibrate(scores, is_bad, FIXED) if orders.height else FIXED
    bad = int(is_bad.sum())
    with writing():
        kept, _ = Fit.objects.update_or_create(
            shop_id=shop_id,
            defaults={
                "fitted_at": now,
                "decisions": standing,
                "bad": bad,
                "good": orders.height - bad,
                "is_fitted": weights is not FIXED,
                "alerted": weights.alerted,
                "scale": dict(weights.scale),
            },
        )
    return kept


def _standing(shop_id: UUID) -> int:
    return Disposition.objects.filter(shop=shop_id, undone_at=None).count()


def _decided(shop_id: UUID) -> Iterator[Decided]:
    """Yield the newest decisions that say whether an alert was right."""
    rows = Disposition.objects.filter(shop=shop_id, undone_at=None, outcome__in=_TOLD)
    for alert_id, number, outcome, order_id, platform, external_id in rows.order_by(
        "-decided_at", "id"
    ).values_list(
        "alert", "round", "outcome", "alert__subject_id", "alert__platform", "alert__external_id"
    )[:_MOST]:
        is_bad = outcome == Outcome.RIGHT
        yield Decided(alert_id, number, order_id, platform, external_id, is_bad)


def _orders(decided: Sequence[Decided], shop_id: UUID) -> pl.DataFrame:
    """Return each decided order once; one bad decision makes it a bad one."""
    schema = {
        "platform": pl.String(),
        "shop": pl.String(),
        "id": pl.String(),
        "row_id": pl.String(),
        "is_bad": pl.Boolean(),
    }
    rows = [
        (one.platform, str(shop_id), one.number, str(one.order_id), one.is_bad) for one in decided
    ]
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    keys = ("platform", "shop", "id", "row_id")
    return frame.group_by(keys).agg(pl.col("is_bad").any()).sort(keys)


def _findings(decided: Sequence[Decided], shop_id: UUID) -> pl.DataFrame:
    """Return what had been found when it was decided, as ``score_orders`` reads it."""
    by_round = {(one.alert_id, one.round): one for one in decided}
    ids = list({one.alert_id for one in decided})
    rows = []
    for start in range(0, len(ids), _PART):
        for found in AlertFinding.objects.filter(alert__in=ids[start : start + _PART]):
            one = by_round.get((found.alert_id, found.round))
            if one is not None:
                rows.append(
                    ("order", one.platform, str(shop_id), one.number, found.detector, found.code,
                     Stored(found.severity).name.lower(), found.score, found.value,
                     found.threshold, found.evidence.get("rule"))
                )  # fmt: skip
    return pl.DataFrame(rows, schema=_FINDINGS, orient="row")


_FINDINGS: Final = {
    **dict.fromkeys(
        ("subject_kind", "platform", "shop", "subject_id", "detector", "code", "severity"),
        pl.String(),
    ),
    **dict.fromkeys(("score", "value", "threshold"), pl.Float64()),
    "rule": pl.String(),
}
