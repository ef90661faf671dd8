"""All export formats, and which of them a header belongs to."""

from __future__ import annotations

from typing import Final, NamedTuple

from shopwarden.sources import (
    alibaba_1688,
    douyin,
    jd,
    pinduoduo,
    taobao_lines,
    taobao_orders,
    taobao_refunds,
)
from shopwarden.sources.model import Source
from shopwarden.sources.tables import Header

SOURCES: Final[dict[str, Source]] = {
    module.SOURCE.name: module.SOURCE
    for module in (
        taobao_orders,
        taobao_lines,
        taobao_refunds,
        pinduoduo,
        douyin,
        jd,
        alibaba_1688,
    )
}


class Nearest(NamedTuple):
    """The source a header comes closest to, and the columns it lacks for it."""

    source: str
    missing: list[str]


def recognise(header: Header) -> Source | None:
    """The source that a table with this header is; by column names, never by file name."""
    names = header.places
    return next((source for source in SOURCES.values() if source.fits(names)), None)


def nearest(header: Header) -> Nearest | None:
    """The source with the fewest missing columns, then the most known ones.

    None where the header has no column of any source: then nothing comes close.
    """
    names = header.places
    if not any(source.places(header) for source in SOURCES.values()):
        return None

    def distance(source: Source) -> tuple[int, int]:
        return len(source.missing(names)), -len(source.places(header))

    found = min(SOURCES.values(), key=distance)
    return Nearest(found.name, found.missing(names))
