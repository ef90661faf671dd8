"""Find the words of the lexicon, and judge those that are a finding by themselves."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lines import (
    ABUSE,
    ADVERTISING,
    GIBBERISH,
    KEYBOARD,
    LEFTOVER,
    add_measured,
)
from shopwarden.places.kernel.marks import DIGIT, HAN, LATIN, SEPARATOR, UNITS, WORD
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import LONGEST, skip
from shopwarden.places.lexicon import Theme, listed_words

# A hit: span and theme. The hits of a row are counted in the first integer, and follow it.
HIT: Final = 3
HIT_BEGIN, HIT_END, HIT_THEME = range(HIT)
_FIRST: Final = 1
# A row has at most one hit for each of its characters.
HITS_COUNT: Final = _FIRST + HIT * LONGEST
_ADVERTISING, _INSULT, _JOKE = int(Theme.ADVERTISING), int(Theme.INSULT), int(Theme.JOKE)
_LEFTOVER, _LATIN = int(Theme.LEFTOVER), int(Theme.LEFTOVER_LATIN)
_KEYS: Final = int(Theme.KEYBOARD)
# What may follow a joke that is the whole address: 火星上1号.
_JOKE_TAIL: Final = tuple(map(ord, "上里中号一二三"))


def word_tables() -> tuple[list[int], list[int]]:
    """Return where the words that begin with each unit are listed, and the lists.

    A list holds length, theme and units of each word, longest first, and ends in a 0.
    """
    first, lists = [0] * UNITS, [0]
    by_unit: dict[str, list[tuple[str, Theme]]] = {}
    for word, theme in listed_words().items():
        by_unit.setdefault(word[0], []).append((word, theme))
    for unit, group in by_unit.items():
        first[ord(unit)] = len(lists)
        for word, theme in sorted(group, key=lambda one: -len(one[0])):
            lists += [len(word), int(theme), *map(ord, word)]
        lists.append(0)
    return first, lists


@kernel
def find_words(
    first_word: Ints, words: Ints, units: Ints, marks: Ints, start: int, end: int, hits: Spans
) -> None:
    """Find the longest word at each position."""
    count = 0
    for at in range(start, end):
        if not marks[at] & WORD:
            continue
        word = first_word[units[at]]
        while words[word]:
            length = words[word]
            same = 1
            while same < length and units[at + same] == words[word + 2 + same]:
                same += 1
            if same == length:
                hits[_FIRST + HIT * count + HIT_BEGIN] = at
                hits[_FIRST + HIT * count + HIT_END] = at + length
                hits[_FIRST + HIT * count + HIT_THEME] = words[word + 1]
                count += 1
                break
            word += 2 + length
    hits[0] = count


@kernel
def check_keys(hits: Spans, lines: Spans) -> None:
    """Add a line for every run of keys."""
    _add_runs(_KEYS, 0, GIBBERISH, KEYBOARD, hits, lines)


@kernel
def check_messages(
    units: Ints, marks: Ints, begin: int, end: int, hits: Spans, lines: Spans
) -> None:
    """Add the lines of advertising and abuse.

    Parameters
    ----------
    begin
        Where the text behind the divisions begins.
    """
    _add_runs(_ADVERTISING, 0, ADVERTISING, -1, hits, lines)
    _add_runs(_INSULT, begin, ABUSE, -1, hits, lines)
    joke = skip(marks, begin, SEPARATOR)
    for at in range(_FIRST, _FIRST + HIT * hits[0], HIT):
        is_joke = hits[at + HIT_BEGIN] == joke and hits[at + HIT_THEME] == _JOKE
        if is_joke and _is_all(units, marks, hits[at + HIT_END], end):
            add_measured(ABUSE, joke, hits[at + HIT_END], -1, -1, -1, lines)


@kernel
def check_leftovers(marks: Ints, hits: Spans, lines: Spans) -> None:
    """Add the lines of what forms leave behind."""
    _add_runs(_LEFTOVER, 0, LEFTOVER, -1, hits, lines)
    for at in range(_FIRST, _FIRST + HIT * hits[0], HIT):
        first, last = hits[at + HIT_BEGIN], hits[at + HIT_END]
        if hits[at + HIT_THEME] == _LATIN and not (
            marks[first - 1] & (LATIN | DIGIT) or marks[last] & (LATIN | DIGIT)
        ):
            add_measured(LEFTOVER, first, last, -1, -1, -1, lines)


@kernel
def _add_runs(theme: int, begin: int, reason: int, metric: int, hits: Spans, lines: Spans) -> None:
    """Add a line for every word, or run of touching words, of a theme from `begin` on."""
    first, last = -1, -1
    for at in range(_FIRST, _FIRST + HIT * hits[0], HIT):
        if hits[at + HIT_THEME] != theme or hits[at + HIT_BEGIN] < begin:
            continue
        if first >= 0 and hits[at + HIT_BEGIN] > last:
            add_measured(reason, first, last, metric, -1, -1, lines)
            first = -1
        if first < 0:
            first = hits[at + HIT_BEGIN]
        last = max(last, hits[at + HIT_END])
    if first >= 0:
        add_measured(reason, first, last, metric, -1, -1, lines)


@kernel
def _is_all(units: Ints, marks: Ints, begin: int, end: int) -> bool:
    """Whether nothing of weight stands from `begin` on."""
    for at in range(begin, end):
        if units[at] not in _JOKE_TAIL and marks[at] & (HAN | LATIN):
            return False
    return True
