"""What people do about one alert, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.http import Http404

from shopwarden.desk.alerts import services
from shopwarden.desk.alerts.choices import (
    AlertState,
    ContactResult,
    ContactWay,
    RevealPurpose,
)
from shopwarden.desk.alerts.models import Alert, ContactAttempt, Disposition
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.factories import judge, make_alert, make_contact, make_decision, store_orders

pytestmark = pytest.mark.django_db

By = Callable[[Role], Scope]


def _actions(alert: Alert) -> list[str]:
    rows = AuditRow.objects.filter(subject_id=str(alert.id)).order_by("sequence")
    return list(rows.values_list("action", flat=True))


def _code(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def test_take_and_give_back(alert: Alert, by_agent: Scope) -> None:
    services.assign(scope=by_agent, alert=alert, version=1, assignee=by_agent.actor)
    alert.refresh_from_db()
    assert (alert.assignee, alert.version) == (by_agent.actor, 2)
    services.assign(scope=by_agent, alert=alert, version=2, assignee=None)
    alert.refresh_from_db()
    assert (alert.assignee, alert.version) == (None, 3)
    assert _actions(alert) == ["alert.opened", "alert.assigned", "alert.assigned"]


def test_an_agent_does_not_give_work_to_others(alert: Alert, by_agent: Scope, by: By) -> None:
    other = by(Role.AGENT).actor
    with pytest.raises(Forbidden):
        services.assign(scope=by_agent, alert=alert, version=1, assignee=other)
    services.assign(scope=by(Role.MANAGER), alert=alert, version=1, assignee=other)
    alert.refresh_from_db()
    with pytest.raises(Forbidden):
        services.assign(scope=by_agent, alert=alert, version=2, assignee=by_agent.actor)
    assert Alert.objects.get().assignee == other


def test_nobody_takes_what_a_colleague_just_took(alert: Alert, by: By) -> None:
    first, second = by(Role.AGENT), by(Role.AGENT)
    services.assign(scope=first, alert=alert, version=1, assignee=first.actor)
    act = lambda: services.assign(scope=second, alert=alert, version=1, assignee=second.actor)  # noqa: E731
    assert _code(act) == "alert.changed"
    assert Alert.objects.get().assignee == first.actor


@pytest.mark.parametrize("role", [Role.AUDITOR, None])
def test_only_who_handles_can_be_given_work(
    role: Role | None, alert: Alert, by: By, other_shop: Shop, join: Callable[..., Membership]
) -> None:
    person = by(role).actor if role else join(other_shop, Role.AGENT).user
    act = lambda: services.assign(  # noqa: E731
        scope=by(Role.MANAGER), alert=alert, version=1, assignee=person
    )
    assert _code(act) == "assignee.not_member"
    assert Alert.objects.get().assignee is None


def test_a_reveal_is_on_record_with_its_purpose(alert: Alert, by_agent: Scope) -> None:
    services.reveal(
        scope=by_agent, shop_id=alert.shop_id, subject=alert, purpose=RevealPurpose.CALL
    )
    row = AuditRow.objects.get(action="personal.revealed")
    assert (row.actor, row.shop_id, row.subject_id) == (
        by_agent.actor,
        alert.shop_id,
        str(alert.id),
    )
    assert row.record["changes"]["purpose"]["to"] == "call"


def test_an_auditor_reveals_nothing(alert: Alert, by: By) -> None:
    with pytest.raises(Forbidden):
        services.reveal(
            scope=by(Role.AUDITOR),
            shop_id=alert.shop_id,
            subject=alert,
            purpose=RevealPurpose.SEE,
        )
    assert not AuditRow.objects.filter(action="personal.revealed").exists()


def test_a_contact_attempt_is_kept_with_a_sealed_note(alert: Alert, by_agent: Scope) -> None:
    services.record_contact(
        scope=by_agent,
        alert=alert,
        way=ContactWay.CHAT,
        result=ContactResult.REFUSED,
        note=" 说不改 ",
    )
    kept = ContactAttempt.objects.get()
    assert (kept.way, kept.result, kept.round, kept.made_by) == (
        "chat",
        "refused",
        1,
        by_agent.actor,
    )
    assert sealed.read(kept, "note") == "说不改"
    assert "说不改" not in bytes(AuditRow.objects.latest("sequence").body).decode()
    alert.refresh_from_db()
    assert alert.version == 1


def test_no_contact_about_a_closed_alert(alert: Alert, by_agent: Scope) -> None:
    make_decision(by_agent, alert, "address_correct")
    assert _code(lambda: make_contact(by_agent, alert)) == "alert.closed"
    assert not ContactAttempt.objects.exists()


def test_deciding_closes_and_says_who(alert: Alert, by_agent: Scope) -> None:
    decision = make_decision(by_agent, alert, "address_correct", note=" 老客户 ")
    alert.refresh_from_db()
    assert (alert.state, alert.closed_at, alert.version) == ("handled", decision.decided_at, 2)
    kept = Disposition.objects.get()
    assert (kept.label, kept.outcome, kept.effect, kept.round, kept.decided_by) == (
        "address_correct",
        "wrong",
        "ship",
        1,
        by_agent.actor,
    )
    assert sealed.read(kept, "note") == "老客户"
    assert kept.corrected_address is None
    assert not Filing.objects.exists()
    assert _actions(alert) == ["alert.opened", "alert.decided"]
    assert "老客户" not in bytes(AuditRow.objects.latest("sequence").body).decode()


def test_a_corrected_address_is_sealed(alert: Alert, by_agent: Scope) -> None:
    address = "浙江省杭州市西湖区文一西路9号"
    make_decision(by_agent, alert, "corrected_after_contact", corrected_address=f" {address} ")
    kept = Disposition.objects.get()
    assert sealed.read(kept, "corrected_address") == address
    assert (kept.outcome, kept.effect) == ("right", "ship")


def test_a_label_that_asks_for_no_address_keeps_none(alert: Alert, by_agent: Scope) -> None:
    make_decision(by_agent, alert, "address_correct", corrected_address="某地")
    assert Disposition.objects.get().corrected_address is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("unreachable", "label.contact_needed"),
        ("corrected_after_contact", "label.address_needed"),
        ("king", "label.unknown"),
    ],
)
def test_a_label_without_what_it_needs_is_refused(
    label: str, code: str, alert: Alert, by_agent: Scope
) -> None:
    assert _code(lambda: make_decision(by_agent, alert, label, corrected_address="  ")) == code
    alert.refresh_from_db()
    assert (alert.state, alert.version) == ("open", 1)
    assert not Disposition.objects.exists()


@pytest.mark.parametrize("label", ["unreachable", "refused_to_correct", "malicious"])
def test_an_order_that_cannot_be_completed_gets_a_filing(
    label: str, alert: Alert, by_agent: Scope
) -> None:
    make_contact(by_agent, alert)
    decision = make_decision(by_agent, alert, label)
    filing = Filing.objects.get()
    assert (filing.state, filing.reason, filing.order_id) == ("draft", label, alert.subject_id)
    assert (filing.alert, filing.disposition, filing.drafted_by) == (
        alert,
        decision,
        by_agent.actor,
    )
    assert AuditRow.objects.filter(action="filing.drafted", shop=alert.shop_id).count() == 1


def test_a_contact_of_an_earlier_round_is_not_enough(
    shop: Shop, alert: Alert, by_agent: Scope
) -> None:
    make_contact(by_agent, alert)
    make_decision(by_agent, alert, "address_correct")
    store_orders(shop, {"id": alert.external_id, "address": "江苏省杭州市拱墅区祥园路1号"})
    judge(shop)
    alert.refresh_from_db()
    assert (alert.state, alert.round) == ("open", 2)
    assert _code(lambda: make_decision(by_agent, alert, "unreachable")) == "label.contact_needed"


def test_the_second_of_two_decisions_is_a_conflict(alert: Alert, by: By) -> None:
    first, second = by(Role.AGENT), by(Role.AGENT)
    make_decision(first, alert, "address_correct")
    assert _code(lambda: make_decision(second, alert, "malicious")) == "alert.changed"
    assert Disposition.objects.get().decided_by == first.actor
    assert not Filing.objects.exists()


def test_an_alert_that_grew_meanwhile_is_a_conflict(alert: Alert, by_agent: Scope) -> None:
    Alert.objects.update(version=2)
    assert _code(lambda: make_decision(by_agent, alert, "address_correct")) == "alert.changed"


@pytest.mark.parametrize("role", [Role.AUDITOR])
def test_a_role_that_does_not_handle_changes_nothing(role: Role, alert: Alert, by: By) -> None:
    scope = by(role)
    with pytest.raises(Forbidden):
        make_decision(scope, alert, "address_correct")
    with pytest.raises(Forbidden):
        make_contact(scope, alert)
    with pytest.raises(Forbidden):
        services.assign(scope=scope, alert=alert, version=1, assignee=scope.actor)
    with pytest.raises(Forbidden):
        services.undo(scope=scope, alert=alert, decision=alert.id)
    assert _actions(alert) == ["alert.opened"]


def test_another_shop_does_not_exist(
    alert: Alert, other_shop: Shop, join: Callable[..., Membership]
) -> None:
    stranger = scope_of(join(other_shop, Role.OWNER).user)
    with pytest.raises(Http404):
        make_decision(stranger, alert, "address_correct")
    assert Alert.objects.get().state == AlertState.OPEN


def test_undo_reopens_and_withdraws_the_filing(alert: Alert, by: By) -> None:
    scope = by(Role.AGENT)
    decision = make_decision(scope, alert, "malicious")
    alert.refresh_from_db()
    services.undo(scope=scope, alert=alert, decision=decision.id)
    alert.refresh_from_db()
    assert (alert.state, alert.closed_at, alert.version) == ("open", None, 3)
    kept = Disposition.objects.get()
    assert kept.undone_at is not None
    assert kept.undone_by == scope.actor
    assert Filing.objects.get().state == "withdrawn"
    make_decision(scope, alert, "malicious")
    assert sorted(Filing.objects.values_list("state", flat=True)) == ["draft", "withdrawn"]
    assert AuditRow.objects.filter(action="filing.withdrawn").count() == 1


def test_a_decision_stands_after_ten_minutes(alert: Alert, by_agent: Scope) -> None:
    decision = make_decision(by_agent, alert, "malicious")
    earlier = decision.decided_at - services.UNDO_WITHIN - timedelta(seconds=1)
    Disposition.objects.update(decided_at=earlier)
    alert.refresh_from_db()
    undo = partial(services.undo, scope=by_agent, alert=alert, decision=decision.id)
    assert _code(undo) == "decision.final"
    assert (Alert.objects.get().state, Filing.objects.get().state) == ("handled", "draft")


def test_nothing_to_undo(alert: Alert, by_agent: Scope) -> None:
    undo = partial(services.undo, scope=by_agent, alert=alert, decision=alert.id)
    assert _code(undo) == "decision.final"


def test_undo_leaves_a_later_decision_of_a_colleague_alone(alert: Alert, by: By) -> None:
    agent, manager = by(Role.AGENT), by(Role.MANAGER)
    first = make_decision(agent, alert, "address_correct")
    alert.refresh_from_db()
    services.undo(scope=manager, alert=alert, decision=first.id)
    alert.refresh_from_db()
    make_decision(manager, alert, "malicious")
    alert.refresh_from_db()
    stale = partial(services.undo, scope=agent, alert=alert, decision=first.id)
    assert _code(stale) == "alert.changed"
    assert (Alert.objects.get().state, Filing.objects.get().state) == ("handled", "draft")


def test_a_filing_handed_in_keeps_the_decision(alert: Alert, by_agent: Scope) -> None:
    decision = make_decision(by_agent, alert, "malicious")
    Filing.objects.update(state="submitted")
    alert.refresh_from_db()
    undo = partial(services.undo, scope=by_agent, alert=alert, decision=decision.id)
    assert _code(undo) == "filing.under_way"
    assert Disposition.objects.get().undone_at is None
    assert Alert.objects.get().state == AlertState.HANDLED


def test_what_was_decided_does_not_come_again(shop: Shop, alert: Alert, by_agent: Scope) -> None:
    make_decision(by_agent, alert, "address_correct")
    make_alert(shop, alert.external_id, amount_minor=99)
    assert Alert.objects.get().state == AlertState.HANDLED
