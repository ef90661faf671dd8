from __future__ import annotations

from itertools import pairwise

import numpy as np

from shopwarden.demo import timeline
from shopwarden.demo.columns import stream
from shopwarden.demo.timeline import DAYS, END, NEVER


def _happened(times):
    return times[~np.isnat(times)]


def test_times_follow_each_other_and_end_in_time() -> None:
    rng = stream(8, "times")
    placed = timeline.created(rng, 5000)
    pay = timeline.paid(rng, placed)
    ship = timeline.shipped(rng, pay)
    sign = timeline.signed(rng, ship)
    done = timeline.finished(rng, sign)
    assert (placed >= END - np.timedelta64(DAYS, "D")).all()
    steps = [placed, pay, ship, sign, done]
    for earlier, later in pairwise(steps):
        known = ~np.isnat(later)
        assert not np.isnat(earlier[known]).any()
        assert (later[known] >= earlier[known]).all()
        assert later[known].max() <= END
    assert 0.9 < len(_happened(pay)) / 5000 < 0.97


def test_parcels_leave_by_day_and_mostly_in_time() -> None:
    rng = stream(8, "parcels")
    pay = np.full(4000, np.datetime64("2026-09-01T12:00:00", "s"))
    ship = timeline.shipped(rng, pay)
    hours = ship.astype("datetime64[h]").astype(int) % 24
    assert hours.min() >= 8
    assert 0.02 < (ship > pay + timeline.SHIP_WITHIN).mean() < 0.12


def test_evenings_are_busier_than_nights() -> None:
    hours = timeline.created(stream(8, "hours"), 20_000).astype("datetime64[h]").astype(int) % 24
    counted = np.bincount(hours, minlength=24)
    assert counted[21] > 5 * counted[4]


def test_a_wave_passes_within_its_days() -> None:
    times = timeline.waves(stream(8, "wave"), 29, 8, 3)
    heads = np.minimum(np.arange(29) // 8, 2)
    for group in range(3):
        own = times[heads == group]
        assert own.max() - own.min() <= np.timedelta64(3, "D")
    assert times.max() <= END
    assert times.min() >= END - np.timedelta64(DAYS, "D")


def test_column_turns_never_into_null() -> None:
    column = timeline.column(np.array([END, NEVER]))
    assert column.dt.to_string("%F %T").to_list() == ["2026-11-18 20:00:00", None]
