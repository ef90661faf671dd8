"""Several alerts at once, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404

from shopwarden.desk.alerts import bulk
from shopwarden.desk.alerts.bulk import Chosen
from shopwarden.desk.alerts.models import Alert, BulkAct, Disposition
from shopwarden.desk.alerts.services import undo
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.shops.models import Shop
from tests.desk.factories import WRONG_ADDRESS, judge, make_alert, make_decision, store_orders

pytestmark = pytest.mark.django_db

By = Callable[[Role], Scope]


@pytest.fixture
def alerts(shop: Shop) -> list[Alert]:
    """Three open alerts."""
    store_orders(shop, *({"id": f"{n}", "address": WRONG_ADDRESS} for n in range(3)))
    judge(shop)
    return list(Alert.objects.order_by("external_id"))


@pytest.fixture
def by_manager(by: By) -> Scope:
    """A manager's scope."""
    return by(Role.MANAGER)


def _chosen(alerts: list[Alert]) -> list[Chosen]:
    return [Chosen(alert.id, alert.version) for alert in alerts]


def _states() -> list[str]:
    return list(Alert.objects.order_by("external_id").values_list("state", flat=True))


def test_handle_and_undo(alerts: list[Alert], by_manager: Scope) -> None:
    act = bulk.bulk_decide(
        scope=by_manager, chosen=_chosen(alerts), label="malicious", note="同一人"
    )
    assert (len(act.changed), act.left_alone) == (3, 0)
    assert _states() == ["handled"] * 3
    assert Filing.objects.filter(state="draft").count() == 3
    assert bulk.undo_bulk(scope=by_manager, act=act) == 3
    assert _states() == ["open"] * 3
    assert Filing.objects.filter(state="withdrawn").count() == 3
    actions = AuditRow.objects.values_list("action", flat=True)
    assert [list(actions).count(one) for one in ("alert.decided", "alert.undone")] == [3, 3]


def test_what_does_not_fit_is_left_alone(alerts: list[Alert], by: By, by_manager: Scope) -> None:
    chosen = _chosen(alerts)
    make_decision(by(Role.AGENT), alerts[0], "address_correct")
    Alert.objects.filter(id=alerts[1].id).update(version=7)
    act = bulk.bulk_decide(scope=by_manager, chosen=chosen, label="refused_to_correct")
    assert act.content["left"] == {"alert.changed": 2}
    assert [act.changed, act.left_alone] == [[alerts[2].id], 2]
    assert _states() == ["handled", "open", "handled"]
    assert Disposition.objects.get(alert=alerts[0]).label == "address_correct"


def test_a_label_that_needs_a_contact_is_left_alone(alerts: list[Alert], by_manager: Scope) -> None:
    act = bulk.bulk_decide(scope=by_manager, chosen=_chosen(alerts), label="unreachable")
    assert act.content == {"done": {}, "left": {"label.contact_needed": 3}}
    assert _states() == ["open"] * 3


def test_undo_leaves_decisions_made_since_alone(alerts: list[Alert], by: By) -> None:
    manager, agent = by(Role.MANAGER), by(Role.AGENT)
    act = bulk.bulk_decide(scope=manager, chosen=_chosen(alerts), label="address_correct")
    first = Alert.objects.get(id=alerts[0].id)
    decision = Disposition.objects.get(alert=first)
    undo(scope=agent, alert=first, decision=decision.id)
    first.refresh_from_db()
    make_decision(agent, first, "malicious")
    assert bulk.undo_bulk(scope=manager, act=act) == 2
    assert _states() == ["handled", "open", "open"]
    assert Filing.objects.get().state == "draft"


def test_assign_and_undo_gives_back_to_whom_it_was(
    alerts: list[Alert], by: By, by_manager: Scope
) -> None:
    first, second = by(Role.AGENT).actor, by(Role.AGENT).actor
    before = bulk.bulk_assign(scope=by_manager, chosen=_chosen(alerts[:1]), assignee=first)
    assert len(before.changed) == 1
    fresh = list(Alert.objects.order_by("external_id"))
    act = bulk.bulk_assign(scope=by_manager, chosen=_chosen(fresh), assignee=second)
    assert {alert.assignee for alert in Alert.objects.all()} == {second}
    assert bulk.undo_bulk(scope=by_manager, act=act) == 3
    people = Alert.objects.order_by("external_id").values_list("assignee", flat=True)
    assert list(people) == [first and first.id, None, None]


def test_undo_leaves_alone_where_somebody_went_on(
    alerts: list[Alert], by: By, by_manager: Scope
) -> None:
    act = bulk.bulk_assign(scope=by_manager, chosen=_chosen(alerts), assignee=by(Role.AGENT).actor)
    make_decision(by_manager, Alert.objects.get(id=alerts[0].id), "address_correct")
    assert bulk.undo_bulk(scope=by_manager, act=act) == 2
    assert _states() == ["handled", "open", "open"]


def test_undo_works_once_in_time_and_for_its_maker(
    alerts: list[Alert], by: By, by_manager: Scope
) -> None:
    act = bulk.bulk_decide(scope=by_manager, chosen=_chosen(alerts), label="malicious")
    for scope in (by(Role.MANAGER), by_manager):
        BulkAct.objects.filter(made_by=scope.actor).update(made_at=act.made_at - timedelta(hours=1))
        with pytest.raises(Refused, match=r"decision\.final"):
            bulk.undo_bulk(scope=scope, act=act)
    assert _states() == ["handled"] * 3


def test_a_filing_handed_in_keeps_its_decision(alerts: list[Alert], by_manager: Scope) -> None:
    act = bulk.bulk_decide(scope=by_manager, chosen=_chosen(alerts), label="malicious")
    Filing.objects.filter(alert=alerts[1]).update(state="submitted")
    assert bulk.undo_bulk(scope=by_manager, act=act) == 2
    assert _states() == ["open", "handled", "open"]
    assert Disposition.objects.get(alert=alerts[1]).undone_at is None


def test_an_agent_changes_one_at_a_time(alerts: list[Alert], by_agent: Scope) -> None:
    with pytest.raises(Forbidden):
        bulk.bulk_decide(scope=by_agent, chosen=_chosen(alerts), label="malicious")
    assert _states() == ["open"] * 3
    assert not BulkAct.objects.exists()


def test_another_shop_does_not_exist(
    alerts: list[Alert], other_shop: Shop, by_manager: Scope
) -> None:
    foreign = make_alert(other_shop)
    with pytest.raises(Http404):
        bulk.bulk_decide(scope=by_manager, chosen=_chosen([*alerts, foreign]), label="malicious")
    assert set(Alert.objects.values_list("state", flat=True)) == {"open"}
