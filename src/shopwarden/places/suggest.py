"""The most likely intended address of one that cannot be right, and what would change.

Every division written, or meant with a slip, speaks for some divisions of the gazetteer. The
division that most of what is written speaks for is taken as meant; what speaks against it would
be replaced. Nothing is ever changed silently: a suggestion is a question to the buyer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.gazetteer import format_code
from shopwarden.places.kin import chain
from shopwarden.places.levels import Level, level_of, parent
from shopwarden.places.mentions import find_mentions, holds, nine_digits
from shopwarden.places.slips import COST, Cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.places.address import Address
    from shopwarden.places.kin import Division
    from shopwarden.places.mentions import Meaning, Mention

# A township of its own county says most, a province least: it is what people pick wrongly.
_WEIGHT: Final = {Level.PROVINCE: 0.9, Level.CITY: 1.0, Level.DISTRICT: 1.0, Level.TOWN: 1.2}
# A former division was split: the neighbour that the township names may be meant.
_SPLIT: Final = 0.3
# How much less support makes a reading unlikely.
_CLEAR: Final = 0.75
_MOST_OTHERS: Final = 2


class Change(NamedTuple):
    """One replacement: ``text[start:end]``, which is ``old``, would be ``new``."""

    start: int
    end: int
    old: str
    new: str
    cause: Cause


@dataclass(frozen=True)
class Suggestion:
    """The most likely intended address.

    ``text`` is the whole address after ``changes``, ``code`` (as in ``Address.code``) the division
    it then names. ``is_certain``: no other reading has nearly as much support; else ``others``
    are the next likely texts, ``other_codes`` the divisions that they name.
    """

    text: str
    changes: tuple[Change, ...]
    code: str
    is_certain: bool
    others: tuple[str, ...]
    other_codes: tuple[str, ...]


def suggest(text: str, address: Address) -> Suggestion | None:
    """Return the most likely intended address, or None where nothing likely would change.

    Parameters
    ----------
    text
        The address as written.
    address
        What ``parse_address`` read in it.

    Notes
    -----
    For flagged rows only. Cost: about 100 us; the first call for a county reads its names.
    """
    mentions = find_mentions(text, address)
    ranked = _ranked(mentions, nine_digits(address.code))
    if not ranked:
        return None
    is_odd = any(reason["code"] == "contradiction" for reason in address.reasons)
    odd = Cause.CONTRADICTION if is_odd else Cause.ABOLISHED
    best, support = ranked[0]
    changes = _changes(text, mentions, best, odd)
    if not changes:
        return None
    rivals = [code for code, other in ranked[1:] if other > support - _CLEAR]
    texts = {code: _applied(text, _changes(text, mentions, code, odd)) for code in rivals}
    others = {code: other for code, other in texts.items() if other != text}
    shown = [*others][:_MOST_OTHERS]
    return Suggestion(
        text=_applied(text, changes),
        changes=changes,
        code=format_code(best),
        is_certain=not others,
        others=tuple(others[other] for other in shown),
        other_codes=tuple(map(format_code, shown)),
    )


def _fit(mention: Mention, target: int) -> tuple[float, Meaning] | None:
    """Return the meaning of a mention that speaks for `target` at the least cost."""
    best: tuple[float, Meaning] | None = None
    for meaning in mention.meanings:
        one, cost = meaning.division, COST[meaning.cause] if meaning.cause else 0.0
        if not holds(one.stands_for, target):
            beside = one.is_former and one.level is Level.DISTRICT
            if not (beside and holds(parent(one.stands_for, Level.CITY), target)):
                continue
            cost += _SPLIT
        if best is None or (cost, _distance(mention, one)) < (
            best[0], _distance(mention, best[1].division),
        ):  # fmt: skip
            best = cost, meaning
    return best


def _distance(mention: Mention, one: Division) -> tuple[bool, bool, bool]:
    """Prefer the division of just this name and level, then the one in force."""
    return one.name != mention.written, one.level != mention.level, one.is_former


def _ranked(mentions: Sequence[Mention], read: int) -> list[tuple[int, float]]:
    """Return the divisions that may be meant with their support, the likeliest first.

    What only holds, or lies in, the likeliest is no other reading of the address.
    """
    targets = {one.division.stands_for for m in mentions for one in m.meanings}
    support = {
        target: sum(_WEIGHT[m.level] * (1 - fit[0]) for m in mentions if (fit := _fit(m, target)))
        for target in targets
    }
    order = sorted(
        targets, key=lambda t: (-round(support[t], 2), not holds(t, read), -level_of(t), t)
    )
    first = order[:1]
    apart = [t for t in order[1:] if not (holds(t, first[0]) or holds(first[0], t))]
    return [(target, support[target]) for target in first + apart]


def _changes(text: str, mentions: Sequence[Mention], target: int, odd: Cause) -> tuple[Change, ...]:
    """Return what would change for the address to name `target`; nothing if that is not known.

    Parameters
    ----------
    odd
        Why a name that does not fit would change.
    """
    path = chain(target)
    found: list[Change] = []
    for number, mention in enumerate(mentions):
        fit = _fit(mention, target)
        if fit is None:
            if mention.level is Level.TOWN or not mention.meanings:
                continue
            if mention.level not in path:
                return ()
            new, cause = _names(mentions, number, path), odd
        elif fit[1].cause is not None:
            new, cause = fit[1].form, fit[1].cause
        elif _is_gone(fit[1].division, path):
            new, cause = _names(mentions, number, path), Cause.ABOLISHED
        else:
            continue
        old = text[mention.start : mention.end]
        found.append(Change(mention.start, mention.end, old, new, cause))
    return tuple(found)


def _is_gone(one: Division, path: Mapping[Level, Division]) -> bool:
    """Whether a former division is known to have become the one on the path."""
    return one.is_former and one.level in path and path[one.level].name != one.name


def _names(mentions: Sequence[Mention], number: int, path: Mapping[Level, Division]) -> str:
    """Return what a mention would be: its level, and those below it that are not written."""
    level = mentions[number].level
    written = {one.level for n, one in enumerate(mentions) if n != number}
    until = min((one for one in written if one > level), default=Level.TOWN)
    if level in written:
        # The other name of its level stays; what is missing above that goes in front of it.
        is_first = any(one.level is level for one in mentions[number + 1 :])
        names = [
            one
            for upper, one in path.items()
            if is_first and upper < level and upper not in written
        ]
    else:
        names = [one for lower, one in path.items() if lower == level or level < lower < until]
    # A municipality is written once.
    province = path[Level.PROVINCE]
    if level > Level.PROVINCE and Level.PROVINCE in written:
        names = [one for one in names if one.name != province.name]
    return "".join(dict.fromkeys(one.name for one in names))


def _applied(text: str, changes: Iterable[Change]) -> str:
    for change in sorted(changes, reverse=True):
        text = f"{text[: change.start]}{change.new}{text[change.end :]}"
    return text
