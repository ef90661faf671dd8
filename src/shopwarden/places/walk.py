"""Find the divisions of every row in one pass, all rows abreast.

All pattern matches of all rows lie in flat arrays. A step handles the next match of each row
still walking: it is accepted when what it may mean lies inside the interval of codes that the
row has reached. Levels only go down; a full name outside the interval is a clash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.gazetteer import load
from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Kind, Level, Role, Status
from shopwarden.places.matches import find_matches
from shopwarden.places.text import JOINING, TOWN_JOINING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.gazetteer import Gazetteer
    from shopwarden.places.matches import Matches
    from shopwarden.places.text import Texts

_ALL: Final = np.iinfo(np.int32).max
_NONE: Final = -1
# How many characters may stand between two names: a word that is in no list, not a street.
_GAP: Final = 4
_TOWN_GAP: Final = 6
_KEY_SHIFT: Final = 30
_DIRECT: Final = 90


@dataclass(frozen=True)
class Divisions:
    """What the walk found, one row each; spans are positions in the buffer, -1 for none.

    ``begin``, ``finish`` and ``division`` have one column per level; ``division`` is a
    position in the gazetteer's table, -1 for a name not mentioned or with several readings.
    ``code`` is the deepest known division. ``known``: a pattern starts where the walk ended. ``clash`` holds (level, division, begin, finish)
    of both sides of the first clash, ``twice`` the span of a province named again, and
    ``unclear`` the pattern with several readings.
    """

    begin: NDArray[np.int32]
    finish: NDArray[np.int32]
    division: NDArray[np.int32]
    code: NDArray[np.int32]
    end: NDArray[np.int32]
    clash: NDArray[np.int32]
    twice: NDArray[np.int32]
    unclear: NDArray[np.int32]
    known: NDArray[np.bool_]


@dataclass
class _State:
    """The walk's place in every row."""

    texts: Texts
    matches: Matches
    next: NDArray[np.int32]
    pattern: NDArray[np.int32]
    end: NDArray[np.int32]
    level: NDArray[np.int8]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    last: NDArray[np.int32]
    lone_stem: NDArray[np.bool_]
    begin: NDArray[np.int32]
    finish: NDArray[np.int32]
    division: NDArray[np.int32]
    code: NDArray[np.int32]
    clash: NDArray[np.int32]
    twice: NDArray[np.int32]
    unclear: NDArray[np.int32]
    town_pattern: NDArray[np.int32]
    table: Gazetteer = field(default_factory=load)


@dataclass(frozen=True)
class _Step:
    """The match at hand of each row of one step."""

    row: NDArray[np.intp]
    pattern: NDArray[np.int32]
    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    gap: NDArray[np.int32]
    is_open: NDArray[np.bool_]

    def take(self, chosen: NDArray[np.bool_]) -> _Step:
        """Return the rows where `chosen` is true."""
        return _Step(
            self.row[chosen], self.pattern[chosen], self.begin[chosen], self.end[chosen],
            self.gap[chosen], self.is_open[chosen],
        )  # fmt: skip


def find_divisions(texts: Texts) -> Divisions:
    """Walk every row of `texts`."""
    matches = find_matches(texts)
    state = _begin(texts, matches)
    active = np.flatnonzero(state.next < matches.first[texts.end])
    while active.size:
        active = _step(state, active)
    _settle_unclear(state)
    return Divisions(
        state.begin, state.finish, state.division, state.code, state.end, state.clash,
        state.twice, state.unclear, matches.first[state.end] < matches.first[state.end + 1],
    )  # fmt: skip


def _begin(texts: Texts, matches: Matches) -> _State:
    rows = texts.rows
    following = matches.first[texts.start]
    pattern = np.append(matches.pattern, _NONE)[following]
    return _State(
        texts=texts,
        matches=matches,
        next=following.copy(),
        pattern=pattern.astype(np.int32),
        end=texts.start.copy(),
        level=np.full(rows, _NONE, np.int8),
        low=np.zeros(rows, np.int32),
        high=np.full(rows, _ALL, np.int32),
        last=np.full(rows, _NONE, np.int32),
        lone_stem=np.zeros(rows, np.bool_),
        begin=np.full((rows, len(Level)), _NONE, np.int32),
        finish=np.full((rows, len(Level)), _NONE, np.int32),
        division=np.full((rows, len(Level)), _NONE, np.int32),
        code=np.zeros(rows, np.int32),
        clash=np.full((rows, 2, 4), _NONE, np.int32),
        twice=np.full((rows, 2), _NONE, np.int32),
        unclear=np.full(rows, _NONE, np.int32),
        town_pattern=np.full(rows, _NONE, np.int32),
    )


