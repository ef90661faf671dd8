"""What the rules of a shop found: kept once an order, counted, whoever was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shopwarden.desk.rulebook.choices import RuleState, Told
from shopwarden.desk.rulebook.models import Rule, RuleHit
from shopwarden.desk.rulebook.selectors import Snoozed


class Hit(NamedTuple):
    """A rule fired on a stored order."""

    rule: str
    order_id: UUID
    # The digest of the order's buyer, where known.
    buyer_key: str = ""


def told(state: str, hit: Hit, snoozed: Snoozed) -> Told:
    """Return who is told of a hit of a rule in this state."""
    if state == RuleState.SHADOW:
        return Told.SHADOW
    if hit.rule in snoozed.rules or hit.buyer_key in snoozed.buyers:
        return Told.SNOOZED
    return Told.ALERT


def keep(*, shop_id: UUID, hits: Sequence[Hit], snoozed: Snoozed, at: datetime) -> None:
    """Keep hits, in the transaction of what is made of them; those kept before stay.

    Not a service of its own: the desk judges, and nobody acts.
    """
    rules = {
        rule.slug: rule
        for rule in Rule.objects.filter(shop=shop_id, slug__in={hit.rule for hit in hits})
    }
    RuleHit.objects.bulk_create(
        (
            RuleHit(
                shop_id=shop_id,
                rule=rules[hit.rule],
                version=rules[hit.rule].version,
                order_id=hit.order_id,
                told=told(rules[hit.rule].state, hit, snoozed),
                found_at=at,
            )
            for hit in hits
            if hit.rule in rules
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
