"""What an evaluation refuses."""

from __future__ import annotations

from shopwarden.errors import ShopwardenError


class EvaluationError(ShopwardenError):
    """The protocol or the table does not allow an evaluation."""