def _step(state: _State, active: NDArray[np.intp]) -> NDArray[np.intp]:
    """Handle one match of each active row; return the rows that go on."""
    matches, table = state.matches, state.table
    begin = matches.position[state.next[active]]
    at = state.end[active]
    gap, crossed = matches.between(at, begin)
    started = state.level[active] >= 0
    goes_on = ~started | ((gap <= _TOWN_GAP) & ~crossed)
    active, begin, gap, crossed, started = (
        one[goes_on] for one in (active, begin, gap, crossed, started)
    )
    pattern = state.pattern[active]
    is_open = (gap <= _GAP) & ~crossed
    is_open |= ~started & matches.at_boundary(begin)
    step = _Step(active, pattern, begin, begin + table.trie.length[pattern], gap, is_open)
    filler = (table.role[pattern] == Role.FILLER) & (
        (gap == 0) | (started & is_open)
    )
    state.end[active[filler]] = step.end[filler]
    done = filler | _accept_division(state, step, filler)
    done |= _accept_town(state, step, done)
    done |= _accept_clash(state, step, done)
    return _advance(state, step, done)


def _advance(state: _State, step: _Step, done: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Point every row at its next match: behind what was accepted, or a shorter pattern here."""
    matches, table = state.matches, state.table
    row = step.row
    shorter = np.where(done, _NONE, table.trie.link[step.pattern])
    shorter_end = step.begin + table.trie.length[shorter]
    falls_back = (shorter != _NONE) & ~matches.before_suffix(shorter_end)
    state.pattern[row[falls_back]] = shorter[falls_back]
    moves = ~falls_back
    following = np.where(done, matches.first[state.end[row]], state.next[row] + 1)
    state.next[row[moves]] = following[moves]
    goes_on = falls_back | (
        (following < matches.first[state.texts.end[row]]) & (state.level[row] < Level.TOWN)
    )
    moved = row[moves & goes_on]
    state.pattern[moved] = matches.pattern[state.next[moved]]
    return row[goes_on]


def _accept_division(
    state: _State, step: _Step, skip: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Accept the best candidate above the township that fits; return where one did."""
    table = state.table
    chosen = np.full(step.row.size, _NONE, np.int32)
    kinds = np.full(step.row.size, Kind.STEM_ABOLISHED, np.int8)
    repeated = np.full(step.row.size, _NONE, np.int32)
    readings = np.zeros(step.row.size, np.int32)
    first, past = table.start[step.pattern], table.start[step.pattern + 1]
    left = np.flatnonzero(~skip & (first < past))
    offset = 0
    while left.size:
        candidate = first[left] + offset
        division, kind = table.candidate[candidate], table.kind[candidate]
        fits, again = _fits(state, step, left, division, kind)
        is_first = fits & (chosen[left] == _NONE)
        chosen[left[is_first]] = division[is_first]
        kinds[left[is_first]] = kind[is_first]
        best = chosen[left]
        like = fits & (kind == kinds[left]) & (table.level[division] == table.level[best])
        readings[left[like]] += 1
        again &= repeated[left] == _NONE
        repeated[left[again]] = division[again]
        offset += 1
        left = left[first[left] + offset < past[left]]
    found = chosen != _NONE
    _enter(state, step.take(found), chosen[found], kinds[found], readings[found])
    again = ~found & (repeated != _NONE)
    _repeat(state, step.take(again), repeated[again])
    return found | again


def _fits(
    state: _State,
    step: _Step,
    at: NDArray[np.intp],
    division: NDArray[np.int32],
    kind: NDArray[np.uint8],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each candidate goes on below the row's division, or names it again."""
    table, row = state.table, step.row[at]
    code, level = table.code[division], table.level[division]
    low, high = state.low[row], state.high[row]
    inside = (code >= low) & (code < high)
    direct = (code // WIDTH[Level.CITY] % 100 == _DIRECT) & (
        code // WIDTH[Level.PROVINCE] == low // WIDTH[Level.PROVINCE]
    )
    readable = _readable(state, step, at, level, kind)
    deeper = level > state.level[row]
    fits = readable & deeper & (inside | direct)
    again = readable & ~deeper & (table.low[division] <= low) & (high <= table.high[division])
    again &= (kind < Kind.STEM) | state.matches.opens(step.end[at])
    return fits, again


def _readable(
    state: _State,
    step: _Step,
    at: NDArray[np.intp],
    level: NDArray[np.int8],
    kind: NDArray[np.uint8],
) -> NDArray[np.bool_]:
    """Whether the way a name is written allows to read it as a division here."""
    matches, row, end = state.matches, step.row[at], step.end[at]
    started, adjacent = state.level[row] >= 0, step.gap[at] == 0
    is_open = step.is_open[at]
    free = ~matches.blocks(end)
    opens = matches.opens(end)
    short = adjacent & free
    # A row that starts with a short name: a county's only with more behind it, and one that
    # does not stand at the very start only when more divisions follow.
    short_start = is_open & free & (adjacent | opens) & ((level < Level.DISTRICT) | opens)
    full = is_open & ~matches.before_lane(end)
    return np.select(
        [kind <= Kind.FULL_ABOLISHED, kind == Kind.VARIANT, kind == Kind.STEM],
        [full, full & started, np.where(started, short, short_start)],
        short & started,
    )


def _enter(
    state: _State,
    step: _Step,
    division: NDArray[np.int32],
    kind: NDArray[np.int8],
    readings: NDArray[np.int32],
) -> None:
    """Go down to `division`; with several readings stay where the row was."""
    table, row = state.table, step.row
    level = table.level[division]
    state.begin[row, level] = step.begin
    state.finish[row, level] = step.end
    state.lone_stem[row] = (state.level[row] < 0) & (kind >= Kind.STEM)
    state.end[row] = step.end
    state.level[row] = level
    clear = readings <= 1
    state.unclear[row[~clear]] = step.pattern[~clear]
    row, division, level = row[clear], division[clear], level[clear]
    state.division[row, level] = division
    state.last[row] = division
    state.low[row] = table.low[division]
    state.high[row] = table.high[division]
    state.code[row] = table.code[division]


def _repeat(state: _State, step: _Step, division: NDArray[np.int32]) -> None:
    """Step over a division that the row already has."""
    table, row = state.table, step.row
    state.end[row] = step.end
    province = (
        (table.level[division] == Level.PROVINCE)
        & (state.begin[row, Level.PROVINCE] != _NONE)
        & ~np.isin(table.code[division] // WIDTH[Level.PROVINCE], [*MUNICIPALITIES])
    )
    state.twice[row[province], 0] = step.begin[province]
    state.twice[row[province], 1] = step.end[province]


@cache
def _town_keys() -> NDArray[np.int64]:
    """Keys (pattern, code) of all townships, ascending."""
    table = load()
    pattern = np.repeat(np.arange(table.role.size), np.diff(table.town_start))
    keys: NDArray[np.int64] = (pattern.astype(np.int64) << _KEY_SHIFT) | table.town
    return keys


def find_town(
    pattern: NDArray[np.int32], low: NDArray[np.int32], high: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return the first township of each pattern in [low, high), 0 if none, and if it is alone."""
    keys = _town_keys()
    base = pattern.astype(np.int64) << _KEY_SHIFT
    place = np.searchsorted(keys, base | low)
    limit = base + np.minimum(high, 1 << _KEY_SHIFT)
    padded = np.append(keys, [np.iinfo(np.int64).max] * 2)
    found = padded[place] < limit
    code = np.where(found, padded[place] - base, 0).astype(np.int32)
    return code, found & (padded[place + 1] >= limit)


def _accept_town(state: _State, step: _Step, skip: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Accept a township of the row's county, else of its city; return where one was found."""
    table, matches, row = state.table, state.matches, step.row
    level = state.level[row]
    is_full = table.full_town[step.pattern]
    has_town = table.town_start[step.pattern] < table.town_start[step.pattern + 1]
    full = is_full & ~matches.before_lane(step.end) & ((level >= 0) | (step.gap == 0))
    short = (
        ~is_full & (step.gap == 0) & (level >= Level.CITY) & ~matches.blocks(step.end, JOINING | TOWN_JOINING)
        & (state.unclear[row] == _NONE)
    )
    at = np.flatnonzero(~skip & has_town & (full | short))
    accepted = np.zeros(row.size, np.bool_)
    if not at.size:
        return accepted
    row, pattern = row[at], step.pattern[at]
    low, high = state.low[row], state.high[row]
    code, alone = find_town(pattern, low, high)
    # A county's townships change more often than its city's: a neighbour's name is read, too,
    # but then the county as written stays the deepest known division.
    city = low - low % WIDTH[Level.CITY]
    wide = (code == 0) & (state.level[row] == Level.DISTRICT)
    beside, _ = find_town(pattern[wide], city[wide], city[wide] + WIDTH[Level.CITY])
    code[wide] = beside
    alone[wide] = False
    take = (code > 0) & (is_full[at] | alone | (state.level[row] == Level.DISTRICT))
    known = take & alone & (state.unclear[row] == _NONE)
    at, row, pattern = at[take], row[take], pattern[take]
    state.begin[row, Level.TOWN] = step.begin[at]
    state.finish[row, Level.TOWN] = step.end[at]
    state.end[row] = step.end[at]
    state.level[row] = Level.TOWN
    state.town_pattern[row] = pattern
    state.code[row[known[take]]] = code[known]
    accepted[at] = True
    return accepted


def _accept_clash(state: _State, step: _Step, skip: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Record a full name that cannot lie below what was read, and go on from it."""
    table, matches = state.table, state.matches
    accepted = np.zeros(step.row.size, np.bool_)
    has = table.start[step.pattern] < table.start[step.pattern + 1]
    at = np.flatnonzero(~skip & has & (step.gap == 0) & ~table.generic[step.pattern])
    row = step.row[at]
    first = table.start[step.pattern[at]]
    division, kind = table.candidate[first], table.kind[first]
    end = step.end[at]
    before = state.last[row]
    known = (state.level[row] >= 0) & (before != _NONE) & (state.unclear[row] == _NONE)
    level, old_level = table.level[division], state.level[row]
    apart = table.code[division] // WIDTH[Level.PROVINCE] != table.code[before] // WIDTH[Level.PROVINCE]
    same_city = table.code[division] // WIDTH[Level.CITY] == table.code[before] // WIDTH[Level.CITY]
    sisters = (level == Level.DISTRICT) & (old_level == Level.DISTRICT) & same_city
    former = (kind == Kind.FULL_ABOLISHED) | (table.status[before] == Status.ABOLISHED)
    full = (kind <= Kind.FULL_ABOLISHED) & ~(former & ~apart) & ~matches.before_lane(end)
    short = (
        (kind == Kind.STEM) & (level == Level.CITY) & (old_level == Level.PROVINCE)
        & ~matches.blocks(end) & matches.opens(end)
    )  # fmt: skip
    take = known & (full | short) & ~sisters
    at, row, division, kind = at[take], row[take], division[take], kind[take]
    fresh = state.lone_stem[row] & (table.level[division] < state.level[row])
    _forget(state, row[fresh])
    clashes = ~fresh & (state.clash[row, 0, 0] == _NONE)
    _record_clash(state, row[clashes], division[clashes], step, at[clashes])
    chosen = np.zeros(step.row.size, np.bool_)
    chosen[at] = True
    one = np.ones(at.size, np.int32)
    _enter(state, step.take(chosen), division, kind.astype(np.int8), one)
    return chosen


def _forget(state: _State, row: NDArray[np.intp]) -> None:
    """Drop a short name that turned out to be no part of the address."""
    for spans in (state.begin, state.finish, state.division):
        spans[row] = _NONE
    state.level[row] = _NONE


def _record_clash(
    state: _State,
    row: NDArray[np.intp],
    division: NDArray[np.int32],
    step: _Step,
    at: NDArray[np.intp],
) -> None:
    old = state.level[row].astype(np.intp)
    sides = (
        (old, state.last[row], state.begin[row, old], state.finish[row, old]),
        (state.table.level[division], division, step.begin[at], step.end[at]),
    )
    for side, values in enumerate(sides):
        for column, value in enumerate(values):
            state.clash[row, side, column] = value


def _settle_unclear(state: _State) -> None:
    """Let the township decide between several readings of the name above it."""
    table = state.table
    row = np.flatnonzero((state.unclear != _NONE) & (state.town_pattern != _NONE))
    first, past = table.start[state.unclear[row]], table.start[state.unclear[row] + 1]
    found = np.zeros(row.size, np.int32)
    ways = np.zeros(row.size, np.int32)
    for offset in range(int((past - first).max(initial=0))):
        inside = np.flatnonzero(first + offset < past)
        division = table.candidate[first[inside] + offset]
        code, alone = find_town(
            state.town_pattern[row[inside]], table.low[division], table.high[division]
        )
        hit = alone & (table.low[division] >= state.low[row[inside]])
        found[inside[hit]] = code[hit]
        ways[inside[hit]] += 1
    settled = ways == 1
    state.code[row[settled]] = found[settled]
    state.unclear[row[settled]] = _NONE
