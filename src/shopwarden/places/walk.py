"""Find the divisions of every row in one pass, all rows abreast.

All pattern matches of all rows lie in flat arrays. A step handles the next match of each row
still walking: it is accepted when what it may mean lies inside the interval of codes that the
row has reached. Levels only go down; a full name outside the interval is a clash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.gazetteer import load
from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Kind, Level, Role, Status
from shopwarden.places.matches import FARTHEST, find_matches
from shopwarden.places.text import SEPARATOR, SUFFIX
from shopwarden.places.townships import find_town

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.places.matches import Matches
    from shopwarden.places.text import Flags, Ints, Texts

NONE: Final = -1
_MUNICIPAL: Final = np.array([prefix in MUNICIPALITIES for prefix in range(100)])
_ALL: Final = 1_000_000_000
# How many characters may stand between two names: a word that is in no list, not a street.
_GAP: Final = 4


@dataclass(frozen=True)
class Divisions:
    """What the walk found; spans are positions in the buffer, -1 for none.

    ``begin``, ``finish`` and ``division`` have one column per level; ``division`` is a
    position in the gazetteer's table, -1 for a name not mentioned or with several readings.
    ``code`` is the deepest known division, ``end`` where the walk ended. ``clash`` holds
    (level, division, begin, finish) of both sides of the first clash, ``twice`` the span of a
    province named again, ``unclear`` a pattern with several readings, ``town_pattern`` that of
    the township. ``below``: what follows province and city, ``known``: some pattern starts there.
    """

    begin: NDArray[np.intp]
    finish: NDArray[np.intp]
    division: NDArray[np.intp]
    code: NDArray[np.intp]
    end: NDArray[np.intp]
    clash: NDArray[np.intp]
    twice: NDArray[np.intp]
    unclear: NDArray[np.intp]
    town_pattern: NDArray[np.intp]
    below: NDArray[np.intp]
    known: NDArray[np.bool_]


@dataclass(frozen=True)
class _Step:
    """The match at hand of each row of one step."""

    row: NDArray[np.intp]
    pattern: NDArray[np.intp]
    begin: NDArray[np.intp]
    end: NDArray[np.intp]
    gap: NDArray[np.intp]
    is_open: Flags

    def take(self, chosen: NDArray[np.intp]) -> _Step:
        """Return the chosen positions of the step."""
        return _Step(
            self.row[chosen], self.pattern[chosen], self.begin[chosen], self.end[chosen],
            self.gap[chosen], self.is_open[chosen],
        )  # fmt: skip


def find_divisions(texts: Texts) -> Divisions:
    """Walk every row of `texts`."""
    walk = _Walk(texts, find_matches(texts))
    active = np.flatnonzero(walk.next < walk.stop)
    walk.pattern[active] = walk.matches.pattern[walk.next[active]]
    while active.size:
        active = walk.step(active)
    walk.settle_unclear()
    upper = walk.found.finish[:, : Level.DISTRICT].max(axis=1)
    walk.found.below[:] = texts.skip(np.where(upper >= 0, upper, walk.found.end), SEPARATOR)
    walk.found.known[:] = walk.matches.any_at(walk.found.below)
    return walk.found


class _Walk:
    """The walk's place in every row, and what it has found."""

    def __init__(self, texts: Texts, matches: Matches) -> None:
        rows, levels = texts.rows, len(Level)
        self.texts, self.matches, self.table = texts, matches, load()
        self.next, self.stop = matches.first[:-1].copy(), matches.first[1:]
        self.pattern = np.full(rows, NONE, np.intp)
        self.level = np.full(rows, NONE, np.intp)
        self.low = np.zeros(rows, np.intp)
        self.high = np.full(rows, _ALL, np.intp)
        self.last = np.full(rows, NONE, np.intp)
        self.lone_stem = np.zeros(rows, np.bool_)
        self.found = Divisions(
            begin=np.full((rows, levels), NONE, np.intp),
            finish=np.full((rows, levels), NONE, np.intp),
            division=np.full((rows, levels), NONE, np.intp),
            code=np.zeros(rows, np.intp),
            end=texts.start.copy(),
            clash=np.full((rows, 2, 4), NONE, np.intp),
            twice=np.full((rows, 2), NONE, np.intp),
            unclear=np.full(rows, NONE, np.intp),
            town_pattern=np.full(rows, NONE, np.intp),
            below=texts.start.copy(),
            known=np.zeros(rows, np.bool_),
        )

    def step(self, row: NDArray[np.intp]) -> NDArray[np.intp]:
        """Handle one match of each row; return the rows that go on."""
        step = self._at_hand(row)
        filler = self.table.role[step.pattern] == Role.FILLER
        stepped_over = filler & ((step.gap == 0) | ((self.level[step.row] >= 0) & step.is_open))
        self.found.end[step.row[stepped_over]] = step.end[stepped_over]
        left = self._divisions(step, np.flatnonzero(~filler))
        left = self._towns(step, left)
        left = self._clashes(step, left)
        done = ~filler
        done[left] = False
        return self._advance(step, done | stepped_over)

    def _at_hand(self, row: NDArray[np.intp]) -> _Step:
        """Look at each row's match; rows whose next match is too far away stop here."""
        matches = self.matches
        begin = matches.position[self.next[row]]
        gap, crossed = matches.between(self.found.end[row], begin)
        started = self.level[row] >= 0
        near = np.flatnonzero(~started | ((gap <= FARTHEST) & ~crossed))
        row, begin, gap = row[near], begin[near], gap[near]
        is_open = (gap <= _GAP) & ~crossed[near]
        lost = np.flatnonzero(~started[near] & ~is_open)
        is_open[lost] = matches.at_boundary(begin[lost])
        pattern = self.pattern[row]
        return _Step(row, pattern, begin, begin + self.table.trie.length[pattern], gap, is_open)

    def _advance(self, step: _Step, done: Flags) -> NDArray[np.intp]:
        """Point each row at its next match: behind what was accepted, or a shorter one here."""
        table, row = self.table, step.row
        open_ = np.flatnonzero(~done)
        shorter = table.trie.link[step.pattern[open_]].astype(np.intp)
        shorter_end = step.begin[open_] + table.trie.length[shorter]
        falls_back = (shorter != NONE) & ~self.texts.has(shorter_end, SUFFIX)
        back = row[open_[falls_back]]
        self.pattern[back] = shorter[falls_back]
        moves: NDArray[np.intp] = np.append(np.flatnonzero(done), open_[~falls_back])
        moves = moves[self.level[row[moves]] < Level.TOWN]
        moved = row[moves]
        self.next[moved] += 1
        moved = moved[self.next[moved] < self.stop[moved]]
        moved = self._skip_overlaps(moved)
        self.pattern[moved] = self.matches.pattern[self.next[moved]]
        return np.concatenate([back, moved])

    def _skip_overlaps(self, row: NDArray[np.intp]) -> NDArray[np.intp]:
        """Move on to the first match that does not start inside what was accepted."""
        position, end = self.matches.position, self.found.end
        inside = row[position[self.next[row]] < end[row]]
        while inside.size:
            self.next[inside] += 1
            inside = inside[self.next[inside] < self.stop[inside]]
            inside = inside[position[self.next[inside]] < end[inside]]
        return row[self.next[row] < self.stop[row]]

    def _divisions(self, step: _Step, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """Accept the best candidate above the township that fits; return what is left."""
        if not at.size:
            return at
        table = self.table
        size = step.row.size
        chosen, repeated = np.full(size, NONE, np.intp), np.full(size, NONE, np.intp)
        readings = np.zeros(size, np.intp)
        candidate = table.start[step.pattern].astype(np.intp)
        past = table.start[step.pattern + 1]
        looking = at[candidate[at] < past[at]]
        while looking.size:
            each = candidate[looking]
            fits, again = self._fits(step, looking, each)
            new = fits & (chosen[looking] == NONE)
            chosen[looking[new]] = each[new]
            like = looking[fits]
            same = table.candidate_rank[candidate[like]] == table.candidate_rank[chosen[like]]
            readings[like[same]] += 1
            again &= repeated[looking] == NONE
            repeated[looking[again]] = each[again]
            candidate[looking] += 1
            looking = looking[candidate[looking] < past[looking]]
        accepted = chosen[at] != NONE
        entered = at[accepted]
        self._enter(step.take(entered), chosen[entered], readings[entered])
        stepped_over = ~accepted & (repeated[at] != NONE)
        over = at[stepped_over]
        self._step_over(step.take(over), repeated[over])
        left: NDArray[np.intp] = at[~accepted & ~stepped_over]
        return left

    def _fits(
        self, step: _Step, at: NDArray[np.intp], candidate: NDArray[np.intp]
    ) -> tuple[Flags, Flags]:
        """Whether each candidate goes on below the row's division, or names it again."""
        table, row = self.table, step.row[at]
        code = table.candidate_code[candidate]
        level, kind = table.candidate_level[candidate], table.candidate_kind[candidate]
        low, high = self.low[row], self.high[row]
        deeper = level > self.level[row]
        inside = (code >= low) & (code < high)
        direct = np.flatnonzero(~inside & table.candidate_direct[candidate])
        inside[direct] = (
            code[direct] // WIDTH[Level.PROVINCE] == low[direct] // WIDTH[Level.PROVINCE]
        )
        fits: Flags = deeper & inside
        division = table.candidate[candidate]
        again: Flags = ~deeper & (table.low[division] <= low) & (high <= table.high[division])
        maybe = np.flatnonzero(fits | again)
        unread = maybe[~self._is_read(step, at[maybe], level[maybe], kind[maybe], again[maybe])]
        fits[unread] = False
        again[unread] = False
        return fits, again

    def _is_read(
        self, step: _Step, at: NDArray[np.intp], level: Ints, kind: Ints, again: Flags
    ) -> Flags:
        """Whether the way a name is written allows to read it as a division here."""
        matches, end = self.matches, step.end[at]
        started = self.level[step.row[at]] >= 0
        read: Flags = (
            step.is_open[at] & (started | (kind != Kind.VARIANT)) & ~matches.before_lane(end)
        )
        stem = np.flatnonzero(kind >= Kind.STEM)
        if not stem.size:
            return read
        end, started, level = end[stem], started[stem], level[stem]
        adjacent, opens = step.gap[at[stem]] == 0, matches.opens(end)
        # A row that starts with a short name: a county's only with more divisions behind it,
        # and one that does not stand at the very start only with more divisions, too.
        starts = read[stem] & (adjacent | opens) & ((level < Level.DISTRICT) | opens)
        starts &= kind[stem] == Kind.STEM
        read[stem] = np.where(started, adjacent & (opens | ~again[stem]), starts)
        read[stem] &= ~matches.blocks(end)
        return read

    def _enter(self, step: _Step, candidate: NDArray[np.intp], readings: NDArray[np.intp]) -> None:
        """Go down to a division; with several readings stay where the row was."""
        if not candidate.size:
            return
        table, found, row = self.table, self.found, step.row
        division, level = table.candidate[candidate], table.candidate_level[candidate]
        # After a clash a name may come at a level already read: the first mention stays.
        deeper = level > self.level[row]
        found.begin[row[deeper], level[deeper]] = step.begin[deeper]
        found.finish[row[deeper], level[deeper]] = step.end[deeper]
        stem = table.candidate_kind[candidate] >= Kind.STEM
        self.lone_stem[row] = (self.level[row] < 0) & stem
        found.end[row] = step.end
        self.level[row] = level
        clear = readings <= 1
        found.unclear[row[~clear]] = step.pattern[~clear]
        mentioned = clear & deeper
        found.division[row[mentioned], level[mentioned]] = division[mentioned]
        row, division = row[clear], division[clear]
        self.last[row] = division
        self.low[row] = table.low[division]
        self.high[row] = table.high[division]
        found.code[row] = table.code[division]

    def _step_over(self, step: _Step, candidate: NDArray[np.intp]) -> None:
        """Pass a division that the row already has."""
        if not candidate.size:
            return
        table, row = self.table, step.row
        self.found.end[row] = step.end
        again = self.found.begin[row, Level.PROVINCE] != NONE
        again &= table.candidate_level[candidate] == Level.PROVINCE
        # 江西省|瑞州监狱 is a name; a chain that starts anew goes on with a division.
        again &= self.matches.opens(step.end)
        province = np.flatnonzero(again & (table.candidate_kind[candidate] == Kind.FULL))
        prefix = table.candidate_code[candidate[province]] // WIDTH[Level.PROVINCE]
        province = province[~_MUNICIPAL[prefix]]
        self.found.twice[row[province], 0] = step.begin[province]
        self.found.twice[row[province], 1] = step.end[province]

    def _towns(self, step: _Step, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """Accept a township of the row's county, else of its city; return what is left."""
        table, matches, found = self.table, self.matches, self.found
        pattern = step.pattern[at]
        has = table.town_start[pattern] < table.town_start[pattern + 1]
        maybe = at[has]
        if not maybe.size:
            return at
        level, full = self.level[step.row[maybe]], table.full_town[step.pattern[maybe]]
        adjacent, end = step.gap[maybe] == 0, step.end[maybe]
        read = full & ((level >= 0) | adjacent) & ~matches.before_lane(end)
        short = np.flatnonzero(~full & adjacent & (level >= Level.CITY))
        clear = found.unclear[step.row[maybe[short]]] == NONE
        stops = matches.blocks(end[short], town=True) | self.texts.has(end[short], SUFFIX)
        read[short] = clear & ~stops
        maybe, full = maybe[read], full[read]
        row, pattern = step.row[maybe], step.pattern[maybe]
        code, alone = self._town_of(row, pattern)
        take = (code > 0) & (full | alone | (self.level[row] == Level.DISTRICT))
        known = take & alone & (found.unclear[row] == NONE)
        found.code[row[known]] = code[known]
        maybe, row = maybe[take], row[take]
        found.begin[row, Level.TOWN] = step.begin[maybe]
        found.finish[row, Level.TOWN] = step.end[maybe]
        found.end[row] = step.end[maybe]
        found.town_pattern[row] = pattern[take]
        self.level[row] = Level.TOWN
        return _without(at, maybe)

    def _town_of(
        self, row: NDArray[np.intp], pattern: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], Flags]:
        """Look a township up in the row's division, and if that is a county in its city.

        Borders of counties move more often than those of cities: a neighbour's township is
        read, but then the county as written stays the deepest known division.
        """
        low = self.low[row]
        code, alone = find_town(pattern, low, self.high[row])
        wide = np.flatnonzero((code == 0) & (self.level[row] == Level.DISTRICT))
        city = low[wide] - low[wide] % WIDTH[Level.CITY]
        code[wide] = find_town(pattern[wide], city, city + WIDTH[Level.CITY])[0]
        alone[wide] = False
        return code, alone

    def _clashes(self, step: _Step, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """Record a full name that cannot lie below what was read, and go on from it."""
        table = self.table
        pattern, row = step.pattern[at], step.row[at]
        judged = (step.gap[at] == 0) & (self.last[row] != NONE) & ~table.generic[pattern]
        judged &= (table.start[pattern] < table.start[pattern + 1]) & (self.level[row] >= 0)
        judged &= self.found.unclear[row] == NONE
        maybe = at[judged]
        if not maybe.size:
            return at
        candidate = table.start[step.pattern[maybe]].astype(np.intp)
        clashing = self._is_clash(step, maybe, candidate)
        maybe, candidate = maybe[clashing], candidate[clashing]
        row = step.row[maybe]
        # A short name in front that names nothing above: a person's, a shop's.
        fresh = self.lone_stem[row] & (table.candidate_level[candidate] < self.level[row])
        self._forget(row[fresh])
        first = ~fresh & (self.found.clash[row, 0, 0] == NONE)
        self._record(step, maybe[first], table.candidate[candidate[first]])
        self._enter(step.take(maybe), candidate, np.ones(maybe.size, np.intp))
        return _without(at, maybe)

    def _is_clash(self, step: _Step, at: NDArray[np.intp], candidate: NDArray[np.intp]) -> Flags:
        table, matches = self.table, self.matches
        row, end = step.row[at], step.end[at]
        code, level = table.candidate_code[candidate], table.candidate_level[candidate]
        kind = table.candidate_kind[candidate]
        before, old_level = table.code[self.last[row]], self.level[row]
        apart = code // WIDTH[Level.PROVINCE] != before // WIDTH[Level.PROVINCE]
        same_city = code // WIDTH[Level.CITY] == before // WIDTH[Level.CITY]
        sisters = (level == Level.DISTRICT) & (old_level == Level.DISTRICT) & same_city
        former = kind == Kind.FULL_ABOLISHED
        former |= table.status[self.last[row]] == Status.ABOLISHED
        full = (kind <= Kind.FULL_ABOLISHED) & (apart | ~former) & ~matches.before_lane(end)
        short = (kind == Kind.STEM) & (level == Level.CITY) & (old_level == Level.PROVINCE)
        stem = np.flatnonzero(short)
        short[stem] = ~matches.blocks(end[stem]) & matches.opens(end[stem])
        found: Flags = (full | short) & ~sisters
        return found

    def _forget(self, row: NDArray[np.intp]) -> None:
        """Drop a short name that turned out to be no part of the address."""
        found = self.found
        for spans in (found.begin, found.finish, found.division):
            spans[row] = NONE
        self.level[row] = NONE

    def _record(self, step: _Step, at: NDArray[np.intp], division: NDArray[np.intp]) -> None:
        found, row = self.found, step.row[at]
        old = self.level[row]
        found.clash[row, 0, 0] = old
        found.clash[row, 0, 1] = self.last[row]
        found.clash[row, 0, 2] = found.begin[row, old]
        found.clash[row, 0, 3] = found.finish[row, old]
        found.clash[row, 1, 0] = self.table.level[division]
        found.clash[row, 1, 1] = division
        found.clash[row, 1, 2] = step.begin[at]
        found.clash[row, 1, 3] = step.end[at]

    def settle_unclear(self) -> None:
        """Let the township decide between several readings of the name above it."""
        table, found = self.table, self.found
        row = np.flatnonzero((found.unclear != NONE) & (found.town_pattern != NONE))
        candidate = table.start[found.unclear[row]].astype(np.intp)
        past = table.start[found.unclear[row] + 1]
        told = np.zeros(row.size, np.intp)
        ways = np.zeros(row.size, np.intp)
        looking = np.arange(row.size)
        while looking.size:
            division = table.candidate[candidate[looking]]
            low, high = table.low[division].astype(np.intp), table.high[division].astype(np.intp)
            code, alone = find_town(found.town_pattern[row[looking]], low, high)
            hit = alone & (low >= self.low[row[looking]])
            told[looking[hit]] = code[hit]
            ways[looking[hit]] += 1
            candidate[looking] += 1
            looking = looking[candidate[looking] < past[looking]]
        settled = ways == 1
        found.code[row[settled]] = told[settled]
        found.unclear[row[settled]] = NONE


def _without(at: NDArray[np.intp], taken: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return `at`, ascending, without the members of `taken`."""
    left = np.ones(at.size, np.bool_)
    left[np.searchsorted(at, taken)] = False
    return at[left]
