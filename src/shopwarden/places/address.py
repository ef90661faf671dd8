"""One address as it is read: its parts, division, verdict, reasons and what was likely meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from shopwarden.places.findings import LEVELS, reasons_of, verdict_of
from shopwarden.places.gazetteer import format_code, load, name_at
from shopwarden.places.kernel.part import Part
from shopwarden.places.plain import NONE, Row, read_plain


@dataclass(frozen=True, slots=True)
class Address:
    """One parsed address; the fields are the columns of ``parse_addresses``."""

    province: str | None
    city: str | None
    district: str | None
    town: str | None
    village: str | None
    road: str | None
    lane: str | None
    number: str | None
    building: str | None
    unit: str | None
    floor: str | None
    room: str | None
    poi: str | None
    name: str | None
    phone: str | None
    rest: str | None
    code: str | None
    verdict: str
    reasons: tuple[dict[str, Any], ...]
    province_name: str | None
    city_name: str | None
    district_name: str | None
    town_name: str | None
    infilled: tuple[str, ...]
    suggestion: str | None = None


def read_address(text: str, *, is_whole: bool) -> Address:
    """Read and judge one address; ``is_whole`` tells whether everything or its divisions only."""
    row = read_plain(text, is_whole=is_whole)
    address = _address(text, row)
    return with_suggestion(text, address) if is_whole and row.is_asking else address


def with_suggestion(text: str, address: Address) -> Address:
    """Return `address` with the likeliest text meant, if that is another one."""
    # Few addresses come here, and what it needs takes longest to load.
    from shopwarden.places.suggest import suggest

    found = suggest(text, address)
    return replace(address, suggestion=found.text) if found else address


def _address(text: str, row: Row) -> Address:
    cut = {
        part.name.lower(): text[begin:end] if begin != NONE else None
        for part, begin, end in zip(Part, row.spans[::2], row.spans[1::2], strict=True)
    }
    place, *places = row.names
    names = {
        f"{level}_name": name_at(above) if above != NONE else None
        for level, above in zip(LEVELS, places, strict=True)
    }
    reasons = reasons_of(row.lines)
    return Address(
        **cut,
        **names,
        code=format_code(int(load().code[place])) if place != NONE else None,
        verdict=verdict_of(reasons),
        reasons=reasons,
        infilled=tuple(level for at, level in enumerate(LEVELS) if row.infilled >> at & 1),
    )
