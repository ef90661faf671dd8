"""For a time nobody is told; the hits are kept all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.rulebook import book, hits, snoozes
from shopwarden.desk.rulebook.hits import Hit
from shopwarden.desk.rulebook.keys import key_of
from shopwarden.desk.rulebook.models import Rule, RuleHit, Snooze
from shopwarden.desk.rulebook.selectors import snoozed
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.rules import State

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def scope(shop: Shop, join: Callable[..., Membership]) -> Scope:
    """A manager, who keeps the rules."""
    return scope_of(join(shop, Role.MANAGER).user)


@pytest.fixture
def rule(shop: Shop, scope: Scope) -> Rule:
    """A rule that is on."""
    return book.take_rule(scope=scope, shop_id=shop.id, slug="many-refunds", state=State.ON)


def test_a_rule_is_quiet_until_a_moment(shop: Shop, scope: Scope, rule: Rule) -> None:
    now = timezone.now()
    snoozes.snooze_rule(scope=scope, rule=rule, until=now + DAY, reason=" 促销期间 ")
    assert snoozed(shop.id, now + DAY / 2) == ({"many-refunds"}, set())
    assert snoozed(shop.id, now + DAY) == (set(), set())
    assert sealed.read(Snooze.objects.get(), "reason") == "促销期间"
    record = AuditRow.objects.get(action="snooze.made").record
    assert record["changes"]["rule"] == {"from": None, "to": "many-refunds"}
    assert "促销" not in str(record)


def test_a_buyer_is_left_alone_until_somebody_ends_it(
    shop: Shop, other_shop: Shop, scope: Scope
) -> None:
    now = timezone.now()
    snooze = snoozes.snooze_buyer(
        scope=scope, shop_id=shop.id, buyer="青山在望", until=now + DAY, reason="已说明"
    )
    found = snoozed(shop.id, timezone.now())
    assert found == (set(), {key_of(shop.id, "buyer", "青山在望")})
    assert snoozed(other_shop.id, timezone.now()) == (set(), set())
    assert "青山" not in str(AuditRow.objects.get(action="snooze.made").record)
    snoozes.end_snooze(scope=scope, snooze=snooze)
    snoozes.end_snooze(scope=scope, snooze=snooze)
    assert snoozed(shop.id, timezone.now()) == (set(), set())
    assert AuditRow.objects.filter(action="snooze.ended").count() == 1


@pytest.mark.parametrize(
    ("days", "reason", "buyer", "code"),
    [
        (0, "有因", "b1", "snooze.when"),
        (93, "有因", "b1", "snooze.when"),
        (1, "  ", "b1", "snooze.reason"),
        (1, "有因", "b***1", "snooze.nobody"),
    ],
)
def test_what_is_no_pause_changes_nothing(
    days: int, reason: str, buyer: str, code: str, shop: Shop, scope: Scope
) -> None:
    until = timezone.now() + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        snoozes.snooze_buyer(scope=scope, shop_id=shop.id, buyer=buyer, until=until, reason=reason)
    assert (refused.value.code, Snooze.objects.count()) == (code, 0)


def test_hits_are_kept_once_and_say_who_was_told(shop: Shop, scope: Scope, rule: Rule) -> None:
    now = timezone.now()
    book.take_rule(scope=scope, shop_id=shop.id, slug="phone-shared")
    snoozes.snooze_buyer(scope=scope, shop_id=shop.id, buyer="b2", until=now + DAY, reason="已说明")
    orders = [uuid4() for _ in range(3)]
    found = [
        Hit("many-refunds", orders[0], key_of(shop.id, "buyer", "b1") or ""),
        Hit("many-refunds", orders[1], key_of(shop.id, "buyer", "b2") or ""),
        Hit("phone-shared", orders[0]),
        Hit("no-such-rule", orders[2]),
    ]
    for _ in range(2):
        hits.keep(shop_id=shop.id, hits=found, snoozed=snoozed(shop.id, timezone.now()), at=now)
    kept = RuleHit.objects.values_list("rule__slug", "order_id", "told")
    assert set(kept) == {
        ("many-refunds", orders[0], "alert"),
        ("many-refunds", orders[1], "snoozed"),
        ("phone-shared", orders[0], "shadow"),
    }


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_others_pause_nothing(
    role: Role, shop: Shop, rule: Rule, join: Callable[..., Membership]
) -> None:
    facts = {
        "scope": scope_of(join(shop, role).user),
        "until": timezone.now() + DAY,
        "reason": "有因",
    }
    with pytest.raises(Forbidden):
        snoozes.snooze_rule(rule=rule, **facts)
    with pytest.raises(Forbidden):
        snoozes.snooze_buyer(shop_id=shop.id, buyer="b1", **facts)
    assert not Snooze.objects.exists()
