"""The divisions as made-up addresses write them: chains of full and of short names."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from shopwarden.places.gazetteer import coded_names

PROVINCE, CITY, DISTRICT = 10_000_000, 100_000, 1_000
_PEOPLE = re.compile(
    r"(?:维吾尔族?|哈萨克族?|柯尔克孜族?|塔吉克族?|蒙古族?|锡伯族?|"
    r"(?:土家|布依|仡佬|拉祜|哈尼|傈僳|布朗|景颇|普米|独龙|朝鲜|毛南|仫佬|纳西|达斡尔|鄂温克|鄂伦春|"
    r"撒拉|东乡|保安|裕固|各|壮|回|藏|苗|侗|瑶|彝|羌|白|傣|佤|怒|黎|畲|水|满|土)族)$"
)
_AUTONOMOUS = re.compile(r"(?:自治|联合)[区州县旗]$")
_SUFFIX = re.compile(r"(?:特别行政区|地区|林区|[省市区县旗盟])$")
# Areas of statistics and economy, which the hierarchy lists beside districts.
_AREA = re.compile(
    r"开发|园区|示范|管理|产业|经济|集聚|合作|保税|农场|监狱|办事处|委员会|名胜|新城$"
    r"|(?<!浦东)(?<!滨海)(?<!沈北)新区$"
)
_PLAIN_TOWN = re.compile(r".{2,5}(?:街道|镇|乡)")


class Chain(NamedTuple):
    """A place in the hierarchy by full names; "" where it has no division of that level."""

    province: str
    city: str
    district: str
    town: str

    def written(self) -> str:
        """Return the names one behind the other."""
        return "".join(self)


def short(name: str) -> str:
    """Return a name as people shorten it: 杭州, 西湖, 恩施, 内蒙古."""
    if not _AUTONOMOUS.search(name):
        stem = _SUFFIX.sub("", name)
        return stem if len(stem) > 1 else name
    stem = _AUTONOMOUS.sub("", name)
    while len(fewer := _PEOPLE.sub("", stem)) > 1 and fewer != stem:
        stem = fewer
    return stem.removesuffix("族")


def chains() -> list[Chain]:
    """Return the chain of every township, and of every county that has none, sorted by code.

    A municipality is only a province here, and a county directly under its province has no city.
    """
    names = dict(coded_names())
    has_towns = {code - code % DISTRICT for code in names if code % DISTRICT}
    found = []
    for code, name in sorted(names.items()):
        county = code - code % DISTRICT
        if not code % CITY or (code == county and code in has_towns):
            continue
        province = names[code - code % PROVINCE]
        city = names.get(code - code % CITY, "")
        district = names.get(county, "")
        town = name.removeprefix(district) if code != county else ""
        if _AREA.search(district) or (town and not _PLAIN_TOWN.fullmatch(town)):
            continue
        found.append(Chain(province, "" if city == province else city, district, town))
    return found


@cache
def stems() -> tuple[str, ...]:
    """Return the short names of all cities and districts: what shops and streets are called."""
    names = {short(name) for chain in chains() for name in chain[1:3] if name}
    return tuple(sorted(name for name in names if 1 < len(name) < 4))


def homes(all_chains: list[Chain]) -> dict[str, set[tuple[str, str]]]:
    """Return where each name, long or short, is borne: name to (province, city) pairs."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for chain in all_chains:
        for name in filter(None, chain):
            found[name].add(chain[:2])
            found[short(name).removesuffix("街道").removesuffix("镇").removesuffix("乡")].add(
                chain[:2]
            )
    return found


def scanned_names() -> list[str]:
    """Return the names a bare scan looks for: all full names, and short ones above the town."""
    coded = coded_names()
    full = {name for _, name in coded}
    stems = {short(name) for code, name in coded if not code % DISTRICT}
    return sorted(full | stems)
