"""What happened at the demo's desk before somebody opened it: two imports and their work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.utils import timezone

from shopwarden.demo import generate
from shopwarden.desk import durable
from shopwarden.desk.alerts import expiry
from shopwarden.desk.alerts.choices import (
    AlertKind,
    AlertState,
    ContactResult,
    ContactWay,
    RevealPurpose,
)
from shopwarden.desk.alerts.counselling import is_about_contact
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.saved import save_view
from shopwarden.desk.alerts.selectors import findings_of
from shopwarden.desk.alerts.services import assign, decide, record_contact, reveal
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.demo import ring, rulebook
from shopwarden.desk.demo.clock import at
from shopwarden.desk.demo.exports import Export
from shopwarden.desk.demo.people import Staff, hire
from shopwarden.desk.intake import running, vault
from shopwarden.desk.intake.services import start_import
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.rechecking import recheck
from shopwarden.desk.rulebook.services import set_list
from shopwarden.desk.scores import fitting

_SEED: Final = 6
# Enough that the last days alone fill the shop.
_ORDERS: Final = 30_000
_SECOND: Final = "taobao-orders-2019.csv"
_SPAN: Final = timedelta(days=5)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_YESTERDAY: Final = 30 * _HOUR
_TODAY: Final = 6 * _HOUR


class Try(NamedTuple):
    """One try to reach a buyer."""

    way: ContactWay
    result: ContactResult
    note: str = ""


class Case(NamedTuple):
    """How one alert is handled."""

    label: str
    tries: tuple[Try, ...] = ()
    note: str = ""
    address: str = ""


_NOBODY: Final = Try(ContactWay.CALL, ContactResult.NO_ANSWER, "响了很久没人接")
_CASES: Final = (
    Case("address_correct", note="老客户，以前都收到了"),
    Case(
        "corrected_after_contact",
        (Try(ContactWay.CALL, ContactResult.REACHED, "买家说下单时填错了"),),
        address="浙江省杭州市西湖区文三路20号3幢201室",
    ),
    Case("unreachable", (_NOBODY, Try(ContactWay.CHAT, ContactResult.NO_ANSWER, "已读未回"))),
    Case("refused_to_correct", (Try(ContactWay.CALL, ContactResult.REFUSED, "说不用改，直接发"),)),
    Case("malicious", (Try(ContactWay.CHAT, ContactResult.REACHED),), "要求先赔付，不肯说明"),
    Case("address_correct"),
)
# The same decision on an order that looks odd as a whole, and on linked accounts.
_OF_ORDERS: Final = {
    "address_correct": "order_fine",
    "corrected_after_contact": "order_explained",
    "unreachable": "order_unreachable",
    "refused_to_correct": "order_malicious",
    "malicious": "order_malicious",
}
_OF_LINKED: Final = {
    "address_correct": "accounts_unrelated",
    "corrected_after_contact": "accounts_explained",
    "unreachable": "accounts_unreachable",
    "refused_to_correct": "accounts_malicious",
    "malicious": "accounts_malicious",
}
# And on an alert about who receives.
_OF_CONTACT: Final = {
    "address_correct": "nothing_wrong",
    "corrected_after_contact": "explained",
    "unreachable": "not_reached",
    "refused_to_correct": "refused_to_explain",
    "malicious": "malicious",
}


def play(upload: Path) -> None:
    """Let the last days happen, and leave today's export at `upload`."""
    now = timezone.now().replace(microsecond=0)
    # Every import asks for its workflow, which later finds everything done.
    durable.prepare()
    with at(now - _YESTERDAY - _HOUR):
        staff = hire()
    rulebook.begin(staff, now - _YESTERDAY - _HOUR / 2)
    with TemporaryDirectory(prefix="shopwarden-demo-") as name:
        folder = Path(name)
        generate(folder, orders=_ORDERS, seed=_SEED, until=now, others=(_SECOND,))
        orders = Export.read(folder / "taobao-orders.csv", since=now - _SPAN)
        lines = Export.read(folder / "taobao-items.csv", since=now - _SPAN)
        shipped = lines.shipping_times()
        bad_list = (folder / "bad-list.csv").read_bytes()
        yesterday = orders.as_of(now - _YESTERDAY, shipped)
        _first_day(staff, bad_list, yesterday, now - _YESTERDAY)
        today = (orders.as_of(now - _TODAY, shipped), lines.as_of(now - _TODAY, shipped))
        _second_day(staff, *today, folder / _SECOND, now - _TODAY)
        rulebook.keep(staff, now)
        ring.come(staff, now - 10 * _MINUTE)
        # Recent enough to be undone.
        _handle_all(staff, _CASES[:1], now - 3 * _MINUTE)
        fitting.fit(staff.first_shop, now)
        upload.parent.mkdir(parents=True, exist_ok=True)
        upload.write_bytes(orders.as_of(now, shipped))


