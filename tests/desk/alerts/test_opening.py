from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import polars as pl
import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts import expiry
from shopwarden.desk.alerts.choices import AlertState, Effect, Outcome, Severity
from shopwarden.desk.alerts.models import Alert, AlertFinding, Disposition
from shopwarden.desk.alerts.opening import Opened, open_alerts
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.services import create_shop
from shopwarden.desk.trade.models import Order
from shopwarden.desk.trade.selectors import load_frame
from shopwarden.desk.trade.services import chunks, store
from shopwarden.detectors.findings import conform_findings, empty_findings
from shopwarden.records import Kind, conform

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Found(NamedTuple):
    """One finding of a test."""

    code: str
    severity: str = "wrong"
    score: float = 0.9
    number: str = "1"
    detector: str = "address"
    field: str = "address"
    value: float | None = None


WRONG = Found("contradiction")
CHECK = Found("gibberish", "check", 0.7)
NOTE = Found("incomplete", "note", 0.2)


def _store(shop_id: UUID, number: str = "1", **columns: Any) -> None:
    usual = {
        "platform": "taobao",
        "shop": "店",
        "id": number,
        "status": "paid",
        "address": "广东省西湖区文一西路9号",
        "phone": "13800000001",
        "amount_minor": 12800,
        "currency": "CNY",
        "created_at": NOW - HOUR,
        "ship_deadline": NOW + 40 * HOUR,
        "ship_deadline_assumed": True,
        "seen_at": NOW,
    }
    row = {name: [value] for name, value in (usual | columns).items()}
    orders = conform(pl.DataFrame(row, strict=False), Kind.ORDERS)
    for chunk in chunks(orders, Kind.ORDERS, shop_id):
        store(shop_id=shop_id, kind=Kind.ORDERS, chunk=chunk, claim=lambda _: True)


def _findings(shop_id: UUID, found: tuple[Found, ...]) -> pl.DataFrame:
    rows = [
        {
            "subject_kind": "order",
            "platform": "taobao",
            "shop": str(shop_id),
            "subject_id": one.number,
            "detector": one.detector,
            "code": one.code,
            "severity": one.severity,
            "score": one.score,
            "field": one.field,
            "value": one.value,
            "spans": [{"start": 0, "end": 3}],
            "levels": ["province"],
            "related": ["440000"],
        }
        for one in found
    ]
    return conform_findings(pl.DataFrame(rows)) if rows else empty_findings()


def _judge(shop_id: UUID, *found: Found, now: datetime = NOW) -> Opened:
    return open_alerts(
        scope=system_scope(shop_id),
        shop_id=shop_id,
        findings=_findings(shop_id, found),
        records=load_frame(shop_id, Kind.ORDERS),
        now=now,
    )


def _decide(alert: Alert, user: User) -> None:
    Disposition.objects.create(
        alert=alert,
        shop_id=alert.shop_id,
        round=alert.round,
        label="address_correct",
        outcome=Outcome.WRONG,
        effect=Effect.SHIP,
        decided_by=user,
        decided_at=NOW,
    )
    Alert.objects.filter(id=alert.id).update(state=AlertState.HANDLED, closed_at=NOW)


def test_a_wrong_address_opens_one_alert_with_all_findings(shop: Shop) -> None:
    _store(shop.id)
    assert _judge(shop.id, CHECK, NOTE, WRONG) == Opened(1, 0)
    alert = Alert.objects.get()
    assert alert.subject_id == Order.objects.get().id
    assert (alert.kind, alert.state, alert.round, alert.version) == ("address", "open", 1, 1)
    assert (alert.severity, alert.score, alert.headline) == (3, 0.9, "address.contradiction")
    assert (alert.external_id, alert.amount_minor, alert.currency) == ("1", 12800, "CNY")
    assert (alert.deadline, alert.deadline_assumed) == (NOW + 40 * HOUR, True)
    assert (alert.opened_at, alert.closed_at) == (NOW, None)
    finding = AlertFinding.objects.get(code="contradiction")
    assert finding.evidence == {"spans": [[0, 3]], "levels": ["province"], "related": ["440000"]}
    assert AlertFinding.objects.count() == 3
    act = AuditRow.objects.get(action="alert.opened")
    assert act.subject_id == str(alert.id)
    assert act.record["changes"]["headline"]["to"] == "address.contradiction"


