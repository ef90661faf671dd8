"""Addresses in segments, masked and open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.desk.alerts.addresses import Mark, check, segments
from shopwarden.explain import Language
from tests.desk.factories import RIGHT_ADDRESS, WRONG_ADDRESS

MARKS = [Mark(0, 3, 3, "不符"), Mark(3, 6, 3, "不符")]


def test_open_segments_carry_level_and_marks() -> None:
    drawn = segments(WRONG_ADDRESS, MARKS, is_open=True)
    assert [(part.text, part.level, part.severity) for part in drawn] == [
        ("广东省", "province", 3),
        ("西湖区", "district", 3),
        ("文一西路", "road", 0),
        ("9号", "number", 0),
    ]


def test_masked_segments_end_at_the_town() -> None:
    drawn = segments(RIGHT_ADDRESS, [], is_open=False)
    assert [(part.text, part.is_hidden) for part in drawn] == [
        ("浙江省", False),
        ("杭州市", False),
        ("西湖区", False),
        ("", True),
    ]


def test_a_hidden_wrong_part_keeps_its_mark_but_not_its_text() -> None:
    drawn = segments(RIGHT_ADDRESS, [Mark(9, 13, 2, "乱写")], is_open=False)
    assert [(part.text, part.severity) for part in drawn[3:]] == [("", 2), ("", 0)]


@pytest.mark.parametrize("mark", [Mark(-1, 2, 3, ""), Mark(0, 99, 3, ""), Mark(5, 5, 3, "")])
def test_marks_outside_the_text_are_left_out(mark: Mark) -> None:
    drawn = segments(WRONG_ADDRESS, [mark], is_open=True)
    assert all(part.marks == () for part in drawn)


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-2, 50), st.integers(-2, 50))))
def test_open_segments_are_the_whole_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, end, 2, "") for start, end in spans]
    assert "".join(part.text for part in segments(text, marks, is_open=True)) == text


def test_an_entered_address_is_judged() -> None:
    wrong = check(WRONG_ADDRESS, Language.ZH)
    assert wrong.severity == 3
    assert wrong.sentences == ("收货省份与区县不符：广东省 / 西湖区（浙江省杭州市）",)
    assert [part.text for part in wrong.segments if part.marks] == ["广东省", "西湖区"]
    assert check(RIGHT_ADDRESS, Language.EN).severity == 0
