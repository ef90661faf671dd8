"""The append-only record of who changed what, and when."""

from __future__ import annotations