def test_the_same_again_changes_nothing(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG, NOTE)
    before = (list(Alert.objects.values()), list(AlertFinding.objects.values()))
    assert _judge(shop.id, NOTE, WRONG, now=NOW + HOUR) == Opened(0, 0)
    assert (list(Alert.objects.values()), list(AlertFinding.objects.values())) == before
    assert AuditRow.objects.filter(action="alert.opened").count() == 1


def test_notes_alone_open_nothing(shop: Shop) -> None:
    _store(shop.id)
    assert _judge(shop.id, NOTE) == Opened(0, 0)
    assert Alert.objects.count() == AlertFinding.objects.count() == 0


@pytest.mark.parametrize("status", ["shipped", "signed", "finished", "closed_refunded"])
def test_what_can_no_longer_be_acted_upon_opens_nothing(shop: Shop, status: str) -> None:
    _store(shop.id, status=status)
    assert _judge(shop.id, WRONG) == Opened(0, 0)


@pytest.mark.parametrize("status", ["unpaid", "paid", "hold", "part_shipped", "unknown", None])
def test_what_can_be_acted_upon_opens_an_alert(shop: Shop, status: str | None) -> None:
    _store(shop.id, status=status)
    assert _judge(shop.id, WRONG) == Opened(1, 0)


def test_contact_findings_join_the_address_alert_and_raise_it(shop: Shop) -> None:
    _store(shop.id)
    phone = Found("phone_impossible", "check", 0.6, detector="contact", field="phone")
    _judge(shop.id, phone)
    assert Alert.objects.get().headline == "contact.phone_impossible"
    assert _judge(shop.id, phone, WRONG, NOTE, now=NOW + HOUR) == Opened(0, 0)
    alert = Alert.objects.get()
    assert (alert.severity, alert.headline, alert.version) == (3, "address.contradiction", 2)
    assert alert.opened_at == NOW
    found_at = dict(AlertFinding.objects.values_list("code", "found_at"))
    assert found_at == {
        "phone_impossible": NOW,
        "contradiction": NOW + HOUR,
        "incomplete": NOW + HOUR,
    }


