"""Numbers of rules with their units: amounts, shares, days, times of day."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from shopwarden.explain.language import Language, Text
from shopwarden.rules import Term, Type, Vocabulary
from shopwarden.rules.tree import Scalar

OPERATORS: Final = {"=": "=", "<>": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_SYMBOLS: Final = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
_UNITS: Final = {
    "days": Text("{number} 天", "{number} days"),
    "times": Text("{number} 倍", "{number} times"),
}
_QUOTED: Final = Text("“{text}”", "“{text}”")
_FLAGS: Final = {True: Text("是", "yes"), False: Text("否", "no")}
_DIGITS: Final = 6


def label(term: Term, language: Language) -> str:
    """Return what a person calls a column or feature."""
    return (term.zh if language is Language.ZH else term.en) or term.name


def quantity(
    value: Scalar, kind: Type, unit: str, vocabulary: Vocabulary, language: Language
) -> str:
    """Write a value as a person reads it.

    Parameters
    ----------
    value
        As in a rule's tree: money in minor units, a time of day in seconds.
    kind
        Its type.
    unit
        Of the term it is compared with: ``share``, ``days``, ``times``, or a noun.
    vocabulary
        Says the shop's currency and zone.
    language
        The reader's language.
    """
    match value:
        case bool():
            return _FLAGS[value].in_(language)
        case str():
            return _QUOTED.in_(language, text=value)
        case datetime():
            return _time(value, vocabulary)
    if kind is Type.MONEY:
        return _amount(float(value), vocabulary)
    if kind is Type.CLOCK:
        return _clock(int(value))
    if kind is Type.NUMBER and unit == "share":
        return f"{_plain(float(value) * 100)}%"
    number = _plain(float(value))
    return _UNITS[unit].in_(language, number=number) if unit in _UNITS else number


def _plain(value: float) -> str:
    """Write a number without an exponent, and without what rounding left behind."""
    text = f"{round(value, _DIGITS):.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _amount(minor: float, vocabulary: Vocabulary) -> str:
    sign = "-" if minor < 0 else ""
    major = _plain(abs(minor) / 10**vocabulary.digits)
    symbol = _SYMBOLS.get(vocabulary.currency)
    return f"{sign}{symbol}{major}" if symbol else f"{sign}{major} {vocabulary.currency}"


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    text = f"{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text


def _time(time: datetime, vocabulary: Vocabulary) -> str:
    local = time.astimezone(ZoneInfo(vocabulary.zone))
    text = f"{local:%Y-%m-%d %H:%M}"
    return f"{text}:{local:%S}" if local.second else text.removesuffix(" 00:00")
