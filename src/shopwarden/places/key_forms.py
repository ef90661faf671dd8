"""What a place key is written with: the forms of words, letters and numbers."""

from __future__ import annotations

from functools import cache
from typing import Final

from shopwarden.places.gazetteer import load

COUNTY: Final = 6
# Provinces that are, or hardly differ from, one city.
CITIES: Final = ("11", "12", "31", "50", "71", "81", "82")
NO_CITY: Final = "0000"
JOINT: Final = "\x1f"
LETTER: Final = r"[A-Za-z\uFF21-\uFF3A\uFF41-\uFF5A]"
# x东信大厦 and 阳光x花园, but not the B of 神华康城B区.
STRAY_LETTER: Final = rf"(^|\p{{Han}}){LETTER}([\p{{Han}}&&[^区區座期组組馆館]])"
TOWN_END: Final = "(?:街道|镇|鎮|乡|鄉)$"
COMMUNITY: Final = "(?:社区|社區|居委|居委会|居委會)$"
BASEMENT: Final = r"^(?:负|負|地下|[Bb\uFF22\uFF42－—-])"
# What is counted is told by the place in the key.
UNIT_WORDS: Final = " 单單元门門梯号號"
FLOOR_WORDS: Final = " 层層楼樓Ff\uff26\uff46"
ROOM_WORDS: Final = " 室房间間号號铺鋪档檔口位店面户戶摊攤商"
_WORDS: Final = {
    "村村民委员会": "村", "村村委会": "村", "村民委员会": "村", "村委会": "村", "村村委": "村",
    "村委": "村", "居委会": "", "居委": "", "行政村": "村", "自然村": "村", "村民小组": "组",
    "小组": "组", "小区": "",
}  # fmt: skip
_LETTERS: Final = {
    "〇零○o": "0", "一壹": "1", "二贰两": "2", "三叁": "3", "四肆": "4", "五伍": "5", "六陆": "6",
    "七柒": "7", "八捌": "8", "九玖": "9", "拾": "十", "佰": "百", "附之至、_~/": "-", JOINT: "/",
    "号楼栋幢座# .·•,:;()[]{}【】「」“”\"'!?*&^%$@+=|\\": "",
}  # fmt: skip
# 3十5 is 35, 十2 is 12, 1百05 is 105.
TENS: Final = (
    (r"(\d)百(\d)十(\d)", "$1$2$3"), (r"(\d)百(\d)十", "${1}${2}0"), (r"(\d)百0(\d)", "${1}0$2"),
    (r"(\d)百", "${1}00"), (r"(\d)十(\d)", "$1$2"), (r"(\d)十", "${1}0"), (r"十(\d)", "1$1"),
    ("十", "10"),
)  # fmt: skip


@cache
def pairs() -> tuple[list[str], list[str]]:
    """Return everything that is not written in a key, and what stands for it."""
    own = {letter: form for letters, form in _LETTERS.items() for letter in letters}
    folded = {
        chr(unit): chr(form)
        for unit, form in enumerate(load().fold.tolist())
        if not 0xD800 <= unit < 0xE000
    }
    folded |= {letter: own[form] for letter, form in folded.items() if form in own}
    forms = _WORDS | {letter: form for letter, form in folded.items() if letter != form}
    return list(forms), list(forms.values())
