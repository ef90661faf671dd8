from __future__ import annotations

import pytest

from shopwarden.places.slips import Cause, changed, slip


@pytest.mark.parametrize(
    ("written", "name", "cause"),
    [
        ("余航区", "余杭区", Cause.SOUNDS_ALIKE),
        ("浙扛省", "浙江省", Cause.LOOKS_ALIKE),
        ("杭余区", "余杭区", Cause.SWAPPED),
        ("余余杭区", "余杭区", Cause.DOUBLED),
        ("余杭杭区", "余杭区", Cause.DOUBLED),
        ("余区", "余杭区", Cause.MISSING),
        ("余大杭区", "余杭区", Cause.EXTRA),
        ("余姚区", "余杭区", Cause.OTHER_CHARACTER),
        ("余杭区", "余杭区", None),
        ("富阳区", "余杭区", None),
        # One stands beside the other: no slip of the pen.
        ("城南街道", "城东街道", None),
        ("余 杭区", "余杭区", None),
        ("余5区", "余杭区", None),
        ("", "余杭区", None),
    ],
)
def test_one_slip_is_told_from_two_and_from_none(
    written: str, name: str, cause: Cause | None
) -> None:
    assert slip(written, name) is cause


@pytest.mark.parametrize(
    ("written", "name", "characters"),
    [("余航区", "余杭区", "航杭"), ("余区", "余杭区", "杭"), ("余杭区区", "余杭区", "区")],
)
def test_what_differs(written: str, name: str, characters: str) -> None:
    assert changed(written, name) == frozenset(characters)
