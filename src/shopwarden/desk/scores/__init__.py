"""The risk score of an order: its weights fitted to each shop, its parts shown."""

from __future__ import annotations
