"""Lists: every order, every filter, page by page."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.desk.alerts import listing
from shopwarden.desk.alerts.choices import AlertState, Severity
from shopwarden.desk.alerts.listing import Sort, Wanted
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _alert(shop: Shop, number: str = "1", **facts: Any) -> Alert:
    usual = {
        "kind": "address",
        "subject_kind": "order",
        "subject_id": uuid4(),
        "platform": "taobao",
        "severity": Severity.CHECK,
        "score": 0.5,
        "headline": "address.gibberish",
        "amount_minor": 100,
        "currency": "CNY",
        "deadline": NOW + HOUR,
        "opened_at": NOW,
    }
    return Alert.objects.create(shop=shop, external_id=number, **usual | facts)


def _numbers(scope: Scope, **wanted: Any) -> list[str]:
    return [alert.external_id for alert in listing.page(scope, Wanted(**wanted))[0]]


@pytest.fixture
def scope(shop: Shop, other_shop: Shop) -> Scope:
    """Both shops."""
    return system_scope(shop.id, other_shop.id)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.DEADLINE, ["b", "a", "c", "d"]),
        (Sort.WEIGHT, ["d", "c", "b", "a"]),
        (Sort.OLDEST, ["d", "b", "c", "a"]),
        (Sort.NEWEST, ["a", "c", "b", "d"]),
        (Sort.AMOUNT, ["c", "a", "d", "b"]),
    ],
)
def test_orders_merge_shops_and_put_what_is_missing_last(
    sort: Sort, expected: list[str], shop: Shop, other_shop: Shop, scope: Scope
) -> None:
    _alert(shop, "a", deadline=NOW + 2 * HOUR, amount_minor=200, opened_at=NOW, score=0.1)
    _alert(other_shop, "b", amount_minor=None, opened_at=NOW - 2 * HOUR, score=0.2)
    _alert(shop, "c", deadline=NOW + 3 * HOUR, amount_minor=300, opened_at=NOW - HOUR, score=0.9)
    _alert(
        other_shop, "d", deadline=None, amount_minor=100, opened_at=NOW - 3 * HOUR,
        severity=Severity.WRONG, score=0.1,
    )  # fmt: skip
    assert _numbers(scope, sort=sort) == expected


def test_closed_lists_begin_with_the_last_closed(shop: Shop, scope: Scope) -> None:
    for number, hours in (("a", 1), ("b", 3), ("c", 2)):
        _alert(shop, number, state=AlertState.HANDLED, closed_at=NOW + hours * HOUR)
    _alert(shop, "d", state=AlertState.EXPIRED, closed_at=NOW)
    assert _numbers(scope, state=AlertState.HANDLED, sort=Sort.CLOSED) == ["b", "c", "a"]
    assert _numbers(scope, state=AlertState.EXPIRED, sort=Sort.CLOSED) == ["d"]
    assert _numbers(scope) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"kind": "refund"}, ["b"]),
        ({"severity": Severity.WRONG}, ["c"]),
        ({"is_unassigned": True}, ["a", "b", "c"]),
        ({"opened_after": NOW - HOUR}, ["a", "c", "m"]),
        ({"opened_before": NOW - HOUR}, ["b"]),
        ({"due_before": NOW}, ["b"]),
        ({"due_after": NOW, "due_before": NOW + HOUR}, ["a", "m"]),
        ({"least_minor": 101}, ["c"]),
        ({"most_minor": 99}, ["b"]),
        ({"least_minor": 100, "most_minor": 100, "kind": "address"}, ["a", "m"]),
        ({"number": "a"}, ["a"]),
        ({"number": "A"}, []),
    ],
)
def test_filters(wanted: dict[str, Any], expected: list[str], owner: Membership) -> None:
    shop = owner.shop
    _alert(shop, "a")
    _alert(shop, "b", kind="refund", opened_at=NOW - 2 * HOUR, deadline=NOW, amount_minor=5)
    _alert(shop, "c", severity=Severity.WRONG, deadline=NOW + 9 * HOUR, amount_minor=900)
    _alert(shop, "m", assignee=owner.user)
    assert sorted(_numbers(system_scope(shop.id), **wanted)) == expected


def test_filter_by_person_and_shop(owner: Membership, other_shop: Shop, scope: Scope) -> None:
    _alert(owner.shop, "a", assignee=owner.user)
    _alert(other_shop, "b")
    assert _numbers(scope, assignee=owner.user_id) == ["a"]
    assert _numbers(scope, shop=other_shop.id) == ["b"]
    assert _numbers(system_scope(owner.shop_id), shop=other_shop.id) == []


def test_a_number_is_found_in_every_state_by_its_beginning(shop: Shop, scope: Scope) -> None:
    _alert(shop, "39001")
    _alert(shop, "39002", state=AlertState.HANDLED, closed_at=NOW)
    _alert(shop, "3800", state=AlertState.EXPIRED, closed_at=NOW)
    assert _numbers(scope, number="39", sort=Sort.NUMBER) == ["39001", "39002"]
    assert _numbers(scope, number="39002", sort=Sort.NUMBER) == ["39002"]


def test_another_shop_is_not_listed_nor_counted(shop: Shop, other_shop: Shop) -> None:
    _alert(other_shop)
    assert listing.page(system_scope(shop.id), Wanted()) == ([], None)
    assert listing.count(system_scope(shop.id), Wanted()) == 0


def test_a_role_that_may_not_see_lists_nothing(shop: Shop, join: Callable[..., Membership]) -> None:
    _alert(shop)
    user = join(shop, Role.AGENT).user
    assert listing.page(Scope(user, {}), Wanted()) == ([], None)


def test_counts_stop_at_a_thousand(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 3)
    for number in range(5):
        _alert(shop, str(number))
    assert listing.count(system_scope(shop.id), Wanted()) == 3


def test_news_counts_what_was_opened_since(shop: Shop, scope: Scope) -> None:
    _alert(shop, "a")
    _alert(shop, "b", opened_at=NOW + HOUR)
    assert listing.count_since(scope, Wanted(), NOW) == 1
    assert listing.count_since(scope, Wanted(kind="refund"), NOW) == 0
    assert listing.count_since(scope, Wanted(state=AlertState.HANDLED), NOW) == 0


@pytest.mark.parametrize("text", ["", "x", "WzAsMV0", "W10", "bm90IGpzb24", "é"])
def test_a_changed_address_begins_at_the_first_page(text: str) -> None:
    assert listing.unpack(text, Sort.DEADLINE) is None


@pytest.mark.parametrize("sort", [Sort.DEADLINE, Sort.WEIGHT, Sort.AMOUNT, Sort.NUMBER])
def test_a_place_survives_the_address(sort: Sort, shop: Shop) -> None:
    place = listing.place_of(_alert(shop), sort)
    assert listing.unpack(listing.pack(place), sort) == place


def test_a_place_of_another_order_is_not_used(shop: Shop) -> None:
    place = listing.pack(listing.place_of(_alert(shop), Sort.AMOUNT))
    assert listing.unpack(place, Sort.DEADLINE) is None
    assert listing.unpack(listing.pack(listing.Place(0, "soon", UUID(int=1))), Sort.AMOUNT) is None


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), sort=st.sampled_from([*Sort][:5]), rows=st.integers(1, 7))
def test_pages_join_to_the_whole_list(
    seed: int, sort: Sort, rows: int, shop: Shop, other_shop: Shop, scope: Scope
) -> None:
    Alert.objects.all().delete()
    chance = random.Random(seed)
    for number in range(18):
        _alert(
            chance.choice([shop, other_shop]),
            str(number),
            severity=chance.choice([2, 3]),
            score=chance.choice([0.1, 0.5]),
            amount_minor=chance.choice([None, 1, 2]),
            deadline=chance.choice([None, NOW, NOW + HOUR]),
            opened_at=chance.choice([NOW, NOW - HOUR]),
        )
    whole, rest = listing.page(scope, Wanted(sort=sort))
    assert (len(whole), rest) == (18, None)
    joined: list[Alert] = []
    after = None
    for _ in range(18 // rows + 1):
        part, after = listing.page(scope, Wanted(sort=sort), after, rows=rows)
        joined += part
        if after is None:
            break
    assert joined == whole
