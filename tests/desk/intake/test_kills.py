from __future__ import annotations

import pytest

from tests.desk.intake.kills import compare


@pytest.mark.slow
def test_a_killed_worker_repeats_nothing_and_loses_nothing() -> None:
    calm, wild = compare(kills=3, rows=3000, seed=1)
    calm.pop("seconds")
    assert wild.pop("kills") == 3
    assert calm["run"][0] == "done"
    assert calm["unchecked"] == calm["gaps"] == 0
    assert wild == calm
