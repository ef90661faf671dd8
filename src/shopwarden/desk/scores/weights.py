"""The weights a shop's orders are scored with."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shopwarden.desk.scores.models import Fit
from shopwarden.risk import FIXED, Weights


def weights_of(shop_id: UUID) -> Weights:
    """Return the weights fitted to the shop's decisions; the fixed ones until there are enough."""
    return weights_in(fit_of(shop_id))


def fit_of(shop_id: UUID) -> Fit | None:
    """Return the newest fit of a shop."""
    return Fit.objects.filter(shop=shop_id).first()


def weights_in(fit: Fit | None) -> Weights:
    """Return the weights of a fit."""
    if fit is None or not fit.is_fitted:
        return FIXED
    return replace(FIXED, alerted=fit.alerted, scale=fit.scale)
