"""A list is put in place, replaced, taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone, translation

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.intake import vault
from shopwarden.desk.rulebook import selectors, services
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.models import ListChange, ListEntry
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.sources import SourceError

pytestmark = pytest.mark.django_db

Put = Callable[..., ListChange]
KIND = ListKind.BLOCKED
LIST = (
    "phone,receiver,buyer\n13800000001,张三,\n,,买家 一\n+86 138 0000 0001,,买家一\n138****0002,,\n"
)


def _entries(shop: Shop) -> list[tuple[str, str]]:
    frame = selectors.bad_list(shop.id, at=timezone.now())
    return [] if frame is None else sorted(frame.rows())


def test_a_list_holds_each_value_once(shop: Shop, put: Put, data_folder: Path) -> None:
    change = put(shop, LIST)
    assert _entries(shop) == [("buyer", "买家 一"), ("phone", "13800000001"), ("receiver", "张三")]
    assert (change.entries, change.left_out, change.left_out_rows) == (3, 1, [[5, "nothing"]])
    counts = selectors.counts(shop.id, KIND)
    assert {kind: count for kind, count in counts.items() if count} == {
        "phone": 1,
        "receiver": 1,
        "buyer": 1,
    }
    # The file itself is not kept, and nothing of it can be read in the database.
    assert list((data_folder / "uploads").iterdir()) == []
    stored = b"".join(bytes(entry.value) for entry in ListEntry.objects.all())
    assert "张三".encode() not in stored
    assert b"13800000001" not in stored


def test_entries_are_shown_masked(shop: Shop, put: Put) -> None:
    put(shop, LIST)
    shown, after = selectors.page_of(shop.id, KIND, None, at=timezone.now())
    assert sorted((one.entry.number, one.value) for one in shown) == [
        (2, "138****0001"),
        (2, "张**"),
        (3, "买***一"),
    ]
    assert after is None


def test_pages_follow_each_other(shop: Shop, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE_ROWS", 2)
    put(shop, "buyer\n" + "\n".join(f"b{n}x" for n in range(5)))
    seen, after = [], None
    for _ in range(3):
        shown, after = selectors.page_of(shop.id, KIND, after, at=timezone.now())
        seen += [one.entry.number for one in shown]
    assert (seen, after) == ([2, 3, 4, 5, 6], None)


def test_a_new_list_takes_the_place_of_the_old(shop: Shop, other_shop: Shop, put: Put) -> None:
    put(other_shop, "buyer\n别家的\n")
    put(shop, LIST)
    change = put(shop, "buyer\n买家二\n", "新名单.csv")
    assert _entries(shop) == [("buyer", "买家二")]
    assert _entries(other_shop) == [("buyer", "别家的")]
    assert selectors.last_change(shop.id, KIND) == change
    record = AuditRow.objects.filter(action="list.set", shop=shop).latest("sequence").record
    assert record["changes"] == {
        "entries": {"from": 3, "to": 1},
        "file": {"from": None, "to": "新名单.csv"},
        "left_out": {"from": None, "to": 0},
    }


def test_a_list_is_taken_away_once(shop: Shop, put: Put) -> None:
    put(shop, LIST)
    services.clear_list(scope=system_scope(shop.id), shop_id=shop.id, kind=KIND)
    assert _entries(shop) == []
    record = AuditRow.objects.get(action="list.cleared").record
    assert record["changes"] == {"entries": {"from": 3, "to": 0}}
    with pytest.raises(Refused, match=r"list\.nothing"):
        services.clear_list(scope=system_scope(shop.id), shop_id=shop.id, kind=KIND)
    assert ListChange.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "error", "code"),
    [
        ("phone\n138****0001\n", Refused, "list.empty"),
        ("a,b\n1,2\n", SourceError, "bad_list.unrecognised"),
        ("", SourceError, "file.empty"),
    ],
)
def test_what_is_no_list_changes_nothing(
    text: str, error: type[Exception], code: str, shop: Shop, put: Put, data_folder: Path
) -> None:
    put(shop, LIST)
    with pytest.raises(error) as refused:
        put(shop, text)
    assert refused.value.code == code  # type: ignore[attr-defined]
    assert len(_entries(shop)) == 3
    assert ListChange.objects.count() == 1
    assert list((data_folder / "uploads").iterdir()) == []


def test_a_list_has_an_end(shop: Shop, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 2)
    with pytest.raises(Refused, match=r"list\.too_long"):
        put(shop, LIST)
    assert _entries(shop) == []


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_who_may_not_set_rules_keeps_no_list(
    role: Role, shop: Shop, put: Put, join: Callable[..., Membership]
) -> None:
    put(shop, LIST)
    scope: Scope = scope_of(join(shop, role).user)
    received = vault.Received(shop.id, 1, "")
    facts = {"scope": scope, "shop_id": shop.id, "kind": KIND}
    with pytest.raises(Forbidden):
        services.set_list(**facts, name="a.csv", received=received)
    with pytest.raises(Forbidden):
        services.clear_list(**facts)
    assert len(_entries(shop)) == 3


def test_a_file_joins_what_is_there(shop: Shop, put: Put) -> None:
    put(shop, "buyer,reason,until\n买家一,旧,\n买家二,,\n")
    text = (
        "kind,value,reason,until\n"
        "buyer,买家一,新,2099-12-31\n"
        "waybill,YT1,两次,\n"
        "buyer,买家三,,明天\n"
        "buyer,买家四,,2020-01-01\n"
        "phone,138****0001,,\n"
    )
    change = put(shop, text, replace=False)
    assert change.entries == 3
    assert change.left_out_rows == [[4, "day"], [5, "past"], [6, "nothing"]]
    assert sorted(selectors.readable(shop, KIND)) == [
        ("buyer", "买家一", "新", "2099-12-31"),
        ("buyer", "买家二", "", ""),
        ("waybill", "YT1", "两次", ""),
    ]


def test_nobody_comes_on_two_opposite_lists_by_a_file(
    shop: Shop, put: Put, join: Callable[..., Membership]
) -> None:
    put(shop, "buyer\n买家一\n")
    person = scope_of(join(shop, Role.MANAGER).user)
    change = put(shop, "buyer\n买家一\n买家二\n", kind=ListKind.TRUSTED, scope=person)
    assert (change.entries, change.left_out_rows) == (1, [[2, "opposite"]])


def test_no_program_reads_a_file_into_the_trusted_list(shop: Shop, put: Put) -> None:
    with pytest.raises(Forbidden, match=r"list\.needs_person"):
        put(shop, "buyer\n买家一\n", kind=ListKind.TRUSTED)
    assert not ListEntry.objects.exists()


def test_a_whole_value_is_found_whatever_its_kind(shop: Shop, put: Put) -> None:
    put(shop, "kind,value\nbuyer,买家一\nphone,13800000001\nip,10.0.0.1\n")
    for asked, found in (
        ("+86 13800000001", ["Phone"]),
        ("10.0.0.1", ["IP address"]),
        ("买家", []),
    ):
        with translation.override("en"):
            shown, _ = selectors.page_of(shop.id, KIND, None, at=timezone.now(), search=asked)
        assert [one.kind for one in shown] == found


def test_an_export_is_recorded_and_can_be_read_again(
    shop: Shop, put: Put, join: Callable[..., Membership]
) -> None:
    put(shop, "buyer,reason,until\n买家一,原因,2099-12-31\n")
    facts = {"shop_id": shop.id, "kind": KIND}
    rows = services.export_list(scope=scope_of(join(shop, Role.MANAGER).user), **facts)
    assert rows == [("buyer", "买家一", "原因", "2099-12-31")]
    record = AuditRow.objects.get(action="list.exported").record
    assert record["changes"] == {
        "list": {"from": None, "to": "blocked"},
        "entries": {"from": None, "to": 1},
    }
    with pytest.raises(Forbidden):
        services.export_list(scope=scope_of(join(shop, Role.AGENT).user), **facts)
