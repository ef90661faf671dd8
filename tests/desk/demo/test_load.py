from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.accounts.services import create_user
from shopwarden.desk.alerts.choices import AlertKind, AlertState
from shopwarden.desk.alerts.models import Alert, ContactAttempt, Disposition
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.demo import load
from shopwarden.desk.filings.models import Filing
from shopwarden.desk.groups.models import Group
from shopwarden.desk.intake.choices import RunState
from shopwarden.desk.intake.models import ImportRun
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.sources import ShopSettings, read_file

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_desk_in_use_is_left_alone(tmp_path: Path) -> None:
    create_user(email="new@shop.example", name="新同事")
    assert load(tmp_path) is None
    assert User.objects.count() == 1
    assert list(tmp_path.iterdir()) == []


def test_an_empty_desk_comes_to_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    before = timezone.now()
    made = load(tmp_path)
    assert made is not None
    assert [one.role for one in made.log_ins] == ["owner", "manager", "agent", "auditor", "owner"]
    for one in made.log_ins:
        user = User.objects.get(email=one.email)
        assert user.check_password(one.password)
        assert Role(one.role) in scope_of(user).roles.values()

    states = Counter(Alert.objects.values_list("state", flat=True))
    assert min(states[state] for state in AlertState) >= 8
    assert states[AlertState.OPEN] >= 40
    assert Alert.objects.filter(state=AlertState.OPEN, assignee__isnull=False).count() == 6
    # Which alerts are about the receiver, and have other labels, depends on the hour.
    assert set(Disposition.objects.values_list("outcome", "effect")) == {
        ("wrong", "ship"),
        ("right", "ship"),
        ("right", "filing"),
    }
    assert Filing.objects.count() == 6
    assert ContactAttempt.objects.filter(alert__state=AlertState.OPEN).count() == 1
    assert set(ImportRun.objects.values_list("state", flat=True)) == {RunState.DONE}

    late = Alert.objects.filter(state=AlertState.OPEN, deadline__lte=before)
    soon = Alert.objects.filter(
        state=AlertState.OPEN, deadline__gt=before, deadline__lte=before + timedelta(hours=4)
    )
    assert (late.count(), soon.count() >= 1) == (0, True)

    ring = Group.objects.get(accounts=7)
    assert (ring.orders, ring.refunds, ring.amount_minor) == (10, 4, 367_000)
    linked = Alert.objects.filter(shop=ring.shop_id, kind=AlertKind.LINKED)
    assert set(linked.values_list("state", "platform")) == {("open", "own")}
    assert linked.count() == 5

    times = list(AuditRow.objects.order_by("sequence").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= timezone.now()
    assert timezone.now() - times[0] > timedelta(hours=30)

    result = read_file(made.upload, settings=ShopSettings(), seen_at=timezone.now())
    assert result.source == "taobao_orders"
    assert result.quarantine.height == 4

    rows = AuditRow.objects.count()
    again = load(tmp_path)
    assert again == made
    assert AuditRow.objects.count() == rows
