"""The key of one place, without the libraries for whole columns: as ``keys``, step by step."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from shopwarden.places import key_forms as forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.places.parse import Address

_TOWN_END: Final = re.compile(forms.TOWN_END)
_COMMUNITY: Final = re.compile(forms.COMMUNITY)
_LETTER: Final = re.compile(forms.LETTER)
_BASEMENT: Final = re.compile(forms.BASEMENT)
_HAN: Final = (
    r"\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufad9\U00020000-\U000323af"
)
_STRAY_LETTER: Final = re.compile(rf"(^|[{_HAN}]){forms.LETTER}((?![区區座期组組馆館])[{_HAN}])")
_HAS_TENS: Final = re.compile(r"\d百|十")
_TENS: Final = [
    (re.compile(written), re.sub(r"\$\{?(\d)\}?", r"\\g<\1>", form)) for written, form in forms.TENS
]


def key_of(address: Address) -> str | None:
    """Return the key of the place of a parsed address, None where no place can be told."""
    if not _is_told(address):
        return None
    code = address.code or ""
    joined = forms.JOINT.join([code[: forms.COUNTY], _place(address), *_flat(address)])
    key = _written()(joined)
    if _HAS_TENS.search(key):
        for pattern, form in _TENS:
            key = pattern.sub(form, key)
    return key


def _is_told(one: Address) -> bool:
    if one.code is None:
        return False
    region = one.code[: forms.COUNTY]
    is_city = region[-len(forms.NO_CITY) :] != forms.NO_CITY or one.code[:2] in forms.CITIES
    has_flat = one.building is not None or one.room is not None
    has_name = one.village is not None or one.poi is not None
    has_road = not (one.road is None and one.lane is None and one.town is None)
    return is_city and (has_name or (has_road and (one.number is not None or has_flat)))


def _place(one: Address) -> str:
    has_number, has_road, has_poi = (value is not None for value in (one.number, one.road, one.poi))
    is_named = has_road or one.village is not None
    parts = []
    if not is_named and not has_poi and one.lane is None and one.town is not None:
        parts.append(_TOWN_END.sub("", one.town, count=1))
    if one.village is not None and not (
        (has_road and has_number) or (_COMMUNITY.search(one.village) and (has_poi or has_road))
    ):
        parts.append(one.village)
    if one.road is not None and (has_number or not has_poi):
        parts.append(_LETTER.sub("", one.road))
    parts += [value for value in (one.lane, one.number) if value is not None]
    if one.poi is not None and (not has_number or not is_named):
        parts.append(_STRAY_LETTER.sub(r"\1\2", one.poi))
    return forms.JOINT.join(parts)


def _flat(one: Address) -> list[str]:
    unit = (one.unit or "").rstrip(forms.UNIT_WORDS).lstrip("0")
    return [one.building or "", unit, _room(one)]


def _room(one: Address) -> str:
    floor = None
    if one.floor is not None:
        floor = _BASEMENT.sub("-", one.floor.rstrip(forms.FLOOR_WORDS), count=1)
    if one.room is None:
        return "" if floor is None else f"f{floor}"
    room = one.room.rstrip(forms.ROOM_WORDS)
    if floor is None or len(room) > 2:
        return room
    # 5楼01室 and 5楼1号 are 501室, 18楼A室 is 18A.
    gap = "0" if len(room) == 1 and re.search(r"\d", room) else ""
    return f"{floor}{gap}{room}"


@cache
def _written() -> Callable[[str], str]:
    """Return the function that writes everything in its one form."""
    written, replacements = forms.pairs()
    pairs = dict(zip(written, replacements, strict=True))
    words = "|".join(re.escape(one) for one in written if len(one) > 1)
    letters = {ord(one): pairs[one] for one in written if len(one) == 1}
    pattern = re.compile(words)

    def write(text: str) -> str:
        # A word is one form; what stands between words is written letter by letter.
        parts: list[str] = []
        end = 0
        for found in pattern.finditer(text):
            parts += (text[end : found.start()].translate(letters), pairs[found[0]])
            end = found.end()
        return "".join([*parts, text[end:].translate(letters)])

    return write
