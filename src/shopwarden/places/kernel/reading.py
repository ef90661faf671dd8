"""Read a name as a province, city or county below what was read before it."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.branches import CANDIDATES, FLAGS, PATTERN
from shopwarden.places.kernel.onward import goes_on
from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.search import before_lane, blocks, full_division, opens
from shopwarden.places.kernel.state import (
    AT,
    DIVISIONS,
    HIGH,
    LAST,
    LAST_PATTERN,
    LEVEL,
    LONE_STEM,
    LOW,
    PLACE,
    TWICE,
    UNCLEAR,
)
from shopwarden.places.kernel.tables import (
    CANDIDATE,
    CANDIDATE_KIND,
    CANDIDATE_PLACE,
    CODE,
    DIVISION,
    DIVISION_HIGH,
    DIVISION_LEVEL,
    DIVISION_LOW,
    FULL_TOWN,
    LENDING,
    SUCCESSOR,
    Tables,
)
from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Kind, Level

_PROVINCE, _DISTRICT = int(Level.PROVINCE), int(Level.DISTRICT)
_PROVINCE_WIDTH, _CITY_WIDTH = WIDTH[Level.PROVINCE], WIDTH[Level.CITY]
_FULL, _VARIANT, _STEM = int(Kind.FULL), int(Kind.VARIANT), int(Kind.STEM)
_MUNICIPAL: Final = tuple(sorted(MUNICIPALITIES))
_PROVINCE_BEGIN: Final = 2 * Part.PROVINCE
_SHI: Final = ord("市")
# Digits 3 and 4 of the code of a county directly under its province.
_DIRECT: Final = 90
# How a candidate fits: not at all, below what was read, as the same again.
_NOT, _BELOW, _AGAIN = 0, 1, 2


@kernel
def is_municipality(code: int) -> bool:
    """Whether a code lies in a municipality."""
    return code // _PROVINCE_WIDTH in _MUNICIPAL


@kernel
def read_division(
    tables: Tables,
    units: Ints,
    marks: Ints,
    pattern: int,
    begin: int,
    end: int,
    gap: int,
    near: bool,
    state: Spans,
    spans: Spans,
) -> bool:
    """Accept the best candidate above the township that fits; tell if there is one."""
    candidates, divisions = tables.candidates, tables.divisions
    first, past = tables.patterns[pattern_at(pattern)], tables.patterns[pattern_at(pattern + 1)]
    chosen, again, rank, readings = -1, -1, -1, 0
    for each in range(first, past):
        place = candidates[CANDIDATE * each + CANDIDATE_PLACE]
        kind = candidates[CANDIDATE * each + CANDIDATE_KIND]
        level = divisions[DIVISION * place + DIVISION_LEVEL]
        fit = _fit(divisions, place, level, state)
        if fit == _NOT:
            continue
        begun = state[LEVEL] >= 0
        if not _is_read(tables, units, marks, end, gap, near, begun, level, kind, fit) and not (
            not begun
            and gap == 0
            and near
            and level == _DISTRICT
            and kind == _STEM
            and goes_on(tables, units, marks, pattern, place, end)
        ):
            continue
        if fit == _AGAIN:
            again = each if again < 0 else again
            continue
        if chosen < 0:
            chosen, rank = each, rank_of(kind, level)
        if rank_of(kind, level) == rank:
            readings += 1
    if chosen >= 0:
        enter(tables, pattern, chosen, readings, begin, end, state, spans)
    elif again >= 0:
        _step_over(tables, units, marks, again, begin, end, state, spans)
    return chosen >= 0 or again >= 0


@kernel
def lends_suffix(tables: Tables, units: Ints, pattern: int, end: int) -> bool:
    """Whether the suffix of a name begins the next one: 湖南镇|江市, 青岛市|南区."""
    flags = tables.patterns[PATTERN * pattern + FLAGS]
    below = full_division(tables, units, end - 1) if flags & LENDING else -1
    if below < 0:
        return False
    if flags & FULL_TOWN:
        return True
    if units[end - 1] != _SHI:
        return False
    for each in range(
        tables.patterns[pattern_at(pattern)], tables.patterns[pattern_at(pattern + 1)]
    ):
        city = DIVISION * tables.candidates[CANDIDATE * each + CANDIDATE_PLACE]
        for one in range(
            tables.patterns[pattern_at(below)], tables.patterns[pattern_at(below + 1)]
        ):
            place = tables.candidates[CANDIDATE * one + CANDIDATE_PLACE]
            code = tables.divisions[DIVISION * place + CODE]
            if (
                tables.divisions[city + DIVISION_LOW]
                < code
                < tables.divisions[city + DIVISION_HIGH]
            ):
                return True
    return False


@kernel
def pattern_at(pattern: int) -> int:
    """Return where a pattern's record says where its candidates start."""
    return PATTERN * pattern + CANDIDATES


