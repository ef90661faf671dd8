"""The audit pages: filter, page, open, export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.audit.selectors import PAGE_ROWS, Filter, page_of, rows
from shopwarden.desk.audit.services import Act, record_all
from shopwarden.desk.audit.subjects import subjects_of
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db


def _fill(scope: Scope, shop: Shop, number: int, action: Action = Action.SESSION_STARTED) -> None:
    record_all(scope=scope, acts=[Act(action, shop, shop.id) for _ in range(number)])


def _actions(found: object) -> list[str]:
    return [row.action for row in found]


def test_other_shops_are_not_there(
    shop: Shop, other_shop: Shop, owner: Membership, by_owner: Scope, owner_browser: Client
) -> None:
    theirs = AuditRow.objects.get(shop=other_shop)
    assert {row.shop_id for row in rows(by_owner, Filter())} == {shop.id}
    assert list(rows(by_owner, Filter(shop=other_shop.id))) == []
    assert owner_browser.get(f"/audit/{theirs.id}/").status_code == 404
    text = owner_browser.get(f"/audit/?shop={other_shop.id}").content.decode()
    assert other_shop.name not in text


def test_filters(shop: Shop, owner: Membership, by_owner: Scope) -> None:
    _fill(by_owner, shop, 2)
    today = AuditRow.objects.latest("sequence").at.date()
    assert _actions(rows(by_owner, Filter(action="session.started"))) == ["session.started"] * 2
    assert _actions(rows(by_owner, Filter(actor=owner.user_id))) == ["session.started"] * 2
    assert _actions(rows(by_owner, Filter(subject=str(owner.id)))) == ["member.added"]
    assert len(rows(by_owner, Filter(since=date(2020, 1, 1)))) == 4
    assert len(rows(by_owner, Filter(until=date(2020, 1, 1)))) == 0
    assert len(rows(by_owner, Filter(since=date(today.year + 1, 1, 1)))) == 0


def test_pages_follow_without_a_gap(shop: Shop, by_owner: Scope) -> None:
    _fill(by_owner, shop, PAGE_ROWS)
    found = rows(by_owner, Filter())
    first, after = page_of(found, None)
    second, end = page_of(found, after)
    numbers = [row.sequence for row in first + second]
    assert numbers == list(range(PAGE_ROWS + 2, 0, -1))
    assert len(first) == PAGE_ROWS
    assert end is None


def test_list_keeps_the_filter_in_the_address(
    shop: Shop, by_owner: Scope, owner_browser: Client
) -> None:
    _fill(by_owner, shop, PAGE_ROWS + 1)
    text = owner_browser.get("/audit/?action=session.started").content.decode()
    assert "?action=session.started&amp;after=" in text
    assert "member.added" not in text.split("<tbody>")[1]


@pytest.mark.parametrize(
    "query", ["action=nonsense", "since=never", "actor=1", "shop=x", "after=x", "after=" + "0" * 32]
)
def test_a_filter_nobody_can_read_does_no_harm(query: str, owner_browser: Client) -> None:
    assert owner_browser.get(f"/audit/?{query}").status_code == 200


def test_nothing_found(owner_browser: Client) -> None:
    text = owner_browser.get("/audit/?until=2020-01-01").content.decode()
    assert "No records match" in text


def test_queries_do_not_grow_with_rows(shop: Shop, by_owner: Scope, owner_browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            owner_browser.get("/audit/")
        return len(captured)

    with_few = queries()
    _fill(by_owner, shop, 20)
    assert queries() <= with_few


def test_one_record(owner: Membership, owner_browser: Client) -> None:
    row = AuditRow.objects.get(action="member.added")
    text = owner_browser.get(f"/audit/{row.id}/").content.decode()
    assert "personal, not shown" in text
    assert owner.user.email not in text.split("<main")[1]
    assert "Member added" in text


def test_export_of_records_is_byte_true_and_recorded(owner_browser: Client) -> None:
    answer = owner_browser.get("/audit/export.jsonl?action=member.added")
    lines = b"".join(answer.streaming_content).splitlines()
    assert lines == [bytes(AuditRow.objects.get(action="member.added").body)]
    exported = AuditRow.objects.latest("sequence")
    assert exported.action == "audit.exported"
    assert exported.record["changes"] == {
        "filter": {"from": None, "to": "action=member.added"},
        "format": {"from": None, "to": "jsonl"},
    }


def test_export_as_a_table_has_no_formula(
    owner: Membership, shop: Shop, sign_in: Callable[[User], Client], by_owner: Scope
) -> None:
    User.objects.filter(pk=owner.user_id).update(name='=HYPERLINK("x")')
    _fill(by_owner, shop, 1)
    answer = sign_in(owner.user).get("/audit/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert table[0][:3] == ["Time", "Who", "What"]
    assert [line[2] for line in table[1:3]] == ["shop.created", "member.added"]
    assert '\'=HYPERLINK("x")' in [line[1] for line in table]
    assert json.loads(table[2][5])["role"] == {"from": None, "to": "owner"}
    assert answer["Content-Disposition"] == 'attachment; filename="audit.csv"'


def test_unknown_format(owner_browser: Client) -> None:
    assert owner_browser.get("/audit/export.pdf").status_code == 404


def test_an_auditor_exports_only_where_auditor(
    shop: Shop, other_shop: Shop, join: Callable[..., Membership], sign_in: Callable[[User], Client]
) -> None:
    auditor = join(shop, Role.AUDITOR)
    join(other_shop, Role.AGENT, user=auditor.user)
    browser = sign_in(auditor.user)
    lines = b"".join(browser.get("/audit/export.jsonl").streaming_content).splitlines()
    assert {json.loads(line)["shop"] for line in lines} == {str(shop.id)}
    assert browser.get(f"/audit/export.jsonl?shop={other_shop.id}").status_code == 200


def test_a_row_says_what_it_is_about(
    shop: Shop, owner: Membership, by_owner: Scope, owner_browser: Client
) -> None:
    text = owner_browser.get("/audit/?action=member.added").content.decode()
    assert f'<span class="quiet">Member</span> <span class="wrap">{owner.user.name}</span>' in text
    row = AuditRow.objects.get(action="member.added", shop=shop)
    page = owner_browser.get(f"/audit/{row.id}/").content.decode()
    assert f'<span class="quiet">Member</span> {owner.user.name}<br>' in page
    assert f'?subject={owner.id}"' in page


def test_what_is_gone_keeps_the_beginning_of_its_id(shop: Shop, by_owner: Scope) -> None:
    gone = Shop(name="gone")
    record_all(scope=by_owner, acts=[Act(Action.SESSION_STARTED, gone, shop.id)])
    row = AuditRow.objects.latest("sequence")
    assert subjects_of([row])["shops.shop", str(gone.id)].name == str(gone.id)[:8]