def _first_day(staff: Staff, bad_list: bytes, orders: bytes, start: datetime) -> None:
    _put_list(staff.manager, staff.first_shop, bad_list, start - _MINUTE)
    _import(staff.owner, staff.first_shop, "订单导出-昨天.csv", orders, start)
    _handle_all(staff, _CASES + _CASES[:2], start + _HOUR / 4)
    _pass_hours(start + _HOUR, start + _YESTERDAY - _TODAY)


def _second_day(staff: Staff, orders: bytes, lines: bytes, second: Path, start: datetime) -> None:
    _import(staff.manager, staff.first_shop, "订单导出-今天.csv", orders, start)
    _import(staff.manager, staff.first_shop, "宝贝明细.csv", lines, start + _MINUTE)
    content = second.read_bytes()
    _import(staff.manager, staff.second_shop, second.name, content, start + 2 * _MINUTE)
    _handle_all(staff, _CASES, start + _HOUR / 4)
    _share(staff, start + 2 * _HOUR)
    _pass_hours(start + _HOUR, start + _TODAY)


def _import(scope: Scope, shop_id: UUID, name: str, content: bytes, moment: datetime) -> None:
    """Import a file as the worker would, at once."""
    with at(moment):
        received = _receive(shop_id, content)
        run = start_import(scope=scope, shop_id=shop_id, name=name, received=received)
        running.load(run.id)
        running.check(run.id)
        running.finish(run.id)


def _put_list(scope: Scope, shop_id: UUID, content: bytes, moment: datetime) -> None:
    """Let a list be known, and judge by it as the worker would."""
    with at(moment):
        received = _receive(shop_id, content)
        change = set_list(
            scope=scope,
            shop_id=shop_id,
            kind=ListKind.BLOCKED,
            name="不良名单.csv",
            received=received,
        )
        recheck(change.id, now=moment)


def _receive(shop_id: UUID, content: bytes) -> vault.Received:
    writer = vault.Writer(uuid4(), shop_id)
    writer.write(content)
    return writer.finish()


def _handle_all(staff: Staff, cases: Sequence[Case], moment: datetime) -> None:
    people = cycle((staff.agent, staff.manager))
    for case, alert, scope in zip(cases, _open_alerts(staff), people, strict=False):
        moment = _handle(scope, alert, case, moment)


def _handle(scope: Scope, alert: Alert, case: Case, moment: datetime) -> datetime:
    """Let a person handle one alert; return when they have done it."""
    for attempt in case.tries:
        with at(moment):
            purpose = RevealPurpose(attempt.way.value)
            reveal(scope=scope, shop_id=alert.shop_id, subject=alert, purpose=purpose)
            record_contact(scope=scope, alert=alert, **attempt._asdict())
        moment += 4 * _MINUTE
    with at(moment):
        decide(
            scope=scope,
            alert=alert,
            version=alert.version,
            label=_fitting(case.label, alert),
            note=case.note,
            corrected_address=case.address if alert.kind == AlertKind.ADDRESS else "",
        )
    return moment + 2 * _MINUTE


def _fitting(label: str, alert: Alert) -> str:
    """Return the label that says the same of an alert of another kind."""
    if alert.kind == AlertKind.ADDRESS:
        return _OF_CONTACT[label] if is_about_contact(alert, findings_of(alert)) else label
    return (_OF_LINKED if alert.kind == AlertKind.LINKED else _OF_ORDERS)[label]


def _share(staff: Staff, moment: datetime) -> None:
    """Let the manager give some alerts away and the agent begin with one.

    Nobody has the most urgent one, so that everybody is reminded of it.
    """
    waiting = _open_alerts(staff)
    people = (staff.agent, staff.agent, staff.agent, staff.manager, staff.manager, staff.owner)
    with at(moment):
        for alert, person in zip(waiting[-2::-1], people, strict=False):
            _assign(staff.manager, alert, person)
        save_view(
            scope=staff.manager, name="≤ 4 h · 4小时内", query="due=soon", shop_id=staff.first_shop
        )
    with at(moment + _HOUR):
        record_contact(scope=staff.agent, alert=waiting[-2], **_NOBODY._asdict())


def _assign(scope: Scope, alert: Alert, to: Scope) -> None:
    assign(scope=scope, alert=alert, version=alert.version, assignee=to.actor)


def _pass_hours(start: datetime, end: datetime) -> None:
    """Let deadlines come near and pass."""
    while start < end:
        with at(start):
            expiry.remind_due(now=start)
            expiry.expire_passed(now=start)
        start += _HOUR


def _open_alerts(staff: Staff) -> list[Alert]:
    waiting = Alert.objects.filter(shop=staff.first_shop, state=AlertState.OPEN)
    return list(waiting.order_by("-external_id"))
