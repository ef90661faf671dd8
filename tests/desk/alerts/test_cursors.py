"""Addresses of lists that somebody changed by hand."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.desk.alerts.listing import Sort, unpack

ROW = "12345678123456781234567812345678"


def cursor(content: Any) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("sort", "content"),
    [
        (Sort.AMOUNT, f'[0, Infinity, "{ROW}"]'),
        (Sort.AMOUNT, f'[0, 1e400, "{ROW}"]'),
        (Sort.AMOUNT, [0, 1 << 70, ROW]),
        (Sort.WEIGHT, f'[0, NaN, "{ROW}"]'),
        (Sort.DEADLINE, [0, "0001-01-01T00:00:00+14:00", ROW]),
        (Sort.DEADLINE, [0, "9999-12-31T23:59:59-14:00", ROW]),
        (Sort.NUMBER, [0, "\ud800", ROW]),
        (Sort.NUMBER, [0, "\0", ROW]),
        (Sort.NEWEST, [-1, "2026-11-24T09:00:00Z", ROW]),
        (Sort.NEWEST, [9, "2026-11-24T09:00:00Z", ROW]),
        (Sort.NEWEST, [0, None, ROW]),
        (Sort.NEWEST, "[" * 3000),
    ],
)
def test_a_changed_cursor_is_none(sort: Sort, content: Any) -> None:
    assert unpack(cursor(content), sort) is None


def test_a_cursor_is_read() -> None:
    place = unpack(cursor([0, 1250, ROW]), Sort.AMOUNT)
    assert place == (0, 1250, UUID(ROW))


@given(sort=st.sampled_from(Sort), text=st.text(max_size=60))
def test_any_text_is_a_cursor_or_none(sort: Sort, text: str) -> None:
    place = unpack(text, sort)
    assert place is None or isinstance(place.id, UUID)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/alerts/news/?since=2026-02-30T00:00:00Z",
        f"/alerts/news/?since={quote('0001-01-01T00:00:00+14:00')}",
        "/alerts/?least=1e999999",
        "/alerts/?most=1e999999999",
        f"/alerts/?q=1&after={cursor([0, 'x' * 300, ROW])}",
        "/audit/?until=9999-12-31",
        "/audit/?since=0001-01-01",
        "/audit/export.csv?until=9999-12-31",
    ],
)
def test_what_makes_no_sense_does_not_narrow(path: str, owner_browser: Client) -> None:
    assert owner_browser.get(path).status_code == 200
