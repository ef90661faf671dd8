"""The words of an address in Latin letters: where they stand, and what kind of word each is."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

from shopwarden.places.levels import Level

_WORD: Final = re.compile(r"[a-z]+(?:['’`][a-z]+)*|\d+[a-z]?(?![a-z\d])|\d+")
_BREAK: Final = re.compile(r"[,;/\n，；、()（）]")
_NOT_LETTERS: Final = re.compile(r"[^a-z]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PROVINCE: Final = frozenset({Level.PROVINCE})
_CITY: Final = frozenset({Level.CITY})
_ANY_CITY: Final = frozenset({Level.PROVINCE, Level.CITY, Level.DISTRICT})
_DISTRICT: Final = frozenset({Level.DISTRICT})
_TOWN: Final = frozenset({Level.TOWN})
# What tells the level of the name before it.
SUFFIXES: Final = {
    **dict.fromkeys(("province", "prov", "sheng", "zizhiqu", "sar"), _PROVINCE),
    **dict.fromkeys(("city", "shi", "municipality"), _ANY_CITY),
    **dict.fromkeys(("prefecture", "diqu", "zhou", "zizhizhou", "league", "meng"), _CITY),
    **dict.fromkeys(
        ("district", "dist", "qu", "county", "xian", "zizhixian", "banner", "qi", "xinqu"),
        _DISTRICT,
    ),
    **dict.fromkeys(
        ("town", "zhen", "township", "xiang", "subdistrict", "jiedao", "sumu"), _TOWN
    ),
}  # fmt: skip
# Two words and more; the first of them is no suffix by itself.
PHRASES: Final = {
    ("autonomous", "region"): _PROVINCE,
    ("special", "administrative", "region"): _PROVINCE,
    ("autonomous", "prefecture"): _CITY,
    ("autonomous", "county"): _DISTRICT,
    ("autonomous", "banner"): _DISTRICT,
    ("new", "area"): _DISTRICT,
    ("new", "district"): _DISTRICT,
    ("sub", "district"): _TOWN,
}
# Between a name and ``autonomous``: Guangxi Zhuang, Enshi Tujia and Miao.
PEOPLES: Final = _words(
    "zhuang hui uygur uyghur uighur tibetan tibet zang mongol mongolian manchu korean yi miao "
    "tujia dong yao bai hani dai lisu buyei bouyei li qiang kazak kazakh kirgiz kyrgyz salar tu "
    "dongxiang naxi jingpo va wa lahu she sui and gelao mulao maonan daur evenki oroqen zu zizhi"
)
# What makes the words before it the name of a road.
_PINYIN_ROADS: Final = ("lu", "jie", "dadao", "dajie")
# 人民南路 is written Renmin Nanlu.
_TURNED_ROADS: Final = frozenset(
    f"{way}{road}" for way in ("dong", "xi", "nan", "bei", "zhong") for road in _PINYIN_ROADS
)
ROADS: Final = _TURNED_ROADS | _words(
    "road rd street str st avenue ave boulevard blvd highway hwy expressway xiang hutong alley "
    "lu jie dadao dajie"
)
LANES: Final = frozenset({"lane", "nong"})
VILLAGES: Final = _words("village cun community shequ xiaoqu estate garden huayuan")
DIRECTIONS: Final = _words("east west north south middle central e w n s dong xi nan bei zhong")
COUNTRY: Final = re.compile(
    r"\b(?:(?:p\.?\s*r\.?\s*(?:of\s+)?|people['’]?s\s+republic\s+of\s+)?china|prc|zhongguo|cn)\b"
)


class Word(NamedTuple):
    """A word: its span, its letters, and the number of the stretch between commas it is in."""

    start: int
    end: int
    key: str
    segment: int


def words_of(text: str) -> list[Word]:
    """Return the words and numbers of `text` in order, accents and case left out."""
    folded = plain(text)
    breaks = [found.start() for found in _BREAK.finditer(folded)]
    found, segment = [], 0
    for word in _WORD.finditer(folded):
        while segment < len(breaks) and breaks[segment] < word.start():
            segment += 1
        key = word.group() if word.group()[0].isdigit() else letters(word.group())
        found.append(Word(word.start(), word.end(), key, segment))
    return found


def plain(text: str) -> str:
    """Return `text` in small letters without accents, one character for one."""
    return "".join(map(_plain, text))


@cache
def _plain(one: str) -> str:
    base = unicodedata.normalize("NFKD", one)[0].lower()
    return base if len(base) == 1 else one


def letters(text: str) -> str:
    """Return the letters alone, with the several ways to write ü made one."""
    bare = _NOT_LETTERS.sub("", text)
    for written in ("lyu", "lv", "nyu", "nv"):
        bare = bare.replace(written, f"{written[0]}u")
    return bare
