"""What the sources refuse: a whole file, or a mapping.

A single bad row is no error: it goes to quarantine and the rows after it go on.
"""

from __future__ import annotations

from shopwarden.errors import ShopwardenError


class SourceError(ShopwardenError):
    """A file cannot be used as a whole.

    ==================== =================================================================
    code                 data
    ==================== =================================================================
    file.not_found       file
    file.unreadable      file, why (``folder``, ``permission``, ``damaged``)
    file.empty           file
    file.too_large       file, size, limit (bytes)
    file.wrong_type      file, type
    file.encrypted       file
    file.bomb            file, what (``entries``, ``expanded``, ``ratio``, ``rows``), found, limit
    file.no_header       file
    file.unrecognised    file, header, nearest (empty: nothing comes close), missing
    bad_list.unrecognised file
    workbook.limits      file, what (``seconds``, ``memory``)
    ==================== =================================================================
    """


class MappingError(ShopwardenError):
    """A mapping file is wrong, or does not fit the file it is used with.

    =============================== ======================================================
    code                            data
    =============================== ======================================================
    mapping.not_found               mapping
    mapping.bad_toml                mapping, line, column
    mapping.unknown_key             key, close
    mapping.bad_value               key, value
    mapping.unknown_kind            kind, known
    mapping.unknown_field           field, kind, close
    mapping.no_id                   kind
    mapping.unknown_status          text, status, known
    mapping.column_missing          field, column, close, file
    mapping.format_missing          field, column (numbers need ``epoch`` or ``epoch_ms``)
    =============================== ======================================================
    """
