"""The checks on what stands in an address beside its parts: messages, noise, masks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from shopwarden.places.findings import lines
from shopwarden.places.lexicon import Theme
from shopwarden.places.reasons import AddressReason
from shopwarden.places.text import DIGIT, LATIN, MASKING, SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from shopwarden.places.findings import Lines
    from shopwarden.places.lexicon import Words
    from shopwarden.places.reasons import Metric
    from shopwarden.places.text import Texts

_ACCOUNT: Final = r"[a-z][a-z0-9_-]{5,19}(?![a-z0-9])|1[3-9]\d{9}(?!\d)"
_CONTACT: Final = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
    r"|(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)"
    rf"|(?:微信|薇信|威信|v信|(?<![a-z])vx|(?<![a-z])wx|weixin|wechat)号?[:= 是]*(?:{_ACCOUNT})"
    r"|(?:(?<![a-z])qq|扣扣|企鹅|(?:[加+十]|联系)q)[号群]?[:= 是]*[1-9]\d{4,10}(?!\d)"
    rf"|(?:[加+十]|联系)[微薇威][信号]?[:= 是]*(?:{_ACCOUNT})|(?:微|薇)[:=]+(?:{_ACCOUNT})"
    r"|https?:/\S+|www\.[a-z0-9]\S+|[a-z0-9-]{2,}\.(?:com|cn|net|top|xyz)(?![a-z])"
    r"|[a-z0-9_.]{2,}@[a-z0-9-]+\.[a-z]{2,}"
)
_MASK: Final = re.compile(r"\*{2,}|(?<=[^\s*])\*(?=[^\s*])|#{2}.+?#{2}|\${2}.+?\${2}")
_CODE: Final = re.compile(r"[a-z]{2,6}-?\d{3,}|(?<![a-z0-9])[a-z]\d{4,}|\d{5,}|[a-z0-9]{8,}")
_STRICT_CODE: Final = re.compile(r"[a-z]{2,6}-?\d{4,}")
_SUITE: Final = re.compile(r"(?<![a-z])(?:suite|ste|unit|apt)\.? ?#? ?[a-z]{0,4}-?\d{4,}")
_PO_BOX: Final = re.compile(r"p\.? ?o\.? ?box\.? ?\d*|(?:邮政)?信箱")
_JOKE_TAIL: Final = re.compile(r"[上里中号一二三\d\W]*")
# Enough digits for a phone number, enough letters for a suite.
_PHONE_DIGITS: Final = 10
_SUITE_LETTERS: Final = 3


def wording_checks(texts: Texts, words: Words, begin: NDArray[np.intp]) -> list[Lines]:
    """Return the lines of every reason that follows from the wording.

    Parameters
    ----------
    words
        The lexicon's words in `texts`.
    begin
        Where, in the buffer, the text behind the divisions begins in each row.
    """
    return [
        *_themed(texts, words, begin),
        _contacts(texts, words),
        *_forwarding(texts, words),
        _masks(texts),
        _matched(AddressReason.PO_BOX, texts, words.of(Theme.PO_BOX).row, _PO_BOX),
    ]


def word_lines(reason: AddressReason, words: Words, metric: Metric | None = None) -> Lines:
    """Return a line for every word or run of words."""
    runs = words.merged()
    return lines(reason, runs.row, runs.begin, runs.end, metric=metric)


def _matched(
    reason: AddressReason, texts: Texts, rows: NDArray[np.intp], pattern: re.Pattern[str]
) -> Lines:
    """Return a line for every match of `pattern` in the given rows."""
    spans = [
        (row, match.start(), match.end())
        for row in np.unique(rows).tolist()
        for match in pattern.finditer(texts.text(row))
    ]
    row, start, end = np.array(spans, np.intp).reshape(-1, 3).T
    return lines(reason, row, start + texts.start[row], end + texts.start[row])


def _themed(texts: Texts, words: Words, begin: NDArray[np.intp]) -> Iterable[Lines]:
    """Advertising, abuse and leftovers: the words themselves are the finding."""
    behind = words.take(words.begin >= begin[words.row])
    latin = words.of(Theme.LEFTOVER_LATIN)
    alone = ~texts.has(latin.begin - 1, LATIN | DIGIT) & ~texts.has(latin.end, LATIN | DIGIT)
    jokes = behind.of(Theme.JOKE)
    jokes = jokes.take(texts.skip(begin[jokes.row], SEPARATOR) == jokes.begin)
    only = [_is_all(texts, row, end) for row, end in zip(jokes.row, jokes.end, strict=True)]
    yield word_lines(AddressReason.ADVERTISING, words.of(Theme.ADVERTISING))
    yield word_lines(AddressReason.ABUSE, behind.of(Theme.INSULT))
    yield word_lines(AddressReason.ABUSE, jokes.take(np.array(only, np.bool_)))
    yield word_lines(AddressReason.TEMPLATE_LEFTOVER, words.of(Theme.LEFTOVER))
    yield word_lines(AddressReason.TEMPLATE_LEFTOVER, latin.take(alone))


def _is_all(texts: Texts, row: int, end: int) -> bool:
    """Whether nothing of weight follows a word that stands right behind the divisions."""
    tail = texts.text(row)[end - int(texts.start[row]) :]
    return _JOKE_TAIL.fullmatch(tail) is not None


def _contacts(texts: Texts, words: Words) -> Lines:
    many = np.flatnonzero(texts.count(DIGIT) >= _PHONE_DIGITS)
    rows = np.append(many, words.of(Theme.CONTACT).row)
    return _matched(AddressReason.CONTACT_INSIDE, texts, rows, _CONTACT)


def _forwarding(texts: Texts, words: Words) -> Iterable[Lines]:
    warehouses = words.of(Theme.FORWARDING, Theme.FORWARDING_HINT)
    told = [
        theme == Theme.FORWARDING or _has_user_code(texts, warehouses, number)
        for number, theme in enumerate(warehouses.theme)
    ]
    letters = np.flatnonzero(texts.count(LATIN) >= _SUITE_LETTERS)
    reason = AddressReason.FORWARDING_WAREHOUSE
    yield word_lines(reason, warehouses.take(np.array(told, np.bool_)))
    yield _matched(reason, texts, letters, _SUITE)


def _has_user_code(texts: Texts, words: Words, number: int) -> bool:
    row, begin = int(words.row[number]), int(words.begin[number])
    text = texts.text(row)
    names_service = text.startswith(("集运", "转运"), begin - int(texts.start[row]))
    pattern = _CODE if names_service else _STRICT_CODE
    return pattern.search(_CONTACT.sub(" ", text)) is not None


def _masks(texts: Texts) -> Lines:
    at = texts.where(MASKING)
    units = texts.units
    doubled = at[(units[at] == ord("*")) | (units[at] == units[at - 1])]
    return _matched(AddressReason.MASKED, texts, texts.row[doubled], _MASK)
