"""What the editor says of a text while it is written: its mistake, or how it reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from re import findall
from typing import Final, NamedTuple

from shopwarden.desk.intake.words import language
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.rulebook.words import FUNCTIONS, Function, type_name
from shopwarden.desk.shops.models import Shop
from shopwarden.explain.quantities import label
from shopwarden.explain.rule_errors import rule_error_sentence
from shopwarden.explain.rule_reasons import Said, reason_columns
from shopwarden.explain.rules import read_rule
from shopwarden.features import FEATURES
from shopwarden.rules import CheckedRule, Lists, RuleError, Term, check_rule, trace
from shopwarden.rules.python import Row

# How much of a long line is shown before the place, and of the place itself.
_BEFORE: Final = 60
_WRONG: Final = 80
_AFTER: Final = 40


class Mistake(NamedTuple):
    """What is wrong, and the line of the text around it."""

    sentence: str
    line: int
    column: int
    before: str
    wrong: str
    after: str


@dataclass(frozen=True)
class Checked:
    """A text as the editor sees it: with a mistake, or with its meaning."""

    rule: CheckedRule | None = None
    reading: str = ""
    mistake: Mistake | None = None


class Name(NamedTuple):
    """Something a rule may write."""

    name: str
    label: str
    type: str
    # What is put into the text.
    text: str


class Step(NamedTuple):
    """One comparison on one order: whether it held, None where that is not known."""

    said: Said
    holds: bool | None


class Piece(NamedTuple):
    """A part of two texts: ``same``, ``added`` or ``removed``."""

    change: str
    text: str


def check(text: str, shop: Shop) -> Checked:
    """Return what is to be said of a text; takes a moment at most, whatever it is."""
    try:
        rule = check_rule(text, vocabulary(shop))
    except RuleError as error:
        return Checked(mistake=mistake_of(error))
    return Checked(rule=rule, reading=read_rule(rule, language()))


def mistake_of(error: RuleError) -> Mistake:
    """Return a mistake with the text around it."""
    place = error.place
    lines = error.text.split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    begin = place.column - 1
    end = begin + place.length
    return Mistake(
        rule_error_sentence(error, language()),
        place.line,
        place.column,
        line[max(0, begin - _BEFORE) : begin],
        line[begin:end][:_WRONG] or " ",
        line[end : end + _AFTER],
    )


def names(shop: Shop) -> list[tuple[str, list[Name]]]:
    """Return what a rule may write: columns, features, functions, each with its words."""
    terms = vocabulary(shop).values()
    said = [
        (
            term.name in FEATURES,
            Name(term.name, label(term, language()), type_name(term), term.name),
        )
        for term in terms
    ]
    return [
        ("columns", [name for is_feature, name in said if not is_feature]),
        ("features", [name for is_feature, name in said if is_feature]),
        ("functions", [_function(one) for one in FUNCTIONS]),
    ]


def labels(terms: Iterable[Term]) -> str:
    """Return what people call some columns, in a row."""
    return ", ".join(label(term, language()) for term in terms)


def _function(one: Function) -> Name:
    return Name(one.name, str(one.label), one.example, one.example)


def steps(rule: CheckedRule, row: Row, lists: Lists) -> list[Step]:
    """Return every comparison of a rule on one order."""
    return [
        Step(reason_columns(reason, rule.vocabulary, language()), holds)
        for reason, holds in trace(rule, row, lists)
    ]


def difference(before: str, after: str) -> list[Piece]:
    """Return what has to be taken out of a text and put in, word by word."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces += [
            Piece(change, text)
            for change, text in (("removed", "".join(old[a:b])), ("added", "".join(new[c:d])))
            if text
        ]
    return pieces


def _words(text: str) -> Sequence[str]:
    return findall(r"'[^']*'|\w+|\s+|.", text)
