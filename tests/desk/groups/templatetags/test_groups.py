"""Small parts of the pages of groups."""

from __future__ import annotations

import pytest

from shopwarden.desk.groups.templatetags.groups import dot, evidence, short


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("tom_061122", "tom_061122"),
        ("tom_0611223", "tom_06112…"),
        ("晚风吹过山", "晚风吹过山"),
        ("晚风吹过山岗", "晚风吹过…"),
        ("a晚风吹过山", "a晚风吹…"),
    ],
)
def test_what_is_too_wide_is_cut(text: str, shown: str) -> None:
    assert short(text, 10) == shown


def test_evidence_is_never_certain() -> None:
    assert [evidence(one) for one in (0.0, 0.5, 0.994, 0.9999, 1.0)] == [0, 50, 99, 99, 99]


def test_numbers_have_a_point_in_every_language() -> None:
    assert dot(0.93137) == "0.9314"
