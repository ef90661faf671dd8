"""What happened to alerts, told to programs that want to know.

It is told from the acts that go on record, in the same transaction: whatever is recorded is
told, and nothing else. A shop without a receiver costs one look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from shopwarden.desk.alerts.choices import Severity
from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act
from shopwarden.desk.notices import outbox
from shopwarden.desk.notices.choices import Event
from shopwarden.desk.notices.outbox import Message

_EVENTS: Final = {
    Action.ALERT_OPENED: Event.ALERT_OPENED,
    Action.ALERT_DECIDED: Event.ALERT_DECIDED,
    Action.ALERT_UNDONE: Event.ALERT_UNDONE,
    Action.ALERT_EXPIRED: Event.ALERT_EXPIRED,
}
# `reverse` would load every page of the desk into the worker, while others wait to write.
_PAGE: Final = "/alerts/{}/"


class _News(NamedTuple):
    event: Event
    alert_id: UUID
    # What is told beside the alert itself.
    more: dict[str, Any]


def announce(acts: Iterable[Act], *, raised: Mapping[UUID, Sequence[UUID]] | None = None) -> None:
    """Tell what the acts of this transaction did to alerts.

    Parameters
    ----------
    raised
        Shop → open alerts that became heavier, which is no act.
    """
    heavier = {shop_id: alerts for shop_id, alerts in (raised or {}).items() if alerts}
    told = [act for act in acts if act.action in _EVENTS]
    shop_ids = {act.shop_id for act in told if act.shop_id} | set(heavier)
    listeners = outbox.listeners(list(shop_ids)) if shop_ids else []
    now = timezone.now()
    for shop_id in {one.shop_id for one in listeners}:
        news = [_news(act) for act in told if act.shop_id == shop_id]
        news += [_News(Event.ALERT_RAISED, one, {}) for one in heavier.get(shop_id, ())]
        messages = _messages(news)
        for endpoint in listeners:
            if endpoint.shop_id == shop_id:
                wanted = [one for one in messages if one.event in endpoint.events]
                outbox.tell(endpoint, wanted, now)


def _news(act: Act) -> _News:
    alert_id, changes = UUID(str(act.subject.pk)), act.changes
    match act.action:
        case Action.ALERT_OPENED if changes["state"][0] is not None:
            return _News(Event.ALERT_RAISED, alert_id, {})
        case Action.ALERT_DECIDED:
            names = {"id": "decision", "label": "label", "outcome": "outcome", "effect": "effect"}
            decision = {name: str(changes[key][1]) for name, key in names.items()}
            return _News(Event.ALERT_DECIDED, alert_id, {"decision": decision})
        case Action.ALERT_UNDONE:
            undone = {"id": str(changes["decision"][0])}
            return _News(Event.ALERT_UNDONE, alert_id, {"decision": undone})
        case Action.ALERT_EXPIRED:
            return _News(Event.ALERT_EXPIRED, alert_id, {"why": str(changes["why"][1])})
        case _:
            return _News(_EVENTS[act.action], alert_id, {})


def _messages(news: Sequence[_News]) -> list[Message]:
    """Return the messages, each with its alert as it is now."""
    alerts = Alert.objects.in_bulk([one.alert_id for one in news])
    codes = _codes(list(alerts))
    return [
        Message(
            one.event,
            one.alert_id,
            {
                "shop": str(alert.shop_id),
                "alert": _alert(alert, codes[alert.id]),
                **one.more,
            },
        )
        for one in news
        if (alert := alerts.get(one.alert_id))
    ]


def _codes(alert_ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """Return what is known against each subject now, weightiest first, each code once."""
    rows = AlertFinding.objects.filter(
        alert__in=alert_ids, gone_at=None, round=F("alert__round")
    ).order_by("-severity", "-score", "detector", "code")
    codes: defaultdict[UUID, dict[str, None]] = defaultdict(dict)
    for alert_id, detector, code in rows.values_list("alert_id", "detector", "code"):
        codes[alert_id][f"{detector}.{code}"] = None
    return defaultdict(list, {alert_id: list(found) for alert_id, found in codes.items()})


def _alert(alert: Alert, codes: Sequence[str]) -> dict[str, Any]:
    return {
        "id": str(alert.id),
        "url": settings.ADDRESS.geturl().rstrip("/") + _PAGE.format(alert.id),
        "kind": alert.kind,
        "state": alert.state,
        "severity": Severity(alert.severity).name.lower(),
        "round": alert.round,
        "order": {"platform": alert.platform, "number": alert.external_id},
        "codes": list(codes),
        "opened_at": _moment(alert.opened_at),
        "deadline": _moment(alert.deadline),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
