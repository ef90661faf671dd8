"""What address and contact detectors find on one order, without a frame around it.

The same reasons, scores and severities as ``address`` and ``contact``; tested to be equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from shopwarden.detectors.address import OWN_PHONE_SCORE, SCORES, SHORTEST_PHONE
from shopwarden.detectors.contact import CONTACT_SCORES, ContactReason
from shopwarden.detectors.findings import Finding
from shopwarden.detectors.rules import RuleReason, field_of
from shopwarden.places import Address, AddressReason, check_name, check_phone
from shopwarden.records import Severity
from shopwarden.rules import CheckedRule, Reason, RulebookRule

_DIGITS: Final = re.compile(r"[^\d０-９]")
_LONG_NAME: Final = "too_long"


def judge_address(order: Mapping[str, Any], address: Address) -> Iterator[Finding]:
    """Yield the findings on the receiver's address of an order.

    Parameters
    ----------
    order
        The record, by column.
    address
        What its address says.
    """
    for reason in address.reasons:
        code = AddressReason(reason["code"])
        severity, score = Severity(reason["severity"]), SCORES[code]
        is_there = _has_own_phone(order)
        if code is AddressReason.CONTACT_INSIDE and is_there and len(reason["spans"]) == 1:
            severity, score = Severity.NOTE, OWN_PHONE_SCORE
        elif code is AddressReason.RECEIVER_INSIDE and is_there is False:
            code, severity = AddressReason.CONTACT_INSIDE, Severity.CHECK
            score = SCORES[code]
        yield _finding(
            order,
            "address",
            code,
            severity=severity,
            score=score,
            metric=reason["metric"],
            value=reason["value"],
            threshold=reason["threshold"],
            field="address",
            spans=tuple((span["start"], span["end"]) for span in reason["spans"]),
            levels=tuple(reason["levels"]),
            related=tuple(reason["divisions"]),
        )


def judge_contact(order: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the findings on phone and name of the receiver that the order alone tells."""
    if check_phone(order["phone"] or "")[1] == "impossible":
        yield contact_finding(order, ContactReason.PHONE_IMPOSSIBLE, field="phone")
    reason = check_name(order["receiver_name"] or "")
    if reason is not None:
        severity = Severity.NOTE if reason == _LONG_NAME else Severity.CHECK
        yield contact_finding(
            order,
            ContactReason.NAME_NOT_A_NAME,
            field="receiver_name",
            metric=reason,
            severity=severity,
        )


def contact_finding(order: Mapping[str, Any], code: ContactReason, **facts: Any) -> Finding:
    """Return a finding of the contact detector on an order."""
    usual = {"severity": Severity.CHECK, "score": CONTACT_SCORES[code]}
    return _finding(order, "contact", code, **{**usual, **facts})


def _has_own_phone(order: Mapping[str, Any]) -> bool | None:
    """Tell whether the receiver's own number stands in the address; None without a number."""
    normalised = check_phone(order["phone"] or "")[0]
    written = re.sub(r"\D", "", normalised or "")
    if len(written) < SHORTEST_PHONE:
        return None
    return written[-11:] in _DIGITS.sub("", order["address"])


def _finding(order: Mapping[str, Any], detector: str, code: str, **facts: Any) -> Finding:
    blank: dict[str, Any] = {
        "metric": None, "value": None, "threshold": None, "field": None,
        "spans": (), "levels": (), "related": (),
    }  # fmt: skip
    return Finding(
        subject_kind="order",
        platform=order["platform"],
        shop=order["shop"],
        subject_id=order["id"],
        detector=detector,
        code=str(code),
        **{**blank, **facts},
    )


def rule_finding(
    order: Mapping[str, Any], rule: RulebookRule, checked: CheckedRule, reasons: Sequence[Reason]
) -> Finding:
    """Return the finding of a rule that fired on an order."""
    main = next((one for one in reasons if one.value is not None), None)
    metric = main.metric if main else reasons[0].metric if reasons else None
    return _finding(
        order,
        "rules",
        RuleReason.RULE_FIRED,
        severity=rule.severity,
        score=rule.score,
        metric=metric,
        value=main.value if main else None,
        threshold=main.threshold if main else None,
        field=field_of(checked),
        rule=rule.id,
        reasons=tuple(reasons),
    )
