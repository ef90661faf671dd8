"""What has happened in each shop, kept so that one order is judged in a moment."""

from __future__ import annotations
