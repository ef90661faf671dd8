"""What rules and lists say to a person."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shopwarden.desk.common.problems import problem
from shopwarden.desk.errors import DeskError
from shopwarden.desk.intake.words import language
from shopwarden.errors import ShopwardenError
from shopwarden.explain.errors import error_sentence
from shopwarden.explain.rule_errors import rule_refusal
from shopwarden.rules import RulebookError, RuleError, Term, Type

_TYPES: Final = {
    Type.INTEGER: gettext_lazy("whole number"),
    Type.NUMBER: gettext_lazy("number"),
    Type.MONEY: gettext_lazy("amount"),
    Type.TEXT: gettext_lazy("text"),
    Type.CHOICE: gettext_lazy("one of a few"),
    Type.TIME: gettext_lazy("time"),
    Type.CLOCK: gettext_lazy("time of day"),
    Type.FLAG: gettext_lazy("yes or no"),
}
_LONGEST: Final = 60
HAPPENED: Final = {
    "refunded": pgettext_lazy("order", "Refunded"),
    "disputed": pgettext_lazy("order", "The platform stepped in"),
    "fine": pgettext_lazy("order", "Ended well"),
    "": pgettext_lazy("order", "Still open"),
}
DECIDED: Final = {
    "right": gettext_lazy("Found right by people"),
    "wrong": gettext_lazy("Found to be a false alarm"),
    "undecided": gettext_lazy("Left undecided"),
    "": gettext_lazy("Nobody decided"),
}


class Function(NamedTuple):
    """A function of the language, with an example that can be put into a rule."""

    name: str
    example: str
    label: str | Promise


FUNCTIONS: Final = (
    Function("on_list", "on_list('trusted', buyer)", gettext_lazy("is on a list of the shop")),
    Function("in", "status in ('paid', 'hold')", gettext_lazy("is one of several values")),
    Function(
        "between", "amount between 100 and 500", gettext_lazy("lies in a range with its ends")
    ),
    Function("like", "title like '%礼品卡%'", gettext_lazy("has a text, % stands for anything")),
    Function("matches", "matches(buyer_message, '微信|QQ')", gettext_lazy("has a pattern")),
    Function("is null", "device is null", gettext_lazy("is not known")),
    Function("coalesce", "coalesce(quantity, 1)", gettext_lazy("the first value that is known")),
    Function("hour", "hour(created_at) < 6", gettext_lazy("hour of a time, 0 to 23")),
    Function("weekday", "weekday(created_at) >= 6", gettext_lazy("day of the week, Monday is 1")),
    Function(
        "time_of_day", "time_of_day(created_at) < '06:00'", gettext_lazy("time of day of a time")
    ),
    Function("length", "length(buyer_message) > 50", gettext_lazy("number of characters")),
    Function("lower", "lower(buyer) like 'a%'", gettext_lazy("A to Z in lower case")),
    Function("abs", "abs(amount - refunded) < 1", gettext_lazy("size without the sign")),
)


LEFT_OUT: Final = {
    "nothing": gettext_lazy("names nobody: masked, empty, or no whole phone number"),
    "day": gettext_lazy("its last day is not a date like 2026-12-31"),
    "far": gettext_lazy("its last day is after the year 9998"),
    "past": gettext_lazy("its last day has passed"),
    "opposite": gettext_lazy("is on the opposite list; take it off there first"),
}


def type_name(term: Term) -> str:
    """Return what kind of value a name stands for; of a choice, the values."""
    choices = ", ".join(term.choices)
    return choices if 0 < len(choices) <= _LONGEST else str(_TYPES[term.type])


def why_refused(error: ShopwardenError) -> str:
    """Say why a file could not become a list, and what to do."""
    if isinstance(error, DeskError):
        found = problem(error.code)
        return f"{found.title} {found.advice}"
    if isinstance(error, RulebookError | RuleError):
        return rule_refusal(error, language())
    if error.code == "bad_list.unrecognised":
        return _(
            "No column of %(file)s says what it holds. Name its columns phone, receiver or buyer, "
            "or put phone numbers alone into its only column."
        ) % {"file": error.data["file"]}
    return error_sentence(error, language())
