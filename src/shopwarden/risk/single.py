"""The score of one order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from shopwarden.detectors import Finding
from shopwarden.risk.model import STEPS, Contribution, Score, Term, Topic, chance
from shopwarden.risk.weights import FIXED, Weights

_START: Final = Term(Topic.START, "")
_ALERTED: Final = Term(Topic.ALERTED, "")


def score(
    findings: Iterable[Finding],
    features: Mapping[str, float | None],
    weights: Weights = FIXED,
) -> Score:
    """Return the score of the order that `findings` and `features` are about.

    Parameters
    ----------
    findings
        All findings on the order.
    features
        Its features by name; those that are missing say nothing.
    weights
        What each weighs; the shop's own when it has any (`calibrate`).
    """
    found = list(_of_findings(findings, weights))
    alerted = [_part(_ALERTED, weights.alerted)] if found else []
    parts = [*alerted, *found, *_of_features(features, weights)]
    heavy = sorted((part for part in parts if part.weight), key=_heaviest_first)
    contributions = (_part(_START, weights.start), *heavy)
    log_odds = sum(part.weight for part in contributions)
    return Score(float(chance(np.array([log_odds]))[0]), log_odds, contributions)


def _of_findings(findings: Iterable[Finding], weights: Weights) -> Iterator[Contribution]:
    """Weigh each detector's findings, the heaviest of them in full."""
    further: dict[str, float] = {}
    base = [(weights.severities[one.severity] * one.score, one) for one in findings]
    for weight, one in sorted(base, key=lambda pair: (-pair[0], *_tie(pair[1]))):
        share = further.get(one.detector, 1.0)
        further[one.detector] = share * weights.further
        scaled = weight * share * weights.scale.get(one.detector, 1.0)
        term = Term(Topic.FINDING, one.detector, one.rule or one.code)
        yield _part(term, scaled, one.value, one.threshold)


def _tie(finding: Finding) -> tuple[str, bool, float]:
    return finding.rule or finding.code, finding.value is None, finding.value or 0.0


def _of_features(features: Mapping[str, float | None], weights: Weights) -> Iterator[Contribution]:
    reached = {}
    for band in weights.bands:
        value = features.get(band.feature)
        if value is not None and value >= band.at_least:
            reached[band.feature] = band
    for name, band in reached.items():
        scaled = band.weight * weights.scale.get(name, 1.0)
        yield _part(Term(Topic.FEATURE, name), scaled, features[name], band.at_least)


def _heaviest_first(part: Contribution) -> tuple[float, Term, bool, float]:
    return -abs(part.weight), part.term, part.value is None, part.value or 0.0


def _part(
    term: Term, weight: float, value: float | None = None, threshold: float | None = None
) -> Contribution:
    number = None if value is None else float(value)
    return Contribution(term, math.floor(weight * STEPS + 0.5) / STEPS, number, threshold)
