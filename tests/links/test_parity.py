"""From the order outwards or over the whole history: the same groups.

Random orders of few buyers and few keys, with caps so small that they bite, arrive in any
order and may be told twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.links import KindRule, LinkKind, LinkRules, find_links
from shopwarden.links.keys import order_keys
from shopwarden.links.live import Account, Key, Membership, Use, arrive, explained_group, group_of
from shopwarden.links.memory import MemoryLinkStore
from shopwarden.records import Kind, conform

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
Order = dict[str, Any]
Groups = dict[Account, Mapping[Account, Membership]]


def rules(most_members: int, weights: dict[LinkKind, float], most_keys: int) -> LinkRules:
    kinds = {
        kind: KindRule(
            weight=weight,
            half=3,
            household=2 if kind in HOME else 0,
            most_accounts=4,
            most_keys=most_keys,
            pause=timedelta(days=1),
        )
        for kind, weight in weights.items()
    }
    return LinkRules(kinds=kinds, most_members=most_members)


HOME = {LinkKind.PHONE, LinkKind.PLACE}
WEIGHTS = {
    LinkKind.DEVICE: 0.9,
    LinkKind.PHONE: 0.6,
    LinkKind.RECEIVER: 0.4,
    LinkKind.PLACE: 0.4,
    LinkKind.IP: 0.3,
}
some_rules = st.builds(
    rules,
    most_members=st.sampled_from([3, 200]),
    weights=st.just(WEIGHTS),
    most_keys=st.sampled_from([1, 2, 9]),
)
few = st.sampled_from([None, "x1", "x2", "x3"])
orders = st.fixed_dictionaries(
    {
        "platform": st.just("p"),
        "shop": st.sampled_from(["s", "s", "s", "t"]),
        "id": st.integers(1, 12).map(str),
        "buyer": st.sampled_from(["a", "b", "c", "d", "e", "f", None]),
        "created_at": st.integers(0, 8).map(lambda n: BEGIN + n * timedelta(hours=12)),
        "device": few,
        "phone": st.sampled_from([None, "13800000001", "13800000002"]),
        "receiver_name": few,
        "ip": few,
        "place_key": few,
    }
)
histories = st.lists(orders, min_size=2, max_size=16)


def frame(history: list[Order]) -> pl.DataFrame:
    """The last report of each order."""
    last = {(order["shop"], order["id"]): order for order in history}
    rows = pl.DataFrame([*last.values()], schema_overrides={"place_key": pl.String})
    return conform(rows.drop("place_key"), Kind.ORDERS).hstack(rows.select("place_key"))


def use_of(order: Order) -> Use | None:
    row = order_keys(frame([order])).row(0, named=True)
    if row["buyer"] is None:
        return None
    shop = row["platform"], row["shop"]
    keys = {Key(*shop, kind, row[kind]) for kind in LinkKind if row[kind] is not None}
    return Use(order["id"], Account(*shop, row["buyer"]), row["at"], frozenset(keys))


def at_once(history: list[Order], how: LinkRules) -> Groups:
    members = find_links(frame(history), how).members
    groups: dict[int, dict[Account, Membership]] = {}
    for row in members.iter_rows(named=True):
        account = Account(row["platform"], row["shop"], row["buyer"])
        kinds = tuple(LinkKind(kind) for kind in row["kinds"])
        groups.setdefault(row["group"], {})[account] = Membership(row["strength"], kinds)
    assert members["size"].to_list() == [len(groups[number]) for number in members["group"]]
    return {account: group for group in groups.values() for account in group}


def told(history: list[Order]) -> list[Use]:
    """What the orders say; an order once known keeps a buyer."""
    return [use for order in history if (use := use_of(order)) is not None]


@pytest.mark.slow
@given(history=histories, how=some_rules)
def test_the_group_found_from_an_account_is_the_one_of_the_history(
    history: list[Order], how: LinkRules
) -> None:
    known = [order for order in history if order["buyer"] is not None]
    expected = at_once(known, how) if known else {}
    store = MemoryLinkStore()
    for use in told(known):
        store.put(use)
    accounts = {use.account for use in told(known)}
    found = {account: group_of(store, account, how) for account in accounts}
    assert {account: group for account, group in found.items() if group} == expected


@pytest.mark.slow
@given(history=histories, how=some_rules)
def test_what_a_group_shares_is_what_the_history_says(history: list[Order], how: LinkRules) -> None:
    known = [order for order in history if order["buyer"] is not None]
    store = MemoryLinkStore()
    for use in told(known):
        store.put(use)
    expected = (
        Counter(
            (Account(platform, shop, buyer), kind, value, accounts, strength)
            for _, platform, shop, buyer, kind, value, accounts, strength in find_links(
                frame(known), how
            ).shared.iter_rows()
        )
        if known
        else Counter()
    )
    groups = {
        frozenset(group.shared)
        for account in {use.account for use in told(known)}
        if (group := explained_group(store, account, how)).members
    }
    found = Counter(
        (member, one.key.kind.value, one.key.value, one.accounts, one.strength)
        for shared in groups
        for one in shared
        for member in one.members
    )
    assert found == expected


@pytest.mark.slow
@settings(max_examples=60)
@given(history=histories, how=some_rules.filter(lambda how: how.most_members > 3))
def test_whoever_an_order_concerns_is_told_the_new_group(
    history: list[Order], how: LinkRules
) -> None:
    known = [order for order in history if order["buyer"] is not None]
    store = MemoryLinkStore()
    groups: Groups = {}
    for use in told(known):
        groups |= arrive(store, use, how)
    expected = at_once(known, how) if known else {}
    assert {account: group for account, group in groups.items() if group} == expected
