"""Where an address names divisions, and what each name may mean."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from shopwarden.places.kin import below, division, named, simplify, towns_named
from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Level, level_of, parent
from shopwarden.places.slips import CLOSE, Cause, slip
from shopwarden.places.typos import find_typos

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.places.address import Address
    from shopwarden.places.kin import Division

_DIGITS_ABOVE_TOWN: Final = 6
# Reasons whose spans are names of divisions.
_NAMING: Final = ("contradiction", "unknown_division", "ambiguous")
# Cities that hold nothing by their code: 直辖 of a province, the regions of Hong Kong and Macao.
_DIRECT: Final = 90
_REGIONS: Final = (81, 82)
# 宁县 is 宁阳县 short of a character as easily as a name.
_SHORT: Final = 2


class Meaning(NamedTuple):
    """A division that a mention may mean, the name meant, and the slip; None if there is none."""

    division: Division
    form: str
    cause: Cause | None


class Mention(NamedTuple):
    """A name of a division: where it stands, its level, folded, and what it may mean."""

    start: int
    end: int
    level: Level
    written: str
    meanings: tuple[Meaning, ...]


def spans_of(text: str, address: Address) -> dict[Level, tuple[int, int]]:
    """Return the span of each division written in `text`, level by level.

    A municipality written once stands for province and city; it has one span.
    """
    found: dict[Level, tuple[int, int]] = {}
    place = 0
    for level, name in zip(
        Level, (address.province, address.city, address.district, address.town), strict=True
    ):
        start = text.find(name, place) if name else -1
        if name and start >= 0:
            place = start + len(name)
            found[level] = (start, place)
    return found


def nine_digits(code: str | None) -> int:
    """Return the nine-digit code of ``Address.code``, 0 for none."""
    if not code:
        return 0
    return int(code) * (WIDTH[Level.DISTRICT] if len(code) == _DIGITS_ABOVE_TOWN else 1)


def find_mentions(text: str, address: Address) -> list[Mention]:
    """Return every place of `text` that names a division, in order, with what it may mean."""
    found = _mentions(text, address)
    return _with_towns([_with_slips(mention, found) for mention in found])


def _mentions(text: str, address: Address) -> list[Mention]:
    """Return every place of the text that names a division, in order."""
    folded = text.translate(simplify())
    spans = spans_of(text, address)
    code = nine_digits(address.code)
    named_at = {span: level for level, span in reversed(spans.items())}
    for reason in address.reasons:
        if reason["code"] in _NAMING:
            for span, level in zip(reason["spans"], reason["levels"], strict=False):
                named_at.setdefault((span["start"], span["end"]), Level[level.upper()])
    # After a contradiction the code is that of its second side.
    first_sides = [
        nine_digits(reason["divisions"][0])
        for reason in address.reasons
        if reason["code"] == "contradiction"
    ]
    typos = [one for side in [code, *first_sides] for one in find_typos(text, spans, side)]
    meant = {(one.start, one.end): one for one in typos}
    places = dict(named_at) | {span: one.level for span, one in meant.items()}
    found: list[Mention] = []
    for (start, end), level in sorted(places.items(), key=lambda item: (item[0][0], -item[0][1])):
        if found and start < found[-1].end:
            continue
        typo, written = meant.get((start, end)), folded[start:end]
        if typo is not None:
            meanings: tuple[Meaning, ...] = (Meaning(typo.meant, typo.form, typo.cause),)
        elif level is Level.TOWN:
            meanings = ()
        else:
            meanings = tuple(Meaning(one, written, None) for one in named(written))
        found.append(Mention(start, end, level, written, meanings))
    return found


def _with_slips(mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """Add what a mention may mean with one slip below the divisions written above it."""
    if mention.level in (Level.PROVINCE, Level.TOWN):
        return mention
    added: list[Meaning] = []
    above = (one for other in mentions if other.level < mention.level for one in other.meanings)
    for code in dict.fromkeys(one.division.stands_for for one in above):
        if any(holds(code, one.division.stands_for) for one in mention.meanings):
            continue
        names = below(code, mention.level)
        for form in names.near(mention.written):
            cause = slip(mention.written, form)
            # What is a name elsewhere was hardly hit by a random character: 西湖区, 罗湖区.
            is_chance = not mention.meanings or len(mention.written) <= _SHORT
            if cause in CLOSE or (cause is not None and is_chance):
                added += [Meaning(one, form, cause) for one in names.forms[form]]
    return mention._replace(meanings=(*mention.meanings, *added))


def _with_towns(mentions: list[Mention]) -> list[Mention]:
    """Let a township mean those of its name below any division that is meant."""
    meant = [one.division for other in mentions for one in other.meanings]
    above = {one.stands_for for one in meant if one.level >= Level.CITY}
    # What was below a former county may now be below any of its city.
    above |= {parent(one.code, Level.CITY) for one in meant if one.is_former}
    return [
        mention._replace(meanings=_towns(mention.written, above))
        if mention.level is Level.TOWN and not mention.meanings
        else mention
        for mention in mentions
    ]


def _towns(written: str, above: set[int]) -> tuple[Meaning, ...]:
    codes = (code for code in towns_named(written) if any(holds(one, code) for one in above))
    found = (division(code) for code in codes)
    return tuple(Meaning(one, written, None) for one in found if one is not None)


@lru_cache(maxsize=65_536)
def holds(upper: int, code: int) -> bool:
    """Whether the division `upper` is `code` or holds it."""
    province = parent(code, Level.PROVINCE)
    level = level_of(upper)
    if level is Level.CITY and parent(upper, Level.PROVINCE) == province:
        is_wide = province // WIDTH[Level.PROVINCE] in (*MUNICIPALITIES, *_REGIONS)
        if is_wide or code // WIDTH[Level.CITY] % 100 == _DIRECT:
            return True
    return level_of(code) >= level and parent(code, level) == upper
