"""What the room ``features`` refuses to do."""

from __future__ import annotations

from shopwarden.errors import ShopwardenError


class FeatureError(ShopwardenError):
    """A feature cannot be computed.

    Codes: ``feature.unknown`` (name, close).
    """
