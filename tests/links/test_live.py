"""Outwards from an account, in bounded work."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pytest

from shopwarden.links import LinkKind, LinkRules
from shopwarden.links.live import Account, Holding, Key, Membership, Use, arrive, group_of
from shopwarden.links.memory import MemoryLinkStore


class CountingStore(MemoryLinkStore):
    """Counts what is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = 0

    def held_by(self, accounts: Collection[Account]) -> Iterable[Holding]:
        self.queries += 1
        return super().held_by(accounts)

    def holders_of(self, keys: Collection[Key]) -> Iterable[Holding]:
        self.queries += 1
        return super().holders_of(keys)

    def users_of(self, keys: Collection[Key]) -> dict[Key, Collection[Account]]:
        self.queries += 1
        return super().users_of(keys)


def account(name: str) -> Account:
    return Account("p", "s", name)


def key(value: str, kind: LinkKind = LinkKind.DEVICE) -> Key:
    return Key("p", "s", kind, value)


def use(name: str, *values: str, order_id: str | None = None) -> Use:
    keys = frozenset(key(value) for value in values)
    return Use(order_id or f"{name}-{values}", account(name), 0, keys)


@pytest.fixture
def store() -> CountingStore:
    store = CountingStore()
    for one in (use("a", "d1"), use("b", "d1", "d2"), use("c", "d2"), use("z", "d9")):
        store.put(one)
    return store


def test_a_group_is_found_ring_by_ring(store: CountingStore) -> None:
    group = group_of(store, account("a"))
    assert set(group) == {account("a"), account("b"), account("c")}
    assert group[account("a")] == Membership(0.95, (LinkKind.DEVICE,))
    assert store.queries == 7


def test_who_shares_too_little_is_seen_before_times_are_read(store: CountingStore) -> None:
    for name in ("x", "y"):
        store.put(Use(name, account(name), 0, frozenset({key("n1", LinkKind.RECEIVER)})))
    assert group_of(store, account("x")) == {}
    assert store.queries == 2


def test_an_account_alone_has_no_group(store: CountingStore) -> None:
    assert group_of(store, account("z")) == {}
    assert group_of(store, account("nobody")) == {}


def test_the_search_stops_at_too_many(store: CountingStore) -> None:
    assert group_of(store, account("a"), LinkRules(most_members=2)) == {}


def test_an_order_tells_everybody_it_concerns(store: CountingStore) -> None:
    joined = arrive(store, use("z", "d1"))
    assert set(joined) == {account(name) for name in "abcz"}
    assert {len(group) for group in joined.values()} == {4}


def test_a_corrected_order_takes_its_link_back(store: CountingStore) -> None:
    arrive(store, use("z", "d1", order_id="1"))
    parted = arrive(store, use("z", "d8", order_id="1"))
    assert {one.buyer: len(group) for one, group in parted.items()} == {
        "a": 3,
        "b": 3,
        "c": 3,
        "z": 0,
    }


def test_the_order_that_makes_a_key_too_common_ends_the_group() -> None:
    store = MemoryLinkStore()
    most = LinkRules().kinds[LinkKind.DEVICE].most_accounts
    for number in range(most):
        arrive(store, use(f"a{number}", "d"))
    assert len(group_of(store, account("a0"))) == most
    ended = arrive(store, use("last", "d"))
    assert len(ended) == most + 1
    assert set(map(len, ended.values())) == {0}
    assert set(arrive(store, use("more", "d"))) == {account("more")}
