"""Small parts of pages about alerts and orders: amounts, time left, severities."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shopwarden.desk.alerts.choices import Severity
from shopwarden.desk.alerts.labels import title
from shopwarden.records import OrderStatus
from shopwarden.records.money import minor_digits

register = template.Library()

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_SIGNS: Final = {"CNY": "¥", "": "¥", "USD": "$", "EUR": "€", "HKD": "HK$", "JPY": "JP¥"}
_LOOKS: Final = {Severity.NOTE: "info", Severity.CHECK: "warning", Severity.WRONG: "danger"}
_PICTURES: Final = {
    Severity.NOTE: "info",
    Severity.CHECK: "circle-alert",
    Severity.WRONG: "triangle-alert",
}
_LEVELS: Final[dict[str, str | Promise]] = {
    "province": gettext_lazy("Province"),
    "city": gettext_lazy("City"),
    "district": gettext_lazy("District"),
    "town": gettext_lazy("Town"),
    "road": gettext_lazy("Road"),
    "village": gettext_lazy("Village"),
    "lane": gettext_lazy("Lane"),
    "number": gettext_lazy("Number"),
    "building": gettext_lazy("Building"),
    "unit": gettext_lazy("Unit"),
    "floor": gettext_lazy("Floor"),
    "room": gettext_lazy("Room"),
    "poi": gettext_lazy("Place"),
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone"),
    "rest": gettext_lazy("Detail"),
}
_STATUSES: Final[dict[str, str | Promise]] = {
    OrderStatus.UNKNOWN: gettext_lazy("Status not understood"),
    OrderStatus.UNPAID: gettext_lazy("Not paid"),
    OrderStatus.PAID: gettext_lazy("Paid, to ship"),
    OrderStatus.HOLD: gettext_lazy("On hold"),
    OrderStatus.PART_SHIPPED: gettext_lazy("Partly shipped"),
    OrderStatus.SHIPPED: gettext_lazy("Shipped"),
    OrderStatus.SIGNED: gettext_lazy("Signed for"),
    OrderStatus.FINISHED: gettext_lazy("Finished"),
    OrderStatus.CLOSED_UNPAID: gettext_lazy("Closed, not paid"),
    OrderStatus.CLOSED_REFUNDED: gettext_lazy("Closed, refunded"),
}


@register.filter
def money(amount_minor: int | None, currency: str) -> str:
    """Return an amount as people write it; a dash where it is not known."""
    if amount_minor is None:
        return "—"
    digits = minor_digits(currency)
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"{sign}{amount_minor / 10**digits:,.{digits}f}"


@register.filter
def left(deadline: datetime) -> str:
    """Return how much time is left, or how late it is."""
    return time_left(deadline, timezone.now())


def time_left(deadline: datetime, now: datetime) -> str:
    """Return how much time is left at a moment, or how late it is."""
    if deadline > now:
        return _("%(time)s left") % {"time": span(deadline - now)}
    return _("%(time)s late") % {"time": span(now - deadline)}


@register.filter("length_of_time")
def span(length: timedelta) -> str:
    """Return a length of time in its largest whole unit."""
    minutes = int(length.total_seconds() // 60)
    if minutes < _HOUR:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 2 * _DAY:
        hours = minutes // _HOUR
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = minutes // _DAY
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


_LAST: Final = datetime(9999, 12, 30, tzinfo=UTC)


@register.filter
def exact(at: datetime, zone: str) -> str:
    """Return a moment to the minute in a shop's zone."""
    # East of Greenwich the calendar of dates ends earlier.
    return date_format(timezone.localtime(min(at, _LAST), ZoneInfo(zone)), "Y-m-d H:i")


@register.filter
def look(severity: int) -> str:
    """Return the class of a severity's colour."""
    return _LOOKS.get(Severity(severity), "") if severity else ""


@register.filter
def picture(severity: int) -> str:
    """Return the icon of a severity."""
    return _PICTURES[Severity(severity)]


@register.filter
def level_name(level: str) -> str:
    """Return what a part of an address is called."""
    return str(_LEVELS.get(level, ""))


@register.filter
def status_name(status: str) -> str:
    """Return the words of an order's status."""
    return str(_STATUSES.get(status, status))


@register.filter
def label_title(code: str) -> str:
    """Return the words of a label."""
    return title(code)


@register.filter
def hundredths(score: float) -> int:
    """Return a score between 0 and 1 as whole hundredths."""
    return round(score * 100)
