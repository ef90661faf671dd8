"""What the room ``places`` refuses to do."""

from __future__ import annotations

from shopwarden.errors import ShopwardenError


class GazetteerError(ShopwardenError):
    """The gazetteer cannot be read or rebuilt.

    Codes: ``gazetteer.package_missing`` (package), ``gazetteer.source_unreadable`` (source,
    file), ``gazetteer.unreadable`` (file).
    """
