"""Text typed at random: repeats, runs of keys, consonants, surprising characters.

The surprise of a text is the largest mean, over a window of pairs of neighbouring Chinese
characters, of how unexpected the second is after the first. The table behind it is made by
``places.build.surprise`` from place names and words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.findings import lines
from shopwarden.places.gazetteer import load
from shopwarden.places.lexicon import Theme
from shopwarden.places.reasons import AddressReason, Metric
from shopwarden.places.surprise import SCALE, slots
from shopwarden.places.text import HAN, LATIN, NUMERAL
from shopwarden.places.wording import word_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.findings import Lines
    from shopwarden.places.lexicon import Words
    from shopwarden.places.text import Texts

# How often a group of so many characters stands in a row before it is noise. Behind the
# divisions only: forms repeat those.
_REPEATS: Final = {1: 4, 2: 3, 3: 3}
# Seven letters without a vowel are no word and longer than most initials.
_CONSONANTS: Final = re.compile(r"(?<![a-z0-9])[bcdfghjklmnpqrstvwxz]{7,}(?![a-z0-9])")
_CONSONANTS_LEAST: Final = 7
# Pairs in a window, and the mean surprise (natural logarithm) above which none of some 300
# genuine lines lies; random characters lie above it in three of five windows.
_WINDOW: Final = 4
SURPRISE_LIMIT: Final = 13.0


def gibberish_checks(texts: Texts, words: Words, begin: NDArray[np.intp]) -> list[Lines]:
    """Return the lines of ``gibberish``; `begin` is where each row's text goes on."""
    keys = words.of(Theme.KEYBOARD)
    return [
        *(_cycles(texts, begin, period) for period in _REPEATS),
        _letterless(texts),
        word_lines(AddressReason.GIBBERISH, keys, Metric.KEYBOARD),
        _consonants(texts),
        _surprising(texts, words, begin),
    ]


def _cycles(texts: Texts, begin: NDArray[np.intp], period: int) -> Lines:
    """One character, or a group of two or three, again and again: 啊啊啊啊, asdasdasd."""
    units = texts.units
    at = np.flatnonzero(units[period:] == units[:-period])
    counted = texts.has(at, HAN | LATIN) & ~texts.has(at, NUMERAL)
    counted &= at >= np.append(begin, 0)[texts.row[at]]
    # xxxx stands for something left out.
    counted &= (units[at] != units[at + 1]) if period > 1 else (units[at] != ord("x"))
    at = at[counted]
    opens = np.flatnonzero(np.diff(at, prepend=-2) > 1)
    run = np.diff(np.append(opens, at.size))
    times = run // period + 1
    again = times >= _REPEATS[period]
    first, length = at[opens[again]], run[again] + period
    return lines(
        AddressReason.GIBBERISH,
        texts.row[first],
        first,
        first + length,
        metric=Metric.REPEATS,
        value=times[again].astype(np.float64),
        threshold=float(_REPEATS[period]),
    )


def _letterless(texts: Texts) -> Lines:
    """Only digits or signs."""
    row = np.flatnonzero(texts.count(HAN | LATIN) == 0)
    begin = texts.start[row]
    while (spaces := texts.units[begin] == ord(" ")).any():
        begin[spaces] += 1
    row = row[begin < texts.end[row]]
    return lines(
        AddressReason.GIBBERISH, row, texts.start[row], texts.end[row], metric=Metric.NO_LETTERS
    )


def _consonants(texts: Texts) -> Lines:
    rows = np.flatnonzero(texts.count(LATIN) >= _CONSONANTS_LEAST)
    spans = [
        (row, match.start(), match.end())
        for row in rows.tolist()
        for match in _CONSONANTS.finditer(texts.text(row))
    ]
    row, start, end = np.array(spans, np.intp).reshape(-1, 3).T
    begin = texts.start[row]
    return lines(AddressReason.GIBBERISH, row, start + begin, end + begin, metric=Metric.CONSONANTS)


def surprise(
    texts: Texts, behind: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return where each row's most surprising window begins, and its score.

    Parameters
    ----------
    behind
        Ascending positions of the Chinese characters to judge.

    Returns
    -------
    tuple
        Position in the buffer (-1) and score (0) of each row; in brackets without a window of
        five characters in a row.
    """
    pair = behind[:-1][np.diff(behind) == 1]
    best, start = np.zeros(texts.rows + 1), np.full(texts.rows + 1, -1, np.intp)
    if pair.size >= _WINDOW:
        each = load().surprise[slots(texts.units[pair], texts.units[pair + 1])]
        total = np.concatenate([[0], np.cumsum(each, dtype=np.int64)])
        whole = np.flatnonzero(pair[_WINDOW - 1 :] - pair[: 1 - _WINDOW] == _WINDOW - 1)
        row = texts.row[pair[whole]]
        score = (total[whole + _WINDOW] - total[whole]) / (_WINDOW * SCALE)
        np.maximum.at(best, row, score)
        top = np.flatnonzero(score == best[row])[::-1]
        start[row[top]] = pair[whole[top]]
    return start[:-1], best[:-1]


def _surprising(texts: Texts, words: Words, begin: NDArray[np.intp]) -> Lines:
    """A run of characters that never stand together, behind the divisions."""
    han = texts.where(HAN)
    han = han[han >= np.append(begin, 0)[texts.row[han]]]
    spoken = np.zeros(texts.units.size, np.bool_)
    for offset in range(int((words.end - words.begin).max(initial=0))):
        spoken[np.minimum(words.begin + offset, words.end - 1)] = True
    start, score = surprise(texts, han[~spoken[han]])
    row = np.flatnonzero(score > SURPRISE_LIMIT)
    return lines(
        AddressReason.GIBBERISH,
        row,
        start[row],
        start[row] + _WINDOW + 1,
        metric=Metric.SURPRISE,
        value=score[row],
        threshold=SURPRISE_LIMIT,
    )
