"""Places and contacts: what a delivery address says, and whether it can be right."""

from __future__ import annotations

from shopwarden.places.gazetteer import division_name, division_path, gazetteer_facts
from shopwarden.places.names import check_names
from shopwarden.places.parse import Address, parse_address, parse_addresses
from shopwarden.places.phones import check_phones
from shopwarden.places.reasons import AddressReason

__all__ = [
    "Address",
    "AddressReason",
    "check_names",
    "check_phones",
    "division_name",
    "division_path",
    "gazetteer_facts",
    "parse_address",
    "parse_addresses",
]
