"""The question to ask a buyer about an address, ready to paste into the chat.

Polite and concrete: what cannot be right is quoted, what was probably meant is offered, and
nothing sounds like a reproach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from shopwarden.explain.language import Language, Text
from shopwarden.places import division_path
from shopwarden.places.action import Action, next_action
from shopwarden.places.reasons import AddressReason
from shopwarden.places.slips import Cause

if TYPE_CHECKING:
    from shopwarden.places.address import Address
    from shopwarden.places.suggest import Suggestion

ACTIONS: Final = {
    Action.SHIP: Text("可以发货", "may ship"),
    Action.ASK: Text("先向买家核对地址", "ask the buyer about the address first"),
    Action.HOLD: Text("先不发货，由人判断", "do not ship yet; a person decides"),
}
CAUSES: Final = {
    Cause.SOUNDS_ALIKE: Text("读音相同", "sounds the same"),
    Cause.LOOKS_ALIKE: Text("字形相近", "looks alike"),
    Cause.SWAPPED: Text("两字颠倒", "two characters swapped"),
    Cause.DOUBLED: Text("多写一字", "a character twice"),
    Cause.MISSING: Text("少写一字", "a character missing"),
    Cause.EXTRA: Text("多写一字", "a character too many"),
    Cause.OTHER_CHARACTER: Text("一字之差", "one character differs"),
    Cause.CONTRADICTION: Text("与其余部分不符", "does not fit the rest"),
    Cause.ABOLISHED: Text("区划已变更", "division has changed"),
    Cause.AMBIGUOUS: Text("同名不止一处", "several of this name"),
}

_ONE: Final = Text(
    "亲，您好！发货前想和您核对一下收货地址：{point}麻烦您回复一下，确认后马上为您安排发货，谢谢！",
    "Hello! Before we ship your order, may we check the delivery address with you? {point} "
    "We will ship as soon as we hear from you. Thank you!",
)
_MANY: Final = Text(
    "亲，您好！发货前想和您核对一下收货地址：\n{points}\n麻烦您回复一下，确认后马上为您安排发货，谢谢！",
    "Hello! Before we ship your order, may we check the delivery address with you?\n{points}\n"
    "We will ship as soon as we hear from you. Thank you!",
)
_POINT: Final = Text("{number}. {point}", "{number}. {point}")
_QUOTED: Final = Text("“{text}”", "“{text}”")
_OR: Final = Text("，还是", " or ")

_APART: Final = Text(
    "地址里的“{left}”和“{right}”不在一起，请问应寄到{places}{end}",
    "“{left}” and “{right}” in the address do not lie together. Should it go to {places}?",
)
_APART_WHERE: Final = Text(
    "地址里的“{left}”和“{right}”不在一起，请问应寄到哪个省、市、区县呢？",
    "“{left}” and “{right}” in the address do not lie together. Which province, city and "
    "district should it go to?",
)
_UNKNOWN: Final = Text(
    "地址里的“{old}”没有查到，请问是{places}{end}",
    "We could not find “{old}” in the address. Is it {places}?",
)
_UNKNOWN_WHERE: Final = Text(
    "地址里的“{old}”没有查到，请问是哪个省、市、区县呢？",
    "We could not find “{old}” in the address. Which province, city and district is it?",
)
_SEVERAL: Final = Text(
    "叫“{old}”的地方不止一处，请问是{places}{end}",
    "There is more than one “{old}”. Is it {places}?",
)
_SEVERAL_WHERE: Final = Text(
    "叫“{old}”的地方不止一处，请问是哪个省、哪个市的呢？",
    "There is more than one “{old}”. Which province and city is it in?",
)
_NO_DETAIL: Final = Text(
    "地址只写到“{old}”，请问详细地址（道路、门牌号或小区、楼栋、房号）是什么呢？",
    "The address ends with “{old}”. What is the detailed address (road and number, or estate, "
    "building and room)?",
)
_NO_NUMBER: Final = Text(
    "请问门牌号，或小区、单位的名称是什么呢？",
    "What is the house number, or the name of the estate or company?",
)
_UNCLEAR: Final = Text(
    "地址里的“{old}”没有看明白，请问详细地址是什么呢？",
    "We could not make out “{old}” in the address. What is the detailed address?",
)
_CONTACT: Final = Text(
    "地址里留了联系方式，请问派送时联系订单上的收货电话可以吗？",
    "The address holds contact details. May the courier call the phone number of the order?",
)
_CHANGE: Final = Text("{old} → {new}（{cause}）", "{old} → {new} ({cause})")
_LEFT_OUT: Final = Text("删去", "left out")
_MOST_PLACES: Final = 3
_SHOWN: Final = 16

_Reason = Mapping[str, Any]
_Writer = Callable[[str, _Reason, "Suggestion | None", Language], str]


def question(
    text: str, address: Address, suggestion: Suggestion | None, language: Language
) -> str | None:
    """Return what to ask the buyer about an address, or None if ``next_action`` is not to ask.

    Parameters
    ----------
    text
        The address as written.
    address
        What ``parse_address`` read in it.
    suggestion
        What ``suggest`` takes it to mean.
    language
        The buyer's language.
    """
    codes = [AddressReason(reason["code"]) for reason in address.reasons]
    if next_action(codes) is not Action.ASK:
        return None
    points = [
        _POINTS[code](text, reason, suggestion, language)
        for code, reason in zip(codes, address.reasons, strict=True)
        if code in _POINTS
    ]
    points = list(dict.fromkeys(points))
    if len(points) == 1:
        return _ONE.in_(language, point=points[0])
    numbered = (
        _POINT.in_(language, number=number, point=point) for number, point in enumerate(points, 1)
    )
    return _MANY.in_(language, points="\n".join(numbered))


def change_lines(suggestion: Suggestion, language: Language) -> list[str]:
    """Say what a suggestion would change, one line per change: ``余航区 → 余杭区（读音相同）``."""
    return [
        _CHANGE.in_(
            language,
            old=change.old,
            new=change.new or _LEFT_OUT.in_(language),
            cause=CAUSES[change.cause].in_(language),
        )
        for change in suggestion.changes
    ]


def _part(text: str, reason: _Reason) -> str:
    span = reason["spans"][-1] if reason["spans"] else {"start": 0, "end": 0}
    found = text[span["start"] : span["end"]].strip()
    return found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"


def _listed(places: Sequence[str], language: Language) -> dict[str, str]:
    """Return the places in a row, quoted, and how a question about them ends."""
    quoted = [_QUOTED.in_(language, text=place) for place in places]
    return {"places": _OR.in_(language).join(quoted), "end": "吗？" if len(places) == 1 else "？"}


def _place(code: str) -> str:
    return "".join(name for _, name in division_path(code))


def _contradiction(
    text: str, reason: _Reason, suggestion: Suggestion | None, language: Language
) -> str:
    left, right = (text[span["start"] : span["end"]] for span in reason["spans"][:2])
    if suggestion is None:
        return _APART_WHERE.in_(language, left=left, right=right)
    places = [_place(code) for code in (suggestion.code, *suggestion.other_codes)]
    return _APART.in_(language, left=left, right=right, **_listed(places, language))


def _unknown(text: str, reason: _Reason, suggestion: Suggestion | None, language: Language) -> str:
    span = reason["spans"][0]
    changes = suggestion.changes if suggestion is not None else ()
    meant = [one.new for one in changes if one.start < span["end"] and span["start"] < one.end]
    old = _part(text, reason)
    if not meant:
        return _UNKNOWN_WHERE.in_(language, old=old)
    return _UNKNOWN.in_(language, old=old, **_listed(meant, language))


def _ambiguous(
    text: str, reason: _Reason, suggestion: Suggestion | None, language: Language
) -> str:
    places = list(dict.fromkeys(_place(code) for code in reason["divisions"] if code))
    old = _part(text, reason)
    if not 1 < len(places) <= _MOST_PLACES:
        return _SEVERAL_WHERE.in_(language, old=old)
    return _SEVERAL.in_(language, old=old, **_listed(places, language))


def _nothing_below(
    text: str, reason: _Reason, suggestion: Suggestion | None, language: Language
) -> str:
    return _NO_DETAIL.in_(language, old=_part(text, reason))


def _gibberish(
    text: str, reason: _Reason, suggestion: Suggestion | None, language: Language
) -> str:
    return _UNCLEAR.in_(language, old=_part(text, reason))


def _plain(form: Text) -> _Writer:
    return lambda text, reason, suggestion, language: form.in_(language)


# A note alone asks for nothing, but is asked about along with something that does.
_POINTS: Final[Mapping[AddressReason, _Writer]] = {
    AddressReason.CONTRADICTION: _contradiction,
    AddressReason.UNKNOWN_DIVISION: _unknown,
    AddressReason.AMBIGUOUS: _ambiguous,
    AddressReason.INCOMPLETE: _plain(_NO_NUMBER),
    AddressReason.NOTHING_BELOW_TOWNSHIP: _nothing_below,
    AddressReason.GIBBERISH: _gibberish,
    AddressReason.CONTACT_INSIDE: _plain(_CONTACT),
}
