"""The checks on what stands in an address beside its parts: messages, noise, masks."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.places.findings import found
from shopwarden.places.gazetteer import load
from shopwarden.places.lexicon import Theme, find_words
from shopwarden.places.reasons import AddressReason
from shopwarden.places.surprise import SCALE, slots
from shopwarden.places.text import DIGIT, HAN, LATIN, NUMERAL, counts_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from shopwarden.places.text import Texts

    Spans = Iterator[tuple[int, int]]

_ACCOUNT: Final = r"[a-z][a-z0-9_-]{5,19}(?![a-z0-9])|1[3-9]\d{9}(?!\d)"
CONTACT: Final = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
    r"|(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)"
    rf"|(?:微信|薇信|威信|v信|(?<![a-z])vx|(?<![a-z])wx|weixin|wechat)号?[:= 是]*(?:{_ACCOUNT})"
    r"|(?:(?<![a-z])qq|扣扣|企鹅)[号群]?[:= 是]*[1-9]\d{4,10}(?!\d)"
    r"|https?:/\S+|www\.[a-z0-9]\S+|[a-z0-9-]{2,}\.(?:com|cn|net|top|xyz)(?![a-z])"
    r"|[a-z0-9_.]{2,}@[a-z0-9-]+\.[a-z]{2,}"
)
_CONSONANTS: Final = re.compile(r"(?<![a-z0-9])[bcdfghjklmnpqrstvwxz]{7,}(?![a-z0-9])")
_MASK: Final = re.compile(r"\*{2,}|(?<=[^\s*])\*(?=[^\s*])|#{2}.+?#{2}|\${2}.+?\${2}")
_CODE: Final = re.compile(r"[a-z]{2,6}-?\d{3,}|(?<![a-z0-9])[a-z]\d{4,}|\d{5,}|[a-z0-9]{8,}")
_STRICT_CODE: Final = re.compile(r"[a-z]{2,6}-?\d{4,}")
_SUITE: Final = re.compile(r"(?<![a-z])(?:suite|ste|unit|apt)\.? ?#? ?[a-z]{0,4}-?\d{4,}")
_PO_BOX: Final = re.compile(r"p\.? ?o\.? ?box\.? ?\d*|(?:邮政)?信箱")
_LOOSE: Final = re.compile(r"[^\u4e00-\u9fff]+")
_JOKE_TAIL: Final = re.compile(r"[上里中号一二三\d\W]*")
# Enough digits for a phone number with its separators.
_PHONE_DIGITS: Final = 10
_REPEATS: Final = 4
_WINDOW: Final = 4
SURPRISE_LIMIT: Final = 13.0


def wording_checks(texts: Texts, begin: NDArray[np.int32]) -> pl.DataFrame:
    """Return the lines of every reason that follows from the wording.

    Parameters
    ----------
    begin
        Where, in the buffer, the text behind the divisions begins in each row.
    """
    words = _words_by_row(texts)
    return pl.concat(
        [
            _themed(texts, words, begin),
            _contacts(texts, words),
            _forwarding(texts, words),
            _masks(texts),
            _po_boxes(texts, words),
            _gibberish(texts, words, begin),
        ]
    )


class _Words:
    """Occurrences of the lexicon's words: row, and span in the buffer."""

    def __init__(
        self, row: NDArray[np.intp], begin: NDArray[np.int32], end: NDArray[np.int32],
        theme: NDArray[np.uint8],
    ) -> None:  # fmt: skip
        self.row, self.begin, self.end, self.theme = row, begin, end, theme

    def of(self, *themes: Theme) -> _Words:
        chosen = np.isin(self.theme, themes)
        return self.where(chosen)

    def where(self, chosen: NDArray[np.bool_]) -> _Words:
        return _Words(self.row[chosen], self.begin[chosen], self.end[chosen], self.theme[chosen])


def _words_by_row(texts: Texts) -> _Words:
    begin, end, theme = find_words(texts.units)
    return _Words(np.searchsorted(texts.end, begin), begin, end, theme)


def row_text(texts: Texts, row: int) -> str:
    """Return the folded text of one row; positions are those of the original."""
    units = texts.units[texts.start[row] : texts.end[row]]
    return "".join(map(chr, units.tolist()))


def _lines(
    reason: AddressReason, texts: Texts, words: _Words, metric: str | None = None
) -> pl.DataFrame:
    words = _merged(words)
    start = texts.start[words.row]
    return found(reason, words.row, words.begin - start, words.end - start, metric=metric)


