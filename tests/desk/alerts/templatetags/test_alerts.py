"""Amounts, times and words of the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from shopwarden.desk.alerts.choices import Severity
from shopwarden.desk.alerts.templatetags.alerts import (
    exact,
    hundredths,
    level_name,
    look,
    money,
    picture,
    span,
    status_name,
    time_left,
)
from shopwarden.records import OrderStatus

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (12800, "CNY", "¥128.00"),
        (123456789, "", "¥1,234,567.89"),
        (500, "JPY", "JP¥500"),
        (1500, "KWD", "KWD 1.500"),
        (0, "USD", "$0.00"),
        (None, "CNY", "—"),
    ],
)
def test_money(amount: int | None, currency: str, shown: str) -> None:
    assert money(amount, currency) == shown


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59.9, "59 minutes"),
        (60, "1 hour"),
        (47 * 60 + 59, "47 hours"),
        (48 * 60, "2 days"),
    ],
)
def test_span(minutes: float, shown: str) -> None:
    with translation.override("en"):
        assert span(timedelta(minutes=minutes)) == shown


def test_time_left() -> None:
    with translation.override("en"):
        assert time_left(NOW + timedelta(hours=3), NOW) == "3 hours left"
        assert time_left(NOW - timedelta(minutes=5), NOW) == "5 minutes late"
        assert time_left(NOW, NOW) == "0 minutes late"


def test_a_moment_in_the_zone_of_the_shop() -> None:
    assert exact(NOW, "Asia/Shanghai") == "2026-11-02 16:00"


def test_looks_and_words() -> None:
    assert [look(severity) for severity in (0, *Severity)] == ["", "info", "warning", "danger"]
    assert picture(3) == "triangle-alert"
    assert hundredths(0.905) == 90
    with translation.override("en"):
        assert level_name("district") == "District"
        assert level_name("") == ""
        names = [status_name(status) for status in OrderStatus]
        assert len(set(names)) == len(OrderStatus)
        assert status_name("hold") == "On hold"
        assert status_name("new_one") == "new_one"
