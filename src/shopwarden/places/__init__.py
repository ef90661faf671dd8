"""Places and contacts: what a delivery address says, and whether it can be right."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shopwarden.places.action import Action, next_action
    from shopwarden.places.gazetteer import division_name, division_path, gazetteer_facts
    from shopwarden.places.judged import judge_places
    from shopwarden.places.keys import place_key, place_keys
    from shopwarden.places.names import check_name, check_names
    from shopwarden.places.parse import (
        Address,
        parse_address,
        parse_addresses,
        parse_divisions,
        part_spans,
    )
    from shopwarden.places.phones import check_phone, check_phones
    from shopwarden.places.reasons import AddressReason

__all__ = [
    "Action",
    "Address",
    "AddressReason",
    "check_name",
    "check_names",
    "check_phone",
    "check_phones",
    "division_name",
    "division_path",
    "gazetteer_facts",
    "judge_places",
    "next_action",
    "parse_address",
    "parse_addresses",
    "parse_divisions",
    "part_spans",
    "place_key",
    "place_keys",
]
# Loaded when asked for: reading one address needs none of the libraries for whole columns.
_HOMES: Final = {
    "Action": "action",
    "next_action": "action",
    "AddressReason": "reasons",
    "check_name": "names",
    "check_names": "names",
    "check_phone": "phones",
    "check_phones": "phones",
    "division_name": "gazetteer",
    "division_path": "gazetteer",
    "gazetteer_facts": "gazetteer",
    "judge_places": "judged",
    "place_key": "keys",
    "place_keys": "keys",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOMES.get(name, 'parse')}")
    return getattr(home, name)
