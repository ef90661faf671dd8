from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shopwarden.places.kernel.buffer import folding, read_text
from shopwarden.places.kernel.column import UNIT_COUNT
from shopwarden.places.kernel.decode import decode_row
from shopwarden.places.kernel.marks import END, HAN, LANE, SUFFIX
from shopwarden.places.kernel.scan import LONGEST, START


def decoded(text: str) -> tuple[list[int], list[int], list[int]]:
    """Units, marks and byte offsets of a text that is given as bytes."""
    units, marks, offsets = [0] * UNIT_COUNT, [END] * UNIT_COUNT, [0] * UNIT_COUNT
    data = text.encode()
    end = decode_row(folding(), data, 0, len(data), START, units, marks, offsets)
    return units[: end + 3], marks[: end + 3], offsets[: end + 3]


def test_a_text_stands_between_ends() -> None:
    units, marks = read_text("號A１")
    assert units == [0, ord("号"), ord("a"), ord("1"), 0, 0, 0]
    assert [START + n for n in range(3)] == [n for n, mark in enumerate(marks) if not mark & END]


def test_a_street_office_is_no_lane() -> None:
    _, marks = read_text("街道街")
    assert not marks[START] & LANE
    assert marks[START] & SUFFIX
    assert marks[START + 2] & LANE


def test_a_zero_inside_a_text_ends_nothing() -> None:
    units, _ = read_text("市\0区")
    assert units[2] == ord(" ")


def test_a_character_outside_the_basic_plane_is_one_unit() -> None:
    units, marks = read_text("😀市")
    assert units[START] == 0xFFFF
    assert marks[START + 1] & HAN


def test_a_text_is_read_to_its_500th_character() -> None:
    assert len(read_text("市" * 9999)[0]) == LONGEST + 4
    assert decoded("市" * 9999)[2][LONGEST + START] == 3 * LONGEST


@given(st.text(max_size=40))
def test_bytes_are_decoded_like_a_text(text: str) -> None:
    units, marks, offsets = decoded(text)
    assert (units, marks) == read_text(text)
    assert offsets[START:-2] == [len(text[:n].encode()) for n in range(len(text) + 1)]
