"""Name and phone of the receiver, pasted into the text of an address."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.lexemes import (
    LABEL,
    NAME_AT,
    PHONE_AT,
    ROOM,
    is_free,
    put,
)
from shopwarden.places.kernel.marks import DIGIT, HAN, PLACE_END, SEPARATOR, SURNAME
from shopwarden.places.kernel.registry import Ints, Spans, kernel
from shopwarden.places.kernel.scan import run_start, skip
from shopwarden.places.kernel.words import letters, pair, pairs

_ZERO, _ONE, _TWO, _THREE, _FOUR, _SIX, _EIGHT, _NINE = letters("01234689")
_STAR, _DASH, _SPACE, _TURN, _SHOU, _REN = letters("*- 转收人")
_MOBILE: Final = 11
_SERVICE: Final = 10
_SHORTEST_LINE, _LONGEST_LINE = 10, 12
_LONGEST_EXTENSION: Final = 6
_LONGEST_NAME: Final = 4
# 代收, 签收 and the like are no receivers.
_NO_RECEIVER: Final = letters("代签查回接揽验拒")
_TITLES: Final = pairs("先生 女士 小姐 老师 师傅 同学 阿姨 经理 太太 医生 老板 主任 大哥 大姐")
_LABELS: Final = pairs("收件 收货 联系 姓名 收方")
_OTHER_LABELS: Final = pairs("电话 手机 地址 号码 座机 邮编 备注 方式 详细 地铁")


@kernel
def phone_end(units: Ints, marks: Ints, at: int, end: int) -> int:
    """Return where the phone number at `at` ends, its extension included; `at` without one."""
    begin = at
    if units[at] == _EIGHT and units[at + 1] == _SIX:
        past = at + 2 + int(units[at + 2] == _DASH or units[at + 2] == _SPACE)
        if units[past] == _ONE:
            begin = past
    first, second = units[begin], units[begin + 1]
    is_mobile = first == _ONE and second >= _THREE and second <= _NINE
    is_service = (first in (_FOUR, _EIGHT)) and second == _ZERO
    if not is_mobile and not is_service and first != _ZERO:
        return at
    most = _MOBILE if is_mobile else _SERVICE if is_service else _LONGEST_LINE
    stop, digits = _dialled(units, marks, begin, end, most)
    least = _SHORTEST_LINE if first == _ZERO else most
    if digits < least or marks[stop] & DIGIT:
        return at
    return _extension_end(units, marks, stop)


@kernel
def _dialled(units: Ints, marks: Ints, at: int, end: int, most: int) -> tuple[int, int]:
    """Return where a run of at most `most` digits ends, and how many they are.

    One dash or space may stand between groups of three or more, asterisks for hidden digits.
    """
    digits, group = 0, 0
    while at < end and digits < most:
        if marks[at] & DIGIT or (units[at] == _STAR and digits >= 3):
            digits += 1
            group += 1
        elif group >= 3 and marks[at + 1] & DIGIT and (units[at] == _DASH or units[at] == _SPACE):
            group = 0
        else:
            break
        at += 1
    return at, digits


@kernel
def _extension_end(units: Ints, marks: Ints, at: int) -> int:
    """Return where 转1234 or -1234 behind a phone number ends."""
    if units[at] != _DASH and units[at] != _TURN:
        return at
    stop = skip(marks, at + 1, DIGIT)
    return stop if at + 1 < stop <= at + 1 + _LONGEST_EXTENSION else at


@kernel
def is_label(units: Ints, begin: int, end: int) -> bool:
    """Whether a whole name says that the receiver's follows: 收件人, 联系人."""
    return end - begin <= 3 and end - begin >= 2 and pair(units, begin) in _LABELS


@kernel
def is_other_label(units: Ints, begin: int, end: int) -> bool:
    """Whether a whole name is a word of a form: 电话, 联系电话, 收货地址."""
    return 2 <= end - begin <= 5 and pair(units, end - 2) in _OTHER_LABELS


@kernel
def label_begin(units: Ints, marks: Ints, begin: int, at: int) -> int:
    """Return where the word begins that announces what stands at `at`: 联系电话:, 收件人."""
    stop = max(run_start(marks, at, SEPARATOR), begin)
    while stop - begin >= 2:
        past = stop - int(units[stop - 1] == _REN)
        word = pair(units, past - 2)
        if past - 2 < begin or not (word in _LABELS or (past == stop and word in _OTHER_LABELS)):
            break
        stop = past - 2
    return stop


@kernel
def take_person(
    units: Ints, marks: Ints, begin: int, stop: int, end: int, last: int, spans: Spans
) -> bool:
    """Write down the receiver's name if that is what the name from `begin` to `stop` is."""
    if not is_free(spans, NAME_AT):
        return False
    if last != LABEL and stop - begin > 3 and pair(units, begin) in _LABELS:
        # 收件人张三.
        begin += 2 + int(units[begin + 2] == _REN)
        last = LABEL
    name_end, is_titled = _receiver_end(units, marks, begin, stop)
    length = name_end - begin
    if length < 1 or length > _LONGEST_NAME:
        return False
    if last == LABEL or is_titled:
        return put(spans, NAME_AT, begin, name_end)
    if length < 2:
        return False
    after = skip(marks, stop, SEPARATOR)
    is_marked = units[after] == _SHOU and marks[after + 1] & HAN == 0
    if is_marked and marks[begin] & SURNAME:
        return put(spans, NAME_AT, begin, name_end)
    if marks[stop - 1] & PLACE_END:
        return False
    if after < end and phone_end(units, marks, after, end) > after:
        return put(spans, NAME_AT, begin, name_end)
    if spans[PHONE_AT] >= 0 and skip(marks, spans[PHONE_AT + 1], SEPARATOR) == begin:
        return put(spans, NAME_AT, begin, name_end)
    is_last = last == ROOM and after >= end and marks[begin - 1] & SEPARATOR != 0
    if is_last and marks[begin] & SURNAME and length <= 3:
        return put(spans, NAME_AT, begin, name_end)
    return False


@kernel
def _receiver_end(units: Ints, marks: Ints, begin: int, stop: int) -> tuple[int, bool]:
    """Return where the name in 张三收 or 张先生收 ends, and whether 收 or a title tells it."""
    if stop - begin < 3:
        return stop, False
    if units[stop - 1] == _SHOU:
        # 阳光花园收 and 请代收 name nobody.
        is_place = stop - begin > 3 and marks[stop - 2] & PLACE_END != 0
        return stop - 1, not is_place and units[stop - 2] not in _NO_RECEIVER
    return stop, pair(units, stop - 2) in _TITLES


@kernel
def read_head(units: Ints, marks: Ints, begin: int, end: int, spans: Spans) -> None:
    """Read name and phone in front of the divisions, which begin at `end`."""
    at = begin
    last = 0
    while at < end:
        if marks[at] & DIGIT:
            stop = phone_end(units, marks, at, end)
            if stop > at:
                put(spans, PHONE_AT, at, stop)
            at = stop if stop > at else skip(marks, at, DIGIT)
        elif marks[at] & HAN:
            stop = min(skip(marks, at, HAN), end)
            if is_label(units, at, stop):
                last = LABEL
            elif not is_other_label(units, at, stop):
                take_person(units, marks, at, stop, end, last, spans)
                last = 0
            at = stop
        else:
            at += 1
