"""What the demo's shop keeps of rules: in every state, tried, paused; its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from shopwarden.desk.demo.clock import at
from shopwarden.desk.demo.people import Staff
from shopwarden.desk.intake.checking import check_waiting
from shopwarden.desk.rulebook import book, entries, snoozes, trials
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.models import ListChange, Rule
from shopwarden.desk.rulebook.rechecking import recheck
from shopwarden.desk.rulebook.selectors import as_written
from shopwarden.records import Severity
from shopwarden.rules import RulebookRule, State

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
# What the shop took of the ready rules, and what became of each.
_TAKEN: Final[Mapping[str, State]] = MappingProxyType(
    {
        "new-buyer-large-order": State.ON,
        "many-orders-in-an-hour": State.ON,
        "phone-shared": State.ON,
        "blocked": State.ON,
        "claim-in-message": State.ON,
        "many-refunds": State.SHADOW,
        "place-shared-with-refunds": State.SHADOW,
        "night-order-of-a-new-buyer": State.SHADOW,
        "unusual-quantity": State.OFF,
    }
)
_OWN: Final = RulebookRule(
    id="large-order",
    title_zh="大额订单",
    title_en="Large order",
    expression="amount > 200",
    severity=Severity.CHECK,
    score=0.4,
    state=State.SHADOW,
    note="先看历史订单，再联系买家确认数量。",
)
# Each with why it was written.
_LATER: Final = (
    ("amount > 300 and buyer_orders_365d = 1", "老客户的大单不用看"),
    (
        "amount > 300 and buyer_orders_365d = 1 and not on_list('trusted', buyer)",
        "批发的几位老板加进了信任名单",
    ),
)
_DRAFT: Final = "amount > 240 and buyer_orders_365d = 1 and not on_list('trusted', buyer)"


class Entry(NamedTuple):
    """Something on a list."""

    list: ListKind
    kind: EntryKind
    value: str
    reason: str
    days: int = 0


_ENTRIES: Final = (
    Entry(ListKind.TRUSTED, EntryKind.BUYER, "青禾批发老周", "合作三年的批发客户"),
    Entry(ListKind.TRUSTED, EntryKind.PHONE, "13912345678", "园区前台代收", 90),
    Entry(ListKind.WATCH, EntryKind.PLACE, "江苏省苏州市姑苏区平江路12号", "上月三次空包退回", 60),
    Entry(ListKind.WATCH, EntryKind.WAYBILL, "YT7788990011223", "同一运单号两次出现在退货里"),
    Entry(ListKind.BLOCKED, EntryKind.BUYER, "白拿侠2019", "退回的不是本店的货"),
)


def begin(staff: Staff, moment: datetime) -> None:
    """Let the manager take ready rules and write one."""
    with at(moment):
        for slug, state in _TAKEN.items():
            book.take_rule(scope=staff.manager, shop_id=staff.first_shop, slug=slug, state=state)
        book.make_rule(scope=staff.manager, shop_id=staff.first_shop, wanted=_OWN)


def keep(staff: Staff, now: datetime) -> None:
    """Let the manager mend the rule within the last hour, fill lists, pause, judge and try."""
    own = _rule(staff.first_shop, _OWN.id)
    for number, (text, why) in enumerate(_LATER):
        with at(now - (50 - 10 * number) * _MINUTE):
            own = book.change_rule(
                scope=staff.manager,
                rule=own,
                wanted=replace(as_written(own), expression=text),
                seen=own.changed_at,
                why=why,
            )
    with at(now - 30 * _MINUTE):
        _fill_lists(staff, now)
        _pause(staff, now)
    judged_at = now - 20 * _MINUTE
    with at(judged_at):
        check_waiting(scope=staff.manager, shop_id=staff.first_shop, now=judged_at)
    for number, text in enumerate((own.expression, _DRAFT)):
        with at(now - (15 - number) * _MINUTE):
            trials.start_trial(
                scope=staff.manager, shop_id=staff.first_shop, expression=text, days=7, rule=own
            )


def _fill_lists(staff: Staff, now: datetime) -> None:
    for one in _ENTRIES:
        entries.add_entry(
            scope=staff.manager,
            shop_id=staff.first_shop,
            list_kind=one.list,
            kind=one.kind,
            value=one.value,
            reason=one.reason,
            expires_at=now + one.days * _DAY if one.days else None,
        )
    for change in ListChange.objects.filter(shop=staff.first_shop, checked_at=None):
        recheck(change.id, now=now - 30 * _MINUTE)


def _pause(staff: Staff, now: datetime) -> None:
    rule = _rule(staff.first_shop, "many-orders-in-an-hour")
    until = now + 3 * _DAY
    snoozes.snooze_rule(scope=staff.manager, rule=rule, until=until, reason="店庆秒杀期间")
    snoozes.snooze_buyer(
        scope=staff.manager,
        shop_id=staff.first_shop,
        buyer="云上茶社采购",
        until=now + 7 * _DAY,
        reason="已电话确认是公司采购",
    )


def _rule(shop_id: UUID, slug: str) -> Rule:
    return Rule.objects.get(shop=shop_id, slug=slug)
