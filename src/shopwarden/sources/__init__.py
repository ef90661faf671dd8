"""Export files in, canonical records and quarantined rows out."""

from __future__ import annotations

from shopwarden.sources.aligned import read_aligned
from shopwarden.sources.any_table import check_columns
from shopwarden.sources.bad_list import read_bad_list, read_list
from shopwarden.sources.errors import MappingError, SourceError
from shopwarden.sources.guessing import guess_fields, guess_kind, guess_status, is_known_name
from shopwarden.sources.headers import is_datum, looks_personal
from shopwarden.sources.mapping import (
    TableMapping,
    load_mapping,
    parse_mapping,
    read_mapping,
    write_mapping,
)
from shopwarden.sources.quarantine import write_quarantine
from shopwarden.sources.read import SourceResult, read_file
from shopwarden.sources.registry import SOURCES
from shopwarden.sources.sampling import Sample, column_names, header_identity, sample_unknown
from shopwarden.sources.settings import Limits, ShopSettings

__all__ = [
    "SOURCES",
    "Limits",
    "MappingError",
    "Sample",
    "ShopSettings",
    "SourceError",
    "SourceResult",
    "TableMapping",
    "check_columns",
    "column_names",
    "guess_fields",
    "guess_kind",
    "guess_status",
    "header_identity",
    "is_datum",
    "is_known_name",
    "load_mapping",
    "looks_personal",
    "parse_mapping",
    "read_aligned",
    "read_bad_list",
    "read_file",
    "read_list",
    "read_mapping",
    "sample_unknown",
    "write_mapping",
    "write_quarantine",
]