def test_an_order_that_ships_takes_its_alert_with_it(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    _store(shop.id, status="shipped", shipped_at=NOW)
    assert _judge(shop.id, WRONG, now=NOW + HOUR) == Opened(0, 1, {"order": 1})
    alert = Alert.objects.get()
    assert (alert.state, alert.closed_at, alert.version) == ("expired", NOW + HOUR, 2)
    assert AuditRow.objects.get(action="alert.expired").record["changes"]["why"]["to"] == "order"
    assert _judge(shop.id, WRONG, now=NOW + 2 * HOUR) == Opened(0, 0)


def test_a_corrected_address_settles_the_alert_and_keeps_its_findings(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    _store(shop.id, address="浙江省杭州市西湖区文一西路9号", modified_at=NOW)
    assert _judge(shop.id, now=NOW + HOUR) == Opened(0, 1, {"settled": 1})
    assert Alert.objects.get().state == AlertState.EXPIRED
    assert AlertFinding.objects.get().gone_at == NOW + HOUR
    assert AuditRow.objects.get(action="alert.expired").record["changes"]["why"]["to"] == "settled"


def test_a_problem_that_comes_back_opens_the_alert_again(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    _judge(shop.id, now=NOW + HOUR)
    assert _judge(shop.id, WRONG, now=NOW + 2 * HOUR) == Opened(1, 0)
    alert = Alert.objects.get()
    assert (alert.state, alert.round, alert.closed_at) == ("open", 1, None)
    assert AlertFinding.objects.get().gone_at is None


def test_one_of_two_findings_goes(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG, CHECK)
    assert _judge(shop.id, CHECK, now=NOW + HOUR) == Opened(0, 0)
    alert = Alert.objects.get()
    assert (alert.state, alert.severity, alert.headline) == ("open", 2, "address.gibberish")
    gone = dict(AlertFinding.objects.values_list("code", "gone_at"))
    assert gone == {"contradiction": NOW + HOUR, "gibberish": None}


def test_a_decided_finding_never_reopens(shop: Shop, owner: Any) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    _decide(Alert.objects.get(), owner.user)
    _store(shop.id, amount_minor=1, modified_at=NOW)
    assert _judge(shop.id, WRONG, now=NOW + HOUR) == Opened(0, 0)
    spaced = "广东省 西湖区　文一西路９号"
    _store(shop.id, address=spaced, modified_at=NOW + HOUR)
    assert _judge(shop.id, WRONG, now=NOW + 2 * HOUR) == Opened(0, 0)
    assert Alert.objects.get().state == AlertState.HANDLED


def test_a_new_finding_opens_the_next_round(shop: Shop, owner: Any) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    Alert.objects.update(assignee=owner.user)
    _decide(Alert.objects.get(), owner.user)
    _store(shop.id, address="广东省西湖区留下街道8号", modified_at=NOW)
    assert _judge(shop.id, CHECK, now=NOW + HOUR) == Opened(1, 0)
    alert = Alert.objects.get()
    assert (alert.state, alert.round, alert.opened_at) == ("open", 2, NOW + HOUR)
    assert (alert.severity, alert.closed_at, alert.assignee) == (2, None, owner.user)
    rounds = dict(AlertFinding.objects.values_list("code", "round"))
    assert rounds == {"contradiction": 1, "gibberish": 2}


def test_an_undone_decision_decides_nothing(shop: Shop, owner: Any) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    _decide(Alert.objects.get(), owner.user)
    Disposition.objects.update(undone_at=NOW)
    assert _judge(shop.id, WRONG, now=NOW + HOUR) == Opened(1, 0)


def test_a_number_that_grows_is_the_same_finding(shop: Shop) -> None:
    _store(shop.id)
    many = Found("phone_many_buyers", "check", 0.6, detector="contact", field="phone", value=4)
    _judge(shop.id, many)
    assert _judge(shop.id, many._replace(value=5), now=NOW + HOUR) == Opened(0, 0)
    assert AlertFinding.objects.get().value == 5


def test_the_same_code_twice_in_one_text_is_two_findings(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG, WRONG)
    assert AlertFinding.objects.count() == 2


def test_alerts_follow_amount_and_deadline_of_the_order(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    _store(shop.id, amount_minor=99, ship_deadline=NOW + 9 * HOUR, modified_at=NOW)
    _judge(shop.id, WRONG, now=NOW + HOUR)
    alert = Alert.objects.get()
    assert (alert.amount_minor, alert.deadline, alert.version) == (99, NOW + 9 * HOUR, 2)


def test_a_person_who_decides_meanwhile_is_not_overwritten(shop: Shop, owner: Any) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    Alert.objects.update(version=7)
    _judge(shop.id, WRONG, CHECK, now=NOW + HOUR)
    assert Alert.objects.get().version == 8


def test_another_shop_does_not_exist(shop: Shop, other_shop: Shop) -> None:
    _store(shop.id)
    with pytest.raises(Http404):
        open_alerts(
            scope=system_scope(other_shop.id),
            shop_id=shop.id,
            findings=_findings(shop.id, (WRONG,)),
            records=load_frame(shop.id, Kind.ORDERS),
            now=NOW,
        )
    assert Alert.objects.count() == 0


def test_a_deadline_that_passes_expires_the_alert(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    assert expiry.expire_passed(now=NOW + 39 * HOUR) == 0
    assert expiry.expire_passed(now=NOW + 40 * HOUR) == 1
    assert expiry.expire_passed(now=NOW + 41 * HOUR) == 0
    alert = Alert.objects.get()
    assert (alert.state, alert.closed_at) == ("expired", NOW + 40 * HOUR)
    assert _judge(shop.id, WRONG, now=NOW + 41 * HOUR) == Opened(0, 0)
    assert _judge(shop.id, WRONG, CHECK, now=NOW + 41 * HOUR) == Opened(1, 0)


def test_judging_after_the_deadline_expires_it_too(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    assert _judge(shop.id, WRONG, now=NOW + 41 * HOUR) == Opened(0, 1, {"deadline": 1})
    acts = AuditRow.objects.get(action="alert.expired").record
    assert acts["changes"]["why"]["to"] == "deadline"


def test_an_order_that_is_late_already_still_opens_one_and_it_stays(shop: Shop) -> None:
    _store(shop.id, ship_deadline=NOW - HOUR)
    assert _judge(shop.id, WRONG) == Opened(1, 0)
    assert expiry.expire_passed(now=NOW + HOUR) == 0
    assert _judge(shop.id, WRONG, now=NOW + HOUR) == Opened(0, 0)
    assert Alert.objects.get().state == AlertState.OPEN


def test_people_are_reminded_once_before_the_deadline(shop: Shop) -> None:
    _store(shop.id)
    _judge(shop.id, WRONG)
    assert expiry.remind_due(now=NOW + 35 * HOUR) == 0
    assert expiry.remind_due(now=NOW + 37 * HOUR) == 1
    assert expiry.remind_due(now=NOW + 38 * HOUR) == 0
    alert = Alert.objects.get()
    assert (alert.state, alert.reminded_at) == ("open", NOW + 37 * HOUR)
    reminded = AuditRow.objects.get(action="alert.reminded").record["changes"]
    assert reminded["to"] == {"from": None, "to": None}


def test_alerts_of_many_orders_stay_apart(shop: Shop) -> None:
    for number in ("1", "2", "3"):
        _store(shop.id, number)
    found = (WRONG, CHECK._replace(number="3"), NOTE._replace(number="2"))
    assert _judge(shop.id, *found) == Opened(2, 0)
    assert dict(Alert.objects.values_list("external_id", "severity")) == {
        "1": Severity.WRONG,
        "3": Severity.CHECK,
    }


EVENTS = {
    "bad": {"address": "广东省西湖区1号", "modified_at": NOW},
    "worse": {"address": "乱写乱写", "modified_at": NOW + HOUR},
    "good": {"address": "浙江省杭州市西湖区1号", "modified_at": NOW + 2 * HOUR},
    "dear": {"amount_minor": 990000, "modified_at": NOW - HOUR},
    "shipped": {"status": "shipped", "modified_at": NOW + 3 * HOUR},
    "other": {"number": "2", "address": "广东省西湖区1号"},
}
FOUND = {
    "广东省西湖区1号": (WRONG, NOTE),
    "乱写乱写": (CHECK,),
    "浙江省杭州市西湖区1号": (NOTE,),
    "广东省西湖区文一西路9号": (WRONG,),
}


def _replay(events: list[str]) -> list[tuple[Any, ...]]:
    """Store and judge event after event; return the open alerts."""
    shop = create_shop(name="店")
    for event in events:
        _store(shop.id, **EVENTS[event])
        texts = load_frame(shop.id, Kind.ORDERS).select("id", "address").iter_rows()
        found = [one._replace(number=number) for number, text in texts for one in FOUND[text]]
        _judge(shop.id, *found)
    alerts = Alert.objects.filter(shop=shop, state=AlertState.OPEN).order_by("external_id")
    return [
        (
            alert.external_id, alert.severity, alert.score, alert.headline, alert.amount_minor,
            sorted(alert.findings.filter(gone_at=None).values_list("code", flat=True)),
        )
        for alert in alerts
    ]  # fmt: skip


@given(
    events=st.lists(st.sampled_from(sorted(EVENTS)), min_size=2, max_size=3, unique=True),
    shuffle=st.randoms(use_true_random=False),
)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_same_events_in_any_order_and_often_lead_to_the_same_alerts(
    db: None, events: list[str], shuffle: Any
) -> None:
    mixed = events * 5
    shuffle.shuffle(mixed)
    assert _replay(mixed) == _replay(events)
