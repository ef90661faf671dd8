from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.sources import times
from shopwarden.sources.cells import Context, Reader

CHINA = Context("Asia/Shanghai", 100)
TEN = datetime(2019, 5, 5, 2, 0, tzinfo=UTC)


def read(cell: object, reader: Reader = times.TIME_CELL) -> datetime | None:
    return reader.read(pl.Series([cell]), CHINA).values[0]


@pytest.mark.parametrize(
    "text",
    [
        "2019-05-05 10:00:00",
        "2019-5-5 10:00",
        "2019/5/5 10:00",
        "2019/05/05 10:00:00",
        "2019.5.5 10:00:00",
        "2019-05-05T10:00:00",
        "2019-05-05T10:00:00+08:00",
        "2019-05-05T02:00:00Z",
        "2019-05-05T02:00:00.000Z",
        "2019年5月5日 10:00:00",
        "２０１９-０５-０５　１０:００:００",
        "43590.4166666667",
        '="2019-05-05 10:00:00"',
        "\t2019-05-05 10:00:00 ",
    ],
)
def test_spellings_of_one_moment(text: str) -> None:
    assert read(text) == TEN


@pytest.mark.parametrize("text", ["", "-", "无", "0000-00-00 00:00:00", None])
def test_nothing_is_null_and_not_bad(text: str | None) -> None:
    found = times.TIME_CELL.read(pl.Series([text], dtype=pl.String), CHINA)
    assert found.values.to_list() == [None]
    assert found.bad.to_list() == [False]


@pytest.mark.parametrize("text", ["明天", "2019-13-05 10:00:00", "2019-05-05 25:00:00", "12"])
def test_text_that_is_no_time_is_bad(text: str) -> None:
    found = times.TIME_CELL.read(pl.Series([text, "2019-05-05 10:00:00"]), CHINA)
    assert found.bad.to_list() == [True, False]
    assert found.values.to_list() == [None, TEN]


def test_date_without_a_time_is_its_midnight() -> None:
    assert read("2019-05-05") == datetime(2019, 5, 4, 16, 0, tzinfo=UTC)
    assert read(date(2019, 5, 5)) == datetime(2019, 5, 4, 16, 0, tzinfo=UTC)


def test_formats_and_epochs() -> None:
    assert read("05/05/2019 10h00", times.time("%d/%m/%Y %Hh%M")) == TEN
    assert read("2019-05-05 10:00 +0800", times.time("%Y-%m-%d %H:%M %z")) == TEN
    assert read(1557021600, times.time("epoch")) == TEN
    assert read("1557021600", times.time("epoch")) == TEN
    assert read(1557021600000, times.time("epoch_ms")) == TEN
    assert read(1557021600.5, times.time("epoch")) == TEN.replace(microsecond=500_000)
    assert read("2019-05-05 02:00:00", times.time(zone="UTC")) == TEN


def test_typed_times() -> None:
    assert read(datetime(2019, 5, 5, 10, 0)) == TEN  # noqa: DTZ001  (a column without a zone)
    assert read(TEN) == TEN


def test_hour_skipped_by_the_clock_is_bad() -> None:
    berlin = times.time(zone="Europe/Berlin")
    found = berlin.read(pl.Series(["2026-03-29 02:30:00", "2026-03-29 03:30:00"]), CHINA)
    assert found.bad.to_list() == [True, False]


@settings(deadline=None)
@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_every_second_is_read_as_written(moment: datetime) -> None:
    found = read(moment.strftime("%Y-%m-%d %H:%M:%S"))
    assert found is not None
    expected = moment.replace(microsecond=0)
    assert (found.replace(tzinfo=None) - expected).total_seconds() == -8 * 3600
