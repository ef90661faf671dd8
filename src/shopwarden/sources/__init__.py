"""Export files in, canonical records and quarantined rows out."""

from __future__ import annotations

from shopwarden.sources.aligned import read_aligned
from shopwarden.sources.bad_list import read_bad_list
from shopwarden.sources.errors import MappingError, SourceError
from shopwarden.sources.mapping import TableMapping, load_mapping, parse_mapping
from shopwarden.sources.quarantine import write_quarantine
from shopwarden.sources.read import SourceResult, read_file
from shopwarden.sources.registry import SOURCES
from shopwarden.sources.settings import Limits, ShopSettings

__all__ = [
    "SOURCES",
    "Limits",
    "MappingError",
    "ShopSettings",
    "SourceError",
    "SourceResult",
    "TableMapping",
    "load_mapping",
    "parse_mapping",
    "read_aligned",
    "read_bad_list",
    "read_file",
    "write_quarantine",
]