def _merged(words: _Words) -> _Words:
    """Join words that overlap: asdf, sdfg and dfgh are one run of keys."""
    reach = np.maximum.accumulate(words.end) if words.end.size else words.end
    opens = np.ones(words.row.size, np.bool_)
    opens[1:] = words.begin[1:] >= reach[:-1]
    first = np.flatnonzero(opens)
    last = np.append(first[1:], words.row.size)[: first.size] - 1
    return _Words(words.row[first], words.begin[first], reach[last], words.theme[first])


def _matched(
    reason: AddressReason, texts: Texts, rows: Iterable[int], pattern: re.Pattern[str]
) -> pl.DataFrame:
    """Return a line for every match of `pattern` in the given rows."""
    spans = [(row, *m.span()) for row in rows for m in pattern.finditer(row_text(texts, row))]
    lines = np.array(spans, np.int32).reshape(-1, 3)
    return found(reason, lines[:, 0], lines[:, 1], lines[:, 2])


def _themed(texts: Texts, words: _Words, begin: NDArray[np.int32]) -> pl.DataFrame:
    """Advertising, abuse and leftovers: the words themselves are the finding."""
    behind = words.where(words.begin >= begin[words.row])
    latin = words.of(Theme.LEFTOVER_LATIN)
    alone = (texts.marks[latin.begin - 1] | texts.marks[latin.end]) & (LATIN | DIGIT) == 0
    jokes = behind.of(Theme.JOKE)
    only = np.array([_is_all(texts, jokes, n, begin) for n in range(jokes.row.size)], np.bool_)
    return pl.concat(
        [
            _lines(AddressReason.ADVERTISING, texts, words.of(Theme.ADVERTISING)),
            _lines(AddressReason.ABUSE, texts, behind.of(Theme.INSULT)),
            _lines(AddressReason.ABUSE, texts, jokes.where(only)),
            _lines(AddressReason.TEMPLATE_LEFTOVER, texts, words.of(Theme.LEFTOVER)),
            _lines(AddressReason.TEMPLATE_LEFTOVER, texts, latin.where(alone)),
        ]
    )


def _is_all(texts: Texts, words: _Words, number: int, begin: NDArray[np.int32]) -> bool:
    """Whether a word is all that stands behind the divisions, but for a few fillers."""
    row = int(words.row[number])
    text = row_text(texts, row)
    start = int(texts.start[row])
    first, last = int(words.begin[number]) - start, int(words.end[number]) - start
    before = _LOOSE.sub("", text[int(begin[row]) - start : first])
    return not before and _JOKE_TAIL.fullmatch(text[last:]) is not None


def _contacts(texts: Texts, words: _Words) -> pl.DataFrame:
    digits = counts_before((texts.marks & DIGIT) != 0)
    many = np.flatnonzero(digits[texts.end] - digits[texts.start] >= _PHONE_DIGITS)
    rows = np.union1d(many, words.of(Theme.CONTACT).row)
    return _matched(AddressReason.CONTACT_INSIDE, texts, rows.tolist(), CONTACT)


def _forwarding(texts: Texts, words: _Words) -> pl.DataFrame:
    sure, hints = words.of(Theme.FORWARDING), words.of(Theme.FORWARDING_HINT)
    coded = [_has_user_code(texts, hints, number) for number in range(hints.row.size)]
    latin = counts_before((texts.marks & LATIN) != 0)
    many = np.flatnonzero(latin[texts.end] - latin[texts.start] >= _WINDOW)
    return pl.concat(
        [
            _lines(AddressReason.FORWARDING_WAREHOUSE, texts, sure),
            _lines(AddressReason.FORWARDING_WAREHOUSE, texts, hints.where(np.array(coded, np.bool_))),
            _matched(AddressReason.FORWARDING_WAREHOUSE, texts, many.tolist(), _SUITE),
        ]
    )


def _has_user_code(texts: Texts, words: _Words, number: int) -> bool:
    row, start = int(words.row[number]), int(words.begin[number])
    text = row_text(texts, row)
    word = text[start - int(texts.start[row]) :]
    pattern = _CODE if word.startswith(("集运", "转运")) else _STRICT_CODE
    return pattern.search(CONTACT.sub(" ", text)) is not None


