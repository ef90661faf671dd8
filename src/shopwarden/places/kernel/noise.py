"""Text typed at random: repeats, runs of consonants, nothing but signs."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lines import (
    CONSONANTS,
    GIBBERISH,
    NO_LETTERS,
    REPEATS,
    SCALE,
    add_measured,
)
from shopwarden.places.kernel.marks import CONSONANT, DIGIT, HAN, LATIN, NUMERAL
from shopwarden.places.kernel.registry import Ints, Spans, kernel

_LETTER: Final = HAN | LATIN
_SPACE, _X = ord(" "), ord("x")
# How often a group of one, two or three characters stands in a row before it is noise. Behind
# the divisions only: forms repeat those.
_LONGEST_GROUP: Final = 3
_SINGLE_REPEATS, _GROUP_REPEATS = 4, 3
# Seven letters without a vowel are no word and longer than most initials.
_CONSONANTS_LEAST: Final = 7


@kernel
def check_repeats(units: Ints, marks: Ints, begin: int, end: int, lines: Spans) -> None:
    """Judge one character, or a group of two or three, again and again: 啊啊啊啊, asdasdasd."""
    for at in range(begin, end):
        unit = units[at]
        if unit == units[at + 1] or unit == units[at + 2] or unit == units[at + 3]:
            break
    else:
        return
    for period in range(1, _LONGEST_GROUP + 1):
        least = _SINGLE_REPEATS if period == 1 else _GROUP_REPEATS
        run = 0
        for at in range(begin, end + 1):
            if at + period < end and _is_repeated(units, marks, at, period):
                run += 1
                continue
            times = run // period + 1
            if times >= least:
                add_measured(
                    GIBBERISH,
                    at - run,
                    at + period,
                    REPEATS,
                    times * SCALE,
                    least * SCALE,
                    lines,
                )
            run = 0


@kernel
def _is_repeated(units: Ints, marks: Ints, at: int, period: int) -> bool:
    """Whether the letter at `at` stands again `period` units on."""
    unit = units[at]
    if unit != units[at + period] or not marks[at] & _LETTER or marks[at] & NUMERAL:
        return False
    # xxxx stands for something left out.
    return unit != units[at + 1] if period > 1 else unit != _X


@kernel
def check_letters(units: Ints, marks: Ints, start: int, end: int, lines: Spans) -> None:
    """Judge a row without letters, and runs of consonants."""
    has_letter = False
    run, is_run = 0, True
    for at in range(start, end + 1):
        mark = marks[at]
        if mark & _LETTER:
            has_letter = True
        if mark & (LATIN | DIGIT):
            run += 1
            is_run = is_run and mark & CONSONANT != 0
            continue
        if run >= _CONSONANTS_LEAST and is_run:
            add_measured(GIBBERISH, at - run, at, CONSONANTS, -1, -1, lines)
        run, is_run = 0, True
    if not has_letter:
        begin = start
        while begin < end and units[begin] == _SPACE:
            begin += 1
        if begin < end:
            add_measured(GIBBERISH, start, end, NO_LETTERS, -1, -1, lines)
