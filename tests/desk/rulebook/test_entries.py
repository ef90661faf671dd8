"""One entry of a list: put on, told again, taken off, expired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.rulebook import entries, rechecking
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.keys import with_keys
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.rulebook.selectors import bad_list, current_lists
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.records import Kind
from shopwarden.rules import RuleSet, check_rule
from tests.desk.factories import judge, store_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(shop: Shop, join: Callable[..., Membership]) -> Scope:
    """A manager, who keeps the lists."""
    return scope_of(join(shop, Role.MANAGER).user)


@pytest.fixture
def add(shop: Shop, scope: Scope) -> Callable[..., ListEntry]:
    """Return a function that puts something on a list of the shop."""

    def do(list_kind: str, kind: str, value: str, **facts: object) -> ListEntry:
        return entries.add_entry(
            scope=scope,
            shop_id=shop.id,
            list_kind=ListKind(list_kind),
            kind=EntryKind(kind),
            value=value,
            **facts,
        )

    return do


def test_an_entry_is_sealed_and_its_record_names_nobody(
    shop: Shop, scope: Scope, add: Callable[..., ListEntry]
) -> None:
    entry = add("trusted", "buyer", " 青山在望77 ", reason="老客户张三")
    assert (sealed.read(entry, "value"), sealed.read(entry, "reason")) == (
        "青山在望77",
        "老客户张三",
    )
    assert entry.added_by == scope.actor
    record = AuditRow.objects.get(action="entry.added").record
    assert record["changes"] == {
        "list": {"from": None, "to": "trusted"},
        "kind": {"from": None, "to": "buyer"},
    }
    assert list(record["commitments"]) == ["value"]
    assert "青山" not in str(record)


@pytest.mark.parametrize(
    ("kind", "written", "rule"),
    [
        ("buyer", "BUYER 一", "on_list('watch', buyer)"),
        ("phone", "+86 138-0000-0009", "on_list('watch', phone)"),
        ("receiver", "李 四", "on_list('watch', receiver_name)"),
        ("place", "浙江省杭州市西湖区文一西路9号3幢201室", "on_list('watch', place)"),
        ("device", "dev-1", "on_list('watch', device)"),
        ("ip", "10.0.0.1", "on_list('watch', ip)"),
        ("payment_account", "pay-1", "on_list('watch', payment_account)"),
    ],
)
def test_a_rule_finds_what_is_on_a_list(
    kind: str, written: str, rule: str, shop: Shop, add: Callable[..., ListEntry]
) -> None:
    usual = {"buyer": "buyer一", "phone": "13800000009", "receiver_name": "李四"}
    seen = {"device": "dev-1", "ip": "10.0.0.1", "payment_account": "pay-1"}
    store_orders(shop, {"id": "1"} | usual | seen, {"id": "2", "address": "江苏省苏州市"})
    add("watch", kind, written)
    orders = with_keys(load_frame(shop.id, Kind.ORDERS), shop.id)
    rules = RuleSet({"r": check_rule(rule, vocabulary(shop))})
    lists = current_lists(shop.id, timezone.now())
    flags = rules.flags(orders.lazy(), lists, keep=["id"]).collect().rows()
    assert sorted(flags) == [("1", True), ("2", False)]
    one = orders.filter(id="1").row(0, named=True)
    assert rules.judge(one, lists) == (True,)


def test_lists_are_those_of_the_moment_and_the_shop(
    shop: Shop, other_shop: Shop, add: Callable[..., ListEntry]
) -> None:
    now = timezone.now()
    add("blocked", "buyer", "长期")
    add("blocked", "buyer", "短期", expires_at=now + timedelta(days=1))
    assert len(current_lists(shop.id, now)["blocked", "buyer"]) == 2
    assert len(current_lists(shop.id, now + timedelta(days=1))["blocked", "buyer"]) == 1
    assert bad_list(shop.id, at=now + timedelta(days=1))["value"].to_list() == ["长期"]
    assert current_lists(other_shop.id, now) == {}


def test_saying_it_again_changes_the_entry(shop: Shop, add: Callable[..., ListEntry]) -> None:
    until = timezone.now() + timedelta(days=1)
    first = add("watch", "phone", "13800000001", reason="旧")
    again = add("watch", "phone", "+86 13800000001", reason="新", expires_at=until)
    assert ListEntry.objects.count() == 1
    assert (again.id, again.expires_at, sealed.read(again, "reason")) == (first.id, until, "新")


@pytest.mark.parametrize(
    ("list_kind", "kind", "value", "days", "code"),
    [
        ("watch", "phone", "138****0001", None, "entry.nothing"),
        ("watch", "phone", "电话", None, "entry.nothing"),
        ("watch", "buyer", "  ", None, "entry.nothing"),
        ("watch", "buyer", "b1", 0, "entry.past"),
        ("trusted", "buyer", "已拉黑", None, "entry.opposite"),
    ],
)
def test_what_cannot_be_listed_changes_nothing(
    list_kind: str,
    kind: str,
    value: str,
    days: int | None,
    code: str,
    add: Callable[..., ListEntry],
) -> None:
    add("blocked", "buyer", "已拉黑")
    until = None if days is None else timezone.now() + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        add(list_kind, kind, value, expires_at=until)
    assert refused.value.code == code
    assert ListEntry.objects.count() == 1


def test_only_a_person_says_who_is_trusted(shop: Shop) -> None:
    facts = {"shop_id": shop.id, "kind": EntryKind.BUYER, "value": "b1"}
    program = system_scope(shop.id)
    entries.add_entry(scope=program, list_kind=ListKind.WATCH, **facts)
    with pytest.raises(Forbidden, match=r"list\.needs_person"):
        entries.add_entry(scope=program, list_kind=ListKind.TRUSTED, **facts)
    assert ListEntry.objects.count() == 1


def test_open_orders_of_an_entry_are_judged_again(
    shop: Shop, scope: Scope, add: Callable[..., ListEntry]
) -> None:
    store_orders(shop, {"id": "1", "buyer": "买家一"}, {"id": "2", "buyer": "买家二"})
    judge(shop)
    entry = add("blocked", "buyer", "买家一")
    rechecking.recheck(ListChange.objects.latest("made_at").id, now=timezone.now())
    assert list(Alert.objects.values_list("external_id", "state")) == [("1", "open")]
    entries.remove_entry(scope=scope, entry=entry)
    entries.remove_entry(scope=scope, entry=entry)
    rechecking.recheck(ListChange.objects.latest("made_at").id, now=timezone.now())
    assert list(Alert.objects.values_list("external_id", "state")) == [("1", "expired")]
    assert list(ListChange.objects.order_by("made_at").values_list("entries", "orders")) == [
        (1, 1),
        (0, 1),
    ]


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_others_keep_no_list(
    role: Role, shop: Shop, join: Callable[..., Membership], add: Callable[..., ListEntry]
) -> None:
    entry = add("watch", "buyer", "b1")
    scope = scope_of(join(shop, role).user)
    with pytest.raises(Forbidden):
        entries.remove_entry(scope=scope, entry=entry)
    with pytest.raises(Forbidden):
        entries.add_entry(
            scope=scope,
            shop_id=shop.id,
            list_kind=ListKind.WATCH,
            kind=EntryKind.BUYER,
            value="b2",
        )
    assert ListEntry.objects.count() == 1


def test_several_are_put_on_a_list_with_one_change(shop: Shop, scope: Scope) -> None:
    until = timezone.now() + timedelta(days=9)
    facts = {"scope": scope, "shop_id": shop.id, "kind": EntryKind.BUYER, "reason": " 一伙 "}
    trusted = facts | {"list_kind": ListKind.TRUSTED, "reason": ""}
    entries.add_entries(**trusted, values=["d"])
    store_orders(shop, {"id": "1", "buyer": "a"}, {"id": "2", "buyer": "z", "phone": "13800000002"})
    judge(shop)
    blocked = facts | {"list_kind": ListKind.BLOCKED, "expires_at": until}
    added = entries.add_entries(**blocked, values=["a", "b", "b ", "", "c***1", "d"])
    assert added == entries.Added(put=2, known=0, opposite=1, nobody=2)
    made = ListEntry.objects.filter(list_kind=ListKind.BLOCKED).order_by("added_at", "id")
    assert {sealed.read(one, "value") for one in made} == {"a", "b"}
    assert {(sealed.read(one, "reason"), one.expires_at) for one in made} == {("一伙", until)}
    change = ListChange.objects.get(list_kind=ListKind.BLOCKED)
    assert (change.key, change.entries) == ("", 2)
    rows = AuditRow.objects.filter(action="entry.added").order_by("sequence")
    assert len(rows) == 3
    assert '"b"' not in str(rows[2].record["changes"])

    rechecking.recheck(change.id, now=timezone.now())
    assert set(Alert.objects.values_list("external_id", flat=True)) == {"1"}

    again = entries.add_entries(**blocked, values=["a", "b"])
    assert again == entries.Added(put=0, known=2, opposite=0, nobody=0)
    assert ListChange.objects.filter(list_kind=ListKind.BLOCKED).count() == 1
    longer = entries.add_entries(**blocked | {"expires_at": None}, values=["a", "b", "c"])
    assert longer == entries.Added(put=3, known=0, opposite=0, nobody=0)
    assert ListEntry.objects.filter(list_kind=ListKind.BLOCKED, expires_at=None).count() == 3


def test_several_that_cannot_be_listed_change_nothing(shop: Shop, scope: Scope) -> None:
    facts = {"shop_id": shop.id, "kind": EntryKind.BUYER, "values": ["a", "b"]}
    with pytest.raises(Refused, match=r"entry\.past"):
        entries.add_entries(
            scope=scope, list_kind=ListKind.WATCH, expires_at=timezone.now(), **facts
        )
    with pytest.raises(Forbidden, match=r"list\.needs_person"):
        entries.add_entries(scope=system_scope(shop.id), list_kind=ListKind.TRUSTED, **facts)
    assert not ListEntry.objects.exists()
    assert not ListChange.objects.exists()