def _masks(texts: Texts) -> pl.DataFrame:
    units = texts.units
    at = np.flatnonzero(
        (units == ord("*")) | (((units == ord("#")) | (units == ord("$"))) & (np.roll(units, 1) == units))
    )
    rows = np.unique(np.searchsorted(texts.end, at))
    return _matched(AddressReason.MASKED, texts, rows.tolist(), _MASK)


def _po_boxes(texts: Texts, words: _Words) -> pl.DataFrame:
    latin = (texts.units[:-2] == ord("b")) & (texts.units[1:-1] == ord("o")) & (texts.units[2:] == ord("x"))
    boxes = np.searchsorted(texts.end, np.flatnonzero(latin))
    rows = np.union1d(words.of(Theme.PO_BOX).row, boxes)
    return _matched(AddressReason.PO_BOX, texts, rows.tolist(), _PO_BOX)


def _gibberish(texts: Texts, words: _Words, begin: NDArray[np.int32]) -> pl.DataFrame:
    return pl.concat(
        [
            _repeats(texts),
            _lines(AddressReason.GIBBERISH, texts, words.of(Theme.KEYBOARD), metric="keyboard"),
            _mashed(texts),
            _surprising(texts, begin),
        ]
    )


def _repeats(texts: Texts) -> pl.DataFrame:
    """Four times the same character: 啊啊啊啊."""
    units = texts.units
    same = units[1:] == units[:-1]
    counted = (texts.marks & (HAN | LATIN) != 0) & (texts.marks & NUMERAL == 0) & (units != ord("x"))
    run = same[:-2] & same[1:-1] & same[2:] & counted[:-3]
    at = np.flatnonzero(run)
    first = at[np.diff(at, prepend=-2) > 1]
    row = np.searchsorted(texts.end, first)
    lengths = _run_lengths(at)
    start = texts.start[row]
    return found(
        AddressReason.GIBBERISH,
        row,
        first - start,
        first - start + lengths,
        metric="repeats",
        value=lengths.astype(np.float64),
        threshold=float(_REPEATS),
    )


def _run_lengths(at: NDArray[np.intp]) -> NDArray[np.intp]:
    """Lengths of runs, given the ascending starts of their windows of four."""
    begins = np.flatnonzero(np.diff(at, prepend=-2) > 1)
    return np.diff(np.append(begins, at.size)) + _REPEATS - 1


def _mashed(texts: Texts) -> pl.DataFrame:
    latin = counts_before((texts.marks & LATIN) != 0)
    rows = np.flatnonzero(latin[texts.end] - latin[texts.start] >= _WINDOW + 3)
    spans = [
        (row, *m.span())
        for row in rows.tolist()
        for m in _CONSONANTS.finditer(row_text(texts, row))
    ]
    lines = np.array(spans, np.int32).reshape(-1, 3)
    return found(
        AddressReason.GIBBERISH, lines[:, 0], lines[:, 1], lines[:, 2], metric="consonants"
    )


def surprise(texts: Texts, begin: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the start of each row's most surprising window behind `begin`, and its score.

    A window is five Chinese characters in a row; rows without one have start -1, score 0.
    """
    han = (texts.marks & HAN) != 0
    pair = np.flatnonzero(han[:-1] & han[1:])
    row = np.searchsorted(texts.end, pair)
    behind = pair >= begin[row]
    pair, row = pair[behind], row[behind]
    each = load().surprise[slots(texts.units[pair], texts.units[pair + 1])].astype(np.int32)
    total = np.concatenate([[0], np.cumsum(each)])
    whole = np.flatnonzero(pair[_WINDOW - 1 :] - pair[: pair.size - _WINDOW + 1] == _WINDOW - 1) if pair.size >= _WINDOW else np.zeros(0, np.intp)
    score = (total[whole + _WINDOW] - total[whole]) / (_WINDOW * SCALE)
    best = np.zeros(texts.rows)
    np.maximum.at(best, row[whole], score)
    start = np.full(texts.rows, -1, np.intp)
    top = score == best[row[whole]]
    start[row[whole][top][::-1]] = pair[whole][top][::-1]
    return start, best


def _surprising(texts: Texts, begin: NDArray[np.int32]) -> pl.DataFrame:
    start, score = surprise(texts, begin)
    row = np.flatnonzero(score > SURPRISE_LIMIT)
    first = start[row] - texts.start[row]
    return found(
        AddressReason.GIBBERISH,
        row,
        first,
        first + _WINDOW + 1,
        metric="surprise",
        value=score[row],
        threshold=SURPRISE_LIMIT,
    )
