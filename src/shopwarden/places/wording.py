"""The checks on what stands in an address beside its parts: messages, contacts, masks.

Only rows whose gates are open (``kernel.gates``) come here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from shopwarden.places.kernel import gates as gate
from shopwarden.places.kernel import tables
from shopwarden.places.kernel.lexicon import HIT, HITS_COUNT, find_words
from shopwarden.places.kernel.lines import LINE, ORDER
from shopwarden.places.kernel.marks import mark_table
from shopwarden.places.kernel.scan import START
from shopwarden.places.lexicon import Theme
from shopwarden.places.reasons import AddressReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
# One number to call is mostly the receiver's own, unless more goes with it.
_CALLED: Final = re.compile(r"(?:\+?86[- ]?)?1[3-9][\d -]+|0[\d -]+")
_ACCOUNTS: Final = re.compile(
    r"[微薇威]信|同号|[加+十][vq微薇威]|v信|vx|wx|qq|扣扣|企鹅|群|\.[a-z]|@|www|http"
)
_MASK: Final = re.compile(r"\*{2,}|(?<=[^\s*])\*(?=[^\s*])|#{2}.+?#{2}|\${2}.+?\${2}")
_CODE: Final = re.compile(r"[a-z]{2,6}-?\d{3,}|(?<![a-z0-9])[a-z]\d{4,}|\d{5,}|[a-z0-9]{8,}")
_STRICT_CODE: Final = re.compile(r"[a-z]{2,6}-?\d{4,}")
_SUITE: Final = re.compile(r"(?<![a-z])(?:suite|ste|unit|apt)\.? ?#? ?[a-z]{0,4}-?\d{4,}")
_PO_BOX: Final = re.compile(r"p\.? ?o\.? ?box\.? ?\d*|(?:邮政)?信箱")
_SERVICES: Final = ("集运", "转运")

# The fields of a line that is neither about divisions nor measured.
_NO_MORE: Final = (-1,) * (LINE - 3)

_Spans = list[tuple[int, int]]


def judge(gates: int, units: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the lines of a row that regular expressions find.

    Parameters
    ----------
    gates
        Which of them to look with.
    units
        The row's folded code units.
    """
    if not gates:
        return []
    text = "".join(map(chr, units))
    found: list[tuple[AddressReason, _Spans]] = []
    if gates & gate.CONTACT:
        found.append(_contacts(text))
    if gates & gate.FORWARDING:
        found.append((AddressReason.FORWARDING_WAREHOUSE, _forwarding(units, text)))
    if gates & gate.MASK:
        found.append((AddressReason.MASKED, _matches(_MASK, text)))
    if gates & gate.PO_BOX:
        found.append((AddressReason.PO_BOX, _matches(_PO_BOX, text)))
    return [
        (ORDER.index(reason), begin, end, *_NO_MORE)
        for reason, spans in found
        for begin, end in spans
    ]


def _contacts(text: str) -> tuple[AddressReason, _Spans]:
    """Return where the address holds contacts, and whether they are but a number to call."""
    spans = _matches(_CONTACT, text)
    is_called = len(spans) == 1 and _CALLED.fullmatch(text[slice(*spans[0])]) is not None
    is_alone = is_called and not _ACCOUNTS.search(text)
    return (AddressReason.RECEIVER_INSIDE if is_alone else AddressReason.CONTACT_INSIDE), spans


def _matches(pattern: re.Pattern[str], text: str) -> _Spans:
    return [match.span() for match in pattern.finditer(text)]


def _forwarding(units: Sequence[int], text: str) -> _Spans:
    """Names of forwarding services, those that may be others only with a user's code."""
    told = [
        (begin, end)
        for begin, end, theme in _words(units)
        if theme == Theme.FORWARDING
        or (theme == Theme.FORWARDING_HINT and _has_user_code(text, begin))
    ]
    return [*_runs(told), *_matches(_SUITE, text)]


def _words(units: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield span and theme of every word of the lexicon."""
    known = tables.views()
    hits = [0] * HITS_COUNT
    padded = [0, *units, 0, 0, 0]
    marks = [mark_table()[unit] for unit in padded]
    find_words(known.first_word, known.words, padded, marks, START, START + len(units), hits)
    for at in range(1, 1 + HIT * hits[0], HIT):
        yield hits[at] - START, hits[at + 1] - START, hits[at + 2]


def _has_user_code(text: str, begin: int) -> bool:
    pattern = _CODE if text.startswith(_SERVICES, begin) else _STRICT_CODE
    return pattern.search(_CONTACT.sub(" ", text)) is not None


def _runs(spans: Iterable[tuple[int, int]]) -> _Spans:
    """Join spans that touch."""
    runs: _Spans = []
    for begin, end in spans:
        if runs and begin <= runs[-1][1]:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((begin, end))
    return runs
