"""The rules of a shop, compiled and kept until somebody changes something about them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from django.utils import timezone

from shopwarden.desk.rulebook.revisions import revision
from shopwarden.desk.rulebook.selectors import Snoozed, current_lists, current_rules, snoozed
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.scores.weights import weights_of
from shopwarden.desk.shops.models import Shop
from shopwarden.features import FEATURES, Plan, make_plan
from shopwarden.risk import FIXED, Weights
from shopwarden.rules import CheckedRule, RulebookRule, RuleError, RuleSet, State, check_rule
from shopwarden.rules.lists import Lists

logger = logging.getLogger(__name__)

# How long an entry of a list may count behind its end, and a pause last longer.
_FRESH: Final = timedelta(seconds=10)


class Compiled(NamedTuple):
    """What orders of a shop are judged by."""

    rules: RuleSet
    # As they are written, by id.
    written: Mapping[str, RulebookRule]
    # The features they read; and those with what the score reads besides.
    read: Plan
    plan: Plan
    lists: Lists
    snoozed: Snoozed
    # What findings and features weigh in the score.
    weights: Weights


def rules_of(shop_id: UUID, at: datetime | None = None) -> Compiled:
    """Return the rules of a shop that are on or in shadow, its lists and pauses.

    Parameters
    ----------
    at
        For which moment; now when left out, which is exact to ten seconds.
    """
    if at is None:
        at = timezone.now()
        at -= timedelta(seconds=at.timestamp() % _FRESH.total_seconds())
    return _compiled(shop_id, revision(shop_id), at)


@lru_cache(maxsize=64)
def _compiled(shop_id: UUID, number: int, at: datetime) -> Compiled:
    rules, written, read, plan = _rules(shop_id, number)
    return Compiled(
        rules,
        written,
        read,
        plan,
        current_lists(shop_id, at),
        snoozed(shop_id, at),
        weights_of(shop_id),
    )


@lru_cache(maxsize=64)
def _rules(shop_id: UUID, number: int) -> tuple[RuleSet, dict[str, RulebookRule], Plan, Plan]:
    shop = Shop.objects.get(id=shop_id)
    checked: dict[str, CheckedRule] = {}
    written: dict[str, RulebookRule] = {}
    for rule in current_rules(shop_id).rules:
        if rule.state is not State.OFF:
            try:
                checked[rule.id] = check_rule(rule.expression, vocabulary(shop))
            except RuleError as error:
                # Written for an older version of the desk; the others go on.
                logger.warning("rule_unusable", extra={"rule": rule.id, "code": error.code})
            else:
                written[rule.id] = rule
    rules = RuleSet(checked)
    read = [term.name for term in rules.terms if term.name in FEATURES]
    scored = [band.feature for band in FIXED.bands]
    return rules, written, make_plan(read), make_plan([*read, *scored])
