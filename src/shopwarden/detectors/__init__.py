"""Detectors: one file each, one registry, one contract (see ``detectors.base``)."""

from __future__ import annotations

from typing import Final

from shopwarden.detectors.address import AddressDetector
from shopwarden.detectors.base import Context, Detector
from shopwarden.detectors.contact import ContactDetector, ContactReason
from shopwarden.detectors.findings import (
    FINDING_SCHEMA,
    Finding,
    combine,
    empty_findings,
    iterate,
)
from shopwarden.detectors.linked import LinkedAccountsDetector, LinkedReason
from shopwarden.detectors.rules import (
    RuleReason,
    RulesDetector,
    judged_orders,
    order_vocabulary,
)

# Every detector with its default parameters, in the order findings are shown.
REGISTRY: Final[dict[str, type[Detector]]] = {
    detector.name: detector
    for detector in (AddressDetector, ContactDetector, RulesDetector, LinkedAccountsDetector)
}

__all__ = [
    "FINDING_SCHEMA",
    "REGISTRY",
    "AddressDetector",
    "ContactDetector",
    "ContactReason",
    "Context",
    "Detector",
    "Finding",
    "LinkedAccountsDetector",
    "LinkedReason",
    "RuleReason",
    "RulesDetector",
    "combine",
    "empty_findings",
    "iterate",
    "judged_orders",
    "order_vocabulary",
]
