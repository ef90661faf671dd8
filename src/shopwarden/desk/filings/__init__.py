"""Filings: decisions put on record with the platform, so that not shipping is not punished."""

from __future__ import annotations
