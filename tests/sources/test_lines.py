from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.sources.lines import Rows, join_fields, split_fields, split_rows


def split(text: str, width: int, *, is_last: bool = True, **bad: int) -> Rows:
    damaged = {int(line.removeprefix("line")): byte for line, byte in bad.items()}
    return split_rows(text.encode(), ",", width, damaged, is_last=is_last)


def cells(rows: Rows) -> list[list[str]]:
    return list(csv.reader(io.StringIO(rows.data.decode(), newline="")))


def test_regular_rows_are_taken_as_they_are() -> None:
    rows = split('1,a\r\n="2",b\n"3","x,y"\n', 2)
    assert rows.data == b'1,a\r\n="2",b\n"3","x,y"\n'
    assert rows.row.tolist() == [0, 1, 2]
    assert rows.damages == []


def test_blank_rows_are_skipped_but_counted() -> None:
    rows = split("1,a\n\n,\n \t \n2,b\r\n\r\n3,c\n", 2)
    assert cells(rows) == [["1", "a"], ["2", "b"], ["3", "c"]]
    assert rows.row.tolist() == [0, 4, 6]
    assert rows.places == 7


def test_row_with_a_line_break_in_quotes_counts_once() -> None:
    rows = split('1,"a\nb,c\nd"\n2,e\n', 2)
    assert cells(rows) == [["1", "a\nb,c\nd"], ["2", "e"]]
    assert rows.row.tolist() == [0, 1]
    assert rows.places == 2


def test_damaged_lines_are_named_one_by_one() -> None:
    rows = split('1,a\n2,b"\n3,c\n4\n5,e,e\n6,f\n', 2)
    assert cells(rows) == [["1", "a"], ["3", "c"], ["6", "f"]]
    assert [damage[:4] for damage in rows.damages] == [
        (1, "row.quotes", "quotes=1", '2,b"'),
        (3, "row.fields", "found=1 expected=2", "4"),
        (4, "row.fields", "found=3 expected=2", "5,e,e"),
    ]
    assert rows.follows_damage.tolist() == [False, True, True]


def test_open_quote_loses_its_own_line_only() -> None:
    good = [f"{number},a,b,c,d,e,f,g" for number in range(200)]
    lines = [*good[:100], '100,"a,b,c,d,e,f,g', *good[100:150], 'x,a,b,c,d,e,f,g"', *good[150:]]
    rows = split("\n".join(lines) + "\n", 8)
    assert [damage.row for damage in rows.damages] == [100, 151]
    assert cells(rows) == [line.split(",") for line in good]


def test_open_quote_in_a_narrow_table_is_given_up_after_some_lines() -> None:
    lines = ['0,"a', *(f"{number},b" for number in range(1, 120))]
    rows = split("\n".join(lines) + "\n", 2)
    assert [damage.row for damage in rows.damages] == [0]
    assert len(rows.row) == 119


def test_balanced_quotes_inside_a_cell_are_letters() -> None:
    rows = split('1,27" 屏 5" 边\n2,说"好"\n', 2)
    assert cells(rows) == [["1", '27" 屏 5" 边'], ["2", '说"好"']]
    assert rows.damages == []


def test_delimiter_at_the_end_of_every_line_is_no_cell() -> None:
    rows = split("1,a,\n2,b,\n", 2)
    assert cells(rows) == [["1", "a"], ["2", "b"]]


def test_unreadable_line_is_damaged_whatever_it_holds() -> None:
    rows = split("1,a\n2,b\n", 2, line1=3)
    assert [damage[:4] for damage in rows.damages] == [(1, "row.encoding", "byte=3", "2,b")]
    assert rows.ends_damaged


def test_unfinished_row_is_left_for_the_next_block() -> None:
    text = '1,a\n2,"b\n'
    rows = split(text, 2, is_last=False)
    assert rows.used == 4
    assert rows.places == 1
    assert split(text, 2).damages[0].reason == "row.quotes"


def test_short_quoted_row_is_not_joined_with_the_next() -> None:
    rows = split('1,"a"\n2,"b",c\n', 3)
    assert cells(rows) == [["2", "b", "c"]]
    assert [damage.detail for damage in rows.damages] == ["found=2 expected=3"]


_CELL = st.text(st.sampled_from("ab,\"\n;\t =中'é"), max_size=8).map(lambda text: f"x{text}y")


@settings(deadline=None, max_examples=80)
@given(st.lists(st.lists(_CELL, min_size=9, max_size=9), min_size=1, max_size=12))
def test_any_table_written_by_the_rules_is_read_whole(table: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(table)
    rows = split_rows(text.getvalue().encode(), ",", 9, {}, is_last=True)
    assert rows.damages == []
    assert cells(rows) == table


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.sampled_from(['1,a,"b"', "2,c,d", '3,"', '"', "4", ',,"x', "", '5,"a\nb",c']),
             max_size=30)
)  # fmt: skip
def test_every_line_is_a_row_or_damaged_or_blank(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    rows = split(text, 3) if text else split("\n", 3)
    assert rows.used == max(1, len(text.encode()))
    assert all(len(row) == 3 for row in cells(rows))
    assert len(cells(rows)) == len(rows.row)
    assert len(rows.row) + len(rows.damages) <= rows.places


@pytest.mark.parametrize("text", ['"a"b,c', '"open', 'a\n"b"\nc'])
def test_text_that_is_not_one_row_has_no_fields(text: str) -> None:
    assert split_fields(text, ",") is None


def test_fields_round_trip() -> None:
    fields = ["a,b", 'c"d', "e\nf", "", "g"]
    assert split_fields(join_fields(fields), ",") == fields


@pytest.mark.parametrize("text", ['1,"a"\rb\n', '1,="a""b"\n', '1,="a,b"\n'])
def test_quotes_that_only_look_regular(text) -> None:
    rows = split(text, 2)
    assert rows.data == b"" or cells(rows) == [split_fields(text.strip(), ",")]
    assert len(rows.row) + len(rows.damages) == 1
