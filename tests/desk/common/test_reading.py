"""Values anybody can write into an address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.desk.common import reading


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-02-03T00:00:00",
        "",
    ],
)
def test_no_moment(text: str) -> None:
    assert reading.moment(text) is None


def test_moment() -> None:
    assert reading.moment("2026-11-24T09:00:00+08:00") == datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("-1", None), ("9" * 5000, None)])
def test_count(text: str, number: int | None) -> None:
    assert reading.count(text) == number


@pytest.mark.parametrize(
    ("text", "read"), [("35310", "35310"), ("a\0", None), ("\ud800", None), ("x" * 9, None)]
)
def test_word(text: str, read: str | None) -> None:
    assert reading.word(text, 8) == read


@given(st.text(max_size=40))
def test_any_text_is_read_or_left_out(text: str) -> None:
    assert reading.count(text) is None or reading.count(text) == int(text)
    assert reading.moment(text) is None or text
