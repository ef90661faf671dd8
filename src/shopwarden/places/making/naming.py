"""How a division's official name is shortened and varied in what people write."""

from __future__ import annotations

import re
from typing import Final

_PEOPLES: Final = (  # noqa: SIM905 - a list of words reads better as one text
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 "
    "拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 "
    "怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
# One-syllable names count only with 族: 白 and 水 are ordinary characters of place names.
_ETHNIC: Final = "|".join(f"{p}族" if len(p) == 1 else f"{p}族?" for p in _PEOPLES)
_AUTONOMOUS: Final = re.compile(
    rf"^(.{{2,}}?)(?:{_ETHNIC})+(自治区|自治州|自治县|自治旗|民族苏木|民族乡|苏木|乡|镇|区)$"
)
_ADMIN: Final = re.compile(
    r"^(.{2,}?)族?(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|盟|县|区|旗)$"
)
_TOWN: Final = re.compile(r"^(.{2,}?)(街道|民族苏木|苏木|民族乡|乡|镇|地区|街)$")
_OFFICE: Final = re.compile(r"(?:人民政府)?(?:街道办事处|街办|地区办事处|办事处)$")
_TOWN_SUFFIXES: Final = ("街道", "镇", "乡")
_COUNTY_SUFFIXES: Final = ("区", "市", "县")
# What a name of the township tables must end in to be a township and not an office or a zone.
_REAL_TOWN: Final = re.compile(
    r"(街道|镇|乡|苏木|地区|农场|林场|牧场|渔场|团场|[一二三四五六七八九十]团|^.{2,3}区)$"
)
_SUFFIX_ONLY: Final = frozenset({"街道", "农场", "林场", "牧场", "地区"})
_ZONE: Final = re.compile(
    r"(开发区|园区|管理区|示范区|实验区|聚集区|集聚区|食品区|名胜区|管委会|群岛|海域|产业区|保税区|"
    r"度假区|基地|公司|产业园|(?<!浦东)(?<!滨海)(?<!沈北)(?<!两江)新区|新城)$"
)


def stem(name: str) -> str:
    """Return a province's, city's or county's name without its suffix, or the name itself.

    >>> stem("恩施土家族苗族自治州"), stem("西湖区"), stem("沛县")
    ('恩施', '西湖', '沛县')
    """
    found = _AUTONOMOUS.match(name) or _ADMIN.match(name)
    return found.group(1) if found else name


def town_name(name: str) -> str:
    """Return a township's name without the word for its office."""
    short = _OFFICE.sub("", name)
    if short == name:
        return name
    return f"{short}街道" if "街" in name[len(short) :] else f"{short}{_office_kind(name)}"


def _office_kind(name: str) -> str:
    return "地区" if name.endswith("地区办事处") else "街道"


def town_stem(name: str) -> str:
    """Return a township's name without its suffix, or the name itself.

    >>> town_stem("五常街道"), town_stem("石镇")
    ('五常', '石镇')
    """
    found = _AUTONOMOUS.match(name) or _TOWN.match(name)
    return found.group(1) if found else name


def is_town(name: str) -> bool:
    """Whether `name` from a township table names a township, not an office or a zone."""
    return _REAL_TOWN.search(name) is not None and name not in _SUFFIX_ONLY and not is_zone(name)


def is_zone(name: str) -> bool:
    """Whether `name` is a development zone or the like, which has no place in the hierarchy."""
    return _ZONE.search(name) is not None


def town_variants(name: str) -> set[str]:
    """Return the full names people write for a township: its own, and with another suffix."""
    short = town_stem(name)
    return {name} | ({short + suffix for suffix in _TOWN_SUFFIXES} if short != name else set())


def county_variants(name: str) -> set[str]:
    """Return names with another suffix than the official one, for promoted counties."""
    short = stem(name)
    if short == name:
        return set()
    suffixes = (*_COUNTY_SUFFIXES, "旗") if name.endswith("旗") else _COUNTY_SUFFIXES
    return {short + suffix for suffix in suffixes} - {name}


def prefecture_variants(name: str) -> set[str]:
    """Return the short form of an autonomous prefecture with its level: 凉山州."""
    short = stem(name)
    return {f"{short}州"} if name.endswith("自治州") else set()
