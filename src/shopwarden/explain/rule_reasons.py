"""Why a rule fired, in words: a metric, its value, and what it was compared with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, NamedTuple

from shopwarden.explain.language import Language, Text
from shopwarden.explain.quantities import OPERATORS, label, quantity
from shopwarden.rules import Reason, Type, Vocabulary

_REASON: Final = Text("{metric} {value}（{wanted}）", "{metric} {value} ({wanted})")
_REASONS: Final = {
    "in": Text("{metric}在所列值之内", "{metric} is one of the values"),
    "not in": Text("{metric}不在所列值之内", "{metric} is none of the values"),
    "like": Text("{metric}含有所写文字", "{metric} has the text"),
    "not like": Text("{metric}不含所写文字", "{metric} does not have the text"),
    "matches": Text("{metric}符合所写模式", "{metric} matches the pattern"),
    "not matches": Text("{metric}不符合所写模式", "{metric} does not match the pattern"),
    "on_list": Text("{metric}在名单上", "{metric} is on the list"),
    "not on_list": Text("{metric}不在名单上", "{metric} is not on the list"),
    "is_null": Text("{metric}为空", "{metric} is not known"),
    "not is_null": Text("{metric}不为空", "{metric} is known"),
    "is": Text("{metric} = 是", "{metric} = yes"),
    "not is": Text("{metric} = 否", "{metric} = no"),
    "=": Text("{metric}与所写相同", "{metric} is the same"),
    "<>": Text("{metric}与所写不同", "{metric} is different"),
}
# What was wanted, where there is no threshold to show.
_WANTED: Final = {
    "in": Text("在所列值之内", "one of the values"),
    "not in": Text("不在所列值之内", "none of the values"),
    "like": Text("含有所写文字", "has the text"),
    "not like": Text("不含所写文字", "does not have the text"),
    "matches": Text("符合所写模式", "matches the pattern"),
    "not matches": Text("不符合所写模式", "does not match the pattern"),
    "on_list": Text("在名单上", "on the list"),
    "not on_list": Text("不在名单上", "not on the list"),
    "is_null": Text("为空", "not known"),
    "not is_null": Text("不为空", "known"),
    "is": Text("是", "yes"),
    "not is": Text("否", "no"),
    "=": Text("与所写相同", "as written"),
    "<>": Text("与所写不同", "not as written"),
    "<": Text("小于所比的值", "below the other value"),
    "<=": Text("不大于所比的值", "not above the other value"),
    ">": Text("大于所比的值", "above the other value"),
    ">=": Text("不小于所比的值", "not below the other value"),
}


def reason_sentence(reason: Reason, vocabulary: Vocabulary, language: Language) -> str:
    """Say one comparison that decided.

    Parameters
    ----------
    reason
        Of a rule that fired.
    vocabulary
        What the rule was checked against.
    language
        The reader's language.
    """
    term = vocabulary.get(reason.metric)
    metric = label(term, language) if term else reason.metric
    if reason.value is None or reason.threshold is None:
        return _REASONS[reason.operator].in_(language, metric=metric)
    unit = term.unit if term else ""
    value, threshold = (
        quantity(_scalar(found, reason.type), reason.type, unit, vocabulary, language)
        for found in (reason.value, reason.threshold)
    )
    wanted = f"{OPERATORS[reason.operator]} {threshold}"
    return _REASON.in_(language, metric=metric, value=value, wanted=wanted)


class Said(NamedTuple):
    """One comparison in the columns of a table; empty where there is nothing to show."""

    metric: str
    value: str
    wanted: str


def reason_columns(reason: Reason, vocabulary: Vocabulary, language: Language) -> Said:
    """Say one comparison as metric, value and what was wanted of it.

    Parameters
    ----------
    reason
        Of any comparison, whether it held or not (``rules.trace``).
    vocabulary
        What the rule was checked against.
    language
        The reader's language.
    """
    term = vocabulary.get(reason.metric)
    metric, unit = (label(term, language), term.unit) if term else (reason.metric, "")

    def said(number: float | None) -> str:
        if number is None:
            return ""
        scalar = _scalar(number, reason.type)
        return quantity(scalar, reason.type, unit, vocabulary, language)

    if reason.threshold is not None:
        wanted = f"{OPERATORS[reason.operator]} {said(reason.threshold)}"
    else:
        wanted = _WANTED[reason.operator].in_(language)
    return Said(metric, said(reason.value), wanted)


def _scalar(number: float, kind: Type) -> float | datetime | bool:
    if kind is Type.TIME:
        return datetime.fromtimestamp(number, UTC)
    return bool(number) if kind is Type.FLAG else number
