"""Measure how often the suggestion for an address with one slip in a name is the right one.

Addresses are made of the gazetteer's names: every county, half of them with a township, and every
`--towns`-th township. One character of one division's name is hit by one kind of slip: in its stem
another that sounds or looks like it, or any other; any other for its last; one missing, doubled
or swapped with the next. The suggestion is right when it gives back the address as it was.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from shopwarden.places import parse_address
from shopwarden.places.gazetteer import load
from shopwarden.places.kin import below, chain, forms_of, simplify
from shopwarden.places.levels import Level, Status, level_of
from shopwarden.places.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLIPS: Final = ("sound", "shape", "other", "suffix", "missing", "doubled", "swapped")
_ROADS: Final = ("人民路88号", "建设东路12号3幢501室", "解放大道168号", "新华街5号2单元301室")
# The more frequent half of GB 2312, ordered by reading there: what people type by mistake.
_FIRST_ROW, _PAST_ROW = 0xB0, 0xD8


def main() -> None:
    """Print, per level and kind of slip, how many suggestions are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--towns", type=int, default=50, help="every n-th township (50)")
    parser.add_argument("--every", type=int, default=4, help="every n-th county (4)")
    parser.add_argument("--show", type=int, default=0, help="show so many misses per cell")
    options = parser.parse_args()
    chance = random.Random(4)  # noqa: S311 - repeatable, not secret
    tries, right, shown = defaultdict(int), defaultdict(int), defaultdict(int)
    spent, flagged = 0.0, 0
    for code in _codes(options.every, options.towns):
        for kind in _SLIPS:
            made = _with_slip(code, kind, chance)
            if made is None:
                continue
            level, before, after = made
            begin = time.process_time()
            address = parse_address(after)
            spent += time.process_time() - begin
            tries[level, kind] += 1
            good = address.suggestion == before
            flagged += address.verdict in ("check", "wrong")
            right[level, kind] += good
            if not good and shown[level, kind] < options.show:
                shown[level, kind] += 1
                print(level.name, kind, before, after, address.suggestion)
    _report(tries, right)
    print(f"{flagged / sum(tries.values()):.1%} get check or wrong")
    print(f"{spent / sum(tries.values()) * 1e6:.0f} us per address, its suggestion included")


def _codes(every: int, towns: int) -> Iterator[int]:
    """Yield the codes of counties and townships of the mainland in force."""
    table = load()
    in_force = (table.status == Status.CURRENT) & (table.code < 710_000_000)
    yield from table.code[in_force & (table.level == Level.DISTRICT)][::every].tolist()
    yield from table.code[in_force & (table.level == Level.TOWN)][::towns].tolist()


def _with_slip(code: int, kind: str, chance: random.Random) -> tuple[Level, str, str] | None:
    """Return the level hit, and an address before and after the slip."""
    if level_of(code) is Level.DISTRICT:
        towns = [one.code for found in below(code, Level.TOWN).forms.values() for one in found]
        path = chain(chance.choice([code, chance.choice(towns or [code])]))
        deepest = Level.DISTRICT
    else:
        path, deepest = chain(code), Level.TOWN
    names = {level: one.name.translate(simplify()) for level, one in path.items()}
    if names.get(Level.CITY) == names[Level.PROVINCE]:
        del names[Level.CITY]
    above = [level for level in names if level <= deepest]
    level = deepest if deepest is Level.TOWN else chance.choice(above)
    name = names[level]
    hit = _hit(name, kind, chance)
    # Without its suffix a name is a short form and no slip.
    if hit is None or hit == name or hit in forms_of(name, level):
        return None
    road = chance.choice(_ROADS)
    before = "".join(names.values()) + road
    return level, before, "".join((names | {level: hit}).values()) + road


def _hit(name: str, kind: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(name))
    if kind == "missing":
        return name[:at] + name[at + 1 :]
    if kind == "doubled":
        return name[: at + 1] + name[at:]
    if kind == "swapped":
        at = min(at, len(name) - 2)
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    known, common = readings(), _common()
    at = len(name) - 1 if kind == "suffix" else chance.randrange(max(len(name) - 1, 1))
    alike = {"sound": known.sound_alike, "shape": known.look_alike}.get(kind)
    others = common if alike is None else [one for one in common if alike(one, name[at])]
    others = [one for one in others if one != name[at]]
    return name[:at] + chance.choice(others) + name[at + 1 :] if others else None


def _common() -> list[str]:
    cells = range(0xA1, 0xFF)
    return [
        text
        for row in range(_FIRST_ROW, _PAST_ROW)
        for cell in cells
        if (text := bytes((row, cell)).decode("gb2312", "ignore"))
    ]


def _report(tries: dict[tuple[Level, str], int], right: dict[tuple[Level, str], int]) -> None:
    print(f"{'right of tried':<14}" + "".join(f"{kind:>18}" for kind in _SLIPS) + f"{'all':>18}")
    for level in [*Level, None]:
        cells = []
        for kinds in [*((kind,) for kind in _SLIPS), _SLIPS]:
            keys = [
                key
                for key in tries
                if key[0] in (level, key[0] if level is None else level) and key[1] in kinds
            ]
            good, all_ = sum(right[key] for key in keys), sum(tries[key] for key in keys)
            cells.append(f"{good / max(all_, 1):>9.1%} of{all_:>6}")
        print(f"{level.name.lower() if level is not None else 'all':<14}" + "".join(cells))


if __name__ == "__main__":
    main()