@kernel
def rank_of(kind: int, level: int) -> int:
    """Return kind and level in one: candidates of equal rank are readings of equal right."""
    return 4 * kind + level


@kernel
def _fit(divisions: Ints, place: int, level: int, state: Spans) -> int:
    """Tell if a division goes on below the row's division, or names it again."""
    record = DIVISION * place
    if level > state[LEVEL]:
        code = divisions[record + CODE]
        if state[LOW] <= code < state[HIGH]:
            return _BELOW
        # A county directly under its province fits under any city of it.
        is_direct = code // _CITY_WIDTH % 100 == _DIRECT
        if is_direct and code // _PROVINCE_WIDTH == state[LOW] // _PROVINCE_WIDTH:
            # A former one has a city today.
            successor = divisions[record + SUCCESSOR]
            if successor <= 0 or state[LOW] <= successor < state[HIGH]:
                return _BELOW
        return _NOT
    low, high = divisions[record + DIVISION_LOW], divisions[record + DIVISION_HIGH]
    return _AGAIN if low <= state[LOW] and state[HIGH] <= high else _NOT


@kernel
def _is_read(
    tables: Tables,
    units: Ints,
    marks: Ints,
    end: int,
    gap: int,
    near: bool,
    begun: bool,
    level: int,
    kind: int,
    fit: int,
) -> bool:
    """Whether the way a name is written allows to read it as a division here."""
    if kind < _STEM:
        allowed = near and (begun or kind != _VARIANT)
        return allowed and not before_lane(tables, units, marks, end)
    if begun:
        allowed = gap == 0
        must_open = fit == _AGAIN
    else:
        # A row that starts with a short name: a county's only with more divisions behind it,
        # and one that does not stand at the very start only with more divisions, too.
        allowed = near and kind == _STEM and not before_lane(tables, units, marks, end)
        must_open = gap != 0 or level >= _DISTRICT
    if not allowed or (must_open and not opens(tables, units, marks, end)):
        return False
    return not blocks(tables, units, marks, end)


@kernel
def enter(
    tables: Tables,
    pattern: int,
    candidate: int,
    readings: int,
    begin: int,
    end: int,
    state: Spans,
    spans: Spans,
) -> None:
    """Go down to a division; with several readings stay where the row was."""
    divisions = tables.divisions
    place = tables.candidates[CANDIDATE * candidate + CANDIDATE_PLACE]
    level = divisions[DIVISION * place + DIVISION_LEVEL]
    # After a clash a name may come at a level already read: the first mention stays.
    deeper = level > state[LEVEL]
    if deeper:
        spans[2 * level] = begin
        spans[2 * level + 1] = end
    is_stem = tables.candidates[CANDIDATE * candidate + CANDIDATE_KIND] >= _STEM
    state[LONE_STEM] = int(state[LEVEL] < 0 and is_stem)
    state[AT] = end
    state[LEVEL] = level
    if readings > 1:
        state[UNCLEAR] = pattern
        return
    if deeper:
        state[DIVISIONS + level] = place
    state[LAST] = place
    state[LAST_PATTERN] = pattern
    state[PLACE] = place
    state[LOW] = divisions[DIVISION * place + DIVISION_LOW]
    state[HIGH] = divisions[DIVISION * place + DIVISION_HIGH]


@kernel
def _step_over(
    tables: Tables,
    units: Ints,
    marks: Ints,
    candidate: int,
    begin: int,
    end: int,
    state: Spans,
    spans: Spans,
) -> None:
    """Pass a division that the row already has."""
    state[AT] = end
    record = DIVISION * tables.candidates[CANDIDATE * candidate + CANDIDATE_PLACE]
    if (
        spans[_PROVINCE_BEGIN] >= 0
        and tables.divisions[record + DIVISION_LEVEL] == _PROVINCE
        and tables.candidates[CANDIDATE * candidate + CANDIDATE_KIND] == _FULL
        and not is_municipality(tables.divisions[record + CODE])
        # 江西省|瑞州监狱 is a name; a chain that starts anew goes on with a division.
        and opens(tables, units, marks, end)
    ):
        state[TWICE] = begin
        state[TWICE + 1] = end
